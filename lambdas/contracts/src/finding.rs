//! The first look: a general model looks at every picture.

use serde::{Deserialize, Serialize};

use crate::picture::PreparedPicture;
use crate::{BatchName, Payload, PictureId};

pub use crate::first_look_rules::{
    Equipment, ExpectedText, FirstLookRules, ModerationRule, PeopleRule, SuspiciousColor, TextRule,
};

/// What [`crate::tasks::FirstLook`] takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct FirstLookInput {
    /// The batch that the pictures belong to.
    pub batch: BatchName,
    /// The pictures to look at.
    pub pictures: Vec<PreparedPicture>,
}

/// What the first look found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct FirstLookOutput {
    /// One for every picture that could be looked at.
    pub findings: Vec<Finding>,
    /// The pictures that deserve a close look.
    pub suspicious: Vec<PreparedPicture>,
    /// The pictures that the detector refused, with its reason.
    pub refused: Vec<RefusedPicture>,
}

/// What the first look says of a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The picture.
    pub picture_id: PictureId,
    /// Whether it deserves a close look.
    pub suspicious: bool,
    /// How likely something is wrong, 0 to 1. Below 0.5 unless a rule made it suspicious.
    pub suspicion: f64,
    /// The rules that made it suspicious, as sentences.
    pub reasons: Vec<String>,
    /// What was recognised, the most certain first, at most [`Finding::MOST_LABELS`].
    pub labels: Vec<Label>,
    /// Brightness, 0 to 100.
    pub brightness: Option<f64>,
    /// Sharpness, 0 to 100.
    pub sharpness: Option<f64>,
    /// Contrast, 0 to 100.
    pub contrast: Option<f64>,
    /// The most frequent colour, as `#rrggbb`.
    pub dominant_color: Option<String>,
    /// The custom labels model that was asked, an ARN.
    pub model: Option<String>,
}

impl Finding {
    /// Labels kept per finding, so that a chunk's data stays within the 256 KiB of a state.
    pub const MOST_LABELS: usize = 8;
}

/// Something that was recognised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Label {
    /// What it is.
    pub name: String,
    /// How certain, 0 to 100.
    pub confidence: f64,
}

/// A picture that a detector refused to look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct RefusedPicture {
    /// The picture.
    pub picture: PreparedPicture,
    /// The detector's own words.
    pub detail: String,
}
