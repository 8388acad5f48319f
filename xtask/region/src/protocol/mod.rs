//! The wire protocols: how requests are read and how answers and refusals are written.
//!
//! S3's own protocol is in `services/s3`.

pub mod cbor;
pub mod json;
pub mod query;
pub mod rest_json;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, combinators::UnsyncBoxBody};

/// What goes wrong while a body is read or written.
pub type BodyError = Box<dyn std::error::Error + Send + Sync>;
/// The body of an answer.
pub type Body = UnsyncBoxBody<Bytes, BodyError>;
/// An answer.
pub type HttpResponse = http::Response<Body>;

/// A body of these bytes.
pub(crate) fn full(bytes: impl Into<Bytes>) -> Body {
    Full::new(bytes.into())
        .map_err(|never| match never {})
        .boxed_unsync()
}

/// An answer of bytes. The status and the headers are the region's own, so they are valid.
pub(crate) fn respond(
    status: u16,
    headers: &[(&str, &str)],
    body: impl Into<Bytes>,
) -> HttpResponse {
    let mut builder = http::Response::builder().status(status);
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(full(body)).unwrap_or_else(|_| {
        let mut response = http::Response::new(full(Bytes::new()));
        *response.status_mut() = http::StatusCode::INTERNAL_SERVER_ERROR;
        response
    })
}
