//! The order of cells within their layers, so that few lines cross.

use super::Cells;

/// How often the layers are gone through.
const SWEEPS: usize = 12;

/// The cells of each layer from left to right.
pub(super) fn order(cells: &Cells, first: usize) -> Vec<Vec<usize>> {
    let count = cells.cells.len();
    let (mut upper, mut lower) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    for pair in cells.chains.iter().flat_map(|chain| chain.windows(2)) {
        if let [from, to] = *pair
            && from != to
        {
            lower[from].push(to);
            upper[to].push(from);
        }
    }
    let mut layers = begin(cells, &lower, first);
    let mut best = layers.clone();
    let mut fewest = crossings(&layers, &lower, count);
    for sweep in 0..SWEEPS {
        if fewest == 0 {
            break;
        }
        if sweep % 2 == 0 {
            for at in 1..layers.len() {
                sort(&mut layers, at, at - 1, &upper, count);
            }
        } else {
            for at in (1..layers.len()).rev() {
                sort(&mut layers, at - 1, at, &lower, count);
            }
        }
        let now = crossings(&layers, &lower, count);
        if now < fewest {
            fewest = now;
            best.clone_from(&layers);
        }
    }
    best
}

/// In the order they are come by from the first.
fn begin(cells: &Cells, lower: &[Vec<usize>], first: usize) -> Vec<Vec<usize>> {
    let ranks = cells
        .cells
        .iter()
        .map(|cell| cell.rank + 1)
        .max()
        .unwrap_or(0);
    let mut layers = vec![Vec::new(); ranks];
    let mut seen = vec![false; cells.cells.len()];
    let all = 0..cells.cells.len();
    for root in (first < seen.len()).then_some(first).into_iter().chain(all) {
        let mut path = vec![root];
        while let Some(at) = path.pop() {
            if std::mem::replace(&mut seen[at], true) {
                continue;
            }
            layers[cells.cells[at].rank].push(at);
            path.extend(lower[at].iter().rev());
        }
    }
    layers
}

fn places(layer: &[usize], count: usize) -> Vec<Option<usize>> {
    let mut places = vec![None; count];
    for (place, cell) in layer.iter().enumerate() {
        places[*cell] = Some(place);
    }
    places
}

/// Sorts a layer by the middle of each cell's neighbours in another.
fn sort(layers: &mut [Vec<usize>], at: usize, by: usize, neighbours: &[Vec<usize>], count: usize) {
    let places = places(&layers[by], count);
    let mut keyed: Vec<(f64, usize)> = layers[at]
        .iter()
        .enumerate()
        .map(|(place, cell)| {
            let near: Vec<f64> = neighbours[*cell]
                .iter()
                .filter_map(|near| places[*near].map(|place| place as f64))
                .collect();
            let key = match near.len() {
                0 => place as f64,
                many => near.iter().sum::<f64>() / many as f64,
            };
            (key, *cell)
        })
        .collect();
    keyed.sort_by(|left, right| left.0.total_cmp(&right.0));
    layers[at] = keyed.into_iter().map(|(_, cell)| cell).collect();
}

/// How many lines cross between neighbouring layers.
fn crossings(layers: &[Vec<usize>], lower: &[Vec<usize>], count: usize) -> usize {
    let mut crossings = 0;
    for pair in layers.windows(2) {
        let [above, below] = pair else { continue };
        let places = places(below, count);
        let mut ends: Vec<usize> = Vec::new();
        for cell in above {
            let mut own: Vec<usize> = lower[*cell].iter().filter_map(|to| places[*to]).collect();
            own.sort_unstable();
            crossings += own
                .iter()
                .map(|end| ends.iter().filter(|other| *other > end).count())
                .sum::<usize>();
            ends.extend(own);
        }
    }
    crossings
}
