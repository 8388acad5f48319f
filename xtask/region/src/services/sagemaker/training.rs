//! Training jobs: what is asked, kept and told of them. `training_run` does the work.
//! <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html>

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::input::{check_name, decode, s3_place};
use super::inputs::S3DataSource;
use super::record::seconds;
use super::{SageMaker, container, invalid, models, training_run};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;

/// Most instances of a job. AWS has a quota for each account; here one process works, and is told of the others.
const MOST_INSTANCES: u32 = 100;

/// What a job is made of, as far as it matters here; the whole request is kept to be told again.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Definition {
    pub(super) algorithm_specification: Algorithm,
    pub(super) role_arn: String,
    #[serde(default)]
    pub(super) input_data_config: Vec<Channel>,
    pub(super) output_data_config: Output,
    pub(super) resource_config: Resources,
    pub(super) stopping_condition: Stopping,
    #[serde(default)]
    pub(super) hyper_parameters: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) environment: BTreeMap<String, String>,
}

/// `AlgorithmSpecification`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Algorithm {
    pub(super) training_image: String,
    pub(super) training_input_mode: String,
    #[serde(default)]
    pub(super) metric_definitions: Vec<MetricDefinition>,
}

/// How a metric is found in what a program prints: the expression's first group is its value.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct MetricDefinition {
    pub(super) name: String,
    pub(super) regex: String,
}

/// A channel of pictures or the like.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Channel {
    pub(super) channel_name: String,
    pub(super) data_source: DataSource,
}

/// `DataSource`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DataSource {
    pub(super) s3_data_source: S3DataSource,
}

/// `OutputDataConfig`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    pub(super) s3_output_path: String,
}

/// `ResourceConfig`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Resources {
    pub(super) instance_type: String,
    pub(super) instance_count: u32,
    #[serde(rename = "VolumeSizeInGB")]
    pub(super) volume_size_in_gb: u32,
}

/// `StoppingCondition`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Stopping {
    pub(super) max_runtime_in_seconds: u64,
}

/// The states of a job, as AWS names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum JobStatus {
    InProgress,
    Completed,
    Failed,
    Stopping,
    Stopped,
}

impl JobStatus {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::InProgress => "InProgress",
            Self::Completed => "Completed",
            Self::Failed => "Failed",
            Self::Stopping => "Stopping",
            Self::Stopped => "Stopped",
        }
    }

    pub(super) const fn is_over(self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Stopped)
    }
}

/// A training job.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct TrainingJob {
    pub(super) name: String,
    pub(super) arn: String,
    /// The request, to be told again.
    pub(super) request: Value,
    pub(super) status: JobStatus,
    /// `Starting`, `Downloading`, `Training`, `Uploading` and how it ended.
    pub(super) secondary: String,
    pub(super) failure: Option<String>,
    /// The metrics that it printed last.
    pub(super) metrics: Vec<(String, f64)>,
    /// The tuning job that it is part of, an ARN.
    pub(super) tuning: Option<String>,
    /// The execution's task that asked for it, so that a task that asks again after a restart meets its own.
    pub(super) asked_by: Option<String>,
    pub(super) created: Timestamp,
    pub(super) started: Option<Timestamp>,
    pub(super) ended: Option<Timestamp>,
}

impl TrainingJob {
    pub(super) fn definition(&self) -> Result<Definition, ServiceError> {
        decode(self.request.clone())
    }

    /// Where its model is, or will be: `s3://bucket/key`.
    pub(super) fn artefacts(&self, definition: &Definition) -> String {
        let path = definition
            .output_data_config
            .s3_output_path
            .trim_end_matches('/');
        format!("{path}/{}/output/model.tar.gz", self.name)
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Named {
    training_job_name: String,
}

/// Who asks for a job, beside its caller.
#[derive(Debug, Clone, Default)]
pub(super) struct Asking {
    pub(super) task: Option<String>,
}

impl SageMaker {
    pub(super) fn create_training_job(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
        asking: Asking,
    ) -> Result<Value, ServiceError> {
        let Named {
            training_job_name: name,
        } = decode(input.clone())?;
        check_name("TrainingJobName", &name)?;
        let arn = context.arn("sagemaker", &format!("training-job/{name}"));
        context.authorise(caller, "sagemaker:CreateTrainingJob", &arn)?;
        if input.get("Tags").is_some() {
            context.authorise(caller, "sagemaker:AddTags", &arn)?;
        }
        let definition = checked(&input)?;
        models::may_pass(context, caller, &definition.role_arn)?;
        models::assume(context, &definition.role_arn, &arn)?;
        let job = {
            let _writing = self.write_lock();
            if let Some(found) = self.training_jobs.get(&name)? {
                if found.asked_by.is_some() && found.asked_by == asking.task {
                    return Ok(json!({ "TrainingJobArn": found.arn }));
                }
                return Err(taken(&format!(
                    "Training job names must be unique within an AWS account and region, but a \
                     training job with this name already exists ({arn})"
                )));
            }
            let job = TrainingJob {
                name: name.clone(),
                arn: arn.clone(),
                request: input,
                status: JobStatus::InProgress,
                secondary: "Starting".to_owned(),
                failure: None,
                metrics: Vec::new(),
                tuning: None,
                asked_by: asking.task,
                created: context.now(),
                started: None,
                ended: None,
            };
            self.training_jobs.put(&name, &job)?;
            job
        };
        training_run::begin(context, &job);
        Ok(json!({ "TrainingJobArn": arn }))
    }

    pub(super) fn describe_training_job(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let Named { training_job_name } = decode(input)?;
        let job = self.training_job(&training_job_name)?;
        context.authorise(caller, "sagemaker:DescribeTrainingJob", &job.arn)?;
        described(&job)
    }

    pub(super) fn stop_training_job(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let Named { training_job_name } = decode(input)?;
        let job = self.training_job(&training_job_name)?;
        context.authorise(caller, "sagemaker:StopTrainingJob", &job.arn)?;
        self.stop_job(&job.name)?;
        Ok(json!({}))
    }

    /// Stops a job that is not over.
    pub(super) fn stop_job(&self, name: &str) -> Result<(), ServiceError> {
        self.change_training_job(name, |job| {
            if !job.status.is_over() {
                job.status = JobStatus::Stopping;
                "Stopping".clone_into(&mut job.secondary);
            }
        })?;
        self.stops.send_modify(|_| {});
        Ok(())
    }

    pub(super) fn training_job(&self, name: &str) -> Result<TrainingJob, ServiceError> {
        let found = self.training_jobs.get(name)?;
        found.ok_or_else(|| invalid("Requested resource not found."))
    }

    pub(super) fn change_training_job(
        &self,
        name: &str,
        change: impl FnOnce(&mut TrainingJob),
    ) -> Result<TrainingJob, ServiceError> {
        let _writing = self.write_lock();
        let mut job = self.training_job(name)?;
        change(&mut job);
        self.training_jobs.put(name, &job)?;
        Ok(job)
    }
}

/// A name that something else has.
pub(super) fn taken(message: &str) -> ServiceError {
    ServiceError::client("ResourceInUse", message)
}

/// A definition that can be run here.
pub(super) fn checked(request: &Value) -> Result<Definition, ServiceError> {
    let definition: Definition = decode(request.clone())?;
    container::program(&definition.algorithm_specification.training_image)?;
    let mode = &definition.algorithm_specification.training_input_mode;
    if !matches!(mode.as_str(), "File" | "FastFile") {
        return Err(invalid(format!(
            "TrainingInputMode \"{mode}\" is not served here; File and FastFile are"
        )));
    }
    s3_place(
        "S3OutputPath",
        &definition.output_data_config.s3_output_path,
    )?;
    let resources = &definition.resource_config;
    if !(1..=MOST_INSTANCES).contains(&resources.instance_count) {
        return Err(invalid(format!(
            "InstanceCount {} must be from 1 to {MOST_INSTANCES}",
            resources.instance_count
        )));
    }
    if resources.volume_size_in_gb == 0 {
        return Err(invalid("VolumeSizeInGB must be at least 1"));
    }
    if definition.stopping_condition.max_runtime_in_seconds == 0 {
        return Err(invalid("MaxRuntimeInSeconds must be at least 1"));
    }
    for metric in &definition.algorithm_specification.metric_definitions {
        training_run::expression(metric)?;
    }
    for channel in &definition.input_data_config {
        let name = &channel.channel_name;
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
        if name.is_empty() || name.starts_with('.') || !name.bytes().all(is_name) {
            return Err(invalid(format!("ChannelName \"{name}\" is no name")));
        }
        s3_place("S3Uri", &channel.data_source.s3_data_source.s3_uri)?;
    }
    Ok(definition)
}

fn described(job: &TrainingJob) -> Result<Value, ServiceError> {
    let definition = job.definition()?;
    let mut told = match &job.request {
        Value::Object(request) => request.clone(),
        _ => Map::new(),
    };
    told.remove("Tags");
    let mut tell = |name: &str, value: Value| told.insert(name.to_owned(), value);
    tell("TrainingJobArn", json!(job.arn));
    tell("TrainingJobStatus", json!(job.status.as_str()));
    tell("SecondaryStatus", json!(job.secondary));
    tell("CreationTime", json!(seconds(job.created)));
    let changed = job.ended.or(job.started).unwrap_or(job.created);
    tell("LastModifiedTime", json!(seconds(changed)));
    tell(
        "ModelArtifacts",
        json!({ "S3ModelArtifacts": job.artefacts(&definition) }),
    );
    if let Some(tuning) = &job.tuning {
        tell("TuningJobArn", json!(tuning));
    }
    if let Some(failure) = &job.failure {
        tell("FailureReason", json!(failure));
    }
    if let Some(started) = job.started {
        tell("TrainingStartTime", json!(seconds(started)));
        if let Some(ended) = job.ended {
            tell("TrainingEndTime", json!(seconds(ended)));
            let ran = (ended.as_millisecond() - started.as_millisecond()).max(0) as u64;
            // Billed by the second that has begun.
            let billed = ran.div_ceil(1000).max(1);
            tell("TrainingTimeInSeconds", json!(billed));
            tell("BillableTimeInSeconds", json!(billed));
        }
    }
    let at = seconds(job.ended.unwrap_or(job.created));
    let metrics = job
        .metrics
        .iter()
        .map(|(name, value)| json!({ "MetricName": name, "Value": value, "Timestamp": at }));
    tell("FinalMetricDataList", metrics.collect());
    Ok(Value::Object(told))
}
