//! Whether what a model sees today is what it was fitted on: two samples of a number, the scores
//! or a measure of quality such as sharpness, held against each other.

use serde::{Deserialize, Serialize};

/// Bins of the population stability index.
pub const BINS: usize = 10;
/// How many pictures stand for none in a bin, so that an empty one does not make the index
/// infinite.
const INSTEAD_OF_NONE: f64 = 0.5;

/// How far two samples are apart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Drift {
    /// Pictures of the reference.
    pub reference: u64,
    /// Pictures of today.
    pub current: u64,
    /// The population stability index over [`BINS`] bins, 0 and up.
    pub population_stability_index: f64,
    /// The Kolmogorov-Smirnov statistic: the largest distance of the distribution functions, 0
    /// to 1.
    pub kolmogorov_smirnov: f64,
    /// How likely a distance as large as that is, were both of one distribution, 0 to 1.
    pub p_value: f64,
}

/// When a drift is an alarm. Both have to hold: with a few dozen pictures the index is large by
/// chance (about `9 x (1 / reference + 1 / current)`), and with many thousands the smallest
/// difference is significant.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DriftRule {
    /// The population stability index is at least this. The usual reading is: below 0.1 stable,
    /// from 0.25 on shifted (Siddiqi: Credit Risk Scorecards, 2006).
    pub index_at_least: f64,
    /// The p-value of the Kolmogorov-Smirnov test is below this.
    pub p_value_below: f64,
}

impl Default for DriftRule {
    /// 0.25 and 0.01.
    fn default() -> Self {
        Self {
            index_at_least: 0.25,
            p_value_below: 0.01,
        }
    }
}

impl DriftRule {
    /// Whether the drift is an alarm.
    pub fn is_alarm(&self, drift: &Drift) -> bool {
        drift.population_stability_index >= self.index_at_least
            && drift.p_value < self.p_value_below
    }
}

impl Drift {
    /// Compares a sample of today with that of the reference, such as the training window.
    /// Numbers that are not finite are left out. `None` when one of them has no other.
    pub fn between(reference: &[f64], current: &[f64]) -> Option<Self> {
        let (reference, current) = (sorted(reference), sorted(current));
        if reference.is_empty() || current.is_empty() {
            return None;
        }
        let distance = largest_distance(&reference, &current);
        Some(Self {
            reference: reference.len() as u64,
            current: current.len() as u64,
            population_stability_index: stability_index(&reference, &current),
            kolmogorov_smirnov: distance,
            p_value: p_value(distance, reference.len() as f64, current.len() as f64),
        })
    }
}

fn sorted(sample: &[f64]) -> Vec<f64> {
    let mut sample: Vec<f64> = sample.iter().copied().filter(|v| v.is_finite()).collect();
    sample.sort_by(f64::total_cmp);
    sample
}

/// The sum over bins of `(q - p) ln(q / p)`, p being the part of the reference and q that of
/// today. The bins end at the reference's deciles (the value at `ceil(n k / 10)`, which belongs
/// to the lower bin); equal deciles make one bin.
fn stability_index(reference: &[f64], current: &[f64]) -> f64 {
    let mut ends: Vec<f64> = (1..BINS)
        .map(|decile| reference[(reference.len() * decile).div_ceil(BINS) - 1])
        .collect();
    ends.dedup();
    let counts = |sample: &[f64]| {
        let mut before = 0;
        let mut counts: Vec<usize> = Vec::with_capacity(ends.len() + 1);
        for end in &ends {
            let until = sample.partition_point(|value| value <= end);
            counts.push(until - before);
            before = until;
        }
        counts.push(sample.len() - before);
        counts
    };
    let share = |count: usize, of: usize| (count as f64).max(INSTEAD_OF_NONE) / of as f64;
    counts(reference)
        .into_iter()
        .zip(counts(current))
        // Above the highest decile of a reference that ends there is a bin that none has.
        .filter(|(p, q)| p + q > 0)
        .map(|(p, q)| (share(p, reference.len()), share(q, current.len())))
        .map(|(p, q)| (q - p) * (q / p).ln())
        .sum()
}

/// The largest distance between the distribution functions of two sorted samples.
fn largest_distance(one: &[f64], other: &[f64]) -> f64 {
    let below = |sample: &[f64], value: f64| {
        sample.partition_point(|v| *v <= value) as f64 / sample.len() as f64
    };
    one.iter()
        .chain(other)
        .map(|value| (below(one, *value) - below(other, *value)).abs())
        .fold(0.0, f64::max)
}

/// Kolmogorov's distribution with Stephens' correction for small samples (Journal of the Royal
/// Statistical Society B 32, 1970).
fn p_value(distance: f64, one: f64, other: f64) -> f64 {
    let root = (one * other / (one + other)).sqrt();
    let lambda = (root + 0.12 + 0.11 / root) * distance;
    // Below, the series converges slowly, and the sum is 1 to five digits.
    if lambda < 0.3 {
        return 1.0;
    }
    let term = |k: f64| (-2.0 * k * k * lambda * lambda).exp();
    let sum: f64 = (1..=50)
        .map(|k| {
            if k % 2 == 1 {
                term(f64::from(k))
            } else {
                -term(f64::from(k))
            }
        })
        .sum();
    (2.0 * sum).clamp(0.0, 1.0)
}
