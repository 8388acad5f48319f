//! `AWS::IAM::OIDCProvider`.

use async_trait::async_trait;
use serde_json::{Map, Value};

use super::{Made, Provider, Read, Request, invalid, read, tag_list};
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::iam::OidcInput;

pub(super) struct OidcProvider;

#[async_trait]
impl Provider for OidcProvider {
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError> {
        let url = request
            .text("Url")
            .ok_or_else(|| invalid("an OIDC provider has a Url"))?;
        Ok(Some(crate::services::iam::oidc_arn(request.context, url)?))
    }

    async fn exists(&self, context: &Context, arn: &str) -> Result<bool, ServiceError> {
        Ok(context.iam().oidc_provider(arn)?.is_some())
    }

    async fn put(
        &self,
        request: Request<'_>,
        physical_id: Option<&str>,
    ) -> Result<Made, ServiceError> {
        let arn = physical_id.unwrap_or_default();
        request.context.iam().put_oidc_provider(
            request.context,
            OidcInput {
                url: request.text("Url").unwrap_or_default().to_owned(),
                client_ids: super::iam::texts(request.properties, "ClientIdList"),
                thumbprints: super::iam::texts(request.properties, "ThumbprintList"),
                tags: request.tags(),
            },
        )?;
        Ok(Made::new(arn).with("Arn", arn))
    }

    async fn delete(
        &self,
        context: &Context,
        arn: &str,
        _: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        context.iam().delete_oidc_provider(arn)
    }

    fn readable(&self) -> &'static [&'static str] {
        &["ClientIdList", "ThumbprintList", "Tags"]
    }

    async fn read(&self, context: &Context, arn: &str, _: &Map<String, Value>) -> Read {
        let provider = context.iam().oidc_provider(arn)?;
        Ok(provider.map(|provider| {
            read([
                ("ClientIdList", Some(provider.client_ids.into())),
                ("ThumbprintList", Some(provider.thumbprints.into())),
                ("Tags", tag_list(provider.tags)),
            ])
        }))
    }
}
