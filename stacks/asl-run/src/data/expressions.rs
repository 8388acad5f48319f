//! Data in JSONata: any JSON, in which texts between `{%` and `%}` are expressions.

use serde_json::{Map, Value};

use super::Data;
use crate::failure::Trouble;
use crate::jsonata::{self, Outcome, Scope};

/// The expression in a text, without its delimiters.
pub(crate) fn inner_text(text: &str) -> Option<&str> {
    text.strip_prefix("{%")?.strip_suffix("%}").map(str::trim)
}

impl Data<'_> {
    /// The value of JSON in which texts may be expressions, for the field `field`.
    pub(crate) fn expressions(&mut self, json: &Value, field: &str) -> Result<Value, Trouble> {
        match json {
            Value::String(text) => match inner_text(text) {
                Some(expression) => self.expression(expression, field),
                None => Ok(json.clone()),
            },
            Value::Array(items) => {
                let mut out = Vec::with_capacity(items.len());
                for (at, item) in items.iter().enumerate() {
                    out.push(self.expressions(item, &format!("{field}[{at}]"))?);
                }
                Ok(Value::Array(out))
            }
            Value::Object(object) => {
                let mut out = Map::with_capacity(object.len());
                for (name, value) in object {
                    let value = self.expressions(value, &format!("{field}/{name}"))?;
                    out.insert(name.clone(), value);
                }
                Ok(Value::Object(out))
            }
            other => Ok(other.clone()),
        }
    }

    fn expression(&mut self, expression: &str, field: &str) -> Result<Value, Trouble> {
        let states = self.states(expression);
        let mut scope = Scope {
            variables: self.variables.values(),
            random: self.random,
            now_millis: self.now.as_millis(),
            limits: jsonata::Limits::STATE,
        };
        let about =
            format!("The JSONata expression '{expression}' specified for the field '{field}'");
        match jsonata::evaluate(expression, states, &mut scope) {
            Ok(Outcome::Value(value)) => {
                self.count(&value)?;
                Ok(value)
            }
            Ok(Outcome::Undefined) => Err(Trouble::query(
                format!("{about} returned nothing (undefined)."),
                field,
            )),
            Ok(Outcome::Unsupported) => Err(Trouble::query(
                format!("{about} returned an unsupported result type."),
                field,
            )),
            Err(error) => Err(Trouble::query(
                format!(
                    "{about} threw an error during evaluation. {}",
                    error.message
                ),
                field,
            )),
        }
    }

    /// A number that an expression gives, with AWS's words for what is none.
    pub(crate) fn number_expression(&mut self, text: &str, field: &str) -> Result<f64, Trouble> {
        let expression = inner_text(text).unwrap_or(text);
        let value = self.expression(expression, field)?;
        value
            .as_f64()
            .ok_or_else(|| unexpected(expression, field, "number", &value))
    }

    /// `$states`, with what the expression can see of it.
    fn states(&self, expression: &str) -> Value {
        let mut states = Map::new();
        states.insert("input".to_owned(), self.raw_input.clone());
        if let Some(result) = self.result {
            states.insert("result".to_owned(), result.clone());
        }
        if let Some(error) = self.error_output {
            states.insert("errorOutput".to_owned(), error.clone());
        }
        // The context holds the whole execution's input, so it is made only
        // where the expression names it, or takes `$states` as a whole.
        if expression.contains("context") || takes_states_whole(expression) {
            states.insert("context".to_owned(), self.context.to_json());
        }
        Value::Object(states)
    }
}

/// AWS's words for an expression that gives the wrong type.
pub(crate) fn unexpected(expression: &str, field: &str, wanted: &str, value: &Value) -> Trouble {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    Trouble::query(
        format!(
            "The JSONata expression '{expression}' specified for the field '{field}' returned an \
             unexpected result type. Expected '{wanted}', but was '{found}' for value: {value}"
        ),
        field,
    )
}

fn takes_states_whole(expression: &str) -> bool {
    expression
        .match_indices("$states")
        .any(|(at, name)| !expression[at + name.len()..].trim_start().starts_with('.'))
}
