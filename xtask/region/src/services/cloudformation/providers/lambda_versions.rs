//! `AWS::Lambda::Version` and `AWS::Lambda::Alias`.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde_json::{Map, Value, json};

use super::{Made, Provider, Read, Request, gone, invalid, present, read};
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::lambda::{AliasInput, PublishVersion, Routing};

/// What the embedded region does not do for a version or an alias.
const NOT_HONOURED: [&str; 3] = [
    "ProvisionedConcurrencyConfig",
    "RuntimePolicy",
    "FunctionScalingConfig",
];

fn refuse_others(request: Request<'_>) -> Result<(), ServiceError> {
    match NOT_HONOURED
        .iter()
        .find(|property| request.properties.contains_key(**property))
    {
        Some(property) => Err(invalid(format!(
            "the embedded region does not honour {property}: it starts processes as they are needed"
        ))),
        None => Ok(()),
    }
}

pub(super) struct Version;

#[async_trait]
impl Provider for Version {
    /// Lambda counts.
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError> {
        refuse_others(request)?;
        Ok(None)
    }

    async fn exists(&self, _: &Context, _: &str) -> Result<bool, ServiceError> {
        Ok(false)
    }

    async fn put(&self, request: Request<'_>, _: Option<&str>) -> Result<Made, ServiceError> {
        let lambda = request.context.lambda();
        let name = request.text("FunctionName").unwrap_or_default();
        let given = PublishVersion {
            description: request.text("Description").map(str::to_owned),
            code_sha256: request.text("CodeSha256").map(str::to_owned),
            revision_id: None,
            token: Some(request.token.to_owned()),
        };
        let version = lambda.publish_version(name, &given)?;
        let number = version.function.version_name();
        if version.token != given.token {
            return Err(ServiceError::client(
                "AlreadyExists",
                format!(
                    "A version for this Lambda function exists ( {number} ). Modify the function \
                     to create a new version."
                ),
            ));
        }
        let arn = version.function.arn;
        Ok(Made::new(arn.clone())
            .with("FunctionArn", arn)
            .with("Version", number))
    }

    async fn delete(
        &self,
        context: &Context,
        arn: &str,
        _: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        let (function, number) = arn.rsplit_once(':').unwrap_or((arn, ""));
        let Ok(number) = number.parse() else {
            return Ok(());
        };
        let name = function.rsplit(':').next().unwrap_or_default();
        gone(context.lambda().delete_version(context, name, number).await)
    }

    fn readable(&self) -> &'static [&'static str] {
        &["Description", "CodeSha256"]
    }

    async fn read(&self, context: &Context, arn: &str, _: &Map<String, Value>) -> Read {
        let resolved = present(context.lambda().resolve(arn))?;
        Ok(resolved.map(|resolved| {
            let code = resolved.function.code_sha256();
            read([
                ("Description", Some(resolved.function.description.into())),
                ("CodeSha256", Some(code.into())),
            ])
        }))
    }
}

pub(super) struct Alias;

#[async_trait]
impl Provider for Alias {
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError> {
        refuse_others(request)?;
        let function = request.text("FunctionName").unwrap_or_default();
        let function = request.context.lambda().function(function)?;
        let name = request.text("Name").unwrap_or_default();
        Ok(Some(format!("{}:{name}", function.arn)))
    }

    async fn exists(&self, context: &Context, arn: &str) -> Result<bool, ServiceError> {
        let (function, name) = parts(arn);
        super::found(context.lambda().alias(function, name))
    }

    async fn put(
        &self,
        request: Request<'_>,
        physical_id: Option<&str>,
    ) -> Result<Made, ServiceError> {
        refuse_others(request)?;
        let lambda = request.context.lambda();
        let arn = physical_id.unwrap_or_default();
        let (function, name) = parts(arn);
        let given = AliasInput {
            name: Some(name.to_owned()),
            function_version: request.text("FunctionVersion").map(str::to_owned),
            description: Some(request.text("Description").unwrap_or_default().to_owned()),
            routing_config: Some(Routing {
                additional_version_weights: Some(weights(request.properties)),
            }),
            revision_id: None,
        };
        if self.exists(request.context, arn).await? {
            lambda.update_alias(function, name, &given)?;
        } else {
            lambda.create_alias(function, &given)?;
        }
        Ok(Made::new(arn).with("AliasArn", arn))
    }

    async fn delete(
        &self,
        context: &Context,
        arn: &str,
        _: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        let (function, name) = parts(arn);
        gone(context.lambda().delete_alias(function, name))
    }

    fn readable(&self) -> &'static [&'static str] {
        &["Description", "FunctionVersion", "RoutingConfig"]
    }

    async fn read(&self, context: &Context, arn: &str, _: &Map<String, Value>) -> Read {
        let (function, name) = parts(arn);
        let Some(alias) = present(context.lambda().alias(function, name))? else {
            return Ok(None);
        };
        let told = alias.told();
        let weights: Vec<Value> = alias
            .additional
            .iter()
            .map(|(version, share)| {
                json!({"FunctionVersion": version.to_string(), "FunctionWeight": share})
            })
            .collect();
        Ok(Some(read([
            ("Description", told.get("Description").cloned()),
            ("FunctionVersion", told.get("FunctionVersion").cloned()),
            (
                "RoutingConfig",
                Some(json!({ "AdditionalVersionWeights": weights })),
            ),
        ])))
    }
}

/// `RoutingConfig`, as Lambda's API has it.
fn weights(properties: &Map<String, Value>) -> BTreeMap<String, f64> {
    let listed = properties
        .get("RoutingConfig")
        .and_then(|routing| routing["AdditionalVersionWeights"].as_array());
    listed
        .into_iter()
        .flatten()
        .filter_map(|one| {
            let version = one["FunctionVersion"].as_str()?.to_owned();
            Some((version, one["FunctionWeight"].as_f64()?))
        })
        .collect()
}

/// The function's name and the alias's.
fn parts(arn: &str) -> (&str, &str) {
    let (function, name) = arn.rsplit_once(':').unwrap_or((arn, ""));
    (function.rsplit(':').next().unwrap_or_default(), name)
}
