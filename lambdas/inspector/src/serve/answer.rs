//! What a client is told of a picture.

use contracts::answer::{Answer, More, Source};
use contracts::examination::AnomalyBox;
use vision::Finding;

use super::Served;

/// The answer of AWS's model 'Computer Vision Defect Detection' and, within its
/// `DetectAnomalyResult`, of Lookout for Vision. A client whose `Accept` names `application/json`
/// is told more; one that accepts anything gets the three members alone that all of them have.
pub(super) fn answer(finding: &Finding, model: &Served, wants_more: bool) -> Answer {
    let more = || More {
        anomaly_score: finding.score,
        model: model.model.kind().to_string(),
        version: model.version.as_ref().map(ToString::to_string),
        regions: finding
            .regions
            .iter()
            .map(|region| AnomalyBox::from(*region).into())
            .collect(),
    };
    Answer {
        source: Source::default(),
        is_anomalous: finding.anomalous,
        confidence: finding.confidence(),
        more: wants_more.then(more),
    }
}
