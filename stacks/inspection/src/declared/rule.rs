//! The rule that starts inspections is on and matches what the pictures bucket tells of a marker; rules
//! on alarms match what those tell.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html>

use cfn::Resource;
use contracts::{Bucket, layout};
use diagnostics::{Diagnostics, nearest};
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
        targets(scene, id, rule, found);
        let Some(pattern) = rule.properties().get("EventPattern") else {
            continue;
        };
        if list(pattern.get("source")) == [&Json::from("aws.cloudwatch")] {
            of_alarm(scene, id, pattern, found);
            continue;
        }
        for (path, sent) in [
            (&["source"][..], "aws.s3"),
            (&["detail-type"], "Object Created"),
            (&["detail", "bucket", "name"], &pictures),
        ] {
            matches(scene, id, pattern, (path, sent), found);
        }
        fields(scene, id, pattern, found);
    }
    bucket(scene, &pictures, found);
}

/// A rule on alarms names those of the template, and the event that they send.
fn of_alarm(scene: &Scene<'_>, id: &str, pattern: &Json, found: &mut Diagnostics) {
    let mut never = |path: &[&str], summary: String| {
        let place = [&["Properties", "EventPattern"], path].concat();
        found.push(scene.problem(id, &place, "rule-never-matches", summary));
    };
    let sent = "CloudWatch Alarm State Change";
    if list(pattern.get("detail-type")) != [&Json::from(sent)] {
        never(
            &["detail-type"],
            format!("an alarm sends {sent:?}: the rule never matches"),
        );
    }
    let detail = pattern.get("detail");
    for name in list(detail.and_then(|detail| detail.get("alarmName"))) {
        let mut alarms = scene.of_kind("AWS::CloudWatch::Alarm");
        if !alarms.any(|(_, alarm)| alarm.properties().get("AlarmName") == Some(name)) {
            let summary = format!("there is no alarm {name}: the rule never matches");
            never(&["detail", "alarmName"], summary);
        }
    }
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

/// The fields of the detail of an `Object Created`, with those within.
const FIELDS: [(&str, &[&str]); 7] = [
    ("bucket", &["name"]),
    (
        "object",
        &["etag", "key", "sequencer", "size", "version-id"],
    ),
    ("reason", &[]),
    ("request-id", &[]),
    ("requester", &[]),
    ("source-ip-address", &[]),
    ("version", &[]),
];

fn fields(scene: &Scene<'_>, id: &str, pattern: &Json, found: &mut Diagnostics) {
    let detail = pattern.get("detail").and_then(Json::as_object);
    let mut tell = |path: &[&str], known: Vec<&str>| {
        let name = path.last().copied().unwrap_or_default();
        let place = [&["Properties", "EventPattern", "detail"], path].concat();
        let summary = format!("the event has no {name:?}: the rule never matches");
        let problem = scene.problem(id, &place, "rule-never-matches", summary);
        found.push(match nearest(name, known.iter().copied()) {
            Some(near) => problem.with_help(format!("did you mean {near:?}?")),
            None => problem.with_help(format!("it has {}", known.join(", "))),
        });
    };
    for (name, value) in detail
        .into_iter()
        .flatten()
        .filter(|(name, _)| !name.starts_with('$'))
    {
        let Some((_, within)) = FIELDS.iter().find(|(field, _)| field == name) else {
            tell(&[name], FIELDS.map(|(field, _)| field).into());
            continue;
        };
        let inner = value
            .as_object()
            .into_iter()
            .flat_map(serde_json::Map::keys);
        for key in inner.filter(|key| !within.contains(&key.as_str())) {
            tell(&[name, key], within.to_vec());
        }
    }
    let keys = detail.and_then(|detail| detail.get("object")?.get("key"));
    let marker = format!("{}batch/{}", layout::INCOMING, layout::READY_MARKER);
    let takes = |test: &Json| match test {
        Json::String(key) => *key == marker,
        test => {
            let text = |operator: &str| test.get(operator).and_then(Json::as_str);
            let wildcard = text("wildcard").map(|wildcard| is_like(&marker, wildcard));
            let prefix = text("prefix").map(|prefix| marker.starts_with(prefix));
            let suffix = text("suffix").map(|suffix| marker.ends_with(suffix));
            // Operators that this product does not use are left to the rules on any pattern.
            wildcard.or(prefix).or(suffix).unwrap_or(true)
        }
    };
    if keys.is_some() && !list(keys).into_iter().any(takes) {
        let path = ["Properties", "EventPattern", "detail", "object", "key"];
        let summary = format!("a marker is {marker:?}: the rule never matches");
        found.push(scene.problem(id, &path, "rule-never-matches", summary));
    }
}

/// Whether a text is what a wildcard stands for, in which `*` is any run of letters.
fn is_like(text: &str, wildcard: &str) -> bool {
    let mut parts = wildcard.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

fn targets(scene: &Scene<'_>, id: &str, rule: &Resource, found: &mut Diagnostics) {
    let targets = list(rule.properties().get("Targets"));
    if targets.is_empty() {
        let summary = "the rule starts nothing".to_owned();
        found.push(scene.problem(id, &["Properties", "Targets"], "rule-targets", summary));
    }
    for (at, target) in targets.into_iter().enumerate() {
        let at = at.to_string();
        let Some(transformer) = target.get("InputTransformer") else {
            continue;
        };
        let paths = transformer.get("InputPathsMap").and_then(Json::as_object);
        let place = ["Properties", "Targets", &at, "InputTransformer"];
        for (name, path) in paths.into_iter().flatten() {
            if !path.as_str().is_some_and(|path| path.starts_with('$')) {
                let path = [&place[..], &["InputPathsMap", name]].concat();
                let summary = "a path into the event begins with $".to_owned();
                found.push(scene.problem(id, &path, "rule-input", summary));
            }
        }
        let template = transformer.get("InputTemplate").and_then(Json::as_str);
        let asked = template.unwrap_or_default().split('<').skip(1);
        for name in asked.filter_map(|rest| Some(rest.split_once('>')?.0)) {
            let is_given =
                name.starts_with("aws.") || paths.is_some_and(|all| all.contains_key(name));
            if !is_given {
                let path = [&place[..], &["InputTemplate"]].concat();
                let summary = format!("no path gives <{name}>");
                found.push(scene.problem(id, &path, "rule-input", summary));
            }
        }
    }
}
