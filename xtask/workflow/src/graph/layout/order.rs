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
    let mut places = places(&layers, count);
    let mut fewest = crossings(&layers, &lower, &places);
    for sweep in 0..SWEEPS {
        if fewest == 0 {
            break;
        }
        if sweep % 2 == 0 {
            for layer in layers.iter_mut().skip(1) {
                sort(layer, &upper, &mut places);
            }
        } else {
            for layer in layers.iter_mut().rev().skip(1) {
                sort(layer, &lower, &mut places);
            }
        }
        let now = crossings(&layers, &lower, &places);
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

/// Each cell's place in its layer.
fn places(layers: &[Vec<usize>], count: usize) -> Vec<usize> {
    let mut places = vec![0; count];
    for (place, cell) in layers.iter().flat_map(|layer| layer.iter().enumerate()) {
        places[*cell] = place;
    }
    places
}

/// Sorts a layer by the middle of each cell's neighbours in another.
fn sort(layer: &mut [usize], neighbours: &[Vec<usize>], places: &mut [usize]) {
    let mut keyed: Vec<(f64, usize)> = layer
        .iter()
        .map(|cell| {
            let near = &neighbours[*cell];
            let key = match near.len() {
                0 => places[*cell] as f64,
                many => near.iter().map(|near| places[*near] as f64).sum::<f64>() / many as f64,
            };
            (key, *cell)
        })
        .collect();
    keyed.sort_by(|left, right| left.0.total_cmp(&right.0));
    for (place, (_, cell)) in keyed.into_iter().enumerate() {
        layer[place] = cell;
        places[cell] = place;
    }
}

/// How many lines cross between neighbouring layers.
fn crossings(layers: &[Vec<usize>], lower: &[Vec<usize>], places: &[usize]) -> usize {
    let mut crossings = 0;
    for pair in layers.windows(2) {
        let [above, below] = pair else { continue };
        let mut ends = Counts::of(below.len());
        for cell in above {
            // Lines of one cell never cross each other.
            for to in &lower[*cell] {
                crossings += ends.beyond(places[*to]);
            }
            for to in &lower[*cell] {
                ends.add(places[*to]);
            }
        }
    }
    crossings
}

/// How many lines end at each place, summed up in a tree (Fenwick).
struct Counts {
    tree: Vec<usize>,
    all: usize,
}

impl Counts {
    fn of(places: usize) -> Self {
        Self {
            tree: vec![0; places + 1],
            all: 0,
        }
    }

    fn add(&mut self, place: usize) {
        self.all += 1;
        let mut at = place + 1;
        while at < self.tree.len() {
            self.tree[at] += 1;
            at += at & at.wrapping_neg();
        }
    }

    /// How many end further to the right.
    fn beyond(&self, place: usize) -> usize {
        let mut up_to = 0;
        let mut at = place + 1;
        while at > 0 {
            up_to += self.tree[at];
            at -= at & at.wrapping_neg();
        }
        self.all - up_to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crossings_are_counted() {
        // 0 and 1 above, 2, 3 and 4 below.
        let lower = vec![vec![3, 4], vec![2, 3], vec![], vec![], vec![]];
        let layers = vec![vec![0, 1], vec![2, 3, 4]];
        // 0-3 and 0-4 cross 1-2, and 0-4 crosses 1-3.
        assert_eq!(crossings(&layers, &lower, &places(&layers, 5)), 3);
        let turned = vec![vec![1, 0], vec![2, 3, 4]];
        assert_eq!(crossings(&turned, &lower, &places(&turned, 5)), 0);
    }
}
