//! What a workgroup of Athena says that no schema holds it to.
//! <https://docs.aws.amazon.com/athena/latest/ug/engine-versions.html>

use diagnostics::{Diagnostic, Diagnostics};
use serde_json::Value as Json;

use crate::scene::{Part, Scene};

/// The versions of the engine that a workgroup can ask for.
const ENGINES: [&str; 3] = [
    "AUTO",
    "Athena engine version 3",
    "PySpark engine version 3",
];

pub(crate) fn check(scene: &Scene<'_>, part: &Part<'_>, found: &mut Diagnostics) {
    if part.kind != "AWS::Athena::WorkGroup" {
        return;
    }
    let at = |path: &[&str]| -> Option<&Json> {
        path.iter()
            .try_fold(part.properties?, |value, name| value.get(name))
    };
    let mut tell = |path: &[&str], code: &str, summary: String, help: &str| {
        let place = scene.place(&["Resources", part.id, "Properties"]);
        let place = place.join_all(path.iter().copied());
        found.push(Diagnostic::error(code, place, summary).with_help(help));
    };
    let path = [
        "WorkGroupConfiguration",
        "EngineVersion",
        "SelectedEngineVersion",
    ];
    if let Some(version) = at(&path).and_then(Json::as_str)
        && !ENGINES.contains(&version)
        && !version.contains(['{', '$'])
    {
        let summary = format!("Athena has no engine {version:?}");
        tell(&path, "cfn::athena-engine", summary, &ENGINES.join(", "));
    }
    let path = [
        "WorkGroupConfiguration",
        "ResultConfiguration",
        "OutputLocation",
    ];
    if let Some(location) = at(&path).and_then(Json::as_str)
        && !location.starts_with("s3://")
        && !location.starts_with(['{', '$'])
    {
        let summary = format!("{location:?} is no place in S3");
        tell(
            &path,
            "cfn::athena-location",
            summary,
            "s3://<bucket>/<prefix>/",
        );
    }
}
