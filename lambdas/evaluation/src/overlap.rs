//! Whether heat maps are hot where the defects are: the per-region overlap.
//!
//! AUPRO (Bergmann, Batzner, Fauser, Sattlegger, Steger: The MVTec Anomaly Detection Dataset,
//! International Journal of Computer Vision 129, 2021): at every threshold, the mean over all
//! defective regions of the part that is found, against the part of sound pixels that are called
//! defective; the area below this curve up to a false positive rate of 0.3, divided by 0.3. Every
//! region counts alike, however small it is.

/// The false positive rate up to which the curve is integrated, as the paper does.
const MOST_FALSE_POSITIVES: f64 = 0.3;
/// What stands for a sound pixel where the others have their region.
const SOUND: u32 = u32::MAX;

/// Heat maps beside masks, picture by picture. Takes 8 bytes a pixel.
#[derive(Debug, Clone, Default)]
pub struct Overlap {
    /// Score and region of every pixel.
    pixels: Vec<(f32, u32)>,
    /// Pixels of every region.
    regions: Vec<u64>,
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
        let regions = self.label(mask, width);
        self.pixels.extend(scores.iter().copied().zip(regions));
        Ok(())
    }

    /// The area under the curve, 0 to 1. `None` without a defective region or a sound pixel.
    pub fn aupro(mut self) -> Option<f64> {
        let sound = self.pixels.iter().filter(|pixel| pixel.1 == SOUND).count() as f64;
        if self.regions.is_empty() || sound == 0.0 {
            return None;
        }
        let gains: Vec<f64> = self
            .regions
            .iter()
            .map(|size| 1.0 / (*size as f64 * self.regions.len() as f64))
            .collect();
        // By region as well, so that sums do not depend on the order in which pictures came.
        self.pixels
            .sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let (mut area, mut rate, mut overlap) = (0.0, 0.0, 0.0);
        for equal in self.pixels.chunk_by(|a, b| a.0 == b.0) {
            let (mut next_rate, mut next_overlap) = (rate, overlap);
            for (_, region) in equal {
                match gains.get(*region as usize) {
                    Some(gain) => next_overlap += gain,
                    None => next_rate += 1.0 / sound,
                }
            }
            if next_rate >= MOST_FALSE_POSITIVES {
                // Cut where the line from the one point to the next crosses the limit.
                let part = (MOST_FALSE_POSITIVES - rate) / (next_rate - rate);
                let at_limit = overlap + (next_overlap - overlap) * part;
                area += (MOST_FALSE_POSITIVES - rate) * (overlap + at_limit) / 2.0;
                return Some((area / MOST_FALSE_POSITIVES).clamp(0.0, 1.0));
            }
            area += (next_rate - rate) * (overlap + next_overlap) / 2.0;
            (rate, overlap) = (next_rate, next_overlap);
        }
        // Rounding has kept the last rate below the limit; what is left has all overlap.
        area += (MOST_FALSE_POSITIVES - rate) * overlap;
        Some((area / MOST_FALSE_POSITIVES).clamp(0.0, 1.0))
    }

    /// Gives every defective pixel its region.
    fn label(&mut self, mask: &[bool], width: usize) -> Vec<u32> {
        let height = mask.len() / width;
        let mut labels = vec![SOUND; mask.len()];
        let mut waiting = Vec::new();
        for start in 0..mask.len() {
            if !mask[start] || labels[start] != SOUND {
                continue;
            }
            let region = self.regions.len() as u32;
            let mut size = 0;
            labels[start] = region;
            waiting.push(start);
            while let Some(pixel) = waiting.pop() {
                size += 1;
                let (row, column) = (pixel / width, pixel % width);
                for y in row.saturating_sub(1)..(row + 2).min(height) {
                    for x in column.saturating_sub(1)..(column + 2).min(width) {
                        let next = y * width + x;
                        if mask[next] && labels[next] == SOUND {
                            labels[next] = region;
                            waiting.push(next);
                        }
                    }
                }
            }
            self.regions.push(size);
        }
        labels
    }
}
