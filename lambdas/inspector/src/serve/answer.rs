//! What a client is told of a picture.

use serde::Serialize;
use vision::{Finding, Kind};

/// The answer of AWS's model 'Computer Vision Defect Detection' and, within its
/// `DetectAnomalyResult`, of Lookout for Vision:
/// `{"Source":{"Type":"direct"},"IsAnomalous":true,"Confidence":0.93}`. A client whose `Accept`
/// names `application/json` is told more; one that accepts anything gets these three alone.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Answer {
    source: Source,
    is_anomalous: bool,
    /// How sure the verdict is, 0.5 to 1.
    confidence: f64,
    #[serde(flatten)]
    more: Option<More>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Source {
    r#type: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct More {
    /// How anomalous, 0 to 1; 0.5 is the threshold.
    anomaly_score: f64,
    /// The kind of model.
    model: Kind,
    /// Where, the most anomalous first; empty when the kind does not know.
    regions: Vec<Region>,
}

/// A box in fractions of the picture's sides, from its top left.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Region {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
    score: f64,
}

impl Answer {
    pub(super) fn of(finding: &Finding, model: Kind, wants_more: bool) -> Self {
        let more = || More {
            anomaly_score: finding.score,
            model,
            regions: finding
                .regions
                .iter()
                .map(|region| Region {
                    left: region.left,
                    top: region.top,
                    width: region.width,
                    height: region.height,
                    score: region.score,
                })
                .collect(),
        };
        Self {
            source: Source { r#type: "direct" },
            is_anomalous: finding.anomalous,
            confidence: finding.confidence(),
            more: wants_more.then(more),
        }
    }
}
