//! EventBridge.

use serde_json::Value;

use crate::caller::Caller;
use crate::context::{Context, Scope};
use crate::error::ServiceError;
use crate::store::StoreError;

/// EventBridge of one AWS region.
#[derive(Debug)]
pub struct Events {}

impl Events {
    pub(crate) fn open(_scope: &Scope<'_>) -> Result<Self, StoreError> {
        Ok(Self {})
    }

    /// Takes up what a restart left unfinished.
    pub(crate) fn start(&self, _context: &Context) {}

    /// Answers one operation of the wire protocol.
    pub(crate) async fn call(
        &self,
        _context: &Context,
        _caller: &Caller,
        operation: &str,
        _input: Value,
    ) -> Result<Value, ServiceError> {
        Err(ServiceError::unknown_operation("EventBridge", operation))
    }
}
