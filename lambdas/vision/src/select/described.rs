//! Labelled pictures as the network describes them, in folds.

use std::collections::BTreeSet;

use evaluation::grouped_folds;

use super::{Basis, Example};
use crate::backbone::{Backbone, BackboneError};
use crate::drawn_defect;
use crate::features::FeatureGrid;
use crate::fitting::{
    FitError, FitOptions, LEAST_PICTURES, Selection, check_count, for_each_parallel, put,
};
use crate::pooled::pooled;

/// Fewest anomalous pictures to learn from.
const LEAST_ANOMALOUS: usize = 4;
/// Parts that are held out in turn.
const MOST_FOLDS: usize = 5;

/// A picture that was described.
pub(super) struct Picture {
    pub(super) grid: FeatureGrid,
    /// The same as one vector.
    pub(super) pooled: Vec<f64>,
    pub(super) anomalous: bool,
    pub(super) fold: usize,
    group: String,
    /// The same picture with a drawn defect; of normal pictures, until it is known
    /// that there are enough anomalous ones.
    pub(super) with_defect: Option<FeatureGrid>,
}

/// All of them: the normal ones, then the anomalous ones where there are enough.
pub(super) struct Described {
    pictures: Vec<Picture>,
    basis: Basis,
    folds: usize,
    /// Anomalous pictures that came, and their groups.
    anomalous_found: (usize, usize),
}

impl Described {
    pub(super) fn of(
        backbone: &Backbone,
        examples: impl IntoIterator<Item = Example>,
        options: &FitOptions,
    ) -> Result<Self, FitError> {
        let most = options.most_pictures.max(LEAST_PICTURES);
        let mut selections = [Selection::new(most), Selection::new(most)];
        let mut kept: [Vec<Picture>; 2] = [Vec::new(), Vec::new()];
        let placed = examples
            .into_iter()
            .enumerate()
            .filter_map(|(index, example)| {
                let place = selections[usize::from(example.anomalous)].place()?;
                Some((index, place, example))
            });
        for_each_parallel(
            placed,
            options.threads,
            |(index, place, example)| {
                describe(backbone, index, example).map(|picture| (place, picture))
            },
            |result| {
                let (place, picture) = result?;
                put(&mut kept[usize::from(picture.anomalous)], place, picture);
                Ok::<(), FitError>(())
            },
        )?;
        let [normal, anomalous] = kept;
        check_count(normal.len())?;
        let normal_groups = groups_of(&normal);
        if let (1, Some(group)) = (normal_groups.len(), normal_groups.first()) {
            return Err(FitError::OneGroup {
                group: (*group).to_owned(),
            });
        }
        let anomalous_found = (anomalous.len(), groups_of(&anomalous).len());
        let mut pictures = normal;
        let enough = anomalous_found.0 >= LEAST_ANOMALOUS && anomalous_found.1 >= 2;
        let basis = if enough {
            for picture in &mut pictures {
                picture.with_defect = None;
            }
            pictures.extend(anomalous);
            Basis::Labels
        } else {
            Basis::DrawnDefects
        };
        let labels: Vec<bool> = pictures.iter().map(|picture| picture.anomalous).collect();
        let groups: Vec<String> = pictures
            .iter()
            .map(|picture| picture.group.clone())
            .collect();
        let folds = grouped_folds(&labels, &groups, MOST_FOLDS);
        for (picture, fold) in pictures.iter_mut().zip(&folds) {
            picture.fold = *fold;
        }
        Ok(Self {
            pictures,
            basis,
            folds: folds.iter().max().map_or(0, |last| last + 1),
            anomalous_found,
        })
    }

    pub(super) fn basis(&self) -> Basis {
        self.basis
    }

    pub(super) fn folds(&self) -> usize {
        self.folds
    }

    pub(super) fn groups(&self) -> usize {
        groups_of(&self.pictures).len()
    }

    pub(super) fn normal_count(&self) -> usize {
        self.pictures
            .iter()
            .filter(|picture| !picture.anomalous)
            .count()
    }

    pub(super) fn anomalous_count(&self) -> usize {
        self.pictures.len() - self.normal_count()
    }

    pub(super) fn too_few_anomalous(&self) -> FitError {
        let (found, groups) = self.anomalous_found;
        FitError::TooFewAnomalous {
            found,
            groups,
            least: LEAST_ANOMALOUS,
        }
    }

    /// The pictures of a fold, and all others.
    pub(super) fn split(&self, fold: usize) -> (Vec<&Picture>, Vec<&Picture>) {
        self.pictures
            .iter()
            .partition(|picture| picture.fold == fold)
    }

    pub(super) fn normal(&self) -> Vec<&FeatureGrid> {
        grids_of_normal(self.pictures.iter())
    }

    pub(super) fn all_pooled(&self) -> (Vec<&[f64]>, Vec<bool>) {
        pooled_and_labels(self.pictures.iter())
    }
}

pub(super) fn grids_of_normal<'a>(
    pictures: impl Iterator<Item = &'a Picture>,
) -> Vec<&'a FeatureGrid> {
    let normal = pictures.filter(|picture| !picture.anomalous);
    normal.map(|picture| &picture.grid).collect()
}

pub(super) fn pooled_and_labels<'a>(
    pictures: impl Iterator<Item = &'a Picture>,
) -> (Vec<&'a [f64]>, Vec<bool>) {
    pictures
        .map(|picture| (picture.pooled.as_slice(), picture.anomalous))
        .unzip()
}

fn groups_of(pictures: &[Picture]) -> BTreeSet<&str> {
    pictures
        .iter()
        .map(|picture| picture.group.as_str())
        .collect()
}

fn describe(backbone: &Backbone, index: usize, example: Example) -> Result<Picture, BackboneError> {
    let Example {
        pixels,
        anomalous,
        group,
    } = example;
    let grid = backbone.describe(&pixels)?;
    let with_defect = if anomalous {
        None
    } else {
        let drawn = drawn_defect::draw(&pixels, index as u64);
        Some(backbone.describe(&drawn)?)
    };
    Ok(Picture {
        pooled: pooled(&grid.smoothed()),
        grid,
        anomalous,
        fold: 0,
        // No name of a group can be the same: it begins with what no text field holds.
        group: group.unwrap_or_else(|| format!("\0{index}")),
        with_defect,
    })
}
