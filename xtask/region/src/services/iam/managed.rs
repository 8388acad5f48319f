//! The policies that AWS manages and the region knows: those that functions commonly attach.

use serde_json::{Value, json};

/// The document of a policy of AWS's own, by its ARN. None when the region does not know it.
pub(super) fn document(arn: &str) -> Option<Value> {
    let allow = |actions: &[&str]| {
        Some(json!({
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}],
        }))
    };
    match arn.strip_prefix("arn:aws:iam::aws:policy/")? {
        "AdministratorAccess" => allow(&["*"]),
        "AmazonS3ReadOnlyAccess" => allow(&[
            "s3:Get*",
            "s3:List*",
            "s3:Describe*",
            "s3-object-lambda:Get*",
            "s3-object-lambda:List*",
        ]),
        "AWSXRayDaemonWriteAccess" => allow(&[
            "xray:PutTraceSegments",
            "xray:PutTelemetryRecords",
            "xray:GetSamplingRules",
            "xray:GetSamplingTargets",
            "xray:GetSamplingStatisticSummaries",
        ]),
        "service-role/AWSLambdaBasicExecutionRole" => allow(&[
            "logs:CreateLogGroup",
            "logs:CreateLogStream",
            "logs:PutLogEvents",
        ]),
        _ => None,
    }
}
