//! A text that looks like a path or a call and is taken as it is: its field's
//! name lacks the `.$`, or it stands in the `Result` of a `Pass`.

use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::Value;

use crate::State;

pub(super) fn check(state: &State, address: &Address, problems: &mut Diagnostics) {
    let templates = match state {
        State::Task(task) => vec![
            ("Parameters", &task.parameters),
            ("ResultSelector", &task.result_selector),
        ],
        State::Parallel(parallel) => vec![
            ("Parameters", &parallel.parameters),
            ("ResultSelector", &parallel.result_selector),
        ],
        State::Map(map) => vec![
            ("Parameters", &map.parameters),
            ("ResultSelector", &map.result_selector),
        ],
        State::Pass(pass) => {
            if let Some(result) = &pass.result {
                find(result, &address.join("Result"), true, problems);
            }
            vec![("Parameters", &pass.parameters)]
        }
        _ => Vec::new(),
    };
    for (field, template) in templates {
        if let Some(template) = template {
            find(template, &address.join(field), false, problems);
        }
    }
}

/// Whether a text begins as a path or a call does.
fn looks_computed(text: &str) -> bool {
    ["$.", "$$.", "$["]
        .iter()
        .any(|start| text.starts_with(start))
        || (text.starts_with("States.") && text.ends_with(')'))
}

fn find(data: &Value, address: &Address, is_result: bool, problems: &mut Diagnostics) {
    match data {
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                find(item, &address.join(at.to_string()), is_result, problems);
            }
        }
        Value::Object(object) => {
            for (name, value) in object {
                let is_computed = name.ends_with(".$") && !is_result;
                match value {
                    Value::String(text) if !is_computed => {
                        tell(text, &address.join(name.as_str()), is_result, problems);
                    }
                    value => find(value, &address.join(name.as_str()), is_result, problems),
                }
            }
        }
        Value::String(text) if is_result => tell(text, address, true, problems),
        _ => {}
    }
}

fn tell(text: &str, address: &Address, is_result: bool, problems: &mut Diagnostics) {
    if !looks_computed(text) {
        return;
    }
    problems.push(if is_result {
        Diagnostic::warning(
            "asl::static-result",
            address.clone(),
            "The Result of a Pass is taken as it is: a path in it is a mere text",
        )
        .with_help("use Parameters to make data from paths")
    } else {
        Diagnostic::warning(
            "asl::plain-path",
            address.clone(),
            format!("\"{text}\" looks like a path or a call, but is taken as it is"),
        )
        .with_help("end the field's name with .$ to have it computed")
    });
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{ExecutionType, Pass, StateMachine, check_machine};

    #[test]
    fn texts_that_look_computed_and_are_not_are_told() {
        let machine = StateMachine::new("A")
            .state("A", Pass::new().result(json!(["$.a", "$5"])).next("B"))
            .state(
                "B",
                Pass::new().parameters(json!({
                    "a": "$.a", "b.$": "$.b", "c": { "d": "States.UUID()" }, "e": "States. All",
                })),
            );
        insta::assert_snapshot!(check_machine(&machine, ExecutionType::Standard), @r#"
        warning[asl::static-result] States.A.Result.0: The Result of a Pass is taken as it is: a path in it is a mere text
          help: use Parameters to make data from paths
        warning[asl::plain-path] States.B.Parameters.a: "$.a" looks like a path or a call, but is taken as it is
          help: end the field's name with .$ to have it computed
        warning[asl::plain-path] States.B.Parameters.c.d: "States.UUID()" looks like a path or a call, but is taken as it is
          help: end the field's name with .$ to have it computed
        "#);
    }
}
