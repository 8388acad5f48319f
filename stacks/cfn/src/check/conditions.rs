//! Conditions: unknown ones, circles, what they may be made of.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html>

use std::collections::BTreeSet;

use diagnostics::{Address, Diagnostic, Diagnostics, nearest};
use serde_json::Value as Json;

use super::Context;
use super::call::called;

const TESTS: &[&str] = &["Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals", "Condition"];

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let mut used = BTreeSet::new();
    let template = context.template;
    for (id, resource) in template.resources() {
        if let Some(name) = resource.condition() {
            used.insert(name);
            need(
                context,
                name,
                || context.resource(id.as_str()).join("Condition"),
                found,
            );
        }
    }
    for (id, output) in template.outputs() {
        if let Some(name) = output.condition() {
            used.insert(name);
            need(
                context,
                name,
                || context.place(&["Outputs", id.as_str(), "Condition"]),
                found,
            );
        }
    }
    for call in context.calls() {
        let name = match (call.function, call.argument) {
            ("Fn::If", Json::Array(items)) => items.first().and_then(Json::as_str),
            ("Condition", Json::String(name)) => Some(name.as_str()),
            _ => None,
        };
        if let Some(name) = name {
            used.insert(name);
            need(context, name, || call.place(context), found);
        }
    }
    for (id, test) in template.conditions() {
        let name = id.as_str();
        let place = context.place(&["Conditions", name]);
        if !name.starts_with("Fn::")
            && !called(test.json()).is_some_and(|(f, _)| TESTS.contains(&f))
        {
            let text = format!("a condition is one of {}", TESTS.join(", "));
            found.push(Diagnostic::error("cfn::condition", place, text));
        } else if is_circular(context, name) {
            let text = format!("the condition {name:?} needs itself");
            found.push(Diagnostic::error("cfn::circular-condition", place, text));
        } else if !used.contains(name) && !context.is_open() {
            let text = format!("nothing uses the condition {name:?}");
            found.push(Diagnostic::warning("cfn::unused-condition", place, text));
        }
    }
}

fn need(context: &Context<'_>, name: &str, place: impl Fn() -> Address, found: &mut Diagnostics) {
    let conditions = context.template.conditions();
    if conditions.contains(name) || context.is_open() || name.contains(['$', '&']) {
        return;
    }
    let text = format!("the template has no condition {name:?}");
    let mut problem = Diagnostic::error("cfn::unknown-condition", place(), text);
    problem.help = nearest(name, conditions.keys().map(crate::LogicalId::as_str))
        .map(|near| format!("did you mean {near:?}?"));
    found.push(problem);
}

/// The conditions that one is made of.
fn needs<'a>(context: &'a Context<'_>, of: &str) -> Vec<&'a str> {
    let own = context.calls().iter();
    own.filter(|call| call.section == "Conditions" && call.id == of && call.function == "Condition")
        .filter_map(|call| call.argument.as_str())
        .collect()
}

fn is_circular(context: &Context<'_>, name: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut left = needs(context, name);
    while let Some(next) = left.pop() {
        if next == name {
            return true;
        }
        if seen.insert(next) {
            left.extend(needs(context, next));
        }
    }
    false
}
