//! What is kept of projects and their models.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::services::rekognition::record::RoleSession;
use crate::store;

/// A project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Project {
    pub(super) name: String,
    pub(super) arn: String,
    pub(super) created: Timestamp,
    /// The dataset `train`.
    pub(super) train: Option<Dataset>,
    /// The dataset `test`.
    pub(super) test: Option<Dataset>,
    /// The version of the model that was made last.
    pub(super) last: u32,
}

/// A dataset: a manifest and what was found in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Dataset {
    pub(super) bucket: String,
    pub(super) key: String,
    pub(super) normal: usize,
    pub(super) anomalous: usize,
    pub(super) created: Timestamp,
}

/// A model of a project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Model {
    pub(super) project: String,
    pub(super) version: String,
    pub(super) arn: String,
    /// Names the model's file.
    pub(super) id: String,
    pub(super) description: Option<String>,
    pub(super) output: Value,
    pub(super) dataset: Dataset,
    pub(super) status: Status,
    pub(super) message: String,
    /// Who asked for the training, and is to be allowed to read the pictures. None is the root.
    pub(super) trained_for: Option<RoleSession>,
    pub(super) created: Timestamp,
    pub(super) trained: Option<Timestamp>,
    /// Inference units, while it is hosted.
    pub(super) units: Option<u32>,
}

impl Model {
    /// The key in the table.
    pub(super) fn key(&self) -> String {
        store::key([self.project.as_str(), self.version.as_str()])
    }
}

/// The states of a model, as AWS names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Status {
    Training,
    Trained,
    TrainingFailed,
    StartingHosting,
    Hosted,
    HostingFailed,
}

impl Status {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Training => "TRAINING",
            Self::Trained => "TRAINED",
            Self::TrainingFailed => "TRAINING_FAILED",
            Self::StartingHosting => "STARTING_HOSTING",
            Self::Hosted => "HOSTED",
            Self::HostingFailed => "HOSTING_FAILED",
        }
    }
}
