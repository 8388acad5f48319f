//! Mappings: two levels of names, then texts, numbers or lists of them.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html>

use std::collections::BTreeSet;

use diagnostics::{Diagnostic, Diagnostics};
use serde_json::Value as Json;

use super::Context;

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let finds = context.calls().iter();
    let finds = finds.filter(|call| call.function == "Fn::FindInMap");
    let names: Vec<Option<&str>> = finds
        .map(|call| call.argument.get(0).and_then(Json::as_str))
        .collect();
    // A name that is computed may be any.
    let any = names.contains(&None);
    let used: BTreeSet<&str> = names.into_iter().flatten().collect();
    for (id, rows) in context.template.mappings() {
        let id = id.as_str();
        if id.starts_with("Fn::") {
            continue;
        }
        if !any && !used.contains(id) && !context.is_open() {
            let text = format!("nothing uses the mapping {id:?}");
            let place = context.place(&["Mappings", id]);
            found.push(Diagnostic::warning("cfn::unused-mapping", place, text));
        }
        let Some(rows) = rows.json().as_object() else {
            refuse(
                context,
                &["Mappings", id],
                "a mapping is an object of rows",
                found,
            );
            continue;
        };
        for (row, attributes) in rows {
            if row == "Fn::Transform" {
                continue;
            }
            let Some(attributes) = attributes.as_object() else {
                refuse(
                    context,
                    &["Mappings", id, row],
                    "a row is an object of attributes",
                    found,
                );
                continue;
            };
            for (name, value) in attributes {
                if !is_value(value) && !name.starts_with("Fn::") {
                    let why = "an attribute is a text, a number or a list of them";
                    refuse(context, &["Mappings", id, row, name], why, found);
                }
                let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
                if !name.chars().all(is_name) && !context.is_extended() && !name.starts_with("Fn::")
                {
                    let why =
                        "the name of an attribute has letters, digits, `-`, `_` and `.` alone";
                    refuse(context, &["Mappings", id, row, name], why, found);
                }
            }
        }
    }
}

fn is_value(json: &Json) -> bool {
    let scalar = |json: &Json| json.is_string() || json.is_number() || json.is_boolean();
    scalar(json)
        || json
            .as_array()
            .is_some_and(|items| items.iter().all(scalar))
}

fn refuse(context: &Context<'_>, path: &[&str], why: &str, found: &mut Diagnostics) {
    found.push(Diagnostic::error("cfn::mapping", context.place(path), why));
}
