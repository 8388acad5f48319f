//! SageMaker, as far as models are trained and answer: training jobs and their tuning, models, endpoint
//! configurations, endpoints, and their invocation, batch transform jobs. An endpoint really starts the container's program as a process of its own, with the
//! model unpacked where it looks for it, and asks it over HTTP as SageMaker does.
//!
//! - An image is the program of its repository's name beside the region's own binary. There is one
//!   such program, `inspector`: its Dockerfile makes the image for AWS.
//! - A model package, as AWS's Marketplace model 'Computer Vision Defect Detection' gives them, is an
//!   image and a model like any other.
//! - Endpoints have one variant and are billed nothing. Instances are told and not counted: one
//!   process answers. A process that has long not been asked is stopped, and started again when it is.
//! - A training job really runs the image's program with `train`; a tuning job runs one for each point of
//!   its grid. A transform job starts the image's program with `serve`, as an endpoint does, and asks it about
//!   each of its inputs. One that is stopped leaves no answers. After a restart jobs begin anew.
//! - What asynchronous endpoints have taken is kept until it is answered, over a restart as well.
//!
//! <https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html>

mod archive;
mod configurations;
mod container;
mod containers;
mod endpoints;
mod folder;
mod input;
mod inputs;
mod models;
mod queue;
mod record;
mod runtime;
mod training;
mod training_run;
mod transform;
mod transform_run;
mod tuning;
mod turns;
mod waiting;

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tokio::sync::{Semaphore, watch};

pub(crate) use self::runtime::MOST_BYTES;
pub(crate) use self::waiting::JobKind;

use self::containers::Containers;
use self::queue::{Queue, Queued};
use self::record::{Configuration, Endpoint, Model, Package, Status};
use self::training::{Asking, TrainingJob};
use self::transform::TransformJob;
use self::tuning::TuningJob;
use crate::caller::Caller;
use crate::context::{Context, Scope};
use crate::error::ServiceError;
use crate::store::{StoreError, Table};

/// Jobs that run at once: a machine has no room for more.
const JOBS_AT_ONCE: usize = 2;

/// SageMaker of one AWS region.
pub struct SageMaker {
    /// All by name.
    models: Table<Model>,
    packages: Table<Package>,
    configurations: Table<Configuration>,
    endpoints: Table<Endpoint>,
    /// What asynchronous endpoints have taken, by id.
    queued: Table<Queued>,
    queue: Queue,
    training_jobs: Table<TrainingJob>,
    tuning_jobs: Table<TuningJob>,
    transform_jobs: Table<TransformJob>,
    job_turns: Semaphore,
    /// Told when a job is to stop, and when one has ended.
    stops: watch::Sender<()>,
    ended: watch::Sender<()>,
    containers: Arc<Containers>,
    /// Where containers have their `/opt/ml`.
    folder: PathBuf,
    /// Held while things are checked and written; never across an `await`.
    writing: Mutex<()>,
}

impl fmt::Debug for SageMaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SageMaker").finish_non_exhaustive()
    }
}

impl SageMaker {
    pub(crate) fn open(scope: &Scope<'_>) -> Result<Self, StoreError> {
        let folder = scope.folder("sagemaker");
        // What containers of the last process left behind.
        let _ = std::fs::remove_dir_all(&folder);
        Ok(Self {
            models: scope.table("sagemaker.models")?,
            packages: scope.table("sagemaker.packages")?,
            configurations: scope.table("sagemaker.configurations")?,
            endpoints: scope.table("sagemaker.endpoints")?,
            queued: scope.table("sagemaker.queue")?,
            queue: Queue::default(),
            training_jobs: scope.table("sagemaker.training-jobs")?,
            tuning_jobs: scope.table("sagemaker.tuning-jobs")?,
            transform_jobs: scope.table("sagemaker.transform-jobs")?,
            job_turns: Semaphore::new(JOBS_AT_ONCE),
            stops: watch::Sender::default(),
            ended: watch::Sender::default(),
            containers: Arc::default(),
            folder,
            writing: Mutex::new(()),
        })
    }

    /// Takes up endpoints that were being made when the region stopped, what was queued, and jobs.
    pub(crate) fn start(&self, context: &Context) {
        self.end_idle_containers(context);
        self.take_up_transform_jobs(context);
        match (self.training_jobs.all(), self.tuning_jobs.all()) {
            (Ok(trainings), Ok(tunings)) => {
                for job in trainings.iter().filter(|job| !job.status.is_over()) {
                    training_run::begin(context, job);
                }
                for job in tunings.iter().filter(|job| !job.status.is_over()) {
                    tuning::begin(context, job.name());
                }
            }
            (Err(error), _) | (_, Err(error)) => {
                tracing::error!(%error, "jobs could not be taken up again");
            }
        }
        let endpoints = self.endpoints.all();
        let queued = self.queued.all();
        match (endpoints, queued) {
            (Ok(endpoints), Ok(queued)) => {
                for endpoint in endpoints {
                    if matches!(endpoint.status, Status::Creating | Status::Updating) {
                        endpoints::begin(context, &endpoint);
                    }
                }
                for one in queued {
                    queue::begin(context, one);
                }
            }
            (Err(error), _) | (_, Err(error)) => {
                tracing::error!(%error, "endpoints could not be taken up again");
            }
        }
    }

    /// Ends all containers.
    pub(crate) fn stop(&self) {
        self.containers.clear();
    }

    /// Answers one operation of the control plane.
    pub(crate) async fn call(
        &self,
        context: &Context,
        caller: &Caller,
        operation: &str,
        input: Value,
    ) -> Result<Value, ServiceError> {
        match operation {
            "CreateModel" => self.create_model(context, caller, input),
            "DescribeModel" => self.describe_model(context, caller, input),
            "DeleteModel" => self.delete_model(context, caller, input),
            "CreateModelPackage" => self.create_package(context, caller, input),
            "DescribeModelPackage" => self.describe_package(context, caller, input),
            "DeleteModelPackage" => self.delete_package(context, caller, input),
            "CreateEndpointConfig" => self.create_configuration(context, caller, input),
            "DescribeEndpointConfig" => self.describe_configuration(context, caller, input),
            "DeleteEndpointConfig" => self.delete_configuration(context, caller, input),
            "CreateEndpoint" => self.create_endpoint(context, caller, input),
            "UpdateEndpoint" => self.update_endpoint(context, caller, input),
            "DescribeEndpoint" => self.describe_endpoint(context, caller, input),
            "ListEndpoints" => self.list_endpoints(context, caller, input),
            "DeleteEndpoint" => self.delete_endpoint(context, caller, input),
            "CreateTrainingJob" => {
                self.create_training_job(context, caller, input, Asking::default())
            }
            "DescribeTrainingJob" => self.describe_training_job(context, caller, input),
            "StopTrainingJob" => self.stop_training_job(context, caller, input),
            "CreateHyperParameterTuningJob" => {
                self.create_tuning_job(context, caller, input, Asking::default())
            }
            "DescribeHyperParameterTuningJob" => self.describe_tuning_job(context, caller, input),
            "StopHyperParameterTuningJob" => self.stop_tuning_job(context, caller, input),
            "CreateTransformJob" => {
                self.create_transform_job(context, caller, input, Asking::default())
            }
            "DescribeTransformJob" => self.describe_transform_job(context, caller, input),
            "ListTransformJobs" => self.list_transform_jobs(context, caller, input),
            "StopTransformJob" => self.stop_transform_job(context, caller, input),
            "ListTrainingJobsForHyperParameterTuningJob" => {
                self.list_jobs_of_tuning(context, caller, input)
            }
            _ => Err(ServiceError::unknown_operation("SageMaker", operation)),
        }
    }

    fn write_lock(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// SageMaker has one code for every mistake in a request, what is not there included.
fn invalid(message: impl Into<String>) -> ServiceError {
    ServiceError::client("ValidationException", message)
}
