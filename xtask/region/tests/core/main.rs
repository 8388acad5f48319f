//! The region through its wire protocols: the ordinary SDK for S3, plain HTTP for the others.
//! One binary, since each that links the SQL engine takes its time.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod alarms;
mod endpoint_kinds;
mod events;
mod function_versions;
mod lake_counts;
mod lambda;
mod logs;
mod lookout;
mod metrics;
mod process;
mod rekognition;
mod s3;
mod sagemaker;
mod support;
mod training_jobs;
mod transform_jobs;
mod versions;
