//! Whether heat maps are hot where the defects are: the per-region overlap.
//!
//! AUPRO (Bergmann, Batzner, Fauser, Sattlegger, Steger: The MVTec Anomaly Detection Dataset,
//! International Journal of Computer Vision 129, 2021): at every threshold, the mean over all
//! defective regions of the part that is found, against the part of sound pixels that are called
//! defective; the area below this curve up to a false positive rate of 0.3, divided by 0.3. Every
//! region counts alike, however small it is.

use std::collections::BTreeMap;

/// The false positive rate up to which the curve is integrated, as the paper does.
const MOST_FALSE_POSITIVES: f64 = 0.3;
/// Bits of a score that are dropped: what is left is its sign, its exponent and 11 bits of its fraction.
const DROPPED_BITS: u32 = 12;
/// What a whole region counts: a number that every pixel is given a part of, so that sums of parts are
/// exact enough and do not depend on the order in which pictures come.
const WHOLE: u128 = 1 << 64;

/// Heat maps beside masks, picture by picture.
///
/// Scores are counted in bins whose ends differ by one part in 2,048, and scores of a bin count as equal: what
/// is kept grows with the range of the scores and not with the pictures, to some 50 MB for scores of
/// every size that there is, and to some 2 MB for those between 0.001 and 1.
#[derive(Debug, Clone, Default)]
pub struct Overlap {
    /// What there is of every score, by the score's order.
    bins: BTreeMap<u32, Bin>,
    /// Sound pixels of all bins.
    sound: u64,
    /// Defective regions.
    regions: u64,
}

/// The pixels of about the same score.
#[derive(Debug, Clone, Copy, Default)]
struct Bin {
    /// Sound ones.
    sound: u64,
    /// The parts of their regions that the defective ones are, in all, of [`WHOLE`].
    found: u128,
}

/// A heat map and a mask that cannot be held against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OverlapError {
    /// They are of other sizes.
    #[error(
        "{scores} scores and {mask} pixels of a mask do not make a picture that is {width} pixels \
         wide: both have to be width x height"
    )]
    Sides {
        /// Scores.
        scores: usize,
        /// Pixels of the mask.
        mask: usize,
        /// Pixels across.
        width: usize,
    },
    /// A score is no number.
    #[error("the score of pixel {index} is no finite number")]
    NotFinite {
        /// The pixel, row by row.
        index: usize,
    },
}

impl Overlap {
    /// Adds a picture, `width` pixels wide: the score of every pixel, row by row, and whether it
    /// is defective. Defective pixels that touch, diagonally as well, are one region. A picture
    /// without a defect has a mask that is all `false`.
    ///
    /// # Errors
    /// When the sizes do not fit or a score is not finite; nothing is added then.
    pub fn add(&mut self, scores: &[f32], mask: &[bool], width: usize) -> Result<(), OverlapError> {
        if width == 0 || scores.len() != mask.len() || !scores.len().is_multiple_of(width) {
            return Err(OverlapError::Sides {
                scores: scores.len(),
                mask: mask.len(),
                width,
            });
        }
        if let Some(index) = scores.iter().position(|score| !score.is_finite()) {
            return Err(OverlapError::NotFinite { index });
        }
        let sound = mask.iter().zip(scores).filter(|(wrong, _)| !**wrong);
        for (_, score) in sound {
            self.bins.entry(bin(*score)).or_default().sound += 1;
            self.sound += 1;
        }
        for region in regions(mask, width) {
            let part = WHOLE / region.len() as u128;
            for pixel in region {
                self.bins.entry(bin(scores[pixel])).or_default().found += part;
            }
            self.regions += 1;
        }
        Ok(())
    }

    /// The area under the curve, 0 to 1. `None` without a defective region or a sound pixel.
    pub fn aupro(self) -> Option<f64> {
        if self.regions == 0 || self.sound == 0 {
            return None;
        }
        let all = WHOLE as f64 * self.regions as f64;
        let (mut area, mut rate, mut overlap) = (0.0, 0.0, 0.0);
        let (mut sound, mut found) = (0, 0);
        for bin in self.bins.values().rev() {
            sound += bin.sound;
            found += bin.found;
            let next_rate = sound as f64 / self.sound as f64;
            let next_overlap = found as f64 / all;
            if next_rate >= MOST_FALSE_POSITIVES {
                // Cut where the line from the one point to the next crosses the limit.
                let part = (MOST_FALSE_POSITIVES - rate) / (next_rate - rate);
                let at_limit = overlap + (next_overlap - overlap) * part;
                area += (MOST_FALSE_POSITIVES - rate) * (overlap + at_limit) / 2.0;
                break;
            }
            area += (next_rate - rate) * (overlap + next_overlap) / 2.0;
            (rate, overlap) = (next_rate, next_overlap);
        }
        Some((area / MOST_FALSE_POSITIVES).clamp(0.0, 1.0))
    }
}

/// The bin of a finite score: bins are in the order of their scores.
fn bin(score: f32) -> u32 {
    // Both zeros are one.
    let bits = (score + 0.0).to_bits();
    let ordered = match bits >> 31 {
        0 => bits | 1 << 31,
        _ => !bits,
    };
    ordered >> DROPPED_BITS
}

/// The pixels of every region.
fn regions(mask: &[bool], width: usize) -> Vec<Vec<usize>> {
    let height = mask.len() / width;
    let mut seen = vec![false; mask.len()];
    let mut regions = Vec::new();
    for start in 0..mask.len() {
        if !mask[start] || seen[start] {
            continue;
        }
        seen[start] = true;
        let mut region = vec![start];
        let mut at = 0;
        while let Some(pixel) = region.get(at).copied() {
            at += 1;
            let (row, column) = (pixel / width, pixel % width);
            for y in row.saturating_sub(1)..(row + 2).min(height) {
                for x in column.saturating_sub(1)..(column + 2).min(width) {
                    let next = y * width + x;
                    if mask[next] && !seen[next] {
                        seen[next] = true;
                        region.push(next);
                    }
                }
            }
        }
        regions.push(region);
    }
    regions
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What 8,192 pictures of 16,384 places come to would be 1 GB otherwise.
    #[test]
    fn what_is_kept_does_not_grow_with_the_pictures() {
        let mut overlap = Overlap::default();
        let mut state = 7u32;
        let mut picture = || {
            let scores: Vec<f32> = (0..4096)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 8) as f32 / (1 << 24) as f32
                })
                .collect();
            let mask: Vec<bool> = (0..4096).map(|at| at % 64 < 2).collect();
            (scores, mask)
        };
        for _ in 0..200 {
            let (scores, mask) = picture();
            overlap.add(&scores, &mask, 64).unwrap();
        }
        assert_eq!(overlap.sound + 200 * 128, 200 * 4096);
        assert!(overlap.bins.len() < 25_000, "{} bins", overlap.bins.len());
        // A map of chance is the diagonal.
        let aupro = overlap.aupro().unwrap();
        assert!((aupro - 0.15).abs() < 0.02, "{aupro}");
    }

    #[test]
    fn bins_keep_the_order_of_scores_that_differ_by_a_thousandth() {
        let rising = [
            -2.0, -1.999, -1e-9, 0.0, 1e-9, 0.5, 0.5005, 1.0, 255.0, 256.0,
        ];
        let bins: Vec<u32> = rising.iter().map(|score| bin(*score)).collect();
        assert!(bins.is_sorted_by(|a, b| a < b), "{bins:?}");
        assert_eq!(bin(-0.0), bin(0.0));
    }
}
