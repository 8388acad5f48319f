//! Alarms on metrics that a namespace does not have, or not under these dimensions: they never go
//! off, and nothing says so.

use diagnostics::{Diagnostic, Diagnostics};
use registry::metric_namespace;
use serde_json::Value as Json;

use crate::scene::{Part, Scene};

pub(crate) fn check(scene: &Scene<'_>, part: &Part<'_>, found: &mut Diagnostics) {
    if part.kind != "AWS::CloudWatch::Alarm" {
        return;
    }
    let Some(properties) = part.properties else {
        return;
    };
    let own = ["Resources", part.id, "Properties"];
    judge(scene, properties, &own, found);
    for (at, query) in properties["Metrics"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        let at = at.to_string();
        let place = [
            "Resources",
            part.id,
            "Properties",
            "Metrics",
            &at,
            "MetricStat",
            "Metric",
        ];
        judge(scene, &query["MetricStat"]["Metric"], &place, found);
    }
}

fn judge(scene: &Scene<'_>, metric: &Json, at: &[&str], found: &mut Diagnostics) {
    let (Some(space), Some(name)) = (metric["Namespace"].as_str(), metric["MetricName"].as_str())
    else {
        return;
    };
    let Some(space) = metric_namespace(space) else {
        return;
    };
    let place = |last: &'static str| {
        let path: Vec<&str> = at.iter().copied().chain([last]).collect();
        scene.place(&path)
    };
    let code = "cfn::unknown-metric";
    let Some(known) = space.metric(name) else {
        let summary = format!("{} has no metric {name:?}", space.name);
        let mut problem = Diagnostic::error(code, place("MetricName"), summary);
        let names = space.metrics.iter().map(|metric| metric.name);
        problem.help = Some(match diagnostics::nearest(name, names) {
            Some(nearest) => format!("did you mean {nearest:?}?"),
            None => format!("its metrics are on {}", space.page),
        });
        found.push(problem);
        return;
    };
    let Some(dimensions) = names_of(&metric["Dimensions"]) else {
        return;
    };
    if known.has_dimensions(&dimensions) {
        return;
    }
    let told = |set: &[&str]| match set {
        [] => "none".to_owned(),
        set => set.join(" + "),
    };
    let sets: Vec<String> = known.dimensions.iter().map(|set| told(set)).collect();
    let given = told(&dimensions);
    let summary = format!("{} is not told under the dimensions {given}", known.name);
    let help = format!("it is under {}; see {}", sets.join(", or "), space.page);
    found.push(Diagnostic::warning(code, place("Dimensions"), summary).with_help(help));
}

/// The names of the dimensions; nothing where a function makes them.
fn names_of(dimensions: &Json) -> Option<Vec<&str>> {
    match dimensions {
        Json::Null => Some(Vec::new()),
        Json::Array(all) => all.iter().map(|one| one["Name"].as_str()).collect(),
        _ => None,
    }
}
