//! The TLS-only statement of a bucket's policy is about the bucket and about its objects: one
//! without the other leaves half of the requests unprotected.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit>

use diagnostics::Diagnostics;
use serde_json::Value as Json;

use super::Scene;
use super::text::{list, plain, referred};

pub(super) fn check(scene: &Scene<'_>, found: &mut Diagnostics) {
    for (policy, resource) in scene.of_kind("AWS::S3::BucketPolicy") {
        let properties = resource.properties();
        let Some(bucket) = properties.get("Bucket").and_then(referred) else {
            continue;
        };
        let document = properties.get("PolicyDocument");
        let statements = list(document.and_then(|document| document.get("Statement")));
        for (at, statement) in statements.into_iter().enumerate() {
            if !is_about_transport(statement) {
                continue;
            }
            let on: Vec<String> = list(statement.get("Resource"))
                .into_iter()
                .filter_map(|value| plain(scene, value))
                .collect();
            let missing: Vec<&str> = [("", "the bucket"), ("/*", "its objects")]
                .into_iter()
                .filter(|(rest, _)| !on.contains(&format!("${{{bucket}.Arn}}{rest}")))
                .map(|(_, says)| says)
                .collect();
            if !missing.is_empty() {
                let at = at.to_string();
                let path = ["Properties", "PolicyDocument", "Statement", &at, "Resource"];
                let summary = format!(
                    "{} of {bucket} may be asked without TLS",
                    missing.join(" and ")
                );
                let problem = scene.problem(policy, &path, "tls-only", summary);
                found.push(problem.with_help("name both the bucket's ARN and the ARN with /*"));
            }
        }
    }
}

fn is_about_transport(statement: &Json) -> bool {
    let tests = statement.get("Condition").and_then(Json::as_object);
    statement.get("Effect").and_then(Json::as_str) == Some("Deny")
        && tests
            .into_iter()
            .flat_map(|tests| tests.values())
            .any(|keys| keys.get("aws:SecureTransport").is_some())
}
