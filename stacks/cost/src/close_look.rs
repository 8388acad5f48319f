//! What can look closely, and what looks closely here.

use std::fmt;

use serde::Serialize;

use crate::deployment::Reach;

/// A close look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CloseLookKind {
    /// The anomaly model within the function itself.
    Embedded,
    /// An endpoint of SageMaker for each device class, whose instances always run.
    RealTime,
    /// An endpoint of SageMaker that is billed by the request.
    Serverless,
    /// An endpoint of SageMaker for each device class that answers through S3; its instances always run as
    /// well.
    Asynchronous,
    /// A job of SageMaker for each batch.
    BatchTransform,
    /// AWS's model 'Computer Vision Defect Detection' from the Marketplace, behind a real-time endpoint
    /// for each device class.
    Marketplace,
    /// Rekognition Custom Labels, a running model for each device class.
    CustomLabels,
}

impl CloseLookKind {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::Embedded,
        Self::RealTime,
        Self::Serverless,
        Self::Asynchronous,
        Self::BatchTransform,
        Self::Marketplace,
        Self::CustomLabels,
    ];

    /// The one that a function reaches so; `None` where several are reached alike, and for what
    /// has no price any more.
    pub(crate) const fn reached(reach: Reach) -> Option<Self> {
        match reach {
            Reach::Within => Some(Self::Embedded),
            Reach::AsynchronousEndpoint => Some(Self::Asynchronous),
            Reach::TransformJob => Some(Self::BatchTransform),
            Reach::CustomLabels => Some(Self::CustomLabels),
            Reach::RealTimeEndpoint => Some(Self::RealTime),
            Reach::ServerlessEndpoint => Some(Self::Serverless),
            Reach::MarketplaceEndpoint => Some(Self::Marketplace),
            Reach::Endpoint | Reach::LookoutForVision => None,
        }
    }

    /// Whether it leaves a heat map: what is elsewhere answers with boxes at most.
    pub(crate) const fn draws(self) -> bool {
        matches!(self, Self::Embedded)
    }
}

impl fmt::Display for CloseLookKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Embedded => "embedded",
            Self::RealTime => "SageMaker real-time",
            Self::Serverless => "SageMaker serverless",
            Self::Asynchronous => "SageMaker asynchronous",
            Self::BatchTransform => "SageMaker batch transform",
            Self::Marketplace => "Marketplace model",
            Self::CustomLabels => "Rekognition Custom Labels",
        })
    }
}
