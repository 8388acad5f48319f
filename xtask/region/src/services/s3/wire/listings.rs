//! Listings on the wire.

use s3s::dto::{
    CommonPrefix, DeleteMarkerEntry, EncodingType, ListObjectVersionsInput,
    ListObjectVersionsOutput, ListObjectsInput, ListObjectsOutput, ListObjectsV2Input,
    ListObjectsV2Output, Object as ObjectEntry, ObjectStorageClass, ObjectVersion,
    ObjectVersionStorageClass, Owner,
};
use s3s::{S3Request, S3Result};

use super::Scene;
use super::convert::{etag, s3_error, size, timestamp};
use crate::services::s3::listing::PAGE_KEYS;
use crate::services::s3::{ListRequest, Object};

/// How a listing writes keys: as they are, or percent-encoded when the caller asked for it.
struct Spelling {
    encodes: bool,
}

impl Spelling {
    fn of(asked: Option<&EncodingType>) -> Self {
        Self {
            encodes: asked.is_some_and(|asked| asked.as_str() == EncodingType::URL),
        }
    }

    fn write(&self, text: &str) -> String {
        if !self.encodes {
            return text.to_owned();
        }
        // As S3: slashes stay.
        const KEPT: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
            .remove(b'/')
            .remove(b'-')
            .remove(b'_')
            .remove(b'.')
            .remove(b'*');
        percent_encoding::utf8_percent_encode(text, KEPT).to_string()
    }

    fn entry(&self, object: &Object) -> ObjectEntry {
        ObjectEntry {
            e_tag: Some(etag(object)),
            key: Some(self.write(&object.key)),
            last_modified: Some(timestamp(object.last_modified)),
            size: Some(size(object.size())),
            storage_class: Some(ObjectStorageClass::from_static(
                ObjectStorageClass::STANDARD,
            )),
            ..Default::default()
        }
    }

    fn prefixes(&self, prefixes: &[String]) -> Option<Vec<CommonPrefix>> {
        let told = prefixes.iter().map(|prefix| CommonPrefix {
            prefix: Some(self.write(prefix)),
        });
        (!prefixes.is_empty()).then(|| told.collect())
    }
}

fn limit(asked: Option<i32>) -> usize {
    asked
        .map_or(PAGE_KEYS, |asked| usize::try_from(asked).unwrap_or(0))
        .min(PAGE_KEYS)
}

fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

pub(super) async fn list_objects_v2(
    scene: &Scene,
    request: S3Request<ListObjectsV2Input>,
) -> S3Result<ListObjectsV2Output> {
    let input = request.input;
    let spelling = Spelling::of(input.encoding_type.as_ref());
    let limit = limit(input.max_keys);
    let after = input
        .continuation_token
        .as_deref()
        .map(read_token)
        .transpose()?;
    let page = scene.s3().list_objects(
        &input.bucket,
        &ListRequest {
            prefix: input.prefix.as_deref().unwrap_or_default(),
            delimiter: input.delimiter.as_deref(),
            after: after.as_deref().or(input.start_after.as_deref()),
            limit,
        },
    );
    let page = page.map_err(s3_error)?;
    let owner = input.fetch_owner.unwrap_or(false).then(|| owner(scene));
    let contents = page.objects.iter().map(|object| {
        let mut entry = spelling.entry(object);
        entry.owner.clone_from(&owner);
        entry
    });
    Ok(ListObjectsV2Output {
        contents: Some(contents.collect()),
        common_prefixes: spelling.prefixes(&page.common_prefixes),
        key_count: Some(count(page.objects.len() + page.common_prefixes.len())),
        is_truncated: Some(page.next.is_some()),
        next_continuation_token: page.next.as_deref().map(write_token),
        name: Some(input.bucket),
        prefix: Some(spelling.write(input.prefix.as_deref().unwrap_or_default())),
        max_keys: Some(count(limit)),
        continuation_token: input.continuation_token,
        delimiter: input.delimiter.map(|text| spelling.write(&text)),
        start_after: input.start_after.map(|text| spelling.write(&text)),
        encoding_type: input.encoding_type,
        request_charged: None,
    })
}

pub(super) async fn list_objects(
    scene: &Scene,
    request: S3Request<ListObjectsInput>,
) -> S3Result<ListObjectsOutput> {
    let input = request.input;
    let spelling = Spelling::of(input.encoding_type.as_ref());
    let limit = limit(input.max_keys);
    let page = scene.s3().list_objects(
        &input.bucket,
        &ListRequest {
            prefix: input.prefix.as_deref().unwrap_or_default(),
            delimiter: input.delimiter.as_deref(),
            after: input.marker.as_deref(),
            limit,
        },
    );
    let page = page.map_err(s3_error)?;
    let contents = page.objects.iter().map(|object| {
        let mut entry = spelling.entry(object);
        entry.owner = Some(owner(scene));
        entry
    });
    Ok(ListObjectsOutput {
        contents: Some(contents.collect()),
        common_prefixes: spelling.prefixes(&page.common_prefixes),
        is_truncated: Some(page.next.is_some()),
        // Without a delimiter the last key is the marker, and S3 does not tell it again.
        next_marker: page
            .next
            .filter(|_| input.delimiter.is_some())
            .map(|next| spelling.write(&next)),
        name: Some(input.bucket),
        prefix: Some(spelling.write(input.prefix.as_deref().unwrap_or_default())),
        marker: Some(spelling.write(input.marker.as_deref().unwrap_or_default())),
        max_keys: Some(count(limit)),
        delimiter: input.delimiter.map(|text| spelling.write(&text)),
        encoding_type: input.encoding_type,
        request_charged: None,
    })
}

pub(super) async fn list_object_versions(
    scene: &Scene,
    request: S3Request<ListObjectVersionsInput>,
) -> S3Result<ListObjectVersionsOutput> {
    let input = request.input;
    let spelling = Spelling::of(input.encoding_type.as_ref());
    let limit = limit(input.max_keys);
    let page = scene.s3().list_versions(
        &input.bucket,
        &ListRequest {
            prefix: input.prefix.as_deref().unwrap_or_default(),
            delimiter: input.delimiter.as_deref(),
            after: input
                .key_marker
                .as_deref()
                .filter(|marker| !marker.is_empty()),
            limit,
        },
        input
            .version_id_marker
            .as_deref()
            .filter(|marker| !marker.is_empty()),
    );
    let page = page.map_err(s3_error)?;
    let (mut versions, mut markers) = (Vec::new(), Vec::new());
    for (object, is_latest) in &page.versions {
        let key = Some(spelling.write(&object.key));
        let version_id = Some(object.version_id().to_owned());
        let last_modified = Some(timestamp(object.last_modified));
        if object.content.is_some() {
            let class = ObjectVersionStorageClass::STANDARD;
            versions.push(ObjectVersion {
                e_tag: Some(etag(object)),
                is_latest: Some(*is_latest),
                key,
                last_modified,
                owner: Some(owner(scene)),
                size: Some(size(object.size())),
                storage_class: Some(ObjectVersionStorageClass::from_static(class)),
                version_id,
                ..Default::default()
            });
        } else {
            markers.push(DeleteMarkerEntry {
                is_latest: Some(*is_latest),
                key,
                last_modified,
                owner: Some(owner(scene)),
                version_id,
            });
        }
    }
    let is_truncated = Some(page.next.is_some());
    let (next_key, next_version) = page.next.map_or((None, None), |(key, id)| (Some(key), id));
    Ok(ListObjectVersionsOutput {
        versions: Some(versions),
        delete_markers: Some(markers),
        common_prefixes: spelling.prefixes(&page.common_prefixes),
        is_truncated,
        next_key_marker: next_key.map(|key| spelling.write(&key)),
        next_version_id_marker: next_version,
        name: Some(input.bucket),
        prefix: Some(spelling.write(input.prefix.as_deref().unwrap_or_default())),
        key_marker: Some(input.key_marker.unwrap_or_default()),
        version_id_marker: input.version_id_marker,
        max_keys: Some(count(limit)),
        delimiter: input.delimiter.map(|text| spelling.write(&text)),
        encoding_type: input.encoding_type,
        request_charged: None,
    })
}

fn owner(scene: &Scene) -> Owner {
    Owner {
        display_name: None,
        id: Some(scene.context.account().to_owned()),
    }
}

/// A token is the last key, in a form that callers do not take for one.
fn write_token(key: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE.encode(key)
}

fn read_token(token: &str) -> S3Result<String> {
    use base64::Engine as _;
    let bytes = base64::engine::general_purpose::URL_SAFE.decode(token).ok();
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| {
            super::convert::refuse(
                s3s::S3ErrorCode::InvalidArgument,
                "the continuation token is not one that a listing gave".to_owned(),
            )
        })
}
