//! Between S3's shapes and those kept here.

use s3s::checksum::ChecksumHasher;
use s3s::crypto::Checksum as _;
use s3s::dto::{
    CopySource, ETag, ETagCondition, ObjectCannedACL, Range, StorageClass, Tag, TagSet, Timestamp,
};
use s3s::{S3Error, S3ErrorCode, S3Request, S3Result};

use crate::error::ServiceError;
use crate::services::s3::record::Checksums;
use crate::services::s3::{Condition, Object};

/// The most tags of an object, as in S3.
const OBJECT_TAGS: usize = 10;

/// A refusal in S3's form.
pub(super) fn s3_error(error: ServiceError) -> S3Error {
    let code = match error.code.as_str() {
        "AccessDeniedException" => "AccessDenied",
        "InternalFailure" => "InternalError",
        other => other,
    };
    let code = S3ErrorCode::from_bytes(code.as_bytes()).unwrap_or(S3ErrorCode::InternalError);
    let mut answer = S3Error::with_message(code, error.message);
    if let Ok(status) = http::StatusCode::from_u16(error.status) {
        answer.set_status_code(status);
    }
    answer
}

pub(super) fn refuse(code: S3ErrorCode, message: String) -> S3Error {
    S3Error::with_message(code, message)
}

/// What a request may ask of an object that is not served here: said, whether it is asked for.
pub(super) fn refuse_unserved<const N: usize>(asked: [(&str, bool); N]) -> S3Result<()> {
    match asked.into_iter().find(|(_, asked)| *asked) {
        None => Ok(()),
        Some((what, _)) => Err(refuse(
            S3ErrorCode::NotImplemented,
            format!("the embedded region does not serve {what}"),
        )),
    }
}

/// Whether an ACL says more than that the bucket's owner has all rights.
pub(super) fn is_shared(acl: Option<&ObjectCannedACL>) -> bool {
    let private = [
        ObjectCannedACL::PRIVATE,
        ObjectCannedACL::BUCKET_OWNER_FULL_CONTROL,
    ];
    acl.is_some_and(|acl| !private.contains(&acl.as_str()))
}

/// Whether a storage class is another one than the ordinary.
pub(super) fn is_special(class: Option<&StorageClass>) -> bool {
    class.is_some_and(|class| class.as_str() != StorageClass::STANDARD)
}

pub(super) fn timestamp(time: jiff::Timestamp) -> Timestamp {
    std::time::SystemTime::from(time).into()
}

pub(super) fn etag(object: &Object) -> ETag {
    ETag::Strong(object.etag().to_owned())
}

pub(super) fn size(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// The condition of a write's `If-Match` and `If-None-Match`.
pub(super) fn condition(
    if_match: Option<ETagCondition>,
    if_none_match: Option<ETagCondition>,
) -> S3Result<Condition> {
    match (if_match, if_none_match) {
        (None, None) => Ok(Condition::Always),
        (None, Some(ETagCondition::Any)) => Ok(Condition::Absent),
        (Some(ETagCondition::Any), None) => Ok(Condition::Present),
        (Some(ETagCondition::ETag(etag)), None) => Ok(Condition::ETag(etag.into_value())),
        _ => Err(refuse(
            S3ErrorCode::NotImplemented,
            "a write takes either If-Match or If-None-Match: *".to_owned(),
        )),
    }
}

/// Whether a read's conditions hold; the refusal otherwise.
pub(super) fn check_read(
    object: &Object,
    if_match: Option<&ETagCondition>,
    if_none_match: Option<&ETagCondition>,
    if_modified_since: Option<&Timestamp>,
    if_unmodified_since: Option<&Timestamp>,
) -> S3Result<()> {
    let matches = |condition: &ETagCondition| match condition {
        ETagCondition::Any => true,
        ETagCondition::ETag(etag) => etag.value() == object.etag(),
    };
    // HTTP dates have whole seconds.
    let modified = timestamp(
        jiff::Timestamp::from_second(object.last_modified.as_second())
            .unwrap_or(object.last_modified),
    );
    if let Some(condition) = if_match {
        if !matches(condition) {
            return Err(S3ErrorCode::PreconditionFailed.into());
        }
    } else if if_unmodified_since.is_some_and(|since| modified > *since) {
        return Err(S3ErrorCode::PreconditionFailed.into());
    }
    if let Some(condition) = if_none_match {
        if matches(condition) {
            return Err(S3ErrorCode::NotModified.into());
        }
    } else if if_modified_since.is_some_and(|since| modified <= *since) {
        return Err(S3ErrorCode::NotModified.into());
    }
    Ok(())
}

/// The bytes that a range header asks for.
pub(super) fn range(range: Option<&Range>, size: u64) -> S3Result<Option<std::ops::Range<u64>>> {
    range
        .map(|range| range.check(size).map_err(S3Error::from))
        .transpose()
}

/// Bucket, key and version of a copy's source.
pub(super) fn copy_source(source: &CopySource) -> S3Result<(&str, &str, Option<&str>)> {
    match source {
        CopySource::Bucket {
            bucket,
            key,
            version_id,
        } => Ok((bucket, key, version_id.as_deref())),
        _ => Err(refuse(
            S3ErrorCode::NotImplemented,
            "the embedded region copies from buckets, not from access points".to_owned(),
        )),
    }
}

pub(super) fn tag_set(tags: &[(String, String)]) -> TagSet {
    tags.iter()
        .map(|(key, value)| Tag {
            key: Some(key.clone()),
            value: Some(value.clone()),
        })
        .collect()
}

pub(super) fn tags(set: TagSet) -> S3Result<Vec<(String, String)>> {
    if set.len() > 50 {
        return Err(refuse(
            S3ErrorCode::InvalidTag,
            "there are more than 50 tags".to_owned(),
        ));
    }
    let tags: Vec<_> = set
        .into_iter()
        .map(|tag| (tag.key.unwrap_or_default(), tag.value.unwrap_or_default()))
        .collect();
    for (index, (key, _)) in tags.iter().enumerate() {
        if key.is_empty() || tags[..index].iter().any(|(other, _)| other == key) {
            return Err(refuse(
                S3ErrorCode::InvalidTag,
                format!("the tag key \"{key}\" is empty or there twice"),
            ));
        }
    }
    Ok(tags)
}

/// The tags of the `x-amz-tagging` header: `a=1&b=2`.
pub(super) fn tagging_header(header: Option<&str>) -> S3Result<Vec<(String, String)>> {
    let decode = |text: &str| {
        percent_encoding::percent_decode_str(&text.replace('+', " "))
            .decode_utf8_lossy()
            .into_owned()
    };
    let pairs = header
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty());
    let set: TagSet = pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(key, value)| Tag {
            key: Some(decode(key)),
            value: Some(decode(value)),
        })
        .collect();
    if set.len() > OBJECT_TAGS {
        return Err(refuse(
            S3ErrorCode::InvalidTag,
            format!("an object has at most {OBJECT_TAGS} tags"),
        ));
    }
    tags(set)
}

/// The checksums that a request sends, in headers or in a trailer that comes after the body.
pub(super) struct SentChecksum {
    headers: Vec<(&'static str, Option<String>)>,
}

const CHECKSUM_HEADERS: [&str; 5] = [
    "x-amz-checksum-crc32",
    "x-amz-checksum-crc32c",
    "x-amz-checksum-crc64nvme",
    "x-amz-checksum-sha1",
    "x-amz-checksum-sha256",
];

impl SentChecksum {
    pub(super) fn of<T>(request: &S3Request<T>) -> Self {
        let text = |name: &str| {
            request
                .headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        let trailer = text("x-amz-trailer")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let headers = CHECKSUM_HEADERS
            .into_iter()
            .filter_map(|name| {
                let value = text(name);
                (value.is_some() || trailer.split(',').any(|one| one.trim() == name))
                    .then_some((name, value))
            })
            .collect();
        Self { headers }
    }

    /// What computes them.
    pub(super) fn hasher(&self) -> ChecksumHasher {
        let mut hasher = ChecksumHasher::default();
        for (name, _) in &self.headers {
            enable(&mut hasher, name);
        }
        hasher
    }

    /// Compares what was sent with what was computed. A trailer is there once the body is read.
    pub(super) fn verify<T>(&self, request: &S3Request<T>, computed: &Checksums) -> S3Result<()> {
        for (name, sent) in &self.headers {
            let trailer = || {
                let trailers = request.trailing_headers.as_ref()?;
                trailers.read(|map| {
                    map.get(*name)
                        .and_then(|value| value.to_str().ok())
                        .map(str::to_owned)
                })?
            };
            let sent = sent.clone().or_else(trailer);
            let computed = computed.get(name.trim_start_matches("x-amz-checksum-"));
            if sent.as_deref() != computed {
                return Err(refuse(
                    S3ErrorCode::BadDigest,
                    format!("the body's {name} is not the one that was sent"),
                ));
            }
        }
        Ok(())
    }
}

/// What computes the checksum of an algorithm's name, such as `CRC32`. SHA checksums of several
/// parts are not computed over the whole, in S3 neither.
pub(super) fn whole_object_hasher(algorithm: Option<&str>) -> ChecksumHasher {
    let mut hasher = ChecksumHasher::default();
    if let Some(algorithm) = algorithm.filter(|algorithm| algorithm.starts_with("CRC")) {
        enable(
            &mut hasher,
            &format!("x-amz-checksum-{}", algorithm.to_ascii_lowercase()),
        );
    }
    hasher
}

fn enable(hasher: &mut ChecksumHasher, header: &str) {
    match header {
        "x-amz-checksum-crc32" => hasher.crc32 = Some(s3s::crypto::Crc32::new()),
        "x-amz-checksum-crc32c" => hasher.crc32c = Some(s3s::crypto::Crc32c::new()),
        "x-amz-checksum-crc64nvme" => hasher.crc64nvme = Some(s3s::crypto::Crc64Nvme::new()),
        "x-amz-checksum-sha1" => hasher.sha1 = Some(s3s::crypto::Sha1::new()),
        "x-amz-checksum-sha256" => hasher.sha256 = Some(s3s::crypto::Sha256::new()),
        _ => {}
    }
}
