//! Bills of small environments, through the crate's public door.

#![allow(
    clippy::inconsistent_digit_grouping,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and cents stand apart from dollars"
)]

mod artefacts;
mod by_hand;
mod deployed;
mod fixture;
mod machines;
mod models_by_hand;
mod properties;
mod views;
