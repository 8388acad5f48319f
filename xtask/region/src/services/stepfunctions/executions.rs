//! Executions: started, stopped and told of.

use std::ops::Bound;

use asl_run::Moment;
use serde_json::{Value, json};
use uuid::Uuid;

use super::StepFunctions;
use super::aliases::Target;
use super::model::ExecutionRecord;
use super::redrive::redrivable;
use super::wire::{
    check_name, date, object, page_size, page_start, page_token, required, text, validation,
};
use crate::context::Context;
use crate::error::ServiceError;
use crate::store::key;

/// The longest input, in bytes.
const LONGEST_INPUT: usize = 256 * 1024;

impl StepFunctions {
    /// Starts an execution; its name, where one is given, is its own for good.
    /// The same name with the same input while it runs starts nothing new.
    ///
    /// # Errors
    /// `StateMachineDoesNotExist`, `ExecutionAlreadyExists`, `InvalidName`,
    /// `InvalidExecutionInput`.
    pub fn start_execution(
        &self,
        context: &Context,
        machine_arn: &str,
        name: Option<&str>,
        input: &str,
    ) -> Result<ExecutionRecord, ServiceError> {
        let target = self.target(machine_arn)?;
        let (record, is_new) = self.new_execution(context, target, name, input)?;
        if is_new {
            self.run(context, &record, None)?;
        }
        Ok(record)
    }

    /// Writes a new execution down, or finds the one that is the same.
    fn new_execution(
        &self,
        context: &Context,
        target: Target,
        name: Option<&str>,
        input: &str,
    ) -> Result<(ExecutionRecord, bool), ServiceError> {
        if let Some(name) = name {
            check_name(name)?;
        }
        check_input(input)?;
        let machine = target.machine;
        let name = name.map_or_else(|| Uuid::new_v4().to_string(), str::to_owned);
        let kind = if machine.kind == "EXPRESS" {
            "express"
        } else {
            "execution"
        };
        let mut arn = context.arn("states", &format!("{kind}:{}:{name}", machine.name));
        if machine.kind == "EXPRESS" {
            // Names of Express executions are not their own: each has an id beside.
            arn = format!("{arn}:{}", Uuid::new_v4());
        }
        let _writing = self.write_lock();
        if let Some(record) = self.executions.get(&arn)? {
            if record.status == "RUNNING" && record.input == input {
                return Ok((record, false));
            }
            return Err(ServiceError::client(
                "ExecutionAlreadyExists",
                format!("Execution Already Exists: '{arn}'"),
            ));
        }
        let (seed, _) = Uuid::new_v4().as_u64_pair();
        let record = ExecutionRecord {
            arn,
            name,
            machine_arn: machine.arn,
            revision: target.revision,
            kind: machine.kind,
            input: input.to_owned(),
            started: context.now().as_millisecond(),
            seed,
            parent: None,
            status: "RUNNING".to_owned(),
            stopped: None,
            output: None,
            error: None,
            cause: None,
            version_arn: target.version_arn,
            alias_arn: target.alias_arn,
            redrives: 0,
            redriven: None,
        };
        self.write_new(&record)?;
        Ok((record, true))
    }

    /// Writes a new execution and its place in the listings.
    pub(super) fn write_new(&self, record: &ExecutionRecord) -> Result<(), ServiceError> {
        let mut batch = self.store.batch();
        batch.put(&self.executions, &record.arn, record);
        batch.put(&self.listed, &listing_key(record), &record.arn);
        if record.parent.is_none() {
            batch.put(&self.unfinished, &record.arn, &true);
        }
        Ok(batch.commit()?)
    }

    /// An execution.
    ///
    /// # Errors
    /// `ExecutionDoesNotExist`.
    pub fn execution(&self, arn: &str) -> Result<ExecutionRecord, ServiceError> {
        self.executions.get(arn)?.ok_or_else(|| {
            ServiceError::client(
                "ExecutionDoesNotExist",
                format!("Execution Does Not Exist: '{arn}'"),
            )
        })
    }

    pub(super) fn start_operation(
        &self,
        context: &Context,
        input: &Value,
    ) -> Result<Value, ServiceError> {
        let record = self.start_execution(
            context,
            required(input, "stateMachineArn")?,
            text(input, "name"),
            text(input, "input").unwrap_or("{}"),
        )?;
        Ok(json!({ "executionArn": record.arn, "startDate": date(record.started) }))
    }

    pub(super) async fn start_sync_operation(
        &self,
        context: &Context,
        input: &Value,
    ) -> Result<Value, ServiceError> {
        let target = self.target(required(input, "stateMachineArn")?)?;
        if target.machine.kind != "EXPRESS" {
            return Err(ServiceError::client(
                "StateMachineTypeNotSupported",
                "This operation is not supported by this type of state machine",
            ));
        }
        let text_of = text(input, "input").unwrap_or("{}");
        let (record, _) = self.new_execution(context, target, text(input, "name"), text_of)?;
        let done = self.run(context, &record, None)?;
        let record = self.finished(&record.arn, done).await?;
        let now = Moment::from_millis(context.now().as_millisecond());
        let mut told = describe(&record, now);
        if let Some(told) = told.as_object_mut() {
            for field in ["redriveCount", "redriveStatus", "redriveStatusReason"] {
                told.shift_remove(field);
            }
            let used = record.stopped.unwrap_or(record.started) - record.started;
            told.insert(
                "billingDetails".to_owned(),
                json!({ "billedMemoryUsedInMB": 64, "billedDurationInMilliseconds": used.max(100) }),
            );
        }
        Ok(told)
    }

    pub(super) fn describe_execution_operation(
        &self,
        context: &Context,
        input: &Value,
    ) -> Result<Value, ServiceError> {
        let record = self.execution(required(input, "executionArn")?)?;
        if record.kind == "EXPRESS" && record.parent.is_none() {
            return Err(ServiceError::client(
                "InvalidArn",
                format!("Invalid Arn: '{}'", record.arn),
            ));
        }
        let now = Moment::from_millis(context.now().as_millisecond());
        Ok(describe(&record, now))
    }

    pub(super) fn list_executions(&self, input: &Value) -> Result<Value, ServiceError> {
        let owner = match (text(input, "stateMachineArn"), text(input, "mapRunArn")) {
            (Some(arn), None) => self.target(arn)?.machine.arn,
            (None, Some(arn)) => arn.to_owned(),
            _ => return Err(validation("Must provide a StateMachine ARN or Map Run ARN")),
        };
        // Executions of a version or through an alias are among their machine's.
        let qualified = text(input, "stateMachineArn").filter(|arn| *arn != owner);
        let redriven = text(input, "redriveFilter");
        let status = text(input, "statusFilter");
        let (size, after) = (page_size(input)?, page_start(input)?);
        let prefix = key([&owner, ""]);
        let from = after.map_or(prefix.clone(), |after| format!("{prefix}{after}\u{1}"));
        let mut told = Vec::new();
        let (mut last, mut next) = (String::new(), None);
        for entry in self.listed.range(Bound::Included(&from), Bound::Unbounded) {
            let (place, arn) = entry?;
            let Some(place) = place.strip_prefix(&prefix) else {
                break;
            };
            let record = self.execution(&arn)?;
            let is_other = |arn| {
                record.version_arn.as_deref() != Some(arn)
                    && record.alias_arn.as_deref() != Some(arn)
            };
            let was_redriven = if record.redrives > 0 {
                "REDRIVEN"
            } else {
                "NOT_REDRIVEN"
            };
            if status.is_some_and(|status| status != record.status)
                || qualified.is_some_and(is_other)
                || redriven.is_some_and(|wanted| wanted != was_redriven)
            {
                continue;
            }
            if told.len() == size {
                next = Some(page_token(&last));
                break;
            }
            place.clone_into(&mut last);
            told.push(object([
                ("executionArn", Some(record.arn.into())),
                ("stateMachineArn", Some(record.machine_arn.into())),
                ("name", Some(record.name.into())),
                ("status", Some(record.status.into())),
                ("startDate", Some(date(record.started))),
                ("stopDate", record.stopped.map(date)),
                (
                    "mapRunArn",
                    record.parent.map(|parent| parent.map_run_arn.into()),
                ),
                (
                    "stateMachineVersionArn",
                    record.version_arn.map(Value::from),
                ),
                ("stateMachineAliasArn", record.alias_arn.map(Value::from)),
                ("redriveCount", Some(record.redrives.into())),
                ("redriveDate", record.redriven.map(date)),
            ]));
        }
        Ok(object([
            ("executions", Some(told.into())),
            ("nextToken", next),
        ]))
    }

    pub(super) async fn stop_operation(
        &self,
        context: &Context,
        input: &Value,
    ) -> Result<Value, ServiceError> {
        let record = self.execution(required(input, "executionArn")?)?;
        if record.kind == "EXPRESS" {
            return Err(ServiceError::client(
                "StateMachineTypeNotSupported",
                "This operation is not supported by this type of state machine",
            ));
        }
        let owned = |name: &str| text(input, name).map(str::to_owned);
        let stop = asl_run::Event::Stop {
            error: owned("error"),
            cause: owned("cause"),
        };
        if let Some(told) = self.tell(&record.arn, stop) {
            // One that ended by itself meanwhile needs no stopping.
            let _ = told.await;
        }
        Ok(json!({ "stopDate": date(context.now().as_millisecond()) }))
    }

    pub(super) fn history_operation(&self, input: &Value) -> Result<Value, ServiceError> {
        let record = self.execution(required(input, "executionArn")?)?;
        let (size, after) = (page_size(input)?, page_start(input)?);
        let is_reverse = input["reverseOrder"] == true;
        let includes_data = input["includeExecutionData"] != false;
        let prefix = key([&record.arn, ""]);
        let entries = self.history.scan(&prefix);
        let entries: Box<dyn Iterator<Item = _>> = if is_reverse {
            Box::new(entries.rev())
        } else {
            Box::new(entries)
        };
        let mut told: Vec<Value> = Vec::new();
        let mut next = None;
        for entry in entries {
            let (place, mut event) = entry?;
            let place = place.strip_prefix(&prefix).unwrap_or_default();
            let is_before = after.as_deref().is_some_and(|after| {
                if is_reverse {
                    place >= after
                } else {
                    place <= after
                }
            });
            if is_before {
                continue;
            }
            if told.len() == size {
                next = told
                    .last()
                    .and_then(|last| last["id"].as_u64())
                    .map(|id| page_token(&event_key(id)));
                break;
            }
            if !includes_data {
                without_data(&mut event);
            }
            told.push(event);
        }
        Ok(object([("events", Some(told.into())), ("nextToken", next)]))
    }
}

/// What `DescribeExecution` tells.
pub(super) fn describe(record: &ExecutionRecord, now: Moment) -> Value {
    let included = || Some(json!({ "included": true }));
    let machine = record
        .parent
        .as_ref()
        .map_or(&record.machine_arn, |parent| &parent.state_machine_arn);
    let (redrive_status, reason) = redrivable(record, now);
    object([
        ("executionArn", Some(record.arn.clone().into())),
        ("stateMachineArn", Some(machine.clone().into())),
        ("name", Some(record.name.clone().into())),
        ("status", Some(record.status.clone().into())),
        ("startDate", Some(date(record.started))),
        ("stopDate", record.stopped.map(date)),
        ("input", Some(record.input.clone().into())),
        ("inputDetails", included()),
        ("output", record.output.clone().map(Value::from)),
        (
            "outputDetails",
            record.output.as_ref().and_then(|_| included()),
        ),
        ("error", record.error.clone().map(Value::from)),
        ("cause", record.cause.clone().map(Value::from)),
        (
            "mapRunArn",
            record
                .parent
                .as_ref()
                .map(|parent| parent.map_run_arn.clone().into()),
        ),
        (
            "stateMachineVersionArn",
            record.version_arn.clone().map(Value::from),
        ),
        (
            "stateMachineAliasArn",
            record.alias_arn.clone().map(Value::from),
        ),
        ("redriveCount", Some(record.redrives.into())),
        ("redriveDate", record.redriven.map(date)),
        ("redriveStatus", Some(redrive_status.into())),
        (
            "redriveStatusReason",
            (!reason.is_empty()).then(|| reason.into()),
        ),
    ])
}

/// The place of an event in its execution's history.
pub(super) fn event_key(id: u64) -> String {
    format!("{id:012}")
}

/// The place of an execution in the listing of its machine or map run, the newest first.
fn listing_key(record: &ExecutionRecord) -> String {
    let owner = record
        .parent
        .as_ref()
        .map_or(&record.machine_arn, |parent| &parent.map_run_arn);
    let newest_first = format!("{:016x}", u64::MAX - record.started.unsigned_abs());
    key([owner, &newest_first, &record.name])
}

fn check_input(input: &str) -> Result<(), ServiceError> {
    if input.len() > LONGEST_INPUT {
        return Err(validation(format!(
            "1 validation error detected: Value at 'input' failed to satisfy constraint: Member \
             must have length less than or equal to {LONGEST_INPUT}"
        )));
    }
    serde_json::from_str::<serde::de::IgnoredAny>(input)
        .map(drop)
        .map_err(|error| {
            ServiceError::client(
                "InvalidExecutionInput",
                format!("Invalid State Machine Execution Input: '{error}'"),
            )
        })
}

/// Takes the data out of an event's details.
pub(super) fn without_data(event: &mut Value) {
    let details = event
        .as_object_mut()
        .into_iter()
        .flat_map(|event| event.values_mut());
    for details in details.filter_map(Value::as_object_mut) {
        for field in [
            "input",
            "output",
            "parameters",
            "cause",
            "error",
            "assignedVariables",
        ] {
            details.shift_remove(field);
            details.shift_remove(&format!("{field}Details"));
        }
    }
}
