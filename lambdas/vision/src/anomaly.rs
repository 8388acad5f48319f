//! The close look: what is usual at every place of a picture, and what is not.
//!
//! PaDiM (Defard, Setkov, Loesch, Audigier 2021): the network's features of sound pictures make
//! one Gaussian for each place of a grid; a picture's distance from them makes a map. Devices
//! have to be in about the same place in all pictures.

mod heat_map;
mod regions;

use serde::{Deserialize, Serialize};

use crate::backbone::{Backbone, BackboneError};
use crate::features::{CHANNELS, DEEP, FeatureGrid, PLACES, SIDE};
use crate::fitting::{Random, describe_all, folds};
use crate::gaussian::GaussianField;
use crate::model_file::{self, ModelError};
use crate::pixels::Pixels;
use crate::scale::Scale;

pub use crate::fitting::{FitError, FitOptions};
pub use heat_map::HeatMap;
pub use regions::Region;

/// Features that are looked at: a random part of the deepest ones. It tells about as much as all
/// of them and makes the covariances small. The shallow ones follow textures that vary among
/// sound pictures, too: with them, photographs were told apart less well (AUROC 0.97 instead of
/// 0.99 over random splits of `../shared/pictures`), drawn defects no better.
const KEPT_CHANNELS: usize = 60;
/// The part of a map that may be unusual before it counts for the whole picture: one or two
/// places say little, a defect covers more.
const QUANTILE: f64 = 0.99;
/// How far above the middle of held-out sound pictures the threshold is, in standard deviations.
const DEVIATIONS: f64 = 2.5;
const KIND: &str = "an anomaly model";

/// What is usual of a device class, and from where on a picture is not.
#[derive(Debug, Clone, PartialEq)]
pub struct AnomalyModel {
    header: Header,
    field: GaussianField,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Header {
    kind: String,
    backbone: String,
    /// How many pictures it was fitted on.
    pictures: usize,
    channels: Vec<usize>,
    scale: Scale,
}

/// What the model says of a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Examination {
    /// How anomalous, 0 to 1; 0.5 is the model's threshold.
    pub score: f64,
    /// Whether the score is at or above the threshold.
    pub anomalous: bool,
    /// Where, the most anomalous first. None when the picture is not anomalous, at least one
    /// when it is.
    pub regions: Vec<Region>,
    /// The score of every place.
    pub heat_map: HeatMap,
}

impl AnomalyModel {
    /// Fits a model on pictures of sound devices. The threshold comes from cross-validation:
    /// every picture is held out once and measured with a model of the others.
    ///
    /// # Errors
    /// When there are fewer than 4 pictures or the network fails.
    pub fn fit(
        backbone: &Backbone,
        pictures: impl IntoIterator<Item = Pixels>,
        options: &FitOptions,
    ) -> Result<Self, FitError> {
        let channels = some_channels();
        let examples = describe_all(backbone, pictures, options, |grid| pick(grid, &channels))?;
        let mut sound = Vec::with_capacity(examples.len());
        for (fitted_on, held_out) in folds(&examples) {
            let field = GaussianField::fit(&fitted_on, channels.len(), options.threads);
            sound.extend(
                held_out
                    .iter()
                    .map(|e| picture_distance(&map_of(&field, e))),
            );
        }
        let all: Vec<&[f32]> = examples.iter().map(Vec::as_slice).collect();
        Ok(Self {
            field: GaussianField::fit(&all, channels.len(), options.threads),
            header: Header {
                kind: KIND.to_owned(),
                backbone: backbone.name().to_owned(),
                pictures: examples.len(),
                channels,
                scale: Scale::from_sound(&sound, DEVIATIONS),
            },
        })
    }

    /// The model as a file, about 7.5 MB. The same model always gives the same bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        model_file::write(&self.header, &self.field.to_values())
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// When the bytes are something else, damaged, or of another version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let (header, values): (Header, _) = model_file::read(bytes)?;
        if header.kind != KIND {
            return Err(ModelError::OtherKind {
                found: header.kind,
                wanted: KIND.to_owned(),
            });
        }
        if !header.scale.is_sane() || header.channels.iter().any(|c| *c >= CHANNELS) {
            return Err(ModelError::damaged("its header makes no sense"));
        }
        let field = GaussianField::from_values(values, PLACES, header.channels.len())
            .ok_or_else(|| ModelError::damaged("its payload has another size than it says"))?;
        Ok(Self { header, field })
    }

    /// How many pictures it was fitted on.
    pub fn pictures(&self) -> usize {
        self.header.pictures
    }

    /// Looks at a picture of the same device class.
    ///
    /// # Errors
    /// When the network fails or is not the one that the model was fitted with.
    pub fn examine(
        &self,
        backbone: &Backbone,
        pixels: &Pixels,
    ) -> Result<Examination, BackboneError> {
        backbone.check_name(&self.header.backbone)?;
        let grid = backbone.describe(pixels)?;
        let map = map_of(&self.field, &pick(&grid, &self.header.channels));
        let scale = self.header.scale;
        let score = scale.score(picture_distance(&map));
        let heat_map = HeatMap::new(map.iter().map(|d| scale.score(*d) as f32).collect());
        let anomalous = score >= 0.5;
        let regions = if anomalous {
            regions::find(&heat_map)
        } else {
            Vec::new()
        };
        Ok(Examination {
            score,
            anomalous,
            regions,
            heat_map,
        })
    }
}

/// The features that are looked at: picked at random once and for all.
fn some_channels() -> Vec<usize> {
    let mut random = Random::new(1);
    let mut channels: Vec<usize> = (DEEP..CHANNELS).collect();
    for index in 0..KEPT_CHANNELS {
        let other = index + random.below((channels.len() - index) as u64) as usize;
        channels.swap(index, other);
    }
    channels.truncate(KEPT_CHANNELS);
    channels.sort_unstable();
    channels
}

/// Some features of every place, smoothed.
fn pick(grid: &FeatureGrid, channels: &[usize]) -> Vec<f32> {
    let grid = grid.smoothed();
    (0..PLACES)
        .flat_map(|place| {
            let all = grid.at(place);
            channels.iter().map(move |channel| all[*channel])
        })
        .collect()
}

/// The distance of every place from what is usual there, smoothed.
fn map_of(field: &GaussianField, example: &[f32]) -> Vec<f64> {
    smooth(&field.distances(example))
}

/// One number for the picture: a high quantile of its map.
fn picture_distance(map: &[f64]) -> f64 {
    let mut sorted = map.to_vec();
    sorted.sort_by(f64::total_cmp);
    let index = ((sorted.len() - 1) as f64 * QUANTILE).round() as usize;
    sorted[index]
}

/// A Gaussian blur of one place's width, along rows and then columns. Outside the map its own
/// edge goes on.
fn smooth(map: &[f32]) -> Vec<f64> {
    const WEIGHTS: [f64; 7] = [0.004_5, 0.054, 0.242, 0.399, 0.242, 0.054, 0.004_5];
    let reach = WEIGHTS.len() / 2;
    let clamp = |at: usize, offset: usize| (at + offset).saturating_sub(reach).min(SIDE - 1);
    let along = |value: &dyn Fn(usize, usize) -> f64, row: usize, column: usize| -> f64 {
        WEIGHTS
            .iter()
            .enumerate()
            .map(|(offset, weight)| weight * value(row, clamp(column, offset)))
            .sum()
    };
    let rows: Vec<f64> = (0..PLACES)
        .map(|place| {
            let value = |row: usize, column: usize| f64::from(map[row * SIDE + column]);
            along(&value, place / SIDE, place % SIDE)
        })
        .collect();
    (0..PLACES)
        .map(|place| {
            let value = |column: usize, row: usize| rows[row * SIDE + column];
            along(&value, place % SIDE, place / SIDE)
        })
        .collect()
}
