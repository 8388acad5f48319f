//! Trains a model of a device class ([`Training`]) and evaluates it ([`Evaluating`]), each within
//! the 15 minutes of a function.
//!
//! Pictures come from the bucket one by one and are described as they come, so that memory does
//! not grow with their number. The same manifest gives the same model, byte for byte.

mod data;
mod evaluate;
mod page;
mod takeover;
mod training;

pub use evaluate::Evaluating;
pub use training::Training;
