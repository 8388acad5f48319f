//! Why there is no answer. SageMaker hands status and body on as a `ModelError`'s
//! `OriginalStatusCode` and `OriginalMessage`.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::json;

/// A request that is refused.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refusal {
    #[error("the picture is larger than {most} bytes, the most that is taken; send a smaller one")]
    TooLarge { most: usize },
    #[error("the content type is {found}; image/jpeg and image/png are taken")]
    ContentType { found: String },
    #[error("the content type says {said}, the body is {is}; send the type that it is")]
    OtherType {
        said: &'static str,
        is: &'static str,
    },
    #[error("the answer is application/json, which the Accept header {accept:?} rules out")]
    NotAcceptable { accept: String },
    #[error("{0}")]
    Picture(String),
    #[error("the body ended before all of it had come")]
    CutOff,
    #[error("the body did not come within {seconds} seconds")]
    TooSlow { seconds: u64 },
    #[error("as many requests are under way as are let in; try again")]
    Busy,
    #[error("the model failed on this picture")]
    Failed,
}

impl Refusal {
    fn status(&self) -> (StatusCode, &'static str) {
        match self {
            Self::TooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "PayloadTooLarge"),
            Self::ContentType { .. } | Self::OtherType { .. } => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType")
            }
            Self::NotAcceptable { .. } => (StatusCode::NOT_ACCEPTABLE, "NotAcceptable"),
            Self::Picture(_) | Self::CutOff => (StatusCode::BAD_REQUEST, "InvalidPicture"),
            Self::TooSlow { .. } => (StatusCode::REQUEST_TIMEOUT, "RequestTimeout"),
            Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailable"),
            Self::Failed => (StatusCode::INTERNAL_SERVER_ERROR, "InternalFailure"),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, code) = self.status();
        tracing::warn!(status = status.as_u16(), "{self}");
        let body = Json(json!({ "Error": { "Code": code, "Message": self.to_string() } }));
        let mut response = (status, body).into_response();
        if status == StatusCode::SERVICE_UNAVAILABLE {
            let headers = response.headers_mut();
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}
