//! What a policy's elements are made of: objects, lists and texts where they must be.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>

use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::Value as Json;

use super::policy::{Policy, is_function, items};

pub(super) fn check(policy: &Policy<'_>, found: &mut Diagnostics) {
    if let Some(list) = policy.document.get("Statement") {
        for (statement, place) in items(list, &policy.place.join("Statement")) {
            if !statement.is_object() {
                found.push(wrong(place, "a statement is an object", statement));
            }
        }
    }
    for statement in &policy.statements {
        for element in ["Action", "NotAction", "Resource", "NotResource"] {
            let Some(value) = statement.body.get(element) else {
                continue;
            };
            for (item, place) in items(value, &statement.at(element)) {
                let fits = match item {
                    Json::Object(object) => is_function(object),
                    other => other.is_string(),
                };
                if !fits {
                    found.push(wrong(place, &format!("{element} holds texts"), item));
                }
            }
        }
    }
}

fn wrong(place: Address, rule: &str, value: &Json) -> Diagnostic {
    let kind = match value {
        Json::Null => "null",
        Json::Bool(_) => "a truth value",
        Json::Number(_) => "a number",
        Json::String(_) => "a text",
        Json::Array(_) => "a list",
        Json::Object(_) => "an object",
    };
    Diagnostic::error(
        "cfn::iam-shape",
        place,
        format!("{rule}, and this is {kind}"),
    )
}
