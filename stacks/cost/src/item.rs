//! What is metered: each thing that AWS has a price for, the unit of that price, and the smaller unit
//! in which usage is counted here, so that it is a whole number.

use std::borrow::Cow;
use std::fmt;

/// Hours that a month has in AWS's own calculations.
pub(crate) const HOURS_PER_MONTH: u128 = 730;
/// Seconds in an hour.
pub(crate) const SECONDS_PER_HOUR: u128 = 3600;
/// Bytes in what AWS calls a GB.
pub(crate) const GB: u128 = 1 << 30;
/// MB times milliseconds in a GB-second.
const MB_MILLISECONDS: u128 = 1024 * 1000;

/// A service, as its bill names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// Amazon Rekognition.
    Rekognition,
    /// Amazon SageMaker AI.
    SageMaker,
    /// AWS Marketplace: the software of a model, without the instances that it runs on.
    Marketplace,
    /// AWS Lambda.
    Lambda,
    /// AWS Step Functions.
    StepFunctions,
    /// Amazon S3.
    S3,
    /// Amazon Athena.
    Athena,
    /// AWS Glue.
    Glue,
    /// Amazon CloudWatch.
    CloudWatch,
    /// Amazon SNS.
    Sns,
    /// Amazon EventBridge.
    EventBridge,
    /// Data that leaves AWS.
    DataTransfer,
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rekognition => "Amazon Rekognition",
            Self::SageMaker => "Amazon SageMaker AI",
            Self::Marketplace => "AWS Marketplace",
            Self::Lambda => "AWS Lambda",
            Self::StepFunctions => "AWS Step Functions",
            Self::S3 => "Amazon S3",
            Self::Athena => "Amazon Athena",
            Self::Glue => "AWS Glue",
            Self::CloudWatch => "Amazon CloudWatch",
            Self::Sns => "Amazon SNS",
            Self::EventBridge => "Amazon EventBridge",
            Self::DataTransfer => "Data transfer",
        })
    }
}

/// The processor that a function runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Architecture {
    /// Graviton.
    Arm64,
    /// Intel and AMD.
    X86,
}

impl Architecture {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Arm64 => "arm64",
            Self::X86 => "x86_64",
        }
    }
}

/// Something that has a price. Each says in what usage is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Item {
    /// Pictures that a call of Rekognition's group 2 looked at (labels, moderation, text, faces,
    /// protective equipment), in pictures; the group's tiers are for all of them together.
    /// <https://aws.amazon.com/rekognition/pricing/>
    RekognitionGroup2,
    /// Pictures whose properties `DetectLabels` was asked for as well, in pictures.
    ImageProperties,
    /// Inference units of Custom Labels, in seconds.
    CustomLabelsInference,
    /// Training of Custom Labels, in seconds.
    CustomLabelsTraining,
    /// An instance of this type behind an endpoint, in a job or in a training, in seconds.
    Instance(String),
    /// The volumes of training jobs, in bytes times seconds.
    TrainingStorage,
    /// What a serverless endpoint runs, in MB times milliseconds.
    ServerlessDuration,
    /// What goes into and comes out of an endpoint, in bytes.
    EndpointData,
    /// The software of AWS's model 'Computer Vision Defect Detection', in seconds.
    DefectDetection,
    /// Invocations of functions.
    LambdaRequests,
    /// What functions run, in MB times milliseconds.
    LambdaDuration(Architecture),
    /// What provisioned functions are kept ready, in MB times milliseconds.
    LambdaProvisioned(Architecture),
    /// What provisioned functions run, in MB times milliseconds.
    LambdaProvisionedDuration(Architecture),
    /// Transitions of standard workflows.
    Transitions,
    /// Executions of express workflows.
    ExpressRequests,
    /// What express workflows run, in MB times milliseconds.
    ExpressDuration,
    /// Objects in S3 Standard, in bytes times hours.
    Storage,
    /// PUT, COPY, POST and LIST.
    Put,
    /// GET and all other requests but DELETE, which is free.
    Get,
    /// What queries read, in bytes.
    Scanned,
    /// Tables and databases in the catalogue, each for a month.
    CatalogObjects,
    /// Requests to the catalogue.
    CatalogRequests,
    /// Lines of logs, in bytes.
    LogsIngested,
    /// Logs that are kept, in bytes times hours.
    LogsStored,
    /// Alarms on one metric of standard resolution, each for a month.
    Alarms,
    /// Metrics of one's own, in hours in which something is put of them.
    MetricHours,
    /// Requests of metrics.
    MetricRequests,
    /// Dashboards, each for a month.
    Dashboards,
    /// Messages to a topic.
    SnsRequests,
    /// E-mails from a topic.
    Emails,
    /// Events that S3 is asked for.
    Events,
    /// What goes to the internet, in bytes.
    TransferOut,
}

/// How an item is priced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Metering {
    /// The service whose bill it is on.
    pub(crate) service: Service,
    /// Its name in the price file.
    pub(crate) key: Cow<'static, str>,
    /// What it is, for people.
    pub(crate) what: Cow<'static, str>,
    /// The unit of its price.
    pub(crate) unit: &'static str,
    /// How many of what usage is counted in are one such unit.
    pub(crate) per: u128,
}

impl Item {
    /// How it is priced.
    pub(crate) fn metering(&self) -> Metering {
        use Service::{
            Athena, CloudWatch, DataTransfer, EventBridge, Glue, Lambda, Marketplace, Rekognition,
            S3, SageMaker, Sns, StepFunctions,
        };
        const GB_SECOND: (&str, u128) = ("GB-second", MB_MILLISECONDS);
        const GB_MONTH: (&str, u128) = ("GB-month", GB * HOURS_PER_MONTH);
        const HOUR: (&str, u128) = ("hour", SECONDS_PER_HOUR);
        const MILLION_REQUESTS: (&str, u128) = ("1,000,000 requests", 1_000_000);
        const THOUSAND_REQUESTS: (&str, u128) = ("1,000 requests", 1000);
        let fixed = |service, key: &'static str, what: &'static str, (unit, per)| Metering {
            service,
            key: key.into(),
            what: what.into(),
            unit,
            per,
        };
        let on = |architecture: &Architecture, key: &str, what: &str| Metering {
            service: Lambda,
            key: format!("{key}.{}", architecture.as_str()).into(),
            what: format!("{what}, {}", architecture.as_str()).into(),
            unit: GB_SECOND.0,
            per: GB_SECOND.1,
        };
        match self {
            Self::RekognitionGroup2 => fixed(
                Rekognition,
                "rekognition.group-2",
                "pictures looked at",
                ("image", 1),
            ),
            Self::ImageProperties => fixed(
                Rekognition,
                "rekognition.image-properties",
                "image properties",
                ("image", 1),
            ),
            Self::CustomLabelsInference => fixed(
                Rekognition,
                "rekognition.custom-labels.inference",
                "custom labels, inference",
                ("unit-hour", SECONDS_PER_HOUR),
            ),
            Self::CustomLabelsTraining => fixed(
                Rekognition,
                "rekognition.custom-labels.training",
                "custom labels, training",
                HOUR,
            ),
            Self::Instance(instance) => Metering {
                service: SageMaker,
                key: format!("{INSTANCES}{instance}").into(),
                what: instance.clone().into(),
                unit: HOUR.0,
                per: HOUR.1,
            },
            Self::TrainingStorage => fixed(
                SageMaker,
                "sagemaker.training-storage",
                "volumes of training jobs",
                (GB_MONTH.0, GB_MONTH.1 * SECONDS_PER_HOUR),
            ),
            Self::ServerlessDuration => fixed(
                SageMaker,
                "sagemaker.serverless.duration",
                "serverless endpoint",
                GB_SECOND,
            ),
            Self::EndpointData => fixed(
                SageMaker,
                "sagemaker.endpoint-data",
                "data of endpoints",
                ("GB", GB),
            ),
            Self::DefectDetection => fixed(
                Marketplace,
                "marketplace.defect-detection",
                "Computer Vision Defect Detection",
                HOUR,
            ),
            Self::LambdaRequests => {
                fixed(Lambda, "lambda.requests", "invocations", MILLION_REQUESTS)
            }
            Self::LambdaDuration(architecture) => on(architecture, "lambda.duration", "duration"),
            Self::LambdaProvisioned(architecture) => on(
                architecture,
                "lambda.provisioned",
                "provisioned concurrency",
            ),
            Self::LambdaProvisionedDuration(architecture) => on(
                architecture,
                "lambda.provisioned-duration",
                "provisioned duration",
            ),
            Self::Transitions => fixed(
                StepFunctions,
                "states.transitions",
                "state transitions",
                ("1,000 transitions", 1000),
            ),
            Self::ExpressRequests => fixed(
                StepFunctions,
                "states.express.requests",
                "express executions",
                MILLION_REQUESTS,
            ),
            Self::ExpressDuration => fixed(
                StepFunctions,
                "states.express.duration",
                "express duration",
                GB_SECOND,
            ),
            Self::Storage => fixed(S3, "s3.storage", "storage", GB_MONTH),
            Self::Put => fixed(S3, "s3.put", "PUT, COPY, LIST", THOUSAND_REQUESTS),
            Self::Get => fixed(S3, "s3.get", "GET", THOUSAND_REQUESTS),
            Self::Scanned => fixed(Athena, "athena.scanned", "data scanned", ("TB", GB << 10)),
            Self::CatalogObjects => {
                fixed(Glue, "glue.objects", "tables", ("100,000 objects", 100_000))
            }
            Self::CatalogRequests => fixed(Glue, "glue.requests", "requests", MILLION_REQUESTS),
            Self::LogsIngested => fixed(CloudWatch, "logs.ingested", "logs, ingested", ("GB", GB)),
            Self::LogsStored => fixed(CloudWatch, "logs.stored", "logs, stored", GB_MONTH),
            Self::Alarms => fixed(CloudWatch, "cloudwatch.alarms", "alarms", ("alarm", 1)),
            Self::MetricHours => fixed(
                CloudWatch,
                "cloudwatch.metrics",
                "metrics",
                ("metric-month", HOURS_PER_MONTH),
            ),
            Self::MetricRequests => fixed(
                CloudWatch,
                "cloudwatch.requests",
                "metric requests",
                THOUSAND_REQUESTS,
            ),
            Self::Dashboards => fixed(
                CloudWatch,
                "cloudwatch.dashboards",
                "dashboards",
                ("dashboard", 1),
            ),
            Self::SnsRequests => fixed(Sns, "sns.requests", "messages", MILLION_REQUESTS),
            Self::Emails => fixed(Sns, "sns.emails", "e-mails", ("100,000 e-mails", 100_000)),
            Self::Events => fixed(
                EventBridge,
                "events.published",
                "events of objects",
                ("1,000,000 events", 1_000_000),
            ),
            Self::TransferOut => fixed(DataTransfer, "transfer.out", "to the internet", ("GB", GB)),
        }
    }

    /// Every item whose price has a fixed name: all but the instances.
    #[cfg(test)]
    pub(crate) fn fixed() -> Vec<Self> {
        use Architecture::{Arm64, X86};
        vec![
            Self::RekognitionGroup2,
            Self::ImageProperties,
            Self::CustomLabelsInference,
            Self::CustomLabelsTraining,
            Self::TrainingStorage,
            Self::ServerlessDuration,
            Self::EndpointData,
            Self::DefectDetection,
            Self::LambdaRequests,
            Self::LambdaDuration(Arm64),
            Self::LambdaDuration(X86),
            Self::LambdaProvisioned(Arm64),
            Self::LambdaProvisioned(X86),
            Self::LambdaProvisionedDuration(Arm64),
            Self::LambdaProvisionedDuration(X86),
            Self::Transitions,
            Self::ExpressRequests,
            Self::ExpressDuration,
            Self::Storage,
            Self::Put,
            Self::Get,
            Self::Scanned,
            Self::CatalogObjects,
            Self::CatalogRequests,
            Self::LogsIngested,
            Self::LogsStored,
            Self::Alarms,
            Self::MetricHours,
            Self::MetricRequests,
            Self::Dashboards,
            Self::SnsRequests,
            Self::Emails,
            Self::Events,
            Self::TransferOut,
        ]
    }
}

/// What the prices of instances are named by, before the instance's type.
pub(crate) const INSTANCES: &str = "sagemaker.instance.";
