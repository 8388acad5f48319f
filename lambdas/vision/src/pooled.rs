//! A picture as one vector: for each feature its mean, its highest and its lowest value over all
//! places. Where something is does not matter, what there is does.

use crate::features::CHANNELS;

/// Numbers of a pooled picture.
pub(crate) const POOLED: usize = 3 * CHANNELS;

/// Pools a described picture (see [`crate::features::FeatureGrid::smoothed`]).
pub(crate) fn pooled(described: &[f32]) -> Vec<f64> {
    let places = (described.len() / CHANNELS).max(1) as f64;
    let mut means = vec![0.0f64; CHANNELS];
    let mut highest = vec![f64::NEG_INFINITY; CHANNELS];
    let mut lowest = vec![f64::INFINITY; CHANNELS];
    for vector in described.chunks_exact(CHANNELS) {
        for (channel, value) in vector.iter().enumerate() {
            let value = f64::from(*value);
            means[channel] += value / places;
            highest[channel] = highest[channel].max(value);
            lowest[channel] = lowest[channel].min(value);
        }
    }
    [means, highest, lowest].concat()
}

/// What makes the numbers of pooled pictures comparable: mean and spread of each.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Standard {
    pub(crate) means: Vec<f64>,
    pub(crate) spreads: Vec<f64>,
}

impl Standard {
    /// Measures pooled pictures.
    pub(crate) fn of(examples: &[&[f64]]) -> Self {
        let count = examples.len().max(1) as f64;
        let mut means = vec![0.0; POOLED];
        let mut spreads = vec![0.0; POOLED];
        for index in 0..POOLED {
            let values = || examples.iter().map(|example| example[index]);
            let mean = values().sum::<f64>() / count;
            let variance = values().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
            means[index] = mean;
            spreads[index] = variance.sqrt();
        }
        // A number that hardly ever changed must not outweigh all others the day it does.
        let least = (spreads.iter().sum::<f64>() / POOLED as f64 * 1e-2).max(1e-6);
        for spread in &mut spreads {
            *spread = spread.max(least);
        }
        Self { means, spreads }
    }

    /// A pooled picture in these units.
    pub(crate) fn apply(&self, pooled: &[f64]) -> Vec<f64> {
        pooled
            .iter()
            .zip(self.means.iter().zip(&self.spreads))
            .map(|(value, (mean, spread))| (value - mean) / spread)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pooling_forgets_places_and_keeps_what_there_is() {
        let mut described = vec![0.0f32; 4 * CHANNELS];
        described[2 * CHANNELS + 7] = 8.0;
        described[CHANNELS + 9] = -4.0;
        let one = pooled(&described);
        assert_eq!(
            [one[7], one[CHANNELS + 7], one[2 * CHANNELS + 7]],
            [2.0, 8.0, 0.0]
        );
        assert_eq!(
            [one[9], one[CHANNELS + 9], one[2 * CHANNELS + 9]],
            [-1.0, 0.0, -4.0]
        );
        described.rotate_left(CHANNELS);
        assert_eq!(pooled(&described), one);
    }
}
