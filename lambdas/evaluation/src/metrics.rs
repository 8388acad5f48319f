//! All measures of a set of outcomes.

use serde::{Deserialize, Serialize};

use crate::confusion::Confusion;
use crate::curve::{auroc, average_precision};
use crate::outcome::Outcome;
use crate::proportion::{CONFIDENCE, Interval};

/// How good a model is on some pictures. What cannot be said is absent: there is no recall
/// without anything anomalous.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Metrics {
    /// Pictures.
    pub pictures: u64,
    /// Pictures that are labelled anomalous.
    pub anomalous: u64,
    /// Verdicts against labels, at the report's threshold.
    pub confusion: Confusion,
    /// Area under the receiver operating characteristic over pictures, 0 to 1.
    pub auroc: Option<f64>,
    /// Average precision over pictures, 0 to 1.
    pub average_precision: Option<f64>,
    /// Right verdicts of all, 0 to 1.
    pub accuracy: f64,
    /// What the true accuracy is at least, with 95 % confidence (one-sided).
    pub accuracy_lower_bound: f64,
    /// Where the true accuracy lies, with 95 % confidence (two-sided).
    pub accuracy_interval: Interval,
    /// Anomalous pictures of those called so, 0 to 1.
    pub precision: Option<f64>,
    /// Found pictures of those anomalous, 0 to 1.
    pub recall: Option<f64>,
    /// The harmonic mean of precision and recall, 0 to 1.
    pub f1: Option<f64>,
}

impl Metrics {
    /// Measures outcomes with finite scores, at a threshold.
    pub(crate) fn of<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>, threshold: f64) -> Self {
        let scored: Vec<(f64, bool)> = outcomes
            .into_iter()
            .map(|outcome| (outcome.score, outcome.anomalous))
            .collect();
        let confusion = Confusion::at(threshold, &scored);
        let accuracy = confusion.accuracy();
        Self {
            pictures: accuracy.total,
            anomalous: confusion.recall().total,
            confusion,
            auroc: auroc(&scored),
            average_precision: average_precision(&scored),
            accuracy: accuracy.value().unwrap_or_default(),
            accuracy_lower_bound: accuracy.lower_bound(CONFIDENCE),
            accuracy_interval: accuracy.interval(CONFIDENCE),
            precision: confusion.precision().value(),
            recall: confusion.recall().value(),
            f1: confusion.f1(),
        }
    }
}
