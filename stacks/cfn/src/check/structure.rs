//! The shape of a template and of its parts.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html>

use diagnostics::{Diagnostic, Diagnostics, nearest};
use serde_json::Value as Json;

use super::Context;
use super::call::Expected;
use crate::{SECTIONS, output, parameter, resource};

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for (key, value) in context.template.further() {
        section(context, key, value, found);
    }
    let template = context.template;
    let parameters = template.parameters().iter().map(|(id, p)| (id, p.json()));
    parts(
        context,
        "Parameters",
        parameters,
        parameter::KEYS,
        "Type",
        found,
    );
    let resources = template.resources().iter().map(|(id, r)| (id, r.json()));
    parts(
        context,
        "Resources",
        resources,
        resource::KEYS,
        "Type",
        found,
    );
    let outputs = template.outputs().iter().map(|(id, o)| (id, o.json()));
    parts(context, "Outputs", outputs, output::KEYS, "Value", found);
    for (id, resource) in template.resources() {
        let shapes: [Expected; 4] = [
            ("Type", Json::is_string, "a text"),
            ("Properties", Json::is_object, "an object"),
            ("Metadata", Json::is_object, "an object"),
            ("Condition", Json::is_string, "a text"),
        ];
        for (key, fits, what) in shapes {
            match resource.json().get(key) {
                Some(value) if !fits(value) => {
                    found.push(shape(context, &["Resources", id.as_str(), key], what));
                }
                _ => {}
            }
        }
    }
}

fn shape(context: &Context<'_>, path: &[&str], what: &str) -> Diagnostic {
    let text = format!("this must be {what}");
    Diagnostic::error("cfn::structure", context.place(path), text)
}

fn section(context: &Context<'_>, key: &str, value: &Json, found: &mut Diagnostics) {
    let is_sam = context
        .template
        .transforms()
        .any(|name| name.starts_with("AWS::Serverless"));
    match key {
        "AWSTemplateFormatVersion" if value != "2010-09-09" => {
            let text = "the only version is \"2010-09-09\"";
            found.push(Diagnostic::error(
                "cfn::format-version",
                context.place(&[key]),
                text,
            ));
        }
        "Description" if !value.is_string() => found.push(shape(context, &[key], "a text")),
        "AWSTemplateFormatVersion" | "Description" => {}
        "Transform" => {
            if !(value.is_string() || value.is_array() || value.is_object()) {
                found.push(shape(
                    context,
                    &[key],
                    "the name of a macro, or a list of them",
                ));
            }
        }
        "Metadata" | "Hooks" => {
            if !value.is_object() {
                found.push(shape(context, &[key], "an object"));
            }
        }
        "Globals" if is_sam => {}
        // Loops stand for parts where the language extensions are on.
        _ if SECTIONS.contains(&key) => {
            found.push(shape(context, &[key], "an object of parts by name"));
        }
        _ if key.starts_with("Fn::") && context.is_extended() => {}
        _ => {
            let text = format!("a template has no section {key:?}");
            let mut problem =
                Diagnostic::error("cfn::unknown-section", context.place(&[key]), text);
            problem.help = Some(match nearest(key, SECTIONS.iter().copied()) {
                Some(near) => format!("did you mean {near:?}?"),
                None => format!("sections are {}", SECTIONS.join(", ")),
            });
            found.push(problem);
        }
    }
}

fn parts<'a>(
    context: &Context<'_>,
    section: &str,
    parts: impl Iterator<Item = (&'a crate::LogicalId, &'a Json)>,
    known: &[&str],
    needed: &str,
    found: &mut Diagnostics,
) {
    let is_open = context
        .template
        .transforms()
        .any(|name| name != "AWS::LanguageExtensions");
    for (id, json) in parts {
        let id = id.as_str();
        if id.starts_with("Fn::") {
            continue;
        }
        let Json::Object(object) = json else {
            found.push(shape(context, &[section, id], "an object"));
            continue;
        };
        if !object.contains_key(needed) && !object.contains_key("Fn::Transform") {
            let text = format!("{needed} is missing");
            found.push(Diagnostic::error(
                "cfn::missing-key",
                context.place(&[section, id]),
                text,
            ));
        }
        for key in object.keys() {
            // Custom resources have one.
            let is_version = key == "Version" && section == "Resources";
            if is_version || known.contains(&key.as_str()) || key.starts_with("Fn::") || is_open {
                continue;
            }
            let place = context.place(&[section, id, key.as_str()]);
            let text = format!("{key:?} is no key here");
            let mut problem = Diagnostic::error("cfn::unknown-key", place, text);
            problem.help = Some(match nearest(key, known.iter().copied()) {
                Some(near) => format!("did you mean {near:?}?"),
                None => format!("keys are {}", known.join(", ")),
            });
            found.push(problem);
        }
    }
}
