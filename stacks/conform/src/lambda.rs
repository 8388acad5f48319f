//! Functions: what a zip needs beside its code, and how much its variables may hold.
//! <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>

use diagnostics::{Diagnostic, Diagnostics};
use serde_json::Value as Json;

use crate::scene::{Part, Scene};

/// How many bytes all names and values of variables may have together.
const MOST_VARIABLES: usize = 4_096;

pub(crate) fn check(scene: &Scene<'_>, part: &Part<'_>, found: &mut Diagnostics) {
    let Some(properties) = part
        .properties
        .filter(|_| part.kind == "AWS::Lambda::Function")
    else {
        return;
    };
    let place = |path: &[&str]| {
        let own = ["Resources", part.id, "Properties"];
        scene.place(&[&own, path].concat())
    };
    let is_zip = properties
        .get("PackageType")
        .is_none_or(|kind| kind == "Zip");
    let code = properties.get("Code");
    let is_image = code.is_some_and(|code| code.get("ImageUri").is_some());
    if is_zip && !is_image && code.is_some_and(Json::is_object) {
        for name in ["Handler", "Runtime"] {
            if properties.get(name).is_none() {
                let summary = format!("a function that is a zip needs {name}");
                let problem = Diagnostic::error("cfn::missing-property", place(&[]), summary);
                found.push(problem.with_help("or give an image: PackageType Image and ImageUri"));
            }
        }
    }
    let variables = properties
        .get("Environment")
        .and_then(|environment| environment.get("Variables")?.as_object());
    // What is known at deploy alone counts nothing here.
    let known = |value: &Json| value.as_str().map_or(0, str::len);
    let bytes: usize = (variables.into_iter().flatten())
        .map(|(name, value)| name.len() + known(value))
        .sum();
    if bytes > MOST_VARIABLES {
        let summary =
            format!("the variables have {bytes} bytes together; {MOST_VARIABLES} are allowed");
        let problem =
            Diagnostic::error("cfn::limit", place(&["Environment", "Variables"]), summary);
        found.push(problem.with_help("keep what is long in a parameter or an object, and name it"));
    }
}
