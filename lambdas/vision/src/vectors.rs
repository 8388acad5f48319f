//! Sums over vectors, in an order of additions that the compiler can do in parallel and that is
//! the same on every machine.

use std::iter::Sum;
use std::ops::{Add, Mul};

/// Sums kept side by side.
const LANES: usize = 8;

/// The squared Euclidean distance of two vectors of the same length.
pub(crate) fn squared_distance(one: &[f32], other: &[f32]) -> f32 {
    let mut sums = [0.0f32; LANES];
    let (ones, one_rest) = one.as_chunks::<LANES>();
    let (others, other_rest) = other.as_chunks::<LANES>();
    for (one, other) in ones.iter().zip(others) {
        for lane in 0..LANES {
            let apart = one[lane] - other[lane];
            sums[lane] += apart * apart;
        }
    }
    let rest = one_rest.iter().zip(other_rest);
    let rest: f32 = rest.map(|(a, b)| (a - b) * (a - b)).sum();
    sums.iter().sum::<f32>() + rest
}

/// The scalar product of two vectors of the same length.
pub(crate) fn dot<T>(one: &[T], other: &[T]) -> T
where
    T: Copy + Default + Add<Output = T> + Mul<Output = T> + Sum,
{
    let mut sums = [T::default(); LANES];
    let (ones, one_rest) = one.as_chunks::<LANES>();
    let (others, other_rest) = other.as_chunks::<LANES>();
    for (one, other) in ones.iter().zip(others) {
        for lane in 0..LANES {
            sums[lane] = sums[lane] + one[lane] * other[lane];
        }
    }
    let rest: T = one_rest.iter().zip(other_rest).map(|(a, b)| *a * *b).sum();
    sums.into_iter().sum::<T>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_counts_once() {
        for length in [0usize, 1, 7, 8, 9, 21] {
            let one: Vec<f32> = (0..length).map(|i| i as f32).collect();
            let other: Vec<f32> = one.iter().map(|value| value + 2.0).collect();
            assert_eq!(squared_distance(&one, &other), 4.0 * length as f32);
            let twos = vec![2.0; length];
            let counted: Vec<f64> = (0..length).map(|i| i as f64).collect();
            assert_eq!(
                dot(&twos, &counted),
                (length * length.saturating_sub(1)) as f64
            );
        }
    }
}
