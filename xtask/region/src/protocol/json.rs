//! awsJson 1.0 and 1.1: the operation in `X-Amz-Target`, input and output as JSON.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{HttpResponse, respond};
use crate::error::ServiceError;

/// Which of the two versions a service speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// `application/x-amz-json-1.0`
    V1_0,
    /// `application/x-amz-json-1.1`
    V1_1,
}

impl Version {
    fn content_type(self) -> &'static str {
        match self {
            Self::V1_0 => "application/x-amz-json-1.0",
            Self::V1_1 => "application/x-amz-json-1.1",
        }
    }
}

/// The input of an operation. An empty body is an empty input.
pub fn parse_input(body: &[u8]) -> Result<Value, ServiceError> {
    if body.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    serde_json::from_slice(body).map_err(|error| {
        ServiceError::client(
            "SerializationException",
            format!("the body is not JSON: {error}"),
        )
    })
}

/// The input as a type. Members that the type does not have are left alone, as AWS does.
pub fn decode<T: DeserializeOwned>(input: Value) -> Result<T, ServiceError> {
    serde_json::from_value(input).map_err(|error| {
        ServiceError::client(
            "ValidationException",
            format!("the input is not valid: {error}"),
        )
    })
}

/// An answer in the protocol's form.
pub fn render(
    version: Version,
    request_id: &str,
    result: Result<Value, ServiceError>,
) -> HttpResponse {
    let (status, body, code) = match result {
        Ok(value) => (200, value, None),
        Err(error) => {
            let mut body = Map::new();
            body.insert("__type".to_owned(), Value::from(error.code.clone()));
            body.insert("message".to_owned(), Value::from(error.message));
            body.extend(error.fields);
            (error.status, Value::Object(body), Some(error.code))
        }
    };
    let mut headers = vec![
        ("content-type", version.content_type()),
        ("x-amzn-requestid", request_id),
    ];
    if let Some(code) = &code {
        headers.push(("x-amzn-errortype", code));
    }
    respond(status, &headers, body.to_string())
}
