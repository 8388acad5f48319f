//! restJson1, which Lambda, SageMaker's runtime and Lookout for Vision speak: the operation in method and path, input in path, query,
//! headers and a JSON body.

use bytes::Bytes;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::{HttpResponse, respond};
use crate::error::ServiceError;

/// A request.
#[derive(Debug, Clone)]
pub struct Request {
    /// The method.
    pub method: http::Method,
    /// The path as sent, still percent-encoded.
    pub path: String,
    /// The decoded query, in order.
    pub query: Vec<(String, String)>,
    /// The headers.
    pub headers: http::HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Request {
    /// The path's segments, each decoded.
    pub fn segments(&self) -> Result<Vec<String>, ServiceError> {
        let segments = self.path.trim_matches('/').split('/');
        segments
            .map(|segment| {
                percent_decode_str(segment)
                    .decode_utf8()
                    .map(|text| text.into_owned())
                    .map_err(|_| {
                        ServiceError::client(
                            "InvalidRequestContentException",
                            format!("the path \"{}\" is not UTF-8", self.path),
                        )
                    })
            })
            .collect()
    }

    /// The query's first value of this name.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// A header's text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Headers beside the content type.
    pub headers: Vec<(String, String)>,
    /// The body, as JSON unless a header says otherwise.
    pub body: Bytes,
}

impl Response {
    /// A JSON answer.
    pub fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.to_string().into(),
        }
    }

    /// An answer without a body.
    pub fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Bytes::new(),
        }
    }
}

/// An answer in the protocol's form.
pub fn render(request_id: &str, result: Result<Response, ServiceError>) -> HttpResponse {
    match result {
        Ok(response) => {
            let mut headers = vec![("x-amzn-requestid", request_id)];
            if !response
                .headers
                .iter()
                .any(|(name, _)| name == "content-type")
            {
                headers.push(("content-type", "application/json"));
            }
            headers.extend(
                response
                    .headers
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str())),
            );
            respond(response.status, &headers, response.body)
        }
        Err(error) => {
            let mut body = Map::new();
            body.insert("Type".to_owned(), Value::from(fault(error.status)));
            body.insert("Message".to_owned(), Value::from(error.message.clone()));
            body.insert("message".to_owned(), Value::from(error.message));
            body.extend(error.fields);
            let headers = [
                ("content-type", "application/json"),
                ("x-amzn-requestid", request_id),
                ("x-amzn-errortype", error.code.as_str()),
            ];
            respond(error.status, &headers, Value::Object(body).to_string())
        }
    }
}

fn fault(status: u16) -> &'static str {
    if status < 500 { "User" } else { "Service" }
}
