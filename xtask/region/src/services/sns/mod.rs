//! SNS.

use crate::caller::Caller;
use crate::context::{Context, Scope};
use crate::error::ServiceError;
use crate::protocol::query::{Params, Xml};
use crate::store::StoreError;

/// SNS of one AWS region.
#[derive(Debug)]
pub struct Sns {}

impl Sns {
    pub(crate) fn open(_scope: &Scope<'_>) -> Result<Self, StoreError> {
        Ok(Self {})
    }

    /// Answers one operation of the wire protocol.
    pub(crate) async fn call(
        &self,
        _context: &Context,
        _caller: &Caller,
        operation: &str,
        _params: &Params,
    ) -> Result<Xml, ServiceError> {
        Err(ServiceError::unknown_operation("SNS", operation))
    }
}
