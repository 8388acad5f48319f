//! How far to the right each cell is: as straight above and below its neighbours as the others in
//! its layer allow.

use super::{Cells, GAP};

/// How often the layers are gone through.
const SWEEPS: usize = 80;
/// In how many of them, the last, lines are drawn straight.
const STRAIGHTENING: usize = 60;

/// The middles of the cells.
pub(super) fn place(cells: &Cells, layers: &[Vec<usize>]) -> Vec<f64> {
    let count = cells.cells.len();
    let mut upper: Vec<Vec<(usize, f64)>> = vec![Vec::new(); count];
    let mut lower = upper.clone();
    for pair in cells.chains.iter().flat_map(|chain| chain.windows(2)) {
        if let [from, to] = *pair
            && from != to
        {
            // A long line is better straight than a short one.
            let lines = [from, to]
                .iter()
                .filter(|cell| !cells.cells[**cell].is_box)
                .count();
            let weight = [1.0, 2.0, 8.0][lines];
            lower[from].push((to, weight));
            upper[to].push((from, weight));
        }
    }
    let mut centres = vec![0.0; count];
    for layer in layers {
        let mut right = 0.0;
        for cell in layer {
            let width = cells.cells[*cell].size.width;
            centres[*cell] = right + width / 2.0;
            right += width + GAP;
        }
    }
    for sweep in 0..SWEEPS {
        // First what is above decides, then what is below, by turns; in the end both, and the parts
        // of a line draw each other straight.
        let (from_above, from_below) = match sweep + STRAIGHTENING < SWEEPS {
            true => (sweep % 2 == 0, sweep % 2 == 1),
            false => (true, true),
        };
        let lines = line_centres(cells, &centres);
        let wanted_of = |centres: &[f64], cell: usize| {
            if let (true, true, Some(line)) = (from_above, from_below, lines[cell]) {
                return (line, 8.0);
            }
            let above = upper[cell].iter().filter(|_| from_above);
            let below = lower[cell].iter().filter(|_| from_below);
            let (mut sum, mut weights) = (0.0, 0.0);
            for (other, weight) in above.chain(below) {
                sum += centres[*other] * weight;
                weights += weight;
            }
            // One without neighbours there stays, unless it is pushed.
            match weights > 0.0 {
                true => (sum / weights, weights),
                false => (centres[cell], 0.1),
            }
        };
        for step in 0..layers.len() {
            let at = if from_above {
                step
            } else {
                layers.len() - 1 - step
            };
            let layer = &layers[at];
            let wanted: Vec<_> = layer
                .iter()
                .map(|cell| wanted_of(&centres, *cell))
                .collect();
            let widths: Vec<f64> = layer
                .iter()
                .map(|cell| cells.cells[*cell].size.width)
                .collect();
            for (cell, centre) in layer.iter().zip(settle(&wanted, &widths)) {
                centres[*cell] = centre;
            }
        }
    }
    centres
}

/// For every part of a line that is no box, the middle of the line's parts.
fn line_centres(cells: &Cells, centres: &[f64]) -> Vec<Option<f64>> {
    let mut out = vec![None; centres.len()];
    for chain in &cells.chains {
        let parts = || {
            chain
                .iter()
                .copied()
                .filter(|cell| !cells.cells[*cell].is_box)
        };
        let count = parts().count();
        if count > 1 {
            let middle = parts().map(|cell| centres[cell]).sum::<f64>() / count as f64;
            parts().for_each(|cell| out[cell] = Some(middle));
        }
    }
    out
}

/// The places nearest to those wanted, with their weights, that keep order and distance: with the
/// distances taken off it is a regression to a sequence that never falls, which pools neighbours
/// that would.
fn settle(wanted: &[(f64, f64)], widths: &[f64]) -> Vec<f64> {
    let mut offsets = Vec::with_capacity(widths.len());
    let mut offset = 0.0;
    for (at, width) in widths.iter().enumerate() {
        if at > 0 {
            offset += (widths[at - 1] + width) / 2.0 + GAP;
        }
        offsets.push(offset);
    }
    // Pools: their place, weight and how many cells they hold.
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for ((place, weight), offset) in wanted.iter().zip(&offsets) {
        let mut pool = (place - offset, *weight, 1);
        while let Some(before) = pools.pop_if(|before| before.0 > pool.0) {
            let weight = before.1 + pool.1;
            let place = (before.0 * before.1 + pool.0 * pool.1) / weight;
            pool = (place, weight, before.2 + pool.2);
        }
        pools.push(pool);
    }
    let places = pools
        .into_iter()
        .flat_map(|(place, _, count)| std::iter::repeat_n(place, count));
    places
        .zip(offsets)
        .map(|(place, offset)| place + offset)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_keep_their_distance_and_are_moved_no_further_than_needed() {
        let settled = settle(&[(0.0, 1.0), (0.0, 1.0), (500.0, 1.0)], &[10.0, 10.0, 10.0]);
        assert_eq!(settled, [-18.0, 18.0, 500.0]);
    }
}
