//! The roles of a deploy hold what is needed and nothing else, as the generated templates show.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod boundary;
mod execution;
mod github;
mod policies;
mod scene;
