//! The rule that starts inspections is on and matches what the pictures bucket tells of a marker.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html>

use contracts::Bucket;
use diagnostics::Diagnostics;
use serde_json::Value as Json;

use super::Scene;
use super::text::list;

pub(super) fn check(scene: &Scene<'_>, found: &mut Diagnostics) {
    let pictures = scene.names.bucket(Bucket::Pictures);
    for (id, rule) in scene.of_kind("AWS::Events::Rule") {
        let state = rule.properties().get("State").and_then(Json::as_str);
        if state == Some("DISABLED") {
            let summary = "the rule is off: no batch is inspected".to_owned();
            let problem = scene.problem(id, &["Properties", "State"], "rule-off", summary);
            found.push(problem.with_help("ENABLED"));
        }
        let Some(pattern) = rule.properties().get("EventPattern") else {
            continue;
        };
        for (path, sent) in [
            (&["source"][..], "aws.s3"),
            (&["detail-type"], "Object Created"),
            (&["detail", "bucket", "name"], &pictures),
        ] {
            matches(scene, id, pattern, (path, sent), found);
        }
    }
    bucket(scene, &pictures, found);
}

/// A list of texts alone matches what it holds; operators are judged by the schema's own rules.
fn matches(
    scene: &Scene<'_>,
    id: &str,
    pattern: &Json,
    (path, sent): (&[&str], &str),
    found: &mut Diagnostics,
) {
    let mut parts = path.iter();
    let Some(asked) = parts.try_fold(pattern, |value, part| value.get(part)) else {
        return;
    };
    let asked = list(Some(asked));
    if asked.iter().any(|one| !one.is_string()) || asked.iter().any(|one| *one == sent) {
        return;
    }
    let place = ["Properties", "EventPattern"];
    let place: Vec<&str> = place.into_iter().chain(path.iter().copied()).collect();
    let summary = format!("the pictures bucket sends {sent:?}: the rule never matches");
    found.push(scene.problem(id, &place, "rule-never-matches", summary));
}

fn bucket(scene: &Scene<'_>, pictures: &str, found: &mut Diagnostics) {
    for (id, bucket) in scene.of_kind("AWS::S3::Bucket") {
        let properties = bucket.properties();
        if properties.get("BucketName").and_then(Json::as_str) != Some(pictures) {
            continue;
        }
        let bridge = properties
            .get("NotificationConfiguration")
            .and_then(|notify| notify.get("EventBridgeConfiguration"));
        let is_off = |bridge: &Json| bridge.get("EventBridgeEnabled") == Some(&Json::Bool(false));
        if bridge.is_none_or(is_off) {
            let summary = "the bucket tells nobody of markers: no batch is inspected".to_owned();
            let path = ["Properties", "NotificationConfiguration"];
            let problem = scene.problem(id, &path, "bucket-events", summary);
            found.push(problem.with_help("give an EventBridgeConfiguration"));
        }
    }
}
