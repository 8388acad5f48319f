//! Texts that hold JSON.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, Int64Array, StringArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::error::DataFusionError;
use serde_json::Value;

use super::scalar::{Cached, Call, Scalar, is_text};

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
    let mut rest = text.trim().strip_prefix('$').ok_or_else(invalid)?;
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

fn extract(
    call: &Call<'_>,
    show: fn(&Value) -> Option<String>,
) -> Result<ArrayRef, DataFusionError> {
    let (texts, paths) = (call.texts(0)?, call.texts(1)?);
    let mut steps = Cached::new(path);
    let values = call.each(|row| {
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
    })?;
    Ok(Arc::new(StringArray::from(values)))
}

fn scalar(value: &Value) -> Option<String> {
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
