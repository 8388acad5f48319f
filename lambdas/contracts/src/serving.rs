//! How a version gets behind its class's endpoint of SageMaker, before a class is inspected with it.

use serde::{Deserialize, Serialize};

use crate::{DeviceClass, Payload, VersionId};

/// What endpoints are made of: the variable [`crate::Variable::EndpointSettings`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndpointSettings {
    /// What their names begin with; the device class follows.
    pub prefix: String,
    /// The ARN of the role that they run as.
    pub role_arn: String,
    /// What they run on.
    pub variant: Variant,
    /// The image of the project's own container; none where Marketplace model packages run.
    pub image: Option<String>,
}

impl EndpointSettings {
    /// The name of a class's endpoint.
    pub fn endpoint(&self, class: &DeviceClass) -> String {
        format!("{}{class}", self.prefix)
    }
}

/// What an endpoint runs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "runs",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Variant {
    /// Instances that always run.
    RealTime {
        /// Their type.
        instance_type: String,
        /// How many.
        instances: u32,
    },
    /// What is billed by the request.
    Serverless {
        /// Memory in MB.
        memory_mb: u32,
        /// Most requests at once.
        max_concurrency: u32,
    },
    /// Instances that answer through S3.
    Asynchronous {
        /// Their type.
        instance_type: String,
        /// How many.
        instances: u32,
    },
}

/// What [`crate::tasks::ServeModel`] takes. It is asked again until the endpoint answers with the model: an
/// endpoint takes minutes, longer than a function should wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct ServeInput {
    /// The device class.
    pub device_class: DeviceClass,
    /// Which model.
    pub target: ServeTarget,
    /// The version, as [`crate::training::ModelInput::version`] says it.
    pub version: Option<VersionId>,
    /// See [`crate::training::ModelInput::model_package`].
    #[serde(default)]
    pub model_package: Option<String>,
    /// The configuration that the endpoint was told already: what it becomes is then waited for.
    #[serde(default)]
    pub told: Option<String>,
    /// How often this was asked before.
    pub attempt: u64,
}

/// Which model an endpoint is to answer with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServeTarget {
    /// A version that has passed its gate.
    Version,
    /// What was live before what is live now.
    Previous,
    /// What is live; nothing where there is nothing.
    Live,
}

/// What [`crate::tasks::ServeModel`] gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Served {
    /// The endpoint's name.
    pub endpoint: String,
    /// Whether it answers with the model. If not, ask again with the two that follow.
    pub answers: bool,
    /// See [`ServeInput::told`].
    pub told: Option<String>,
    /// See [`ServeInput::attempt`].
    pub attempt: u64,
}
