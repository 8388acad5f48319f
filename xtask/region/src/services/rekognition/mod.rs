//! Rekognition.

use serde_json::Value;

use crate::caller::Caller;
use crate::context::{Context, Scope};
use crate::error::ServiceError;
use crate::store::StoreError;

/// Rekognition of one AWS region.
#[derive(Debug)]
pub struct Rekognition {}

impl Rekognition {
    pub(crate) fn open(_scope: &Scope<'_>) -> Result<Self, StoreError> {
        Ok(Self {})
    }

    /// Answers one operation of the wire protocol.
    pub(crate) async fn call(
        &self,
        _context: &Context,
        _caller: &Caller,
        operation: &str,
        _input: Value,
    ) -> Result<Value, ServiceError> {
        Err(ServiceError::unknown_operation("Rekognition", operation))
    }
}
