//! The `Image` of a request: its bytes, given or read from S3, and the pixels in them.
//! <https://docs.aws.amazon.com/rekognition/latest/dg/limits.html>

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::Deserialize;
use vision::picture::{self, Limits, PictureError, Pixels};

use super::invalid;
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::s3::object_arn;

/// Most bytes of a picture in S3.
const S3_BYTES: u64 = 15 << 20;
/// Most pixels: bounds the memory, see the module's own words on what stands in.
const MOST_PIXELS: u64 = 50_000_000;

/// `Image`: bytes in Base64 or an object, one of them.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::services) struct Image {
    bytes: Option<String>,
    s3_object: Option<S3Object>,
}

/// `S3Object`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::services) struct S3Object {
    pub(in crate::services) bucket: Option<String>,
    pub(in crate::services) name: Option<String>,
    pub(in crate::services) version: Option<String>,
}

impl S3Object {
    /// The object of a key.
    pub(in crate::services) fn new(bucket: &str, key: &str) -> Self {
        Self {
            bucket: Some(bucket.to_owned()),
            name: Some(key.to_owned()),
            version: None,
        }
    }
}

impl Image {
    /// The key of its object, where it has one.
    pub(super) fn key(&self) -> Option<&str> {
        self.s3_object.as_ref()?.name.as_deref()
    }
}

/// What an operation takes.
#[derive(Debug, Clone, Copy)]
pub(in crate::services) struct Bounds {
    /// Most bytes that a request may hold itself.
    pub(in crate::services) bytes: u64,
    /// Fewest pixels a side.
    pub(in crate::services) least_side: u32,
    /// Most pixels a side.
    pub(in crate::services) most_side: u32,
}

/// The bytes of a picture, given or read as `caller`.
pub(in crate::services) async fn read(
    context: &Context,
    caller: &Caller,
    image: Image,
    bounds: Bounds,
) -> Result<Bytes, ServiceError> {
    match (image.bytes, image.s3_object) {
        (Some(text), None) => {
            let bytes = STANDARD
                .decode(text)
                .map_err(|error| invalid(format!("Image.Bytes is not Base64: {error}")))?;
            check_size(bytes.len() as u64, bounds.bytes)?;
            Ok(bytes.into())
        }
        (None, Some(object)) => read_object(context, caller, &object, S3_BYTES).await,
        _ => Err(invalid("Image must have either Bytes or S3Object")),
    }
}

/// An object of at most `limit` bytes, read as `caller`.
pub(in crate::services) async fn read_object(
    context: &Context,
    caller: &Caller,
    object: &S3Object,
    limit: u64,
) -> Result<Bytes, ServiceError> {
    let (Some(bucket), Some(name)) = (&object.bucket, &object.name) else {
        return Err(invalid("S3Object must have Bucket and Name"));
    };
    let refused = |error: ServiceError| {
        ServiceError::client(
            "InvalidS3ObjectException",
            format!(
                "Unable to get object metadata from S3. Check object key, region and/or access \
                 permissions. (s3://{bucket}/{name}: {}: {})",
                error.code, error.message
            ),
        )
    };
    context
        .authorise(caller, "s3:GetObject", &object_arn(bucket, name))
        .map_err(refused)?;
    let (_, body) = context
        .s3()
        .get_object(bucket, name, object.version.as_deref(), None)
        .await
        .map_err(refused)?;
    check_size(body.len(), limit)?;
    body.bytes(limit).await
}

/// The pixels of a picture. Takes time: on a thread of its own.
pub(in crate::services) fn decode(bytes: &[u8], bounds: Bounds) -> Result<Pixels, ServiceError> {
    let limits = Limits {
        max_bytes: S3_BYTES,
        max_pixels: MOST_PIXELS,
        min_side: bounds.least_side,
    };
    let pixels = picture::decode(bytes, &limits)
        .map_err(|error| refuse(&error))?
        .pixels;
    let longest = pixels.width().max(pixels.height());
    if longest > bounds.most_side {
        return Err(too_large(format!(
            "the picture has {} x {} pixels; at most {} a side are taken",
            pixels.width(),
            pixels.height(),
            bounds.most_side
        )));
    }
    Ok(pixels)
}

fn check_size(bytes: u64, limit: u64) -> Result<(), ServiceError> {
    if bytes > limit {
        return Err(too_large(format!(
            "{bytes} bytes are too many; at most {limit} are taken this way"
        )));
    }
    Ok(())
}

fn too_large(message: String) -> ServiceError {
    ServiceError::client("ImageTooLargeException", message)
}

fn refuse(error: &PictureError) -> ServiceError {
    let message = error.to_string();
    match error {
        PictureError::Empty | PictureError::NotAPicture { .. } | PictureError::Damaged { .. } => {
            ServiceError::client(
                "InvalidImageFormatException",
                format!("Request has invalid image format: {message}"),
            )
        }
        PictureError::TooSmall { .. } | PictureError::TooNarrow { .. } => {
            invalid(format!("Request has invalid image dimensions: {message}"))
        }
        PictureError::TooManyBytes { .. } | PictureError::TooManyPixels { .. } => {
            too_large(message)
        }
    }
}
