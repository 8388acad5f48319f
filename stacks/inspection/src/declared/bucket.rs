//! Buckets are encrypted by an algorithm that is named, are no websites, and give nobody access by
//! their policies: what may use them has a role.
//!
//! The TLS-only statement of a bucket's policy is about the bucket and about its objects: one
//! without the other leaves half of the requests unprotected.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit>

use diagnostics::Diagnostics;
use serde_json::Value as Json;

use super::Scene;
use super::text::{list, plain, referred};

pub(super) fn check(scene: &Scene<'_>, found: &mut Diagnostics) {
    for (id, bucket) in scene.of_kind("AWS::S3::Bucket") {
        let properties = bucket.properties();
        if properties.contains_key("WebsiteConfiguration") {
            let path = ["Properties", "WebsiteConfiguration"];
            let summary = "the bucket is a website, for everyone and without TLS".to_owned();
            found.push(scene.problem(id, &path, "bucket-website", summary));
        }
        encryption(scene, id, properties.get("BucketEncryption"), found);
    }
    for (policy, resource) in scene.of_kind("AWS::S3::BucketPolicy") {
        let properties = resource.properties();
        let Some(bucket) = properties.get("Bucket").and_then(referred) else {
            continue;
        };
        let document = properties.get("PolicyDocument");
        let statements = list(document.and_then(|document| document.get("Statement")));
        for (at, statement) in statements.into_iter().enumerate() {
            if statement.get("Effect").and_then(Json::as_str) == Some("Allow") {
                let at = at.to_string();
                let path = ["Properties", "PolicyDocument", "Statement", &at];
                let summary = format!("the policy gives access to {bucket}");
                let problem = scene.problem(policy, &path, "bucket-grant", summary);
                found.push(problem.with_help("declare the access of a task: its role has it"));
            }
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

fn encryption(scene: &Scene<'_>, id: &str, encryption: Option<&Json>, found: &mut Diagnostics) {
    // A bucket without any is told by the rules on any template.
    let Some(encryption) = encryption else { return };
    let rules = list(encryption.get("ServerSideEncryptionConfiguration"));
    let path = ["Properties", "BucketEncryption"];
    if rules.is_empty() {
        let summary = "the bucket's encryption has no rule".to_owned();
        found.push(scene.problem(id, &path, "bucket-encryption", summary));
    }
    for rule in rules {
        let default = rule.get("ServerSideEncryptionByDefault");
        let get = |key: &str| default.and_then(|default| default.get(key));
        let is_aes = get("SSEAlgorithm").is_some_and(|algorithm| algorithm == "AES256");
        if is_aes && get("KMSMasterKeyID").is_some() {
            let summary = "AES256 takes no key of KMS".to_owned();
            let problem = scene.problem(id, &path, "bucket-encryption", summary);
            found.push(problem.with_help("aws:kms, or no KMSMasterKeyID"));
        }
    }
}
