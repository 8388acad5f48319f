//! Which fields a given context object may have.

use serde_json::{Map, Value};

use super::Refusal;
use crate::effect::{Pattern, Resource};

/// The fields of the context object, and within them.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html>
const FIELDS: &[(&str, &[&str])] = &[
    (
        "Execution",
        &[
            "Id",
            "Input",
            "Name",
            "RoleArn",
            "StartTime",
            "RedriveCount",
            "RedriveTime",
        ],
    ),
    ("State", &["EnteredTime", "Name", "RetryCount"]),
    ("StateMachine", &["Id", "Name"]),
    ("Task", &["Token"]),
    ("Map", &["Item"]),
];

/// The fields of an item within `Map`.
const ITEM: &[&str] = &["Index", "Value", "Key", "Source"];

/// Reads a given context object for a state that calls `resource`, if it is a task.
pub(super) fn given(text: &str, resource: Option<&Resource>) -> Result<Value, Refusal> {
    let invalid =
        |why: &str| Refusal::validation(format!("Invalid Context object provided: {why}"));
    let object = match serde_json::from_str(text) {
        Ok(Value::Object(object)) => object,
        Ok(_) | Err(_) => return Err(invalid("Context object must be a JSON object")),
    };
    let top: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
    check_names(&object, &top).map_err(|why| invalid(&why))?;
    for (name, inner) in FIELDS {
        if let Some(Value::Object(object)) = object.get(*name) {
            check_names(object, inner).map_err(|why| invalid(&why))?;
        }
    }
    if let Some(Value::Object(item)) = object.get("Map").and_then(|map| map.get("Item")) {
        check_names(item, ITEM).map_err(|why| invalid(&why))?;
    }
    let ends_later =
        resource.is_some_and(|resource| resource.pattern() != Pattern::RequestResponse);
    if object.contains_key("Task") && !ends_later {
        return Err(invalid(
            "Context object contains 'Task' when state is not a Task state with a '.sync' or \
             '.waitForTaskToken' service integration pattern",
        ));
    }
    Ok(Value::Object(object))
}

fn check_names(object: &Map<String, Value>, known: &[&str]) -> Result<(), String> {
    match object.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(format!("Field '{name}' is not allowed")),
        None => Ok(()),
    }
}
