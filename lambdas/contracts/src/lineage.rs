//! What is known of a model's version, and which version is what: `candidate`, `live`, `previous`.
//!
//! A version is written once and named by its content. The history of a class is the log of what
//! was made live: a change is decided when its record is there, which only one of several writers
//! can do, and `live.json` follows from the last record.

use serde::{Deserialize, Serialize};

use crate::examination::Verdict;
use crate::model::LiveModel;
use crate::picture::PreparedPicture;
use crate::{DeviceClass, Payload, VersionId};

/// A version of a device class's model, an object at [`crate::layout::version_key`]. It is written
/// once, when the model has passed its gate, and never changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelVersion {
    /// The device class.
    pub device_class: DeviceClass,
    /// Its name.
    pub version: VersionId,
    /// The model's file, a key in the lake.
    pub file: String,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// The kind of model, such as `padim`.
    pub kind: String,
    /// What it was trained on.
    pub data: DataLineage,
    /// The program that trained it.
    pub toolkit: String,
    /// How good it is.
    pub measured: Measured,
    /// Why the gate let it pass, as a sentence.
    pub gate: String,
    /// The evaluation's report as JSON, a key in the lake.
    pub report: String,
    /// The same as a page for people, a key in the lake.
    pub page: String,
    /// Pictures that it was evaluated on, with what it said: whoever serves the version must say
    /// the same.
    pub expectations: Vec<Expectation>,
    /// The execution that trained it.
    pub execution: String,
    /// Who asked for it.
    pub created_by: String,
    /// When that execution began, RFC 3339 in UTC.
    pub created_at: String,
}

/// What a version was trained on and evaluated with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct DataLineage {
    /// The manifest with the part of every picture, a key in the lake.
    pub manifest: String,
    /// SHA-256 of the manifest, hexadecimal; each of its lines has that of its picture.
    pub sha256: String,
    /// Normal pictures to train on.
    pub train_normal: u64,
    /// Anomalous pictures to train on.
    pub train_anomalous: u64,
    /// Normal pictures to evaluate with.
    pub test_normal: u64,
    /// Anomalous pictures to evaluate with.
    pub test_anomalous: u64,
    /// When those pictures landed that come from the field and were recent: what the version was made for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<TrainingWindow>,
}

/// When pictures landed that a version was trained on, in UTC and as Trino writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TrainingWindow {
    /// From when on they were chosen.
    pub from: String,
    /// When the last of them landed.
    pub until: String,
}

/// What an evaluation found, in short. The report has the rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Measured {
    /// Pictures.
    pub pictures: u64,
    /// Of these, pictures that the live version was evaluated with before.
    pub of_live: u64,
    /// Right verdicts of all, 0 to 1.
    pub accuracy: f64,
    /// What the true accuracy is at least, with 95 % confidence.
    pub accuracy_lower_bound: f64,
    /// Area under the receiver operating characteristic, 0 to 1, where both labels are there.
    pub auroc: Option<f64>,
    /// Average precision, 0 to 1.
    pub average_precision: Option<f64>,
    /// Anomalous pictures of those called so, 0 to 1.
    pub precision: Option<f64>,
    /// Found pictures of those anomalous, 0 to 1.
    pub recall: Option<f64>,
    /// The harmonic mean of precision and recall, 0 to 1.
    pub f1: Option<f64>,
    /// Overlap of heat maps and masks, 0 to 1, where there are masks.
    pub pixel_aupro: Option<f64>,
}

/// What a version said of a picture when it was evaluated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Expectation {
    /// The picture, as the close look is given it.
    pub picture: PreparedPicture,
    /// The verdict.
    pub verdict: Verdict,
    /// The score, 0 to 1.
    pub score: f64,
}

/// The version that passed its gate last, an object at [`crate::layout::candidate_key`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Candidate {
    /// The version.
    pub version: VersionId,
    /// Who asked for it.
    pub by: String,
    /// When its training began, RFC 3339 in UTC.
    pub at: String,
}

/// The live models as a change leaves them: what the looks read, and what only people and the
/// next change ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LivePointer {
    /// What the looks read.
    #[serde(flatten)]
    pub model: LiveModel,
    /// The change that made it live; absent when `deploy` or `inspect` did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u64>,
    /// Of what `deploy` or `inspect` made live: the last change before it, 0 where there was none. So it
    /// differs from what they made live before that change, though the model is the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<u64>,
    /// The version before: of what was promoted the one to which a rollback goes; of what `deploy` or `inspect`
    /// made live the last one that was promoted, which has to be promoted once more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
}

impl LivePointer {
    /// The last change that went into it: the one that it follows from, or that was overwritten.
    pub fn last_change(&self) -> u64 {
        self.revision.or(self.after).unwrap_or(0)
    }
}

/// A change of what is live, an object at [`crate::layout::history_key`]: appended, never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Counts the class's changes from 1.
    pub revision: u64,
    /// What was asked for.
    pub kind: ChangeKind,
    /// The device class.
    pub device_class: DeviceClass,
    /// What was live before.
    pub from: Option<LiveModel>,
    /// What is live from now on; nothing where a change is taken back that nothing was live before.
    pub to: Option<LiveModel>,
    /// What a rollback of this goes to: what was live when `to` became so.
    pub previous: Option<LiveModel>,
    /// Of a change that takes back: the number of the one that it undoes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<u64>,
    /// Of a change that makes live again what an earlier one had made so: the number of that one. What was
    /// before it is before this one as well, which a version that was live several times does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restores: Option<u64>,
    /// The entity tag of the `live.json` that this change was decided on; absent when there was
    /// none. See [`Change::is_unfinished`].
    pub replaces: Option<String>,
    /// Who asked for it.
    pub by: String,
    /// Why, in their words.
    pub reason: Option<String>,
    /// When the execution that made it began, RFC 3339 in UTC.
    pub at: String,
    /// That execution.
    pub execution: String,
}

impl Change {
    /// Whether it is decided and not carried out: `live`, with its entity tag, is still what it was decided
    /// on. S3 makes tags of the content, so that the same content has the same again: what has
    /// followed from this change or a later one is none that waits for it.
    pub fn is_unfinished(&self, live: Option<(&LivePointer, &str)>) -> bool {
        let last = live.map_or(0, |(live, _)| live.last_change());
        self.replaces.as_deref() == live.map(|(_, etag)| etag) && last < self.revision
    }
}

/// Kinds of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// A version that passed its gate goes live.
    Promote,
    /// What was live before is so again.
    RollBack,
    /// What the same run has made live is not any more, and what was live before the run is so again.
    TakeBack,
}

impl ChangeKind {
    /// The word for people.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Promote => "promote",
            Self::RollBack => "roll-back",
            Self::TakeBack => "take-back",
        }
    }
}
