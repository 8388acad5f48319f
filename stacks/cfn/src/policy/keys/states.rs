//! The condition keys of `states`. Made by `iam-data`.

use crate::policy::{Key, kind};

/// `states:HTTPEndpoint`.
#[rustfmt::skip]
pub const HTTP_ENDPOINT: Key<kind::Text> = Key::known("states:HTTPEndpoint");

/// `states:HTTPMethod`.
#[rustfmt::skip]
pub const HTTP_METHOD: Key<kind::Text> = Key::known("states:HTTPMethod");

/// `states:StateMachineQualifier`.
#[rustfmt::skip]
pub const STATE_MACHINE_QUALIFIER: Key<kind::Text> = Key::known("states:StateMachineQualifier");
