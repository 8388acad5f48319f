//! Symmetric positive definite matrices as packed lower triangles, row by row.

use crate::vectors::dot;

/// The size of a packed triangle.
pub(crate) const fn triangle(dimensions: usize) -> usize {
    dimensions * (dimensions + 1) / 2
}

/// Where a row of a packed triangle begins.
pub(crate) const fn row_start(row: usize) -> usize {
    row * (row + 1) / 2
}

/// Cholesky: the lower triangle L with L Lᵀ = the matrix, in its place.
pub(crate) fn factorise(matrix: &mut [f64], dimensions: usize) {
    for row in 0..dimensions {
        let (above, rest) = matrix.split_at_mut(row_start(row));
        let own = &mut rest[..=row];
        for column in 0..row {
            let other = &above[row_start(column)..=row_start(column) + column];
            let sum = dot(&own[..column], &other[..column]);
            own[column] = (own[column] - sum) / other[column];
        }
        let sum = dot(&own[..row], &own[..row]);
        // The ridge keeps it above 0; rounding may still eat a little of it.
        own[row] = (own[row] - sum).max(1e-12).sqrt();
    }
}

/// The inverse of a lower triangle, in its place.
pub(crate) fn invert(matrix: &mut [f64], dimensions: usize) {
    let mut inverse = vec![0.0f64; triangle(dimensions)];
    let mut sums = vec![0.0f64; dimensions];
    for row in 0..dimensions {
        let own = &matrix[row_start(row)..=row_start(row) + row];
        sums.fill(0.0);
        for (index, factor) in own[..row].iter().enumerate() {
            let other = &inverse[row_start(index)..=row_start(index) + index];
            for (sum, value) in sums.iter_mut().zip(other) {
                *sum += factor * value;
            }
        }
        let target = &mut inverse[row_start(row)..=row_start(row) + row];
        for (target, sum) in target.iter_mut().zip(&sums[..row]) {
            *target = -sum / own[row];
        }
        target[row] = 1.0 / own[row];
    }
    matrix.copy_from_slice(&inverse);
}

/// Solves L Lᵀ x = `right` for x, in its place; `factor` is what [`factorise`] has made.
pub(crate) fn solve(factor: &[f64], right: &mut [f64]) {
    for row in 0..right.len() {
        let own = &factor[row_start(row)..=row_start(row) + row];
        let sum = dot(&own[..row], &right[..row]);
        right[row] = (right[row] - sum) / own[row];
    }
    for row in (0..right.len()).rev() {
        let own = &factor[row_start(row)..=row_start(row) + row];
        let value = right[row] / own[row];
        right[row] = value;
        for (target, factor) in right[..row].iter_mut().zip(own) {
            *target -= factor * value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_factor_times_its_inverse_is_the_identity() {
        // A = [[4, 2, 0.6], [2, 5, 1], [0.6, 1, 3]].
        let matrix = [4.0, 2.0, 5.0, 0.6, 1.0, 3.0];
        let mut factor = matrix;
        factorise(&mut factor, 3);
        let at = |m: &[f64; 6], r: usize, c: usize| if c > r { 0.0 } else { m[row_start(r) + c] };
        for row in 0..3 {
            for column in 0..=row {
                let product: f64 = (0..3)
                    .map(|k| at(&factor, row, k) * at(&factor, column, k))
                    .sum();
                assert!((product - at(&matrix, row, column)).abs() < 1e-12);
            }
        }
        let mut inverse = factor;
        invert(&mut inverse, 3);
        for row in 0..3 {
            for column in 0..3 {
                let product: f64 = (0..3)
                    .map(|k| at(&factor, row, k) * at(&inverse, k, column))
                    .sum();
                let wanted = if row == column { 1.0 } else { 0.0 };
                assert!((product - wanted).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn what_is_solved_fits_the_equations() {
        let matrix = [4.0, 2.0, 5.0, 0.6, 1.0, 3.0];
        let mut factor = matrix;
        factorise(&mut factor, 3);
        let mut solution = [1.0, -2.0, 0.5];
        solve(&factor, &mut solution);
        let [x, y, z] = solution;
        let found = [
            4.0 * x + 2.0 * y + 0.6 * z,
            2.0 * x + 5.0 * y + z,
            0.6 * x + y + 3.0 * z,
        ];
        for (found, wanted) in found.iter().zip([1.0, -2.0, 0.5]) {
            assert!((found - wanted).abs() < 1e-12, "{found}, not {wanted}");
        }
    }
}
