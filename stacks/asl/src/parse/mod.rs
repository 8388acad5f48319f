//! Text to model: every problem is collected, and each points at its place.

mod choice;
mod fields;
mod json;
mod machine;
mod map;
mod recovery;
mod states;

use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::Value;

use crate::{State, StateMachine};
use fields::Fields;

/// A definition as a model, with the problems found in it.
///
/// The model is there whenever the definition has the shape of one, so that
/// the checks can say more about it; whether it may be used is for
/// [`Diagnostics::has_errors`] to say.
pub fn parse_definition(text: &str) -> (Option<StateMachine>, Diagnostics) {
    let mut problems = Diagnostics::new();
    match json::parse(text) {
        Ok(value) => {
            let machine = parse_value_into(&value, &mut problems);
            (machine, problems)
        }
        Err(diagnostic) => {
            problems.push(*diagnostic);
            (None, problems)
        }
    }
}

/// As [`parse_definition`], from JSON that is already parsed.
pub fn parse_value(value: &Value) -> (Option<StateMachine>, Diagnostics) {
    let mut problems = Diagnostics::new();
    let machine = parse_value_into(value, &mut problems);
    (machine, problems)
}

/// A single state's definition as a model, with the problems found in it.
pub fn parse_state(text: &str) -> (Option<State>, Diagnostics) {
    let mut problems = Diagnostics::new();
    match json::parse(text) {
        Ok(value) => {
            let language = crate::QueryLanguage::JsonPath;
            let state = states::state(&value, &Address::root(), language, true, &mut problems);
            (state, problems)
        }
        Err(diagnostic) => {
            problems.push(*diagnostic);
            (None, problems)
        }
    }
}

fn parse_value_into(value: &Value, problems: &mut Diagnostics) -> Option<StateMachine> {
    let Value::Object(object) = value else {
        problems.push(Diagnostic::error(
            "asl::schema",
            Address::root(),
            format!("A definition is a JSON object; this is {}", kind(value)),
        ));
        return None;
    };
    let mut fields = Fields::new(object, Address::root(), problems);
    let machine = machine::machine(&mut fields);
    fields.finish();
    machine
}

/// What a value is, with its article, for messages.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
