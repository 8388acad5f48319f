//! Pictures that were made ready, and those that could not be.

use serde::{Deserialize, Serialize};

use crate::batch::ListedObject;
use crate::{BatchName, Day, DeviceClass, DeviceId, Payload, PictureId};

/// What [`crate::tasks::Prepare`] takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct PrepareInput {
    /// The batch that the items belong to.
    pub batch: BatchName,
    /// The objects to make ready.
    pub items: Vec<ListedObject>,
}

/// What became of a chunk's objects. Every item is in exactly one of the lists, but for the
/// batch's own marker, which is no picture.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Prepared {
    /// Ready to be looked at.
    pub pictures: Vec<PreparedPicture>,
    /// Ready, too, but with the same content as another picture of the batch, which is looked
    /// at in their place.
    pub duplicates: Vec<PreparedPicture>,
    /// Not to be inspected, with the reason.
    pub rejected: Vec<Rejection>,
}

/// A picture that was made ready.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct PreparedPicture {
    /// Named by its content.
    pub id: PictureId,
    /// The key under which it landed.
    pub source: String,
    /// The key of the prepared picture, a JPEG.
    pub key: String,
    /// The class of the device that it shows.
    pub device_class: DeviceClass,
    /// The device that it shows.
    pub device_id: DeviceId,
    /// The day of capture; the day of upload where the camera does not say or cannot be right
    /// (before [`Day::FIRST`], or more than a day after the upload).
    pub day: Day,
    /// The format that it landed in.
    pub format: PictureFormat,
    /// Width in pixels as captured, the right way up.
    pub width: u32,
    /// Height in pixels as captured, the right way up.
    pub height: u32,
    /// Size in bytes as it landed.
    pub bytes: u64,
    /// When it landed, RFC 3339 in UTC.
    pub uploaded_at: String,
    /// When it was captured, RFC 3339 in UTC, where the camera says so.
    pub captured_at: Option<String>,
    /// Degrees north, where the camera says so.
    pub latitude: Option<f64>,
    /// Degrees east, where the camera says so.
    pub longitude: Option<f64>,
    /// The key of the picture of the same content that is looked at in this one's place.
    pub duplicate_of: Option<String>,
}

/// The formats that are taken, told by content and not by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PictureFormat {
    /// JPEG, baseline or progressive.
    Jpeg,
    /// PNG.
    Png,
}

impl PictureFormat {
    /// The name in the lake.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
        }
    }
}

/// An object that is not inspected. It is kept, recorded and reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Rejection {
    /// The key under which it landed.
    pub source: String,
    /// Where it is kept; the same as `source` when it was not moved.
    pub kept_at: String,
    /// The class that its key names; `unknown` when it names none that is known.
    pub device_class: DeviceClass,
    /// The device that its key names; `unknown` when it names none.
    pub device_id: DeviceId,
    /// The day it landed.
    pub day: Day,
    /// Size in bytes.
    pub bytes: u64,
    /// Why, as a word to group by.
    pub reason: RejectionReason,
    /// Why, as a sentence with the figures.
    pub detail: String,
}

/// Why an object is not inspected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RejectionReason {
    /// It holds no bytes.
    Empty,
    /// Neither a JPEG nor a PNG.
    NotAPicture,
    /// It begins as a picture and cannot be decoded: truncated or damaged.
    Damaged,
    /// Fewer pixels a side than the detectors take.
    TooSmall,
    /// More bytes or pixels than the limits allow, told before decoding.
    TooLarge,
    /// Its key is not `incoming/<batch>/<device class>/<device id>/<file>`.
    Misplaced,
    /// Its key names a device class that the configuration does not know.
    UnknownDeviceClass,
    /// A step failed for its chunk even after retries; the object stays where it landed.
    NotInspected,
}

impl RejectionReason {
    /// Every reason.
    pub const ALL: [Self; 8] = [
        Self::Empty,
        Self::NotAPicture,
        Self::Damaged,
        Self::TooSmall,
        Self::TooLarge,
        Self::Misplaced,
        Self::UnknownDeviceClass,
        Self::NotInspected,
    ];

    /// The word in the lake.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotAPicture => "not-a-picture",
            Self::Damaged => "damaged",
            Self::TooSmall => "too-small",
            Self::TooLarge => "too-large",
            Self::Misplaced => "misplaced",
            Self::UnknownDeviceClass => "unknown-device-class",
            Self::NotInspected => "not-inspected",
        }
    }
}

/// The longest side of any prepared picture, in pixels: a square of it has 15 MB, the most that
/// Rekognition takes from S3, at 3.75 bytes a pixel, which hardly a photograph has as a JPEG.
/// <https://docs.aws.amazon.com/rekognition/latest/dg/limits.html>
pub const MOST_PREPARED_SIDE: u32 = 2_048;

/// What a picture must be to be inspected, and what it is made into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PictureLimits {
    /// Most bytes of a file as it lands.
    pub max_bytes: u64,
    /// Most pixels (width times height) of a file as it lands.
    pub max_pixels: u64,
    /// Fewest pixels of the shorter side. Rekognition takes no picture below 80.
    /// <https://docs.aws.amazon.com/rekognition/latest/dg/limits.html>
    pub min_side: u32,
    /// Most pixels of the longer side of the prepared picture. A large JPEG may end up to one sixteenth
    /// smaller, since it is scaled while it is decoded; smaller pictures are not enlarged.
    pub prepared_side: u32,
    /// JPEG quality of prepared pictures, 1 to 100. A baseline JPEG that lands upright and small enough
    /// keeps its own, unless that takes more than a byte a pixel.
    pub prepared_quality: u8,
}
