//! What the fuzz targets share: inputs of several parts, a world that answers
//! anything, and mutations that know JSON.
//!
//! A target holds when every input is answered: with a value, an error or
//! diagnostics. A panic, a stack that overflows, more memory than is allowed
//! and an input that takes too long are findings, and libFuzzer tells them.

mod choices;
mod mutate;
mod parts;
mod vocabulary;
mod world;

pub use choices::Choices;
pub use mutate::mutate;
pub use parts::parts;
pub use world::{Way, run};
