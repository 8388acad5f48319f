//! Alarms watch resources of their stack by metrics that are known, and tell its topic.

use cfn::Resource;
use contracts::monitoring::metrics;
use diagnostics::{Diagnostics, nearest};
use registry::metric_namespace;
use serde_json::Value as Json;

use super::Scene;
use super::text::list;

/// What this product watches: namespace, the dimension that names it, its type.
const WATCHED: [(&str, &str, &str); 2] = [
    ("AWS/Lambda", "FunctionName", "AWS::Lambda::Function"),
    (
        "AWS/States",
        "StateMachineArn",
        "AWS::StepFunctions::StateMachine",
    ),
];

pub(super) fn check(scene: &Scene<'_>, found: &mut Diagnostics) {
    for (id, alarm) in scene.of_kind("AWS::CloudWatch::Alarm") {
        namespace(scene, id, alarm, found);
        dimensions(scene, id, alarm, found);
        actions(scene, id, alarm, found);
        numbers(scene, id, alarm, found);
    }
    unwatched(scene, found);
}

/// Every function and state machine is watched for what a batch would be lost by.
fn unwatched(scene: &Scene<'_>, found: &mut Diagnostics) {
    let metrics = [
        ("AWS::Lambda::Function", &["Errors", "Throttles"][..]),
        (
            "AWS::StepFunctions::StateMachine",
            &[
                "ExecutionsFailed",
                "ExecutionsTimedOut",
                "ExecutionThrottled",
            ],
        ),
    ];
    for (kind, metrics) in metrics {
        for (id, _) in scene.of_kind(kind) {
            let watched: Vec<&str> = scene
                .of_kind("AWS::CloudWatch::Alarm")
                .map(|(_, alarm)| alarm.properties())
                .filter(|alarm| {
                    list(alarm.get("Dimensions")).iter().any(|given| {
                        let target = given.get("Value").and_then(|value| scene.referred(value));
                        target.is_some_and(|(target, _)| target == id)
                    })
                })
                .filter_map(|alarm| alarm.get("MetricName")?.as_str())
                .collect();
            let missing: Vec<&str> = metrics
                .iter()
                .copied()
                .filter(|metric| !watched.contains(metric))
                .collect();
            if !missing.is_empty() {
                let summary = format!("no alarm watches {} of {id}", missing.join(" and "));
                found.push(scene.problem(id, &[], "unwatched", summary));
            }
        }
    }
}

/// A namespace that nobody writes to is no mistake to CloudWatch: the alarm stays silent for ever.
fn namespace(scene: &Scene<'_>, id: &str, alarm: &Resource, found: &mut Diagnostics) {
    let name = alarm.properties().get("Namespace").and_then(Json::as_str);
    let Some(name) = name.filter(|name| metric_namespace(name).is_none()) else {
        return;
    };
    if name == metrics::NAMESPACE && puts_metrics(scene) {
        let metric = alarm.properties().get("MetricName").and_then(Json::as_str);
        if metric != Some(metrics::DRIFTED) {
            let summary = format!("{} says whether something has drifted", metrics::DRIFTED);
            found.push(scene.problem(id, &["Properties", "MetricName"], "alarm-metric", summary));
        }
        return;
    }
    let summary = format!("no metric is told under {name:?}");
    let path = ["Properties", "Namespace"];
    let problem = scene.problem(id, &path, "alarm-namespace", summary);
    let known = WATCHED.map(|(namespace, _, _)| namespace);
    found.push(match nearest(name, known) {
        Some(near) => problem.with_help(format!("did you mean {near:?}?")),
        None => problem.with_help(format!("alarms are on {}", known.join(" and "))),
    });
}

/// Whether a state machine of the template puts this product's own metrics.
fn puts_metrics(scene: &Scene<'_>) -> bool {
    scene
        .of_kind("AWS::StepFunctions::StateMachine")
        .filter_map(|(_, machine)| machine.properties().get("DefinitionString")?.as_str())
        .any(|definition| definition.contains(":cloudwatch:putMetricData"))
}

fn dimensions(scene: &Scene<'_>, id: &str, alarm: &Resource, found: &mut Diagnostics) {
    let dimensions = list(alarm.properties().get("Dimensions"));
    for (at, given) in dimensions.into_iter().enumerate() {
        let name = given.get("Name").and_then(Json::as_str);
        let Some((_, _, kind)) = WATCHED.iter().find(|(_, known, _)| Some(*known) == name) else {
            continue;
        };
        let target = given.get("Value").and_then(|value| scene.referred(value));
        if target.is_some_and(|(_, target)| target.kind() == *kind) {
            continue;
        }
        let at = at.to_string();
        let path = ["Properties", "Dimensions", &at, "Value"];
        let summary = format!("the alarm watches nothing of its stack: this names no {kind}");
        let problem = scene.problem(id, &path, "alarm-dimension", summary);
        found.push(problem.with_help("refer to the resource by Ref"));
    }
}

fn actions(scene: &Scene<'_>, id: &str, alarm: &Resource, found: &mut Diagnostics) {
    let actions = list(alarm.properties().get("AlarmActions"));
    for (at, action) in actions.into_iter().enumerate() {
        // What refers to nothing is told by a rule of its own.
        let Some((target, resource)) = scene.referred(action) else {
            continue;
        };
        if resource.kind() != "AWS::SNS::Topic" {
            let at = at.to_string();
            let path = ["Properties", "AlarmActions", &at];
            let summary = format!(
                "{target} is an {}, which no alarm can tell",
                resource.kind()
            );
            let problem = scene.problem(id, &path, "alarm-action", summary);
            found.push(problem.with_help("name the stack's topic"));
        }
    }
}

/// An alarm compares with a threshold, over no fewer periods than must be breached.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html>
fn numbers(scene: &Scene<'_>, id: &str, alarm: &Resource, found: &mut Diagnostics) {
    let properties = alarm.properties();
    if !properties.contains_key("Threshold") && !properties.contains_key("ThresholdMetricId") {
        let summary = "the alarm has nothing to compare with".to_owned();
        let path = ["Properties", "Threshold"];
        found.push(scene.problem(id, &path, "alarm-threshold", summary));
    }
    let number = |key: &str| properties.get(key).and_then(Json::as_u64);
    if let (Some(breached), Some(periods)) =
        (number("DatapointsToAlarm"), number("EvaluationPeriods"))
        && breached > periods
    {
        let path = ["Properties", "DatapointsToAlarm"];
        let summary = format!("{breached} periods of {periods} cannot be breached");
        found.push(scene.problem(id, &path, "alarm-datapoints", summary));
    }
}
