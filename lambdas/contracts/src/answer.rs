//! What a container that looks at one picture answers: the form of AWS's Marketplace model 'Computer
//! Vision Defect Detection', with more where the client asks for it.

use serde::{Deserialize, Serialize};

use crate::PictureId;
use crate::examination::{AnomalyBox, Examination, Verdict};

/// An answer: `{"Source":{"Type":"direct"},"IsAnomalous":true,"Confidence":0.93}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Answer {
    /// Where the picture came from.
    #[serde(default)]
    pub source: Source,
    /// The verdict.
    pub is_anomalous: bool,
    /// How sure the verdict is, 0 to 1.
    pub confidence: f64,
    /// What only this product's own container knows, and tells those who ask for JSON by name.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub more: Option<More>,
}

/// Where a picture came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Source {
    /// `direct`: it was in the request.
    pub r#type: String,
}

impl Default for Source {
    fn default() -> Self {
        Self {
            r#type: "direct".to_owned(),
        }
    }
}

/// What else is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct More {
    /// How anomalous, 0 to 1; 0.5 is the threshold.
    pub anomaly_score: f64,
    /// The kind of model.
    pub model: String,
    /// The model's version: the first 16 hexadecimal digits of its file's SHA-256. While an endpoint is
    /// given another model, only the answer itself knows which of the two it is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Where, the most anomalous first; empty when the kind does not know.
    pub regions: Vec<Region>,
}

/// A box in fractions of the picture's sides, from its top left.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Region {
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

impl Answer {
    /// How anomalous, 0 to 1. Where only the verdict's confidence is known, it is that of an
    /// anomalous picture and the rest of that of a sound one, kept on the verdict's side of 0.5.
    pub fn score(&self) -> f64 {
        match &self.more {
            Some(more) => more.anomaly_score,
            None if self.is_anomalous => self.confidence.max(0.5),
            None => (1.0 - self.confidence).min(BELOW_HALF),
        }
    }

    /// The version that the answer is of, where it says so.
    pub fn version(&self) -> Option<&str> {
        self.more.as_ref()?.version.as_deref()
    }

    /// What the answer says of a picture, as the lake keeps it.
    pub fn examination(&self, picture: PictureId, version: &str) -> Examination {
        let regions = self.more.as_ref().map_or(&[][..], |more| &more.regions);
        Examination {
            picture_id: picture,
            verdict: if self.is_anomalous {
                Verdict::Anomalous
            } else {
                Verdict::Normal
            },
            score: self.score(),
            boxes: regions
                .iter()
                .take(Examination::MOST_BOXES)
                .map(|region| (*region).into())
                .collect(),
            heat_map: None,
            model: version.to_owned(),
        }
    }
}

/// The largest score of a picture that is called sound.
pub const BELOW_HALF: f64 = 0.499;

impl From<AnomalyBox> for Region {
    fn from(of: AnomalyBox) -> Self {
        Self {
            left: of.left,
            top: of.top,
            width: of.width,
            height: of.height,
            score: of.score,
        }
    }
}

impl From<Region> for AnomalyBox {
    fn from(of: Region) -> Self {
        Self {
            left: of.left,
            top: of.top,
            width: of.width,
            height: of.height,
            score: of.score,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_answer_is_the_marketplace_models() {
        let text = r#"{"Source":{"Type":"direct"},"IsAnomalous":true,"Confidence":0.93}"#;
        let answer: Answer = serde_json::from_str(text).unwrap();
        assert_eq!(answer.more, None);
        assert_eq!(answer.score(), 0.93);
        assert_eq!(serde_json::to_string(&answer).unwrap(), text);
    }

    #[test]
    fn a_score_is_on_its_verdicts_side() {
        let score = |is_anomalous, confidence| {
            let answer = Answer {
                source: Source::default(),
                is_anomalous,
                confidence,
                more: None,
            };
            answer.score()
        };
        assert_eq!(score(true, 0.3), 0.5);
        assert!((score(false, 0.9) - 0.1).abs() < 1e-9);
        assert_eq!(score(false, 0.2), BELOW_HALF);
    }
}
