//! `$states.result` or `$states.errorOutput` where there is none: AWS finds it before a machine runs.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html#reserved-variable-states>

use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::Value;

use super::variable_names::in_expression;
use crate::{QueryLanguage, State};

/// What only some fields have, and which.
const SOMEWHERE: [(&str, &str); 2] = [
    (
        "result",
        "only the Output and Assign of a Task, Parallel or Map have it",
    ),
    (
        "errorOutput",
        "only the Output and Assign of a Catch have it",
    ),
];

pub(super) fn check(
    state: &State,
    language: QueryLanguage,
    address: &Address,
    problems: &mut Diagnostics,
) {
    if language != QueryLanguage::Jsonata {
        return;
    }
    let Value::Object(fields) = state.to_json() else {
        return;
    };
    let works = matches!(state, State::Task(_) | State::Parallel(_) | State::Map(_));
    for (name, value) in &fields {
        let address = address.join(name.as_str());
        match (name.as_str(), value) {
            // No expressions, and the states inside are looked at on their own.
            ("Comment" | "Branches" | "ItemProcessor" | "Iterator", _) => {}
            ("Catch", Value::Array(catchers)) => {
                for (at, catcher) in catchers.iter().enumerate() {
                    look(
                        catcher,
                        "errorOutput",
                        &address.join(at.to_string()),
                        problems,
                    );
                }
            }
            ("Output" | "Assign", value) if works => look(value, "result", &address, problems),
            (_, value) => look(value, "", &address, problems),
        }
    }
}

/// Looks through a field that has only `there` of what only some have.
fn look(value: &Value, there: &str, address: &Address, problems: &mut Diagnostics) {
    match value {
        Value::String(text) => {
            let inside = text
                .strip_prefix("{%")
                .and_then(|text| text.strip_suffix("%}"));
            let Some(inside) = inside.filter(|inside| inside.contains("states")) else {
                return;
            };
            let read = in_expression(inside).of_states;
            for (field, where_it_is) in SOMEWHERE {
                if field != there && read.contains(field) {
                    let summary = format!("This field has no $states.{field}");
                    problems.push(
                        Diagnostic::error("asl::states-field", address.clone(), summary)
                            .with_help(where_it_is),
                    );
                }
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                look(item, there, &address.join(at.to_string()), problems);
            }
        }
        Value::Object(object) => {
            for (name, value) in object {
                look(value, there, &address.join(name.as_str()), problems);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{ExecutionType, check_machine, parse_value};

    #[test]
    fn results_and_errors_are_read_where_they_are() {
        let both = "{% [$states.result, $states.errorOutput] %}";
        let (machine, problems) = parse_value(&json!({
            "QueryLanguage": "JSONata", "StartAt": "Look", "States": {
                "Look": {
                    "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                    "Arguments": { "FunctionName": "f", "Payload": [both] },
                    "Assign": { "a": "{% $states.result.a %}" },
                    "Output": both,
                    "Catch": [{
                        "ErrorEquals": ["States.ALL"], "Next": "Which",
                        "Assign": { "e": "{% $states.errorOutput.Cause %}", "r": both },
                        "Output": "{% $states.input.result & '$states.result' %}",
                    }],
                    "Next": "Which",
                },
                "Which": { "Type": "Choice", "Default": "Old", "Choices": [
                    { "Condition": "{% $exists($states.result) %}", "Next": "Old" },
                ]},
                "Old": { "Type": "Succeed", "Comment": both, "Output": "{% $states.result %}" },
            },
        }));
        assert!(problems.is_empty(), "{problems}");
        let problems = machine.map(|machine| check_machine(&machine, ExecutionType::Standard));
        insta::assert_snapshot!(problems.unwrap_or_default(), @r#"
        error[asl::states-field] States.Look.Arguments.Payload.0: This field has no $states.result
          help: only the Output and Assign of a Task, Parallel or Map have it
        error[asl::states-field] States.Look.Arguments.Payload.0: This field has no $states.errorOutput
          help: only the Output and Assign of a Catch have it
        error[asl::states-field] States.Look.Output: This field has no $states.errorOutput
          help: only the Output and Assign of a Catch have it
        error[asl::states-field] States.Look.Catch.0.Assign.r: This field has no $states.result
          help: only the Output and Assign of a Task, Parallel or Map have it
        error[asl::states-field] States.Which.Choices.0.Condition: This field has no $states.result
          help: only the Output and Assign of a Task, Parallel or Map have it
        error[asl::states-field] States.Old.Output: This field has no $states.result
          help: only the Output and Assign of a Task, Parallel or Map have it
        "#);
    }
}
