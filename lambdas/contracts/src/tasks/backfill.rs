//! The tasks of a back-fill: the model as SageMaker takes it, the pictures, and what came of them.

use std::fmt;

use crate::backfill::{AnswersInput, Backfilled, ChooseInput, Chosen, PackInput, Packed};
use crate::{Access, Bucket, Task, TaskError, Variable, layout};

/// The program that looks after data and versions.
const MODELS: &str = "models";
/// The program that writes rows.
const RECORD: &str = "record";

/// Packs a version as SageMaker's containers find it.
#[derive(Debug, Clone, Copy)]
pub struct PackModel;

impl Task for PackModel {
    const NAME: &'static str = "pack-model";
    const PROGRAM: &'static str = MODELS;
    const DESCRIPTION: &'static str =
        "Packs a version of a model as SageMaker's containers find it.";
    type Input = PackInput;
    type Output = Packed;
    type Error = PackError;
    const ACCESS: &'static [Access] = &[
        Access::Read(Bucket::Lake, layout::MODELS),
        Access::List(Bucket::Lake, layout::MODELS),
        Access::Write(Bucket::Lake, layout::MODELS),
    ];
    const VARIABLES: &'static [Variable] = &[Variable::LakeBucket];
}

/// Why a version cannot look at earlier pictures.
#[derive(Debug, Clone, PartialEq, Eq, TaskError)]
pub enum PackError {
    /// There is no such version: none has passed its gate under this name, and none is live.
    VersionUnknown {
        /// The device class.
        device_class: String,
        /// The version.
        version: String,
    },
    /// Its file is gone, or not what it was.
    FileChanged {
        /// The file's key.
        key: String,
        /// What is wrong with it.
        detail: String,
    },
    /// Only what is live has a model in SageMaker, and this version is not.
    NotBehindEndpoint {
        /// The device class.
        device_class: String,
        /// The version.
        version: String,
    },
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::VersionUnknown {
                device_class,
                version,
            } => write!(
                f,
                "{device_class} has no version {version}; see `cargo xtask model list {device_class}`"
            ),
            Self::FileChanged { key, detail } => write!(f, "{key}: {detail}"),
            Self::NotBehindEndpoint {
                device_class,
                version,
            } => write!(
                f,
                "the version {version} of {device_class} is not behind its endpoint, and with \
                 EndpointModel::Marketplace only the live one can look; promote it, or use \
                 EndpointModel::Container"
            ),
        }
    }
}

impl std::error::Error for PackError {}

/// Writes down which pictures are to be looked at.
#[derive(Debug, Clone, Copy)]
pub struct ChoosePictures;

impl Task for ChoosePictures {
    const NAME: &'static str = "choose-pictures";
    const PROGRAM: &'static str = MODELS;
    const DESCRIPTION: &'static str =
        "Writes down which pictures of earlier days a version is to look at.";
    type Input = ChooseInput;
    type Output = Chosen;
    type Error = ChooseError;
    const ACCESS: &'static [Access] = &[
        Access::Read(Bucket::Results, layout::RESULTS),
        // Pictures expire; what is gone is told before a job fails for it.
        Access::List(Bucket::Pictures, layout::PREPARED),
        Access::Write(Bucket::Lake, layout::BACKFILLS),
    ];
    const VARIABLES: &'static [Variable] = &[
        Variable::PicturesBucket,
        Variable::LakeBucket,
        Variable::ResultsBucket,
    ];
}

/// Why no pictures could be chosen.
#[derive(Debug, Clone, PartialEq, Eq, TaskError)]
pub enum ChooseError {
    /// One run takes no more.
    TooManyPictures {
        /// What it takes at most.
        most: u64,
    },
}

impl fmt::Display for ChooseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::TooManyPictures { most } = self;
        write!(
            f,
            "these are more than {most} pictures, the most of one run; ask for fewer days at a time"
        )
    }
}

impl std::error::Error for ChooseError {}

/// Writes what a transform job answered to the lake.
#[derive(Debug, Clone, Copy)]
pub struct RecordAnswers;

impl Task for RecordAnswers {
    const NAME: &'static str = "record-answers";
    const PROGRAM: &'static str = RECORD;
    const DESCRIPTION: &'static str = "Writes what a version says of earlier pictures to the lake.";
    type Input = AnswersInput;
    type Output = Backfilled;
    type Error = AnswersError;
    const ACCESS: &'static [Access] = &[
        Access::Read(Bucket::Lake, layout::BACKFILLS),
        Access::List(Bucket::Lake, layout::BACKFILLS),
        Access::Write(Bucket::Lake, layout::BACKFILLS),
        // By a record of their files, a later run of a batch clears its rows.
        Access::Write(Bucket::Lake, layout::CHUNKS),
        Access::Write(Bucket::Lake, layout::TABLES),
    ];
    const VARIABLES: &'static [Variable] = &[Variable::LakeBucket, Variable::Concurrency];
}

/// Why nothing was recorded.
#[derive(Debug, Clone, PartialEq, Eq, TaskError)]
pub enum AnswersError {
    /// No picture has an answer: the job itself failed.
    NothingAnswered {
        /// Pictures that were to be looked at.
        pictures: u64,
        /// What the job says.
        detail: String,
    },
}

impl fmt::Display for AnswersError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::NothingAnswered { pictures, detail } = self;
        write!(
            f,
            "none of {pictures} pictures has an answer, and nothing was recorded: {detail}"
        )
    }
}

impl std::error::Error for AnswersError {}
