//! Requests and answers in the protocol's own terms.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use crate::error::ServiceError;

/// The most results of a page.
const LARGEST_PAGE: usize = 1_000;
/// The results of a page where the request names no number.
const USUAL_PAGE: usize = 100;

pub(super) fn text<'a>(input: &'a Value, name: &str) -> Option<&'a str> {
    input.get(name).and_then(Value::as_str)
}

/// A text that must be there.
pub(super) fn required<'a>(input: &'a Value, name: &str) -> Result<&'a str, ServiceError> {
    text(input, name)
        .filter(|text| !text.is_empty())
        .ok_or_else(|| {
            validation(format!(
                "1 validation error detected: Value null at '{name}' failed to satisfy constraint: \
             Member must not be null"
            ))
        })
}

pub(super) fn validation(message: impl Into<String>) -> ServiceError {
    ServiceError::client("ValidationException", message)
}

/// What a request is about, for authorisation: the ARN it names, or any.
pub(super) fn subject(input: &Value) -> &str {
    [
        "executionArn",
        "stateMachineArn",
        "stateMachineVersionArn",
        "stateMachineAliasArn",
        "mapRunArn",
        "resourceArn",
        "activityArn",
    ]
    .into_iter()
    .find_map(|name| text(input, name))
    .unwrap_or("*")
}

/// Milliseconds since 1970 as the protocol's seconds.
pub(super) fn date(millis: i64) -> Value {
    Value::from(millis as f64 / 1000.0)
}

/// How many results a page of this request may hold.
pub(super) fn page_size(input: &Value) -> Result<usize, ServiceError> {
    match input.get("maxResults") {
        None | Some(Value::Null) => Ok(USUAL_PAGE),
        Some(value) => match value.as_u64() {
            Some(0) => Ok(USUAL_PAGE),
            Some(size) if size <= LARGEST_PAGE as u64 => Ok(size as usize),
            _ => Err(validation(format!(
                "1 validation error detected: Value '{value}' at 'maxResults' failed to satisfy \
                 constraint: Member must have value less than or equal to {LARGEST_PAGE}"
            ))),
        },
    }
}

/// The token that asks for the page after the entry with this key.
pub(super) fn page_token(key: &str) -> Value {
    URL_SAFE_NO_PAD.encode(key).into()
}

/// The key after which the requested page begins.
pub(super) fn page_start(input: &Value) -> Result<Option<String>, ServiceError> {
    let Some(token) = text(input, "nextToken") else {
        return Ok(None);
    };
    URL_SAFE_NO_PAD
        .decode(token)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .map(Some)
        .ok_or_else(|| ServiceError::client("InvalidToken", format!("Invalid Token: '{token}'")))
}

/// An object of the fields that have a value.
pub(super) fn object<const N: usize>(fields: [(&str, Option<Value>); N]) -> Value {
    let fields = fields
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(fields.collect::<Map<_, _>>())
}

/// Whether a name may be given to a machine, an execution or an activity.
pub(super) fn check_name(name: &str) -> Result<(), ServiceError> {
    let bad = name.is_empty()
        || name.chars().count() > 80
        || name
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || "<>{}[]?*\"#%\\^|~`$&,;:/".contains(c));
    if bad {
        return Err(ServiceError::client(
            "InvalidName",
            format!("Invalid Name: '{name}'"),
        ));
    }
    Ok(())
}
