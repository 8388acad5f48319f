//! What is usual, by either method, behind one door.

use serde::{Deserialize, Serialize};

use crate::features::{CHANNELS, FeatureGrid, PLACES, TWO_LEVELS, smooth};
use crate::gaussian::GaussianField;
use crate::memory_bank::MemoryBank;

/// How a model knows what is usual.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// A Gaussian at every place (Defard, Setkov, Loesch, Audigier: PaDiM, 2021). Devices have to
    /// be in about the same place in all pictures.
    #[default]
    Padim,
    /// A memory of what places look like, wherever they are (Roth et al.: Towards Total Recall in
    /// Industrial Anomaly Detection, 2022). Devices may be anywhere, and have several usual looks.
    PatchCore,
}

/// What is usual.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Usual {
    Padim(GaussianField),
    PatchCore(MemoryBank),
}

impl Usual {
    /// Learns from described sound pictures. Takes as much memory again as these do.
    pub(crate) fn fit(method: Method, grids: &[&FeatureGrid], threads: usize) -> Self {
        let vectors: Vec<Vec<f32>> = grids.iter().map(|grid| vectors(method, grid)).collect();
        let vectors: Vec<&[f32]> = vectors.iter().map(Vec::as_slice).collect();
        match method {
            Method::Padim => Self::Padim(GaussianField::fit(&vectors, CHANNELS, threads)),
            Method::PatchCore => Self::PatchCore(MemoryBank::fit(&vectors, TWO_LEVELS, threads)),
        }
    }

    /// How far every place is from what is usual; about 1 where nothing is wrong.
    pub(crate) fn distances(&self, grid: &FeatureGrid) -> Vec<f32> {
        match self {
            Self::Padim(field) => field.distances(&vectors(Method::Padim, grid)),
            // A place that is far from all that was seen makes its neighbours suspicious, too.
            Self::PatchCore(bank) => smooth(&bank.distances(&vectors(Method::PatchCore, grid)), 1),
        }
    }

    pub(crate) fn to_values(&self) -> Vec<f32> {
        match self {
            Self::Padim(field) => field.to_values(),
            Self::PatchCore(bank) => bank.to_values(),
        }
    }

    /// The inverse of [`Self::to_values`]; `None` when the numbers are of something else.
    pub(crate) fn from_values(method: Method, values: Vec<f32>) -> Option<Self> {
        match method {
            Method::Padim => GaussianField::from_values(values, PLACES, CHANNELS).map(Self::Padim),
            Method::PatchCore => MemoryBank::from_values(values, TWO_LEVELS).map(Self::PatchCore),
        }
    }
}

/// What a method looks at: PaDiM at the deepest features, smoothed, PatchCore at two levels as
/// they are. The shallower level makes its map follow a defect's outline (an AUPRO of 0.86 instead
/// of 0.84 on the pictures that `tests/photographs.rs` reads); for PaDiM it was of no use.
fn vectors(method: Method, grid: &FeatureGrid) -> Vec<f32> {
    match method {
        Method::Padim => grid.smoothed(),
        Method::PatchCore => grid.two_levels(),
    }
}
