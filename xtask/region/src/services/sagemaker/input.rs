//! Inputs as types, and what names must be.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::invalid;
use crate::error::ServiceError;

/// The input as a type.
pub(super) fn decode<T: DeserializeOwned>(input: Value) -> Result<T, ServiceError> {
    serde_json::from_value(input)
        .map_err(|error| invalid(format!("the input is not valid: {error}")))
}

/// A name: 1 to 63 letters, digits and dashes, neither first nor last a dash.
pub(super) fn check_name(member: &str, name: &str) -> Result<(), ServiceError> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let fits = (1..=63).contains(&name.len())
        && name.bytes().all(is_part)
        && !name.starts_with('-')
        && !name.ends_with('-');
    if fits {
        return Ok(());
    }
    Err(invalid(format!(
        "{member} \"{name}\" must be 1 to 63 letters, digits and dashes, beginning and ending with a \
         letter or digit"
    )))
}

/// Bucket and key prefix of `s3://bucket/prefix`.
pub(super) fn s3_place(member: &str, text: &str) -> Result<(String, String), ServiceError> {
    let place = text
        .strip_prefix("s3://")
        .and_then(|rest| rest.split_once('/'))
        .filter(|(bucket, _)| !bucket.is_empty());
    match place {
        Some((bucket, key)) => Ok((bucket.to_owned(), key.to_owned())),
        None => Err(invalid(format!(
            "{member} \"{text}\" must be s3://bucket/key"
        ))),
    }
}
