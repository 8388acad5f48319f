//! Logs end when the configuration says so.

use diagnostics::Diagnostics;
use serde_json::Value as Json;

use super::Scene;

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
}
