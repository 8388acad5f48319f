//! Jobs of SageMaker that a flow runs and waits for, and what that takes.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html>

use asl::Task as TaskState;
use cfn::policy::Statement;
use cfn::{Value, join};
use contracts::Payload;
use serde_json::{Map as JsonMap, Value as Json, json};

use crate::workflow::JOB_ROLE_PLACEHOLDER;
use crate::{Expr, Flow, Step, StepRef};

/// A kind of job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Job {
    /// A training job.
    Training,
    /// A hyper-parameter tuning job.
    Tuning,
    /// A batch transform job.
    Transform,
}

impl Job {
    /// What a state runs it by.
    pub const fn resource(self) -> &'static str {
        match self {
            Self::Training => "arn:aws:states:::sagemaker:createTrainingJob.sync",
            Self::Tuning => "arn:aws:states:::sagemaker:createHyperParameterTuningJob.sync",
            Self::Transform => "arn:aws:states:::sagemaker:createTransformJob.sync",
        }
    }

    /// The member of its request that names it.
    pub(crate) const fn name_member(self) -> &'static str {
        match self {
            Self::Training => "TrainingJobName",
            Self::Tuning => "HyperParameterTuningJobName",
            Self::Transform => "TransformJobName",
        }
    }

    /// What its ARN begins with, behind the account.
    pub const fn arn_kind(self) -> &'static str {
        match self {
            Self::Training => "training-job",
            Self::Tuning => "hyper-parameter-tuning-job",
            Self::Transform => "transform-job",
        }
    }

    /// The rule, of EventBridge's own making, by which Step Functions learns that such a job has ended.
    /// <https://docs.aws.amazon.com/step-functions/latest/dg/sagemaker-iam.html>
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Training => "StepFunctionsGetEventsForSageMakerTrainingJobsRule",
            Self::Tuning => "StepFunctionsGetEventsForSageMakerHyperParameterTuningJobsRule",
            Self::Transform => "StepFunctionsGetEventsForSageMakerTransformJobsRule",
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Training => "TrainingJob",
            Self::Tuning => "HyperParameterTuningJob",
            Self::Transform => "TransformJob",
        }
    }

    /// Whether the job itself runs as a role; a transform job runs as its model's.
    pub(crate) const fn has_role(self) -> bool {
        !matches!(self, Self::Transform)
    }

    /// What running it and waiting for it takes. Step Functions tags what it makes, and stops a job when
    /// its execution is stopped.
    pub(crate) fn statements(
        self,
        jobs: Value<String>,
        rule: Value<String>,
        role: Value<String>,
    ) -> Vec<Statement> {
        let word = self.word();
        let actions = match self {
            Self::Training => [
                "sagemaker:AddTags",
                "sagemaker:CreateTrainingJob",
                "sagemaker:DescribeTrainingJob",
                "sagemaker:ListTags",
                "sagemaker:StopTrainingJob",
            ],
            Self::Tuning => [
                "sagemaker:AddTags",
                "sagemaker:CreateHyperParameterTuningJob",
                "sagemaker:DescribeHyperParameterTuningJob",
                "sagemaker:ListTags",
                "sagemaker:StopHyperParameterTuningJob",
            ],
            Self::Transform => [
                "sagemaker:AddTags",
                "sagemaker:CreateTransformJob",
                "sagemaker:DescribeTransformJob",
                "sagemaker:ListTags",
                "sagemaker:StopTransformJob",
            ],
        };
        let mut statements = vec![
            Statement::allow(format!("Run{word}"), actions).on([join([jobs, "*".into()])]),
            Statement::allow(
                format!("Follow{word}"),
                ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
            )
            .on([rule]),
        ];
        if self.has_role() {
            statements.push(pass_role(format!("PassRoleTo{word}"), role));
        }
        statements
    }
}

/// A role, for SageMaker alone.
pub(crate) fn pass_role(sid: String, role: Value<String>) -> Statement {
    Statement::allow(sid, ["iam:PassRole"]).on([role]).when(
        "StringEquals",
        "iam:PassedToService",
        vec!["sagemaker.amazonaws.com".to_owned()],
    )
}

/// A step that runs a job.
#[derive(Debug)]
pub struct JobStep {
    pub(crate) name: String,
}

/// The variable that holds where a job's model is.
const MODEL: &str = "trainedArtefact";

impl Step for JobStep {
    fn name(&self) -> &str {
        &self.name
    }
}

impl JobStep {
    /// Where its model is, `s3://bucket/key`, for the steps that only come after it.
    pub fn model(&self) -> Expr<String> {
        Expr::new(format!("${MODEL}"))
    }
}

impl<I: Payload> Flow<I> {
    /// A step that runs a job of SageMaker that trains, and goes on when it has ended. `arguments` is its
    /// request without a name, made with the ARN of the role that it runs as; `output` is where it leaves
    /// what it makes, ending in `/`. The job's name begins with `prefix` and follows from when the step was
    /// entered: an attempt that was not heard of makes no second job.
    pub fn job(
        &mut self,
        name: &str,
        job: Job,
        prefix: &str,
        output: &Expr<String>,
        arguments: impl FnOnce(&str) -> JsonMap<String, Json>,
    ) -> JobStep {
        let arguments = arguments(&format!("${{{JOB_ROLE_PLACEHOLDER}}}"));
        // Of a tuning job the best one's.
        let model = match job {
            Job::Tuning => format!(
                "{} & $states.result.BestTrainingJob.TrainingJobName & \"/output/model.tar.gz\"",
                output.text()
            ),
            _ => "$states.result.ModelArtifacts.S3ModelArtifacts".to_owned(),
        };
        let mut assign = JsonMap::new();
        assign.insert(MODEL.to_owned(), Expr::<String>::new(model).render().into());
        let state = self.running(job, prefix, arguments).assign(assign);
        self.add_state(name, state.output(json!({})));
        JobStep {
            name: name.to_owned(),
        }
    }

    /// A step that runs a batch transform job, and goes on when it has ended; named as [`Self::job`] does.
    pub fn transform(
        &mut self,
        name: &str,
        prefix: &str,
        arguments: JsonMap<String, Json>,
    ) -> StepRef {
        let state = self.running(Job::Transform, prefix, arguments);
        self.add_state(name, state.output(json!({})))
    }

    fn running(
        &mut self,
        job: Job,
        prefix: &str,
        mut arguments: JsonMap<String, Json>,
    ) -> TaskState {
        self.needs_mut().jobs.insert(job);
        let digits = "$substring($hash($states.context.Execution.Id & \
                      $states.context.State.EnteredTime, \"SHA-256\"), 0, 9)";
        let job_name = format!("{} & {digits}", Expr::literal(prefix).text());
        arguments.insert(
            job.name_member().to_owned(),
            Expr::<String>::new(job_name).render().into(),
        );
        TaskState::new(job.resource()).arguments(Json::Object(arguments))
    }
}
