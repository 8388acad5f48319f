//! Data outlives its stack where the environment says so.

use cfn::DeletionPolicy;
use contracts::Bucket;
use diagnostics::Diagnostics;
use serde_json::Value as Json;

use super::Scene;

pub(super) fn check(scene: &Scene<'_>, found: &mut Diagnostics) {
    if !scene.configuration.retention.keep_data {
        return;
    }
    let data = [Bucket::Pictures, Bucket::Lake].map(|bucket| scene.names.bucket(bucket));
    let mut kept: Vec<(&str, &cfn::Resource)> = scene.of_kind("AWS::KMS::Key").collect();
    kept.extend(scene.of_kind("AWS::S3::Bucket").filter(|(_, bucket)| {
        let name = bucket.properties().get("BucketName").and_then(Json::as_str);
        data.iter().any(|one| Some(one.as_str()) == name)
    }));
    for (id, resource) in kept {
        let policies = [
            ("DeletionPolicy", resource.deletion_policy()),
            ("UpdateReplacePolicy", resource.update_replace_policy()),
        ];
        for (key, policy) in policies {
            // A policy that is missing is told by a rule of its own.
            let Some(policy) = policy.filter(|policy| *policy != DeletionPolicy::Retain) else {
                continue;
            };
            let environment = &scene.configuration.environment;
            let summary = format!(
                "{environment} keeps its data, and this is {}",
                policy.name()
            );
            let problem = scene.problem(id, &[key], "data-retention", summary);
            found.push(problem.with_help("Retain"));
        }
    }
}
