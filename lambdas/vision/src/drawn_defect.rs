//! Defects drawn into sound pictures, to choose between models where no real defect is known.
//!
//! CutPaste (Li, Sohn, Yoon, Pfister: CutPaste, 2021): a piece of the picture itself is put where
//! it does not belong. What tells such pictures from sound ones best tells real defects best more
//! often than not; it says nothing of how many of those are found.

use crate::fitting::Random;
use crate::pixels::Pixels;

/// The picture with a piece of it, 2 to 10 % of its area, somewhere else and a little brighter or
/// darker. The same seed draws the same.
pub(crate) fn draw(pixels: &Pixels, seed: u64) -> Pixels {
    let mut random = Random::new(seed);
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    let mut between = |from: f64, to: f64| {
        from + (to - from) * random.below(1 << 32) as f64 / (1u64 << 32) as f64
    };
    let area = between(0.02, 0.10) * (width * height) as f64;
    // From three times as wide as high to three times as high.
    let ratio = between(-1.0, 1.0).exp2().powf(1.6);
    let side = |length: f64, most: usize| (length.round() as usize).clamp(1, most);
    let across = side((area * ratio).sqrt(), width);
    let down = side((area / ratio).sqrt(), height);
    let mut place =
        |length: usize, piece: usize| (between(0.0, 1.0) * (length - piece + 1) as f64) as usize;
    let (from_left, from_top) = (place(width, across), place(height, down));
    let (to_left, to_top) = (place(width, across), place(height, down));
    let brightness = between(0.8, 1.25);
    let source = pixels.data();
    let mut data = source.to_vec();
    for row in 0..down {
        let from = ((from_top + row) * width + from_left) * 3;
        let to = ((to_top + row) * width + to_left) * 3;
        let piece = &source[from..from + across * 3];
        for (target, value) in data[to..to + across * 3].iter_mut().zip(piece) {
            *target = (f64::from(*value) * brightness).round().min(255.0) as u8;
        }
    }
    pixels.with_data(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_of_the_picture_changes_and_no_more() {
        let data = (0..90 * 60)
            .flat_map(|i: u32| [(i % 90) as u8 * 2, (i / 90) as u8, 90])
            .collect();
        let picture = Pixels::new(90, 60, data).unwrap();
        for seed in 0..200 {
            let drawn = draw(&picture, seed);
            let pairs = picture
                .data()
                .chunks_exact(3)
                .zip(drawn.data().chunks_exact(3));
            let changed = pairs.filter(|(before, after)| before != after).count();
            assert!(changed <= 90 * 60 / 9, "{seed}: {changed}");
            assert_eq!(drawn, draw(&picture, seed));
        }
        assert_ne!(draw(&picture, 1), draw(&picture, 2));
        let smallest = Pixels::new(1, 1, vec![7; 3]).unwrap();
        assert_eq!(draw(&smallest, 3).width(), 1);
    }
}
