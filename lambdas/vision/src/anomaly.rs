//! The close look: what is usual of a device, and where a picture is not.
//!
//! The network's features of sound pictures say what is usual ([`Method`] names the two ways); a
//! picture's distance from that makes a map. Where PaDiM's paper picks features at random, the
//! deepest ones are taken here, all of them; where PatchCore's weighs its highest distance, both
//! methods have the same high quantile of the map here.

mod heat_map;
mod regions;
mod usual;

use serde::{Deserialize, Serialize};

use crate::backbone::{Backbone, BackboneError};
use crate::features::{FeatureGrid, SIDE};
use crate::fitting::{describe_all, folds};
use crate::model_file::{self, ModelError};
use crate::pixels::Pixels;
use crate::scale::Scale;

pub use crate::fitting::{FitError, FitOptions};
pub use heat_map::HeatMap;
pub use regions::Region;
pub use usual::Method;
pub(crate) use usual::Usual;

/// Places a side of the map that is made of the distances.
const MAP_SIDE: usize = 32;
/// The part of a map that may be unusual before it counts for the whole picture: a
/// few places of 1024 say little, a defect covers more.
const QUANTILE: f64 = 0.99;
/// How far above the middle of held-out sound pictures the threshold is, in standard deviations.
pub(crate) const DEVIATIONS: f64 = 2.5;
pub(crate) const KIND: &str = "an anomaly model";

/// What is usual of a device class, and from where on a picture is not.
#[derive(Debug, Clone, PartialEq)]
pub struct AnomalyModel {
    header: Header,
    usual: Usual,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Header {
    kind: String,
    backbone: String,
    /// Absent in the files of versions that had PaDiM only.
    #[serde(default)]
    method: Method,
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
    /// Fits a PaDiM model on pictures of sound devices. The threshold comes from
    /// cross-validation: every picture is held out once and measured with a model of the others.
    ///
    /// # Errors
    /// When there are fewer than 4 pictures or the network fails.
    pub fn fit(
        backbone: &Backbone,
        pictures: impl IntoIterator<Item = Pixels>,
        options: &FitOptions,
    ) -> Result<Self, FitError> {
        Self::fit_by(Method::default(), backbone, pictures, options)
    }

    /// As [`Self::fit`], by a method of choice. [`crate::fit_best`] chooses by itself.
    ///
    /// # Errors
    /// When there are fewer than 4 pictures or the network fails.
    pub fn fit_by(
        method: Method,
        backbone: &Backbone,
        pictures: impl IntoIterator<Item = Pixels>,
        options: &FitOptions,
    ) -> Result<Self, FitError> {
        let grids = describe_all(backbone, pictures, options, |grid| grid)?;
        let mut sound = Vec::with_capacity(grids.len());
        for (fitted_on, held_out) in folds(&grids) {
            let usual = Usual::fit(method, &fitted_on, options.threads);
            sound.extend(held_out.iter().map(|grid| distance(&usual, grid)));
        }
        let all: Vec<&FeatureGrid> = grids.iter().collect();
        let scale = Scale::from_sound(&sound, DEVIATIONS);
        Ok(Self::of_described(method, backbone, &all, scale, options))
    }

    /// A model of described pictures, `scale` being that of held-out ones.
    pub(crate) fn of_described(
        method: Method,
        backbone: &Backbone,
        grids: &[&FeatureGrid],
        scale: Scale,
        options: &FitOptions,
    ) -> Self {
        Self {
            usual: Usual::fit(method, grids, options.threads),
            header: Header {
                kind: KIND.to_owned(),
                backbone: backbone.name().to_owned(),
                method,
                pictures: grids.len(),
                scale,
            },
        }
    }

    /// The model as a file, about 6.6 MB with PaDiM and up to 1.2 MB with PatchCore. The same
    /// model always gives the same bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        model_file::write(&self.header, &self.usual.to_values())
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// When the bytes are something else, damaged, or of another version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        Self::from_parts(model_file::read(bytes)?)
    }

    pub(crate) fn from_parts(parts: model_file::Parts) -> Result<Self, ModelError> {
        let (header, values): (Header, _) = parts.of_kind(KIND)?;
        if !header.scale.is_sane() {
            return Err(ModelError::damaged("its header makes no sense"));
        }
        let usual = Usual::from_values(header.method, values)
            .ok_or_else(|| ModelError::damaged("its payload has another size than it says"))?;
        Ok(Self { header, usual })
    }

    /// How it knows what is usual.
    pub fn method(&self) -> Method {
        self.header.method
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
        let map = map_of(&self.usual, &grid);
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
fn map_of(usual: &Usual, grid: &FeatureGrid) -> Vec<f64> {
    enlarge(&usual.distances(grid))
}

/// How far a described picture as a whole is from what is usual.
pub(crate) fn distance(usual: &Usual, grid: &FeatureGrid) -> f64 {
    picture_distance(&map_of(usual, grid))
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
        assert!(
            enlarge(&[3.0; SIDE * SIDE])
                .iter()
                .all(|value| *value == 3.0)
        );
        let mut distances = [0.0; SIDE * SIDE];
        distances[4 * SIDE + 10] = 16.0;
        let map = enlarge(&distances);
        let peak = map.iter().copied().fold(0.0, f64::max);
        let at = |row: usize, column: usize| map[row * MAP_SIDE + column];
        assert_eq!(peak, 9.0);
        assert_eq!([at(8, 20), at(9, 21), at(9, 22)], [9.0, 9.0, 3.0]);
    }
}
