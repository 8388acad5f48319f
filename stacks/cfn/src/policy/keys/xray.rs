//! The condition keys of `xray`. Made by `iam-data`.

use crate::policy::{Key, kind};

/// `xray:ResourcePolicyName`.
#[rustfmt::skip]
pub const RESOURCE_POLICY_NAME: Key<kind::Text> = Key::known("xray:ResourcePolicyName");

/// `xray:TraceSegmentDestination`.
#[rustfmt::skip]
pub const TRACE_SEGMENT_DESTINATION: Key<kind::Text> = Key::known("xray:TraceSegmentDestination");
