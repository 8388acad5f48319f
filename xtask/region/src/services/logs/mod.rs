//! CloudWatch Logs.

use serde_json::Value;

use crate::caller::Caller;
use crate::context::{Context, Scope};
use crate::error::ServiceError;
use crate::store::StoreError;

/// CloudWatch Logs of one AWS region.
#[derive(Debug)]
pub struct Logs {}

impl Logs {
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
        Err(ServiceError::unknown_operation(
            "CloudWatch Logs",
            operation,
        ))
    }
}
