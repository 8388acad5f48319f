//! Which layer each box is in.

use super::Way;

/// Layers by box, and which ways lead up.
pub(super) struct Ranked {
    pub(super) ranks: Vec<usize>,
    pub(super) turned: Vec<bool>,
}

/// Each box as high up as the ways to it allow, beginning with `first`.
pub(super) fn rank(boxes: usize, ways: &[Way], first: usize) -> Ranked {
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); boxes];
    for (number, way) in ways.iter().enumerate() {
        if way.from != way.to {
            out[way.from].push(number);
        }
    }
    let (turned, mut finished) = walk(boxes, ways, &out, first);
    // The last to be finished has nothing before it.
    finished.reverse();
    let mut ranks = vec![0; boxes];
    let mut lower: Vec<Vec<(usize, usize)>> = vec![Vec::new(); boxes];
    for (way, is_turned) in ways
        .iter()
        .zip(&turned)
        .filter(|(way, _)| way.from != way.to)
    {
        let (from, to) = if *is_turned {
            (way.to, way.from)
        } else {
            (way.from, way.to)
        };
        // A label takes a layer of its own.
        lower[from].push((to, if way.label.is_some() { 2 } else { 1 }));
    }
    for at in finished {
        for (to, length) in &lower[at] {
            ranks[*to] = ranks[*to].max(ranks[at] + length);
        }
    }
    Ranked { ranks, turned }
}

/// Depth first: the ways that lead back to where the walk came from, and the boxes in the order
/// they were done with.
fn walk(boxes: usize, ways: &[Way], out: &[Vec<usize>], first: usize) -> (Vec<bool>, Vec<usize>) {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        No,
        Open,
        Done,
    }
    let mut seen = vec![Seen::No; boxes];
    let mut turned = vec![false; ways.len()];
    let mut finished = Vec::new();
    let roots = (first < boxes).then_some(first).into_iter().chain(0..boxes);
    for root in roots {
        if seen[root] != Seen::No {
            continue;
        }
        seen[root] = Seen::Open;
        let mut path = vec![(root, 0)];
        while let Some((at, next)) = path.pop() {
            let Some(number) = out[at].get(next) else {
                seen[at] = Seen::Done;
                finished.push(at);
                continue;
            };
            path.push((at, next + 1));
            let to = ways[*number].to;
            match seen[to] {
                Seen::Open => turned[*number] = true,
                Seen::Done => {}
                Seen::No => {
                    seen[to] = Seen::Open;
                    path.push((to, 0));
                }
            }
        }
    }
    (turned, finished)
}
