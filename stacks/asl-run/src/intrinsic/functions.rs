//! What each intrinsic function does.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Number, Value};

use super::Surroundings;
use crate::data::{MOST_MADE, weight};
use crate::hash;

/// The most items that `States.ArrayRange` makes.
const LONGEST_RANGE: usize = 1_000;
/// The longest text, in characters, that the encoding functions and the hash take.
const LONGEST_TEXT: usize = 10_000;

const NAMES: &[&str] = &[
    "States.Array",
    "States.ArrayContains",
    "States.ArrayGetItem",
    "States.ArrayLength",
    "States.ArrayPartition",
    "States.ArrayRange",
    "States.ArrayUnique",
    "States.Base64Decode",
    "States.Base64Encode",
    "States.Format",
    "States.Hash",
    "States.JsonMerge",
    "States.JsonToString",
    "States.MathAdd",
    "States.MathRandom",
    "States.StringSplit",
    "States.StringToJson",
    "States.UUID",
];

pub(super) fn is_known(name: &str) -> bool {
    NAMES.contains(&name)
}

/// What a function gives, unless it is too large to go on with.
///
/// # Errors
/// When the function cannot work with its arguments, or gives too much.
pub(super) fn apply<S: Surroundings>(
    name: &str,
    arguments: &[Value],
    surroundings: &mut S,
) -> Result<Value, String> {
    let value = applied(name, arguments, surroundings)?;
    if weight(&value) > MOST_MADE {
        return Err(too_large());
    }
    Ok(value)
}

fn too_large() -> String {
    format!("the result takes more than {MOST_MADE} bytes")
}

fn applied<S: Surroundings>(
    name: &str,
    arguments: &[Value],
    surroundings: &mut S,
) -> Result<Value, String> {
    match (name, arguments) {
        ("States.Array", items) => Ok(Value::Array(items.to_vec())),
        ("States.ArrayContains", [list, item]) => {
            Ok(array(list)?.iter().any(|other| same(other, item)).into())
        }
        ("States.ArrayGetItem", [list, at]) => {
            let items = array(list)?;
            let at = integer(at)?;
            usize::try_from(at)
                .ok()
                .and_then(|at| items.get(at).cloned())
                .ok_or_else(|| format!("Index {at} out of bounds for length {}", items.len()))
        }
        ("States.ArrayLength", [list]) => Ok(array(list)?.len().into()),
        ("States.ArrayPartition", [list, size]) => {
            let size = usize::try_from(integer(size)?)
                .ok()
                .filter(|size| *size > 0);
            let size = size.ok_or("the chunk size must be a positive integer")?;
            Ok(array(list)?
                .chunks(size)
                .map(|chunk| Value::from(chunk.to_vec()))
                .collect())
        }
        ("States.ArrayRange", [first, last, step]) => {
            range(integer(first)?, integer(last)?, integer(step)?)
        }
        ("States.ArrayUnique", [list]) => Ok(unique(array(list)?)),
        ("States.Base64Encode", [data]) => Ok(STANDARD.encode(short(data)?).into()),
        ("States.Base64Decode", [data]) => STANDARD
            .decode(short(data)?)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .map(Value::from)
            .ok_or_else(|| "the argument is not valid Base64 of a text".to_owned()),
        ("States.Format", [template, values @ ..]) => format(text(template)?, values),
        ("States.Hash", [data, algorithm]) => {
            let data = match data {
                Value::String(data) => data.clone(),
                other => other.to_string(),
            };
            within_limit(&data)?;
            hash::digest(text(algorithm)?, data.as_bytes()).map(Value::from)
        }
        ("States.JsonMerge", [left, right, deep]) => merge(left, right, deep),
        ("States.JsonToString", [value]) => Ok(value.to_string().into()),
        ("States.MathAdd", [left, right]) => {
            let sum = rounded(left)?.checked_add(rounded(right)?);
            sum.map(Value::from)
                .ok_or_else(|| "the sum is out of range".to_owned())
        }
        ("States.MathRandom", [first, last]) => random(first, last, None, surroundings),
        ("States.MathRandom", [first, last, seed]) => {
            random(first, last, Some(rounded(seed)?), surroundings)
        }
        ("States.StringSplit", [whole, separators]) => {
            // Every character of the second argument separates, and what is
            // empty between two of them is left out.
            let separators = text(separators)?;
            Ok(text(whole)?
                .split(|c| separators.contains(c))
                .filter(|part| !part.is_empty())
                .map(Value::from)
                .collect())
        }
        ("States.StringToJson", [json]) => {
            serde_json::from_str(text(json)?).map_err(|error| format!("invalid JSON: {error}"))
        }
        ("States.UUID", []) => Ok(surroundings.uuid().into()),
        _ => Err(format!(
            "Invalid number of arguments for {name}: {}",
            arguments.len()
        )),
    }
}

fn array(value: &Value) -> Result<&[Value], String> {
    value
        .as_array()
        .map(Vec::as_slice)
        .ok_or_else(|| format!("expected an array, found {value}"))
}

fn text(value: &Value) -> Result<&str, String> {
    value
        .as_str()
        .ok_or_else(|| format!("expected a string, found {value}"))
}

fn short(value: &Value) -> Result<&str, String> {
    let text = text(value)?;
    within_limit(text)?;
    Ok(text)
}

fn within_limit(text: &str) -> Result<(), String> {
    if text.chars().count() > LONGEST_TEXT {
        return Err(format!(
            "a text of at most {LONGEST_TEXT} characters is allowed"
        ));
    }
    Ok(())
}

fn integer(value: &Value) -> Result<i64, String> {
    rounded(value)
}

/// A number rounded to an integer, halves upwards, as AWS's arithmetic does.
fn rounded(value: &Value) -> Result<i64, String> {
    if let Some(whole) = value.as_i64() {
        return Ok(whole);
    }
    let number = value
        .as_f64()
        .ok_or_else(|| format!("expected a number, found {value}"))?;
    Ok((number + 0.5).floor() as i64)
}

/// Equality in which 1 and 1.0 are the same number.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            left == right || left.as_f64() == right.as_f64()
        }
        _ => left == right,
    }
}

fn unique(items: &[Value]) -> Value {
    let mut out: Vec<Value> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for item in items {
        if seen.insert(item.to_string()) {
            out.push(item.clone());
        }
    }
    Value::Array(out)
}

fn range(first: i64, last: i64, step: i64) -> Result<Value, String> {
    if step == 0 {
        return Err("the step must not be zero".to_owned());
    }
    let mut out = Vec::new();
    let mut at = first;
    while if step > 0 { at <= last } else { at >= last } {
        if out.len() == LONGEST_RANGE {
            return Err(format!("a range holds at most {LONGEST_RANGE} items"));
        }
        out.push(Value::from(at));
        let Some(next) = at.checked_add(step) else {
            break;
        };
        at = next;
    }
    Ok(Value::Array(out))
}

fn merge(left: &Value, right: &Value, deep: &Value) -> Result<Value, String> {
    let (Value::Object(left), Value::Object(right)) = (left, right) else {
        return Err("expected two objects".to_owned());
    };
    if deep.as_bool() != Some(false) {
        return Err(
            "only shallow merging is supported: the third argument must be false".to_owned(),
        );
    }
    let mut merged: Map<String, Value> = left.clone();
    merged.extend(right.clone());
    Ok(Value::Object(merged))
}

fn random<S: Surroundings>(
    first: &Value,
    last: &Value,
    seed: Option<i64>,
    surroundings: &mut S,
) -> Result<Value, String> {
    let (first, last) = (rounded(first)?, rounded(last)?);
    if first >= last {
        return Err(format!(
            "the start {first} must be less than the end {last}"
        ));
    }
    let span = (last as f64) - (first as f64);
    let drawn = first as f64 + (surroundings.random(seed) * span).floor();
    Ok(Value::Number(Number::from(drawn as i64)))
}

/// Puts values in the place of `{}`; a brace after a backslash stands for itself.
fn format(template: &str, values: &[Value]) -> Result<Value, String> {
    let mut out = String::with_capacity(template.len());
    let mut values = values.iter();
    let mut characters = template.chars().peekable();
    while let Some(character) = characters.next() {
        if out.len() > MOST_MADE {
            return Err(too_large());
        }
        match character {
            '\\' if matches!(characters.peek(), Some('{' | '}')) => out.extend(characters.next()),
            '{' if characters.peek() == Some(&'}') => {
                characters.next();
                let value = values.next().ok_or("there are more {} than arguments")?;
                show(value, &mut out);
            }
            _ => out.push(character),
        }
    }
    if values.next().is_some() {
        return Err("there are more arguments than {}".to_owned());
    }
    Ok(out.into())
}

/// A value as AWS's formatter writes it: objects as `{name=value}`.
fn show(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => out.push_str(text),
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                show(item, out);
            }
            out.push(']');
        }
        Value::Object(object) => {
            out.push('{');
            for (at, (name, item)) in object.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                out.push_str(name);
                out.push('=');
                show(item, out);
            }
            out.push('}');
        }
        other => out.push_str(&other.to_string()),
    }
}
