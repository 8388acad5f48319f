//! What looks closely: chosen by the configuration, told to the function as a variable.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Access, Bucket, layout};

/// What looks closely at the suspicious pictures. Which model it looks with is data: see
/// [`crate::model::LiveModel`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "detector",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum CloseLookBy {
    /// The function itself.
    Embedded,
    /// An endpoint of SageMaker that answers at once, real-time or serverless.
    SagemakerEndpoint {
        /// Most bytes of a picture; the endpoint takes no more.
        max_bytes: u64,
    },
    /// An endpoint of SageMaker that answers through S3.
    SagemakerAsynchronousEndpoint {
        /// How long an answer is waited for, in seconds.
        answers_within_seconds: u32,
    },
    /// Rekognition Custom Labels.
    CustomLabels {
        /// From which confidence on (0 to 100) a label other than the sound one means an anomaly.
        min_confidence: f32,
    },
    /// Lookout for Vision, which AWS has ended; the embedded region serves it.
    LookoutForVision,
}

/// At how many pictures a candidate looks beside the live model: the variable
/// [`crate::Variable::ShadowRules`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ShadowRules {
    /// Share of the suspicious pictures, 0 to 100; for 0 no candidate looks.
    pub percent: u32,
    /// How long after an invocation began nothing looks any more, in seconds: neither the live model, for
    /// what it said in time must not be lost with the function, nor a candidate.
    pub within_seconds: u32,
}

impl CloseLookBy {
    /// What the function may do beside what its task declares.
    pub const fn access(self) -> &'static [Access] {
        match self {
            Self::Embedded => &[Access::Write(Bucket::Pictures, layout::PREPARED)],
            Self::SagemakerEndpoint { .. } => &[Access::InvokeEndpoint],
            Self::SagemakerAsynchronousEndpoint { .. } => &[
                Access::InvokeEndpointAsync,
                Access::Read(Bucket::Lake, layout::INFERENCES),
                // An answer that has not come yet is told from one that may not be read.
                Access::List(Bucket::Lake, layout::INFERENCES),
            ],
            Self::CustomLabels { .. } => &[Access::DetectCustomLabels],
            Self::LookoutForVision => &[Access::DetectAnomalies],
        }
    }
}

impl fmt::Display for CloseLookBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Embedded => "the function itself",
            Self::SagemakerEndpoint { .. } | Self::SagemakerAsynchronousEndpoint { .. } => {
                "an endpoint of SageMaker"
            }
            Self::CustomLabels { .. } => "Rekognition Custom Labels",
            Self::LookoutForVision => "Lookout for Vision",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_is_told_as_json_and_read_back() {
        for (by, told) in [
            (CloseLookBy::Embedded, r#"{"detector":"embedded"}"#),
            (
                CloseLookBy::SagemakerEndpoint { max_bytes: 7 },
                r#"{"detector":"sagemaker-endpoint","maxBytes":7}"#,
            ),
            (
                CloseLookBy::CustomLabels {
                    min_confidence: 60.0,
                },
                r#"{"detector":"custom-labels","minConfidence":60.0}"#,
            ),
        ] {
            assert_eq!(serde_json::to_string(&by).unwrap(), told);
            assert_eq!(serde_json::from_str::<CloseLookBy>(told).unwrap(), by);
        }
        let unknown = r#"{"detector":"custom-labels","minConfidence":1,"more":1}"#;
        assert!(serde_json::from_str::<CloseLookBy>(unknown).is_err());
    }
}
