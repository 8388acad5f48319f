//! Inputs as types, and pages of a listing.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::invalid;
use crate::error::ServiceError;

/// Most that a page holds, and what it holds when nothing is asked.
const PAGE: usize = 100;

/// The input as a type; Rekognition calls what does not fit an invalid parameter.
pub(super) fn decode<T: DeserializeOwned>(input: Value) -> Result<T, ServiceError> {
    serde_json::from_value(input)
        .map_err(|error| invalid(format!("Request has invalid parameters: {error}")))
}

/// A name of a project or version: 1 to 255 letters, digits, `_`, `.` and `-`.
pub(super) fn check_name(member: &str, name: &str) -> Result<(), ServiceError> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
    if (1..=255).contains(&name.len()) && name.bytes().all(allowed) {
        return Ok(());
    }
    Err(invalid(format!(
        "{member} \"{name}\" must be 1 to 255 letters, digits, underscores, dots and hyphens"
    )))
}

/// A percentage; `default` when it is not given.
pub(super) fn percent(member: &str, given: Option<f64>, default: f64) -> Result<f64, ServiceError> {
    let value = given.unwrap_or(default);
    if (0.0..=100.0).contains(&value) {
        return Ok(value);
    }
    Err(invalid(format!("{member} {value} must be from 0 to 100")))
}

/// The items of a page and the token of the next: `after` is a token of this function's own.
pub(super) fn page<T>(
    items: Vec<T>,
    most: Option<i64>,
    after: Option<&str>,
) -> Result<(Vec<T>, Option<String>), ServiceError> {
    let size = match most {
        None => PAGE,
        Some(most) => usize::try_from(most)
            .ok()
            .filter(|most| (1..=PAGE).contains(most))
            .ok_or_else(|| invalid(format!("MaxResults {most} must be from 1 to {PAGE}")))?,
    };
    let start = match after {
        None => 0,
        Some(token) => token
            .parse()
            .ok()
            .filter(|start| *start <= items.len())
            .ok_or_else(|| {
                ServiceError::client(
                    "InvalidPaginationTokenException",
                    format!("NextToken \"{token}\" is none that was given"),
                )
            })?,
    };
    let next = (start + size < items.len()).then(|| (start + size).to_string());
    Ok((items.into_iter().skip(start).take(size).collect(), next))
}

/// A page as an answer: its items under `name`, and what asks for the next page.
pub(super) fn page_told(name: &str, items: Vec<Value>, next: Option<String>) -> Value {
    let mut output = Map::new();
    output.insert(name.to_owned(), items.into());
    if let Some(next) = next {
        output.insert("NextToken".to_owned(), next.into());
    }
    Value::Object(output)
}
