//! `AWS::StepFunctions::StateMachine`.

use async_trait::async_trait;
use serde_json::{Map, Value};

use super::{Made, Provider, Read, Request, invalid, present, read, tag_list};
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::stepfunctions::MachineInput;

const NAME_LENGTH: usize = 80;
/// The largest definition, in bytes.
const DEFINITION_BYTES: u64 = 1024 * 1024;

pub(super) struct StateMachine;

#[async_trait]
impl Provider for StateMachine {
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError> {
        let name = request.name("StateMachineName", NAME_LENGTH);
        Ok(Some(
            request
                .context
                .arn("states", &format!("stateMachine:{name}")),
        ))
    }

    async fn exists(&self, context: &Context, arn: &str) -> Result<bool, ServiceError> {
        super::found(context.stepfunctions().state_machine(arn))
    }

    async fn put(
        &self,
        request: Request<'_>,
        physical_id: Option<&str>,
    ) -> Result<Made, ServiceError> {
        let (context, arn) = (request.context, physical_id.unwrap_or_default());
        let input = MachineInput {
            name: arn.rsplit(':').next().unwrap_or_default().to_owned(),
            definition: definition(request).await?,
            role_arn: request.text("RoleArn").unwrap_or_default().to_owned(),
            kind: request
                .text("StateMachineType")
                .unwrap_or_default()
                .to_owned(),
            logging: lowered(request.properties.get("LoggingConfiguration")),
            tracing: lowered(request.properties.get("TracingConfiguration")),
            tags: request.tags().into_iter().collect(),
        };
        let service = context.stepfunctions();
        let machine = if self.exists(context, arn).await? {
            service.update_state_machine(
                context,
                arn,
                Some(&input.definition),
                Some(&input.role_arn),
                Some(&input.logging),
                Some(&input.tracing),
            )?
        } else {
            service.create_state_machine(context, &input)?
        };
        Ok(Made::new(arn)
            .with("Arn", arn)
            .with("Name", machine.name)
            .with("StateMachineRevisionId", machine.revision))
    }

    async fn delete(
        &self,
        context: &Context,
        arn: &str,
        _: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        context.stepfunctions().delete_state_machine(arn)
    }

    fn readable(&self) -> &'static [&'static str] {
        &[
            "DefinitionString",
            "RoleArn",
            "LoggingConfiguration",
            "TracingConfiguration",
            "Tags",
        ]
    }

    async fn read(&self, context: &Context, arn: &str, expected: &Map<String, Value>) -> Read {
        let service = context.stepfunctions();
        let Some(machine) = present(service.state_machine(arn))? else {
            return Ok(None);
        };
        let revision = service.revision(&machine.revision)?;
        let given = expected.get("DefinitionString").and_then(Value::as_str);
        let parsed = |text: &str| serde_json::from_str::<Value>(text).ok();
        // What means the same is told in the template's words, before its substitutions.
        let definition = match given {
            Some(given)
                if parsed(&substituted(given.to_owned(), expected))
                    == parsed(&revision.definition) =>
            {
                given.to_owned()
            }
            _ => revision.definition,
        };
        let tags: Vec<(String, String)> = service.tags_of(arn)?;
        Ok(Some(read([
            ("DefinitionString", Some(definition.into())),
            ("RoleArn", Some(revision.role_arn.into())),
            ("LoggingConfiguration", Some(raised(&revision.logging))),
            ("TracingConfiguration", Some(raised(&revision.tracing))),
            ("Tags", tag_list(tags)),
        ])))
    }
}

/// The definition's text: given as an object, as text or as an object of S3, with the
/// substitutions made.
async fn definition(request: Request<'_>) -> Result<String, ServiceError> {
    let given = ["Definition", "DefinitionString", "DefinitionS3Location"]
        .map(|name| request.properties.get(name));
    let text = match given {
        [Some(object), None, None] => object.to_string(),
        [None, Some(Value::String(text)), None] => text.clone(),
        [None, None, Some(location)] => stored(request.context, location).await?,
        _ => {
            return Err(invalid(
                "a state machine has one of Definition, DefinitionString and \
                 DefinitionS3Location",
            ));
        }
    };
    Ok(substituted(text, request.properties))
}

/// A definition with the substitutions of the properties made.
fn substituted(mut text: String, properties: &Map<String, Value>) -> String {
    let Some(Value::Object(substitutions)) = properties.get("DefinitionSubstitutions") else {
        return text;
    };
    for (name, value) in substitutions {
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        text = text.replace(&format!("${{{name}}}"), &value);
    }
    text
}

async fn stored(context: &Context, location: &Value) -> Result<String, ServiceError> {
    let part = |name: &str| location.get(name).and_then(Value::as_str);
    let (bucket, key) = (
        part("Bucket").unwrap_or_default(),
        part("Key").unwrap_or_default(),
    );
    let (_, body) = context
        .s3()
        .get_object(bucket, key, part("Version"), None)
        .await?;
    let bytes = body.bytes(DEFINITION_BYTES).await?;
    String::from_utf8(bytes.into())
        .map_err(|_| invalid(format!("the definition s3://{bucket}/{key} is not UTF-8")))
}

/// The API writes in camelCase what CloudFormation writes in PascalCase.
fn lowered(value: Option<&Value>) -> Value {
    value.map_or(Value::Null, |value| {
        cased(value, |first| first.to_ascii_lowercase())
    })
}

/// The other way.
fn raised(value: &Value) -> Value {
    cased(value, |first| first.to_ascii_uppercase())
}

/// A value with the first letters of all members' names in a case.
fn cased(value: &Value, case: fn(char) -> char) -> Value {
    match value {
        Value::Object(members) => {
            let name = |name: &String| {
                let mut characters = name.chars();
                let first = characters.next().map(case);
                first.into_iter().chain(characters).collect::<String>()
            };
            let cased: Map<String, Value> = members
                .iter()
                .map(|(given, member)| (name(given), self::cased(member, case)))
                .collect();
            Value::Object(cased)
        }
        Value::Array(items) => items.iter().map(|item| cased(item, case)).collect(),
        other => other.clone(),
    }
}
