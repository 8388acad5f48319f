//! The first look: the picture as a whole, compared with sound ones.
//!
//! One vector for the picture, means of the features over a coarse grid, and how far each
//! of its numbers is from what is usual. It knows nothing of what belongs together and is blunt
//! for that, but it needs few pictures and is set to miss nothing: what it spares needs no close
//! look.

use serde::{Deserialize, Serialize};

use crate::backbone::{Backbone, BackboneError};
use crate::features::{CHANNELS, FeatureGrid, SIDE};
use crate::fitting::{describe_all, folds};
use crate::model_file::{self, ModelError};
use crate::pixels::Pixels;
use crate::scale::Scale;

pub use crate::fitting::{FitError, FitOptions};

/// How far above the middle of held-out sound pictures a picture becomes suspicious, in standard
/// deviations. Low: about a quarter of the sound pictures are looked at closely for nothing, and
/// next to no defective one is spared.
const DEVIATIONS: f64 = 0.75;
/// Cells a side of the coarse grid.
const CELLS: usize = 8;
/// Numbers of the vector.
const DIMENSIONS: usize = CELLS * CELLS * CHANNELS;
const KIND: &str = "a global model";

/// What sound pictures of a device class look like as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct GlobalModel {
    header: Header,
    usual: Usual,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Header {
    kind: String,
    backbone: String,
    /// How many pictures it was fitted on.
    pictures: usize,
    scale: Scale,
}

impl GlobalModel {
    /// Fits a model on pictures of sound devices.
    ///
    /// # Errors
    /// When there are fewer than 4 pictures or the network fails.
    pub fn fit(
        backbone: &Backbone,
        pictures: impl IntoIterator<Item = Pixels>,
        options: &FitOptions,
    ) -> Result<Self, FitError> {
        let examples = describe_all(backbone, pictures, options, |grid| summary(&grid))?;
        let mut sound = Vec::with_capacity(examples.len());
        for (fitted_on, held_out) in folds(&examples) {
            let usual = Usual::of(&slices(fitted_on));
            sound.extend(held_out.iter().map(|example| usual.distance(example)));
        }
        Ok(Self {
            usual: Usual::of(&slices(examples.iter())),
            header: Header {
                kind: KIND.to_owned(),
                backbone: backbone.name().to_owned(),
                pictures: examples.len(),
                scale: Scale::from_sound(&sound, DEVIATIONS),
            },
        })
    }

    /// The model as a file. The same model always gives the same bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let values = [self.usual.means.as_slice(), self.usual.spreads.as_slice()].concat();
        model_file::write(&self.header, &values)
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// When the bytes are something else, damaged, or of another version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let (header, mut means): (Header, _) = model_file::read(bytes)?.of_kind(KIND)?;
        if !header.scale.is_sane() || means.len() != 2 * DIMENSIONS {
            return Err(ModelError::damaged("its parts do not belong together"));
        }
        let spreads = means.split_off(DIMENSIONS);
        if spreads.iter().any(|spread| *spread <= 0.0) {
            return Err(ModelError::damaged("a spread is not above 0"));
        }
        let usual = Usual { means, spreads };
        Ok(Self { header, usual })
    }

    /// How many pictures it was fitted on.
    pub fn pictures(&self) -> usize {
        self.header.pictures
    }

    /// How unlike the sound pictures this one is, 0 to 1: suspicious from 0.5 on.
    ///
    /// # Errors
    /// When the network fails or is not the one that the model was fitted with.
    pub fn suspicion(&self, backbone: &Backbone, pixels: &Pixels) -> Result<f64, BackboneError> {
        backbone.check_name(&self.header.backbone)?;
        let distance = self.usual.distance(&summary(&backbone.describe(pixels)?));
        Ok(self.header.scale.score(distance))
    }
}

fn slices<'a>(examples: impl IntoIterator<Item = &'a Vec<f32>>) -> Vec<&'a [f32]> {
    examples.into_iter().map(Vec::as_slice).collect()
}

/// The mean of every feature over each cell, cell by cell.
fn summary(grid: &FeatureGrid) -> Vec<f32> {
    const ACROSS: usize = SIDE / CELLS;
    let mut sums = vec![0.0f32; DIMENSIONS];
    for (cell, target) in sums.chunks_mut(CHANNELS).enumerate() {
        let (top, left) = (cell / CELLS * ACROSS, cell % CELLS * ACROSS);
        for place in 0..ACROSS * ACROSS {
            let (row, column) = (top + place / ACROSS, left + place % ACROSS);
            for (sum, value) in target.iter_mut().zip(grid.at(row, column)) {
                *sum += value / (ACROSS * ACROSS) as f32;
            }
        }
    }
    sums
}

/// Mean and spread of each number of the summaries.
#[derive(Debug, Clone, PartialEq)]
struct Usual {
    means: Vec<f32>,
    spreads: Vec<f32>,
}

impl Usual {
    fn of(examples: &[&[f32]]) -> Self {
        let dimensions = examples.first().map_or(0, |example| example.len());
        let count = examples.len() as f64;
        let mut means = vec![0.0; dimensions];
        let mut spreads = vec![0.0; dimensions];
        for index in 0..dimensions {
            let values = || examples.iter().map(|example| f64::from(example[index]));
            let mean = values().sum::<f64>() / count;
            let squares: f64 = values().map(|value| (value - mean) * (value - mean)).sum();
            means[index] = mean as f32;
            spreads[index] = (squares / (count - 1.0).max(1.0)).sqrt().max(1e-4) as f32;
        }
        Self { means, spreads }
    }

    fn distance(&self, example: &[f32]) -> f64 {
        let squares: f64 = example
            .iter()
            .zip(&self.means)
            .zip(&self.spreads)
            .map(|((value, mean), spread)| f64::from((value - mean) / spread).powi(2))
            .sum();
        (squares / example.len().max(1) as f64).sqrt()
    }
}
