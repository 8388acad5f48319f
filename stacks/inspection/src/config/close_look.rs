//! The look at the suspicious pictures: what looks, and what that takes.

use contracts::close_look::CloseLookBy;

/// What looks at the suspicious pictures. Which model it looks with is data
/// (`models/<class>/live.json`), so that a promotion needs no deploy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CloseLook {
    /// A model within the function itself, which costs nothing while idle.
    Embedded,
    /// Endpoints of SageMaker, one for each device class.
    SageMaker(SageMaker),
    /// Rekognition Custom Labels, a running model for each device class.
    RekognitionCustomLabels(CustomLabels),
    /// Amazon Lookout for Vision. AWS ended it on 31 October 2025: the embedded region alone has it.
    LookoutForVision,
}

/// Endpoints of SageMaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SageMaker {
    /// How they are asked.
    pub endpoint: Endpoint,
    /// What runs behind them.
    pub model: EndpointModel,
}

/// How an endpoint is asked, and what it runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    /// It answers at once: 25 MB, 60 seconds. Its instances always run.
    /// <https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints.html>
    RealTime {
        /// The instances' type, such as `ml.c7g.large`.
        instance_type: &'static str,
        /// How many, 1 to 100.
        instances: u32,
    },
    /// It answers at once: 4 MB, 60 seconds. It is billed by the request.
    /// <https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html>
    Serverless {
        /// Memory in MB: 1,024 to 6,144 in steps of 1,024.
        memory_mb: u32,
        /// Most requests at once, 1 to 200.
        max_concurrency: u32,
    },
    /// It reads pictures from S3 and answers there: 1 GB, an hour.
    /// <https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html>
    Asynchronous {
        /// The instances' type, such as `ml.c7g.large`.
        instance_type: &'static str,
        /// How many, 1 to 100.
        instances: u32,
        /// How long the function waits for an answer, in seconds, 1 to 840; it ends before the function
        /// does.
        answers_within_seconds: u32,
    },
}

/// What runs behind an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndpointModel {
    /// The project's own container, with the models that `deploy` fits.
    Container {
        /// Its image in ECR, with a tag or digest:
        /// `<account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>`. `{region}` stands for the
        /// region that is deployed.
        image: &'static str,
    },
    /// Model packages of AWS's Marketplace model 'Computer Vision Defect Detection', which a training
    /// makes; a class is looked at closely once one of its own is promoted.
    Marketplace,
}

/// Rekognition Custom Labels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CustomLabels {
    /// From which confidence on a label other than `normal` means an anomaly, 0 to 100.
    pub min_confidence: f32,
    /// Inference units of each running model, 1 to 5. A unit costs by the hour.
    pub inference_units: u32,
}

/// Most bytes of a request, by kind of endpoint. AWS's pages say MB; the smaller reading holds.
const SERVERLESS_BYTES: u64 = 4_000_000;
const REAL_TIME_BYTES: u64 = 25_000_000;

impl CloseLook {
    /// What the function is told.
    pub const fn by(self) -> CloseLookBy {
        match self {
            Self::Embedded => CloseLookBy::Embedded,
            Self::SageMaker(SageMaker { endpoint, .. }) => match endpoint {
                Endpoint::RealTime { .. } => CloseLookBy::SagemakerEndpoint {
                    max_bytes: REAL_TIME_BYTES,
                },
                Endpoint::Serverless { .. } => CloseLookBy::SagemakerEndpoint {
                    max_bytes: SERVERLESS_BYTES,
                },
                Endpoint::Asynchronous {
                    answers_within_seconds,
                    ..
                } => CloseLookBy::SagemakerAsynchronousEndpoint {
                    answers_within_seconds,
                },
            },
            Self::RekognitionCustomLabels(CustomLabels { min_confidence, .. }) => {
                CloseLookBy::CustomLabels { min_confidence }
            }
            Self::LookoutForVision => CloseLookBy::LookoutForVision,
        }
    }

    /// The package of the function: where a service looks, it links no neural network.
    pub const fn binary(self) -> &'static str {
        match self {
            Self::Embedded => "close-look",
            _ => "close-look-service",
        }
    }

    /// The endpoints that it asks.
    pub const fn sagemaker(self) -> Option<SageMaker> {
        match self {
            Self::SageMaker(sagemaker) => Some(sagemaker),
            _ => None,
        }
    }

    /// The custom labels models that it asks.
    pub const fn custom_labels(self) -> Option<CustomLabels> {
        match self {
            Self::RekognitionCustomLabels(custom_labels) => Some(custom_labels),
            _ => None,
        }
    }
}

impl EndpointModel {
    /// The repository of its image in ECR: registry and name, without the tag.
    pub(crate) fn repository(self, region: &str) -> Option<(String, String)> {
        let Self::Container { image } = self else {
            return None;
        };
        let image = image.replace("{region}", region);
        let (registry, rest) = image.split_once('/')?;
        let name = rest.split(['@', ':']).next()?;
        Some((registry.to_owned(), name.to_owned()))
    }
}
