//! Batch transform jobs: what is asked, kept and told of them. `transform_run` does the work.
//! <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html>

mod list;
mod request;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

pub(super) use self::request::Request;

use super::input::decode;
use super::record::seconds;
use super::training::{Asking, JobStatus, taken};
use super::{SageMaker, invalid, models, transform_run};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;

/// A transform job.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct TransformJob {
    pub(super) name: String,
    pub(super) arn: String,
    /// The request, to be told again.
    request: Value,
    pub(super) status: JobStatus,
    pub(super) failure: Option<String>,
    /// The execution's task that asked for it, so that a task that asks again after a restart meets its own.
    asked_by: Option<String>,
    created: Timestamp,
    pub(super) started: Option<Timestamp>,
    pub(super) ended: Option<Timestamp>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Named {
    transform_job_name: String,
}

impl TransformJob {
    pub(super) fn request(&self) -> Result<Request, ServiceError> {
        decode(self.request.clone())
    }

    fn modified(&self) -> Timestamp {
        self.ended.or(self.started).unwrap_or(self.created)
    }
}

impl SageMaker {
    pub(super) fn create_transform_job(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
        asking: Asking,
    ) -> Result<Value, ServiceError> {
        let request: Request = decode(input.clone())?;
        let name = request.transform_job_name.clone();
        request.check()?;
        let arn = context.arn("sagemaker", &format!("transform-job/{name}"));
        context.authorise(caller, "sagemaker:CreateTransformJob", &arn)?;
        if input.get("Tags").is_some() {
            context.authorise(caller, "sagemaker:AddTags", &arn)?;
        }
        let model = self.model(&request.model_name)?;
        models::assume(context, &model.role, &arn)?;
        let job = {
            let _writing = self.write_lock();
            if let Some(found) = self.transform_jobs.get(&name)? {
                if found.asked_by.is_some() && found.asked_by == asking.task {
                    return Ok(json!({ "TransformJobArn": found.arn }));
                }
                return Err(taken(&format!(
                    "Job name must be unique within an AWS account and region, and a job with this name \
                     already exists ({arn})"
                )));
            }
            let job = TransformJob {
                name: name.clone(),
                arn: arn.clone(),
                request: input,
                status: JobStatus::InProgress,
                failure: None,
                asked_by: asking.task,
                created: context.now(),
                started: None,
                ended: None,
            };
            self.transform_jobs.put(&name, &job)?;
            job
        };
        transform_run::begin(context, &job);
        Ok(json!({ "TransformJobArn": arn }))
    }

    pub(super) fn describe_transform_job(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let Named { transform_job_name } = decode(input)?;
        let job = self.transform_job(&transform_job_name)?;
        context.authorise(caller, "sagemaker:DescribeTransformJob", &job.arn)?;
        Ok(described(&job))
    }

    pub(super) fn stop_transform_job(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let Named { transform_job_name } = decode(input)?;
        let job = self.transform_job(&transform_job_name)?;
        context.authorise(caller, "sagemaker:StopTransformJob", &job.arn)?;
        if job.status.is_over() {
            return Err(invalid(format!(
                "The request was rejected because the transform job is in status {}.",
                job.status.as_str()
            )));
        }
        self.stop_transform(&job.name)?;
        Ok(json!({}))
    }

    /// Stops a job that is not over.
    pub(super) fn stop_transform(&self, name: &str) -> Result<(), ServiceError> {
        self.change_transform_job(name, |job| {
            if !job.status.is_over() {
                job.status = JobStatus::Stopping;
            }
        })?;
        self.stops.send_modify(|_| {});
        Ok(())
    }

    pub(super) fn transform_job(&self, name: &str) -> Result<TransformJob, ServiceError> {
        let found = self.transform_jobs.get(name)?;
        found.ok_or_else(|| invalid(format!("Could not find requested job with name: {name}")))
    }

    pub(super) fn change_transform_job(
        &self,
        name: &str,
        change: impl FnOnce(&mut TransformJob),
    ) -> Result<TransformJob, ServiceError> {
        let _writing = self.write_lock();
        let mut job = self.transform_job(name)?;
        change(&mut job);
        self.transform_jobs.put(name, &job)?;
        Ok(job)
    }

    /// Takes up jobs that ran when the region stopped, from their beginning: an input that was answered is
    /// answered again, in the same place.
    pub(super) fn take_up_transform_jobs(&self, context: &Context) {
        match self.transform_jobs.all() {
            Ok(jobs) => {
                for job in jobs.iter().filter(|job| !job.status.is_over()) {
                    transform_run::begin(context, job);
                }
            }
            Err(error) => tracing::error!(%error, "transform jobs could not be taken up again"),
        }
    }
}

fn described(job: &TransformJob) -> Value {
    let mut told = match &job.request {
        Value::Object(request) => request.clone(),
        _ => Map::new(),
    };
    told.remove("Tags");
    let mut tell = |name: &str, value: Value| told.insert(name.to_owned(), value);
    tell("TransformJobArn", json!(job.arn));
    tell("TransformJobStatus", json!(job.status.as_str()));
    tell("CreationTime", json!(seconds(job.created)));
    if let Some(failure) = &job.failure {
        tell("FailureReason", json!(failure));
    }
    if let Some(started) = job.started {
        tell("TransformStartTime", json!(seconds(started)));
    }
    if let Some(ended) = job.ended {
        tell("TransformEndTime", json!(seconds(ended)));
    }
    Value::Object(told)
}
