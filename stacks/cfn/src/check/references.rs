//! What refers to something that the template does not have.

use diagnostics::{Address, Diagnostic, Diagnostics, nearest};
use serde_json::Value as Json;

use super::Context;
use super::call::{Call, sub, variables};

/// What every stack knows of itself.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html>
pub(super) const PSEUDO: &[&str] = &[
    "AWS::AccountId",
    "AWS::NoValue",
    "AWS::NotificationARNs",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
];

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for call in context.calls() {
        for name in names(call) {
            look_up(context, call, name, found);
        }
    }
    for (id, resource) in context.template.resources() {
        for other in resource.depends_on() {
            let place = context.resource(id.as_str()).join("DependsOn");
            if other == id.as_str() {
                let text = "a resource cannot wait for itself";
                found.push(Diagnostic::error("cfn::self-reference", place, text));
            } else if !context.template.resources().contains(other) && !context.is_open() {
                found.push(unknown(context, place, other, "a resource", false));
            }
        }
        let depends = resource.json().get("DependsOn");
        if depends.is_some_and(|value| !is_names(value)) {
            let place = context.resource(id.as_str()).join("DependsOn");
            let text = "this must be the logical id of a resource, or a list of them";
            found.push(Diagnostic::error("cfn::depends-on", place, text));
        }
    }
}

fn is_names(value: &Json) -> bool {
    match value {
        Json::String(_) => true,
        Json::Array(items) => items.iter().all(Json::is_string),
        _ => false,
    }
}

/// What a call refers to by name, and whether it must be a resource.
pub(super) fn names<'a>(call: &Call<'a>) -> Vec<(&'a str, bool)> {
    match (call.function, call.argument) {
        ("Ref", Json::String(name)) => vec![(name, false)],
        ("Fn::GetAtt", Json::Array(items)) => {
            let first = items.first().and_then(Json::as_str);
            first.map(|name| (name, true)).into_iter().collect()
        }
        ("Fn::GetAtt", Json::String(name)) => vec![(name, true)],
        ("Fn::Sub", argument) => {
            let Some((text, own)) = sub(argument) else {
                return Vec::new();
            };
            let all = variables(text).unwrap_or_default().into_iter();
            let not_own = all.filter(|v| !own.is_some_and(|own| own.contains_key(v.name)));
            not_own
                .map(|v| match v.name.split_once('.') {
                    Some((id, _)) => (id, true),
                    None => (v.name, false),
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

fn look_up(
    context: &Context<'_>,
    call: &Call<'_>,
    (name, needs_resource): (&str, bool),
    found: &mut Diagnostics,
) {
    let template = context.template;
    let place = || call.place(context);
    if template.resources().contains(name) {
        if call.section == "Resources" && call.id == name {
            let text = format!("{name:?} refers to itself");
            found.push(Diagnostic::error("cfn::self-reference", place(), text));
        } else if matches!(call.section, "Conditions" | "Rules") {
            let text = format!("{name:?} is a resource; here only parameters can be referred to");
            found.push(Diagnostic::error("cfn::unknown-reference", place(), text));
        }
        return;
    }
    if template.parameters().contains(name) {
        if needs_resource {
            let text = format!("{name:?} is a parameter, which has no attributes");
            found.push(Diagnostic::error("cfn::unknown-reference", place(), text));
        }
        return;
    }
    if PSEUDO.contains(&name) && !needs_resource {
        return;
    }
    // A loop's variable, or what a macro will have made.
    let is_computed = name.contains(['$', '&']) || context.is_open();
    if !is_computed {
        let what = if needs_resource {
            "a resource"
        } else {
            "neither a resource nor a parameter"
        };
        found.push(unknown(context, place(), name, what, !needs_resource));
    }
}

fn unknown(
    context: &Context<'_>,
    place: Address,
    name: &str,
    what: &str,
    parameters: bool,
) -> Diagnostic {
    let text = if what.starts_with("neither") {
        format!("the template has {what} {name:?}")
    } else {
        format!("the template does not have {what} {name:?}")
    };
    let resources = context.template.resources().keys();
    let further = context.template.parameters().keys().filter(|_| parameters);
    let known = resources.chain(further).map(crate::LogicalId::as_str);
    let known = known.chain(PSEUDO.iter().copied().filter(|_| parameters));
    let mut problem = Diagnostic::error("cfn::unknown-reference", place, text);
    problem.help = nearest(name, known).map(|near| format!("did you mean {near:?}?"));
    problem
}
