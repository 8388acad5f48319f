//! What crosses the borders of the state machine of models: train, evaluate, promote, roll back.

use serde::{Deserialize, Serialize};

use crate::examination::CloseLookOutput;
use crate::lineage::{ChangeKind, DataLineage, Expectation, Measured};
use crate::picture::PreparedPicture;
use crate::{DeviceClass, Payload, RunName, VersionId};

/// The input of an execution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct ModelInput {
    /// What to do.
    pub action: ModelAction,
    /// The device class.
    pub device_class: DeviceClass,
    /// To train and to evaluate: the manifest of labelled pictures, a key under `training/<class>/` in the
    /// pictures bucket. A training without one collects what the field has told since.
    pub dataset: Option<String>,
    /// To train: whether what passes the gate goes live. Otherwise it stays the candidate.
    pub promote: bool,
    /// To evaluate: the version, as it was trained.
    pub trained: Option<Trained>,
    /// To promote: the version. To roll back: the version that is live now, so that nobody rolls
    /// back what they have not seen; any, when absent.
    pub version: Option<VersionId>,
    /// To promote, in a version's place: the ARN of a model package of AWS's Marketplace model, which its
    /// own training has made and measured; no gate of here has seen it.
    #[serde(default)]
    pub model_package: Option<String>,
    /// Who asks.
    pub by: String,
    /// Why, in their words.
    pub reason: Option<String>,
}

/// What an execution does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ModelAction {
    /// Trains a version, evaluates it, and promotes it where the gate lets it.
    Train,
    /// Evaluates a version on a dataset, and changes nothing.
    Evaluate,
    /// Makes a version live that has passed its gate.
    Promote,
    /// Makes live again what was so before.
    RollBack,
}

/// How models are trained and what they must reach: the variable
/// [`crate::Variable::TrainingRules`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrainingRules {
    /// The kinds of models to choose from, such as `padim`.
    pub kinds: Vec<String>,
    /// Most pictures of each label to fit on, which bounds time and memory.
    pub most_pictures: u32,
    /// Into so many parts is a dataset divided that was not divided before; one of them is to
    /// evaluate with.
    pub parts: u32,
    /// The measure of the gate, such as `accuracy`.
    pub gate_metric: String,
    /// What of it is judged: `lower-bound` or `value`.
    pub gate_judged: String,
    /// What it must be at least, 0 to 1.
    pub gate_at_least: f64,
    /// What part of the anomalous pictures must be found at least beside it, 0 to 1.
    pub gate_least_recall: f64,
}

/// A line of a training manifest: a labelled picture, as it was prepared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrainingPicture {
    /// The picture, as the close look is given it.
    pub key: String,
    /// SHA-256 of the prepared picture, hexadecimal.
    pub sha256: String,
    /// The name that people know it by.
    pub name: String,
    /// Whether something is wrong with the device.
    pub anomalous: bool,
    /// The device, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// What it belongs to: pictures of a group are in one part. Without one a picture belongs to
    /// itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Where it is wrong, a key of a PNG in the pictures bucket: white is sound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mask: Option<String>,
    /// The part that it was given to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<TrainingPart>,
    /// When it landed, in UTC and as Trino writes it, where it comes from the field and is of the time
    /// that a model is made for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub landed: Option<String>,
    /// From when on pictures were chosen for that time, beside `landed`, and as that is written: those
    /// that were chosen may be of a part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub landed_from: Option<String>,
    /// Whether nobody has labelled it: no look found anything, and it is taken for normal. Each retraining
    /// chooses such pictures anew.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub assumed: bool,
}

/// Parts of a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TrainingPart {
    /// To fit on and to choose by.
    Train,
    /// To evaluate with.
    Test,
}

/// What [`crate::tasks::CurateData`] takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct CurateInput {
    /// What to do.
    pub step: CurateStep,
    /// The device class.
    pub device_class: DeviceClass,
    /// The run.
    pub run: RunName,
    /// The manifest, see [`ModelInput::dataset`].
    pub dataset: String,
}

/// The steps of curating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CurateStep {
    /// Checks every line and every picture.
    Verify,
    /// Gives every picture its part, and writes the manifest of the run.
    Split,
    /// Writes the manifest of a run that trains nothing: all pictures are to evaluate with, but for what
    /// the evaluation leaves out since the version was trained on it.
    HoldOut,
}

/// What [`crate::tasks::CurateData`] gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Curated {
    /// Pictures of the dataset.
    pub pictures: u64,
    /// What the version will be trained on, once the dataset is split.
    pub data: Option<DataLineage>,
    /// The pictures to train on as a training job of SageMaker is told them, a key in the lake: a
    /// manifest of the type `ManifestFile`.
    #[serde(default)]
    pub pictures_to_train: Option<String>,
}

/// What [`crate::tasks::TrainModel`] takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct TrainInput {
    /// The device class.
    pub device_class: DeviceClass,
    /// The run.
    pub run: RunName,
    /// What to train on.
    pub data: DataLineage,
    /// The model that a training job of SageMaker has trained on it, `s3://bucket/key` of its
    /// `model.tar.gz` among what the run leaves: it is taken over, and nothing is trained.
    #[serde(default)]
    pub artefact: Option<String>,
}

/// What [`crate::tasks::TrainModel`] gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Trained {
    /// The version that came of it.
    pub version: VersionId,
    /// The model's file, a key in the lake.
    pub file: String,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// The kind of model that was chosen.
    pub kind: String,
    /// The program that trained it.
    pub toolkit: String,
}

/// What [`crate::tasks::EvaluateModel`] takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct EvaluateInput {
    /// The device class.
    pub device_class: DeviceClass,
    /// The run.
    pub run: RunName,
    /// What it was trained on, and what to evaluate with.
    pub data: DataLineage,
    /// The model.
    pub trained: Trained,
}

/// What [`crate::tasks::EvaluateModel`] gives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Evaluated {
    /// Whether the gate lets the model go live.
    pub passed: bool,
    /// Why, as a sentence.
    pub explanation: String,
    /// The report as JSON, a key in the lake.
    pub report: String,
    /// The same as a page, a key in the lake.
    pub page: String,
    /// The measures in short.
    pub measured: Measured,
    /// Pictures of the dataset that were left out, since the version was trained on them or on others of
    /// their device or group.
    #[serde(default)]
    pub left_out: u64,
    /// Pictures for a smoke test, at most [`Evaluated::MOST_EXPECTATIONS`].
    pub expectations: Vec<Expectation>,
}

impl Evaluated {
    /// Pictures for a smoke test: enough to see both verdicts.
    pub const MOST_EXPECTATIONS: usize = 4;
}

/// What [`crate::tasks::RegisterModel`] takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct RegisterInput {
    /// The device class.
    pub device_class: DeviceClass,
    /// What it was trained on.
    pub data: DataLineage,
    /// The model.
    pub trained: Trained,
    /// How good it is.
    pub evaluated: Evaluated,
    /// Who asked.
    pub by: String,
    /// The execution.
    pub execution: String,
    /// When it began, RFC 3339 in UTC.
    pub started_at: String,
}

/// What [`crate::tasks::RegisterModel`] gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Registered {
    /// The version.
    pub version: VersionId,
    /// A line for people.
    pub headline: String,
}

/// What [`crate::tasks::PromoteModel`] takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct PromoteInput {
    /// The device class.
    pub device_class: DeviceClass,
    /// What to do.
    pub change: ChangeKind,
    /// To promote: the version. To roll back: the version that is live and shall not be any
    /// more; any, when absent. To take back: none, as it is what the execution itself made live.
    pub version: Option<VersionId>,
    /// The endpoint that answers with it, where endpoints look closely.
    #[serde(default)]
    pub endpoint: Option<String>,
    /// See [`ModelInput::model_package`].
    #[serde(default)]
    pub model_package: Option<String>,
    /// Who asks.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
    /// The execution.
    pub execution: String,
    /// When it began, RFC 3339 in UTC.
    pub started_at: String,
}

/// What [`crate::tasks::PromoteModel`] gives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Promoted {
    /// The device class.
    pub device_class: DeviceClass,
    /// The change's number; that of the last one where nothing was changed, 0 where there was none.
    pub revision: u64,
    /// The version that was live.
    pub from: Option<String>,
    /// The version that is; none where a change was taken back that nothing was live before.
    pub to: Option<String>,
    /// Whether the execution made it so. What has nothing to take back changes nothing.
    pub changed: bool,
    /// Pictures for a smoke test; none of a model that was not registered.
    pub pictures: Vec<PreparedPicture>,
    /// A line for people.
    pub headline: String,
}

/// What [`crate::tasks::ConfirmModel`] takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmInput {
    /// What was made live.
    pub promoted: Promoted,
    /// What the close look says of its pictures.
    pub looked: CloseLookOutput,
}

/// What [`crate::tasks::ConfirmModel`] gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Confirmed {
    /// Pictures of which the close look said what it should.
    pub pictures: u64,
}
