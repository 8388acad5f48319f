//! What a model says of labelled pictures, one after the other.

use std::sync::Arc;

use contracts::examination::Verdict;
use contracts::lineage::Expectation;
use contracts::picture::{PictureFormat, PreparedPicture};
use contracts::training::TrainingPicture;
use contracts::{Day, DeviceClass, DeviceId, PictureId};
use evaluation::{Outcome, Overlap};
use runtime::Storage;
use vision::picture::Pixels;
use vision::{Backbone, Finding, Model};

use crate::data::{self, DataError};
use crate::page::Shown;

/// Side of the grid on which heat maps and masks are held against each other: a heat map has 32
/// places a side.
const GRID: usize = 128;
/// Pictures that the model was wrong about and that the page shows.
const MOST_SHOWN: usize = 24;
/// Longer side of a picture on the page, in pixels.
const SHOWN_SIDE: u32 = 320;
/// JPEG quality of a picture on the page.
const SHOWN_QUALITY: u8 = 75;

/// Pictures as they are scored.
pub(super) struct Scoring {
    backbone: Arc<Backbone>,
    model: Arc<Model>,
    class: DeviceClass,
    outcomes: Vec<Outcome>,
    /// Where any of the pictures has a mask.
    overlap: Option<Overlap>,
    shown: Vec<Shown>,
    candidates: Vec<Expectation>,
}

/// All of them.
pub(super) struct Scored {
    pub(super) outcomes: Vec<Outcome>,
    /// Overlap of heat maps and masks, where there are any.
    pub(super) aupro: Option<f64>,
    /// Pictures that the model was wrong about.
    pub(super) shown: Vec<Shown>,
    /// Pictures that it was right about, for a smoke test.
    pub(super) candidates: Vec<Expectation>,
}

impl Scoring {
    /// Of the pictures that will be scored.
    pub(super) fn new(
        backbone: Arc<Backbone>,
        model: Model,
        class: DeviceClass,
        pictures: &[&TrainingPicture],
    ) -> Self {
        Self {
            backbone,
            model: Arc::new(model),
            class,
            outcomes: Vec::new(),
            overlap: overlap_of(pictures),
            shown: Vec::new(),
            candidates: Vec::new(),
        }
    }

    /// Scores a picture.
    pub(super) async fn add(
        &mut self,
        pictures: &dyn Storage,
        picture: &TrainingPicture,
    ) -> Result<(), DataError> {
        let bytes = data::picture(pictures, picture).await?;
        let size = bytes.len() as u64;
        let pixels = data::pixels(picture, &bytes)?;
        let mask = data::mask(pictures, picture).await?;
        let (backbone, model) = (Arc::clone(&self.backbone), Arc::clone(&self.model));
        let examined = tokio::task::spawn_blocking(move || {
            let finding = model.examine(&backbone, &pixels);
            (finding, pixels)
        });
        let unusable = |why: String| DataError::Unusable(format!("{}: {why}", picture.name));
        let (finding, pixels) = examined
            .await
            .map_err(|error| unusable(error.to_string()))?;
        let finding = finding.map_err(|error| unusable(error.to_string()))?;
        self.compare(picture, &finding, mask.as_ref())
            .map_err(unusable)?;
        self.outcomes.push(Outcome {
            picture: picture.name.clone(),
            device_class: self.class.to_string(),
            device: picture.device.clone(),
            anomalous: picture.anomalous,
            score: finding.score,
        });
        if finding.anomalous == picture.anomalous {
            let expectation = self.expectation(picture, &finding, &pixels, size);
            self.candidates.extend(expectation);
        } else if self.shown.len() < MOST_SHOWN {
            self.shown
                .push(shown(picture, &finding, &pixels).map_err(unusable)?);
        }
        Ok(())
    }

    /// Holds the heat map against the mask. An anomalous picture without a mask says nothing of
    /// where; of a normal one every place is sound.
    fn compare(
        &mut self,
        picture: &TrainingPicture,
        finding: &Finding,
        mask: Option<&Pixels>,
    ) -> Result<(), String> {
        let (Some(heat_map), Some(overlap)) = (&finding.heat_map, &mut self.overlap) else {
            return Ok(());
        };
        if picture.anomalous && mask.is_none() {
            return Ok(());
        }
        let scores = heat_map.resized(GRID, GRID);
        let wrong = mask.map_or_else(|| vec![false; GRID * GRID], on_grid);
        overlap
            .add(&scores, &wrong, GRID)
            .map_err(|error| error.to_string())
    }

    /// What whoever serves the model must say of the picture.
    fn expectation(
        &self,
        picture: &TrainingPicture,
        finding: &Finding,
        pixels: &Pixels,
        bytes: u64,
    ) -> Option<Expectation> {
        let device = picture.device.as_deref();
        let device = device.and_then(|device| DeviceId::parse(device).ok());
        Some(Expectation {
            picture: PreparedPicture {
                id: PictureId::parse(picture.sha256.get(..32)?).ok()?,
                source: picture.key.clone(),
                key: picture.key.clone(),
                device_class: self.class.clone(),
                device_id: device.unwrap_or_else(DeviceId::unknown),
                // The day of the promotion takes its place; there is no capture here.
                day: Day::parse(Day::FIRST).ok()?,
                format: PictureFormat::Jpeg,
                width: pixels.width(),
                height: pixels.height(),
                bytes,
                uploaded_at: format!("{}T00:00:00Z", Day::FIRST),
                captured_at: None,
                latitude: None,
                longitude: None,
                duplicate_of: None,
            },
            verdict: if finding.anomalous {
                Verdict::Anomalous
            } else {
                Verdict::Normal
            },
            score: finding.score,
        })
    }

    pub(super) fn finish(self) -> Scored {
        Scored {
            aupro: self.overlap.and_then(Overlap::aupro),
            outcomes: self.outcomes,
            shown: self.shown,
            candidates: self.candidates,
        }
    }
}

/// Nothing is held against masks where there are none.
fn overlap_of(pictures: &[&TrainingPicture]) -> Option<Overlap> {
    let has_masks = pictures.iter().any(|picture| picture.mask.is_some());
    has_masks.then(Overlap::default)
}

/// Where a mask is not white, on the grid: where any pixel of a cell is not. A scratch is thinner than a cell,
/// and every region counts alike.
fn on_grid(mask: &Pixels) -> Vec<bool> {
    let (width, height) = (mask.width() as usize, mask.height() as usize);
    // A mask that is smaller than the grid has a pixel in every cell all the same.
    let pixels = |at: usize, length: usize| {
        let from = at * length / GRID;
        from..((at + 1) * length / GRID).max(from + 1)
    };
    let is_wrong = |x: usize, y: usize| mask.data()[(y * width + x) * 3..][..3] != [0xff; 3];
    (0..GRID * GRID)
        .map(|at| {
            pixels(at / GRID, height).any(|y| pixels(at % GRID, width).any(|x| is_wrong(x, y)))
        })
        .collect()
}

fn shown(picture: &TrainingPicture, finding: &Finding, pixels: &Pixels) -> Result<Shown, String> {
    let jpeg = |pixels: &Pixels| {
        let small = pixels.fit_within(SHOWN_SIDE);
        small
            .encode_jpeg(SHOWN_QUALITY)
            .map_err(|error| error.to_string())
    };
    let heat_map = match &finding.heat_map {
        Some(heat_map) => Some(jpeg(&heat_map.overlay(&pixels.fit_within(SHOWN_SIDE)))?),
        None => None,
    };
    Ok(Shown {
        name: picture.name.clone(),
        device: picture.device.clone(),
        anomalous: picture.anomalous,
        score: finding.score,
        jpeg: jpeg(pixels)?,
        heat_map,
    })
}

#[cfg(test)]
mod tests {
    use contracts::training::TrainingPart;

    use super::*;

    #[test]
    fn without_a_mask_nothing_is_kept_of_heat_maps() {
        let plain = TrainingPicture {
            key: "training/meter/pictures/1.jpg".to_owned(),
            sha256: "0".repeat(64),
            name: "1.jpg".to_owned(),
            anomalous: true,
            device: None,
            group: None,
            mask: None,
            part: Some(TrainingPart::Test),
            landed: None,
            landed_from: None,
            assumed: false,
        };
        let masked = TrainingPicture {
            mask: Some("training/meter/masks/1.png".to_owned()),
            ..plain.clone()
        };
        assert!(overlap_of(&[&plain]).is_none());
        assert!(overlap_of(&[&plain, &masked]).is_some());
    }

    #[test]
    fn a_mask_keeps_its_place_on_the_grid() {
        let (width, height) = (300, 200);
        let mut data = vec![0xff; width * height * 3];
        for y in 0..height / 2 {
            for x in 0..width / 2 {
                data[(y * width + x) * 3] = 0;
            }
        }
        let mask = Pixels::new(width as u32, height as u32, data).unwrap();
        let grid = on_grid(&mask);
        assert_eq!(grid.iter().filter(|wrong| **wrong).count(), GRID * GRID / 4);
        assert!(grid[0] && !grid[GRID - 1] && !grid[GRID * GRID - 1]);
    }

    /// How many regions there are, by filling them one after the other.
    fn regions(grid: &[bool]) -> usize {
        let mut left = grid.to_vec();
        let mut found = 0;
        while let Some(start) = left.iter().position(|wrong| *wrong) {
            found += 1;
            let mut next = vec![start];
            while let Some(at) = next.pop() {
                if !std::mem::take(&mut left[at]) {
                    continue;
                }
                let (x, y) = (at % GRID, at / GRID);
                for y in y.saturating_sub(1)..(y + 2).min(GRID) {
                    next.extend((x.saturating_sub(1)..(x + 2).min(GRID)).map(|x| y * GRID + x));
                }
            }
        }
        found
    }

    #[test]
    fn what_is_thin_or_small_stays_a_region() {
        const SIDE: usize = 1024;
        let drawn = |is_wrong: &dyn Fn(usize, usize) -> bool| {
            let pixels = (0..SIDE * SIDE).flat_map(|at| match is_wrong(at % SIDE, at / SIDE) {
                true => [0; 3],
                false => [0xff; 3],
            });
            let mask = Pixels::new(SIDE as u32, SIDE as u32, pixels.collect()).unwrap();
            on_grid(&mask)
        };
        // Seven pixels across, where no cell's middle is, and slanted.
        let level = drawn(&|x, y| (100..900).contains(&x) && (505..512).contains(&y));
        assert_eq!(regions(&level), 1);
        assert_eq!(level.iter().filter(|wrong| **wrong).count(), 101);
        let slanted = |thick: usize| {
            drawn(&move |x, y| (100..900).contains(&x) && (x / 3..x / 3 + thick).contains(&y))
        };
        assert_eq!(regions(&slanted(7)), 1);
        assert_eq!(regions(&slanted(1)), 1);
        assert_eq!(regions(&drawn(&|x, y| (x, y) == (1, 1022))), 1);
    }
}
