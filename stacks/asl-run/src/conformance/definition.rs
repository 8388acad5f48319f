//! Requests that carry a definition: accepted, or refused in AWS's words.
//!
//! What a request is refused for beside its definition (a name that is taken,
//! a log group that is not there) is the service's to say, and not run here.

use asl::ExecutionType;
use diagnostics::{Diagnostics, Severity};
use serde_json::{Value, json};

use super::{Verdict, text_of};

pub(super) fn run(case: &Value) -> (Verdict, Option<String>) {
    let expected = &case["expected"];
    let kind = case["request"]["type"].as_str().or(case["type"].as_str());
    let problems = problems_of(&text_of(&case["definition"]), kind == Some("EXPRESS"));
    if let Some(diagnostics) = expected["response"].get("diagnostics") {
        let told = told(&problems);
        return same(&told, diagnostics);
    }
    let message = asl::service_message(&problems);
    match expected["error"]["Code"].as_str() {
        None => match message {
            None => (Verdict::Same, None),
            Some(message) => (Verdict::Differs, Some(format!("it is refused: {message}"))),
        },
        Some("InvalidDefinition") => {
            let recorded = expected["error"]["Message"].as_str().unwrap_or_default();
            // Some recordings hold the message as the client library printed it.
            let recorded = recorded
                .rsplit_once(" operation: ")
                .map_or(recorded, |(_, rest)| rest);
            same(&message.into(), &recorded.into())
        }
        Some(code) => (
            Verdict::Unsupported,
            Some(format!("{code} is the service's to say")),
        ),
    }
}

fn same(told: &Value, recorded: &Value) -> (Verdict, Option<String>) {
    if told == recorded {
        return (Verdict::Same, None);
    }
    (
        Verdict::Differs,
        Some(format!("recorded {recorded}, got {told}")),
    )
}

fn problems_of(definition: &str, is_express: bool) -> Diagnostics {
    let (machine, mut problems) = asl::parse_definition(definition);
    let execution_type = if is_express {
        ExecutionType::Express
    } else {
        ExecutionType::Standard
    };
    if let Some(machine) = machine {
        problems.extend(asl::check_machine(&machine, execution_type));
        problems.extend(crate::check_data(&machine));
    }
    problems
}

/// The errors as `ValidateStateMachineDefinition` tells them.
fn told(problems: &Diagnostics) -> Value {
    let errors = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error);
    errors
        .map(|problem| {
            json!({
                "code": asl::service_code(&problem.code),
                "location": asl::service_location(problem),
                "message": problem.summary,
                "severity": "ERROR",
            })
        })
        .collect()
}
