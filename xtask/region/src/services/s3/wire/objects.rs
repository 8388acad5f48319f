//! Objects on the wire.

use s3s::dto::{
    Checksum, ChecksumMode, CopyObjectInput, CopyObjectOutput, CopyObjectResult, DeleteObjectInput,
    DeleteObjectOutput, DeleteObjectTaggingInput, DeleteObjectTaggingOutput, DeleteObjectsInput,
    DeleteObjectsOutput, DeletedObject, Error, GetObjectInput, GetObjectOutput,
    GetObjectTaggingInput, GetObjectTaggingOutput, HeadObjectInput, HeadObjectOutput,
    MetadataDirective, PutObjectInput, PutObjectOutput, PutObjectTaggingInput,
    PutObjectTaggingOutput, StreamingBlob, TaggingDirective,
};
use s3s::stream::RemainingLength;
use s3s::{S3ErrorCode, S3Request, S3Result};

use super::Scene;
use super::access::hide_missing;
use super::convert::{
    SentChecksum, check_read, condition, copy_source, etag, is_shared, is_special, range, refuse,
    refuse_unserved, s3_error, size, tag_set, tagging_header, tags, timestamp,
};
use crate::services::s3::objects::{UPLOAD_BYTES, check_key, hex};
use crate::services::s3::{Attributes, Condition, Object, PutOptions, object_arn};

/// The content type of objects that were put without one.
const UNKNOWN_TYPE: &str = "binary/octet-stream";

pub(super) async fn put_object(
    scene: &Scene,
    mut request: S3Request<PutObjectInput>,
) -> S3Result<PutObjectOutput> {
    let sent = SentChecksum::of(&request);
    let body = request.input.body.take();
    let input = &request.input;
    refuse_unserved([
        (
            "encryption with a key of the caller's",
            input.sse_customer_key.is_some(),
        ),
        ("object lock", input.object_lock_mode.is_some()),
        ("legal holds", input.object_lock_legal_hold_status.is_some()),
        ("redirects", input.website_redirect_location.is_some()),
        ("writing at an offset", input.write_offset_bytes.is_some()),
        ("the Expires header", input.expires.is_some()),
        (
            "storage classes but STANDARD",
            is_special(input.storage_class.as_ref()),
        ),
        ("ACLs that share objects", is_shared(input.acl.as_ref())),
    ])?;
    let condition = condition(input.if_match.clone(), input.if_none_match.clone())?;
    let attributes = Attributes {
        content_type: input.content_type.clone(),
        cache_control: input.cache_control.clone(),
        content_disposition: input.content_disposition.clone(),
        content_encoding: input
            .content_encoding
            .clone()
            .and_then(|given| plain_encoding(&given)),
        content_language: input.content_language.clone(),
        metadata: input
            .metadata
            .clone()
            .unwrap_or_default()
            .into_iter()
            .collect(),
        tags: tagging_header(input.tagging.as_deref())?,
    };
    let (bucket, key) = (input.bucket.as_str(), input.key.as_str());
    scene.s3().bucket(bucket).map_err(s3_error)?;
    check_key(key).map_err(s3_error)?;
    let body = body.unwrap_or_else(nothing);
    let contents = &scene.s3().contents;
    let written = contents
        .write(body, sent.hasher(), UPLOAD_BYTES)
        .await
        .map_err(s3_error)?;
    let verified = sent
        .verify(&request, &written.checksums)
        .and_then(|()| verify_md5(input.content_md5.as_deref(), &written.md5));
    if let Err(error) = verified {
        contents.remove(&written.id).await;
        return Err(error);
    }
    let options = PutOptions {
        attributes,
        condition,
    };
    let put = scene
        .s3()
        .finish_put(&scene.context, bucket, key, written, options, "PutObject");
    let object = put.await.map_err(s3_error)?;
    let checksum = checksum(&object);
    Ok(PutObjectOutput {
        e_tag: Some(etag(&object)),
        version_id: object.version,
        checksum_crc32: checksum.checksum_crc32,
        checksum_crc32c: checksum.checksum_crc32c,
        checksum_crc64nvme: checksum.checksum_crc64nvme,
        checksum_sha1: checksum.checksum_sha1,
        checksum_sha256: checksum.checksum_sha256,
        checksum_type: checksum.checksum_type,
        ..Default::default()
    })
}

pub(super) async fn get_object(
    scene: &Scene,
    request: S3Request<GetObjectInput>,
) -> S3Result<GetObjectOutput> {
    let input = request.input;
    let version = input.version_id.as_deref();
    let found = look(scene, &input.bucket, &input.key, version)?;
    check_read(
        &found,
        input.if_match.as_ref(),
        input.if_none_match.as_ref(),
        input.if_modified_since.as_ref(),
        input.if_unmodified_since.as_ref(),
    )?;
    let bytes = range(input.range.as_ref(), found.size())?;
    // The version that was looked at, whatever is written meanwhile.
    let (object, body) = match scene.s3().open_object(&found, bytes.clone()).await {
        Ok(body) => (found, body),
        Err(_) => scene
            .s3()
            .get_object(&input.bucket, &input.key, version, bytes.clone())
            .await
            .map_err(s3_error)?,
    };
    let length = usize::try_from(body.len()).unwrap_or(usize::MAX);
    let stream = Sized {
        stream: Box::pin(body.into_stream()),
        remaining: length,
    };
    let whole_wanted = wants_checksum(input.checksum_mode.as_ref()) && bytes.is_none();
    let checksum = if whole_wanted {
        checksum(&object)
    } else {
        Checksum::default()
    };
    let content_range = bytes.map(|bytes| {
        format!(
            "bytes {}-{}/{}",
            bytes.start,
            bytes.end.saturating_sub(1),
            object.size()
        )
    });
    let attributes = object.attributes.clone();
    Ok(GetObjectOutput {
        accept_ranges: Some("bytes".to_owned()),
        body: Some(StreamingBlob::new(stream)),
        content_length: i64::try_from(length).ok(),
        content_range,
        content_type: input
            .response_content_type
            .or(attributes.content_type)
            .or_else(|| Some(UNKNOWN_TYPE.to_owned())),
        cache_control: attributes.cache_control,
        content_disposition: attributes.content_disposition,
        content_encoding: attributes.content_encoding,
        content_language: attributes.content_language,
        metadata: Some(attributes.metadata.into_iter().collect()),
        tag_count: (!attributes.tags.is_empty())
            .then(|| i32::try_from(attributes.tags.len()).unwrap_or(i32::MAX)),
        e_tag: Some(etag(&object)),
        last_modified: Some(timestamp(object.last_modified)),
        version_id: object.version,
        checksum_crc32: checksum.checksum_crc32,
        checksum_crc32c: checksum.checksum_crc32c,
        checksum_crc64nvme: checksum.checksum_crc64nvme,
        checksum_sha1: checksum.checksum_sha1,
        checksum_sha256: checksum.checksum_sha256,
        checksum_type: checksum.checksum_type,
        ..Default::default()
    })
}

pub(super) async fn head_object(
    scene: &Scene,
    request: S3Request<HeadObjectInput>,
) -> S3Result<HeadObjectOutput> {
    let input = request.input;
    let object = look(
        scene,
        &input.bucket,
        &input.key,
        input.version_id.as_deref(),
    )?;
    check_read(
        &object,
        input.if_match.as_ref(),
        input.if_none_match.as_ref(),
        input.if_modified_since.as_ref(),
        input.if_unmodified_since.as_ref(),
    )?;
    let wanted = wants_checksum(input.checksum_mode.as_ref());
    let checksum = if wanted {
        checksum(&object)
    } else {
        Checksum::default()
    };
    let attributes = object.attributes.clone();
    Ok(HeadObjectOutput {
        accept_ranges: Some("bytes".to_owned()),
        content_length: Some(size(object.size())),
        content_type: attributes
            .content_type
            .or_else(|| Some(UNKNOWN_TYPE.to_owned())),
        cache_control: attributes.cache_control,
        content_disposition: attributes.content_disposition,
        content_encoding: attributes.content_encoding,
        content_language: attributes.content_language,
        metadata: Some(attributes.metadata.into_iter().collect()),
        e_tag: Some(etag(&object)),
        last_modified: Some(timestamp(object.last_modified)),
        version_id: object.version,
        checksum_crc32: checksum.checksum_crc32,
        checksum_crc32c: checksum.checksum_crc32c,
        checksum_crc64nvme: checksum.checksum_crc64nvme,
        checksum_sha1: checksum.checksum_sha1,
        checksum_sha256: checksum.checksum_sha256,
        checksum_type: checksum.checksum_type,
        ..Default::default()
    })
}

pub(super) async fn copy_object(
    scene: &Scene,
    request: S3Request<CopyObjectInput>,
) -> S3Result<CopyObjectOutput> {
    let input = request.input;
    refuse_unserved([
        (
            "encryption with a key of the caller's",
            input.sse_customer_key.is_some(),
        ),
        ("object lock", input.object_lock_mode.is_some()),
        ("legal holds", input.object_lock_legal_hold_status.is_some()),
        ("redirects", input.website_redirect_location.is_some()),
        ("the Expires header", input.expires.is_some()),
        (
            "storage classes but STANDARD",
            is_special(input.storage_class.as_ref()),
        ),
        ("ACLs that share objects", is_shared(input.acl.as_ref())),
    ])?;
    let source = copy_source(&input.copy_source)?;
    scene
        .context
        .authorise(
            &scene.caller,
            "s3:GetObject",
            &object_arn(source.0, source.1),
        )
        .map_err(s3_error)?;
    let original = look(scene, source.0, source.1, source.2)?;
    check_read(
        &original,
        input.copy_source_if_match.as_ref(),
        input.copy_source_if_none_match.as_ref(),
        input.copy_source_if_modified_since.as_ref(),
        input.copy_source_if_unmodified_since.as_ref(),
    )?;
    let replaces = input
        .metadata_directive
        .as_ref()
        .map(MetadataDirective::as_str)
        == Some(MetadataDirective::REPLACE);
    let replaces_tags = input
        .tagging_directive
        .as_ref()
        .map(TaggingDirective::as_str)
        == Some(TaggingDirective::REPLACE);
    let in_place = source.0 == input.bucket && source.1 == input.key && source.2.is_none();
    if in_place && !replaces && !replaces_tags {
        return Err(refuse(
            S3ErrorCode::InvalidRequest,
            "an object is copied onto itself only to change its metadata or tags".to_owned(),
        ));
    }
    let mut attributes = if replaces {
        Attributes {
            content_type: input.content_type,
            cache_control: input.cache_control,
            content_disposition: input.content_disposition,
            content_encoding: input.content_encoding,
            content_language: input.content_language,
            metadata: input.metadata.unwrap_or_default().into_iter().collect(),
            tags: original.attributes.tags.clone(),
        }
    } else {
        original.attributes.clone()
    };
    if replaces_tags {
        attributes.tags = tagging_header(input.tagging.as_deref())?;
    }
    let copied = scene.s3().copy_object(
        &scene.context,
        source,
        &input.bucket,
        &input.key,
        Some(attributes),
    );
    let object = copied.await.map_err(s3_error)?;
    Ok(CopyObjectOutput {
        copy_object_result: Some(CopyObjectResult {
            e_tag: Some(etag(&object)),
            last_modified: Some(timestamp(object.last_modified)),
            ..Default::default()
        }),
        copy_source_version_id: original.version,
        version_id: object.version,
        ..Default::default()
    })
}

pub(super) async fn delete_object(
    scene: &Scene,
    request: S3Request<DeleteObjectInput>,
) -> S3Result<DeleteObjectOutput> {
    let input = request.input;
    let condition = condition(input.if_match, None)?;
    let version = input.version_id.as_deref();
    let deleted = scene.s3().delete_object(
        &scene.context,
        &input.bucket,
        &input.key,
        version,
        condition,
    );
    let marker = deleted.await.map_err(s3_error)?;
    Ok(DeleteObjectOutput {
        delete_marker: marker.as_ref().map(|_| true),
        version_id: input
            .version_id
            .or_else(|| marker.and_then(|marker| marker.version)),
        ..Default::default()
    })
}

pub(super) async fn delete_objects(
    scene: &Scene,
    request: S3Request<DeleteObjectsInput>,
) -> S3Result<DeleteObjectsOutput> {
    let input = request.input;
    scene.s3().bucket(&input.bucket).map_err(s3_error)?;
    let quiet = input.delete.quiet.unwrap_or(false);
    let (mut deleted, mut errors) = (Vec::new(), Vec::new());
    for object in input.delete.objects {
        let version = object.version_id.as_deref();
        let action = if version.is_some() {
            "s3:DeleteObjectVersion"
        } else {
            "s3:DeleteObject"
        };
        let resource = object_arn(&input.bucket, &object.key);
        let result = match scene.context.authorise(&scene.caller, action, &resource) {
            Ok(()) => {
                let (context, bucket) = (&scene.context, &input.bucket);
                let always = Condition::Always;
                scene
                    .s3()
                    .delete_object(context, bucket, &object.key, version, always)
                    .await
            }
            Err(error) => Err(error),
        };
        match result {
            Ok(marker) => deleted.push(DeletedObject {
                delete_marker: marker.as_ref().map(|_| true),
                delete_marker_version_id: marker.and_then(|marker| marker.version),
                key: Some(object.key),
                version_id: object.version_id,
            }),
            Err(error) => {
                let error = s3_error(error);
                errors.push(Error {
                    code: Some(error.code().as_str().to_owned()),
                    key: Some(object.key),
                    message: error.message().map(str::to_owned),
                    version_id: object.version_id,
                });
            }
        }
    }
    Ok(DeleteObjectsOutput {
        deleted: (!quiet).then_some(deleted),
        errors: (!errors.is_empty()).then_some(errors),
        ..Default::default()
    })
}

pub(super) async fn get_object_tagging(
    scene: &Scene,
    request: S3Request<GetObjectTaggingInput>,
) -> S3Result<GetObjectTaggingOutput> {
    let input = request.input;
    let object = look(
        scene,
        &input.bucket,
        &input.key,
        input.version_id.as_deref(),
    )?;
    Ok(GetObjectTaggingOutput {
        tag_set: tag_set(&object.attributes.tags),
        version_id: object.version,
    })
}

pub(super) async fn put_object_tagging(
    scene: &Scene,
    request: S3Request<PutObjectTaggingInput>,
) -> S3Result<PutObjectTaggingOutput> {
    let input = request.input;
    let tags = tags(input.tagging.tag_set)?;
    let version = input.version_id.as_deref();
    let tagged = scene
        .s3()
        .tag_object(&input.bucket, &input.key, version, tags);
    Ok(PutObjectTaggingOutput {
        version_id: tagged.map_err(s3_error)?.version,
    })
}

pub(super) async fn delete_object_tagging(
    scene: &Scene,
    request: S3Request<DeleteObjectTaggingInput>,
) -> S3Result<DeleteObjectTaggingOutput> {
    let input = request.input;
    let version = input.version_id.as_deref();
    let tagged = scene
        .s3()
        .tag_object(&input.bucket, &input.key, version, Vec::new());
    Ok(DeleteObjectTaggingOutput {
        version_id: tagged.map_err(s3_error)?.version,
    })
}

/// An object that is not a delete marker.
fn look(scene: &Scene, bucket: &str, key: &str, version: Option<&str>) -> S3Result<Object> {
    let found = scene
        .s3()
        .head_object(bucket, key, version)
        .map_err(s3_error);
    let object = found.map_err(|error| hide_missing(scene, bucket, error))?;
    if object.content.is_none() {
        return Err(refuse(
            S3ErrorCode::MethodNotAllowed,
            format!("the version \"{}\" is a delete marker", object.version_id()),
        ));
    }
    Ok(object)
}

/// The checksum kept with an object.
pub(super) fn checksum(object: &Object) -> Checksum {
    object
        .content
        .as_ref()
        .map(|content| content.checksums.to_wire())
        .unwrap_or_default()
}

fn wants_checksum(mode: Option<&ChecksumMode>) -> bool {
    mode.is_some_and(|mode| mode.as_str() == ChecksumMode::ENABLED)
}

/// `aws-chunked` says how the body travelled, not what it is.
fn plain_encoding(given: &str) -> Option<String> {
    let kept: Vec<_> = given
        .split(',')
        .map(str::trim)
        .filter(|one| *one != "aws-chunked")
        .collect();
    (!kept.is_empty() && kept != [""]).then(|| kept.join(","))
}

pub(super) fn verify_md5(sent: Option<&str>, computed: &[u8; 16]) -> S3Result<()> {
    use base64::Engine as _;
    let Some(sent) = sent else { return Ok(()) };
    if base64::engine::general_purpose::STANDARD
        .decode(sent)
        .is_ok_and(|sent| sent == computed)
    {
        return Ok(());
    }
    Err(refuse(
        S3ErrorCode::BadDigest,
        format!(
            "the body's MD5 is {}, not the one in Content-MD5",
            hex(computed)
        ),
    ))
}

pub(super) fn nothing() -> StreamingBlob {
    StreamingBlob::from(s3s::Body::empty())
}

type Chunks =
    std::pin::Pin<Box<dyn futures::Stream<Item = std::io::Result<bytes::Bytes>> + Send + Sync>>;

/// A stream whose length is known, so that the answer has a `Content-Length`.
struct Sized {
    stream: Chunks,
    remaining: usize,
}

impl futures::Stream for Sized {
    type Item = Result<bytes::Bytes, s3s::StdError>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let next = self.stream.as_mut().poll_next(context);
        if let std::task::Poll::Ready(Some(Ok(chunk))) = &next {
            self.remaining = self.remaining.saturating_sub(chunk.len());
        }
        next.map_err(|error| Box::new(error) as s3s::StdError)
    }
}

impl s3s::stream::ByteStream for Sized {
    fn remaining_length(&self) -> RemainingLength {
        RemainingLength::new_exact(self.remaining)
    }
}
