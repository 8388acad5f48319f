//! What is public of IAM's actions: taken over from the packages that carry AWS's Service
//! Authorization Reference, and rendered as the constants of `cfn::policy`. Pure
//! functions, from files to files.

mod constants;
mod service;
mod vendor;

pub use constants::render_constants;
pub use vendor::{Package, VendorError, vendor_iam};

/// The services whose actions are kept as readable files and have constants, by the prefix of
/// their actions.
pub const SERVICES: [&str; 23] = [
    "athena",
    "budgets",
    "cloudwatch",
    "dynamodb",
    "ecr",
    "events",
    "glue",
    "iam",
    "kms",
    "lakeformation",
    "lambda",
    "logs",
    "pipes",
    "rekognition",
    "s3",
    "sagemaker",
    "scheduler",
    "sns",
    "sqs",
    "ssm",
    "states",
    "sts",
    "xray",
];
