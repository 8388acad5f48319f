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
        for days in ["ExpirationInDays", "NoncurrentVersionExpirationInDays"] {
            if rule
                .get(days)
                .and_then(number)
                .is_some_and(|days| days < 1.0)
            {
                let place = scene.place(&path).join(days);
                let summary = "objects expire after a whole number of days from 1";
                found.push(Diagnostic::error("cfn::lifecycle-rule", place, summary));
            }
        }
        transitions(scene, &path, rule, found);
        if let Some(id) = rule.get("Id").and_then(Json::as_str)
            && !ids.insert(id)
        {
            let place = scene.place(&path).join("Id");
            let summary = format!("another rule has the id {id:?} as well");
            found.push(Diagnostic::error("cfn::lifecycle-rule", place, summary));
        }
    }
}

/// The days that an object stays in Standard before it may go to a class of infrequent access.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html>
const LEAST_DAYS: f64 = 30.0;

fn transitions(
    scene: &Scene<'_>,
    path: &[&str],
    rule: &serde_json::Map<String, Json>,
    found: &mut Diagnostics,
) {
    let several = rule.get("Transitions").and_then(Json::as_array);
    let several = several.into_iter().flatten().enumerate();
    let several = several.map(|(at, one)| (vec!["Transitions".to_owned(), at.to_string()], one));
    let one = rule
        .get("Transition")
        .map(|one| (vec!["Transition".to_owned()], one));
    for (within, transition) in one.into_iter().chain(several) {
        let class = transition.get("StorageClass").and_then(Json::as_str);
        let days = transition.get("TransitionInDays").and_then(number);
        if let (Some(class @ ("STANDARD_IA" | "ONEZONE_IA")), Some(days)) = (class, days)
            && days < LEAST_DAYS
        {
            let place = scene.place(path).join_all(within).join("TransitionInDays");
            let summary = format!("objects go to {class} after {LEAST_DAYS} days at the earliest");
            found.push(Diagnostic::error("cfn::lifecycle-rule", place, summary));
        }
    }
}

/// A number, also one that is written as a text.
fn number(value: &Json) -> Option<f64> {
    match value {
        Json::Number(number) => number.as_f64(),
        Json::String(text) => text.parse().ok(),
        _ => None,
    }
}
