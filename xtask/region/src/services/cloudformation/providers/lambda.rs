//! `AWS::Lambda::*`.

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::{Made, Provider, Read, Request, gone, invalid, present, read, tag_list};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::lambda::{AddPermission, CodeSource, CreateFunction, UpdateConfiguration};

const NAME_LENGTH: usize = 64;
/// Stacks act with the permissions of the account.
const CALLER: Caller = Caller::Root;
/// Properties that the embedded region honours, or that are kept and change nothing in what a
/// function does.
const HONOURED: [&str; 19] = [
    "FunctionName",
    "Description",
    "Runtime",
    "Architectures",
    "Handler",
    "Code",
    "Role",
    "MemorySize",
    "Timeout",
    "Environment",
    "EphemeralStorage",
    "LoggingConfig",
    "TracingConfig",
    "ReservedConcurrentExecutions",
    "RecursiveLoop",
    "RuntimeManagementConfig",
    "PackageType",
    "KmsKeyArn",
    "Tags",
];

pub(super) struct Function;

#[async_trait]
impl Provider for Function {
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError> {
        if let Some(property) = request
            .properties
            .keys()
            .find(|property| !HONOURED.contains(&property.as_str()))
        {
            return Err(invalid(format!(
                "the embedded region does not honour {property} of a function; it takes {}",
                HONOURED.join(", ")
            )));
        }
        Ok(Some(request.name("FunctionName", NAME_LENGTH)))
    }

    async fn exists(&self, context: &Context, name: &str) -> Result<bool, ServiceError> {
        super::found(context.lambda().function(name))
    }

    async fn put(
        &self,
        request: Request<'_>,
        physical_id: Option<&str>,
    ) -> Result<Made, ServiceError> {
        // Looked at again: an update does not ask for the physical id.
        self.physical_id(request)?;
        let (context, name) = (request.context, physical_id.unwrap_or_default());
        let lambda = context.lambda();
        let function = if self.exists(context, name).await? {
            self.change(request, name).await?;
            lambda.function(name)?
        } else {
            let mut given = configuration(request.properties, name);
            given["FunctionName"] = name.into();
            given["Role"] = request.properties.get("Role").cloned().unwrap_or_default();
            given["Code"] = code(request.properties)?;
            given["Tags"] = json!(request.tags());
            for property in ["Architectures", "PackageType"] {
                if let Some(value) = request.properties.get(property) {
                    given[property] = value.clone();
                }
            }
            let given: CreateFunction = decode(given)?;
            lambda.create_function(context, &CALLER, given).await?
        };
        let reserved = request.properties.get("ReservedConcurrentExecutions");
        let reserved = reserved
            .and_then(Value::as_u64)
            .and_then(|n| u32::try_from(n).ok());
        lambda.reserve_concurrency(name, reserved)?;
        Ok(Made::new(name).with("Arn", function.arn))
    }

    async fn delete(
        &self,
        context: &Context,
        name: &str,
        _: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        gone(context.lambda().delete_function(context, name).await)
    }

    fn readable(&self) -> &'static [&'static str] {
        &[
            "Description",
            "Runtime",
            "Architectures",
            "Handler",
            "Role",
            "MemorySize",
            "Timeout",
            "Environment",
            "EphemeralStorage",
            "LoggingConfig",
            "ReservedConcurrentExecutions",
            "Tags",
        ]
    }

    async fn read(&self, context: &Context, name: &str, expected: &Map<String, Value>) -> Read {
        let Some(function) = present(context.lambda().function(name))? else {
            return Ok(None);
        };
        // Of logging only the group is kept.
        let mut logging = expected.get("LoggingConfig").cloned();
        if let Some(logging) = &mut logging {
            logging["LogGroup"] = function.log_group.into();
        }
        Ok(Some(read([
            ("Description", Some(function.description.into())),
            ("Runtime", Some(function.runtime.into())),
            ("Architectures", Some(json!([function.architecture]))),
            ("Handler", Some(function.handler.into())),
            ("Role", Some(function.role.into())),
            ("MemorySize", Some(function.memory.into())),
            ("Timeout", Some(function.timeout.into())),
            (
                "Environment",
                Some(json!({ "Variables": function.variables })),
            ),
            (
                "EphemeralStorage",
                Some(json!({ "Size": function.ephemeral_storage })),
            ),
            ("LoggingConfig", logging),
            (
                "ReservedConcurrentExecutions",
                function.reserved_concurrency.map(Value::from),
            ),
            ("Tags", tag_list(function.tags)),
        ])))
    }
}

impl Function {
    async fn change(&self, request: Request<'_>, name: &str) -> Result<(), ServiceError> {
        let (context, lambda) = (request.context, request.context.lambda());
        let mut given: UpdateConfiguration = decode(configuration(request.properties, name))?;
        given.role = request.text("Role").map(str::to_owned);
        lambda.update_configuration(context, &CALLER, name, given)?;
        let differs = |property: &str| {
            request.previous.and_then(|old| old.get(property)) != request.properties.get(property)
        };
        if differs("Code") || differs("Architectures") {
            let source: CodeSource = decode(code(request.properties)?)?;
            let architecture = request
                .properties
                .get("Architectures")
                .and_then(|architectures| architectures.get(0))
                .and_then(Value::as_str)
                .unwrap_or("x86_64");
            let architecture = Some(architecture.to_owned());
            lambda
                .update_code(context, &CALLER, name, &source, architecture)
                .await?;
        }
        lambda.tag_function(name, |tags| *tags = request.tags())?;
        Ok(())
    }
}

pub(super) struct Permission;

#[async_trait]
impl Provider for Permission {
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError> {
        const TAKEN: [&str; 5] = [
            "FunctionName",
            "Action",
            "Principal",
            "SourceArn",
            "SourceAccount",
        ];
        if let Some(property) = request
            .properties
            .keys()
            .find(|property| !TAKEN.contains(&property.as_str()))
        {
            return Err(invalid(format!(
                "the embedded region does not honour {property} of a permission; it takes {}",
                TAKEN.join(", ")
            )));
        }
        Ok(Some(request.generated_name(100)))
    }

    async fn exists(&self, _: &Context, _: &str) -> Result<bool, ServiceError> {
        Ok(false)
    }

    async fn put(
        &self,
        request: Request<'_>,
        physical_id: Option<&str>,
    ) -> Result<Made, ServiceError> {
        let sid = physical_id.unwrap_or_default();
        let text = |name| request.text(name).map(str::to_owned);
        let function = request.text("FunctionName").unwrap_or_default();
        let lambda = request.context.lambda();
        // The same statement of an earlier attempt gives way.
        gone(lambda.remove_permission(function, sid))?;
        let given = AddPermission {
            statement_id: sid.to_owned(),
            action: text("Action").unwrap_or_default(),
            principal: text("Principal").unwrap_or_default(),
            source_arn: text("SourceArn"),
            source_account: text("SourceAccount"),
        };
        lambda.add_permission(function, &given)?;
        Ok(Made::new(sid).with("Id", sid))
    }

    async fn delete(
        &self,
        context: &Context,
        sid: &str,
        properties: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        let function = properties
            .get("FunctionName")
            .and_then(Value::as_str)
            .unwrap_or_default();
        gone(context.lambda().remove_permission(function, sid))
    }
}

/// What can be changed without new code. What is left out goes back to what it is at first.
fn configuration(properties: &Map<String, Value>, name: &str) -> Value {
    let mut given = json!({
        "Runtime": "provided.al2023",
        "Handler": "bootstrap",
        "Description": "",
        "Timeout": 3,
        "MemorySize": 128,
        "Environment": {"Variables": {}},
        "EphemeralStorage": {"Size": 512},
        "LoggingConfig": {"LogGroup": format!("/aws/lambda/{name}")},
    });
    for property in [
        "Runtime",
        "Handler",
        "Description",
        "Timeout",
        "MemorySize",
        "Environment",
        "EphemeralStorage",
        "LoggingConfig",
    ] {
        if let Some(value) = properties.get(property) {
            given[property] = value.clone();
        }
    }
    given
}

/// The code as Lambda's API has it. CloudFormation's `ZipFile` is the text of a script, which
/// no `bootstrap` is.
fn code(properties: &Map<String, Value>) -> Result<Value, ServiceError> {
    let code = properties.get("Code").cloned().unwrap_or_default();
    if code.get("ZipFile").is_some() {
        return Err(invalid(
            "Code.ZipFile is the source of a script, and the embedded region runs binaries: give \
             the S3Bucket and S3Key of a zip with a bootstrap",
        ));
    }
    Ok(code)
}

fn decode<T: DeserializeOwned>(value: Value) -> Result<T, ServiceError> {
    serde_json::from_value(value).map_err(|error| invalid(error.to_string()))
}
