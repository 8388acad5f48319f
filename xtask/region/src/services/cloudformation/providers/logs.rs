//! `AWS::Logs::LogGroup`.

use async_trait::async_trait;
use serde_json::{Map, Value};

use super::{Made, Provider, Read, Request, gone, present, read, tag_list};
use crate::context::Context;
use crate::error::ServiceError;

const NAME_LENGTH: usize = 512;

pub(super) struct LogGroup;

#[async_trait]
impl Provider for LogGroup {
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError> {
        Ok(Some(request.name("LogGroupName", NAME_LENGTH)))
    }

    async fn exists(&self, context: &Context, name: &str) -> Result<bool, ServiceError> {
        super::found(context.logs().group(name))
    }

    async fn put(
        &self,
        request: Request<'_>,
        physical_id: Option<&str>,
    ) -> Result<Made, ServiceError> {
        let (context, name) = (request.context, physical_id.unwrap_or_default());
        if !self.exists(context, name).await? {
            context.logs().create_group(context, name, Vec::new())?;
        }
        let days = request
            .properties
            .get("RetentionInDays")
            .and_then(Value::as_u64);
        let tags = request.tags().into_iter().collect();
        context.logs().change_group(name, |group| {
            group.retention_days = days.and_then(|days| u32::try_from(days).ok());
            group.tags = tags;
        })?;
        Ok(Made::new(name).with("Arn", context.arn("logs", &format!("log-group:{name}:*"))))
    }

    async fn delete(
        &self,
        context: &Context,
        name: &str,
        _: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        gone(context.logs().delete_group(name))
    }

    fn readable(&self) -> &'static [&'static str] {
        &["RetentionInDays", "Tags"]
    }

    async fn read(&self, context: &Context, name: &str, _: &Map<String, Value>) -> Read {
        let group = present(context.logs().group(name))?;
        Ok(group.map(|group| {
            read([
                ("RetentionInDays", group.retention_days.map(Value::from)),
                ("Tags", tag_list(group.tags)),
            ])
        }))
    }
}
