//! Jobs of SageMaker that a flow runs and waits for, and what that takes.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html>

use cfn::policy::Statement;
use cfn::{Value, join};

use crate::{Expr, Step};

/// A kind of job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Job {
    /// A training job.
    Training,
    /// A hyper-parameter tuning job.
    Tuning,
}

impl Job {
    /// What a state runs it by.
    pub const fn resource(self) -> &'static str {
        match self {
            Self::Training => "arn:aws:states:::sagemaker:createTrainingJob.sync",
            Self::Tuning => "arn:aws:states:::sagemaker:createHyperParameterTuningJob.sync",
        }
    }

    /// The member of its request that names it.
    pub(crate) const fn name_member(self) -> &'static str {
        match self {
            Self::Training => "TrainingJobName",
            Self::Tuning => "HyperParameterTuningJobName",
        }
    }

    /// What its ARN begins with, behind the account.
    pub const fn arn_kind(self) -> &'static str {
        match self {
            Self::Training => "training-job",
            Self::Tuning => "hyper-parameter-tuning-job",
        }
    }

    /// The rule, of EventBridge's own making, by which Step Functions learns that such a job has ended.
    /// <https://docs.aws.amazon.com/step-functions/latest/dg/sagemaker-iam.html>
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Training => "StepFunctionsGetEventsForSageMakerTrainingJobsRule",
            Self::Tuning => "StepFunctionsGetEventsForSageMakerHyperParameterTuningJobsRule",
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Training => "TrainingJob",
            Self::Tuning => "HyperParameterTuningJob",
        }
    }

    /// Where its model is: `s3://bucket/key` of `model.tar.gz`, `output` being where it was told to leave
    /// what it makes. Of a tuning job the best one's.
    pub(crate) fn model(self, output: &Expr<String>) -> String {
        match self {
            Self::Training => "$states.result.ModelArtifacts.S3ModelArtifacts".to_owned(),
            Self::Tuning => format!(
                "{} & $states.result.BestTrainingJob.TrainingJobName & \"/output/model.tar.gz\"",
                output.text()
            ),
        }
    }

    /// What running it and waiting for it takes. Step Functions tags what it makes, and stops a job when
    /// its execution is stopped.
    pub(crate) fn statements(
        self,
        jobs: Value<String>,
        rule: Value<String>,
        role: Value<String>,
    ) -> [Statement; 3] {
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
        };
        [
            Statement::allow(format!("Run{word}"), actions).on([join([jobs, "*".into()])]),
            Statement::allow(
                format!("Follow{word}"),
                ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
            )
            .on([rule]),
            Statement::allow(format!("PassRoleTo{word}"), ["iam:PassRole"])
                .on([role])
                .when(
                    "StringEquals",
                    "iam:PassedToService",
                    vec!["sagemaker.amazonaws.com".to_owned()],
                ),
        ]
    }
}

/// A step that runs a job.
#[derive(Debug)]
pub struct JobStep {
    pub(crate) name: String,
}

/// The variable that holds where a job's model is.
pub(crate) const MODEL: &str = "trainedArtefact";

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
