//! Jobs that a step of a state machine waits for.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html>

use serde_json::{Value, json};

use super::training::Asking;
use super::{SageMaker, invalid};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;

/// A kind of job that a step may wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JobKind {
    Training,
    Tuning,
    Transform,
}

impl JobKind {
    /// What an action of the integration makes.
    pub(crate) fn of_action(action: &str) -> Option<Self> {
        match action {
            "createTrainingJob" => Some(Self::Training),
            "createHyperParameterTuningJob" => Some(Self::Tuning),
            "createTransformJob" => Some(Self::Transform),
            _ => None,
        }
    }

    /// The rule by which Step Functions learns that such a job has ended.
    const fn rule(self) -> &'static str {
        match self {
            Self::Training => "StepFunctionsGetEventsForSageMakerTrainingJobsRule",
            Self::Tuning => "StepFunctionsGetEventsForSageMakerHyperParameterTuningJobsRule",
            Self::Transform => "StepFunctionsGetEventsForSageMakerTransformJobsRule",
        }
    }

    const fn arn_member(self) -> &'static str {
        match self {
            Self::Training => "TrainingJobArn",
            Self::Tuning => "HyperParameterTuningJobArn",
            Self::Transform => "TransformJobArn",
        }
    }
}

/// How a job ended that was waited for.
pub(crate) struct Ended {
    pub(crate) is_completed: bool,
    /// The job, described.
    pub(crate) told: Value,
}

impl SageMaker {
    /// Makes a job for a step, which meets its own when it asks again after a restart. As in AWS the role
    /// needs what the wait takes: the rule of events, and the tag that tells who made the job.
    pub(crate) fn create_job_of_step(
        &self,
        context: &Context,
        caller: &Caller,
        kind: JobKind,
        mut input: Value,
        task: String,
    ) -> Result<Value, ServiceError> {
        let rule = context.arn("events", &format!("rule/{}", kind.rule()));
        for action in ["events:DescribeRule", "events:PutRule", "events:PutTargets"] {
            context.authorise(caller, action, &rule)?;
        }
        if !input.is_object() {
            return Err(invalid("the parameters of a job must be an object"));
        }
        let tag = json!({ "Key": "MANAGED_BY_AWS", "Value": "STARTED_BY_STEP_FUNCTIONS" });
        match input.get_mut("Tags").and_then(Value::as_array_mut) {
            Some(tags) => tags.push(tag),
            None => input["Tags"] = json!([tag]),
        }
        let asking = Asking { task: Some(task) };
        match kind {
            JobKind::Training => self.create_training_job(context, caller, input, asking),
            JobKind::Tuning => self.create_tuning_job(context, caller, input, asking),
            JobKind::Transform => self.create_transform_job(context, caller, input, asking),
        }
    }

    /// Waits for the job of a step; `created` is what making it gave. It is stopped when nobody waits any
    /// more, but for the stop of the region, after which the wait begins again.
    pub(crate) async fn job_of_step(
        &self,
        context: &Context,
        caller: &Caller,
        kind: JobKind,
        created: &Value,
    ) -> Result<Ended, ServiceError> {
        let arn = created[kind.arn_member()].as_str().unwrap_or_default();
        let name = arn.rsplit('/').next().unwrap_or_default();
        if name.is_empty() {
            return Err(invalid("the job has no ARN"));
        }
        let _stop = StopOnDrop {
            context,
            kind,
            name,
        };
        let mut ended = self.ended.subscribe();
        loop {
            let is_over = match kind {
                JobKind::Training => self.training_job(name)?.status.is_over(),
                JobKind::Tuning => self.tuning_job(name)?.status.is_over(),
                JobKind::Transform => self.transform_job(name)?.status.is_over(),
            };
            if is_over {
                break;
            }
            // The sender is of this very value.
            let _ = ended.changed().await;
        }
        let (told, status) = match kind {
            JobKind::Training => {
                let input = json!({ "TrainingJobName": name });
                let told = self.describe_training_job(context, caller, input)?;
                (told, "TrainingJobStatus")
            }
            JobKind::Tuning => {
                let input = json!({ "HyperParameterTuningJobName": name });
                let told = self.describe_tuning_job(context, caller, input)?;
                (told, "HyperParameterTuningJobStatus")
            }
            JobKind::Transform => {
                let input = json!({ "TransformJobName": name });
                let told = self.describe_transform_job(context, caller, input)?;
                (told, "TransformJobStatus")
            }
        };
        Ok(Ended {
            is_completed: told[status] == "Completed",
            told,
        })
    }
}

/// Stops a job that nobody waits for any more; one that is over stays as it is.
struct StopOnDrop<'a> {
    context: &'a Context,
    kind: JobKind,
    name: &'a str,
}

impl Drop for StopOnDrop<'_> {
    fn drop(&mut self) {
        if self.context.is_stopping() {
            return;
        }
        let sagemaker = self.context.sagemaker();
        let stopped = match self.kind {
            JobKind::Training => sagemaker.stop_job(self.name),
            JobKind::Tuning => sagemaker.stop_tuning(self.name),
            JobKind::Transform => sagemaker.stop_transform(self.name),
        };
        if let Err(error) = stopped {
            tracing::error!(%error, job = self.name, "a job that nobody waits for goes on");
        }
    }
}
