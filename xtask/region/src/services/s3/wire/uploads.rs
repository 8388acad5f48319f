//! Multipart uploads on the wire.

use s3s::dto::{
    AbortMultipartUploadInput, AbortMultipartUploadOutput, ChecksumAlgorithm, ChecksumType,
    CompleteMultipartUploadInput, CompleteMultipartUploadOutput, CopyPartResult,
    CreateMultipartUploadInput, CreateMultipartUploadOutput, ListMultipartUploadsInput,
    ListMultipartUploadsOutput, ListPartsInput, ListPartsOutput, MultipartUpload,
    Part as PartEntry, Range, UploadPartCopyInput, UploadPartCopyOutput, UploadPartInput,
    UploadPartOutput,
};
use s3s::{S3ErrorCode, S3Request, S3Result};

use super::Scene;
use super::convert::{
    SentChecksum, condition, copy_source, etag, is_shared, is_special, refuse, refuse_unserved,
    s3_error, size, tagging_header, timestamp, whole_object_hasher,
};
use super::objects::{checksum, nothing, verify_md5};
use crate::services::s3::multipart::Part;
use crate::services::s3::{Attributes, object_arn};

/// The largest page of parts and uploads, as in S3.
const PAGE: i32 = 1000;

pub(super) async fn create_multipart_upload(
    scene: &Scene,
    request: S3Request<CreateMultipartUploadInput>,
) -> S3Result<CreateMultipartUploadOutput> {
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
    let attributes = Attributes {
        content_type: input.content_type,
        cache_control: input.cache_control,
        content_disposition: input.content_disposition,
        content_encoding: input.content_encoding,
        content_language: input.content_language,
        metadata: input.metadata.unwrap_or_default().into_iter().collect(),
        tags: tagging_header(input.tagging.as_deref())?,
    };
    let algorithm = input
        .checksum_algorithm
        .as_ref()
        .map(|name| name.as_str().to_owned());
    let (bucket, key) = (&input.bucket, &input.key);
    let upload =
        scene
            .s3()
            .create_upload(&scene.context, bucket, key, attributes, algorithm.clone());
    let upload = upload.map_err(s3_error)?;
    let checksum_type = algorithm.map(|_| ChecksumType::from_static(ChecksumType::FULL_OBJECT));
    Ok(CreateMultipartUploadOutput {
        bucket: Some(upload.bucket),
        key: Some(upload.key),
        upload_id: Some(upload.id),
        checksum_algorithm: input.checksum_algorithm,
        checksum_type,
        ..Default::default()
    })
}

pub(super) async fn upload_part(
    scene: &Scene,
    mut request: S3Request<UploadPartInput>,
) -> S3Result<UploadPartOutput> {
    let sent = SentChecksum::of(&request);
    let body = request.input.body.take().unwrap_or_else(nothing);
    let input = &request.input;
    let s3 = scene.s3();
    let upload = s3
        .upload(&input.bucket, &input.key, &input.upload_id)
        .map_err(s3_error)?;
    let written = s3
        .write_part(input.part_number, body, sent.hasher())
        .await
        .map_err(s3_error)?;
    let verified = sent
        .verify(&request, &written.checksums)
        .and_then(|()| verify_md5(input.content_md5.as_deref(), &written.md5));
    if let Err(error) = verified {
        s3.contents.remove(&written.id).await;
        return Err(error);
    }
    let part = s3
        .enter_part(&scene.context, &upload, input.part_number, written)
        .await;
    let content = part.map_err(s3_error)?.content;
    let checksum = content.checksums.to_wire();
    Ok(UploadPartOutput {
        e_tag: Some(s3s::dto::ETag::Strong(content.etag)),
        checksum_crc32: checksum.checksum_crc32,
        checksum_crc32c: checksum.checksum_crc32c,
        checksum_crc64nvme: checksum.checksum_crc64nvme,
        checksum_sha1: checksum.checksum_sha1,
        checksum_sha256: checksum.checksum_sha256,
        ..Default::default()
    })
}

pub(super) async fn upload_part_copy(
    scene: &Scene,
    request: S3Request<UploadPartCopyInput>,
) -> S3Result<UploadPartCopyOutput> {
    let input = request.input;
    let s3 = scene.s3();
    let source = copy_source(&input.copy_source)?;
    scene
        .context
        .authorise(
            &scene.caller,
            "s3:GetObject",
            &object_arn(source.0, source.1),
        )
        .map_err(s3_error)?;
    let upload = s3
        .upload(&input.bucket, &input.key, &input.upload_id)
        .map_err(s3_error)?;
    let length = s3
        .head_object(source.0, source.1, source.2)
        .map_err(s3_error)?
        .size();
    let range = input.copy_source_range.as_deref().map(|range| {
        let parsed = Range::parse(range)
            .ok()
            .and_then(|range| range.check(length).ok());
        parsed.ok_or_else(|| {
            refuse(
                S3ErrorCode::InvalidRange,
                format!("the range \"{range}\" is not one of the source's {length} bytes"),
            )
        })
    });
    let body = s3
        .copy_source(source, range.transpose()?)
        .await
        .map_err(s3_error)?;
    let written = s3
        .write_part(input.part_number, body, Default::default())
        .await;
    let written = written.map_err(s3_error)?;
    let part = s3
        .enter_part(&scene.context, &upload, input.part_number, written)
        .await;
    let part = part.map_err(s3_error)?;
    Ok(UploadPartCopyOutput {
        copy_part_result: Some(CopyPartResult {
            e_tag: Some(s3s::dto::ETag::Strong(part.content.etag)),
            last_modified: Some(timestamp(part.uploaded)),
            ..Default::default()
        }),
        ..Default::default()
    })
}

pub(super) async fn complete_multipart_upload(
    scene: &Scene,
    request: S3Request<CompleteMultipartUploadInput>,
) -> S3Result<CompleteMultipartUploadOutput> {
    let input = request.input;
    let s3 = scene.s3();
    let upload = s3
        .upload(&input.bucket, &input.key, &input.upload_id)
        .map_err(s3_error)?;
    let parts = input
        .multipart_upload
        .and_then(|upload| upload.parts)
        .unwrap_or_default();
    let chosen: Vec<_> = parts
        .into_iter()
        .map(|part| {
            let etag = part
                .e_tag
                .map(s3s::dto::ETag::into_value)
                .unwrap_or_default();
            (part.part_number.unwrap_or_default(), etag)
        })
        .collect();
    let hasher = whole_object_hasher(upload.checksum_algorithm.as_deref());
    let condition = condition(input.if_match, input.if_none_match)?;
    let completed = s3.complete_upload(&scene.context, &upload, &chosen, hasher, condition);
    let object = completed.await.map_err(s3_error)?;
    let checksum = checksum(&object);
    Ok(CompleteMultipartUploadOutput {
        location: Some(format!(
            "{}/{}/{}",
            scene.context.endpoint(),
            input.bucket,
            input.key
        )),
        bucket: Some(input.bucket),
        key: Some(input.key),
        e_tag: Some(etag(&object)),
        version_id: object.version,
        checksum_crc32: checksum.checksum_crc32,
        checksum_crc32c: checksum.checksum_crc32c,
        checksum_crc64nvme: checksum.checksum_crc64nvme,
        checksum_type: checksum.checksum_type,
        ..Default::default()
    })
}

pub(super) async fn abort_multipart_upload(
    scene: &Scene,
    request: S3Request<AbortMultipartUploadInput>,
) -> S3Result<AbortMultipartUploadOutput> {
    let input = request.input;
    let upload = scene
        .s3()
        .upload(&input.bucket, &input.key, &input.upload_id);
    scene
        .s3()
        .abort_upload(&upload.map_err(s3_error)?)
        .await
        .map_err(s3_error)?;
    Ok(AbortMultipartUploadOutput::default())
}

pub(super) async fn list_parts(
    scene: &Scene,
    request: S3Request<ListPartsInput>,
) -> S3Result<ListPartsOutput> {
    let input = request.input;
    let s3 = scene.s3();
    let upload = s3
        .upload(&input.bucket, &input.key, &input.upload_id)
        .map_err(s3_error)?;
    let marker = input.part_number_marker.unwrap_or_default();
    let limit = input.max_parts.unwrap_or(PAGE).clamp(1, PAGE);
    let mut parts = s3.list_parts(&upload, marker).map_err(s3_error)?;
    let wanted = usize::try_from(limit).unwrap_or_default();
    let is_truncated = parts.len() > wanted;
    parts.truncate(wanted);
    Ok(ListPartsOutput {
        next_part_number_marker: parts.last().map(|part| part.number),
        parts: Some(parts.into_iter().map(part_entry).collect()),
        is_truncated: Some(is_truncated),
        part_number_marker: Some(marker),
        max_parts: Some(limit),
        bucket: Some(input.bucket),
        key: Some(input.key),
        upload_id: Some(input.upload_id),
        checksum_algorithm: upload.checksum_algorithm.map(ChecksumAlgorithm::from),
        ..Default::default()
    })
}

pub(super) async fn list_multipart_uploads(
    scene: &Scene,
    request: S3Request<ListMultipartUploadsInput>,
) -> S3Result<ListMultipartUploadsOutput> {
    let input = request.input;
    if input.delimiter.is_some() {
        return Err(refuse(
            S3ErrorCode::NotImplemented,
            "the embedded region lists uploads by prefix, without a delimiter".to_owned(),
        ));
    }
    let limit = input.max_uploads.unwrap_or(PAGE).clamp(1, PAGE);
    let wanted = usize::try_from(limit).unwrap_or_default();
    let prefix = input.prefix.as_deref().unwrap_or_default();
    let after = (
        input.key_marker.as_deref().unwrap_or_default(),
        input.upload_id_marker.as_deref().unwrap_or_default(),
    );
    let uploads = scene
        .s3()
        .list_uploads(&input.bucket, prefix, after, wanted + 1);
    let mut uploads = uploads.map_err(s3_error)?;
    let is_truncated = uploads.len() > wanted;
    uploads.truncate(wanted);
    let last = uploads.last().filter(|_| is_truncated);
    Ok(ListMultipartUploadsOutput {
        next_key_marker: last.map(|upload| upload.key.clone()),
        next_upload_id_marker: last.map(|upload| upload.id.clone()),
        uploads: Some(
            uploads
                .into_iter()
                .map(|upload| MultipartUpload {
                    initiated: Some(timestamp(upload.initiated)),
                    key: Some(upload.key),
                    upload_id: Some(upload.id),
                    checksum_algorithm: upload.checksum_algorithm.map(ChecksumAlgorithm::from),
                    ..Default::default()
                })
                .collect(),
        ),
        is_truncated: Some(is_truncated),
        max_uploads: Some(limit),
        bucket: Some(input.bucket),
        prefix: input.prefix,
        key_marker: input.key_marker,
        upload_id_marker: input.upload_id_marker,
        ..Default::default()
    })
}

fn part_entry(part: Part) -> PartEntry {
    let checksum = part.content.checksums.to_wire();
    PartEntry {
        e_tag: Some(s3s::dto::ETag::Strong(part.content.etag)),
        last_modified: Some(timestamp(part.uploaded)),
        part_number: Some(part.number),
        size: Some(size(part.content.size)),
        checksum_crc32: checksum.checksum_crc32,
        checksum_crc32c: checksum.checksum_crc32c,
        checksum_crc64nvme: checksum.checksum_crc64nvme,
        checksum_sha1: checksum.checksum_sha1,
        checksum_sha256: checksum.checksum_sha256,
    }
}
