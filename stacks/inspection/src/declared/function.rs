//! Functions are those of the declared tasks, with the code that `deploy` puts into the artefacts
//! bucket and the memory and time of the configuration.

use cfn::Resource;
use diagnostics::{Diagnostics, nearest};
use serde_json::Value as Json;

use super::Scene;
use crate::functions::{declared, variables};
use crate::parse::TASKS;

pub(super) fn check(scene: &Scene<'_>, found: &mut Diagnostics) {
    let known = TASKS.map(|task| (task, scene.names.function(task)));
    let artefacts = scene.names.artefacts_bucket();
    for (id, function) in scene.of_kind("AWS::Lambda::Function") {
        let properties = function.properties();
        let code = properties.get("Code");
        let bucket = code.and_then(|code| code.get("S3Bucket"));
        if bucket.and_then(Json::as_str) != Some(artefacts.as_str()) {
            let path = ["Properties", "Code", "S3Bucket"];
            let summary = "the function's code is not where it is put".to_owned();
            let problem = scene.problem(id, &path, "function-code", summary);
            found.push(problem.with_help(format!("{artefacts}, the artefacts bucket")));
        }
        built(scene, id, function, found);
        let name = properties.get("FunctionName").and_then(Json::as_str);
        let name = name.unwrap_or_default();
        let Some((task, _)) = known.iter().find(|(_, known)| known == name) else {
            let path = ["Properties", "FunctionName"];
            let summary = format!("no task has a function {name:?}");
            let problem = scene.problem(id, &path, "function-name", summary);
            let mut names = known.iter().map(|(_, name)| name.as_str());
            found.push(match nearest(name, names.clone()) {
                Some(near) => problem.with_help(format!("did you mean {near:?}?")),
                None => {
                    let first = names.next().unwrap_or_default();
                    let rest = names.map(|name| format!(", {name}")).collect::<String>();
                    problem.with_help(format!("the functions are {first}{rest}"))
                }
            });
            continue;
        };
        values(scene, id, task, function, found);
        let Some(size) = scene.configuration.functions.get(task) else {
            continue;
        };
        for (key, wanted) in [
            ("MemorySize", size.memory_mb),
            ("Timeout", size.timeout_seconds),
        ] {
            let given = properties.get(key);
            if given.and_then(Json::as_u64) == Some(wanted.into()) {
                continue;
            }
            let given = given.map_or_else(|| "left out".to_owned(), ToString::to_string);
            let summary = format!("{key} is {given} where the configuration says {wanted}");
            let path = ["Properties", key];
            found.push(scene.problem(id, &path, "function-size", summary));
        }
    }
}

/// The values of variables. Which of them a handler reads is for another rule to tell.
fn values(scene: &Scene<'_>, id: &str, task: &str, function: &Resource, found: &mut Diagnostics) {
    let given = function.properties().get("Environment");
    let given = given.and_then(|environment| environment.get("Variables"));
    let declared = declared().into_iter().find(|one| one.name == task);
    let size = scene.configuration.functions.get(task);
    let (Some(given), Some(declared), Some(size)) = (given, declared, size) else {
        return;
    };
    let wanted = variables(&declared, *size, scene.configuration, &scene.names);
    for (name, wanted) in wanted {
        let Some(value) = given.get(name).filter(|value| **value != wanted.as_str()) else {
            continue;
        };
        let path = ["Properties", "Environment", "Variables", name];
        let summary = format!("{name} is {value} where the configuration says {wanted:?}");
        found.push(scene.problem(id, &path, "variable-value", summary));
    }
}

/// Zips hold a `bootstrap` that is built for one architecture.
fn built(scene: &Scene<'_>, id: &str, function: &Resource, found: &mut Diagnostics) {
    let properties = function.properties();
    for (key, given, wanted) in [
        ("Runtime", properties.get("Runtime"), "provided.al2023"),
        (
            "Architectures",
            properties.get("Architectures").and_then(|all| all.get(0)),
            "arm64",
        ),
    ] {
        if given.and_then(Json::as_str) != Some(wanted) {
            let summary = format!("the function's zip is built for {wanted}");
            let problem = scene.problem(id, &["Properties", key], "function-build", summary);
            found.push(problem.with_help(wanted));
        }
    }
}
