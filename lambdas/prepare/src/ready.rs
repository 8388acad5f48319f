//! From the bytes of a file to the picture that the detectors look at.

use bytes::Bytes;
use contracts::PictureId;
use contracts::picture::{PictureFormat, PictureLimits, RejectionReason};
use jiff::Timestamp;
use runtime::Failure;
use sha2::{Digest, Sha256};
use vision::picture::{Format, Limits, PictureError, Position, decode_within};

use crate::aside::Reason;

/// A picture that was made ready.
pub(crate) struct Made {
    pub(crate) id: PictureId,
    pub(crate) format: PictureFormat,
    /// Pixels across as captured, the right way up.
    pub(crate) width: u32,
    /// Pixels down as captured, the right way up.
    pub(crate) height: u32,
    /// Size of the file as it was read.
    pub(crate) bytes: u64,
    pub(crate) captured_at: Option<Timestamp>,
    pub(crate) position: Option<Position>,
    /// The picture for the detectors.
    pub(crate) jpeg: Bytes,
}

/// The part of the limits that decoding checks.
pub(crate) fn limits(limits: &PictureLimits) -> Limits {
    Limits {
        max_bytes: limits.max_bytes,
        max_pixels: limits.max_pixels,
        min_side: limits.min_side,
    }
}

/// What the size alone tells, before anything is downloaded.
pub(crate) fn check_size(bytes: u64, limits: &Limits) -> Result<(), Reason> {
    if bytes == 0 {
        Err(rejected(&PictureError::Empty))
    } else if bytes > limits.max_bytes {
        Err(too_large(bytes, limits))
    } else {
        Ok(())
    }
}

/// A file of more bytes than the limits allow.
pub(crate) fn too_large(bytes: u64, limits: &Limits) -> Reason {
    rejected(&PictureError::TooManyBytes {
        bytes,
        max_bytes: limits.max_bytes,
    })
}

/// A file on which the decoder itself failed.
pub(crate) fn undecodable() -> Reason {
    Reason::new(
        RejectionReason::Damaged,
        "the decoder failed on this file".to_owned(),
    )
}

/// Decodes, turns upright and resizes, and gives the picture for detectors; the inner error is why
/// it cannot be inspected.
pub(crate) fn make_ready(
    file: &[u8],
    wanted: &PictureLimits,
) -> Result<Result<Made, Reason>, Failure> {
    let picture = match decode_within(file, &limits(wanted), wanted.prepared_side) {
        Ok(picture) => picture,
        Err(error) => return Ok(Err(rejected(&error))),
    };
    let jpeg = picture
        .to_jpeg(file, wanted.prepared_quality)
        .map_err(|error| Failure::unexpected(format!("a picture cannot be encoded: {error}")))?;
    Ok(Ok(Made {
        id: PictureId::of_sha256(&Sha256::digest(file).into()),
        format: match picture.format {
            Format::Jpeg => PictureFormat::Jpeg,
            Format::Png => PictureFormat::Png,
        },
        width: picture.width,
        height: picture.height,
        bytes: file.len() as u64,
        captured_at: picture.captured_at,
        position: picture.position,
        jpeg: jpeg.into(),
    }))
}

fn rejected(error: &PictureError) -> Reason {
    let reason = match error {
        PictureError::Empty => RejectionReason::Empty,
        PictureError::NotAPicture { .. } => RejectionReason::NotAPicture,
        PictureError::Damaged { .. } => RejectionReason::Damaged,
        PictureError::TooSmall { .. } | PictureError::TooNarrow { .. } => RejectionReason::TooSmall,
        PictureError::TooManyBytes { .. } | PictureError::TooManyPixels { .. } => {
            RejectionReason::TooLarge
        }
    };
    Reason::new(reason, error.to_string())
}
