//! Results and histories against what was recorded.

use serde_json::Value;

use super::error_of;
use super::unify::Unifier;
use crate::{HistoryEvent, Outcome};

/// Output, error and cause.
pub(super) fn result(
    unifier: &mut Unifier,
    expected: &Value,
    outcome: &Outcome,
) -> Result<(), String> {
    if let (Some(output), Outcome::Succeeded { output: actual }) = (expected.get("output"), outcome)
    {
        unifier
            .agrees(output, actual)
            .map_err(|why| format!("output: {why}"))?;
    }
    let (error, cause) = error_of(outcome);
    for (name, actual) in [("error", error), ("cause", cause)] {
        let actual = Value::from(actual);
        let recorded = expected.get(name).unwrap_or(&Value::Null);
        unifier
            .agrees(recorded, &actual)
            .map_err(|why| format!("{name}: {why}"))?;
    }
    Ok(())
}

/// The whole history, event by event, where the recording has one.
pub(super) fn history(
    unifier: &mut Unifier,
    expected: &Value,
    actual: &[HistoryEvent],
) -> Result<(), String> {
    let Some(recorded) = expected.get("events").and_then(Value::as_array) else {
        return Ok(());
    };
    let happened: Vec<Value> = actual.iter().map(HistoryEvent::to_json).collect();
    if expected["event_order"].is_string() {
        return unordered(unifier, recorded, &happened);
    }
    // Some histories were asked for backwards.
    let mut recorded: Vec<&Value> = recorded.iter().collect();
    recorded.sort_by_key(|event| event["id"].as_u64());
    for (at, recorded) in recorded.iter().enumerate() {
        let Some(happened) = happened.get(at) else {
            return Err(format!(
                "event {}: recorded {}, got none",
                at + 1,
                recorded["type"]
            ));
        };
        if recorded["type"] != happened["type"] {
            return Err(format!(
                "event {}: recorded {}, got {}",
                at + 1,
                recorded["type"],
                happened["type"]
            ));
        }
        unifier
            .agrees(
                &without(recorded, &["timestamp"]),
                &without(happened, &["timestamp"]),
            )
            .map_err(|why| format!("event {} {}: {why}", at + 1, recorded["type"]))?;
    }
    match happened.get(recorded.len()) {
        Some(more) => Err(format!(
            "event {}: recorded none, got {}",
            recorded.len() + 1,
            more["type"]
        )),
        None => Ok(()),
    }
}

/// Events as a multiset, without their numbers.
fn unordered(unifier: &mut Unifier, recorded: &[Value], happened: &[Value]) -> Result<(), String> {
    let numbers = ["timestamp", "id", "previousEventId"];
    let mut left: Vec<Value> = happened
        .iter()
        .map(|event| without(event, &numbers))
        .collect();
    for event in recorded {
        let event = without(event, &numbers);
        let found = left.iter().position(|other| {
            event["type"] == other["type"] && unifier.agrees(&event, other).is_ok()
        });
        match found {
            Some(found) => drop(left.swap_remove(found)),
            None => return Err(format!("there is no such {}: {event}", event["type"])),
        }
    }
    match left.first() {
        Some(more) => Err(format!("there is {} too", more["type"])),
        None => Ok(()),
    }
}

fn without(event: &Value, fields: &[&str]) -> Value {
    let mut event = event.clone();
    if let Some(object) = event.as_object_mut() {
        object.retain(|name, _| !fields.contains(&name.as_str()));
    }
    event
}
