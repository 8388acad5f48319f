//! Resources as they are, not as their stack made them: what a drift-aware change set compares with
//! and a failed execution of it goes back to.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html>

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::model::StackResource;
use super::compare::Difference;
use super::{DriftStatus, ResourceDrift};

/// The resources of a stack with what was found of those that have drifted. One that is gone is
/// left out.
pub fn live(
    resources: &BTreeMap<String, StackResource>,
    drifts: &[ResourceDrift],
) -> BTreeMap<String, StackResource> {
    let mut live = resources.clone();
    for drift in drifts {
        match drift.status {
            DriftStatus::Deleted => {
                live.remove(&drift.logical_id);
            }
            DriftStatus::Modified => {
                if let Some(resource) = live.get_mut(&drift.logical_id) {
                    resource.properties = applied(&resource.properties, &drift.differences);
                }
            }
            DriftStatus::InSync | DriftStatus::Unknown => {}
        }
    }
    live
}

/// The properties with the differences made. What the service added by itself is no part of them, so
/// that it is not taken for a change.
fn applied(properties: &Map<String, Value>, differences: &[Difference]) -> Map<String, Value> {
    let mut whole = Value::Object(properties.clone());
    // Items leave a list after the others were found by their place in it, the last one first.
    let (gone, others): (Vec<_>, Vec<_>) = differences
        .iter()
        .partition(|difference| difference.actual.is_none());
    for difference in others {
        if let Some(actual) = &difference.actual {
            let is_new = difference.expected.is_none();
            put(&mut whole, &difference.path, actual, is_new);
        }
    }
    for difference in gone.iter().rev() {
        remove(&mut whole, &difference.path);
    }
    match whole {
        Value::Object(properties) => properties,
        _ => properties.clone(),
    }
}

/// Sets a value. The place of a new item is the one that it has in the other list.
fn put(whole: &mut Value, path: &str, actual: &Value, is_new: bool) {
    if !is_new && let Some(value) = whole.pointer_mut(path) {
        *value = actual.clone();
        return;
    }
    match parent(whole, path) {
        Some((Value::Object(members), name)) => {
            members.insert(name, actual.clone());
        }
        Some((Value::Array(items), _)) => items.push(actual.clone()),
        _ => {}
    }
}

fn remove(whole: &mut Value, path: &str) {
    match parent(whole, path) {
        Some((Value::Object(members), name)) => {
            members.remove(&name);
        }
        Some((Value::Array(items), index)) => {
            if let Some(index) = index.parse().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
}

/// What holds the value at a pointer, and the value's name in it.
fn parent<'a>(whole: &'a mut Value, path: &str) -> Option<(&'a mut Value, String)> {
    let (above, name) = path.rsplit_once('/')?;
    let name = name.replace("~1", "/").replace("~0", "~");
    Some((whole.pointer_mut(above)?, name))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::compare::differences;
    use super::*;

    #[test]
    fn what_was_found_is_what_the_resource_has() {
        let expected = json!({
            "MemorySize": 128,
            "Environment": {"Variables": {"A/B": "1", "C": "2"}},
            "Tags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}],
            "Columns": ["x", "y", "z"],
            "Policies": [{"PolicyName": "p", "PolicyDocument": "{}"}],
        });
        let actual = json!({
            "MemorySize": 256, "Timeout": 3,
            "Environment": {"Variables": {"A/B": "9", "D": "3"}},
            "Tags": [{"Key": "b", "Value": "5"}, {"Key": "d", "Value": "4"}],
            "Columns": ["x"],
            "Policies": [
                {"PolicyName": "more", "PolicyDocument": "{}"},
                {"PolicyName": "p", "PolicyDocument": "{}"},
            ],
        });
        let (expected, actual) = (expected.as_object().unwrap(), actual.as_object().unwrap());
        let live = applied(expected, &differences(expected, actual));
        assert_eq!(
            Value::Object(live.clone()),
            json!({
                "MemorySize": 256,
                "Environment": {"Variables": {"A/B": "9", "D": "3"}},
                "Tags": [{"Key": "b", "Value": "5"}, {"Key": "d", "Value": "4"}],
                "Columns": ["x"],
                "Policies": [
                    {"PolicyName": "p", "PolicyDocument": "{}"},
                    {"PolicyName": "more", "PolicyDocument": "{}"},
                ],
            })
        );
        assert!(differences(&live, actual).is_empty());
    }
}
