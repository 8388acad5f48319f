//! The declaration of a task: one function, what it takes, gives and needs.

use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Payload;

/// A function of the workflow. The type itself is only a name; its declarations are what the
/// stack, the state machine and the function's own start-up are made from.
pub trait Task {
    /// The function's name, such as `first-look`.
    const NAME: &'static str;
    /// The package and binary that the function runs. One that several tasks share tells them
    /// apart by the function's handler, which then is [`Self::NAME`].
    const PROGRAM: &'static str = Self::NAME;
    /// One sentence for people, shown in the Lambda console.
    const DESCRIPTION: &'static str;
    /// What it takes.
    type Input: Payload + Serialize + DeserializeOwned;
    /// What it gives.
    type Output: Payload + Serialize + DeserializeOwned;
    /// The errors that a workflow may catch by name.
    type Error: TaskError;
    /// What the function may do, whatever the configuration says. Its role holds this, what the
    /// configuration adds, and nothing more.
    const ACCESS: &'static [Access];
    /// The environment variables it reads.
    const VARIABLES: &'static [Variable];
}

/// The errors a task declares; implemented by `#[derive(TaskError)]`.
pub trait TaskError: std::error::Error + Send + Sync + 'static {
    /// Every name, in order of declaration.
    const NAMES: &'static [&'static str];
    /// This error's name: the `Error` that a workflow sees.
    fn name(&self) -> &'static str;
}

/// The name of one of the errors that `E` declares. Made by `#[derive(TaskError)]`, so that a
/// workflow cannot catch what its task never says.
pub struct ErrorName<E> {
    name: &'static str,
    declared: PhantomData<fn() -> E>,
}

impl<E> ErrorName<E> {
    /// Meant for `#[derive(TaskError)]`.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            declared: PhantomData,
        }
    }

    /// The `Error` that a workflow sees.
    pub const fn as_str(&self) -> &'static str {
        self.name
    }
}

impl<E> Clone for ErrorName<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for ErrorName<E> {}

impl<E> std::fmt::Debug for ErrorName<E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("ErrorName").field(&self.name).finish()
    }
}

/// The errors of a task that declares none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoError {}

impl std::fmt::Display for NoError {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {}
    }
}

impl std::error::Error for NoError {}

impl TaskError for NoError {
    const NAMES: &'static [&'static str] = &[];
    fn name(&self) -> &'static str {
        match *self {}
    }
}

/// The buckets that functions know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bucket {
    /// Pictures as they landed, prepared and rejected.
    Pictures,
    /// Tables, models and chunk records.
    Lake,
    /// Answers of queries.
    Results,
}

/// One thing that a function may do. Prefixes are key prefixes, ending in `/`, or patterns of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// Read objects (`s3:GetObject`).
    Read(Bucket, &'static str),
    /// Write objects (`s3:PutObject`).
    Write(Bucket, &'static str),
    /// Delete objects (`s3:DeleteObject`).
    Delete(Bucket, &'static str),
    /// List keys (`s3:ListBucket` under the prefix). A function that must tell a missing object
    /// (404) from a forbidden one (403) needs this, too.
    List(Bucket, &'static str),
    /// `rekognition:DetectLabels`.
    DetectLabels,
    /// `rekognition:DetectModerationLabels`.
    DetectModerationLabels,
    /// `rekognition:DetectText`.
    DetectText,
    /// `rekognition:DetectFaces`.
    DetectFaces,
    /// `rekognition:DetectProtectiveEquipment`.
    DetectProtectiveEquipment,
    /// `rekognition:DetectCustomLabels` on the environment's own projects.
    DetectCustomLabels,
    /// `sagemaker:InvokeEndpoint` on the environment's own endpoints.
    InvokeEndpoint,
    /// `sagemaker:InvokeEndpointAsync` on the environment's own endpoints.
    InvokeEndpointAsync,
    /// `lookoutvision:DetectAnomalies` on the environment's own projects.
    DetectAnomalies,
    /// Let the environment's own endpoints answer with a model: `sagemaker:CreateModel`,
    /// `CreateEndpointConfig`, `CreateEndpoint`, `UpdateEndpoint`, `DescribeEndpoint`, `DeleteEndpoint`, and
    /// `iam:PassRole` of the role that they run as.
    ServeModels,
}

/// The environment variables of the functions. Values are given by the stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Variable {
    /// Name of the pictures bucket.
    PicturesBucket,
    /// Name of the lake bucket.
    LakeBucket,
    /// Name of the bucket of query results.
    ResultsBucket,
    /// The device classes that the configuration knows, separated by commas.
    DeviceClasses,
    /// What a picture must be to be inspected, as JSON ([`crate::picture::PictureLimits`]).
    PictureLimits,
    /// When a picture is suspicious, as JSON ([`crate::finding::FirstLookRules`]).
    FirstLookRules,
    /// What looks closely, as JSON ([`crate::close_look::CloseLookBy`]).
    CloseLookBy,
    /// How many pictures a function works on at once.
    Concurrency,
    /// How models are trained and what they must reach, as JSON
    /// ([`crate::training::TrainingRules`]).
    TrainingRules,
    /// What looks cost, as JSON ([`crate::recording::LookPrices`]).
    LookPrices,
    /// At how many pictures a candidate looks, as JSON ([`crate::close_look::ShadowRules`]).
    ShadowRules,
    /// What endpoints are made of, as JSON ([`crate::serving::EndpointSettings`]).
    EndpointSettings,
}

impl Variable {
    /// The variable's name in the function's environment.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PicturesBucket => "PICTURES_BUCKET",
            Self::LakeBucket => "LAKE_BUCKET",
            Self::ResultsBucket => "RESULTS_BUCKET",
            Self::DeviceClasses => "DEVICE_CLASSES",
            Self::PictureLimits => "PICTURE_LIMITS",
            Self::FirstLookRules => "FIRST_LOOK_RULES",
            Self::CloseLookBy => "CLOSE_LOOK_BY",
            Self::Concurrency => "CONCURRENCY",
            Self::TrainingRules => "TRAINING_RULES",
            Self::LookPrices => "LOOK_PRICES",
            Self::ShadowRules => "SHADOW_RULES",
            Self::EndpointSettings => "ENDPOINT_SETTINGS",
        }
    }
}
