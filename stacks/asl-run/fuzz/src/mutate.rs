//! Mutations that know JSON: what was JSON stays JSON, so that they get past the parser.

use libfuzzer_sys::fuzzer_mutate;
use serde_json::{Map, Value};

use crate::Choices;
use crate::parts::BETWEEN;
use crate::vocabulary::{FIELDS, TEXTS};

/// Changes an input of parts in place: a JSON part as a tree, or, one time in
/// three and where no part is JSON, its bytes. Gives the new length.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let bytes = seed.to_le_bytes();
    if bytes[0].is_multiple_of(3) {
        return fuzzer_mutate(data, size, max_size);
    }
    match tree(&data[..size], seed) {
        Some(text) if text.len() <= max_size.min(data.len()) => {
            data[..text.len()].copy_from_slice(text.as_bytes());
            text.len()
        }
        _ => fuzzer_mutate(data, size, max_size),
    }
}

/// The input with one of its JSON parts changed as a tree.
fn tree(data: &[u8], seed: u32) -> Option<String> {
    let text = std::str::from_utf8(data).ok()?;
    let mut parts: Vec<String> = text.split(BETWEEN).map(str::to_owned).collect();
    let mut bytes = [0; 64];
    let mut state = seed | 1;
    for byte in &mut bytes {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        *byte = state.to_le_bytes()[1];
    }
    let mut choices = Choices::new(&bytes);
    let json: Vec<usize> = (0..parts.len())
        .filter(|at| parts[*at].starts_with(['{', '[']))
        .collect();
    let at = *json.get(usize::from(choices.byte()) % json.len().max(1))?;
    let mut value: Value = serde_json::from_str(&parts[at]).ok()?;
    for _ in 0..=choices.byte() % 3 {
        let donor = any_within(&value, &mut choices);
        change(&mut value, &donor, &mut choices);
    }
    parts[at] = value.to_string();
    Some(parts.join(BETWEEN))
}

/// How many values a value holds, itself included.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(object) => object.values().map(count).sum(),
        _ => 0,
    }
}

/// A value somewhere within another.
fn any_within(value: &Value, choices: &mut Choices<'_>) -> Value {
    let mut at = number(choices) % count(value);
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        if at == 0 {
            return value.clone();
        }
        at -= 1;
        match value {
            Value::Array(items) => waiting.extend(items),
            Value::Object(object) => waiting.extend(object.values()),
            _ => {}
        }
    }
    Value::Null
}

fn number(choices: &mut Choices<'_>) -> usize {
    usize::from(choices.byte()) << 8 | usize::from(choices.byte())
}

/// Changes the value somewhere.
fn change(root: &mut Value, donor: &Value, choices: &mut Choices<'_>) {
    let mut at = number(choices) % count(root);
    let mut waiting = vec![root];
    while let Some(value) = waiting.pop() {
        if at == 0 {
            return change_here(value, donor, choices);
        }
        at -= 1;
        match value {
            Value::Array(items) => waiting.extend(items),
            Value::Object(object) => waiting.extend(object.values_mut()),
            _ => {}
        }
    }
}

fn change_here(value: &mut Value, donor: &Value, choices: &mut Choices<'_>) {
    let kind = choices.byte() % 8;
    match value {
        Value::Object(object) if kind < 6 => change_object(object, donor, choices),
        Value::Array(items) if kind < 6 => match kind {
            0 if !items.is_empty() => {
                items.remove(number(choices) % items.len());
            }
            1 | 2 if !items.is_empty() => items.push(items[number(choices) % items.len()].clone()),
            3 => items.push(donor.clone()),
            _ => items.push(fresh(choices)),
        },
        Value::String(text) if kind < 3 => {
            // A piece of the vocabulary in the middle of a text.
            let mut cut = number(choices) % (text.len() + 1);
            while !text.is_char_boundary(cut) {
                cut -= 1;
            }
            text.insert_str(cut, choices.of(TEXTS));
        }
        _ if kind == 7 => *value = donor.clone(),
        _ => *value = fresh(choices),
    }
}

fn change_object(object: &mut Map<String, Value>, donor: &Value, choices: &mut Choices<'_>) {
    let key = (!object.is_empty())
        .then(|| object.keys().nth(number(choices) % object.len()).cloned())
        .flatten();
    match (choices.byte() % 6, key) {
        (0, Some(key)) => {
            object.remove(&key);
        }
        (1, Some(key)) => {
            // The same value under another name.
            if let Some(value) = object.remove(&key) {
                object.insert(choices.of(FIELDS).to_owned(), value);
            }
        }
        (2, Some(key)) => {
            object.insert(key, fresh(choices));
        }
        (3, Some(key)) => {
            object.insert(key, donor.clone());
        }
        (4, _) => {
            object.insert(choices.of(FIELDS).to_owned(), donor.clone());
        }
        _ => {
            object.insert(choices.of(FIELDS).to_owned(), fresh(choices));
        }
    }
}

/// A new value, of the words of the language more often than not.
fn fresh(choices: &mut Choices<'_>) -> Value {
    match choices.byte() % 16 {
        0 => Value::Null,
        1 => Value::from(choices.byte() % 2 == 0),
        2 => Value::from(choices.byte()),
        3 => Value::from(-i64::from(choices.byte())),
        4 => [
            Value::from(u64::MAX),
            Value::from(i64::MIN),
            Value::from(1e308),
            Value::from(-0.5),
            Value::from(99_999_999),
            Value::from(5e-324),
        ][usize::from(choices.byte()) % 6]
            .clone(),
        5 => Value::Array(Vec::new()),
        6 => Value::Object(Map::new()),
        7 => Value::from(format!("{{% {} %}}", choices.of(TEXTS))),
        8 => Value::from(format!("{}{}", choices.of(TEXTS), choices.of(TEXTS))),
        _ => Value::from(choices.of(TEXTS)),
    }
}
