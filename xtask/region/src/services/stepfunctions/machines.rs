//! State machines: made, changed, told of and removed.

use asl_run::requests::{Surroundings, check_machine_request};
use serde_json::{Value, json};
use uuid::Uuid;

use super::StepFunctions;
use super::model::{Machine, Revision};
use super::wire::{
    check_name, date, object, page_size, page_start, page_token, required, text, validation,
};
use crate::context::Context;
use crate::error::ServiceError;

/// What a machine is to be.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MachineInput {
    /// Its name.
    pub name: String,
    /// The definition's text.
    pub definition: String,
    /// The role that executions run as.
    pub role_arn: String,
    /// `STANDARD`, which an empty text stands for, or `EXPRESS`.
    pub kind: String,
    /// `loggingConfiguration`, or null.
    pub logging: Value,
    /// `tracingConfiguration`, or null.
    pub tracing: Value,
    /// Tags by name.
    pub tags: Vec<(String, String)>,
}

impl StepFunctions {
    /// Makes a machine; the same request again gives the same machine.
    ///
    /// # Errors
    /// `InvalidName`, `InvalidDefinition`, `InvalidArn`, `StateMachineAlreadyExists`,
    /// `InvalidLoggingConfiguration`.
    pub fn create_state_machine(
        &self,
        context: &Context,
        input: &MachineInput,
    ) -> Result<Machine, ServiceError> {
        check_name(&input.name)?;
        let kind = check_kind(&input.kind)?;
        check_role(&input.role_arn)?;
        check_definition(&input.definition, kind)?;
        check_logging(context, &input.logging)?;
        let arn = context.arn("states", &format!("stateMachine:{}", input.name));
        let _writing = self.write_lock();
        if let Some(machine) = self.machines.get(&arn)? {
            let revision = self.revision(&machine.revision)?;
            let same = machine.kind == kind
                && same_definition(&revision.definition, &input.definition)
                && revision.role_arn == input.role_arn
                && revision.logging == input.logging
                && revision.tracing == input.tracing;
            if same {
                return Ok(machine);
            }
            return Err(ServiceError::client(
                "StateMachineAlreadyExists",
                format!("State Machine Already Exists: '{arn}'"),
            ));
        }
        let now = context.now().as_millisecond();
        let revision = Revision {
            id: Uuid::new_v4().to_string(),
            machine_arn: arn.clone(),
            definition: input.definition.clone(),
            role_arn: input.role_arn.clone(),
            logging: input.logging.clone(),
            tracing: input.tracing.clone(),
            created: now,
        };
        let machine = Machine {
            arn: arn.clone(),
            name: input.name.clone(),
            kind: kind.to_owned(),
            revision: revision.id.clone(),
            created: now,
            updated: now,
            last_version: 0,
        };
        let mut batch = self.store.batch();
        batch.put(&self.revisions, &revision.id, &revision);
        batch.put(&self.machines, &arn, &machine);
        if !input.tags.is_empty() {
            batch.put(&self.tags, &arn, &input.tags);
        }
        batch.commit()?;
        Ok(machine)
    }

    /// Changes a machine; what is `None` stays. Executions that run keep to what it was.
    ///
    /// # Errors
    /// `StateMachineDoesNotExist`, `InvalidDefinition`, `InvalidLoggingConfiguration`.
    pub fn update_state_machine(
        &self,
        context: &Context,
        arn: &str,
        definition: Option<&str>,
        role_arn: Option<&str>,
        logging: Option<&Value>,
        tracing: Option<&Value>,
    ) -> Result<Machine, ServiceError> {
        let _writing = self.write_lock();
        let mut machine = self.state_machine(arn)?;
        let mut revision = self.revision(&machine.revision)?;
        if let Some(definition) = definition {
            check_definition(definition, &machine.kind)?;
            definition.clone_into(&mut revision.definition);
        }
        if let Some(role_arn) = role_arn {
            check_role(role_arn)?;
            role_arn.clone_into(&mut revision.role_arn);
        }
        if let Some(logging) = logging {
            check_logging(context, logging)?;
            revision.logging = logging.clone();
        }
        if let Some(tracing) = tracing {
            revision.tracing = tracing.clone();
        }
        revision.id = Uuid::new_v4().to_string();
        revision.created = context.now().as_millisecond();
        machine.revision.clone_from(&revision.id);
        machine.updated = revision.created;
        let mut batch = self.store.batch();
        batch.put(&self.revisions, &revision.id, &revision);
        batch.put(&self.machines, &machine.arn, &machine);
        batch.commit()?;
        Ok(machine)
    }

    /// Removes a machine. Executions that run go on. One that is not there is no error.
    ///
    /// # Errors
    /// When the state can't be written.
    pub fn delete_state_machine(&self, arn: &str) -> Result<(), ServiceError> {
        let _writing = self.write_lock();
        if let Some(machine) = self.machines.get(arn)? {
            self.remove_parts(&machine)?;
        }
        let mut batch = self.store.batch();
        batch.delete(&self.machines, arn);
        batch.delete(&self.tags, arn);
        Ok(batch.commit()?)
    }

    /// A machine.
    ///
    /// # Errors
    /// `StateMachineDoesNotExist`.
    pub fn state_machine(&self, arn: &str) -> Result<Machine, ServiceError> {
        check_arn(arn, "stateMachine")?;
        self.machines.get(arn)?.ok_or_else(|| {
            ServiceError::client(
                "StateMachineDoesNotExist",
                format!("State Machine Does Not Exist: '{arn}'"),
            )
        })
    }

    /// What a machine was at some time.
    ///
    /// # Errors
    /// When it is not there, which is a mistake of the region.
    pub fn revision(&self, id: &str) -> Result<Revision, ServiceError> {
        self.revisions
            .get(id)?
            .ok_or_else(|| ServiceError::internal(format!("the revision \"{id}\" is missing")))
    }

    pub(super) fn create_operation(
        &self,
        context: &Context,
        input: &Value,
    ) -> Result<Value, ServiceError> {
        if text(input, "versionDescription").is_some() && input["publish"] != true {
            return Err(validation(
                "Version description can only be set when publish is true",
            ));
        }
        let machine = self.create_state_machine(
            context,
            &MachineInput {
                name: required(input, "name")?.to_owned(),
                definition: required(input, "definition")?.to_owned(),
                role_arn: required(input, "roleArn")?.to_owned(),
                kind: text(input, "type").unwrap_or_default().to_owned(),
                logging: input["loggingConfiguration"].clone(),
                tracing: input["tracingConfiguration"].clone(),
                tags: super::tags::of(&input["tags"])?,
            },
        )?;
        let version = self.published(context, &machine, input)?;
        Ok(object([
            ("stateMachineArn", Some(machine.arn.into())),
            ("creationDate", Some(date(machine.created))),
            ("stateMachineVersionArn", version),
        ]))
    }

    pub(super) fn update_operation(
        &self,
        context: &Context,
        input: &Value,
    ) -> Result<Value, ServiceError> {
        let machine = self.update_state_machine(
            context,
            required(input, "stateMachineArn")?,
            text(input, "definition"),
            text(input, "roleArn"),
            input.get("loggingConfiguration"),
            input.get("tracingConfiguration"),
        )?;
        let version = self.published(context, &machine, input)?;
        Ok(object([
            ("updateDate", Some(date(machine.updated))),
            ("revisionId", Some(machine.revision.into())),
            ("stateMachineVersionArn", version),
        ]))
    }

    /// The ARN of the version that a request wants published, if it does.
    fn published(
        &self,
        context: &Context,
        machine: &Machine,
        input: &Value,
    ) -> Result<Option<Value>, ServiceError> {
        if input["publish"] != true {
            return Ok(None);
        }
        let description = text(input, "versionDescription");
        let version = self.publish(context, &machine.arn, None, description)?;
        Ok(Some(version.arn.into()))
    }

    pub(super) fn delete_operation(&self, input: &Value) -> Result<Value, ServiceError> {
        let arn = required(input, "stateMachineArn")?;
        check_arn(arn, "stateMachine")?;
        self.delete_state_machine(arn)?;
        Ok(json!({}))
    }

    pub(super) fn describe_operation(&self, input: &Value) -> Result<Value, ServiceError> {
        let target = self.target(required(input, "stateMachineArn")?)?;
        let (machine, is_version) = (target.machine, target.version_arn.is_some());
        let revision = self.revision(&target.revision)?;
        let description = match &target.version_arn {
            Some(arn) => self.version(arn)?.and_then(|version| version.description),
            None => None,
        };
        Ok(object([
            (
                "stateMachineArn",
                Some(target.version_arn.unwrap_or(machine.arn).into()),
            ),
            ("description", description.map(Value::from)),
            ("name", Some(machine.name.into())),
            ("status", Some("ACTIVE".into())),
            ("definition", Some(revision.definition.into())),
            ("roleArn", Some(revision.role_arn.into())),
            ("type", Some(machine.kind.into())),
            ("creationDate", Some(date(machine.created))),
            (
                "loggingConfiguration",
                Some(logging_told(&revision.logging)),
            ),
            (
                "tracingConfiguration",
                Some(tracing_told(&revision.tracing)),
            ),
            (
                "revisionId",
                (is_version || machine.created != machine.updated).then(|| revision.id.into()),
            ),
            (
                "encryptionConfiguration",
                Some(json!({ "type": "AWS_OWNED_KEY" })),
            ),
        ]))
    }

    pub(super) fn list_operation(&self, input: &Value) -> Result<Value, ServiceError> {
        let (size, after) = (page_size(input)?, page_start(input)?);
        let mut told = Vec::new();
        let mut next = None;
        for machine in self.machines.all()? {
            if after
                .as_deref()
                .is_some_and(|after| machine.arn.as_str() <= after)
            {
                continue;
            }
            if told.len() == size {
                next = told
                    .last()
                    .and_then(|last: &Value| text(last, "stateMachineArn").map(page_token));
                break;
            }
            told.push(json!({
                "stateMachineArn": machine.arn,
                "name": machine.name,
                "type": machine.kind,
                "creationDate": date(machine.created),
            }));
        }
        Ok(object([
            ("stateMachines", Some(told.into())),
            ("nextToken", next),
        ]))
    }

    pub(super) fn describe_for_execution(&self, input: &Value) -> Result<Value, ServiceError> {
        let record = self.execution(required(input, "executionArn")?)?;
        let revision = self.revision(&record.revision)?;
        let name = revision
            .machine_arn
            .rsplit(':')
            .next()
            .unwrap_or_default()
            .to_owned();
        Ok(object([
            ("stateMachineArn", Some(revision.machine_arn.into())),
            ("name", Some(name.into())),
            ("definition", Some(revision.definition.into())),
            ("roleArn", Some(revision.role_arn.into())),
            ("updateDate", Some(date(revision.created))),
            (
                "loggingConfiguration",
                Some(logging_told(&revision.logging)),
            ),
            (
                "tracingConfiguration",
                Some(tracing_told(&revision.tracing)),
            ),
            (
                "mapRunArn",
                record.parent.map(|parent| parent.map_run_arn.into()),
            ),
            ("revisionId", Some(revision.id.into())),
            (
                "encryptionConfiguration",
                Some(json!({ "type": "AWS_OWNED_KEY" })),
            ),
        ]))
    }
}

fn check_definition(definition: &str, kind: &str) -> Result<(), ServiceError> {
    let request = json!({ "definition": definition, "type": kind });
    let world = Surroundings {
        taken: None,
        has_log_group: &|_| true,
    };
    Ok(check_machine_request(&request, &world)?)
}

/// Whether two texts are the same JSON.
fn same_definition(left: &str, right: &str) -> bool {
    let parse = |text: &str| serde_json::from_str::<Value>(text).ok();
    left == right || parse(left) == parse(right)
}

fn check_kind(kind: &str) -> Result<&'static str, ServiceError> {
    match kind {
        "" | "STANDARD" => Ok("STANDARD"),
        "EXPRESS" => Ok("EXPRESS"),
        other => Err(validation(format!(
            "1 validation error detected: Value '{other}' at 'type' failed to satisfy constraint: \
             Member must satisfy enum value set: [STANDARD, EXPRESS]"
        ))),
    }
}

fn check_role(arn: &str) -> Result<(), ServiceError> {
    if arn.starts_with("arn:") && arn.contains(":role/") {
        return Ok(());
    }
    Err(ServiceError::client(
        "InvalidArn",
        format!("Invalid Role Arn: '{arn}'"),
    ))
}

/// Whether an ARN is one of Step Functions for this type of resource.
pub(super) fn check_arn(arn: &str, resource: &str) -> Result<(), ServiceError> {
    let parts: Vec<&str> = arn.split(':').collect();
    if matches!(parts[..], ["arn", _, "states", _, _, kind, _, ..] if kind == resource) {
        return Ok(());
    }
    Err(ServiceError::client(
        "InvalidArn",
        format!("Invalid Arn: 'Invalid ARN prefix: {arn}'"),
    ))
}

fn check_logging(context: &Context, logging: &Value) -> Result<(), ServiceError> {
    let wrong = |message: &str| {
        Err(ServiceError::client(
            "InvalidLoggingConfiguration",
            format!("Invalid Logging Configuration: {message}"),
        ))
    };
    if logging.is_null() {
        return Ok(());
    }
    let destinations = logging["destinations"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    let is_on = matches!(text(logging, "level"), Some("ALL" | "ERROR" | "FATAL"));
    match destinations {
        [] if !is_on => Ok(()),
        [destination] => {
            let arn = destination["cloudWatchLogsLogGroup"]["logGroupArn"]
                .as_str()
                .unwrap_or_default();
            match super::logging::group_name(arn).map(|name| context.logs().group(name)) {
                Some(Ok(_)) => Ok(()),
                _ => wrong("Log Destination not found."),
            }
        }
        _ => wrong("Must specify exactly one Log Destination."),
    }
}

fn logging_told(logging: &Value) -> Value {
    if logging.is_null() {
        return json!({ "level": "OFF", "includeExecutionData": false });
    }
    let mut told = logging.clone();
    if let Some(told) = told.as_object_mut() {
        told.entry("level").or_insert_with(|| "OFF".into());
        told.entry("includeExecutionData").or_insert(false.into());
    }
    told
}

fn tracing_told(tracing: &Value) -> Value {
    if tracing.is_null() {
        json!({ "enabled": false })
    } else {
        tracing.clone()
    }
}
