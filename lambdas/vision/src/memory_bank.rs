//! What sound pictures consist of: a bounded selection of all their places' vectors, wherever
//! they were, and how far a vector is from the nearest of them.
//!
//! The selection is a coreset: each vector in turn is the one that is farthest from those that
//! were picked before (greedy k-centre), so that what is rare among sound pictures is kept and
//! what is frequent is kept once. As PatchCore does, distances for the selection are taken in a
//! random projection, which keeps them well enough and costs a fraction.

use rten_simd::SimdOp;

use crate::fitting::Random;
use crate::matrix::{LANES, Matrix, Products, TOGETHER, Then, ZEROS};
use crate::vectors::squared_distance;

/// Most vectors that are kept, about 1.2 MB.
const MOST_ROWS: usize = 2048;
/// The part of all vectors that is kept, when that is fewer: one of so many.
const ONE_OF: usize = 10;
/// Dimensions of the projection. The paper takes 128, which would take as much memory as the vectors
/// themselves. Over five random starts the overlap of heat maps and masks of photographs was 0.843 to 0.869
/// with 32 and 0.852 to 0.872 with 64.
const PROJECTED: usize = 64;
/// Any number, for good: the same pictures have to give the same bytes.
const SEED: u64 = 0x5041_5443_4843_4f52;

/// A selection of vectors, each number divided by its spread among sound pictures.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MemoryBank {
    /// What each number of a vector is multiplied by.
    scales: Vec<f32>,
    /// Vector by vector, scaled.
    rows: Vec<f32>,
    /// What tells which of them is nearest to a vector: its products with all of them, each less
    /// half of the own square. The largest is that of the nearest.
    nearness: Matrix,
}

impl MemoryBank {
    /// Selects from examples, each holding vectors of `dimensions` numbers. With `threads`
    /// threads; the result is the same for any number.
    pub(crate) fn fit(examples: &[&[f32]], dimensions: usize, threads: usize) -> Self {
        let scales = scales(examples, dimensions);
        let projection = Projection::new(dimensions);
        let projected: Vec<[f32; PROJECTED]> = vectors(examples, dimensions)
            .map(|vector| projection.of(vector, &scales))
            .collect();
        let most = projected.len().div_ceil(ONE_OF).min(MOST_ROWS);
        let picked = farthest_first(&projected, most, threads);
        let mut rows = Vec::with_capacity(picked.len() * dimensions);
        let per_example = examples
            .first()
            .map_or(1, |e| (e.len() / dimensions).max(1));
        for index in picked {
            let start = index % per_example * dimensions;
            let vector = &examples[index / per_example][start..start + dimensions];
            rows.extend(
                vector
                    .iter()
                    .zip(&scales)
                    .map(|(value, scale)| value * scale),
            );
        }
        Self::of(scales, rows)
    }

    fn of(scales: Vec<f32>, rows: Vec<f32>) -> Self {
        let dimensions = scales.len();
        let halves: Vec<f32> = rows
            .chunks_exact(dimensions)
            .map(|row| row.iter().map(|value| value * value).sum::<f32>() / -2.0)
            .collect();
        let nearness = Matrix::new(dimensions, &halves, |row, at| rows[row * dimensions + at]);
        Self {
            scales,
            rows,
            nearness,
        }
    }

    /// The distance of every vector of an example from the nearest of the selection, in units of
    /// the spread of a number: below 1 for what is usual.
    pub(crate) fn distances(&self, example: &[f32]) -> Vec<f32> {
        let dimensions = self.scales.len();
        let count = self.rows.len() / dimensions;
        let width = self.nearness.blocks() * LANES;
        let mut distances = Vec::with_capacity(example.len() / dimensions);
        let mut scaled = vec![0.0f32; TOGETHER * dimensions];
        let mut nearness = vec![ZEROS; TOGETHER * self.nearness.blocks()];
        // As many vectors at a time as are multiplied together; the last of them may be old ones.
        for vectors in example.chunks(TOGETHER * dimensions) {
            let scales = self.scales.iter().cycle();
            for (target, (value, scale)) in scaled.iter_mut().zip(vectors.iter().zip(scales)) {
                *target = value * scale;
            }
            Products {
                matrix: &self.nearness,
                input: &scaled,
                stride: dimensions,
                output: &mut nearness,
                then: Then::Keep,
            }
            .dispatch();
            let nearness = nearness.as_flattened().chunks_exact(width);
            let given = vectors.len() / dimensions;
            for (vector, nearness) in scaled.chunks_exact(dimensions).zip(nearness).take(given) {
                let row = largest(&nearness[..count]);
                // Measured once more, since the difference of large numbers is blunt.
                let row = &self.rows[row * dimensions..][..dimensions];
                distances.push((squared_distance(row, vector) / dimensions as f32).sqrt());
            }
        }
        distances
    }

    /// All numbers in a row: the scales, then the selection.
    pub(crate) fn to_values(&self) -> Vec<f32> {
        [self.scales.as_slice(), self.rows.as_slice()].concat()
    }

    /// The inverse of [`Self::to_values`]; `None` when there is no vector, too many, or a scale
    /// that no fit gives.
    pub(crate) fn from_values(mut values: Vec<f32>, dimensions: usize) -> Option<Self> {
        let rows = values.len() / dimensions.max(1);
        let whole = dimensions > 0 && values.len().is_multiple_of(dimensions);
        if !whole || !(2..=MOST_ROWS + 1).contains(&rows) {
            return None;
        }
        let rows = values.split_off(dimensions);
        let sane = values.iter().all(|scale| *scale > 0.0);
        sane.then(|| Self::of(values, rows))
    }
}

/// Where the largest of some numbers is, the first of equals; 0 of none.
fn largest(values: &[f32]) -> usize {
    let most = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    values.iter().position(|value| *value == most).unwrap_or(0)
}

fn vectors<'a>(examples: &'a [&[f32]], dimensions: usize) -> impl Iterator<Item = &'a [f32]> {
    examples
        .iter()
        .flat_map(move |example| example.chunks_exact(dimensions))
}

/// One over the standard deviation of each number over all vectors.
fn scales(examples: &[&[f32]], dimensions: usize) -> Vec<f32> {
    let mut count = 0.0f64;
    let mut means = vec![0.0f64; dimensions];
    let mut squares = vec![0.0f64; dimensions];
    // Welford's update: no second pass over the vectors, and no cancellation.
    for vector in vectors(examples, dimensions) {
        count += 1.0;
        for ((mean, square), value) in means.iter_mut().zip(&mut squares).zip(vector) {
            let apart = f64::from(*value) - *mean;
            *mean += apart / count;
            *square += apart * (f64::from(*value) - *mean);
        }
    }
    let variances: Vec<f64> = squares.iter().map(|sum| sum / count.max(1.0)).collect();
    // A number that hardly ever changes must not drown the others.
    let least = variances.iter().sum::<f64>() / dimensions as f64 * 1e-3;
    let scale = |variance: &f64| (1.0 / variance.max(least).max(1e-12).sqrt()) as f32;
    variances.iter().map(scale).collect()
}

/// A random projection to [`PROJECTED`] dimensions with entries of 1 and -1 (Achlioptas 2003).
struct Projection {
    /// For each number of a vector, where it goes with which sign.
    signs: Vec<[f32; PROJECTED]>,
}

impl Projection {
    fn new(dimensions: usize) -> Self {
        let mut random = Random::new(SEED);
        let mut sign = || if random.below(2) == 0 { -1.0 } else { 1.0 };
        let signs = (0..dimensions)
            .map(|_| std::array::from_fn(|_| sign()))
            .collect();
        Self { signs }
    }

    fn of(&self, vector: &[f32], scales: &[f32]) -> [f32; PROJECTED] {
        let mut projected = [0.0f32; PROJECTED];
        for ((value, scale), signs) in vector.iter().zip(scales).zip(&self.signs) {
            let value = value * scale;
            for (target, sign) in projected.iter_mut().zip(signs) {
                *target += value * sign;
            }
        }
        projected
    }
}

/// Indices of up to `most` points: one to begin with, then each time the one that is farthest
/// from all that were picked, the first of equals. Ends early when every point was met.
fn farthest_first(points: &[[f32; PROJECTED]], most: usize, threads: usize) -> Vec<usize> {
    if points.is_empty() || most == 0 {
        return Vec::new();
    }
    let mut latest = Random::new(SEED).below(points.len() as u64) as usize;
    let mut picked = vec![latest];
    let mut distances = vec![f32::INFINITY; points.len()];
    let share = points.len().div_ceil(threads.max(1));
    while picked.len() < most {
        let from = &points[latest];
        let farthest_of = |first: usize, points: &[[f32; PROJECTED]], distances: &mut [f32]| {
            let mut farthest = (0.0f32, first);
            for (at, (point, distance)) in points.iter().zip(distances).enumerate() {
                *distance = distance.min(squared_distance(point, from));
                if *distance > farthest.0 {
                    farthest = (*distance, first + at);
                }
            }
            farthest
        };
        let parts: Vec<(f32, usize)> = if threads <= 1 {
            vec![farthest_of(0, points, &mut distances)]
        } else {
            std::thread::scope(|scope| {
                let workers: Vec<_> = points
                    .chunks(share)
                    .zip(distances.chunks_mut(share))
                    .enumerate()
                    .map(|(part, (points, distances))| {
                        let farthest_of = &farthest_of;
                        scope.spawn(move || farthest_of(part * share, points, distances))
                    })
                    .collect();
                let join = |worker: std::thread::ScopedJoinHandle<'_, _>| {
                    worker
                        .join()
                        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
                };
                workers.into_iter().map(join).collect()
            })
        };
        // In order of the parts, so that the first of equals wins whatever the threads.
        let farthest =
            parts.into_iter().fold(
                (0.0f32, 0),
                |best, part| {
                    if part.0 > best.0 { part } else { best }
                },
            );
        if farthest.0 == 0.0 {
            break;
        }
        latest = farthest.1;
        picked.push(latest);
    }
    picked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(values: &[f32]) -> Vec<[f32; PROJECTED]> {
        let point = |value: &f32| {
            let mut point = [0.0; PROJECTED];
            point[3] = *value;
            point
        };
        values.iter().map(point).collect()
    }

    #[test]
    fn the_farthest_is_picked_next_and_the_first_of_equals() {
        let crowd = points(&[0.0, 0.1, 10.0, 0.2, -9.0, 10.0, 4.0]);
        let picked = farthest_first(&crowd, 4, 1);
        let values: Vec<f32> = picked.iter().map(|index| crowd[*index][3]).collect();
        // Whatever came first, both ends and the middle are among four; equals are met once.
        for wanted in [10.0, -9.0] {
            assert_eq!(
                values.iter().filter(|v| **v == wanted).count(),
                1,
                "{values:?}"
            );
        }
        assert!(!picked.contains(&5), "{picked:?}");
        assert_eq!(farthest_first(&points(&[2.0; 9]), 5, 1).len(), 1);
        assert_eq!(farthest_first(&crowd, 100, 1).len(), 6);
    }

    fn examples() -> Vec<Vec<f32>> {
        let mut random = Random::new(7);
        let mut example = || {
            (0..16 * 3)
                .map(|_| random.below(1000) as f32 / 100.0)
                .collect()
        };
        (0..12).map(|_| example()).collect()
    }

    #[test]
    fn threads_do_not_change_a_bit_of_the_result() {
        let examples = examples();
        let examples: Vec<&[f32]> = examples.iter().map(Vec::as_slice).collect();
        let one = MemoryBank::fit(&examples, 3, 1);
        for threads in [2, 3, 7, 500] {
            assert_eq!(one, MemoryBank::fit(&examples, 3, threads));
        }
        assert_eq!(
            Some(one.clone()),
            MemoryBank::from_values(one.to_values(), 3)
        );
        assert_eq!(MemoryBank::from_values(one.to_values(), 100), None);
        assert_eq!(MemoryBank::from_values(vec![1.0; 3], 3), None, "no vector");
        assert_eq!(
            MemoryBank::from_values(vec![-1.0; 6], 3),
            None,
            "a negative scale"
        );
    }

    #[test]
    fn the_distance_is_that_of_the_nearest_of_all() {
        let examples = examples();
        let refs: Vec<&[f32]> = examples.iter().map(Vec::as_slice).collect();
        let bank = MemoryBank::fit(&refs, 3, 1);
        // A number of vectors that is no multiple of those that are multiplied together.
        let example: Vec<f32> = (0..3 * 21).map(|at| (at * 7 % 31) as f32).collect();
        let found = bank.distances(&example);
        assert_eq!(found.len(), 21);
        for (vector, found) in example.chunks_exact(3).zip(found) {
            let scaled: Vec<f32> = vector
                .iter()
                .zip(&bank.scales)
                .map(|(v, s)| v * s)
                .collect();
            let rows = bank.rows.chunks_exact(3);
            let nearest = rows.map(|row| squared_distance(row, &scaled));
            let wanted = (nearest.fold(f32::INFINITY, f32::min) / 3.0).sqrt();
            assert!((found - wanted).abs() <= 1e-4, "{found}, not {wanted}");
        }
    }

    #[test]
    fn what_was_seen_anywhere_is_near_and_what_was_not_is_far() {
        let examples = examples();
        let refs: Vec<&[f32]> = examples.iter().map(Vec::as_slice).collect();
        let bank = MemoryBank::fit(&refs, 3, 1);
        assert!(bank.rows.len() / 3 <= 12 * 16 / ONE_OF + 1);
        // The same vectors at other places.
        let mut turned = examples[0].clone();
        turned.rotate_left(3 * 5);
        let near = bank.distances(&turned).into_iter().fold(0.0, f32::max);
        let far = bank.distances(&[30.0; 3])[0];
        assert!(near < 1.0 && far > 4.0, "{near} {far}");
    }
}
