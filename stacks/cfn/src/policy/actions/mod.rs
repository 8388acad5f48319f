//! The actions of the services in use, a module each. Made by `iam-data`.

pub mod athena;
pub mod budgets;
pub mod cloudwatch;
pub mod dynamodb;
pub mod ecr;
pub mod events;
pub mod glue;
pub mod iam;
pub mod kms;
pub mod lakeformation;
pub mod lambda;
pub mod logs;
pub mod pipes;
pub mod rekognition;
pub mod s3;
pub mod sagemaker;
pub mod scheduler;
pub mod sns;
pub mod sqs;
pub mod ssm;
pub mod states;
pub mod sts;
pub mod xray;
