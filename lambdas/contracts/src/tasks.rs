//! The tasks of the workflows: of the one that inspects here, of the one that trains in `models`, of
//! the one that watches in `monitoring`, of the one that looks at earlier pictures in `backfill`.

mod backfill;
mod models;
mod monitoring;

use std::fmt;

use crate::examination::{CloseLookInput, CloseLookOutput};
use crate::finding::{FirstLookInput, FirstLookOutput};
use crate::layout;
use crate::picture::{PrepareInput, Prepared};
use crate::recording::{RecordInput, RecordOutput, SummariseInput, Summary};
use crate::{Access, Bucket, NoError, Task, TaskError, Variable};

pub use backfill::{
    AnswersError, ChooseError, ChoosePictures, PackError, PackModel, RecordAnswers,
};
pub use models::{
    ConfirmError, ConfirmModel, CurateData, CurateError, EvaluateError, EvaluateModel,
    PromoteError, PromoteModel, RegisterError, RegisterModel, ServeModel, TrainError, TrainModel,
};
pub use monitoring::{ChooseWindows, CollectError, CollectPictures};

/// Makes pictures ready: format, orientation, limits, size; rejects what cannot be inspected.
#[derive(Debug, Clone, Copy)]
pub struct Prepare;

impl Task for Prepare {
    const NAME: &'static str = "prepare";
    const DESCRIPTION: &'static str =
        "Checks, orients and resizes pictures; keeps aside what cannot be inspected.";
    type Input = PrepareInput;
    type Output = Prepared;
    type Error = NoError;
    const ACCESS: &'static [Access] = &[
        Access::Read(Bucket::Pictures, layout::INCOMING),
        Access::Read(Bucket::Pictures, layout::PREPARED),
        Access::Read(Bucket::Pictures, layout::REJECTED),
        Access::Write(Bucket::Pictures, layout::PREPARED),
        Access::Write(Bucket::Pictures, layout::REJECTED),
        Access::List(Bucket::Pictures, layout::INCOMING),
        Access::List(Bucket::Pictures, layout::PREPARED),
        Access::List(Bucket::Pictures, layout::REJECTED),
    ];
    const VARIABLES: &'static [Variable] = &[
        Variable::PicturesBucket,
        Variable::DeviceClasses,
        Variable::PictureLimits,
        Variable::Concurrency,
    ];
}

/// Looks at every picture with Rekognition and says which deserve a close look. Which operations it
/// may call follows from the rules ([`crate::finding::FirstLookRules::access`]).
#[derive(Debug, Clone, Copy)]
pub struct FirstLook;

impl Task for FirstLook {
    const NAME: &'static str = "first-look";
    const DESCRIPTION: &'static str =
        "Looks at every picture with Rekognition and picks the suspicious ones.";
    type Input = FirstLookInput;
    type Output = FirstLookOutput;
    type Error = FirstLookError;
    const ACCESS: &'static [Access] = &[Access::Read(Bucket::Pictures, layout::PREPARED)];
    const VARIABLES: &'static [Variable] = &[
        Variable::PicturesBucket,
        Variable::LakeBucket,
        Variable::FirstLookRules,
        Variable::Concurrency,
    ];
}

/// Why a first look could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, TaskError)]
pub enum FirstLookError {
    /// Rekognition asks to slow down; worth a retry.
    Throttled {
        /// Its own words.
        detail: String,
    },
    /// What names the live models of a device class is damaged.
    ModelUnreadable {
        /// Its key.
        key: String,
        /// What is wrong with it.
        detail: String,
    },
    /// The custom labels model of a device class is not running.
    ModelNotReady {
        /// The project version's ARN.
        model: String,
        /// Rekognition's own words.
        detail: String,
    },
}

impl fmt::Display for FirstLookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Throttled { detail } => write!(f, "Rekognition asks to slow down: {detail}"),
            Self::ModelUnreadable { key, detail } => write!(
                f,
                "{key}, which names the live models, cannot be read ({detail}); deploy again"
            ),
            Self::ModelNotReady { model, detail } => write!(
                f,
                "the custom labels model {model} is not running ({detail}); start it with \
                 StartProjectVersion"
            ),
        }
    }
}

impl FirstLookError {
    /// Whether it is about the model of a device class: pictures of others can be looked at.
    pub const fn is_of_class(&self) -> bool {
        match self {
            Self::Throttled { .. } => false,
            Self::ModelUnreadable { .. } | Self::ModelNotReady { .. } => true,
        }
    }
}

impl std::error::Error for FirstLookError {}

/// Looks closely at the suspicious pictures. What looks is told by [`Variable::CloseLookBy`], and
/// with it what more it needs ([`crate::close_look::CloseLookBy::access`]).
#[derive(Debug, Clone, Copy)]
pub struct CloseLook;

impl Task for CloseLook {
    const NAME: &'static str = "close-look";
    const DESCRIPTION: &'static str =
        "Looks closely at suspicious pictures with the device class's own model.";
    type Input = CloseLookInput;
    type Output = CloseLookOutput;
    type Error = CloseLookError;
    const ACCESS: &'static [Access] = &[
        Access::Read(Bucket::Pictures, layout::PREPARED),
        Access::Read(Bucket::Lake, layout::MODELS),
        Access::List(Bucket::Lake, layout::MODELS),
    ];
    const VARIABLES: &'static [Variable] = &[
        Variable::PicturesBucket,
        Variable::LakeBucket,
        Variable::CloseLookBy,
        Variable::Concurrency,
        Variable::ShadowRules,
    ];
}

/// Why a close look could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, TaskError)]
pub enum CloseLookError {
    /// No model is live for the device class.
    ModelNotFound {
        /// The device class.
        device_class: String,
        /// The key that was looked for.
        key: String,
    },
    /// The model file is damaged or of another version of the format.
    ModelUnreadable {
        /// The model's key.
        key: String,
        /// What is wrong with it.
        detail: String,
    },
    /// The live model is one for another close look than the configured one.
    ModelElsewhere {
        /// The device class.
        device_class: String,
        /// What the configuration says looks.
        wanted: String,
    },
    /// The service that is asked asks to slow down; worth a retry.
    Throttled {
        /// Its own words.
        detail: String,
    },
    /// The endpoint or model that is asked is not running.
    ModelNotReady {
        /// Its name or ARN.
        model: String,
        /// The service's own words.
        detail: String,
    },
}

impl fmt::Display for CloseLookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ModelNotFound { device_class, key } => write!(
                f,
                "no model is live for the device class {device_class:?} (looked for {key}); \
                 fit one with `cargo xtask inspect DIR --normals DIR` or deploy again"
            ),
            Self::ModelUnreadable { key, detail } => {
                write!(f, "the model {key} cannot be read: {detail}")
            }
            Self::ModelElsewhere {
                device_class,
                wanted,
            } => write!(
                f,
                "the live model of the device class {device_class:?} is not served by {wanted}, \
                 which the configuration says looks closely; deploy again, or promote a model that is"
            ),
            Self::Throttled { detail } => write!(f, "the close look asks to slow down: {detail}"),
            Self::ModelNotReady { model, detail } => write!(
                f,
                "{model} does not answer ({detail}); start it, or deploy again"
            ),
        }
    }
}

impl CloseLookError {
    /// Whether it is about the model of a device class: pictures of others can be looked at.
    pub const fn is_of_class(&self) -> bool {
        match self {
            Self::Throttled { .. } => false,
            Self::ModelNotFound { .. }
            | Self::ModelUnreadable { .. }
            | Self::ModelElsewhere { .. }
            | Self::ModelNotReady { .. } => true,
        }
    }
}

impl std::error::Error for CloseLookError {}

/// Writes a chunk's results to the lake.
#[derive(Debug, Clone, Copy)]
pub struct Record;

impl Task for Record {
    const NAME: &'static str = "record";
    const DESCRIPTION: &'static str = "Writes a chunk's results to the data lake.";
    type Input = RecordInput;
    type Output = RecordOutput;
    type Error = NoError;
    const ACCESS: &'static [Access] = &[
        Access::Write(Bucket::Lake, layout::TABLES),
        // What an earlier attempt wrote and this one does not.
        Access::Delete(Bucket::Lake, layout::TABLES),
        Access::List(Bucket::Lake, layout::CHUNKS),
        Access::Read(Bucket::Lake, layout::CHUNKS),
        Access::Write(Bucket::Lake, layout::CHUNKS),
        // A rejected object leaves `incoming/` only when its row is in the lake.
        Access::Delete(Bucket::Pictures, layout::INCOMING),
    ];
    const VARIABLES: &'static [Variable] = &[
        Variable::PicturesBucket,
        Variable::LakeBucket,
        Variable::DeviceClasses,
    ];
}

/// Sums a batch up and clears what earlier runs of the same batch left.
#[derive(Debug, Clone, Copy)]
pub struct Summarise;

impl Task for Summarise {
    const NAME: &'static str = "summarise";
    const DESCRIPTION: &'static str = "Sums a batch up for the notification.";
    type Input = SummariseInput;
    type Output = Summary;
    type Error = NoError;
    const ACCESS: &'static [Access] = &[
        Access::List(Bucket::Pictures, layout::INCOMING),
        Access::Read(Bucket::Pictures, layout::INCOMING),
        Access::List(Bucket::Pictures, layout::REJECTED),
        Access::List(Bucket::Lake, layout::CHUNKS),
        Access::Read(Bucket::Lake, layout::CHUNKS),
        Access::Delete(Bucket::Lake, layout::CHUNKS),
        Access::Delete(Bucket::Lake, layout::TABLES),
        Access::List(Bucket::Lake, layout::BATCHES),
        Access::Read(Bucket::Lake, layout::BATCHES),
        Access::Write(Bucket::Lake, layout::BATCHES),
        Access::Write(Bucket::Lake, layout::TABLES),
    ];
    const VARIABLES: &'static [Variable] = &[
        Variable::PicturesBucket,
        Variable::LakeBucket,
        Variable::DeviceClasses,
        Variable::LookPrices,
    ];
}
