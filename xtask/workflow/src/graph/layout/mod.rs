//! Boxes in layers, top to bottom, with lines between them: a layered drawing after Sugiyama,
//! Tagawa and Toda. Lines that go up again are turned round while the layers are found; lines over
//! several layers, and labels, get cells of their own, so that nothing is drawn over anything else.

mod order;
mod place;
mod rank;

use order::order;
use place::place;
use rank::{Ranked, rank};

/// A point: to the right, and down.
pub(super) type Point = (f64, f64);

/// A width and a height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Size {
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A line to draw from one box to another, and the size of its label.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) label: Option<Size>,
}

/// Where everything is.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) size: Size,
    /// The upper left corners of the boxes.
    pub(super) boxes: Vec<Point>,
    /// The lines, as they were given.
    pub(super) routes: Vec<Route>,
}

/// A line: straight down within a layer, curved between two.
#[derive(Debug, Clone, Default)]
pub(super) struct Route {
    pub(super) points: Vec<Point>,
    /// The middle of its label.
    pub(super) label: Option<Point>,
}

/// Something that takes up room in a layer: a box, or a part of a line.
#[derive(Debug, Clone, Copy)]
struct Cell {
    rank: usize,
    size: Size,
    is_box: bool,
}

/// Between cells of one layer.
const GAP: f64 = 26.0;
/// Between layers.
const BETWEEN: f64 = 30.0;
/// What a line takes up in a layer that it passes.
const LINE: Size = Size {
    width: 8.0,
    height: 0.0,
};
/// Between lines that meet a box on the same side, at most.
const PORT: f64 = 18.0;

/// Cells and, for every line, those it runs through, from the upper box to the lower.
struct Cells {
    cells: Vec<Cell>,
    chains: Vec<Vec<usize>>,
}

/// Places boxes and lines; `first` is the box that everything begins with.
pub(super) fn layout(boxes: &[Size], ways: &[Way], first: usize) -> Placed {
    let ranked = rank(boxes.len(), ways, first);
    let cells = cells(boxes, ways, &ranked);
    let layers = order(&cells, first);
    let centres = place(&cells, &layers);
    draw(boxes, ways, &ranked, &cells, &layers, &centres)
}

fn cells(boxes: &[Size], ways: &[Way], ranked: &Ranked) -> Cells {
    let mut cells: Vec<Cell> = boxes
        .iter()
        .zip(&ranked.ranks)
        .map(|(size, rank)| Cell {
            rank: *rank,
            size: *size,
            is_box: true,
        })
        .collect();
    let mut chains = Vec::new();
    for (way, is_turned) in ways.iter().zip(&ranked.turned) {
        let (upper, lower) = if *is_turned {
            (way.to, way.from)
        } else {
            (way.from, way.to)
        };
        let mut chain = vec![upper];
        let between = ranked.ranks[upper] + 1..ranked.ranks[lower].max(1);
        // The label stands near the box that the line begins at.
        let labelled = if *is_turned {
            between.end.saturating_sub(1)
        } else {
            between.start
        };
        for rank in between {
            let label = way.label.filter(|_| rank == labelled);
            chain.push(cells.len());
            cells.push(Cell {
                rank,
                size: label.unwrap_or(LINE),
                is_box: false,
            });
        }
        chain.push(lower);
        chains.push(chain);
    }
    Cells { cells, chains }
}

/// The upper and lower ends of the layers.
fn bands(cells: &[Cell], layers: &[Vec<usize>]) -> Vec<(f64, f64)> {
    let mut top = 0.0;
    let height = |layer: &Vec<usize>| {
        let heights = layer.iter().map(|cell| cells[*cell].size.height);
        heights.fold(0.0, f64::max)
    };
    layers
        .iter()
        .map(|layer| {
            let band = (top, top + height(layer));
            top = band.1 + BETWEEN;
            band
        })
        .collect()
}

fn draw(
    boxes: &[Size],
    ways: &[Way],
    ranked: &Ranked,
    Cells { cells, chains }: &Cells,
    layers: &[Vec<usize>],
    centres: &[f64],
) -> Placed {
    let bands = bands(cells, layers);
    let left = |cell: usize| centres[cell] - cells[cell].size.width / 2.0;
    let edge = (0..cells.len()).map(left).fold(f64::INFINITY, f64::min);
    let edge = if edge.is_finite() { edge } else { 0.0 };
    let rights = (0..cells.len()).map(|cell| left(cell) + cells[cell].size.width - edge);
    let mut width = rights.fold(0.0, f64::max);
    let corner = |at: usize| (left(at) - edge, bands[cells[at].rank].0);
    let ports = Ports::of(boxes, chains, ways, centres);
    let mut routes = Vec::new();
    for (number, chain) in chains.iter().enumerate() {
        let way = ways[number];
        if way.from == way.to {
            let (x, y) = corner(way.from);
            let size = boxes[way.from];
            let (side, middle) = (x + size.width, y + size.height / 2.0);
            width = width.max(side + LOOP);
            routes.push(Route {
                points: vec![
                    (side, middle - 8.0),
                    (side + LOOP, middle - 8.0),
                    (side + LOOP, middle + 8.0),
                    (side, middle + 8.0),
                ],
                label: None,
            });
            continue;
        }
        let mut route = Route::default();
        for (step, cell) in chain.iter().enumerate() {
            let (top, bottom) = bands[cells[*cell].rank];
            let x = centres[*cell] - edge;
            let height = cells[*cell].size.height;
            if step == 0 {
                let x = x + ports.below[number];
                route.points.extend([(x, top + height), (x, bottom)]);
            } else if step + 1 == chain.len() {
                let x = x + ports.above[number];
                route.points.push((x, top));
            } else {
                route.points.extend([(x, top), (x, bottom)]);
                if cells[*cell].size != LINE {
                    route.label = Some((x, top + height / 2.0));
                }
            }
        }
        if ranked.turned[number] {
            route.points.reverse();
        }
        routes.push(route);
    }
    Placed {
        size: Size {
            width,
            height: bands.last().map_or(0.0, |band| band.1),
        },
        boxes: (0..boxes.len()).map(corner).collect(),
        routes,
    }
}

/// How far a line from a box to itself reaches out.
const LOOP: f64 = 20.0;

/// Where lines meet boxes, to the right of the middle: below the upper and above the lower box.
struct Ports {
    below: Vec<f64>,
    above: Vec<f64>,
}

impl Ports {
    fn of(boxes: &[Size], chains: &[Vec<usize>], ways: &[Way], centres: &[f64]) -> Self {
        let spread = |end: fn(&[usize]) -> Option<(usize, usize)>| {
            let mut offsets = vec![0.0; chains.len()];
            let mut by_box: Vec<Vec<(f64, usize)>> = vec![Vec::new(); boxes.len()];
            for (number, chain) in chains.iter().enumerate() {
                if ways[number].from == ways[number].to {
                    continue;
                }
                if let Some((at, next)) = end(chain) {
                    by_box[at].push((centres[next], number));
                }
            }
            for (at, lines) in by_box.iter_mut().enumerate() {
                lines.sort_by(|left, right| left.0.total_cmp(&right.0));
                let count = lines.len() as f64;
                let step = PORT.min(boxes[at].width * 0.7 / count.max(1.0));
                for (place, (_, number)) in lines.iter().enumerate() {
                    offsets[*number] = (place as f64 - (count - 1.0) / 2.0) * step;
                }
            }
            offsets
        };
        Self {
            below: spread(|chain| match *chain {
                [first, next, ..] => Some((first, next)),
                _ => None,
            }),
            above: spread(|chain| match *chain {
                [.., before, last] => Some((last, before)),
                _ => None,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: Size = Size {
        width: 100.0,
        height: 40.0,
    };

    fn way(from: usize, to: usize) -> Way {
        let label = None;
        Way { from, to, label }
    }

    fn overlaps(a: Point, b: Point) -> bool {
        (a.0 - b.0).abs() < BOX.width && (a.1 - b.1).abs() < BOX.height
    }

    #[test]
    fn boxes_never_overlap_and_ways_lead_down() {
        let ways = [
            way(0, 1),
            way(0, 2),
            way(1, 3),
            way(2, 3),
            way(0, 3),
            way(3, 4),
            way(4, 1),
        ];
        let placed = layout(&[BOX; 5], &ways, 0);
        for a in 0..5 {
            for b in 0..a {
                assert!(!overlaps(placed.boxes[a], placed.boxes[b]), "{placed:?}");
            }
        }
        for (way, route) in ways.iter().zip(&placed.routes).take(6) {
            assert!(placed.boxes[way.from].1 < placed.boxes[way.to].1);
            let (first, last) = (route.points[0], route.points[route.points.len() - 1]);
            assert!(first.1 < last.1, "{route:?}");
        }
        // The one that leads back up does.
        let back = &placed.routes[6].points;
        assert!(back[0].1 > back[back.len() - 1].1, "{back:?}");
    }

    #[test]
    fn a_line_over_layers_passes_the_boxes_between() {
        let ways = [way(0, 1), way(1, 2), way(0, 2)];
        let placed = layout(&[BOX; 3], &ways, 0);
        let (left, top) = placed.boxes[1];
        for (x, y) in &placed.routes[2].points {
            let is_inside =
                (left..left + BOX.width).contains(x) && (top..top + BOX.height).contains(y);
            assert!(
                !is_inside,
                "{:?} runs through {left} {top}",
                placed.routes[2]
            );
        }
    }

    #[test]
    fn labels_have_room_of_their_own() {
        let size = Size {
            width: 150.0,
            height: 14.0,
        };
        let labelled = |to| Way {
            from: 0,
            to,
            label: Some(size),
        };
        let placed = layout(&[BOX; 3], &[labelled(1), labelled(2)], 0);
        let labels: Vec<Point> = placed
            .routes
            .iter()
            .filter_map(|route| route.label)
            .collect();
        assert_eq!(labels.len(), 2);
        assert!(
            (labels[0].0 - labels[1].0).abs() >= size.width,
            "{labels:?}"
        );
        assert!(placed.size.width >= 2.0 * size.width);
    }

    #[test]
    fn nothing_and_loops_are_drawn_as_well() {
        assert_eq!(layout(&[], &[], 0).size.width, 0.0);
        let placed = layout(&[BOX], &[way(0, 0)], 0);
        assert_eq!(placed.routes[0].points.len(), 4);
        assert!(placed.size.width > BOX.width);
        let placed = layout(&[BOX; 2], &[way(0, 1), way(1, 0)], 0);
        assert!(!overlaps(placed.boxes[0], placed.boxes[1]));
    }
}
