//! Drift: resources that are no longer what their stack made them.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html>
//!
//! Providers read what a resource is; only what the template sets is compared with it. Types
//! that can't be read are not checked.
//!
//! - [`compare`]: two values
//! - `detect`: looks at the resources of a stack
//! - [`live`]: resources as they were found

pub mod compare;
pub(super) mod detect;
pub mod live;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::model::Actor;

pub use compare::Difference;

/// What was found of a resource.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResourceDrift {
    /// Its logical id.
    pub logical_id: String,
    /// Its physical id.
    pub physical_id: String,
    /// Its type.
    pub kind: String,
    /// How it is.
    pub status: DriftStatus,
    /// Why it could not be looked at.
    pub reason: Option<String>,
    /// When it was looked at.
    pub at: Timestamp,
    /// The properties that the stack gave it, as far as they can be compared.
    pub expected: Map<String, Value>,
    /// Those that it has.
    pub actual: Map<String, Value>,
    /// Where the two differ.
    pub differences: Vec<Difference>,
}

/// How a resource is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DriftStatus {
    /// As the stack made it.
    InSync,
    /// Changed.
    Modified,
    /// Gone.
    Deleted,
    /// It could not be looked at.
    Unknown,
}

impl DriftStatus {
    /// By its name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::InSync => "IN_SYNC",
            Self::Modified => "MODIFIED",
            Self::Deleted => "DELETED",
            Self::Unknown => "UNKNOWN",
        }
    }

    /// Whether the resource is not what it should be.
    pub fn has_drifted(self) -> bool {
        matches!(self, Self::Modified | Self::Deleted)
    }
}

/// A look at the resources of a stack. One that was cut off is begun again by the next start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Detection {
    /// Its id.
    pub id: String,
    /// The stack's ARN.
    pub stack_id: String,
    /// When it began.
    pub at: Timestamp,
    /// With whose permissions it looks.
    #[serde(default)]
    pub actor: Actor,
    /// The logical ids that it looks at; none for all.
    pub wanted: Vec<String>,
    /// What it came to; none while it is under way.
    pub outcome: Option<Outcome>,
}

/// What a look came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// `DRIFTED`, `IN_SYNC` or `UNKNOWN`.
    pub stack_status: String,
    /// How many resources have drifted.
    pub drifted: usize,
    /// Why it failed for a resource.
    pub failure: Option<String>,
}

/// What was found of a stack last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StackDrift {
    /// `DRIFTED`, `IN_SYNC`, `UNKNOWN` or `NOT_CHECKED`.
    pub status: String,
    /// When it, or a resource of it, was looked at.
    pub at: Timestamp,
}
