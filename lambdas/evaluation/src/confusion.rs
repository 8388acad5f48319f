//! Verdicts counted against labels.

use serde::{Deserialize, Serialize};

use crate::proportion::Proportion;

/// How many pictures were called what, at a threshold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Confusion {
    /// Anomalous and found.
    pub true_positives: u64,
    /// Normal and called anomalous: a false alarm.
    pub false_positives: u64,
    /// Normal and called so.
    pub true_negatives: u64,
    /// Anomalous and missed.
    pub false_negatives: u64,
}

impl Confusion {
    /// Counts scores (with the label, whether anomalous); at the threshold and above, a picture
    /// is called anomalous.
    pub fn at(threshold: f64, scored: &[(f64, bool)]) -> Self {
        let mut counts = Self::default();
        for (score, anomalous) in scored {
            let count = match (*score >= threshold, anomalous) {
                (true, true) => &mut counts.true_positives,
                (true, false) => &mut counts.false_positives,
                (false, false) => &mut counts.true_negatives,
                (false, true) => &mut counts.false_negatives,
            };
            *count += 1;
        }
        counts
    }

    /// Right verdicts of all.
    pub fn accuracy(&self) -> Proportion {
        let right = self.true_positives + self.true_negatives;
        Proportion::of(right, self.false_positives + self.false_negatives)
    }

    /// Anomalous pictures of those that were called so.
    pub fn precision(&self) -> Proportion {
        Proportion::of(self.true_positives, self.false_positives)
    }

    /// Anomalous pictures that were found of all that there are.
    pub fn recall(&self) -> Proportion {
        Proportion::of(self.true_positives, self.false_negatives)
    }

    /// The harmonic mean of precision and recall, 0 to 1. `None` when nothing is anomalous and
    /// nothing was called so.
    pub fn f1(&self) -> Option<f64> {
        let wrong = self.false_positives + self.false_negatives;
        let twice = 2 * self.true_positives;
        (twice + wrong > 0).then(|| twice as f64 / (twice + wrong) as f64)
    }
}
