//! A hash that near-equal pictures share: 256 bits from the low frequencies of the brightness.
//!
//! The picture is averaged to 64 x 64 points of brightness, of whose discrete cosine transform
//! the frequencies 1 to 16 of either axis are kept; a bit says whether its coefficient is above
//! their median. Compression, size and exposure change few bits; another picture changes about
//! half. This is the construction of PDQ (Meta, "The TMK+PDQF Video-Hashing Algorithm and the PDQ
//! Image-Hashing Algorithm", 2019). Turned and mirrored pictures are other pictures to it.

use std::f64::consts::PI;
use std::fmt;
use std::str::FromStr;

use vision::picture::Pixels;

use crate::hex;

/// Points of brightness a side.
const SIDE: usize = 64;
/// Frequencies kept of either axis.
const KEPT: usize = 16;
/// A standard deviation of brightness, of 255, below which a picture shows nothing: its bits
/// would be noise.
const LEAST_CONTRAST: f64 = 2.0;

/// 256 bits that near-equal pictures share nearly all of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PerceptualHash([u8; 32]);

/// A text that is no perceptual hash.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no perceptual hash: write 64 lower-case hexadecimal digits")]
pub struct PerceptualHashError(String);

impl PerceptualHash {
    /// Of a picture; none of one that shows nothing, such as a lens cap: all of those would be
    /// near to each other, or to anything.
    pub fn of(pixels: &Pixels) -> Option<Self> {
        let brightness = brightness(pixels);
        let points = (SIDE * SIDE) as f64;
        let mean = brightness.iter().flatten().sum::<f64>() / points;
        let squares = brightness
            .iter()
            .flatten()
            .map(|value| (value - mean).powi(2));
        if (squares.sum::<f64>() / points).sqrt() < LEAST_CONTRAST {
            return None;
        }
        let coefficients = low_frequencies(&brightness);
        let mut sorted = coefficients;
        sorted.sort_by(f64::total_cmp);
        let median = sorted[sorted.len() / 2];
        let mut bytes = [0; 32];
        for (at, coefficient) in coefficients.iter().enumerate() {
            if *coefficient > median {
                bytes[at / 8] |= 1 << (at % 8);
            }
        }
        Some(Self(bytes))
    }

    /// How many of the 256 bits differ.
    pub fn distance(&self, other: &Self) -> u32 {
        let bytes = self.0.iter().zip(&other.0);
        bytes.map(|(one, other)| (one ^ other).count_ones()).sum()
    }

    /// The bits in 16 words of 16.
    pub(crate) fn words(&self) -> [u16; 16] {
        std::array::from_fn(|at| u16::from_le_bytes([self.0[2 * at], self.0[2 * at + 1]]))
    }

    /// Of these bits.
    #[cfg(test)]
    pub(crate) const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

/// The picture's brightness (ITU-R BT.601) at 64 x 64 points, each the mean of what it covers.
fn brightness(pixels: &Pixels) -> [[f64; SIDE]; SIDE] {
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    let mut points = [[0.0; SIDE]; SIDE];
    for (row, line) in points.iter_mut().enumerate() {
        let rows = covered(row, height);
        for (column, point) in line.iter_mut().enumerate() {
            let columns = covered(column, width);
            let (mut sum, count) = (0_u64, rows.len() * columns.len());
            for y in rows.clone() {
                let start = (y * width + columns.start) * 3;
                let strip = &pixels.data()[start..start + columns.len() * 3];
                sum += strip
                    .chunks_exact(3)
                    .map(|rgb| {
                        299 * u64::from(rgb[0]) + 587 * u64::from(rgb[1]) + 114 * u64::from(rgb[2])
                    })
                    .sum::<u64>();
            }
            *point = sum as f64 / (1000 * count) as f64;
        }
    }
    points
}

/// The lines of a side of `length` pixels that a point covers: at least one.
fn covered(point: usize, length: usize) -> std::ops::Range<usize> {
    let start = point * length / SIDE;
    let end = ((point + 1) * length / SIDE).max(start + 1);
    start..end
}

/// The coefficients of the frequencies 1 to 16 of either axis, row by row (DCT-II).
fn low_frequencies(brightness: &[[f64; SIDE]; SIDE]) -> [f64; KEPT * KEPT] {
    let wave = |frequency: usize, point: usize| {
        (PI / (2 * SIDE) as f64 * ((frequency + 1) * (2 * point + 1)) as f64).cos()
    };
    let waves: [[f64; SIDE]; KEPT] =
        std::array::from_fn(|frequency| std::array::from_fn(|point| wave(frequency, point)));
    let dot = |one: &[f64; SIDE], other: &[f64; SIDE]| -> f64 {
        one.iter().zip(other).map(|(a, b)| a * b).sum()
    };
    // By columns first: the rows of what is left are then as long as a wave.
    let columns: [[f64; SIDE]; KEPT] = std::array::from_fn(|frequency| {
        std::array::from_fn(|column| {
            let rows = brightness.iter().zip(&waves[frequency]);
            rows.map(|(row, wave)| row[column] * wave).sum()
        })
    });
    std::array::from_fn(|at| dot(&columns[at / KEPT], &waves[at % KEPT]))
}

impl fmt::Display for PerceptualHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

impl FromStr for PerceptualHash {
    type Err = PerceptualHashError;
    fn from_str(text: &str) -> Result<Self, PerceptualHashError> {
        hex::decode(text)
            .map(Self)
            .ok_or_else(|| PerceptualHashError(text.to_owned()))
    }
}
