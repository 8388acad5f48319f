//! A variable is read that no state before assigns.
//!
//! Variables of a flow are seen in the branches and items inside it, save in
//! those of a distributed map, whose executions begin without any.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html>

use std::cell::Cell;

use diagnostics::{Address, Diagnostic, Diagnostics, nearest};
use serde_json::Value;

use super::assigned::{Here, Known, Names};
use super::variable_names::{in_expression, in_path};
use crate::{QueryLanguage, State, StateMachine, States};

/// How many problems of a state come with a suggestion.
const MOST_SUGGESTIONS: usize = 4;

pub(super) fn check(machine: &StateMachine, problems: &mut Diagnostics) {
    let language = machine.query_language.unwrap_or_default();
    let root = Address::root();
    flow(
        &machine.start_at,
        &machine.states,
        &Names::new(),
        language,
        &root,
        problems,
    );
}

fn flow(
    start_at: &str,
    states: &States,
    outer: &Names,
    language: QueryLanguage,
    address: &Address,
    problems: &mut Diagnostics,
) {
    let Some(known) = Known::of(start_at, states, outer) else {
        return;
    };
    for (name, here) in known.iter() {
        let Some(state) = states.get(name) else {
            continue;
        };
        let address = address.join("States").join(name);
        let own = state.common().query_language.unwrap_or(language);
        let reading = Reading {
            known: here,
            language: own,
            suggestions: Cell::new(MOST_SUGGESTIONS),
        };
        reading.fields(&state.to_json(), &address, problems);
        inner(state, here, language, &address, problems);
    }
}

fn inner(
    state: &State,
    known: Here<'_>,
    language: QueryLanguage,
    address: &Address,
    problems: &mut Diagnostics,
) {
    match state {
        State::Parallel(parallel) => {
            let known: Names = known.names().map(str::to_owned).collect();
            for (at, branch) in parallel.branches.iter().enumerate() {
                let address = address.join("Branches").join(at.to_string());
                flow(
                    &branch.start_at,
                    &branch.states,
                    &known,
                    language,
                    &address,
                    problems,
                );
            }
        }
        State::Map(map) => {
            let processor = &map.item_processor;
            let field = processor.field();
            let outer: Names = if map.is_distributed() {
                Names::new()
            } else {
                known.names().map(str::to_owned).collect()
            };
            let address = address.join(field);
            flow(
                &processor.start_at,
                &processor.states,
                &outer,
                language,
                &address,
                problems,
            );
        }
        _ => {}
    }
}

/// Looks for what a state reads.
struct Reading<'k> {
    known: Here<'k>,
    language: QueryLanguage,
    suggestions: Cell<usize>,
}

impl Reading<'_> {
    fn fields(&self, value: &Value, address: &Address, problems: &mut Diagnostics) {
        match value {
            Value::Object(object) => {
                for (name, value) in object {
                    // The states inside are looked at with what they know.
                    if matches!(name.as_str(), "Branches" | "ItemProcessor" | "Iterator") {
                        continue;
                    }
                    let address = address.join(name);
                    match value {
                        Value::String(text) => self.text(name, text, &address, problems),
                        value => self.fields(value, &address, problems),
                    }
                }
            }
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    let address = address.join(at.to_string());
                    match item {
                        Value::String(text) => self.text("", text, &address, problems),
                        item => self.fields(item, &address, problems),
                    }
                }
            }
            _ => {}
        }
    }

    fn text(&self, field: &str, text: &str, address: &Address, problems: &mut Diagnostics) {
        let names = match self.language {
            QueryLanguage::Jsonata => {
                let inside = text
                    .strip_prefix("{%")
                    .and_then(|text| text.strip_suffix("%}"));
                let Some(inside) = inside else { return };
                in_expression(inside).variables
            }
            QueryLanguage::JsonPath => {
                let is_path =
                    field.ends_with(".$") || field.ends_with("Path") || field == "Variable";
                if !is_path || !(text.starts_with('$') || text.starts_with("States.")) {
                    return;
                }
                in_path(text)
            }
        };
        for name in names.iter().filter(|name| !self.known.contains(name)) {
            let mut problem = Diagnostic::warning(
                "asl::unset-variable",
                address.clone(),
                format!("No state before assigns the variable ${name}"),
            );
            if let Some(left) = self.suggestions.get().checked_sub(1) {
                self.suggestions.set(left);
                problem.help = nearest(name, self.known.names())
                    .map(|near| format!("did you mean \"${near}\"?"));
            }
            problems.push(problem);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{ExecutionType, check_machine, parse_value};

    #[test]
    fn variables_are_assigned_before_they_are_read() {
        let (machine, problems) = parse_value(&json!({
            "QueryLanguage": "JSONata",
            "StartAt": "Begin",
            "States": {
                "Begin": { "Type": "Pass", "Assign": { "total": 1, "early": "{% $total %}" }, "Next": "All" },
                "All": {
                    "Type": "Map",
                    "Items": "{% [$totl] %}",
                    "ItemProcessor": {
                        "ProcessorConfig": { "Mode": "INLINE" },
                        "StartAt": "One",
                        "States": { "One": {
                            "Type": "Pass", "QueryLanguage": "JSONata", "End": true,
                            "Assign": { "inner": "{% $total %}" },
                        }},
                    },
                    "Next": "Which",
                },
                "Which": {
                    "Type": "Choice",
                    "Choices": [{
                        "Condition": "{% $inner > 0 %}", "Next": "End", "Assign": { "late": 1 },
                    }],
                    "Default": "All",
                },
                "End": { "Type": "Succeed", "Output": "{% $late + $total %}" },
            },
        }));
        assert!(problems.is_empty(), "{problems}");
        let problems = machine.map(|machine| check_machine(&machine, ExecutionType::Standard));
        insta::assert_snapshot!(problems.unwrap_or_default(), @r#"
        warning[asl::unset-variable] States.All.Items: No state before assigns the variable $totl
          help: did you mean "$total"?
        warning[asl::unset-variable] States.Begin.Assign.early: No state before assigns the variable $total
        warning[asl::unset-variable] States.Which.Choices.0.Condition: No state before assigns the variable $inner
        "#);
    }
}
