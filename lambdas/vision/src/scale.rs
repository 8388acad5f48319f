//! From distances to scores: what is usual among sound pictures makes the scale.

use serde::{Deserialize, Serialize};

/// The distances of held-out sound pictures, summed up, and the threshold that follows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Scale {
    /// Mean distance of sound pictures.
    pub(crate) mean: f64,
    /// The distance from which a picture is no longer called sound.
    pub(crate) threshold: f64,
}

impl Scale {
    /// The threshold `deviations` standard deviations above the mean.
    pub(crate) fn from_sound(distances: &[f64], deviations: f64) -> Self {
        let count = distances.len().max(1) as f64;
        let mean = distances.iter().sum::<f64>() / count;
        let squares: f64 = distances.iter().map(|d| (d - mean) * (d - mean)).sum();
        let deviation = (squares / (count - 1.0).max(1.0)).sqrt();
        // Pictures that are all the same still leave room for a little noise.
        let least = (mean.abs() * 1e-3).max(1e-6);
        Self {
            mean,
            threshold: mean + (deviations * deviation).max(least),
        }
    }

    /// The distance as a score between 0 and 1, 0.5 at the threshold, 0.25 at the mean of sound
    /// pictures. Strictly rising, so that it ranks as the distance does, however far it goes.
    pub(crate) fn score(&self, distance: f64) -> f64 {
        let above = (distance - self.threshold) / (self.threshold - self.mean);
        0.5 + 0.5 * above / (1.0 + above.abs())
    }

    /// Whether the numbers can be what a fit has given.
    pub(crate) fn is_sane(&self) -> bool {
        self.mean.is_finite() && self.threshold.is_finite() && self.threshold > self.mean
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_is_in_the_middle_and_the_order_is_kept() {
        let scale = Scale::from_sound(&[9.0, 10.0, 11.0], 2.0);
        assert_eq!(scale.score(12.0), 0.5);
        assert_eq!(scale.score(10.0), 0.25);
        let scores: Vec<f64> = (0..2000).map(|d| scale.score(f64::from(d))).collect();
        assert!(scores.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(scores.iter().all(|score| (0.0..1.0).contains(score)));
    }

    #[test]
    fn pictures_all_alike_still_make_a_scale() {
        assert!(Scale::from_sound(&[5.0; 4], 2.5).is_sane());
        assert!(Scale::from_sound(&[0.0; 4], 2.5).is_sane());
    }
}
