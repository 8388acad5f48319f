//! The close look: what is usual at every place of a picture, and what is not.
//!
//! PaDiM (Defard, Setkov, Loesch, Audigier 2021): the network's features of sound pictures make
//! one Gaussian for each place of a grid; a picture's distance from them makes a map. Devices
//! have to be in about the same place in all pictures. Where the paper picks features at random,
//! the deepest ones are taken here, all of them.

mod heat_map;
mod regions;

use serde::{Deserialize, Serialize};

use crate::backbone::{Backbone, BackboneError};
use crate::features::{CHANNELS, FeatureGrid, PLACES, SIDE};
use crate::fitting::{describe_all, folds};
use crate::gaussian::GaussianField;
use crate::model_file::{self, ModelError};
use crate::pixels::Pixels;
use crate::scale::Scale;

pub use crate::fitting::{FitError, FitOptions};
pub use heat_map::HeatMap;
pub use regions::Region;

/// Places a side of the map that is made of the distances.
const MAP_SIDE: usize = 32;
/// The part of a map that may be unusual before it counts for the whole picture: a
/// few places of 1024 say little, a defect covers more.
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
        let examples = describe_all(backbone, pictures, options, FeatureGrid::smoothed)?;
        let mut sound = Vec::with_capacity(examples.len());
        for (fitted_on, held_out) in folds(&examples) {
            let field = GaussianField::fit(&fitted_on, CHANNELS, options.threads);
            sound.extend(
                held_out
                    .iter()
                    .map(|e| picture_distance(&map_of(&field, e))),
            );
        }
        let all: Vec<&[f32]> = examples.iter().map(Vec::as_slice).collect();
        Ok(Self {
            field: GaussianField::fit(&all, CHANNELS, options.threads),
            header: Header {
                kind: KIND.to_owned(),
                backbone: backbone.name().to_owned(),
                pictures: examples.len(),
                scale: Scale::from_sound(&sound, DEVIATIONS),
            },
        })
    }

    /// The model as a file, about 6.6 MB. The same model always gives the same bytes.
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
        if !header.scale.is_sane() {
            return Err(ModelError::damaged("its header makes no sense"));
        }
        let field = GaussianField::from_values(values, PLACES, CHANNELS)
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
        let map = map_of(&self.field, &grid.smoothed());
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

/// The distance of every place from what is usual there, on the map's finer grid.
fn map_of(field: &GaussianField, example: &[f32]) -> Vec<f64> {
    enlarge(&field.distances(example))
}

/// One number for the picture: a high quantile of its map.
fn picture_distance(map: &[f64]) -> f64 {
    let mut sorted = map.to_vec();
    sorted.sort_by(f64::total_cmp);
    let index = ((sorted.len() - 1) as f64 * QUANTILE).round() as usize;
    sorted[index]
}

/// From the grid of the features to the map's, bilinearly between the centres of the places.
fn enlarge(distances: &[f32]) -> Vec<f64> {
    let place = |index: usize| {
        let at = (index as f64 + 0.5) * SIDE as f64 / MAP_SIDE as f64 - 0.5;
        let at = at.clamp(0.0, (SIDE - 1) as f64);
        let before = at as usize;
        (before, (before + 1).min(SIDE - 1), at - before as f64)
    };
    let value = |row: usize, column: usize| f64::from(distances[row * SIDE + column]);
    let mut map = Vec::with_capacity(MAP_SIDE * MAP_SIDE);
    for (top, bottom, down) in (0..MAP_SIDE).map(place) {
        for (left, right, across) in (0..MAP_SIDE).map(place) {
            let upper = value(top, left) * (1.0 - across) + value(top, right) * across;
            let lower = value(bottom, left) * (1.0 - across) + value(bottom, right) * across;
            map.push(upper * (1.0 - down) + lower * down);
        }
    }
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enlarging_keeps_level_ground_and_its_peaks_in_place() {
        assert!(enlarge(&[3.0; PLACES]).iter().all(|value| *value == 3.0));
        let mut distances = [0.0; PLACES];
        distances[4 * SIDE + 10] = 16.0;
        let map = enlarge(&distances);
        let peak = map.iter().copied().fold(0.0, f64::max);
        let at = |row: usize, column: usize| map[row * MAP_SIDE + column];
        assert_eq!(peak, 9.0);
        assert_eq!([at(8, 20), at(9, 21), at(9, 22)], [9.0, 9.0, 3.0]);
    }
}
