//! Paths of SQL's own JSON functions: `lax $.items[*].name`.
//!
//! <https://trino.io/docs/current/functions/json.html#json-path-language>. Filters, arithmetic and most
//! methods are not known here.

use serde_json::Value;

/// A path, ready.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Path {
    /// Whether a part that is missing is an error.
    strict: bool,
    steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq)]
enum Step {
    Member(String),
    Members,
    /// Ranges of places, counted from 0.
    Elements(Vec<(Place, Place)>),
    AllElements,
    Size,
    Type,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    At(usize),
    /// So many before the last.
    BeforeLast(usize),
}

impl Place {
    fn of(self, count: usize) -> Option<usize> {
        match self {
            Self::At(at) => Some(at),
            Self::BeforeLast(back) => count.checked_sub(1)?.checked_sub(back),
        }
    }
}

impl Path {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let invalid = || format!("Invalid JSON path: '{text}'");
        let trimmed = text.trim();
        let (strict, rest) = match (
            trimmed.strip_prefix("lax "),
            trimmed.strip_prefix("strict "),
        ) {
            (Some(rest), _) => (false, rest),
            (_, Some(rest)) => (true, rest),
            _ => (false, trimmed),
        };
        let mut rest = rest
            .trim()
            .strip_prefix('$')
            .ok_or_else(invalid)?
            .trim_start();
        let mut steps = Vec::new();
        while !rest.is_empty() {
            let (step, after) = match rest.split_at_checked(1) {
                Some((".", after)) => member(after.trim_start()),
                Some(("[", after)) => elements(after),
                Some(("?", _)) => {
                    return Err(format!("JSON path filters are not known here: '{text}'"));
                }
                _ => None,
            }
            .ok_or_else(invalid)?;
            steps.push(step);
            rest = after.trim_start();
        }
        Ok(Self { strict, steps })
    }

    /// All that it finds; an error where it is strict and something is missing.
    pub(super) fn find(&self, root: &Value) -> Result<Vec<Value>, String> {
        let mut found = vec![root.clone()];
        for step in &self.steps {
            let mut next = Vec::new();
            for value in found {
                self.take(step, value, &mut next)?;
            }
            found = next;
        }
        Ok(found)
    }

    fn take(&self, step: &Step, value: Value, out: &mut Vec<Value>) -> Result<(), String> {
        let missing = |what: &str| match self.strict {
            true => Err(format!("JSON path structural error: {what}")),
            false => Ok(()),
        };
        match (step, value) {
            (Step::Member(name), Value::Object(mut fields)) => match fields.remove(name) {
                Some(field) => out.push(field),
                None => missing(&format!("missing member '{name}'"))?,
            },
            (Step::Members, Value::Object(fields)) => {
                out.extend(fields.into_iter().map(|(_, value)| value));
            }
            // Where it is lax, an array stands for its elements, and a value for an array of it.
            (Step::Member(_) | Step::Members, Value::Array(items)) if !self.strict => {
                for item in items.into_iter().filter(Value::is_object) {
                    self.take(step, item, out)?;
                }
            }
            (Step::Member(_) | Step::Members, _) => missing("no object")?,
            (Step::AllElements, Value::Array(items)) => out.extend(items),
            (Step::Elements(ranges), Value::Array(items)) => {
                for (from, to) in ranges {
                    let range = from.of(items.len()).zip(to.of(items.len()));
                    let Some((from, to)) =
                        range.filter(|(_, to)| !self.strict || *to < items.len())
                    else {
                        missing("invalid array subscript")?;
                        continue;
                    };
                    let count = (to + 1).saturating_sub(from);
                    out.extend(items.iter().skip(from).take(count).cloned());
                }
            }
            (Step::AllElements | Step::Elements(_), value) => match self.strict {
                true => missing("no array")?,
                false => self.take(step, Value::Array(vec![value]), out)?,
            },
            (Step::Size, value) => {
                let size = value.as_array().map_or(1, Vec::len);
                out.push(Value::from(size));
            }
            (Step::Type, value) => out.push(Value::from(match value {
                Value::Null => "null",
                Value::Bool(_) => "boolean",
                Value::Number(_) => "number",
                Value::String(_) => "string",
                Value::Array(_) => "array",
                Value::Object(_) => "object",
            })),
        }
        Ok(())
    }
}

/// What stands behind a point.
fn member(text: &str) -> Option<(Step, &str)> {
    if let Some(rest) = text.strip_prefix('*') {
        return Some((Step::Members, rest));
    }
    if let Some(rest) = text.strip_prefix('"') {
        let (name, rest) = rest.split_once('"')?;
        return Some((Step::Member(name.to_owned()), rest));
    }
    let is_part = |sign: char| sign.is_alphanumeric() || sign == '_' || sign == '$';
    let end = text.find(|sign| !is_part(sign)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if name.is_empty() || name.starts_with(|sign: char| sign.is_ascii_digit()) {
        return None;
    }
    match rest.strip_prefix("()") {
        Some(rest) => match name {
            "size" => Some((Step::Size, rest)),
            "type" => Some((Step::Type, rest)),
            _ => None,
        },
        None => Some((Step::Member(name.to_owned()), rest)),
    }
}

/// What stands in brackets: `*`, or places and ranges of places.
fn elements(text: &str) -> Option<(Step, &str)> {
    let (inner, rest) = text.split_once(']')?;
    if inner.trim() == "*" {
        return Some((Step::AllElements, rest));
    }
    let range = |text: &str| match text.split_once(" to ") {
        Some((from, to)) => Some((place(from)?, place(to)?)),
        None => place(text).map(|at| (at, at)),
    };
    let ranges = inner.split(',').map(range);
    Some((Step::Elements(ranges.collect::<Option<_>>()?), rest))
}

fn place(text: &str) -> Option<Place> {
    let text = text.trim();
    let Some(rest) = text.strip_prefix("last") else {
        return text.parse().ok().map(Place::At);
    };
    match rest.trim().strip_prefix('-') {
        Some(back) => back.trim().parse().ok().map(Place::BeforeLast),
        None => rest.trim().is_empty().then_some(Place::BeforeLast(0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, json: &str) -> Result<String, String> {
        let root: Value = serde_json::from_str(json).unwrap();
        let found = Path::parse(path)?.find(&root)?;
        Ok(Value::Array(found).to_string())
    }

    #[test]
    fn paths_find_what_they_name() {
        let json = r#"{"a": [{"b": 1}, {"b": 2}, {"c": 3}], "d e": {"f": null}}"#;
        for (path, expected) in [
            ("$.a[0].b", "[1]"),
            ("lax $.a.b", "[1,2]"),
            ("lax $.a[*].b", "[1,2]"),
            ("lax $.a[last]", r#"[{"c":3}]"#),
            ("lax $.a[0 to 1].b", "[1,2]"),
            ("lax $.a[last - 1, 0].b", "[2,1]"),
            (r#"lax $."d e".f"#, "[null]"),
            ("lax $.nothing", "[]"),
            ("lax $.a[7]", "[]"),
            ("lax $.a.size()", "[3]"),
            ("lax $.a[0].b[0]", "[1]"),
            (
                "lax $.*[*].type()",
                r#"["object","object","object","object"]"#,
            ),
        ] {
            assert_eq!(found(path, json).as_deref(), Ok(expected), "{path}");
        }
        for path in [
            "strict $.nothing",
            "strict $.a[7]",
            "strict $.a.b",
            "a",
            "$.a[x]",
            "$.a ? (@ > 1)",
            "$.",
        ] {
            assert!(found(path, json).is_err(), "{path}");
        }
    }
}
