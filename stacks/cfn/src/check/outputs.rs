//! Outputs: texts, exported under names of their own.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html>

use diagnostics::{Diagnostic, Diagnostics};
use serde_json::Value as Json;

use super::Context;
use super::call::may_be_text;

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let mut names: Vec<&Json> = Vec::new();
    for (id, output) in context.template.outputs() {
        let id = id.as_str();
        if id.starts_with("Fn::") {
            continue;
        }
        let mut refuse = |key: &str, why: &str| {
            let place = context.place(&["Outputs", id, key]);
            found.push(Diagnostic::error("cfn::output", place, why));
        };
        if let Some(value) = output.value() {
            if !may_be_text(value) {
                refuse("Value", "the value of an output is a text");
            } else if value.get("Ref").is_some_and(|name| name == "AWS::NoValue") {
                refuse(
                    "Value",
                    "an output has a value; give it a condition instead",
                );
            }
        }
        let json = output.json();
        if json
            .get("Description")
            .is_some_and(|text| !text.is_string())
        {
            refuse("Description", "a description is a text, without functions");
        }
        if json.get("Condition").is_some_and(|name| !name.is_string()) {
            refuse("Condition", "this must be the name of a condition");
        }
        if json.get("Export").is_some() && !output.export_name().is_some_and(may_be_text) {
            refuse(
                "Export",
                "an export is an object with a `Name`, which is a text",
            );
        }
        if let Some(name) = output.export_name() {
            if names.contains(&name) {
                let place = context.place(&["Outputs", id, "Export", "Name"]);
                let text = format!("another output is exported as {name} as well");
                found.push(Diagnostic::error("cfn::duplicate-export", place, text));
            }
            names.push(name);
        }
    }
}
