//! What is compared with what, and what is learned from the field, through the handlers.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod collected;
mod windows;
mod world;
