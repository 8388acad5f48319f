//! From a map to boxes: places at or above the threshold that touch belong together.

use contracts::examination::AnomalyBox;

use super::{HeatMap, MAP_SIDE};

/// An anomalous region, in fractions (0 to 1) of the picture's width and height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Region {
    /// Distance of the left edge from the picture's left edge.
    pub left: f64,
    /// Distance of the top edge from the picture's top edge.
    pub top: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// The region's highest score, 0 to 1.
    pub score: f64,
}

impl From<Region> for AnomalyBox {
    fn from(of: Region) -> Self {
        Self {
            left: of.left,
            top: of.top,
            width: of.width,
            height: of.height,
            score: of.score,
        }
    }
}

/// The regions at or above the threshold, the most anomalous first.
pub(super) fn find(map: &HeatMap) -> Vec<Region> {
    let mut seen = vec![false; MAP_SIDE * MAP_SIDE];
    let mut regions = Vec::new();
    for start in 0..MAP_SIDE * MAP_SIDE {
        if seen[start] || map.scores()[start] < 0.5 {
            continue;
        }
        let (mut left, mut right, mut top, mut bottom) = (MAP_SIDE, 0, MAP_SIDE, 0);
        let mut score = 0.0f32;
        let mut waiting = vec![start];
        seen[start] = true;
        while let Some(place) = waiting.pop() {
            let (row, column) = (place / MAP_SIDE, place % MAP_SIDE);
            left = left.min(column);
            right = right.max(column);
            top = top.min(row);
            bottom = bottom.max(row);
            score = score.max(map.scores()[place]);
            for y in row.saturating_sub(1)..(row + 2).min(MAP_SIDE) {
                for x in column.saturating_sub(1)..(column + 2).min(MAP_SIDE) {
                    let next = y * MAP_SIDE + x;
                    if !seen[next] && map.scores()[next] >= 0.5 {
                        seen[next] = true;
                        waiting.push(next);
                    }
                }
            }
        }
        let fraction = |places: usize| places as f64 / MAP_SIDE as f64;
        regions.push(Region {
            left: fraction(left),
            top: fraction(top),
            width: fraction(right + 1 - left),
            height: fraction(bottom + 1 - top),
            score: f64::from(score),
        });
    }
    // Stable, so that equals keep the order from top left.
    regions.sort_by(|a, b| b.score.total_cmp(&a.score));
    regions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_that_touch_make_one_box() {
        let mut scores = vec![0.1; MAP_SIDE * MAP_SIDE];
        for (row, column, score) in [(4, 8, 0.6), (5, 9, 0.9), (6, 9, 0.5), (20, 0, 0.7)] {
            scores[row * MAP_SIDE + column] = score;
        }
        let regions = find(&HeatMap::new(scores));
        assert_eq!(regions.len(), 2);
        let first = regions[0];
        assert_eq!((first.left, first.top), (0.25, 0.125));
        assert_eq!((first.width, first.height), (2.0 / 32.0, 3.0 / 32.0));
        assert!((first.score - 0.9).abs() < 1e-6);
        assert_eq!(regions[1].left, 0.0);
    }

    #[test]
    fn nothing_above_the_threshold_is_no_region() {
        assert!(find(&HeatMap::new(vec![0.49; MAP_SIDE * MAP_SIDE])).is_empty());
    }
}
