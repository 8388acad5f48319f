//! Logs end when the configuration says so, and are where people look for them.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html>

use cfn::Resource;
use diagnostics::Diagnostics;
use serde_json::Value as Json;

use super::Scene;
use super::text::list;

pub(super) fn check(scene: &Scene<'_>, found: &mut Diagnostics) {
    let wanted = scene.configuration.retention.logs_days;
    for (id, group) in scene.of_kind("AWS::Logs::LogGroup") {
        let days = group.properties().get("RetentionInDays");
        if days.and_then(Json::as_u64) != Some(wanted.into()) {
            // Logs that never end are told by a rule on any template's.
            let Some(days) = days else { continue };
            let summary = format!("the logs end after {days} days and not after {wanted}");
            let path = ["Properties", "RetentionInDays"];
            let problem = scene.problem(id, &path, "log-retention", summary);
            found.push(problem.with_help(format!("{wanted}, as the configuration says")));
        }
    }
    names(scene, found);
}

/// A function's log is in the group of its name. That of a state machine begins so that the
/// account's resource policy of log delivery does not grow with every group.
fn names(scene: &Scene<'_>, found: &mut Diagnostics) {
    for (_, function) in scene.of_kind("AWS::Lambda::Function") {
        let properties = function.properties();
        let name = properties.get("FunctionName").and_then(Json::as_str);
        let group = properties.get("LoggingConfig");
        let group = group.and_then(|logging| scene.referred(logging.get("LogGroup")?));
        let (Some(name), Some((id, group))) = (name, group) else {
            continue;
        };
        let wanted = format!("/aws/lambda/{name}");
        let is_named = |name: &str| name == wanted;
        named(scene, (id, group), is_named, &wanted, found);
    }
    for (_, machine) in scene.of_kind("AWS::StepFunctions::StateMachine") {
        let logging = machine.properties().get("LoggingConfiguration");
        for destination in list(logging.and_then(|logging| logging.get("Destinations"))) {
            let arn = destination.get("CloudWatchLogsLogGroup");
            let group = arn.and_then(|group| scene.referred(group.get("LogGroupArn")?));
            if let Some(group) = group {
                let start = "/aws/vendedlogs/";
                named(scene, group, |name| name.starts_with(start), start, found);
            }
        }
    }
}

fn named(
    scene: &Scene<'_>,
    (id, group): (&str, &Resource),
    is_named: impl Fn(&str) -> bool,
    wanted: &str,
    found: &mut Diagnostics,
) {
    let name = group.properties().get("LogGroupName");
    let name = name.and_then(Json::as_str).unwrap_or_default();
    if !is_named(name) {
        let path = ["Properties", "LogGroupName"];
        let summary = format!("nobody looks for the log at {name:?}");
        let problem = scene.problem(id, &path, "log-name", summary);
        found.push(problem.with_help(wanted));
    }
}
