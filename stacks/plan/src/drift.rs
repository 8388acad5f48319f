//! Drift: what is otherwise than the stack's template says, because somebody changed it by hand.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html>

use serde::{Deserialize, Serialize};

/// A resource that is otherwise than its stack says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DriftedResource {
    /// Its logical id.
    pub logical_id: String,
    /// Its type, such as `AWS::Lambda::Function`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its physical id, such as a function's name.
    pub physical_id: String,
    /// How it differs.
    pub status: DriftStatus,
    /// What differs; empty where the resource is gone.
    pub properties: Vec<DriftedProperty>,
    /// When that was found, RFC 3339 in UTC.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub found_at: Option<String>,
    /// Whether somebody said that it is meant to be so.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub accepted: bool,
}

/// How a resource differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DriftStatus {
    /// Some of its properties have other values.
    Modified,
    /// It is gone.
    Deleted,
}

/// A property that has another value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DriftedProperty {
    /// Its path, such as `/MemorySize`.
    pub path: String,
    /// What the template says, as CloudFormation writes it.
    pub expected: String,
    /// What it is.
    pub actual: String,
}

impl DriftedResource {
    /// Whether another finding says the same of the same resource, whenever it was made.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.logical_id == other.logical_id
            && self.physical_id == other.physical_id
            && self.status == other.status
            && self.properties == other.properties
    }
}
