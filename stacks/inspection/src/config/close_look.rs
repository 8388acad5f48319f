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
    /// How versions look at pictures of earlier days, without an endpoint; nobody may ask for it where
    /// nothing is said.
    pub backfill: Option<Backfill>,
}

/// A batch transform job of SageMaker: `cargo xtask model backfill`. It costs while it runs.
/// <https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backfill {
    /// The container's image in ECR, as [`EndpointModel::Container`] names it; the endpoint's own where
    /// nothing is said. Instances have x86 processors: one that endpoints run on Graviton does not do.
    pub image: Option<&'static str>,
    /// The instances' type, such as `ml.m5.xlarge`.
    pub instance_type: &'static str,
    /// How many share the pictures, 1 to 20.
    pub instances: u32,
    /// Pictures that an instance is sent at once, 1 to 16. Together they have at most 100 MB, so that one may
    /// have 25 MB where they are up to 4, and 6 MB where they are 16.
    pub at_once: u32,
    /// The longest run in seconds, 60 to 432,000; a job is stopped then. SageMaker stores nothing of a job
    /// that is stopped, so that this is a bound to what a mistake may cost: long enough for the pictures of
    /// the days that are asked for at once.
    /// <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StopTransformJob.html>
    pub max_runtime_seconds: u32,
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
    /// The project's own container, with the models that `deploy` fits and the versions that are
    /// promoted.
    Container {
        /// Its image in ECR, with a tag or digest:
        /// `<account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>`. `{region}` stands for the
        /// region that is deployed.
        image: &'static str,
    },
    /// Model packages of AWS's Marketplace model 'Computer Vision Defect Detection', which a training
    /// makes; a class is looked at closely once one of its own is promoted, with
    /// `cargo xtask model promote CLASS --model-package ARN`.
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
pub(crate) const SERVERLESS_BYTES: u64 = 4_000_000;
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

    /// Whether endpoints look: a promotion then brings a version, or a model package, behind its class's.
    pub const fn serves_models(self) -> bool {
        matches!(self, Self::SageMaker(_))
    }

    /// How versions look at pictures of earlier days, where they may.
    pub const fn backfill(self) -> Option<(Backfill, EndpointModel)> {
        match self {
            Self::SageMaker(SageMaker {
                backfill: Some(backfill),
                model,
                ..
            }) => Some((backfill, model)),
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
    /// The name of its image's repository in ECR.
    pub(crate) fn repository(self) -> Option<String> {
        match self {
            Self::Container { image } => repository(image),
            Self::Marketplace => None,
        }
    }
}

impl Backfill {
    /// The name of its image's repository in ECR.
    pub(crate) fn repository(self, model: EndpointModel) -> Option<String> {
        repository(self.image(model)?)
    }

    /// The image that looks in the place of a model's own; none of a Marketplace model.
    pub(crate) const fn image(self, model: EndpointModel) -> Option<&'static str> {
        match (model, self.image) {
            (EndpointModel::Marketplace, _) => None,
            (EndpointModel::Container { .. }, Some(image))
            | (EndpointModel::Container { image }, None) => Some(image),
        }
    }
}

/// The name of an image's repository in ECR, without registry and tag.
pub(super) fn repository(image: &str) -> Option<String> {
    let (_, rest) = image.split_once('/')?;
    rest.split(['@', ':']).next().map(str::to_owned)
}
