//! Compares the properties that a template set with those that a resource has.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::plan::values::below;

/// Lists whose order says nothing.
const UNORDERED: [&str; 9] = [
    "Tags",
    "Policies",
    "ManagedPolicyArns",
    "Targets",
    "Subscription",
    "Dimensions",
    "AlarmActions",
    "OKActions",
    "Rules",
];
/// Maps of which every member is the template's own, so that one more is a difference.
const MAPS: [&str; 3] = ["Variables", "Parameters", "Tags"];
/// Documents that mean something as a whole only.
const WHOLE: [&str; 5] = [
    "AssumeRolePolicyDocument",
    "PolicyDocument",
    "EventPattern",
    "DefinitionString",
    "DashboardBody",
];
/// Members that tell an item of a list from the others.
const IDENTITIES: [&str; 4] = ["Key", "PolicyName", "Id", "Name"];

/// A property that differs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Where in the properties, as a JSON pointer.
    pub path: String,
    /// What it should be; none when there should be nothing.
    pub expected: Option<Value>,
    /// What it is; none when there is nothing.
    pub actual: Option<Value>,
}

impl Difference {
    /// `ADD`, `REMOVE` or `NOT_EQUAL`.
    pub fn kind(&self) -> &'static str {
        match (&self.expected, &self.actual) {
            (None, _) => "ADD",
            (_, None) => "REMOVE",
            _ => "NOT_EQUAL",
        }
    }
}

/// Where `actual` differs from `expected`, as far as that says something.
pub fn differences(expected: &Map<String, Value>, actual: &Map<String, Value>) -> Vec<Difference> {
    let mut found = Vec::new();
    members("", "", expected, actual, &mut found);
    found.sort_by(|left, right| left.path.cmp(&right.path));
    found
}

fn members(
    path: &str,
    name: &str,
    expected: &Map<String, Value>,
    actual: &Map<String, Value>,
    found: &mut Vec<Difference>,
) {
    for (name, value) in expected {
        let path = below(path, name);
        match actual.get(name) {
            Some(actual) => values(&path, name, value, actual, found),
            // Nothing is there, and nothing was asked for.
            None if is_empty(value) => {}
            None => found.push(difference(&path, Some(value), None)),
        }
    }
    if MAPS.contains(&name) {
        for (name, value) in actual
            .iter()
            .filter(|(name, _)| !expected.contains_key(*name))
        {
            found.push(difference(&below(path, name), None, Some(value)));
        }
    }
}

fn values(path: &str, name: &str, expected: &Value, actual: &Value, found: &mut Vec<Difference>) {
    match (expected, actual) {
        _ if WHOLE.contains(&name) => {
            if document(expected) != document(actual) {
                found.push(difference(path, Some(expected), Some(actual)));
            }
        }
        (Value::Object(expected), Value::Object(actual)) => {
            members(path, name, expected, actual, found);
        }
        (Value::Array(expected), Value::Array(actual)) if UNORDERED.contains(&name) => {
            unordered(path, expected, actual, found);
        }
        (Value::Array(expected), Value::Array(actual)) => ordered(path, expected, actual, found),
        _ if is_same(expected, actual) => {}
        _ => found.push(difference(path, Some(expected), Some(actual))),
    }
}

fn ordered(path: &str, expected: &[Value], actual: &[Value], found: &mut Vec<Difference>) {
    for index in 0..expected.len().max(actual.len()) {
        let path = format!("{path}/{index}");
        match (expected.get(index), actual.get(index)) {
            (Some(expected), Some(actual)) => values(&path, "", expected, actual, found),
            (expected, actual) => found.push(difference(&path, expected, actual)),
        }
    }
}

fn unordered(path: &str, expected: &[Value], actual: &[Value], found: &mut Vec<Difference>) {
    let mut left: BTreeSet<usize> = (0..actual.len()).collect();
    for (index, item) in expected.iter().enumerate() {
        let path = format!("{path}/{index}");
        let same = |other: &usize| {
            let mut none = Vec::new();
            values(&path, "", item, &actual[*other], &mut none);
            none.is_empty()
        };
        let namesake = |other: &usize| {
            let name = identity(item);
            name.is_some() && identity(&actual[*other]) == name
        };
        let found_at = left
            .iter()
            .copied()
            .find(same)
            .or_else(|| left.iter().copied().find(namesake));
        match found_at {
            Some(at) => {
                left.remove(&at);
                values(&path, "", item, &actual[at], found);
            }
            None => found.push(difference(&path, Some(item), None)),
        }
    }
    for index in left {
        let path = format!("{path}/{index}");
        found.push(difference(&path, None, Some(&actual[index])));
    }
}

fn identity(item: &Value) -> Option<&str> {
    IDENTITIES
        .into_iter()
        .find_map(|name| item.get(name)?.as_str())
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::String(text) => text.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A document may be written as text.
fn document(value: &Value) -> Value {
    match value {
        Value::String(text) => serde_json::from_str(text).unwrap_or_else(|_| value.clone()),
        other => other.clone(),
    }
}

/// Scalars may be written as text: `"300"` for 300.
fn is_same(expected: &Value, actual: &Value) -> bool {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) => Some(value.to_string()),
        Value::Number(number) => Some(number.as_f64()?.to_string()),
        _ => None,
    };
    let number = |value: &Value| match value {
        Value::String(text) => text.parse::<f64>().ok(),
        other => other.as_f64(),
    };
    expected == actual
        || (text(expected).is_some() && text(expected) == text(actual))
        || (number(expected).is_some() && number(expected) == number(actual))
}

fn difference(path: &str, expected: Option<&Value>, actual: Option<&Value>) -> Difference {
    Difference {
        path: path.to_owned(),
        expected: expected.cloned(),
        actual: actual.cloned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(expected: &Value, actual: &Value) -> Vec<String> {
        let found = differences(expected.as_object().unwrap(), actual.as_object().unwrap());
        let tell = |one: &Difference| {
            let text = |value: &Option<Value>| value.as_ref().map(Value::to_string);
            let (expected, actual) = (text(&one.expected), text(&one.actual));
            let (expected, actual) = (expected.unwrap_or_default(), actual.unwrap_or_default());
            format!("{} {} {expected} -> {actual}", one.kind(), one.path)
        };
        found.iter().map(tell).collect()
    }

    #[test]
    fn only_what_the_template_sets_is_compared() {
        let expected =
            json!({"MemorySize": 128, "Environment": {"Variables": {"A": "1", "B": "2"}}});
        let actual = json!({
            "MemorySize": 256, "Timeout": 3,
            "Environment": {"Variables": {"A": "1", "C": "3"}, "Further": 1},
        });
        insta::assert_debug_snapshot!(told(&expected, &actual), @r#"
        [
            "REMOVE /Environment/Variables/B \"2\" -> ",
            "ADD /Environment/Variables/C  -> \"3\"",
            "NOT_EQUAL /MemorySize 128 -> 256",
        ]
        "#);
        assert!(told(&actual, &actual).is_empty());
    }

    #[test]
    fn lists_are_compared_by_what_they_mean() {
        let tag = |key: &str, value: &str| json!({"Key": key, "Value": value});
        let expected = json!({
            "Tags": [tag("a", "1"), tag("b", "2"), tag("c", "3")],
            "Columns": [{"Name": "x"}, {"Name": "y"}],
        });
        let actual = json!({
            "Tags": [tag("d", "4"), tag("b", "9"), tag("a", "1")],
            "Columns": [{"Name": "y"}, {"Name": "x"}, {"Name": "z"}],
        });
        insta::assert_debug_snapshot!(told(&expected, &actual), @r#"
        [
            "NOT_EQUAL /Columns/0/Name \"x\" -> \"y\"",
            "NOT_EQUAL /Columns/1/Name \"y\" -> \"x\"",
            "ADD /Columns/2  -> {\"Name\":\"z\"}",
            "ADD /Tags/0  -> {\"Key\":\"d\",\"Value\":\"4\"}",
            "NOT_EQUAL /Tags/1/Value \"2\" -> \"9\"",
            "REMOVE /Tags/2 {\"Key\":\"c\",\"Value\":\"3\"} -> ",
        ]
        "#);
    }

    #[test]
    fn documents_are_compared_as_wholes_and_scalars_by_value() {
        let expected = json!({"PolicyDocument": "{\"a\": 1}", "Threshold": "5", "On": "true"});
        let actual = json!({"PolicyDocument": {"a": 1}, "Threshold": 5.0, "On": true});
        assert!(told(&expected, &actual).is_empty());
        let actual = json!({"PolicyDocument": {"a": 1, "b": 2}, "Threshold": 5, "On": true});
        assert_eq!(told(&expected, &actual).len(), 1);
    }
}
