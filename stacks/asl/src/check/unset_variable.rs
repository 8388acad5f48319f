//! A variable is read that no state before assigns.
//!
//! Variables of a flow are seen in the branches and items inside it, save in
//! those of a distributed map, whose executions begin without any.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html>

use std::collections::{BTreeMap, BTreeSet};

use diagnostics::{Address, Diagnostic, Diagnostics, nearest};
use serde_json::Value;

use super::variable_names::{in_expression, in_path};
use crate::{QueryLanguage, State, StateMachine, States, Transition};

type Names = BTreeSet<String>;

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
    for (name, known) in known_in(start_at, states, outer) {
        let Some(state) = states.get(name) else {
            continue;
        };
        let address = address.join("States").join(name);
        let own = state.common().query_language.unwrap_or(language);
        let reading = Reading {
            known: &known,
            language: own,
        };
        reading.fields(&state.to_json(), &address, problems);
        inner(state, &known, language, &address, problems);
    }
}

fn inner(
    state: &State,
    known: &Names,
    language: QueryLanguage,
    address: &Address,
    problems: &mut Diagnostics,
) {
    match state {
        State::Parallel(parallel) => {
            for (at, branch) in parallel.branches.iter().enumerate() {
                let address = address.join("Branches").join(at.to_string());
                flow(
                    &branch.start_at,
                    &branch.states,
                    known,
                    language,
                    &address,
                    problems,
                );
            }
        }
        State::Map(map) => {
            let processor = &map.item_processor;
            let field = processor.field();
            let none = Names::new();
            let outer = if map.is_distributed() { &none } else { known };
            let address = address.join(field);
            flow(
                &processor.start_at,
                &processor.states,
                outer,
                language,
                &address,
                problems,
            );
        }
        _ => {}
    }
}

/// The variables that some way to each state that is reached assigns.
fn known_in<'s>(start_at: &'s str, states: &'s States, outer: &Names) -> BTreeMap<&'s str, Names> {
    let mut known: BTreeMap<&str, Names> = BTreeMap::new();
    let mut waiting = vec![(start_at, outer.clone())];
    while let Some((name, names)) = waiting.pop() {
        let Some(state) = states.get(name) else {
            continue;
        };
        let is_new = !known.contains_key(name);
        let here = known.entry(name).or_default();
        let before = here.len();
        here.extend(names);
        if !is_new && here.len() == before {
            continue;
        }
        let here = here.clone();
        for (target, assign) in ways(state) {
            let mut after = here.clone();
            after.extend(assigned(assign));
            waiting.push((target, after));
        }
    }
    known
}

/// Where a state may go, each with what it assigns on the way.
fn ways(state: &State) -> Vec<(&str, Option<&Value>)> {
    let common = state.common().assign.as_ref();
    let mut out = Vec::new();
    if let Some(Transition::Next(next)) = state.transition() {
        out.push((next.as_str(), common));
    }
    if let State::Choice(choice) = state {
        for rule in &choice.rules {
            out.push((rule.next.as_str(), rule.assign.as_ref()));
        }
        if let Some(default) = &choice.default {
            out.push((default.as_str(), common));
        }
    }
    for catcher in state.catch() {
        out.push((catcher.next.as_str(), catcher.assign.as_ref()));
    }
    out
}

fn assigned(assign: Option<&Value>) -> impl Iterator<Item = String> {
    let names = assign.and_then(Value::as_object);
    names
        .into_iter()
        .flat_map(|names| names.keys())
        .map(|name| name.strip_suffix(".$").unwrap_or(name).to_owned())
}

/// Looks for what a state reads.
struct Reading<'k> {
    known: &'k Names,
    language: QueryLanguage,
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
                in_expression(inside)
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
        for name in names.iter().filter(|name| !self.known.contains(*name)) {
            let mut problem = Diagnostic::warning(
                "asl::unset-variable",
                address.clone(),
                format!("No state before assigns the variable ${name}"),
            );
            problem.help = nearest(name, self.known.iter().map(String::as_str))
                .map(|near| format!("did you mean \"${near}\"?"));
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
