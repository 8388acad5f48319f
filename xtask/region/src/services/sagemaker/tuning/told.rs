//! What is told of a tuning job and of its training jobs, the best of them among those.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::request::{Direction, Request};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::sagemaker::SageMaker;
use crate::services::sagemaker::input::decode;
use crate::services::sagemaker::record::seconds;
use crate::services::sagemaker::training::{JobStatus, TrainingJob};

impl SageMaker {
    pub(in crate::services::sagemaker) fn describe_tuning_job(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let job = self.named_tuning_job(input)?;
        context.authorise(
            caller,
            "sagemaker:DescribeHyperParameterTuningJob",
            &job.arn,
        )?;
        let request: Request = decode(job.request.clone())?;
        let jobs = self.jobs_of(&job)?;
        let count = |status: JobStatus| jobs.iter().filter(|job| job.status == status).count();
        let running = jobs.iter().filter(|job| !job.status.is_over()).count();
        let (completed, failed) = (count(JobStatus::Completed), count(JobStatus::Failed));
        let mut told = json!({
            "HyperParameterTuningJobName": job.name,
            "HyperParameterTuningJobArn": job.arn,
            "HyperParameterTuningJobConfig": job.request["HyperParameterTuningJobConfig"],
            "TrainingJobDefinition": job.request["TrainingJobDefinition"],
            "HyperParameterTuningJobStatus": job.status.as_str(),
            "CreationTime": seconds(job.created),
            "LastModifiedTime": seconds(job.ended.unwrap_or(job.created)),
            "TrainingJobStatusCounters": {
                "Completed": completed,
                "InProgress": running,
                "RetryableError": 0,
                "NonRetryableError": failed,
                "Stopped": count(JobStatus::Stopped),
            },
            "ObjectiveStatusCounters": {
                "Succeeded": jobs.iter().filter(|one| objective(&request, one).is_some()).count(),
                "Pending": running,
                "Failed": failed,
            },
        });
        if let Some(best) = best(&request, &jobs) {
            told["BestTrainingJob"] = summary(&request, best);
        }
        if let Some(ended) = job.ended {
            told["HyperParameterTuningEndTime"] = json!(seconds(ended));
        }
        if let Some(failure) = &job.failure {
            told["FailureReason"] = json!(failure);
        }
        Ok(told)
    }

    pub(in crate::services::sagemaker) fn list_jobs_of_tuning(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let job = self.named_tuning_job(input)?;
        let action = "sagemaker:ListTrainingJobsForHyperParameterTuningJob";
        context.authorise(caller, action, &job.arn)?;
        let request: Request = decode(job.request.clone())?;
        let jobs = self.jobs_of(&job)?;
        let told: Vec<Value> = jobs.iter().map(|one| summary(&request, one)).collect();
        Ok(json!({ "TrainingJobSummaries": told }))
    }
}

fn objective(request: &Request, job: &TrainingJob) -> Option<f64> {
    let wanted = &request
        .hyper_parameter_tuning_job_config
        .hyper_parameter_tuning_job_objective;
    let mut metrics = job.metrics.iter();
    let found = metrics.find(|(name, _)| *name == wanted.metric_name)?;
    (job.status == JobStatus::Completed).then_some(found.1)
}

/// The best that is completed; of equals the first.
pub(super) fn best<'a>(request: &Request, jobs: &'a [TrainingJob]) -> Option<&'a TrainingJob> {
    let direction = request
        .hyper_parameter_tuning_job_config
        .hyper_parameter_tuning_job_objective
        .direction;
    let mut best: Option<(f64, &TrainingJob)> = None;
    for job in jobs {
        let Some(value) = objective(request, job) else {
            continue;
        };
        let is_better = |than: f64| match direction {
            Direction::Maximize => value > than,
            Direction::Minimize => value < than,
        };
        if best.is_none_or(|(than, _)| is_better(than)) {
            best = Some((value, job));
        }
    }
    best.map(|(_, job)| job)
}

/// `HyperParameterTrainingJobSummary`.
fn summary(request: &Request, job: &TrainingJob) -> Value {
    let tuned: BTreeMap<String, String> = request
        .hyper_parameter_tuning_job_config
        .parameter_ranges
        .categorical_parameter_ranges
        .iter()
        .filter_map(|range| {
            let value = job.request["HyperParameters"].get(&range.name)?.as_str()?;
            Some((range.name.clone(), value.to_owned()))
        })
        .collect();
    let mut told = json!({
        "TrainingJobName": job.name,
        "TrainingJobArn": job.arn,
        "CreationTime": seconds(job.created),
        "TrainingJobStatus": job.status.as_str(),
        "TunedHyperParameters": tuned,
    });
    if let Some(value) = objective(request, job) {
        let wanted = &request
            .hyper_parameter_tuning_job_config
            .hyper_parameter_tuning_job_objective;
        told["FinalHyperParameterTuningJobObjectiveMetric"] = json!({
            "Type": wanted.direction,
            "MetricName": wanted.metric_name,
            "Value": value,
        });
        told["ObjectiveStatus"] = json!("Succeeded");
    }
    if let Some(failure) = &job.failure {
        told["FailureReason"] = json!(failure);
    }
    told
}
