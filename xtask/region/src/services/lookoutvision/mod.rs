//! Lookout for Vision, which AWS ended on 31 October 2025: projects, datasets, models and
//! `DetectAnomalies`, answered by `vision`, so that what was made for it runs and can be moved over.
//! **It stands in**: the protocol and the errors are AWS's, the model is not.
//!
//! - A model is trained on the project's dataset `train`: the kind that cross-validation finds best.
//!   Without at least four pictures of defects, on the sound ones alone.
//! - A dataset is a manifest in S3. Its lines are read when it is made and again when a model is
//!   trained; entries are not changed one by one.
//! - Masks and kinds of anomalies are not told: models are of the type image classification.
//! - Models are hosted at once and billed nothing.
//!
//! <https://docs.aws.amazon.com/lookout-for-vision/latest/APIReference/Welcome.html>

mod datasets;
mod detect;
mod models;
mod projects;
mod record;

use std::fmt;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::de::DeserializeOwned;
use serde_json::Value;

use self::record::{Model, Project, Status};
use super::rekognition::custom_labels::Models;
use crate::caller::Caller;
use crate::context::{Context, Scope};
use crate::error::ServiceError;
use crate::protocol::rest_json::{Request, Response};
use crate::store::{StoreError, Table};

/// The version that paths begin with.
const API: &str = "2020-11-20";

/// Lookout for Vision of one AWS region.
pub struct LookoutVision {
    /// By name.
    projects: Table<Project>,
    /// By project and version.
    models: Table<Model>,
    /// The models' files.
    folder: PathBuf,
    /// Models that were read.
    read: Models,
    /// Held while projects and models are checked and written; never across an `await`.
    writing: Mutex<()>,
}

impl fmt::Debug for LookoutVision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LookoutVision").finish_non_exhaustive()
    }
}

impl LookoutVision {
    pub(crate) fn open(scope: &Scope<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            projects: scope.table("lookoutvision.projects")?,
            models: scope.table("lookoutvision.models")?,
            folder: scope.folder("lookoutvision"),
            read: Models::default(),
            writing: Mutex::new(()),
        })
    }

    /// Takes up trainings and starts that were under way when the region stopped.
    pub(crate) fn start(&self, context: &Context) {
        let models = match self.models.all() {
            Ok(models) => models,
            Err(error) => {
                tracing::error!(%error, "models of Lookout for Vision could not be taken up again");
                return;
            }
        };
        for model in models {
            match model.status {
                Status::Training => models::begin(context, model),
                Status::StartingHosting => models::finish_starting(context, model),
                _ => {}
            }
        }
    }

    /// Answers one operation of the wire protocol.
    pub(crate) async fn call(
        &self,
        context: &Context,
        caller: &Caller,
        request: &Request,
    ) -> Result<Response, ServiceError> {
        let segments = request.segments()?;
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let [API, "projects", path @ ..] = segments.as_slice() else {
            return Err(unknown(request));
        };
        match (request.method.as_str(), path) {
            ("POST", []) => self.create_project(context, caller, decode(request)?),
            ("GET", []) => self.list_projects(context, caller),
            ("GET", [project]) => self.describe_project(context, caller, project),
            ("DELETE", [project]) => self.delete_project(context, caller, project),
            ("POST", [project, "datasets"]) => {
                self.create_dataset(context, caller, project, decode(request)?)
                    .await
            }
            ("GET", [project, "datasets", kind]) => {
                self.describe_dataset(context, caller, project, kind)
            }
            ("DELETE", [project, "datasets", kind]) => {
                self.delete_dataset(context, caller, project, kind)
            }
            ("POST", [project, "models"]) => {
                self.create_model(context, caller, project, decode(request)?)
            }
            ("GET", [project, "models"]) => self.list_models(context, caller, project),
            ("GET", [project, "models", version]) => {
                self.describe_model(context, caller, project, version)
            }
            ("DELETE", [project, "models", version]) => {
                self.delete_model(context, caller, project, version)
            }
            ("POST", [project, "models", version, "start"]) => {
                self.start_model(context, caller, project, version, decode(request)?)
            }
            ("POST", [project, "models", version, "stop"]) => {
                self.stop_model(context, caller, project, version)
            }
            ("POST", [project, "detect", version]) => {
                self.detect_anomalies(context, caller, project, version, request)
                    .await
            }
            _ => Err(unknown(request)),
        }
    }

    fn write_lock(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn unknown(request: &Request) -> ServiceError {
    ServiceError::unknown_operation(
        "Lookout for Vision",
        &format!("{} {}", request.method, request.path),
    )
}

fn decode<T: DeserializeOwned>(request: &Request) -> Result<T, ServiceError> {
    let body: &[u8] = match request.body.as_ref() {
        b"" => b"{}",
        body => body,
    };
    serde_json::from_slice(body)
        .map_err(|error| invalid(format!("the input is not valid: {error}")))
}

fn accepted(body: &Value) -> Response {
    Response::json(202, body)
}

fn invalid(message: impl Into<String>) -> ServiceError {
    ServiceError::client("ValidationException", message)
}

fn conflict(message: impl Into<String>) -> ServiceError {
    ServiceError::client("ConflictException", message).with_status(409)
}

fn not_found(message: impl Into<String>) -> ServiceError {
    ServiceError::client("ResourceNotFoundException", message).with_status(404)
}
