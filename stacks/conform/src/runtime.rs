//! Runtimes of Lambda that have ended.

use diagnostics::{Diagnostic, Diagnostics};
use registry::SCHEMA_DATE;

use crate::scene::{Part, Scene};

/// A function with a runtime that cannot be made any more is refused; one that gets no more fixes
/// works. What day it is nobody tells here, so that the day of the registry's data stands for it.
pub(crate) fn check(scene: &Scene<'_>, part: &Part<'_>, found: &mut Diagnostics) {
    let functions = ["AWS::Lambda::Function", "AWS::Serverless::Function"];
    if !functions.contains(&part.kind) {
        return;
    }
    let Some(name) = part.properties.and_then(|all| all.get("Runtime")?.as_str()) else {
        return;
    };
    let Some(runtime) = registry::runtime(name) else {
        return;
    };
    let is_past = |day: Option<&'static str>| day.filter(|day| *day <= SCHEMA_DATE);
    let place = scene.place(&["Resources", part.id, "Properties", "Runtime"]);
    let code = "cfn::retired-runtime";
    let mut problem = if let Some(day) = is_past(runtime.create_blocked) {
        let summary = format!("no function can be made with {name:?} since {day}");
        Diagnostic::error(code, place, summary)
    } else if let Some(day) = is_past(runtime.deprecated) {
        let summary = format!("{name:?} gets no more security fixes since {day}");
        Diagnostic::warning(code, place, summary)
    } else {
        return;
    };
    problem.help = runtime
        .successor
        .map(|successor| format!("use {successor:?}"));
    found.push(problem);
}
