//! Lambda.

use crate::caller::Caller;
use crate::context::{Context, Scope};
use crate::error::ServiceError;
use crate::protocol::rest_json::{Request, Response};
use crate::store::StoreError;

/// Lambda of one AWS region.
#[derive(Debug)]
pub struct Lambda {}

impl Lambda {
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
        request: &Request,
    ) -> Result<Response, ServiceError> {
        Err(ServiceError::unknown_operation(
            "Lambda",
            &format!("{} {}", request.method, request.path),
        ))
    }
}
