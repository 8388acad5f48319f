//! Texts that hold JSON.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, BooleanArray, Int64Array, StringArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use serde_json::Value;

use super::generic::{self, rows};
use super::scalar::{Cached, Call, Scalar, is_text, is_whole};

pub(super) fn functions() -> Vec<Scalar> {
    let two = |name, run| {
        Scalar::new(
            name,
            |t| (t.len() == 2 && t.iter().all(is_text)).then_some(DataType::Utf8),
            run,
        )
    };
    vec![
        two("json_extract_scalar", |call| extract(call, scalar)),
        two("json_extract", |call| {
            extract(call, |value| Some(value.to_string()))
        }),
        Scalar::new(
            super::names::TO_JSON,
            |t| (t.len() == 1).then_some(DataType::Utf8),
            to_json,
        ),
        normalised("json_format"),
        normalised("json_parse"),
        Scalar::new(
            "json_size",
            |t| (t.len() == 2 && t.iter().all(is_text)).then_some(DataType::Int64),
            |call| {
                let sizes = found(call, |value| {
                    let size = match value {
                        Value::Array(items) => items.len(),
                        Value::Object(fields) => fields.len(),
                        _ => 0,
                    };
                    i64::try_from(size).ok()
                })?;
                Ok(Arc::new(Int64Array::from(sizes)))
            },
        ),
        Scalar::new(
            "is_json_scalar",
            |t| (t.len() == 1 && is_text(&t[0])).then_some(DataType::Boolean),
            |call| {
                let texts = call.texts(0)?;
                let values = call.each(|row| {
                    let value = read(&texts, row)?;
                    Ok(value.map(|value| !value.is_array() && !value.is_object()))
                })?;
                Ok(Arc::new(BooleanArray::from(values)))
            },
        ),
        Scalar::new(
            "json_array_contains",
            |t| (t.len() == 2 && is_text(&t[0])).then_some(DataType::Boolean),
            array_contains,
        ),
        Scalar::new(
            "json_array_get",
            |t| (t.len() == 2 && is_text(&t[0]) && is_whole(&t[1])).then_some(DataType::Utf8),
            array_get,
        ),
        Scalar::new(
            "json_array_length",
            |t| (t.len() == 1 && is_text(&t[0])).then_some(DataType::Int64),
            array_length,
        ),
    ]
}

/// A step of a path.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    Field(String),
    Element(usize),
}

/// Reads `$.a['b'][0]`.
fn path(text: &str) -> Result<Vec<Step>, String> {
    let invalid = || format!("Invalid JSON path: '{text}'");
    // How missing parts are taken is said by a word before a path of SQL's standard.
    let plain = text.trim();
    let plain = plain
        .strip_prefix("lax ")
        .or_else(|| plain.strip_prefix("strict "))
        .unwrap_or(plain);
    let mut rest = plain.trim().strip_prefix('$').ok_or_else(invalid)?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            if end == 0 {
                return Err(invalid());
            }
            steps.push(Step::Field(after[..end].to_owned()));
            rest = &after[end..];
        } else if let Some(after) = rest.strip_prefix('[') {
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (step, after) = match quote {
                Some(quote) => {
                    let (name, after) = after[1..].split_once(quote).ok_or_else(invalid)?;
                    (Step::Field(name.to_owned()), after)
                }
                None => {
                    let end = after.find(']').ok_or_else(invalid)?;
                    let at = after[..end].trim().parse().map_err(|_| invalid())?;
                    (Step::Element(at), &after[end..])
                }
            };
            steps.push(step);
            rest = after.strip_prefix(']').ok_or_else(invalid)?;
        } else {
            return Err(invalid());
        }
    }
    Ok(steps)
}

/// One value as JSON; what is no JSON is an error.
fn read(texts: &StringArray, row: usize) -> Result<Option<Value>, String> {
    if texts.is_null(row) {
        return Ok(None);
    }
    let text = texts.value(row);
    let value = serde_json::from_str(text);
    value
        .map(Some)
        .map_err(|_| format!("Cannot convert value to JSON: '{text}'"))
}

/// JSON as Trino writes it: without spaces, the names of fields sorted.
fn normalised(name: &'static str) -> Scalar {
    Scalar::new(
        name,
        |t| (t.len() == 1 && is_text(&t[0])).then_some(DataType::Utf8),
        |call| {
            let texts = call.texts(0)?;
            let values = call.each(|row| {
                let value = read(&texts, row)?;
                Ok(value.map(|mut value| {
                    value.sort_all_objects();
                    value.to_string()
                }))
            })?;
            Ok(Arc::new(StringArray::from(values)))
        },
    )
}

/// Any value as JSON.
fn to_json(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        if values[0].is_null() {
            return Ok(None);
        }
        let mut json = json_of(&values[0])?;
        json.sort_all_objects();
        Ok(Some(ScalarValue::Utf8(Some(json.to_string()))))
    })
}

pub(super) fn json_of(value: &ScalarValue) -> Result<Value, String> {
    if value.is_null() {
        return Ok(Value::Null);
    }
    if let Some(text) = generic::text(value) {
        return Ok(Value::from(text));
    }
    let of = value.data_type();
    if generic::element_type(&of).is_some() {
        let items = generic::elements(value)?.unwrap_or_default();
        return items.iter().map(json_of).collect();
    }
    if generic::entry_types(&of).is_some() {
        let pairs = generic::entries(value)?.unwrap_or_default();
        let pairs = pairs.iter().map(|(key, value)| {
            let key = generic::text(key).map_or_else(|| key.to_string(), str::to_owned);
            Ok((key, json_of(value)?))
        });
        return pairs
            .collect::<Result<serde_json::Map<_, _>, String>>()
            .map(Value::Object);
    }
    if let DataType::Struct(names) = &of {
        let parts = generic::fields(value)?.unwrap_or_default();
        let pairs = names
            .iter()
            .zip(&parts)
            .map(|(name, part)| Ok((name.name().clone(), json_of(part)?)));
        return pairs
            .collect::<Result<serde_json::Map<_, _>, String>>()
            .map(Value::Object);
    }
    match value {
        ScalarValue::Boolean(Some(flag)) => Ok(Value::Bool(*flag)),
        value if of.is_integer() => Ok(generic::whole(value).map_or(Value::Null, Value::from)),
        value if of.is_numeric() => Ok(generic::double(value).map_or(Value::Null, Value::from)),
        value => {
            let array = value.to_array().map_err(|error| error.to_string())?;
            Ok(crate::text::value(array.as_ref(), 0).map_or(Value::Null, Value::from))
        }
    }
}

fn array_contains(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let (Some(text), false) = (generic::text(&values[0]), values[1].is_null()) else {
            return Ok(None);
        };
        let Ok(Value::Array(items)) = serde_json::from_str::<Value>(text) else {
            return Ok(None);
        };
        let wanted = json_of(&values[1])?;
        let is_it = |item: &Value| {
            *item == wanted || item.as_f64().is_some_and(|n| wanted.as_f64() == Some(n))
        };
        Ok(Some(ScalarValue::from(items.iter().any(is_it))))
    })
}

fn array_get(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let (Some(text), Some(at)) = (generic::text(&values[0]), generic::whole(&values[1])) else {
            return Ok(None);
        };
        let Ok(Value::Array(items)) = serde_json::from_str::<Value>(text) else {
            return Ok(None);
        };
        let at = if at < 0 {
            at + i64::try_from(items.len()).unwrap_or(0)
        } else {
            at
        };
        let item = usize::try_from(at).ok().and_then(|at| items.get(at));
        Ok(item.map(|item| ScalarValue::Utf8(Some(item.to_string()))))
    })
}

fn extract(
    call: &Call<'_>,
    show: fn(&Value) -> Option<String>,
) -> Result<ArrayRef, DataFusionError> {
    Ok(Arc::new(StringArray::from(found(call, show)?)))
}

/// What a path finds, where it finds something.
fn found<T>(
    call: &Call<'_>,
    show: fn(&Value) -> Option<T>,
) -> Result<Vec<Option<T>>, DataFusionError> {
    let (texts, paths) = (call.texts(0)?, call.texts(1)?);
    let mut steps = Cached::new(path);
    call.each(|row| {
        if texts.is_null(row) || paths.is_null(row) {
            return Ok(None);
        }
        let steps = steps.get(paths.value(row))?;
        // What is no JSON has no parts.
        let Ok(root) = serde_json::from_str::<Value>(texts.value(row)) else {
            return Ok(None);
        };
        let found = steps.iter().try_fold(&root, |value, step| match step {
            Step::Field(name) => value.get(name),
            Step::Element(at) => value.get(at),
        });
        Ok(found.and_then(show))
    })
}

pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn array_length(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let texts = call.texts(0)?;
    let values = call.each(|row| {
        if texts.is_null(row) {
            return Ok(None);
        }
        Ok(match serde_json::from_str(texts.value(row)) {
            Ok(Value::Array(elements)) => i64::try_from(elements.len()).ok(),
            _ => None,
        })
    })?;
    Ok(Arc::new(Int64Array::from(values)))
}
