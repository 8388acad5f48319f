//! A Gaussian for each of many places, fitted on few examples, and how far a vector is from it.
//!
//! With fewer examples than dimensions a covariance of their own would call everything new
//! infinitely far. So each place's covariance is drawn towards the mean of all places', the
//! more the fewer examples there are, and a little is added to its diagonal.

use crate::cholesky::{factorise, invert, row_start, triangle};
use crate::vectors::dot;

/// How much is taken from the covariance of all places at most.
const MOST_SHRINKAGE: f64 = 0.5;
/// Added to the diagonal, in parts of its mean.
const RIDGE: f64 = 1e-3;

/// A mean and the inverse of the covariance's Cholesky factor for every place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct GaussianField {
    dimensions: usize,
    /// Place by place.
    means: Vec<f32>,
    /// Place by place: the lower triangle, row by row.
    whitening: Vec<f32>,
}

impl GaussianField {
    /// Fits on examples, each holding `dimensions` numbers for every place. With `threads`
    /// threads; the result is the same for any number.
    pub(crate) fn fit(examples: &[&[f32]], dimensions: usize, threads: usize) -> Self {
        let places = examples.first().map_or(0, |e| e.len() / dimensions);
        let size = triangle(dimensions);
        let mut means = vec![0.0f32; places * dimensions];
        let mut covariances = vec![0.0f64; places * size];
        for_each_place(
            means
                .chunks_mut(dimensions)
                .zip(covariances.chunks_mut(size)),
            threads,
            |place, (mean, covariance)| moments(examples, place, mean, covariance),
        );

        // In order of the places, so that rounding does not depend on the threads.
        let mut pooled = vec![0.0f64; size];
        for covariance in covariances.chunks(size) {
            for (sum, value) in pooled.iter_mut().zip(covariance) {
                *sum += value / places as f64;
            }
        }
        let shrinkage = MOST_SHRINKAGE * (dimensions as f64 / examples.len() as f64).min(1.0);
        let mut whitening = vec![0.0f32; places * size];
        for_each_place(
            whitening.chunks_mut(size).zip(covariances.chunks_mut(size)),
            threads,
            |_, (whitening, covariance)| {
                for (own, all) in covariance.iter_mut().zip(&pooled) {
                    *own += shrinkage * (all - *own);
                }
                add_ridge(covariance, dimensions);
                factorise(covariance, dimensions);
                invert(covariance, dimensions);
                for (target, value) in whitening.iter_mut().zip(covariance) {
                    *target = *value as f32;
                }
            },
        );
        Self {
            dimensions,
            means,
            whitening,
        }
    }

    /// The Mahalanobis distance of every place's vector from that place's Gaussian, in units of
    /// its expected size: about 1 for what is usual, whatever the dimensions.
    pub(crate) fn distances(&self, example: &[f32]) -> Vec<f32> {
        let dimensions = self.dimensions;
        let mut centred = vec![0.0f32; dimensions];
        example
            .chunks(dimensions)
            .zip(self.means.chunks(dimensions))
            .zip(self.whitening.chunks(triangle(dimensions)))
            .map(|((vector, mean), whitening)| {
                for (target, (value, mean)) in centred.iter_mut().zip(vector.iter().zip(mean)) {
                    *target = value - mean;
                }
                let mut squares = 0.0f32;
                let mut rest = whitening;
                for row in 0..dimensions {
                    let (factors, next) = rest.split_at(row + 1);
                    rest = next;
                    let sum = dot(factors, &centred[..=row]);
                    squares += sum * sum;
                }
                (squares / dimensions as f32).sqrt()
            })
            .collect()
    }

    /// All numbers in a row: the means, then the triangles.
    pub(crate) fn to_values(&self) -> Vec<f32> {
        [self.means.as_slice(), self.whitening.as_slice()].concat()
    }

    /// The inverse of [`Self::to_values`]; `None` when there are too few or too many.
    pub(crate) fn from_values(
        mut values: Vec<f32>,
        places: usize,
        dimensions: usize,
    ) -> Option<Self> {
        let wanted = places.checked_mul(dimensions + triangle(dimensions))?;
        if dimensions == 0 || values.len() != wanted {
            return None;
        }
        let whitening = values.split_off(places * dimensions);
        Some(Self {
            dimensions,
            means: values,
            whitening,
        })
    }
}

/// Does `work` for every place on up to `threads` threads, each taking a run of places.
fn for_each_place<T: Send>(
    places: impl Iterator<Item = T>,
    threads: usize,
    work: impl Fn(usize, T) + Sync,
) {
    let mut places: Vec<(usize, T)> = places.enumerate().collect();
    let share = places.len().div_ceil(threads.max(1)).max(1);
    std::thread::scope(|scope| {
        while !places.is_empty() {
            let part = places.split_off(places.len().saturating_sub(share));
            let work = &work;
            scope.spawn(move || {
                for (place, item) in part {
                    work(place, item);
                }
            });
        }
    });
}

/// Mean and covariance (its lower triangle) of the examples at a place.
fn moments(examples: &[&[f32]], place: usize, mean: &mut [f32], covariance: &mut [f64]) {
    let dimensions = mean.len();
    let vectors = || {
        examples
            .iter()
            .map(|e| &e[place * dimensions..(place + 1) * dimensions])
    };
    let count = examples.len() as f64;
    let mut exact = vec![0.0f64; dimensions];
    for vector in vectors() {
        for (sum, value) in exact.iter_mut().zip(vector) {
            *sum += f64::from(*value) / count;
        }
    }
    let mut centred = vec![0.0f64; dimensions];
    let weight = 1.0 / (count - 1.0).max(1.0);
    for vector in vectors() {
        for (target, (value, mean)) in centred.iter_mut().zip(vector.iter().zip(&exact)) {
            *target = f64::from(*value) - mean;
        }
        let mut rest = &mut *covariance;
        for row in 0..dimensions {
            let (sums, next) = rest.split_at_mut(row + 1);
            rest = next;
            let factor = centred[row] * weight;
            for (sum, value) in sums.iter_mut().zip(&centred) {
                *sum += factor * value;
            }
        }
    }
    for (target, value) in mean.iter_mut().zip(exact) {
        *target = value as f32;
    }
}

fn add_ridge(covariance: &mut [f64], dimensions: usize) {
    let diagonal = (0..dimensions).map(|row| covariance[row_start(row) + row]);
    // Features that never change at all still have to be told from ones that do.
    let ridge = (diagonal.sum::<f64>() / dimensions as f64 * RIDGE).max(1e-9);
    for row in 0..dimensions {
        covariance[row_start(row) + row] += ridge;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_direction_that_varies_counts_less_than_one_that_does_not() {
        // One place, two dimensions: the first varies by 10, the second by 0.1.
        let examples: Vec<[f32; 2]> = (0..40)
            .map(|i| [(i % 7) as f32 * 10.0, (i % 3) as f32 * 0.1])
            .collect();
        let examples: Vec<&[f32]> = examples.iter().map(|e| e.as_slice()).collect();
        let field = GaussianField::fit(&examples, 2, 1);
        let usual = field.distances(&[30.0, 0.1])[0];
        let along = field.distances(&[40.0, 0.1])[0];
        let across = field.distances(&[30.0, 10.1])[0];
        assert!(
            usual < 0.2 && along < 1.0 && across > 5.0,
            "{usual} {along} {across}"
        );
    }

    #[test]
    fn threads_do_not_change_a_bit_of_the_result() {
        let examples: Vec<Vec<f32>> = (0..9)
            .map(|i| (0..48).map(|j| ((i * 31 + j * 17) % 13) as f32).collect())
            .collect();
        let examples: Vec<&[f32]> = examples.iter().map(Vec::as_slice).collect();
        let one = GaussianField::fit(&examples, 3, 1);
        assert_eq!(one, GaussianField::fit(&examples, 3, 5));
        assert_eq!(
            Some(one.clone()),
            GaussianField::from_values(one.to_values(), 16, 3)
        );
        assert_eq!(GaussianField::from_values(one.to_values(), 16, 2), None);
    }
}
