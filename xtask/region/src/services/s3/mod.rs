//! S3.

use crate::context::Scope;
use crate::store::StoreError;

/// S3 of the account.
#[derive(Debug)]
pub struct S3 {}

impl S3 {
    pub(crate) fn open(_scope: &Scope<'_>) -> Result<Self, StoreError> {
        Ok(Self {})
    }
}
