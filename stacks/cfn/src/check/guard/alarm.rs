//! An alarm tells somebody.

use diagnostics::Diagnostics;
use serde_json::Value as Json;

use super::Subject;

pub(super) fn check(subject: &Subject<'_>, found: &mut Diagnostics) {
    let is_alarm =
        subject.is("AWS::CloudWatch::Alarm") || subject.is("AWS::CloudWatch::CompositeAlarm");
    let is_empty = |list: &Json| list.as_array().is_some_and(Vec::is_empty);
    let is_silent = subject.at(&["AlarmActions"]).is_none_or(is_empty)
        || subject.at(&["ActionsEnabled"]) == Some(&Json::Bool(false));
    if is_alarm && is_silent {
        subject.report(
            found,
            "guard::silent-alarm",
            &["AlarmActions"],
            "the alarm tells nobody",
            "name a topic in AlarmActions, with ActionsEnabled true or left out",
        );
    }
}
