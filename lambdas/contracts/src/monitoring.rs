//! What crosses the borders of the state machine that watches models, and of the collection of what
//! a model can learn from the field.

use serde::{Deserialize, Serialize};

use crate::recording::ChunkFailure;
use crate::{DeviceClass, Payload, PictureId};

/// The input of an execution that watches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct MonitorInput {
    /// The class to watch; all where none is named.
    pub device_class: Option<DeviceClass>,
}

/// What [`crate::tasks::ChooseWindows`] takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct WindowsInput {
    /// The device class.
    pub device_class: DeviceClass,
    /// Now, RFC 3339 in UTC.
    pub at: String,
    /// How many days back a picture is recent.
    pub recent_days: u64,
    /// How many days back a picture may have been captured that a repair tells something of.
    pub feedback_days: u64,
}

/// Which pictures of a class are compared: what [`crate::tasks::ChooseWindows`] gives. Times are in
/// UTC and as Trino reads them, `2026-11-22 10:00:00.000`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Windows {
    /// The live version; absent where no model is live.
    pub version: Option<String>,
    /// The first day of capture that pictures may have.
    pub first_day: String,
    /// From when on pictures of the reference landed.
    pub reference_from: String,
    /// Until when they did.
    pub reference_until: String,
    /// From when on pictures are recent.
    pub recent_from: String,
    /// From when on a repair tells what the live version was not told.
    pub told_from: String,
    /// The first day of capture that pictures to learn from may have.
    pub learn_first_day: String,
}

/// A measure of a class's pictures then and now: a row of the query `class-drift`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// What is measured: `brightness`, `sharpness` or `score`.
    pub measure: String,
    /// Pictures of the reference.
    pub reference: f64,
    /// Recent pictures.
    pub recent: f64,
    /// The population stability index; absent where there is nothing to compare.
    pub psi: Option<f64>,
    /// The Kolmogorov-Smirnov statistic, 0 to 1.
    pub ks: Option<f64>,
    /// How likely so large a statistic is, were both the same, 0 to 1.
    pub p_value: Option<f64>,
    /// `stable`, `drifted` or `too-few`.
    pub verdict: String,
}

impl Comparison {
    /// The verdict on what has moved.
    pub const DRIFTED: &'static str = "drifted";
    /// The verdict where there are too few pictures for one.
    pub const TOO_FEW: &'static str = "too-few";
}

/// What is said of a class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Watched {
    /// The device class.
    pub device_class: DeviceClass,
    /// What is said of it.
    pub verdict: WatchVerdict,
    /// The live version.
    pub version: Option<String>,
    /// By what.
    pub comparisons: Vec<Comparison>,
    /// Why nothing could be said.
    pub failure: Option<ChunkFailure>,
}

/// Verdicts on a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WatchVerdict {
    /// A measure has moved.
    Drifted,
    /// None has, of those on which there are pictures enough.
    Stable,
    /// There are too few pictures for any.
    TooFew,
    /// No model is live.
    NoModel,
    /// It could not be asked.
    Failed,
}

impl WatchVerdict {
    /// The word for people.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Drifted => "drifted",
            Self::Stable => "stable",
            Self::TooFew => "too few pictures",
            Self::NoModel => "no model is live",
            Self::Failed => "failed",
        }
    }
}

/// A value of a metric, as CloudWatch's `PutMetricData` takes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "PascalCase")]
pub struct MetricDatum {
    /// The metric's name.
    pub metric_name: String,
    /// The value.
    pub value: f64,
    /// What it is of.
    pub dimensions: Vec<MetricDimension>,
}

/// A dimension of a metric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "PascalCase")]
pub struct MetricDimension {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// The metrics of watching, and what they are of.
pub mod metrics {
    /// Where they belong.
    pub const NAMESPACE: &str = "Sightline";
    /// 1 where a class has drifted, 0 where it has not, nothing where neither can be said.
    pub const DRIFTED: &str = "Drifted";
    /// 1 where there are too few pictures to say, 0 otherwise.
    pub const UNDECIDED: &str = "DriftUndecided";
    /// The index, by measure.
    pub const INDEX: &str = "PopulationStabilityIndex";
    /// The statistic, by measure.
    pub const STATISTIC: &str = "KolmogorovSmirnov";
    /// Its p-value, by measure.
    pub const P_VALUE: &str = "KolmogorovSmirnovPValue";
    /// Recent pictures, by measure.
    pub const RECENT: &str = "RecentPictures";
    /// The dimension of the environment.
    pub const ENVIRONMENT: &str = "Environment";
    /// The dimension of the device class.
    pub const DEVICE_CLASS: &str = "DeviceClass";
    /// The dimension of the measure.
    pub const MEASURE: &str = "Measure";
}

/// What [`crate::tasks::CollectPictures`] takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct CollectInput {
    /// The device class.
    pub device_class: DeviceClass,
    /// The pictures.
    pub pictures: Vec<FieldPicture>,
    /// See [`Windows::recent_from`]: what a model is made for is what landed from then on, however old the
    /// pictures are that a repair tells something of.
    pub recent_from: String,
}

/// A picture from the field: a row of the query `training-pictures`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct FieldPicture {
    /// The picture.
    pub picture_id: PictureId,
    /// Its prepared JPEG, a key in the pictures bucket.
    pub prepared_key: String,
    /// The device.
    pub device_id: String,
    /// When it landed, in UTC.
    pub landed: String,
    /// What is known of it.
    pub because: Because,
}

/// Why a picture has the label that it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// Who went there found a defect: anomalous.
    Confirmed,
    /// Who went there found none: normal.
    FalseAlarm,
    /// The same as [`Self::Confirmed`], told before the live version was trained: it is known, but where
    /// it was written down late.
    ConfirmedBefore,
    /// The same of [`Self::FalseAlarm`].
    FalseAlarmBefore,
    /// No look found anything, and no repair contradicts: taken for normal.
    Unremarkable,
}

impl Because {
    /// Whether a person has seen the device.
    pub const fn is_feedback(self) -> bool {
        !matches!(self, Self::Unremarkable)
    }

    /// Whether it is news to the live version. What is none says nothing of pictures that are known: their
    /// labels may have been corrected since.
    pub const fn is_news(self) -> bool {
        matches!(self, Self::Confirmed | Self::FalseAlarm)
    }

    /// Whether something is wrong with the device.
    pub const fn is_anomalous(self) -> bool {
        matches!(self, Self::Confirmed | Self::ConfirmedBefore)
    }
}

/// What [`crate::tasks::CollectPictures`] gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Collected {
    /// The manifest, a key under `training/<class>/` in the pictures bucket.
    pub dataset: String,
    /// Pictures of it.
    pub pictures: u64,
    /// Of these, pictures that the live version was not trained or evaluated with, or otherwise
    /// labelled.
    pub added: u64,
    /// A line for people.
    pub headline: String,
}
