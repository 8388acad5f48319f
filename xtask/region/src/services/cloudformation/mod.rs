//! CloudFormation.

pub mod check;
pub mod condition;
pub mod evaluate;
pub mod expression;
pub mod graph;
pub mod parameter;
pub mod schema;
pub mod template;

use crate::caller::Caller;
use crate::context::{Context, Scope};
use crate::error::ServiceError;
use crate::protocol::query::{Params, Xml};
use crate::store::StoreError;

/// CloudFormation of one AWS region.
#[derive(Debug)]
pub struct CloudFormation {}

impl CloudFormation {
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
        _params: &Params,
    ) -> Result<Xml, ServiceError> {
        Err(ServiceError::unknown_operation("CloudFormation", operation))
    }
}
