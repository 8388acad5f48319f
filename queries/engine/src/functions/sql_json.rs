//! SQL's own JSON functions: `json_value`, `json_query`, `json_exists`, `json_object`, `json_array`.
//! What statements say in words, such as `NULL ON EMPTY`, comes as a text.
//!
//! <https://trino.io/docs/current/functions/json.html>

use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use serde_json::{Map, Value};

use super::generic::{rows, text};
use super::json::{json_of, scalar};
use super::json_path::Path;
use super::scalar::{Cached, Call, Scalar, is_text};

pub(super) fn functions() -> Vec<Scalar> {
    vec![
        Scalar::new(
            "json_exists",
            |t| looks_up(t, &[2, 3]).then_some(DataType::Boolean),
            exists,
        ),
        Scalar::new(
            "json_value",
            |t| looks_up(t, &[2, 5]).then_some(DataType::Utf8),
            one_value,
        ),
        Scalar::new(
            "json_query",
            |t| looks_up(t, &[2, 3]).then_some(DataType::Utf8),
            query,
        ),
        Scalar::new(
            "json_object",
            |t| t.first().is_some_and(is_text).then_some(DataType::Utf8),
            object,
        ),
        Scalar::new(
            "json_array",
            |t| t.first().is_some_and(is_text).then_some(DataType::Utf8),
            array,
        ),
    ]
}

fn looks_up(types: &[DataType], counts: &[usize]) -> bool {
    counts.contains(&types.len()) && types.iter().all(is_text)
}

/// What the words say is done `ON EMPTY` or `ON ERROR`.
fn said<'w>(words: &'w str, when: &str) -> Option<&'w str> {
    let all = words.split("; ");
    let mut found = all.filter_map(|one| one.strip_suffix(when)?.strip_suffix(" ON "));
    found.next()
}

fn has(words: &str, word: &str) -> bool {
    words.split("; ").any(|one| one == word)
}

/// What the path of a row finds. A failure is one of the data, which `ON ERROR` speaks of.
fn looked_up(
    values: &[ScalarValue],
    paths: &mut Cached<Path>,
) -> Result<Option<Result<Vec<Value>, String>>, String> {
    let (Some(json), Some(path)) = (text(&values[0]), text(&values[1])) else {
        return Ok(None);
    };
    let path = paths.get(path)?;
    let root = serde_json::from_str(json);
    let root = root.map_err(|_| format!("conversion to JSON failed for '{json}'"));
    Ok(Some(root.and_then(|root: Value| path.find(&root))))
}

fn words(values: &[ScalarValue]) -> &str {
    values.get(2).and_then(text).unwrap_or_default()
}

fn exists(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let mut paths = Cached::new(Path::parse);
    rows(call, |values| {
        let Some(found) = looked_up(values, &mut paths)? else {
            return Ok(None);
        };
        let exists = match (found, said(words(values), "ERROR")) {
            (Ok(found), _) => Some(!found.is_empty()),
            (Err(error), Some("ERROR")) => return Err(error),
            (Err(_), Some("UNKNOWN")) => None,
            (Err(_), Some("TRUE")) => Some(true),
            (Err(_), _) => Some(false),
        };
        Ok(exists.map(ScalarValue::from))
    })
}

fn one_value(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let mut paths = Cached::new(Path::parse);
    rows(call, |values| {
        let Some(found) = looked_up(values, &mut paths)? else {
            return Ok(None);
        };
        let words = words(values);
        let otherwise = |when: &str, default: usize, error: String| match said(words, when) {
            Some("ERROR") => Err(error),
            Some("DEFAULT") => Ok(values
                .get(default)
                .cloned()
                .filter(|value| !value.is_null())),
            _ => Ok(None),
        };
        let failed = |error: String| otherwise("ERROR", 4, error);
        match found.as_deref() {
            Err(error) => failed(error.clone()),
            Ok([]) => otherwise("EMPTY", 3, "JSON path found no items".to_owned()),
            Ok([Value::Null]) => Ok(None),
            Ok([one]) => match scalar(one) {
                Some(text) => Ok(Some(ScalarValue::Utf8(Some(text)))),
                None => failed("JSON path found an item that is no scalar".to_owned()),
            },
            Ok(_) => failed("JSON path found multiple items".to_owned()),
        }
    })
}

fn query(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let mut paths = Cached::new(Path::parse);
    rows(call, |values| {
        let Some(found) = looked_up(values, &mut paths)? else {
            return Ok(None);
        };
        let words = words(values);
        let shown = |text: &str| Some(ScalarValue::from(text));
        let otherwise = |when: &str, error: String| match said(words, when) {
            Some("ERROR") => Err(error),
            Some("EMPTY ARRAY") => Ok(shown("[]")),
            Some("EMPTY OBJECT") => Ok(shown("{}")),
            _ => Ok(None),
        };
        let found = match found {
            Ok(found) => found,
            Err(error) => return otherwise("ERROR", error),
        };
        if found.is_empty() {
            return otherwise("EMPTY", "JSON path found no items".to_owned());
        }
        let is_whole = matches!(found.as_slice(), [Value::Array(_) | Value::Object(_)]);
        let is_wrapped = has(words, "UNCONDITIONAL") || has(words, "CONDITIONAL") && !is_whole;
        let one = match (is_wrapped, found.as_slice()) {
            (true, _) => Value::Array(found),
            (false, [one]) => one.clone(),
            (false, _) => {
                return otherwise("ERROR", "JSON path found multiple items".to_owned());
            }
        };
        Ok(match &one {
            Value::String(text) if has(words, "OMIT QUOTES") => shown(text),
            one => shown(&one.to_string()),
        })
    })
}

/// Whether nulls are left out, and for each value whether it is JSON.
fn form(value: &ScalarValue) -> (bool, Vec<bool>) {
    let form = text(value).unwrap_or_default();
    let (nulls, letters) = form.split_once(' ').unwrap_or((form, ""));
    (
        nulls == "absent",
        letters.chars().map(|letter| letter == 'j').collect(),
    )
}

fn part(value: &ScalarValue, is_json: bool) -> Result<Value, String> {
    match text(value).filter(|_| is_json) {
        Some(text) => serde_json::from_str(text)
            .map_err(|_| format!("conversion to JSON failed for '{text}'")),
        None => json_of(value),
    }
}

fn object(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let (absent, is_json) = form(&values[0]);
        let mut fields = Map::new();
        for (at, pair) in values[1..].chunks(2).enumerate() {
            let [key, value] = pair else {
                return Err("json_object takes pairs of a key and a value".to_owned());
            };
            let key = text(key).ok_or("null value passed for JSON object key")?;
            if !(absent && value.is_null()) {
                let is_json = is_json.get(at).copied().unwrap_or(false);
                fields.insert(key.to_owned(), part(value, is_json)?);
            }
        }
        let made = Value::Object(fields).to_string();
        Ok(Some(ScalarValue::Utf8(Some(made))))
    })
}

fn array(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let (absent, is_json) = form(&values[0]);
        let items = values[1..].iter().enumerate();
        let items = items.filter(|(_, value)| !(absent && value.is_null()));
        let items = items.map(|(at, value)| part(value, is_json.get(at).copied().unwrap_or(false)));
        let made = Value::Array(items.collect::<Result<_, String>>()?).to_string();
        Ok(Some(ScalarValue::Utf8(Some(made))))
    })
}
