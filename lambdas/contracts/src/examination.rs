//! The close look: a specialised model looks at the suspicious pictures.

use serde::{Deserialize, Serialize};

use crate::finding::RefusedPicture;
use crate::picture::PreparedPicture;
use crate::{BatchName, Payload, PictureId};

/// What [`crate::tasks::CloseLook`] takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct CloseLookInput {
    /// The batch that the pictures belong to.
    pub batch: BatchName,
    /// The pictures to look at.
    pub pictures: Vec<PreparedPicture>,
}

/// What the close look found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct CloseLookOutput {
    /// One for every picture that could be looked at.
    pub examinations: Vec<Examination>,
    /// The pictures that the detector refused, with its reason.
    pub refused: Vec<RefusedPicture>,
    /// What the candidate says of some of those that were examined; it decides nothing.
    #[serde(default)]
    pub shadows: Vec<Shadow>,
}

/// What a candidate says of a picture, beside the live model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Shadow {
    /// The picture.
    pub picture_id: PictureId,
    /// Sound or not.
    pub verdict: Verdict,
    /// How anomalous, 0 to 1; 0.5 is the model's threshold.
    pub score: f64,
    /// The candidate's version.
    pub model: String,
}

/// What the close look says of a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Examination {
    /// The picture.
    pub picture_id: PictureId,
    /// Sound or not.
    pub verdict: Verdict,
    /// How anomalous, 0 to 1; 0.5 is the model's threshold.
    pub score: f64,
    /// Where, the most anomalous first, at most [`Examination::MOST_BOXES`].
    pub boxes: Vec<AnomalyBox>,
    /// The key of the heat map in the pictures bucket, where the detector gives one.
    pub heat_map: Option<String>,
    /// The model's version.
    pub model: String,
}

impl Examination {
    /// Boxes kept per picture, so that a chunk's data stays within the 256 KiB of a state.
    pub const MOST_BOXES: usize = 8;
}

/// The close look's verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Sound.
    Normal,
    /// Something is wrong.
    Anomalous,
}

impl Verdict {
    /// The word in the lake.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Anomalous => "anomalous",
        }
    }
}

/// An anomalous region, in fractions (0 to 1) of the picture's width and height.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct AnomalyBox {
    /// Distance of the left edge from the picture's left edge.
    pub left: f64,
    /// Distance of the top edge from the picture's top edge.
    pub top: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// The region's highest score, 0 to 1.
    pub score: f64,
}
