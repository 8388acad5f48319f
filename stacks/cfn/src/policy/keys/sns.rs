//! The condition keys of `sns`. Made by `iam-data`.

use crate::policy::{Key, kind};

/// `sns:Endpoint`.
#[rustfmt::skip]
pub const ENDPOINT: Key<kind::Text> = Key::known("sns:Endpoint");

/// `sns:Protocol`.
#[rustfmt::skip]
pub const PROTOCOL: Key<kind::Text> = Key::known("sns:Protocol");
