//! What is kept of models, configurations and endpoints.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What a container is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Container {
    /// The image, as it was given.
    pub(super) image: String,
    /// The model's archive, `s3://bucket/key`.
    pub(super) model_data: Option<String>,
    /// Environment variables.
    pub(super) environment: Vec<(String, String)>,
}

/// A model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Model {
    pub(super) name: String,
    pub(super) arn: String,
    pub(super) role: String,
    pub(super) container: Container,
    /// The package that it was made of, where it was.
    pub(super) package: Option<String>,
    /// Whether its container was asked to be without a network; here it has loopback all the same.
    #[serde(default)]
    pub(super) isolated: bool,
    pub(super) created: Timestamp,
}

/// A model package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Package {
    pub(super) name: String,
    pub(super) arn: String,
    pub(super) container: Container,
    pub(super) created: Timestamp,
}

/// An endpoint configuration with its one variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Configuration {
    pub(super) name: String,
    pub(super) arn: String,
    pub(super) variant: String,
    pub(super) model: String,
    pub(super) kind: Kind,
    pub(super) created: Timestamp,
}

/// How an endpoint is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Kind {
    RealTime(Instances),
    Serverless {
        memory_mb: u32,
        max_concurrency: u32,
    },
    Asynchronous {
        instances: Instances,
        /// `s3://bucket/prefix` of answers.
        output: String,
        /// The same of failures.
        failures: Option<String>,
    },
}

/// Instances, as they were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Instances {
    pub(super) kind: String,
    pub(super) count: u32,
}

/// An endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Endpoint {
    pub(super) name: String,
    pub(super) arn: String,
    /// The configuration that it has, or is to have.
    pub(super) configuration: String,
    /// The one that answers: what it had before, while it is updated.
    pub(super) answering: Option<String>,
    pub(super) status: Status,
    pub(super) failure: Option<String>,
    pub(super) created: Timestamp,
    pub(super) modified: Timestamp,
}

/// The states of an endpoint, as AWS names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Status {
    Creating,
    Updating,
    InService,
    Failed,
}

impl Status {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Creating => "Creating",
            Self::Updating => "Updating",
            Self::InService => "InService",
            Self::Failed => "Failed",
        }
    }
}

/// A time as awsJson writes it: seconds since 1970.
pub(super) fn seconds(time: Timestamp) -> f64 {
    time.as_millisecond() as f64 / 1000.0
}
