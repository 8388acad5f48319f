//! What is kept of projects and their versions.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::caller::Caller;
use crate::store;

/// A custom labels project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Project {
    pub(super) name: String,
    pub(super) arn: String,
    pub(super) created: Timestamp,
}

/// A version of a project: a model, or what is to become one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Version {
    pub(super) project: String,
    pub(super) name: String,
    pub(super) arn: String,
    /// Names the model's file.
    pub(super) id: String,
    pub(super) description: Option<String>,
    pub(super) created: Timestamp,
    pub(super) status: Status,
    pub(super) message: String,
    /// As they were given.
    pub(super) output: Value,
    pub(super) training: Value,
    pub(super) testing: Value,
    /// Who asked for the training, and is to be allowed to read the pictures. None is the root.
    pub(super) trained_for: Option<RoleSession>,
    pub(super) trained: Option<Timestamp>,
    pub(super) units: Option<Units>,
}

/// Inference units, as they were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Units {
    pub(super) least: u32,
    pub(super) most: Option<u32>,
}

/// A session of a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::services) struct RoleSession {
    role: String,
    session: String,
}

impl RoleSession {
    pub(in crate::services) fn of(caller: &Caller) -> Option<Self> {
        match caller {
            Caller::Role { role, session } => Some(Self {
                role: role.clone(),
                session: session.clone(),
            }),
            Caller::Root | Caller::Service(_) => None,
        }
    }

    /// Who that is; none is the root.
    pub(in crate::services) fn caller(of: Option<&Self>) -> Caller {
        match of {
            None => Caller::Root,
            Some(Self { role, session }) => Caller::Role {
                role: role.clone(),
                session: session.clone(),
            },
        }
    }
}

impl Version {
    /// The key in the table.
    pub(super) fn key(&self) -> String {
        version_key(&self.project, &self.name)
    }

    /// Who asked for the training.
    pub(super) fn trainer(&self) -> Caller {
        RoleSession::caller(self.trained_for.as_ref())
    }
}

/// The key of a version in its table.
pub(super) fn version_key(project: &str, name: &str) -> String {
    store::key([project, name])
}

/// The states of a version, as AWS names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum Status {
    TrainingInProgress,
    TrainingCompleted,
    TrainingFailed,
    Starting,
    Running,
    Failed,
    Stopped,
}

impl Status {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::TrainingInProgress => "TRAINING_IN_PROGRESS",
            Self::TrainingCompleted => "TRAINING_COMPLETED",
            Self::TrainingFailed => "TRAINING_FAILED",
            Self::Starting => "STARTING",
            Self::Running => "RUNNING",
            Self::Failed => "FAILED",
            Self::Stopped => "STOPPED",
        }
    }
}

/// A time as awsJson writes it: seconds since 1970.
pub(in crate::services) fn seconds(time: Timestamp) -> f64 {
    time.as_millisecond() as f64 / 1000.0
}
