//! The part of JSON Schema that the registry's schemas use.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use regex::Regex;
use serde_json::{Map, Number, Value};

/// Patterns met so far. Those that this matcher does not know (they look around) are not
/// checked.
static PATTERNS: LazyLock<Mutex<HashMap<String, Option<Regex>>>> = LazyLock::new(Mutex::default);

/// How alike a name must be to be suggested, from 0 to 1.
const ALIKE: f64 = 0.8;

/// Brings scalars to the types that `schema` wants, where they can be.
pub(super) fn coerce(root: &Value, schema: &Value, value: &mut Value) {
    let schema = followed(root, schema);
    match value {
        Value::Object(object) => {
            for (name, member) in object.iter_mut() {
                if let Some(of_member) = member_schema(schema, name) {
                    coerce(root, of_member, member);
                }
            }
        }
        Value::Array(items) => {
            if let Some(of_item) = schema.get("items") {
                items
                    .iter_mut()
                    .for_each(|item| coerce(root, of_item, item));
            }
        }
        Value::String(text) => {
            let better = if wants(schema, &["boolean"]) {
                text.parse().ok().map(Value::Bool)
            } else if wants(schema, &["integer"]) {
                text.parse::<i64>().ok().map(Value::from)
            } else if wants(schema, &["number"]) {
                let whole = text.parse::<i64>().ok().map(Number::from);
                whole
                    .or_else(|| Number::from_f64(text.parse().ok()?))
                    .map(Value::Number)
            } else {
                None
            };
            if let Some(better) = better {
                *value = better;
            }
        }
        Value::Number(_) | Value::Bool(_) if wants(schema, &["string"]) => {
            *value = Value::String(value.to_string());
        }
        _ => {}
    }
}

/// Whether the only types of `schema` are these.
fn wants(schema: &Value, kinds: &[&str]) -> bool {
    schema
        .get("type")
        .and_then(Value::as_str)
        .is_some_and(|kind| kinds.contains(&kind))
}

/// Adds what is wrong with the properties of a resource.
pub(super) fn validate(
    root: &Value,
    schema: &Value,
    properties: &Map<String, Value>,
    problems: &mut Vec<String>,
) {
    members(root, schema, properties, "#", problems);
}

fn check(root: &Value, schema: &Value, value: &Value, place: &str, problems: &mut Vec<String>) {
    let schema = followed(root, schema);
    if let Some(wanted) = schema.get("type")
        && !types(wanted).any(|kind| is(value, kind))
    {
        let wanted: Vec<_> = types(wanted).map(capitalised).collect();
        problems.push(format!(
            "{place}: expected type: {}, found: {}",
            wanted.join(" or "),
            capitalised(kind_of(value))
        ));
        return;
    }
    let mut violates = |keyword: &str, said: String| {
        problems.push(format!(
            "{place}: failed validation constraint for keyword [{keyword}] ({said})"
        ));
    };
    if let Some(allowed) = schema.get("enum").and_then(Value::as_array)
        && !allowed.contains(value)
    {
        let allowed: Vec<_> = allowed.iter().map(ToString::to_string).collect();
        violates(
            "enum",
            format!("{value} is not one of {}", allowed.join(", ")),
        );
    }
    if let Some(only) = schema.get("const").filter(|only| *only != value) {
        violates("const", format!("{value} is not {only}"));
    }
    let bound = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
    #[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^52")]
    let bounds: Option<(f64, &str, &str, &str)> = match value {
        Value::String(text) => Some((
            text.chars().count() as f64,
            "minLength",
            "maxLength",
            "characters",
        )),
        Value::Number(number) => number.as_f64().map(|n| (n, "minimum", "maximum", "")),
        Value::Array(items) => Some((items.len() as f64, "minItems", "maxItems", "items")),
        Value::Object(members) => Some((
            members.len() as f64,
            "minProperties",
            "maxProperties",
            "members",
        )),
        _ => None,
    };
    if let Some((size, least_keyword, most_keyword, unit)) = bounds {
        if let Some(least) = bound(least_keyword).filter(|least| size < *least) {
            violates(least_keyword, format!("{size} {unit} is less than {least}"));
        }
        if let Some(most) = bound(most_keyword).filter(|most| size > *most) {
            violates(most_keyword, format!("{size} {unit} is more than {most}"));
        }
    }
    match value {
        Value::String(text) => {
            if let Some(pattern) = schema.get("pattern").and_then(Value::as_str)
                && !matches(pattern, text)
            {
                violates("pattern", format!("\"{text}\" does not match {pattern}"));
            }
        }
        Value::Array(items) => {
            if schema.get("uniqueItems") == Some(&Value::Bool(true))
                && items
                    .iter()
                    .enumerate()
                    .any(|(index, item)| items[..index].contains(item))
            {
                problems.push(format!("{place}: array items are not unique"));
            }
            if let Some(of_item) = schema.get("items") {
                for (index, item) in items.iter().enumerate() {
                    check(root, of_item, item, &format!("{place}/{index}"), problems);
                }
            }
        }
        Value::Object(object) => members(root, schema, object, place, problems),
        _ => {}
    }
}

fn members(
    root: &Value,
    schema: &Value,
    object: &Map<String, Value>,
    place: &str,
    problems: &mut Vec<String>,
) {
    let names = |key: &str| {
        schema
            .get(key)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
    };
    for name in names("required").filter(|name| !object.contains_key(*name)) {
        problems.push(format!("{place}: required key [{name}] not found"));
    }
    for (name, member) in object {
        match member_schema(schema, name) {
            Some(of_member) => {
                check(
                    root,
                    of_member,
                    member,
                    &format!("{place}/{name}"),
                    problems,
                );
            }
            None if schema.get("additionalProperties") == Some(&Value::Bool(false)) => {
                let hint = alike(schema, name)
                    .map(|known| format!(" (did you mean {known}?)"))
                    .unwrap_or_default();
                problems.push(format!(
                    "{place}: extraneous key [{name}] is not permitted{hint}"
                ));
            }
            None => {}
        }
    }
    // The registry's own words for "one of these", beside JSON Schema's.
    let count = |key: &str| names(key).filter(|name| object.contains_key(*name)).count();
    let listed = |key: &str| names(key).collect::<Vec<_>>().join(", ");
    if schema.get("requiredOr").is_some() && count("requiredOr") == 0 {
        problems.push(format!(
            "{place}: one of the keys [{}] is needed",
            listed("requiredOr")
        ));
    }
    if schema.get("requiredXor").is_some() && count("requiredXor") != 1 {
        let keys = listed("requiredXor");
        problems.push(format!(
            "{place}: exactly one of the keys [{keys}] is needed"
        ));
    }
    if let Some(excluded) = schema.get("dependentExcluded").and_then(Value::as_object) {
        for (name, others) in excluded
            .iter()
            .filter(|(name, _)| object.contains_key(*name))
        {
            for other in others
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
            {
                if object.contains_key(other) && name.as_str() < other {
                    problems.push(format!("{place}: {name} and {other} exclude each other"));
                }
            }
        }
    }
    let whole = Value::Object(object.clone());
    for (keyword, exactly) in [("anyOf", None), ("oneOf", Some(1))] {
        let Some(choices) = schema.get(keyword).and_then(Value::as_array) else {
            continue;
        };
        let fitting = choices
            .iter()
            .filter(|choice| fits(root, choice, &whole))
            .count();
        if exactly.map_or(fitting == 0, |exactly| fitting != exactly) {
            problems.push(format!(
                "{place}: failed validation constraint for keyword [{keyword}] ({fitting} of {} \
                 forms fit)",
                choices.len()
            ));
        }
    }
}

fn fits(root: &Value, schema: &Value, value: &Value) -> bool {
    let mut problems = Vec::new();
    check(root, schema, value, "#", &mut problems);
    problems.is_empty()
}

/// The schema of the member `name`.
fn member_schema<'a>(schema: &'a Value, name: &str) -> Option<&'a Value> {
    schema
        .get("properties")
        .and_then(|properties| properties.get(name))
        .or_else(|| {
            schema
                .get("patternProperties")?
                .as_object()?
                .iter()
                .find(|(pattern, _)| matches(pattern, name))
                .map(|(_, of_member)| of_member)
        })
}

/// What a `$ref` stands for.
fn followed<'a>(root: &'a Value, mut schema: &'a Value) -> &'a Value {
    // References of the registry's schemas are at most a few deep.
    for _ in 0..16 {
        let target = schema
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|reference| root.pointer(reference.strip_prefix('#')?));
        match target {
            Some(target) => schema = target,
            None => break,
        }
    }
    schema
}

fn matches(pattern: &str, text: &str) -> bool {
    let mut patterns = PATTERNS.lock().unwrap_or_else(PoisonError::into_inner);
    if !patterns.contains_key(pattern) {
        patterns.insert(pattern.to_owned(), Regex::new(pattern).ok());
    }
    match patterns.get(pattern) {
        Some(Some(matcher)) => matcher.is_match(text),
        _ => true,
    }
}

fn alike<'a>(schema: &'a Value, name: &str) -> Option<&'a str> {
    schema
        .get("properties")?
        .as_object()?
        .keys()
        .map(|known| (strsim::jaro_winkler(known, name), known.as_str()))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, known)| known)
}

fn types(wanted: &Value) -> impl Iterator<Item = &str> {
    let one = wanted.as_str().into_iter();
    one.chain(
        wanted
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str),
    )
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        other => kind_of(value) == other,
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// As CloudFormation names JSON's types.
fn capitalised(kind: &str) -> &str {
    match kind {
        "null" => "Null",
        "boolean" => "Boolean",
        "number" => "Number",
        "integer" => "Integer",
        "string" => "String",
        "array" => "JSONArray",
        "object" => "JSONObject",
        other => other,
    }
}
