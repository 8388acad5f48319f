//! A path into data that is known, where it leads nowhere.
//!
//! What a state is given is known where every way to it comes from literal
//! data: a `Pass` with a `Result` or literal `Parameters`, handed on by states
//! that change nothing. The machine's own input never is.

use std::collections::HashMap;

use asl::{
    Choice, Condition, FieldPath, Operand, Operator, Pass, QueryLanguage, State, StateMachine,
    States, Test,
};
use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::Value;

use crate::data::put_result;
use crate::jsonpath::Path;

/// What is known of a state's input: nothing, or all of it.
type Known = Option<Value>;

/// How often a state's input may become known anew before it counts as unknown.
/// It changes only from known to unknown, so that twice is enough.
const MOST_VISITS: usize = 3;

pub(super) fn check(machine: &StateMachine, problems: &mut Diagnostics) {
    let language = machine.query_language.unwrap_or_default();
    if language == QueryLanguage::Jsonata {
        return;
    }
    flow(
        &machine.start_at,
        &machine.states,
        &Address::root(),
        problems,
    );
}

fn flow(start_at: &str, states: &States, address: &Address, problems: &mut Diagnostics) {
    let inputs = inputs(start_at, states);
    for (name, state) in states.iter() {
        let address = address.join("States").join(name);
        if is_paths(state)
            && let Some(Some(input)) = inputs.get(name)
        {
            for (field, path) in paths(state) {
                tell(&path, input, &address, field, problems);
            }
        }
        match state {
            State::Parallel(parallel) => {
                for (at, branch) in parallel.branches.iter().enumerate() {
                    let address = address.join("Branches").join(at.to_string());
                    flow(&branch.start_at, &branch.states, &address, problems);
                }
            }
            State::Map(map) => {
                let processor = &map.item_processor;
                let field = processor.field();
                let address = address.join(field);
                flow(&processor.start_at, &processor.states, &address, problems);
            }
            _ => {}
        }
    }
}

fn is_paths(state: &State) -> bool {
    state.common().query_language != Some(QueryLanguage::Jsonata)
}

/// What is known of each state's input.
fn inputs<'s>(start_at: &'s str, states: &'s States) -> HashMap<&'s str, Known> {
    let mut known: HashMap<&str, Known> = HashMap::new();
    let mut visits: HashMap<&str, usize> = HashMap::new();
    let mut waiting: Vec<(&str, Known)> = vec![(start_at, None)];
    while let Some((name, input)) = waiting.pop() {
        let Some(state) = states.get(name) else {
            continue;
        };
        let merged = match known.get(name) {
            Some(before) if *before == input => continue,
            Some(None) => continue,
            Some(Some(_)) => None,
            None => input,
        };
        let visited = visits.entry(name).or_default();
        *visited += 1;
        if *visited > MOST_VISITS {
            continue;
        }
        known.insert(name, merged.clone());
        let output = output(state, merged.as_ref());
        let caught = state.catch().iter().map(|catcher| catcher.next.as_str());
        waiting.extend(caught.map(|target| (target, None)));
        if let Some(asl::Transition::Next(next)) = state.transition() {
            waiting.push((next, output.clone()));
        }
        if let State::Choice(choice) = state {
            let rules = choice.rules.iter().map(|rule| &rule.next);
            for target in rules.chain(&choice.default) {
                waiting.push((target, output.clone()));
            }
        }
    }
    known
}

/// What a state hands on, where that is known.
fn output(state: &State, input: Option<&Value>) -> Known {
    let common = state.common();
    if !is_paths(state) || common.input_path.is_some() || common.output_path.is_some() {
        return None;
    }
    match state {
        State::Pass(pass) => passed(pass, input),
        State::Choice(_) | State::Wait(_) => input.cloned(),
        _ => None,
    }
}

fn passed(pass: &Pass, input: Option<&Value>) -> Known {
    let result = match (&pass.result, &pass.parameters) {
        (Some(result), _) => result.clone(),
        (None, Some(parameters)) if is_literal(parameters) => parameters.clone(),
        (None, Some(_)) => return None,
        (None, None) => input?.clone(),
    };
    match &pass.result_path {
        None => Some(result),
        Some(FieldPath::Path(path)) if path == "$" => Some(result),
        path => put_result(path.as_ref(), input?, result).ok(),
    }
}

fn is_literal(template: &Value) -> bool {
    match template {
        Value::Object(object) => object
            .iter()
            .all(|(name, value)| !name.ends_with(".$") && is_literal(value)),
        Value::Array(items) => items.iter().all(is_literal),
        _ => true,
    }
}

/// The paths that a state needs to lead somewhere, each with its field.
fn paths(state: &State) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    let common = state.common();
    if let Some(FieldPath::Path(path)) = &common.input_path {
        out.push(("InputPath", path.clone()));
        // What other paths lead into is only this part.
        return out;
    }
    match state {
        State::Choice(choice) => tested(choice, &mut out),
        State::Map(map) => {
            if let Some(FieldPath::Path(path)) = &map.items_path {
                out.push(("ItemsPath", path.clone()));
            }
        }
        State::Task(task) => template(task.parameters.as_ref(), &mut out),
        State::Pass(pass) => template(pass.parameters.as_ref(), &mut out),
        State::Parallel(parallel) => template(parallel.parameters.as_ref(), &mut out),
        _ => {}
    }
    out
}

fn template(data: Option<&Value>, out: &mut Vec<(&'static str, String)>) {
    match data {
        Some(Value::Object(object)) => {
            for (name, value) in object {
                match value {
                    Value::String(path) if name.ends_with(".$") && path.starts_with('$') => {
                        out.push(("Parameters", path.clone()));
                    }
                    value => template(Some(value), out),
                }
            }
        }
        Some(Value::Array(items)) => items.iter().for_each(|item| template(Some(item), out)),
        _ => {}
    }
}

/// The variables of the rules, unless some rule asks whether one is there.
fn tested(choice: &Choice, out: &mut Vec<(&'static str, String)>) {
    let mut found = Vec::new();
    let mut asks = false;
    for rule in &choice.rules {
        if let Condition::Test(test) = &rule.condition {
            compared(test, &mut found, &mut asks);
        }
    }
    if !asks {
        out.extend(found.into_iter().map(|path| ("Choices", path)));
    }
}

fn compared(test: &Test, found: &mut Vec<String>, asks: &mut bool) {
    let mut each = |operands: &[Operand]| {
        for operand in operands {
            compared(&operand.test, found, asks);
        }
    };
    match test {
        Test::And(operands) | Test::Or(operands) => each(operands),
        Test::Not(operand) => each(std::slice::from_ref(operand)),
        Test::Compare(comparison) if comparison.operator == Operator::IsPresent => *asks = true,
        Test::Compare(comparison) => found.push(comparison.variable.clone()),
    }
}

fn tell(path: &str, input: &Value, address: &Address, field: &str, problems: &mut Diagnostics) {
    // Only paths into the input: `$$` is the context object, `$name` a variable.
    let is_input = path == "$" || path.starts_with("$.") || path.starts_with("$[");
    let Ok(parsed) = Path::parse(path) else {
        return;
    };
    if is_input && let Err(lost) = parsed.find(input) {
        problems.push(
            Diagnostic::warning(
                "asl::unset-path",
                address.join(field),
                format!("Nothing before sets {path}"),
            )
            .with_detail(lost.to_string()),
        );
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::check_data;

    #[test]
    fn paths_into_known_data_lead_somewhere() {
        let (machine, problems) = asl::parse_value(&json!({
            "StartAt": "Set",
            "States": {
                "Set": { "Type": "Pass", "Result": { "batch": { "id": 1 } }, "Next": "Add" },
                "Add": { "Type": "Pass", "Result": [1], "ResultPath": "$.items", "Next": "Which" },
                "Which": { "Type": "Choice", "Default": "All", "Choices": [
                    { "Variable": "$.batch.name", "StringEquals": "x", "Next": "All" },
                ]},
                "All": {
                    "Type": "Map", "ItemsPath": "$.itms", "Next": "Ask",
                    "ItemProcessor": { "StartAt": "One", "States": { "One": { "Type": "Succeed" } } },
                },
                "Ask": {
                    "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
                    "Parameters": { "any.$": "$.any" },
                },
            },
        }));
        assert!(problems.is_empty(), "{problems}");
        let problems = machine.map(|machine| check_data(&machine));
        insta::assert_snapshot!(problems.unwrap_or_default(), @"
        warning[asl::unset-path] States.Which.Choices: Nothing before sets $.batch.name
          No results for path: $['batch']['name']
        warning[asl::unset-path] States.All.ItemsPath: Nothing before sets $.itms
          No results for path: $['itms']
        ");
    }
}
