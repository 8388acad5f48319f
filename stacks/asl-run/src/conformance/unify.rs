//! Comparing what was recorded with what happened, where the recording leaves
//! gaps: placeholders stand for any text, the same one always for the same.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

/// Words that stand for text that differs from run to run.
const WORDS: [&str; 5] = [
    "timestamp",
    "date",
    "datetime",
    "snf_role_arn",
    "sfn_role_arn",
];

/// Compares values of one case.
pub(super) struct Unifier {
    /// Fields whose recorded text is a placeholder.
    fields: HashSet<String>,
    bound: HashMap<String, String>,
}

impl Unifier {
    pub(super) fn new(case: &Value) -> Self {
        let fields = case["placeholders"].as_array().into_iter().flatten();
        Self {
            fields: fields
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            bound: HashMap::new(),
        }
    }

    /// Whether the values agree; what they bind stays bound only if they do.
    pub(super) fn agrees(&mut self, expected: &Value, actual: &Value) -> Result<(), String> {
        let before = self.bound.clone();
        let result = self.value("", expected, actual);
        if result.is_err() {
            self.bound = before;
        }
        result
    }

    fn value(&mut self, field: &str, expected: &Value, actual: &Value) -> Result<(), String> {
        match (expected, actual) {
            (Value::String(left), Value::String(right)) => {
                if left == right || self.text(field, left, right) {
                    return Ok(());
                }
                match (parsed(left), parsed(right)) {
                    (Some(left), Some(right)) => self.value(field, &left, &right),
                    _ => differ(expected, actual),
                }
            }
            // A field that differs from run to run is recorded as a text, whatever it is.
            (Value::String(name), _) if self.fields.contains(field) && parsed(name).is_none() => {
                if self.bind(name, &actual.to_string()) {
                    Ok(())
                } else {
                    differ(expected, actual)
                }
            }
            // The recordings hold some texts of JSON as the JSON itself.
            (Value::String(text), _) => match parsed(text) {
                Some(parsed) => self.value(field, &parsed, actual),
                None => differ(expected, actual),
            },
            (_, Value::String(text)) => match parsed(text) {
                Some(parsed) => self.value(field, expected, &parsed),
                None => differ(expected, actual),
            },
            (Value::Object(left), Value::Object(right)) => {
                for (name, left) in left {
                    let Some(right) = right.get(name) else {
                        return Err(format!("there is no {name}"));
                    };
                    self.value(name, left, right)
                        .map_err(|why| format!("{name}: {why}"))?;
                }
                match right.keys().find(|name| !left.contains_key(*name)) {
                    Some(name) => Err(format!("there is {name} too")),
                    None => Ok(()),
                }
            }
            (Value::Array(left), Value::Array(right)) if left.len() == right.len() => left
                .iter()
                .zip(right)
                .try_for_each(|(left, right)| self.value(field, left, right)),
            (Value::Number(left), Value::Number(right)) if left.as_f64() == right.as_f64() => {
                Ok(())
            }
            _ if expected == actual => Ok(()),
            _ => differ(expected, actual),
        }
    }

    fn text(&mut self, field: &str, expected: &str, actual: &str) -> bool {
        if WORDS.contains(&expected) {
            return true;
        }
        if names_field(expected, field) {
            return true;
        }
        if self.fields.contains(field) && !expected.contains('<') {
            return self.bind(expected, actual);
        }
        self.pattern(expected, actual)
    }

    fn bind(&mut self, name: &str, text: &str) -> bool {
        self.bound
            .entry(name.to_owned())
            .or_insert_with(|| text.to_owned())
            == text
    }

    /// Whether the text fits a pattern with placeholders in angle brackets.
    fn pattern(&mut self, pattern: &str, text: &str) -> bool {
        let Some(open) = pattern.find('<') else {
            return pattern == text;
        };
        let (literal, rest) = pattern.split_at(open);
        let Some(text) = text.strip_prefix(literal) else {
            return false;
        };
        let Some(end) = closing(rest) else {
            return pattern[open..] == *text;
        };
        let (name, rest) = rest.split_at(end);
        if let Some(bound) = self.bound.get(name).cloned()
            && let Some(text) = text.strip_prefix(bound.as_str())
        {
            return self.pattern(rest, text);
        }
        if self.bound.contains_key(name) {
            return false;
        }
        // The shortest text that lets the rest fit.
        let ends: Vec<usize> = text
            .char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .collect();
        for end in ends {
            let before = self.bound.clone();
            self.bound.insert(name.to_owned(), text[..end].to_owned());
            if self.pattern(rest, &text[end..]) {
                return true;
            }
            self.bound = before;
        }
        false
    }
}

/// Whether a text is its own field's name in another spelling, as recordings
/// write what differs from run to run: `map_run_arn` for `mapRunArn`.
fn names_field(text: &str, field: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_ascii_alphanumeric())
            .map(|c| c.to_ascii_lowercase())
            .collect()
    };
    let (text, field) = (plain(text), plain(field));
    // Short words may well be values that happen to be their field's name.
    text.len().min(field.len()) >= 6 && (text.ends_with(&field) || field.ends_with(&text))
}

/// Where the placeholder that the text begins with ends.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, character) in text.char_indices() {
        match character {
            '<' => depth += 1,
            '>' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            ' ' | '"' => return None,
            _ => {}
        }
    }
    None
}

fn parsed(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

fn differ(expected: &Value, actual: &Value) -> Result<(), String> {
    let short = |value: &Value| -> String {
        let text = value.to_string();
        if text.chars().count() > 300 {
            text.chars().take(300).chain(['…']).collect()
        } else {
            text
        }
    };
    Err(format!(
        "recorded {}, got {}",
        short(expected),
        short(actual)
    ))
}
