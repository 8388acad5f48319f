//! A state machine's definition is one, and every placeholder in it stands for something.

use std::collections::BTreeSet;

use asl::ExecutionType;
use cfn::Template;
use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::Value as Json;

pub(super) fn check(template: &Template, address: &Address, found: &mut Diagnostics) {
    for (id, resource) in template.resources() {
        if resource.kind() != "AWS::StepFunctions::StateMachine" {
            continue;
        }
        let properties = resource.properties();
        let Some(text) = properties.get("DefinitionString").and_then(Json::as_str) else {
            continue;
        };
        let kind = match properties.get("StateMachineType").and_then(Json::as_str) {
            Some("EXPRESS") => ExecutionType::Express,
            _ => ExecutionType::Standard,
        };
        let at = super::place(address, id.as_str(), &["DefinitionString"]);
        let (machine, mut problems) = asl::parse_definition(text);
        if let Some(machine) = machine {
            problems.extend(asl::check_machine(&machine, kind));
        }
        found.extend(problems.into_iter().map(|mut problem| {
            problem.address = at.join_all(problem.address.segments());
            problem
        }));
        placeholders(text, properties.get("DefinitionSubstitutions"), &at, found);
    }
}

/// <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-sam-sfn.html>
fn placeholders(text: &str, given: Option<&Json>, at: &Address, found: &mut Diagnostics) {
    let given: BTreeSet<&str> = given
        .and_then(Json::as_object)
        .map(|given| given.keys().map(String::as_str).collect())
        .unwrap_or_default();
    let mut used = BTreeSet::new();
    for part in text.split("${").skip(1) {
        if let Some((name, _)) = part.split_once('}') {
            used.insert(name);
        }
    }
    for name in used.difference(&given) {
        let summary =
            format!("${{{name}}} is in the definition and not in DefinitionSubstitutions");
        found.push(Diagnostic::error(
            "inspection::placeholder",
            at.clone(),
            summary,
        ));
    }
    for name in given.difference(&used) {
        let summary = format!("DefinitionSubstitutions has {name}, which the definition lacks");
        found.push(Diagnostic::error(
            "inspection::placeholder",
            at.clone(),
            summary,
        ));
    }
}
