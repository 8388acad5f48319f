//! Log events are kept as long as is said, and functions and state machines write some.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html>

use diagnostics::Diagnostics;
use serde_json::Value as Json;

use super::Subject;

pub(super) fn check(subject: &Subject<'_>, found: &mut Diagnostics) {
    match subject.resource.kind() {
        "AWS::Logs::LogGroup" if subject.at(&["RetentionInDays"]).is_none() => {
            subject.report(
                found,
                "guard::log-retention",
                &["RetentionInDays"],
                "log events are kept for ever",
                "set RetentionInDays",
            );
        }
        "AWS::Lambda::Function" if !has_group(subject) => {
            subject.report(
                found,
                "guard::function-logs",
                &["LoggingConfig"],
                "the function's log group is made at its first call, without a retention",
                "add a log group with a retention and name it in LoggingConfig",
            );
        }
        "AWS::StepFunctions::StateMachine" => {
            let level = subject.at(&["LoggingConfiguration", "Level"]);
            let is_off = level.is_none_or(|level| level == "OFF");
            let to = subject.at(&["LoggingConfiguration", "Destinations"]);
            let goes_nowhere = to.is_none_or(|to| to.as_array().is_some_and(Vec::is_empty));
            if is_off || goes_nowhere {
                subject.report(
                    found,
                    "guard::state-machine-logs",
                    &["LoggingConfiguration"],
                    "the state machine logs nothing",
                    "set Level to ERROR or ALL, with a log group in Destinations",
                );
            }
        }
        _ => {}
    }
}

/// Whether a function names its log group, or the one that Lambda would make is in the template.
fn has_group(subject: &Subject<'_>) -> bool {
    if subject.at(&["LoggingConfig", "LogGroup"]).is_some() {
        return true;
    }
    let Some(name) = subject.at(&["FunctionName"]).and_then(Json::as_str) else {
        return false;
    };
    let group = Json::from(format!("/aws/lambda/{name}"));
    let mut groups = subject.others("AWS::Logs::LogGroup");
    groups.any(|other| other.properties().get("LogGroupName") == Some(&group))
}
