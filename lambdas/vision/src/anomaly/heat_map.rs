//! The score of every place, and how to show it to people.

use super::MAP_SIDE;
use crate::color::luma;
use crate::pixels::Pixels;

/// Scores (0 to 1; 0.5 is the threshold) on a grid of 32 x 32 places over the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatMap {
    scores: Vec<f32>,
}

/// Colours of the overlay by score: nothing below the first, then towards red.
const RAMP: [(f32, [f32; 3], f32); 4] = [
    (0.40, [255.0, 235.0, 60.0], 0.0),
    (0.50, [255.0, 200.0, 40.0], 0.45),
    (0.65, [250.0, 110.0, 30.0], 0.60),
    (0.85, [215.0, 20.0, 30.0], 0.70),
];

impl HeatMap {
    pub(super) fn new(scores: Vec<f32>) -> Self {
        Self { scores }
    }

    /// Places a side.
    pub fn side(&self) -> usize {
        MAP_SIDE
    }

    /// Scores row by row from the top left.
    pub fn scores(&self) -> &[f32] {
        &self.scores
    }

    /// The score of every pixel of a picture of this size, row by row, bilinearly between places.
    pub fn resized(&self, width: usize, height: usize) -> Vec<f32> {
        let place =
            |at: usize, length: usize| (at as f32 + 0.5) / length as f32 * MAP_SIDE as f32 - 0.5;
        let rows = 0..height;
        rows.flat_map(|y| (0..width).map(move |x| self.between(place(x, width), place(y, height))))
            .collect()
    }

    /// The picture in grey with what is unusual coloured: yellow at the threshold, red far
    /// above it.
    pub fn overlay(&self, pixels: &Pixels) -> Pixels {
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        let mut data = Vec::with_capacity(pixels.data().len());
        for (pixel, score) in pixels
            .data()
            .chunks_exact(3)
            .zip(self.resized(width, height))
        {
            let grey = luma([pixel[0], pixel[1], pixel[2]]);
            let (color, opacity) = ramp(score);
            data.extend(
                color
                    .map(|value| (grey + (value - grey) * opacity).round().clamp(0.0, 255.0) as u8),
            );
        }
        pixels.with_data(data)
    }

    /// The score between places, bilinearly.
    fn between(&self, x: f32, y: f32) -> f32 {
        let most = (MAP_SIDE - 1) as f32;
        let (x, y) = (x.clamp(0.0, most), y.clamp(0.0, most));
        let (left, top) = (x as usize, y as usize);
        let (right, bottom) = ((left + 1).min(MAP_SIDE - 1), (top + 1).min(MAP_SIDE - 1));
        let (across, down) = (x - left as f32, y - top as f32);
        let at = |row: usize, column: usize| self.scores[row * MAP_SIDE + column];
        let upper = at(top, left) + (at(top, right) - at(top, left)) * across;
        let lower = at(bottom, left) + (at(bottom, right) - at(bottom, left)) * across;
        upper + (lower - upper) * down
    }
}

fn ramp(score: f32) -> ([f32; 3], f32) {
    let [first, .., last] = RAMP;
    if score <= first.0 {
        return (first.1, 0.0);
    }
    for pair in RAMP.windows(2) {
        let ((from, color, opacity), (to, next, more)) = (pair[0], pair[1]);
        if score < to {
            let part = (score - from) / (to - from);
            let mix = |a: f32, b: f32| a + (b - a) * part;
            let color = [0, 1, 2].map(|channel| mix(color[channel], next[channel]));
            return (color, mix(opacity, more));
        }
    }
    (last.1, last.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_overlay_colours_what_is_unusual_and_nothing_else() {
        let mut scores = vec![0.2; MAP_SIDE * MAP_SIDE];
        scores[..MAP_SIDE * MAP_SIDE / 2].fill(0.9);
        let picture = Pixels::new(64, 64, vec![100; 64 * 64 * 3]).unwrap();
        let overlay = HeatMap::new(scores).overlay(&picture);
        let at = |x: usize, y: usize| &overlay.data()[(y * 64 + x) * 3..][..3];
        let (red, green) = (at(32, 4)[0], at(32, 4)[1]);
        assert!(red > 150 && green < 80, "{red} {green}");
        assert_eq!(at(32, 60), [100; 3]);
    }
}
