//! A model of a class's pictures on this machine, and the pictures as prepared, in a folder on their way.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::Context;
use contracts::DeviceClass;
use contracts::picture::PictureLimits;
use ui::Problem;
use vision::Backbone;
use vision::anomaly::{AnomalyModel, FitError, FitOptions};
use vision::picture::Pixels;

use crate::normals::{Normal, Unreadable};

/// A folder for the prepared pictures on their way into the bucket, so that they need not be held
/// in memory. Dropped, it is gone.
pub(super) struct Spool {
    pub(super) folder: PathBuf,
}

impl Spool {
    pub(super) fn make(within: &Path, class: &DeviceClass) -> anyhow::Result<Self> {
        let folder = within.join(format!("{class}-{}", std::process::id()));
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        Ok(Self { folder })
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

/// A model and what it was made of.
pub(super) struct Fitted {
    pub(super) model: Vec<u8>,
    /// The prepared pictures' files in the spool.
    pub(super) pictures: Vec<String>,
    pub(super) unreadable: Vec<Unreadable>,
}

/// Why no model came of the pictures.
pub(super) struct FitFailure {
    error: FitError,
    unreadable: Vec<Unreadable>,
}

impl FitFailure {
    pub(super) fn explain(self, class: &DeviceClass) -> Problem {
        let mut problem = Problem::new(format!("no model could be fitted for {class}"));
        problem = problem.because(self.error);
        for unreadable in self.unreadable.iter().take(5) {
            problem = problem.next(format!(
                "{} cannot be used: {}",
                ui::shown(&unreadable.shown),
                unreadable.why
            ));
        }
        problem.next("add pictures of sound devices, better 20 and more")
    }
}

/// Fits on every picture that can be read, and leaves each as prepared in the folder. One picture
/// per thread is in memory at a time.
pub(super) fn fit(
    backbone: &Backbone,
    normals: Vec<Normal>,
    limits: &PictureLimits,
    folder: &Path,
) -> Result<Fitted, Box<FitFailure>> {
    let sorted = Mutex::new((Vec::new(), Vec::new()));
    let pixels = normals.into_iter().filter_map(|normal| {
        let prepared = prepare(&normal, limits, folder);
        let mut sorted = sorted.lock().unwrap_or_else(PoisonError::into_inner);
        match prepared {
            Ok((pixels, file)) => {
                sorted.0.push(file);
                Some(pixels)
            }
            Err(unreadable) => {
                sorted.1.push(unreadable);
                None
            }
        }
    });
    let model = AnomalyModel::fit(backbone, pixels, &FitOptions::default());
    let (pictures, unreadable) = sorted.into_inner().unwrap_or_else(PoisonError::into_inner);
    match model {
        Ok(model) => Ok(Fitted {
            model: model.to_bytes(),
            pictures,
            unreadable,
        }),
        Err(error) => Err(Box::new(FitFailure { error, unreadable })),
    }
}

/// The picture's pixels, and the name of its file in the folder.
pub(super) fn prepare(
    normal: &Normal,
    limits: &PictureLimits,
    folder: &Path,
) -> Result<(Pixels, String), Unreadable> {
    let prepared = normal.prepare(limits)?;
    let file = match normal.name.ends_with(".jpg") {
        true => normal.name.clone(),
        false => format!("{}.jpg", normal.name),
    };
    std::fs::write(folder.join(&file), &prepared.jpeg).map_err(|error| Unreadable {
        shown: normal.shown.clone(),
        why: error.to_string(),
    })?;
    Ok((prepared.pixels, file))
}
