//! What can be measured of a picture without knowing what it shows.

use crate::color::luma;
use crate::pixels::Pixels;

/// Measures of a picture. They do not depend on its resolution: all are taken at one size.
#[derive(Debug, Clone, PartialEq)]
pub struct Quality {
    /// Mean luma, 0 (black) to 100 (white).
    pub brightness: f64,
    /// How much detail a blur would take away, 0 to 100. A flat or thoroughly blurred picture
    /// has next to none, a focused photograph some 40 to 80.
    pub sharpness: f64,
    /// The span of luma that holds the middle 96 % of pixels, 0 (flat) to 100.
    pub contrast: f64,
    /// The most frequent colours, the most frequent first, at most
    /// [`Quality::MOST_COLORS`]. Shares add up to at most 1.
    pub dominant_colors: Vec<DominantColor>,
}

impl Quality {
    /// Colours kept.
    pub const MOST_COLORS: usize = 6;
}

/// A colour that fills a part of a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DominantColor {
    /// 0 to 255.
    pub red: u8,
    /// 0 to 255.
    pub green: u8,
    /// 0 to 255.
    pub blue: u8,
    /// The part of the picture that it fills, 0 to 1.
    pub share: f64,
}

/// Longer side at which is measured: fine enough for focus, small enough to be quick.
const MEASURED_SIDE: u32 = 512;
/// Longer side at which colours are counted.
const COUNTED_SIDE: u32 = 96;

/// Measures a picture.
pub fn measure(pixels: &Pixels) -> Quality {
    let pixels = pixels.fit_within(MEASURED_SIDE);
    let width = pixels.width() as usize;
    let lumas: Vec<f32> = pixels
        .data()
        .chunks_exact(3)
        .map(|pixel| luma([pixel[0], pixel[1], pixel[2]]))
        .collect();
    let mut histogram = [0u64; 256];
    for luma in &lumas {
        histogram[luma.round().clamp(0.0, 255.0) as usize] += 1;
    }
    let count = lumas.len() as f64;
    let sum: f64 = lumas.iter().map(|luma| f64::from(*luma)).sum();
    let span = quantile(&histogram, 0.98) - quantile(&histogram, 0.02);
    Quality {
        brightness: sum / count / 255.0 * 100.0,
        sharpness: sharpness(&lumas, width) * 100.0,
        contrast: span / 255.0 * 100.0,
        dominant_colors: dominant_colors(&pixels),
    }
}

/// The luma below which the given part of the pixels lies.
fn quantile(histogram: &[u64; 256], part: f64) -> f64 {
    let total: u64 = histogram.iter().sum();
    let wanted = (total as f64 * part).max(1.0);
    let mut seen = 0;
    for (luma, count) in histogram.iter().enumerate() {
        seen += count;
        if seen as f64 >= wanted {
            return luma as f64;
        }
    }
    255.0
}

/// 1 minus the no-reference blur measure of Crete, Dolmiere, Ladret and Nicolas (2007): blur
/// the picture once more along each axis and see how much of the difference between neighbours
/// is lost. A sharp picture loses much of it, a blurred one little. The worse axis counts,
/// which finds motion blur, too.
fn sharpness(lumas: &[f32], width: usize) -> f64 {
    let height = lumas.len() / width.max(1);
    let across = lost_by_blur(lumas, height, width, width, 1);
    let down = lost_by_blur(lumas, width, height, 1, width);
    across.min(down)
}

/// The part of the difference between neighbours that a nine-tap blur takes away, over `lines`
/// lines of `length` values; neighbours are `step` apart, lines `line_step`.
fn lost_by_blur(lumas: &[f32], lines: usize, length: usize, line_step: usize, step: usize) -> f64 {
    const REACH: usize = 4;
    if length < 2 * REACH + 2 {
        return 0.0;
    }
    let mut total = 0.0;
    let mut lost = 0.0;
    for line in 0..lines {
        let value = |index: usize| lumas[line * line_step + index * step];
        let window = |index: usize| {
            let sum: f32 = (index - REACH..=index + REACH).map(value).sum();
            sum / (2 * REACH + 1) as f32
        };
        let mut before = window(REACH);
        for index in REACH + 1..length - REACH {
            let after = window(index);
            let sharp = (value(index) - value(index - 1)).abs();
            let blurred = (after - before).abs();
            before = after;
            total += f64::from(sharp);
            lost += f64::from((sharp - blurred).max(0.0));
        }
    }
    if total > 0.0 { lost / total } else { 0.0 }
}

/// The most frequent colours: counted in cubes of 32 a side, then cubes that look alike joined
/// to the more frequent one.
fn dominant_colors(pixels: &Pixels) -> Vec<DominantColor> {
    /// Colours nearer than this (Euclidean, of 255) are one colour to a reader.
    const ALIKE: f64 = 48.0;
    let pixels = pixels.fit_within(COUNTED_SIDE);
    let mut cubes = vec![([0u64; 3], 0u64); 512];
    for pixel in pixels.data().chunks_exact(3) {
        let index = pixel
            .iter()
            .fold(0, |index, value| index * 8 + usize::from(value >> 5));
        let (sums, count) = &mut cubes[index];
        for (sum, value) in sums.iter_mut().zip(pixel) {
            *sum += u64::from(*value);
        }
        *count += 1;
    }
    let total: u64 = cubes.iter().map(|(_, count)| count).sum();
    cubes.retain(|(_, count)| *count > 0);
    // Stable, so that equally frequent colours keep the order of their cubes.
    cubes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));

    let mean = |sums: &[u64; 3], count: u64| sums.map(|sum| sum as f64 / count as f64);
    let mut joined: Vec<([u64; 3], u64)> = Vec::new();
    for (sums, count) in cubes {
        let color = mean(&sums, count);
        let near = joined.iter_mut().find(|(others, many)| {
            let other = mean(others, *many);
            let squares = color.iter().zip(other).map(|(a, b)| (a - b) * (a - b));
            squares.sum::<f64>() < ALIKE * ALIKE
        });
        match near {
            Some((others, many)) => {
                for (other, sum) in others.iter_mut().zip(sums) {
                    *other += sum;
                }
                *many += count;
            }
            None => joined.push((sums, count)),
        }
    }
    joined.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    joined
        .into_iter()
        .take(Quality::MOST_COLORS)
        .map(|(sums, count)| {
            let [red, green, blue] = mean(&sums, count).map(|value| value.round() as u8);
            DominantColor {
                red,
                green,
                blue,
                share: count as f64 / total as f64,
            }
        })
        .collect()
}
