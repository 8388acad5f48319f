//! Rekognition, as far as the pipeline asks it, answered by `vision`. **It stands in**: the
//! protocol, the limits and the errors are AWS's, the eyes are not.
//!
//! - `DetectLabels` measures the picture: brightness, sharpness, contrast and dominant colours
//!   are read from its pixels, on scales like AWS's but not with its figures. It recognises no
//!   things: `Labels` is empty, since a label that AWS would not give, or would give for
//!   other pictures, is worse than none. There is no foreground and background either.
//! - `DetectModerationLabels`, `DetectText`, `DetectFaces` and `DetectProtectiveEquipment` find nothing
//!   for the same reason.
//! - What a picture shows may be told to the region, as faults are ([`crate::faults`]); it is then what
//!   all of these find.
//! - `DetectCustomLabels` answers from what was learnt of a manifest: the model of both labels that
//!   cross-validation finds best. A manifest of one label fails the training, as on AWS. The labels are
//!   `anomalous`, with the suspicion as the confidence, and `normal` with the rest, whatever the
//!   manifest's own are called.
//! - Projects and their versions live and are billed nothing: training takes seconds.
//!
//! A picture may have at most 50 million pixels here, a bound that AWS does not tell.

mod colors;
pub(super) mod custom_labels;
pub(super) mod eyes;
pub(super) mod image;
mod input;
mod labels;
mod projects;
pub(super) mod record;
#[cfg(test)]
mod tests;
mod things;
pub(super) mod training;
mod versions;

use std::fmt;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use self::custom_labels::Models;
use self::record::{Project, Status, Version};
use crate::caller::Caller;
use crate::context::{Context, Scope};
use crate::error::ServiceError;
use crate::store::{StoreError, Table};

/// Rekognition of one AWS region.
pub struct Rekognition {
    /// By name.
    projects: Table<Project>,
    /// By project and name.
    versions: Table<Version>,
    /// The models of the versions.
    folder: PathBuf,
    /// Models that were read.
    models: Models,
    /// Held while projects and versions are checked and written; never across an `await`.
    writing: Mutex<()>,
}

impl fmt::Debug for Rekognition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rekognition").finish_non_exhaustive()
    }
}

impl Rekognition {
    pub(crate) fn open(scope: &Scope<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            projects: scope.table("rekognition.projects")?,
            versions: scope.table("rekognition.versions")?,
            folder: scope.folder("rekognition"),
            models: Models::default(),
            writing: Mutex::new(()),
        })
    }

    /// Takes up trainings and starts that were under way when the region stopped, and removes
    /// the models of versions that are gone.
    pub(crate) fn start(&self, context: &Context) {
        let versions = match self.versions.all() {
            Ok(versions) => versions,
            Err(error) => {
                tracing::error!(%error, "custom labels versions could not be taken up again");
                return;
            }
        };
        self.sweep(&versions);
        for version in versions {
            match version.status {
                Status::TrainingInProgress => training::begin(context, version),
                Status::Starting => versions::finish_starting(context, version),
                _ => {}
            }
        }
    }

    /// Answers one operation of the wire protocol.
    pub(crate) async fn call(
        &self,
        context: &Context,
        caller: &Caller,
        operation: &str,
        input: Value,
    ) -> Result<Value, ServiceError> {
        match operation {
            "DetectLabels" => self.detect_labels(context, caller, input).await,
            "DetectModerationLabels" => self.detect_moderation_labels(context, caller, input).await,
            "DetectText" => self.detect_text(context, caller, input).await,
            "DetectFaces" => self.detect_faces(context, caller, input).await,
            "DetectProtectiveEquipment" => {
                self.detect_protective_equipment(context, caller, input)
                    .await
            }
            "DetectCustomLabels" => self.detect_custom_labels(context, caller, input).await,
            "CreateProject" => self.create_project(context, caller, input),
            "DescribeProjects" => self.describe_projects(context, caller, input),
            "DeleteProject" => self.delete_project(context, caller, input),
            "CreateProjectVersion" => self.create_version(context, caller, input).await,
            "DescribeProjectVersions" => self.describe_versions(context, caller, input),
            "StartProjectVersion" => self.start_version(context, caller, input),
            "StopProjectVersion" => self.stop_version(context, caller, input),
            "DeleteProjectVersion" => self.delete_version(context, caller, input),
            _ => Err(ServiceError::unknown_operation("Rekognition", operation)),
        }
    }

    fn write_lock(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn not_found(message: impl Into<String>) -> ServiceError {
    ServiceError::client("ResourceNotFoundException", message)
}

fn in_use(message: impl Into<String>) -> ServiceError {
    ServiceError::client("ResourceInUseException", message)
}

fn invalid(message: impl Into<String>) -> ServiceError {
    ServiceError::client("InvalidParameterException", message)
}
