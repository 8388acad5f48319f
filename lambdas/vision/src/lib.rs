//! Pictures, their features and the anomaly model.
//!
//! [`picture::decode`] turns bytes from outside into upright RGB pixels within declared limits,
//! [`quality`] measures them, the frozen [`Backbone`] describes them, and two models learn from
//! pictures of sound devices alone: [`global::GlobalModel`] looks at the picture as a whole and
//! is set to miss nothing, [`anomaly::AnomalyModel`] compares every place with what is usual
//! there and says where something is wrong.
//!
//! The crate knows no clock, file, network or SDK, and gives the same bytes for the same
//! pictures whatever the number of threads.

pub mod anomaly;
mod backbone;
mod color;
mod features;
mod fitting;
mod gaussian;
pub mod global;
mod model_file;
pub mod picture;
mod pixels;
pub mod quality;
mod resample;
mod scale;

pub use backbone::{Backbone, BackboneError};
pub use fitting::{FitError, FitOptions};
pub use model_file::ModelError;
