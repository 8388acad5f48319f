//! Lifecycle rules of buckets: each does something, and each has an id of its own.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html>

use std::collections::BTreeSet;

use diagnostics::{Diagnostic, Diagnostics};
use serde_json::Value as Json;

use crate::function::is_function;
use crate::scene::{Part, Scene};

const ACTIONS: [&str; 10] = [
    "AbortIncompleteMultipartUpload",
    "ExpirationDate",
    "ExpirationInDays",
    "ExpiredObjectDeleteMarker",
    "NoncurrentVersionExpiration",
    "NoncurrentVersionExpirationInDays",
    "NoncurrentVersionTransition",
    "NoncurrentVersionTransitions",
    "Transition",
    "Transitions",
];

pub(crate) fn check(scene: &Scene<'_>, part: &Part<'_>, found: &mut Diagnostics) {
    let Some(rules) = part
        .properties
        .filter(|_| part.kind == "AWS::S3::Bucket")
        .and_then(|all| all.get("LifecycleConfiguration")?.get("Rules")?.as_array())
    else {
        return;
    };
    let mut ids = BTreeSet::new();
    for (at, rule) in rules.iter().enumerate() {
        let Some(rule) = rule.as_object().filter(|_| is_function(rule).is_none()) else {
            continue;
        };
        let at = at.to_string();
        let path = [
            "Resources",
            part.id,
            "Properties",
            "LifecycleConfiguration",
            "Rules",
            &at,
        ];
        if !ACTIONS.iter().any(|action| rule.contains_key(*action)) {
            let problem = Diagnostic::error(
                "cfn::lifecycle-rule",
                scene.place(&path),
                "the rule does nothing, which S3 refuses",
            );
            found.push(problem.with_help(format!("give it one of {}", ACTIONS.join(", "))));
        }
        if let Some(id) = rule.get("Id").and_then(Json::as_str)
            && !ids.insert(id)
        {
            let place = scene.place(&path).join("Id");
            let summary = format!("another rule has the id {id:?} as well");
            found.push(Diagnostic::error("cfn::lifecycle-rule", place, summary));
        }
    }
}
