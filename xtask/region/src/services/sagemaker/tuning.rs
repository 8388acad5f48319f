//! Hyper-parameter tuning jobs: training jobs over a grid of parameters, and the best of them by a metric.
//! Grids are served, whose parameters are lists of values; AWS has further strategies.
//! <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateHyperParameterTuningJob.html>

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::input::{check_name, decode};
use super::record::seconds;
use super::training::{Asking, JobStatus, TrainingJob, checked, taken};
use super::{SageMaker, invalid, models, training_run};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;

/// Most training jobs of a grid here; AWS has 750.
const MOST_JOBS: usize = 100;
/// Longest name, shorter than others: those of its jobs begin with it.
const LONGEST_NAME: usize = 32;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    hyper_parameter_tuning_job_name: String,
    hyper_parameter_tuning_job_config: Config,
    training_job_definition: Value,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Config {
    strategy: String,
    hyper_parameter_tuning_job_objective: Objective,
    resource_limits: Limits,
    parameter_ranges: Ranges,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Objective {
    #[serde(rename = "Type")]
    direction: Direction,
    metric_name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Direction {
    Maximize,
    Minimize,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Limits {
    max_parallel_training_jobs: usize,
    max_number_of_training_jobs: Option<usize>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Ranges {
    #[serde(default)]
    categorical_parameter_ranges: Vec<Categorical>,
    #[serde(default)]
    integer_parameter_ranges: Vec<Value>,
    #[serde(default)]
    continuous_parameter_ranges: Vec<Value>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Categorical {
    name: String,
    values: Vec<String>,
}

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

impl Request {
    /// The parameters of each training job: every combination of the values.
    fn grid(&self) -> Vec<BTreeMap<String, String>> {
        let ranges = &self.hyper_parameter_tuning_job_config.parameter_ranges;
        let mut grid = vec![BTreeMap::new()];
        for range in &ranges.categorical_parameter_ranges {
            grid = grid
                .iter()
                .flat_map(|point| {
                    range.values.iter().map(move |value| {
                        let mut point = point.clone();
                        point.insert(range.name.clone(), value.clone());
                        point
                    })
                })
                .collect();
        }
        grid
    }

    /// The request of the training job at a point of the grid.
    fn training(&self, name: &str, point: &BTreeMap<String, String>) -> Value {
        let mut job = self.training_job_definition.clone();
        let fixed = job["StaticHyperParameters"].take();
        let mut parameters: BTreeMap<String, String> =
            serde_json::from_value(fixed).unwrap_or_default();
        parameters.extend(point.clone());
        let objective = &self
            .hyper_parameter_tuning_job_config
            .hyper_parameter_tuning_job_objective;
        parameters.insert(
            "_tuning_objective_metric".to_owned(),
            objective.metric_name.clone(),
        );
        if let Value::Object(job) = &mut job {
            job.remove("StaticHyperParameters");
            job.insert("HyperParameters".to_owned(), json!(parameters));
            job.insert("TrainingJobName".to_owned(), json!(name));
        }
        job
    }

    fn check(&self) -> Result<(), ServiceError> {
        let config = &self.hyper_parameter_tuning_job_config;
        let ranges = &config.parameter_ranges;
        if config.strategy != "Grid"
            || !ranges.integer_parameter_ranges.is_empty()
            || !ranges.continuous_parameter_ranges.is_empty()
        {
            return Err(invalid(format!(
                "the Strategy \"{}\" with these ranges is not served here; Grid with \
                 CategoricalParameterRanges is",
                config.strategy
            )));
        }
        let points: usize = ranges
            .categorical_parameter_ranges
            .iter()
            .fold(1, |points, range| points.saturating_mul(range.values.len()));
        if !(1..=MOST_JOBS).contains(&points) || ranges.categorical_parameter_ranges.is_empty() {
            return Err(invalid(format!(
                "the grid has {points} points; 1 to {MOST_JOBS} are allowed"
            )));
        }
        let most = config.resource_limits.max_number_of_training_jobs;
        if most.is_some_and(|most| most != points) {
            return Err(invalid(format!(
                "MaxNumberOfTrainingJobs must be {points}, the points of the grid, or be left out"
            )));
        }
        if config.resource_limits.max_parallel_training_jobs == 0 {
            return Err(invalid("MaxParallelTrainingJobs must be at least 1"));
        }
        let definition = checked(&self.training("a", &BTreeMap::new()))?;
        let wanted = &config.hyper_parameter_tuning_job_objective.metric_name;
        let mut metrics = definition.algorithm_specification.metric_definitions.iter();
        if !metrics.any(|metric| metric.name == *wanted) {
            return Err(invalid(format!(
                "the objective metric \"{wanted}\" is not among the MetricDefinitions"
            )));
        }
        Ok(())
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

    pub(super) fn describe_tuning_job(
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

    pub(super) fn list_jobs_of_tuning(
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

    /// The training jobs of a tuning job that have begun, in order.
    fn jobs_of(&self, job: &TuningJob) -> Result<Vec<TrainingJob>, ServiceError> {
        let request: Request = decode(job.request.clone())?;
        let mut jobs = Vec::new();
        for at in 0..request.grid().len() {
            jobs.extend(self.training_jobs.get(&job_name(&job.name, at))?);
        }
        Ok(jobs)
    }
}

fn job_name(tuning: &str, at: usize) -> String {
    format!("{tuning}-{:03}", at + 1)
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
fn best<'a>(request: &Request, jobs: &'a [TrainingJob]) -> Option<&'a TrainingJob> {
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

/// Runs a tuning job in the background, from where it stands.
pub(super) fn begin(context: &Context, name: &str) {
    let name = name.to_owned();
    let context = context.clone();
    let work = context.clone();
    work.spawn(async move {
        let sagemaker = context.sagemaker();
        let ended = run(&context, &name).await;
        let now = context.now();
        let changed = sagemaker.change_tuning_job(&name, |job| {
            job.ended = Some(now);
            job.status = match ended {
                Ok(()) if job.status == JobStatus::Stopping => JobStatus::Stopped,
                Ok(()) => JobStatus::Completed,
                Err(error) => {
                    job.failure = Some(error.message);
                    JobStatus::Failed
                }
            };
        });
        if let Err(error) = changed {
            tracing::error!(%error, job = name, "how a tuning job ended cannot be kept");
        }
        sagemaker.ended.send_modify(|_| {});
    });
}

async fn run(context: &Context, name: &str) -> Result<(), ServiceError> {
    let sagemaker = context.sagemaker();
    let job = sagemaker.tuning_job(name)?;
    let request: Request = decode(job.request.clone())?;
    let grid = request.grid();
    let at_once = request
        .hyper_parameter_tuning_job_config
        .resource_limits
        .max_parallel_training_jobs;
    let mut ended = sagemaker.ended.subscribe();
    loop {
        let is_stopping = sagemaker.tuning_job(name)?.status == JobStatus::Stopping;
        let jobs = sagemaker.jobs_of(&job)?;
        let running = jobs.iter().filter(|job| !job.status.is_over()).count();
        if running == 0 && (is_stopping || jobs.len() == grid.len()) {
            break;
        }
        if !is_stopping && running < at_once && jobs.len() < grid.len() {
            let point = &grid[jobs.len()];
            let of_point = job_name(name, jobs.len());
            let one = TrainingJob {
                arn: context.arn("sagemaker", &format!("training-job/{of_point}")),
                request: request.training(&of_point, point),
                name: of_point,
                status: JobStatus::InProgress,
                secondary: "Starting".to_owned(),
                failure: None,
                metrics: Vec::new(),
                tuning: Some(job.arn.clone()),
                asked_by: None,
                created: context.now(),
                started: None,
                ended: None,
            };
            sagemaker.training_jobs.put(&one.name, &one)?;
            training_run::begin(context, &one);
            continue;
        }
        // The sender is of this very value.
        let _ = ended.changed().await;
    }
    let jobs = sagemaker.jobs_of(&job)?;
    let is_stopped = sagemaker.tuning_job(name)?.status == JobStatus::Stopping;
    if is_stopped || best(&request, &jobs).is_some() {
        return Ok(());
    }
    let why = jobs.iter().find_map(|job| job.failure.clone());
    Err(invalid(format!(
        "No training job gave the objective metric. {}",
        why.unwrap_or_default()
    )))
}
