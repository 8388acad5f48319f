//! `cargo xtask workflow`: state machines checked, run, tested and drawn on this machine.
//!
//! Each verb is a function that can be tested by itself, and a few lines more read the
//! named files and print what it gives.

pub mod check;
pub mod conformance;
pub mod graph;
pub mod history;
pub mod mock;
pub mod run;
mod source;
pub mod test_state;
mod verbs;

pub use source::{Located, Position, Source, read_json, read_source};
pub use verbs::run;
