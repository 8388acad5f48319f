//! A part of a number of trials, and what it proves.
//!
//! The interval is Clopper and Pearson's (Biometrika 26, 1934), which holds its confidence for
//! every true value. Wilson's is shorter and holds it on average only; a gate that models pass on
//! average is none. `22 of 22` shows with 95 % confidence that at least 87.3 % are right
//! (0.05 to the power of 1/22): that is the one-sided bound, and a gate asks for nothing else
//! than "at least". The two-sided interval, which spends half of its doubt on "at most", begins
//! at 84.6 %; Wilson's two-sided one would begin at 85.1 %.

use serde::{Deserialize, Serialize};
use statrs::function::beta::inv_beta_reg;

/// The confidence of bounds and intervals in reports and gates.
pub const CONFIDENCE: f64 = 0.95;

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proportion {
    /// Trials that came out right.
    pub right: u64,
    /// All trials.
    pub total: u64,
}

/// From where to where a true value lies, with a confidence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// 0 to 1.
    pub lower: f64,
    /// 0 to 1, not below `lower`.
    pub upper: f64,
}

impl Proportion {
    /// `right` trials came out right and `wrong` did not.
    pub fn of(right: u64, wrong: u64) -> Self {
        Self {
            right,
            total: right + wrong,
        }
    }

    /// The part, 0 to 1; `None` of nothing.
    pub fn value(&self) -> Option<f64> {
        (self.total > 0).then(|| self.right as f64 / self.total as f64)
    }

    /// What the true part is at least, with a `confidence` between 0 and 1 (one-sided). 0 of
    /// nothing.
    ///
    /// The trials are taken to be independent. Pictures of one device, one after the other, are
    /// not: evaluate on devices that the model was not fitted on, and on many.
    pub fn lower_bound(&self, confidence: f64) -> f64 {
        let wrong = self.total.saturating_sub(self.right);
        let doubt = 1.0 - confidence;
        match (self.right, wrong) {
            (0, _) => 0.0,
            // Exact where no quantile has to be found: 1 - confidence = value ^ total.
            (right, 0) => doubt.powf(1.0 / right as f64),
            (right, wrong) => inv_beta_reg(right as f64, wrong as f64 + 1.0, doubt),
        }
    }

    /// The two-sided interval of Clopper and Pearson, with a `confidence` between 0 and 1. From
    /// 0 to 1 of nothing.
    pub fn interval(&self, confidence: f64) -> Interval {
        let one_sided = (1.0 + confidence) / 2.0;
        let wrong = self.total.saturating_sub(self.right);
        Interval {
            lower: self.lower_bound(one_sided),
            // What is wrong is at least so much; the rest may be right.
            upper: 1.0 - Self::of(wrong, self.right).lower_bound(one_sided),
        }
    }

    /// How many trials without a wrong one it takes to show a part of at least `at_least`
    /// (0 to below 1) with a `confidence`.
    pub fn trials_to_show(at_least: f64, confidence: f64) -> u64 {
        let trials = (1.0 - confidence).ln() / at_least.ln();
        // A rounding error above a whole number does not ask for one trial more.
        (trials - 1e-9).ceil().max(1.0) as u64
    }
}
