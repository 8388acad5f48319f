//! The tables of the data lake as Rust types.
