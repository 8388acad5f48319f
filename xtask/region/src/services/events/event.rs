//! Events as rules and targets see them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::context::Context;

/// An event of the default bus.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Event {
    /// Always `0`.
    pub version: String,
    /// Its own id.
    pub id: String,
    /// What kind it is, such as `Object Created`.
    pub detail_type: String,
    /// Who sent it, such as `aws.s3`.
    pub source: String,
    /// The account.
    pub account: String,
    /// When it happened, in whole seconds.
    pub time: String,
    /// The AWS region.
    pub region: String,
    /// The ARNs it is about.
    pub resources: Vec<String>,
    /// What else there is to say: a JSON object.
    pub detail: Value,
}

impl Event {
    /// An event that happens now, about nothing yet.
    pub fn new(context: &Context, source: &str, detail_type: &str) -> Self {
        Self {
            version: "0".to_owned(),
            id: Uuid::new_v4().to_string(),
            detail_type: detail_type.to_owned(),
            source: source.to_owned(),
            account: context.account().to_owned(),
            time: seconds(context.now()),
            region: context.region().to_owned(),
            resources: Vec::new(),
            detail: Value::Object(serde_json::Map::new()),
        }
    }
}

/// `2026-01-02T03:04:05Z`
pub(super) fn seconds(time: Timestamp) -> String {
    Timestamp::from_second(time.as_second())
        .unwrap_or(time)
        .to_string()
}
