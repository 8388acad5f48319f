//! The tasks of a model's life. Those that need no picture's pixels share one program, those that
//! do another.

use std::fmt;

use crate::layout;
use crate::serving::{ServeInput, Served};
use crate::training::{
    ConfirmInput, Confirmed, CurateInput, Curated, EvaluateInput, Evaluated, PromoteInput,
    Promoted, RegisterInput, Registered, TrainInput, Trained,
};
use crate::{Access, Bucket, Task, TaskError, Variable};

/// The program that looks after data and versions.
const MODELS: &str = "models";
/// The program that trains and evaluates.
const TRAIN: &str = "train";

/// Checks a dataset, and divides it.
#[derive(Debug, Clone, Copy)]
pub struct CurateData;

impl Task for CurateData {
    const NAME: &'static str = "curate-data";
    const PROGRAM: &'static str = MODELS;
    const DESCRIPTION: &'static str =
        "Checks labelled pictures and divides them into parts to train on and to evaluate with.";
    type Input = CurateInput;
    type Output = Curated;
    type Error = CurateError;
    const ACCESS: &'static [Access] = &[
        Access::Read(Bucket::Pictures, layout::TRAINING),
        Access::Read(Bucket::Pictures, layout::PREPARED),
        // Pictures from the field are copied: prepared ones expire.
        Access::Write(Bucket::Pictures, layout::TRAINING),
        Access::List(Bucket::Pictures, layout::TRAINING),
        Access::List(Bucket::Pictures, layout::PREPARED),
        Access::Write(Bucket::Lake, layout::MODELS),
    ];
    const VARIABLES: &'static [Variable] = &[
        Variable::PicturesBucket,
        Variable::LakeBucket,
        Variable::TrainingRules,
    ];
}

/// Why a dataset cannot be trained on.
#[derive(Debug, Clone, PartialEq, Eq, TaskError)]
pub enum CurateError {
    /// Lines or pictures are wrong, or there are too few.
    DatasetInvalid {
        /// The manifest's key.
        dataset: String,
        /// What is wrong, a sentence each.
        mistakes: Vec<String>,
    },
}

impl fmt::Display for CurateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::DatasetInvalid { dataset, mistakes } = self;
        /// Enough to see what is wrong with the whole.
        const MOST: usize = 12;
        write!(
            f,
            "the dataset {dataset} cannot be trained on: {}",
            mistakes[..mistakes.len().min(MOST)].join("; ")
        )?;
        match mistakes.len().saturating_sub(MOST) {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

impl std::error::Error for CurateError {}

/// What learning from a dataset takes, and what is written of it.
const LEARNING_ACCESS: &[Access] = &[
    Access::Read(Bucket::Pictures, layout::TRAINING),
    Access::List(Bucket::Pictures, layout::TRAINING),
    Access::Read(Bucket::Lake, layout::MODELS),
    Access::List(Bucket::Lake, layout::MODELS),
    Access::Write(Bucket::Lake, layout::MODELS),
];
/// Where that is, and by which rules it is done.
const LEARNING_VARIABLES: &[Variable] = &[
    Variable::PicturesBucket,
    Variable::LakeBucket,
    Variable::TrainingRules,
];

/// Trains a model.
#[derive(Debug, Clone, Copy)]
pub struct TrainModel;

impl Task for TrainModel {
    const NAME: &'static str = "train-model";
    const PROGRAM: &'static str = TRAIN;
    const DESCRIPTION: &'static str = "Trains a model on the training part of a dataset.";
    type Input = TrainInput;
    type Output = Trained;
    type Error = TrainError;
    const ACCESS: &'static [Access] = LEARNING_ACCESS;
    const VARIABLES: &'static [Variable] = LEARNING_VARIABLES;
}

/// Why no model came of a dataset.
#[derive(Debug, Clone, PartialEq, Eq, TaskError)]
pub enum TrainError {
    /// The pictures do not allow it.
    NotTrainable {
        /// Why.
        detail: String,
    },
}

impl fmt::Display for TrainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::NotTrainable { detail } = self;
        write!(f, "no model could be trained: {detail}")
    }
}

impl std::error::Error for TrainError {}

/// Evaluates a model and holds it against its gate.
#[derive(Debug, Clone, Copy)]
pub struct EvaluateModel;

impl Task for EvaluateModel {
    const NAME: &'static str = "evaluate-model";
    const PROGRAM: &'static str = TRAIN;
    const DESCRIPTION: &'static str =
        "Evaluates a model on pictures that it was not trained on, and decides by the gate.";
    type Input = EvaluateInput;
    type Output = Evaluated;
    type Error = EvaluateError;
    const ACCESS: &'static [Access] = LEARNING_ACCESS;
    const VARIABLES: &'static [Variable] = LEARNING_VARIABLES;
}

/// Why a model could not be evaluated.
#[derive(Debug, Clone, PartialEq, Eq, TaskError)]
pub enum EvaluateError {
    /// Pictures are gone, or the model cannot be used.
    NotEvaluable {
        /// Why.
        detail: String,
    },
}

impl fmt::Display for EvaluateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::NotEvaluable { detail } = self;
        write!(f, "the model could not be evaluated: {detail}")
    }
}

impl std::error::Error for EvaluateError {}

/// Writes a version that has passed its gate, and makes it the candidate.
#[derive(Debug, Clone, Copy)]
pub struct RegisterModel;

impl Task for RegisterModel {
    const NAME: &'static str = "register-model";
    const PROGRAM: &'static str = MODELS;
    const DESCRIPTION: &'static str =
        "Writes the version of a model that has passed its gate, once and for good.";
    type Input = RegisterInput;
    type Output = Registered;
    type Error = RegisterError;
    const ACCESS: &'static [Access] = &[
        Access::Read(Bucket::Lake, layout::MODELS),
        Access::List(Bucket::Lake, layout::MODELS),
        Access::Write(Bucket::Lake, layout::MODELS),
    ];
    const VARIABLES: &'static [Variable] = &[Variable::LakeBucket];
}

/// Why a version was not written.
#[derive(Debug, Clone, PartialEq, Eq, TaskError)]
pub enum RegisterError {
    /// The gate has refused it.
    NotPassed {
        /// The version.
        version: String,
        /// Why.
        explanation: String,
    },
    /// What is stored is not what was trained.
    NotTheSame {
        /// The object's key.
        key: String,
        /// What does not fit.
        detail: String,
    },
}

impl fmt::Display for RegisterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPassed {
                version,
                explanation,
            } => write!(f, "the version {version} has not passed: {explanation}"),
            Self::NotTheSame { key, detail } => write!(f, "{key}: {detail}"),
        }
    }
}

impl std::error::Error for RegisterError {}

/// Lets a class's endpoint answer with a model, before a class is inspected with it. There is a function
/// for it where the close look asks endpoints that run the project's own container.
#[derive(Debug, Clone, Copy)]
pub struct ServeModel;

impl Task for ServeModel {
    const NAME: &'static str = "serve-model";
    const PROGRAM: &'static str = MODELS;
    const DESCRIPTION: &'static str = "Lets an endpoint of SageMaker answer with a model.";
    type Input = ServeInput;
    type Output = Served;
    type Error = PromoteError;
    const ACCESS: &'static [Access] = &[
        Access::Read(Bucket::Lake, layout::MODELS),
        Access::List(Bucket::Lake, layout::MODELS),
        Access::Write(Bucket::Lake, layout::MODELS),
        // Carries out what a change has decided, as promotions do.
        Access::Delete(Bucket::Lake, layout::LIVE_MODELS),
        Access::ServeModels,
    ];
    const VARIABLES: &'static [Variable] = &[Variable::LakeBucket, Variable::EndpointSettings];
}

/// Makes a version live, or the one before it, or takes back what the same execution made live.
#[derive(Debug, Clone, Copy)]
pub struct PromoteModel;

impl Task for PromoteModel {
    const NAME: &'static str = "promote-model";
    const PROGRAM: &'static str = MODELS;
    const DESCRIPTION: &'static str =
        "Makes a version of a model live, or the one before it, and records who asked for it.";
    type Input = PromoteInput;
    type Output = Promoted;
    type Error = PromoteError;
    const ACCESS: &'static [Access] = &[
        Access::Read(Bucket::Lake, layout::MODELS),
        Access::List(Bucket::Lake, layout::MODELS),
        Access::Write(Bucket::Lake, layout::MODELS),
        // A first promotion is taken back by there being nothing live.
        Access::Delete(Bucket::Lake, layout::LIVE_MODELS),
        // The pictures of the smoke test are put where the close look finds them.
        Access::Read(Bucket::Pictures, layout::TRAINING),
        Access::List(Bucket::Pictures, layout::TRAINING),
        Access::Write(Bucket::Pictures, layout::PREPARED),
    ];
    const VARIABLES: &'static [Variable] = &[Variable::PicturesBucket, Variable::LakeBucket];
}

/// Why nothing was made live.
#[derive(Debug, Clone, PartialEq, Eq, TaskError)]
pub enum PromoteError {
    /// There is no such version, which every version is that has not passed its gate.
    VersionNotFound {
        /// The device class.
        device_class: String,
        /// The version.
        version: String,
    },
    /// Another change was made at the same time, or what is live is not what was expected.
    Conflict {
        /// The device class.
        device_class: String,
        /// What was met.
        detail: String,
    },
    /// Nothing was live before.
    NothingBefore {
        /// The device class.
        device_class: String,
    },
    /// The endpoint that is to look with it does not come to answer with it.
    NotServed {
        /// The endpoint.
        endpoint: String,
        /// What became of it.
        detail: String,
    },
    /// The model's file is gone, or not what it was.
    FileChanged {
        /// The file's key.
        key: String,
        /// What is wrong with it.
        detail: String,
    },
}

impl fmt::Display for PromoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::VersionNotFound {
                device_class,
                version,
            } => write!(
                f,
                "{device_class} has no version {version} that has passed its gate; see \
                 `cargo xtask model list {device_class}`"
            ),
            Self::Conflict {
                device_class,
                detail,
            } => write!(
                f,
                "the live model of {device_class} was not changed: {detail}; look at \
                 `cargo xtask model list {device_class}` and ask again"
            ),
            Self::NothingBefore { device_class } => write!(
                f,
                "no change has made a model of {device_class} live, so that there is none to go \
                 back to"
            ),
            Self::NotServed { endpoint, detail } => write!(
                f,
                "the endpoint {endpoint} does not answer with the model: {detail}; its logs are in \
                 CloudWatch under /aws/sagemaker/Endpoints/{endpoint}"
            ),
            Self::FileChanged { key, detail } => write!(f, "{key}: {detail}"),
        }
    }
}

impl std::error::Error for PromoteError {}

/// Holds what the close look says of a version's pictures against what the version said when it
/// was evaluated.
#[derive(Debug, Clone, Copy)]
pub struct ConfirmModel;

impl Task for ConfirmModel {
    const NAME: &'static str = "confirm-model";
    const PROGRAM: &'static str = MODELS;
    const DESCRIPTION: &'static str =
        "Confirms that a live model says of its pictures what it said when it was evaluated.";
    type Input = ConfirmInput;
    type Output = Confirmed;
    type Error = ConfirmError;
    const ACCESS: &'static [Access] = &[
        Access::Read(Bucket::Lake, layout::MODELS),
        Access::List(Bucket::Lake, layout::MODELS),
    ];
    const VARIABLES: &'static [Variable] = &[Variable::LakeBucket];
}

/// Why a live model is not confirmed.
#[derive(Debug, Clone, PartialEq, Eq, TaskError)]
pub enum ConfirmError {
    /// It says something else, or nothing.
    SmokeFailed {
        /// The version.
        version: String,
        /// What is not as expected, a sentence each.
        differences: Vec<String>,
    },
}

impl fmt::Display for ConfirmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::SmokeFailed {
            version,
            differences,
        } = self;
        write!(
            f,
            "the live version {version} does not say what it said when it was evaluated: {}",
            differences.join("; ")
        )
    }
}

impl std::error::Error for ConfirmError {}
