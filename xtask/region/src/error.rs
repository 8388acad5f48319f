//! What a service answers when it refuses. Each protocol writes it in its own form.

use serde_json::Value;

use crate::store::StoreError;

/// A refusal in AWS's terms.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct ServiceError {
    /// AWS's name of the error, such as `ResourceNotFoundException`.
    pub code: String,
    /// A sentence that names the thing, the value and the way out.
    pub message: String,
    /// The HTTP status.
    pub status: u16,
    /// Further members of the error's shape.
    pub fields: Vec<(String, Value)>,
}

impl ServiceError {
    /// The caller's mistake: status 400.
    pub fn client(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            message: message.into(),
            status: 400,
            fields: Vec::new(),
        }
    }

    /// With another status.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// With a further member.
    #[must_use]
    pub fn with_field(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.fields.push((name.to_owned(), value.into()));
        self
    }

    /// The region's own failure: status 500.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::client("InternalFailure", message).with_status(500)
    }

    /// An operation that this region does not serve.
    pub fn unknown_operation(service: &str, operation: &str) -> Self {
        Self::client(
            "UnknownOperationException",
            format!("the embedded region does not serve {service} {operation}"),
        )
    }

    /// A caller without the permission, in AWS's words.
    pub fn access_denied(caller: &str, action: &str, resource: &str, why: &str) -> Self {
        Self::client(
            "AccessDeniedException",
            format!(
                "User: {caller} is not authorized to perform: {action} on resource: {resource} {why}"
            ),
        )
        .with_status(403)
    }
}

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        Self::internal(error.to_string())
    }
}
