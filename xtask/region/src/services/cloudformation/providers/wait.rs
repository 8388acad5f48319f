//! `AWS::CloudFormation::WaitConditionHandle`: nothing but a name, useful as a resource that
//! does nothing.

use async_trait::async_trait;
use serde_json::{Map, Value};

use super::{Made, Provider, Request};
use crate::context::Context;
use crate::error::ServiceError;

pub(super) struct WaitConditionHandle;

#[async_trait]
impl Provider for WaitConditionHandle {
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError> {
        let resource = format!(
            "waitcondition/{}/{}/{}",
            request.stack_name, request.token, request.logical_id
        );
        Ok(Some(request.context.arn("cloudformation", &resource)))
    }

    async fn exists(&self, _: &Context, _: &str) -> Result<bool, ServiceError> {
        Ok(false)
    }

    async fn put(
        &self,
        request: Request<'_>,
        physical_id: Option<&str>,
    ) -> Result<Made, ServiceError> {
        let made = match physical_id {
            Some(id) => id.to_owned(),
            None => self.physical_id(request)?.unwrap_or_default(),
        };
        Ok(Made::new(made.clone()).with("Id", made))
    }

    async fn delete(
        &self,
        _: &Context,
        _: &str,
        _: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        Ok(())
    }
}
