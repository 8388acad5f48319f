//! The kinds of endpoints, and which of them one can become.

use contracts::serving::Variant;
use serde_json::Value;

/// What an endpoint is, whatever answers behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Instances that answer at once.
    RealTime,
    /// Billed by the request.
    Serverless,
    /// Instances that answer through S3.
    Asynchronous,
}

impl Kind {
    /// The kind that runs on this.
    pub(crate) fn of(variant: &Variant) -> Self {
        match variant {
            Variant::RealTime { .. } => Self::RealTime,
            Variant::Serverless { .. } => Self::Serverless,
            Variant::Asynchronous { .. } => Self::Asynchronous,
        }
    }

    /// The kind of an endpoint that `DescribeEndpoint` tells of.
    /// <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html>
    pub(crate) fn described(endpoint: &Value) -> Self {
        let variants = endpoint["ProductionVariants"].as_array();
        let is_serverless = |variant: &Value| variant["CurrentServerlessConfig"].is_object();
        if endpoint["AsyncInferenceConfig"].is_object() {
            Self::Asynchronous
        } else if variants.is_some_and(|variants| variants.iter().any(is_serverless)) {
            Self::Serverless
        } else {
            Self::RealTime
        }
    }

    /// Whether SageMaker updates an endpoint of this kind to the other one. All others have to be deleted
    /// and made anew.
    /// <https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-update.html>
    pub(crate) fn can_become(self, other: Self) -> bool {
        self == other || (self, other) == (Self::Serverless, Self::RealTime)
    }
}
