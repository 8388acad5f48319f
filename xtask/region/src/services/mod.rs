//! The AWS services, a folder each.
//!
//! A service is a struct that is made with its tables ([`Scope`]) and answers operations through
//! `call`. What other services need of it are typed methods beside that. Work that a restart
//! must take up again begins in `start`.

pub mod athena;
pub mod cloudformation;
pub mod cloudwatch;
pub mod events;
pub mod glue;
pub mod iam;
pub mod lambda;
pub mod logs;
pub mod lookoutvision;
pub mod rekognition;
pub mod s3;
pub mod sagemaker;
pub mod sns;
pub mod stepfunctions;
pub mod sts;
#[cfg(test)]
mod testing;

pub use athena::Athena;
pub use cloudformation::CloudFormation;
pub use cloudwatch::CloudWatch;
pub use events::Events;
pub use glue::Glue;
pub use iam::Iam;
pub use lambda::Lambda;
pub use logs::Logs;
pub use lookoutvision::LookoutVision;
pub use rekognition::Rekognition;
pub use sagemaker::SageMaker;
pub use sns::Sns;
pub use stepfunctions::StepFunctions;
pub use sts::Sts;

use std::sync::Arc;

use crate::context::{Context, Scope};
use crate::store::StoreError;

/// The services that have one state for the whole account.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) s3: s3::S3,
    pub(crate) iam: Iam,
    /// What the functions of all regions are made of.
    pub(crate) code_pool: Arc<lambda::CodePool>,
}

impl Account {
    pub(crate) fn open(scope: &Scope<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            s3: s3::S3::open(scope)?,
            iam: Iam::open(scope)?,
            code_pool: Arc::new(lambda::CodePool::open(scope)),
        })
    }
}

/// The services that have a state for each AWS region.
#[derive(Debug)]
pub(crate) struct Services {
    pub(crate) athena: Athena,
    pub(crate) cloudformation: CloudFormation,
    pub(crate) cloudwatch: CloudWatch,
    pub(crate) events: Events,
    pub(crate) glue: Glue,
    pub(crate) lambda: Lambda,
    pub(crate) logs: Logs,
    pub(crate) lookoutvision: LookoutVision,
    pub(crate) rekognition: Rekognition,
    pub(crate) sagemaker: SageMaker,
    pub(crate) sns: Sns,
    pub(crate) stepfunctions: StepFunctions,
    pub(crate) sts: Sts,
}

impl Services {
    pub(crate) fn open(scope: &Scope<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            athena: Athena::open(scope)?,
            cloudformation: CloudFormation::open(scope)?,
            cloudwatch: CloudWatch::open(scope)?,
            events: Events::open(scope)?,
            glue: Glue::open(scope)?,
            lambda: Lambda::open(scope)?,
            logs: Logs::open(scope)?,
            lookoutvision: LookoutVision::open(scope)?,
            rekognition: Rekognition::open(scope)?,
            sagemaker: SageMaker::open(scope)?,
            sns: Sns::open(scope)?,
            stepfunctions: StepFunctions::open(scope)?,
            sts: Sts::open(scope)?,
        })
    }

    /// Takes up what a restart left unfinished.
    pub(crate) fn start(&self, context: &Context) {
        self.athena.start(context);
        self.cloudformation.start(context);
        self.cloudwatch.start(context);
        self.events.start(context);
        self.lambda.start(context);
        self.lookoutvision.start(context);
        self.rekognition.start(context);
        self.sagemaker.start(context);
        self.stepfunctions.start(context);
    }

    /// Ends what runs outside of this process.
    pub(crate) fn stop(&self) {
        self.lambda.stop();
        self.sagemaker.stop();
    }
}
