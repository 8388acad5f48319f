//! Hyper-parameter tuning jobs: training jobs over a grid of parameters, and the best of them by a metric.
//! Grids are served, whose parameters are lists of values; AWS has further strategies.
//! <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateHyperParameterTuningJob.html>

mod request;
mod run;
mod told;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub(super) use self::run::begin;

use self::request::Request;
use super::input::{check_name, decode};
use super::training::{Asking, JobStatus, TrainingJob, taken};
use super::{SageMaker, invalid, models};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;

/// Longest name, shorter than others: those of its jobs begin with it.
const LONGEST_NAME: usize = 32;

/// A tuning job.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct TuningJob {
    name: String,
    arn: String,
    request: Value,
    pub(super) status: JobStatus,
    failure: Option<String>,
    asked_by: Option<String>,
    created: Timestamp,
    ended: Option<Timestamp>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Named {
    hyper_parameter_tuning_job_name: String,
}

impl TuningJob {
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

impl SageMaker {
    pub(super) fn create_tuning_job(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
        asking: Asking,
    ) -> Result<Value, ServiceError> {
        let request: Request = decode(input.clone())?;
        let name = request.hyper_parameter_tuning_job_name.clone();
        check_name("HyperParameterTuningJobName", &name)?;
        if name.len() > LONGEST_NAME {
            return Err(invalid(format!(
                "HyperParameterTuningJobName \"{name}\" is longer than {LONGEST_NAME} characters"
            )));
        }
        let arn = context.arn("sagemaker", &format!("hyper-parameter-tuning-job/{name}"));
        context.authorise(caller, "sagemaker:CreateHyperParameterTuningJob", &arn)?;
        if input.get("Tags").is_some() {
            context.authorise(caller, "sagemaker:AddTags", &arn)?;
        }
        request.check()?;
        let role = request.training_job_definition["RoleArn"].as_str();
        let role = role.unwrap_or_default();
        models::may_pass(context, caller, role)?;
        models::assume(context, role, &arn)?;
        {
            let _writing = self.write_lock();
            if let Some(found) = self.tuning_jobs.get(&name)? {
                if found.asked_by.is_some() && found.asked_by == asking.task {
                    return Ok(json!({ "HyperParameterTuningJobArn": found.arn }));
                }
                return Err(taken(&format!("the name of {arn} is taken")));
            }
            let job = TuningJob {
                name: name.clone(),
                arn: arn.clone(),
                request: input,
                status: JobStatus::InProgress,
                failure: None,
                asked_by: asking.task,
                created: context.now(),
                ended: None,
            };
            self.tuning_jobs.put(&name, &job)?;
        }
        begin(context, &name);
        Ok(json!({ "HyperParameterTuningJobArn": arn }))
    }

    pub(super) fn stop_tuning_job(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let job = self.named_tuning_job(input)?;
        context.authorise(caller, "sagemaker:StopHyperParameterTuningJob", &job.arn)?;
        self.stop_tuning(&job.name)?;
        Ok(json!({}))
    }

    /// Stops a tuning job that is not over, and what runs of it.
    pub(super) fn stop_tuning(&self, name: &str) -> Result<(), ServiceError> {
        let job = self.change_tuning_job(name, |job| {
            if !job.status.is_over() {
                job.status = JobStatus::Stopping;
            }
        })?;
        for one in self.jobs_of(&job)? {
            self.stop_job(&one.name)?;
        }
        self.ended.send_modify(|_| {});
        Ok(())
    }

    fn named_tuning_job(&self, input: Value) -> Result<TuningJob, ServiceError> {
        let Named {
            hyper_parameter_tuning_job_name: name,
        } = decode(input)?;
        self.tuning_job(&name)
    }

    pub(super) fn tuning_job(&self, name: &str) -> Result<TuningJob, ServiceError> {
        let found = self.tuning_jobs.get(name)?;
        found.ok_or_else(|| {
            ServiceError::client("ResourceNotFound", format!("no tuning job \"{name}\""))
        })
    }

    fn change_tuning_job(
        &self,
        name: &str,
        change: impl FnOnce(&mut TuningJob),
    ) -> Result<TuningJob, ServiceError> {
        let _writing = self.write_lock();
        let mut job = self.tuning_job(name)?;
        change(&mut job);
        self.tuning_jobs.put(name, &job)?;
        Ok(job)
    }

    /// Keeps a training job of a tuning job that nobody has stopped meanwhile; whether it did.
    fn begin_of_tuning(&self, name: &str, one: &TrainingJob) -> Result<bool, ServiceError> {
        let _writing = self.write_lock();
        if self.tuning_job(name)?.status == JobStatus::Stopping {
            return Ok(false);
        }
        self.training_jobs.put(&one.name, one)?;
        Ok(true)
    }

    /// The training jobs of a tuning job that have begun, in order.
    fn jobs_of(&self, job: &TuningJob) -> Result<Vec<TrainingJob>, ServiceError> {
        let request: Request = decode(job.request.clone())?;
        let mut jobs = Vec::new();
        for at in 0..request.grid().len() {
            let found = self.training_jobs.get(&job_name(job, at))?;
            jobs.extend(found.filter(|one| one.tuning.as_deref() == Some(&*job.arn)));
        }
        Ok(jobs)
    }
}

/// The name of a training job of a tuning job. What follows the number keeps it apart from jobs that others
/// named so, as AWS does.
fn job_name(tuning: &TuningJob, at: usize) -> String {
    let made = tuning.created.as_millisecond() as u32;
    format!("{}-{:03}-{made:08x}", tuning.name, at + 1)
}
