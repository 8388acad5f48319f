//! What crosses the borders of the state machine of back-fills: a version looks at pictures of earlier days.

use serde::{Deserialize, Serialize};

use crate::recording::ChunkFailure;
use crate::{BatchName, Day, DeviceClass, DeviceId, Payload, PictureId, RunName, VersionId};

/// The input of an execution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct BackfillInput {
    /// The device class.
    pub device_class: DeviceClass,
    /// The version that is to look.
    pub version: VersionId,
    /// The first day of capture.
    pub from: Day,
    /// The last day of capture.
    pub to: Day,
    /// Which pictures of those days.
    pub pictures: BackfillPictures,
    /// Who asks.
    pub by: String,
    /// Why, in their words.
    pub reason: Option<String>,
}

/// Which pictures a version is to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BackfillPictures {
    /// Those that the first look found suspicious, as in a batch.
    Suspicious,
    /// All.
    All,
}

/// What [`crate::tasks::PackModel`] takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct PackInput {
    /// The device class.
    pub device_class: DeviceClass,
    /// The version.
    pub version: VersionId,
    /// Whether the model is the one behind the class's endpoint, which no file here makes: a package of
    /// AWS's Marketplace.
    pub from_endpoint: bool,
}

/// What [`crate::tasks::PackModel`] gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Packed {
    /// `s3://bucket/key` of the version's `model.tar.gz`; absent where the endpoint has the model.
    pub archive: Option<String>,
    /// The class's endpoint, where that has the model.
    pub endpoint: Option<String>,
}

/// What [`crate::tasks::ChoosePictures`] takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct ChooseInput {
    /// The device class.
    pub device_class: DeviceClass,
    /// The run: its execution's name.
    pub run: RunName,
    /// The answer of the query `backfill-pictures`, `s3://bucket/key` of its CSV.
    pub answer: String,
}

/// A picture that is to be looked at: a row of the query `backfill-pictures`, and a line of what
/// [`crate::tasks::ChoosePictures`] writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChosenPicture {
    /// The day of capture.
    pub day: Day,
    /// The batch that it landed with last.
    pub batch: BatchName,
    /// The picture.
    pub picture_id: PictureId,
    /// Its prepared JPEG, a key in the pictures bucket.
    pub prepared_key: String,
    /// The device.
    pub device_id: DeviceId,
}

/// What [`crate::tasks::ChoosePictures`] gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Chosen {
    /// Pictures that are to be looked at.
    pub pictures: u64,
    /// Pictures whose prepared JPEG is gone by now.
    pub gone: u64,
    /// What a transform job is told to look at, `s3://bucket/key` of a manifest of the type `ManifestFile`.
    pub manifest: String,
    /// Where it leaves its answers, `s3://bucket/prefix/`.
    pub answers: String,
}

/// What [`crate::tasks::RecordAnswers`] takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct AnswersInput {
    /// What was asked for.
    pub asked: BackfillInput,
    /// The run.
    pub run: RunName,
    /// The execution's ARN: what its files are named by.
    pub execution: String,
    /// What was chosen.
    pub chosen: Chosen,
    /// How the transform job failed, which it does when a single picture has no answer.
    pub failure: Option<ChunkFailure>,
}

/// What came of a back-fill: what [`crate::tasks::RecordAnswers`] gives. Also an object of the run in the
/// lake, with every picture that has no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Backfilled {
    /// The device class.
    pub device_class: DeviceClass,
    /// The version.
    pub version: VersionId,
    /// Pictures that it had not looked at: the sum of looked, unanswered and gone.
    pub pictures: u64,
    /// Pictures with a row in the lake now.
    pub looked: u64,
    /// Of these, those that the version calls anomalous.
    pub anomalous: u64,
    /// Pictures that gave no answer.
    pub unanswered: u64,
    /// Pictures whose prepared JPEG is gone.
    pub gone: u64,
    /// Some of those without an answer, at most [`Backfilled::MOST_NAMED`].
    pub missed: Vec<MissedPicture>,
    /// Why the transform job says that it failed.
    pub failure: Option<String>,
    /// All of those without an answer, a key in the lake; absent where every picture has one.
    pub report: Option<String>,
    /// A line for people.
    pub headline: String,
}

impl Backfilled {
    /// Pictures named in a state's data, which has room for 256 KiB.
    pub const MOST_NAMED: usize = 20;

    /// Pictures without a row.
    pub const fn missing(&self) -> u64 {
        self.unanswered + self.gone
    }
}

/// A picture that a back-fill has no answer for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct MissedPicture {
    /// Its prepared JPEG, a key in the pictures bucket.
    pub key: String,
    /// Why, as a sentence.
    pub why: String,
}
