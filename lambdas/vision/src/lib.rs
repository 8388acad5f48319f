//! Pictures, their features and the anomaly model.
//!
//! [`picture::decode`] turns bytes from outside into upright RGB pixels within declared limits,
//! [`quality`] measures them, the frozen [`Backbone`] describes them, and models learn:
//!
//! - [`global::GlobalModel`], from sound devices alone, looks at the picture as a whole and is
//!   set to miss nothing: the first look.
//! - [`anomaly::AnomalyModel`], from sound devices alone, says where something is unusual.
//! - [`classifier::Classifier`] has seen sound and defective devices.
//!
//! [`fit_best`] holds pictures out, group by group, tries the kinds that the labels allow, and
//! gives the best as a [`Model`].
//!
//! The crate knows no clock, file, network or SDK, and gives the same bytes for the same
//! pictures whatever the number of threads.

pub mod anomaly;
mod backbone;
mod cholesky;
pub mod classifier;
mod color;
mod drawn_defect;
mod features;
mod fitting;
mod gaussian;
pub mod global;
mod kernel;
mod matrix;
mod memory_bank;
mod model;
mod model_file;
mod network;
pub mod picture;
mod pixels;
mod pooled;
pub mod quality;
mod resample;
mod scale;
mod select;
mod vectors;

pub use backbone::{Backbone, BackboneError};
pub use fitting::{FitError, FitOptions};
pub use model::{Finding, Kind, Model, UnknownKind};
pub use model_file::ModelError;
pub use select::{Basis, Candidate, Example, Selection, TryFitError, fit_best, try_fit_best};
