//! Datasets through their public doors.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod add;
mod command;
mod drawing;
mod faults;
mod import;
mod manifest;
mod masks;
mod near;
mod page;
mod split;
mod support;
mod verify;
