//! A dashboard's body is JSON, of whatever parts it is joined.

use diagnostics::Diagnostics;
use serde_json::Value as Json;

use super::Scene;
use super::text::plain;

pub(super) fn check(scene: &Scene<'_>, found: &mut Diagnostics) {
    for (id, dashboard) in scene.of_kind("AWS::CloudWatch::Dashboard") {
        let body = dashboard.properties().get("DashboardBody");
        let Some(text) = body.and_then(|body| plain(scene, body)) else {
            continue;
        };
        if let Err(error) = serde_json::from_str::<Json>(&text) {
            let path = ["Properties", "DashboardBody"];
            let summary = format!("the dashboard's body is no JSON: {error}");
            found.push(scene.problem(id, &path, "dashboard", summary));
        }
    }
}
