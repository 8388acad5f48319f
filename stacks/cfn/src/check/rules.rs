//! Rules: assertions, and a condition that they hold under.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html>

use diagnostics::{Diagnostic, Diagnostics};
use serde_json::Value as Json;

use super::Context;

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for (id, rule) in context.template.rules() {
        let id = id.as_str();
        let mut refuse = |path: &[&str], why: String| {
            let path: Vec<&str> = ["Rules", id].iter().chain(path).copied().collect();
            found.push(Diagnostic::error("cfn::rule", context.place(&path), why));
        };
        let Some(object) = rule.json().as_object() else {
            refuse(&[], "a rule is an object with `Assertions`".to_owned());
            continue;
        };
        for key in object.keys() {
            if !matches!(key.as_str(), "RuleCondition" | "Assertions") {
                refuse(
                    &[key],
                    format!("a rule has no {key:?}: RuleCondition, Assertions"),
                );
            }
        }
        let Some(assertions) = object.get("Assertions").and_then(Json::as_array) else {
            refuse(&[], "a rule has a list of `Assertions`".to_owned());
            continue;
        };
        for (at, assertion) in assertions.iter().enumerate() {
            let at = at.to_string();
            if !assertion.get("Assert").is_some_and(Json::is_object) {
                refuse(
                    &["Assertions", &at],
                    "an assertion has an `Assert` with a function".to_owned(),
                );
            }
            if assertion
                .get("AssertDescription")
                .is_some_and(|text| !text.is_string())
            {
                refuse(
                    &["Assertions", &at, "AssertDescription"],
                    "this must be a text".to_owned(),
                );
            }
        }
    }
}
