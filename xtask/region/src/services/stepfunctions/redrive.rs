//! Redrive: a Standard execution that ended badly goes on from the states that did.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html>

use asl_run::Moment;
use serde_json::{Value, json};

use super::StepFunctions;
use super::model::ExecutionRecord;
use super::wire::{date, required};
use crate::context::Context;
use crate::error::ServiceError;

/// How long after its end an execution may be redriven: 14 days, in milliseconds.
const LONGEST_REST: i64 = 14 * 86_400_000;
/// How long an execution may be open: a year, in milliseconds.
const LONGEST_RUN: i64 = 365 * 86_400_000;

impl StepFunctions {
    pub(super) async fn redrive_operation(
        &self,
        context: &Context,
        input: &Value,
    ) -> Result<Value, ServiceError> {
        let record = self.execution(required(input, "executionArn")?)?;
        // The task of an execution that has just ended may still be putting things away.
        let running = self.running_lock().get(&record.arn).cloned();
        if let Some(mut running) = running.filter(|_| record.status != "RUNNING") {
            // An error means that the task is gone, which is as good as done.
            let _ = running.done.wait_for(|done| *done).await;
        }
        let now = Moment::from_millis(context.now().as_millisecond());
        let (status, reason) = redrivable(&record, now);
        if status != "REDRIVABLE" {
            return Err(ServiceError::client("ExecutionNotRedrivable", reason));
        }
        // The interpreter knows more: how long the history is.
        self.replayed(&record)?
            .redrivable(now)
            .map_err(|error| ServiceError::client("ExecutionNotRedrivable", error.to_string()))?;
        let record = self.reopen(record, now)?;
        self.run(context, &record, None)?;
        Ok(json!({ "redriveDate": date(now.as_millis()) }))
    }

    /// Writes down that an execution runs again. Its task finds that its journal has ended, which
    /// is what a redrive looks like, also after a kill.
    pub(super) fn reopen(
        &self,
        mut record: ExecutionRecord,
        now: Moment,
    ) -> Result<ExecutionRecord, ServiceError> {
        "RUNNING".clone_into(&mut record.status);
        record.stopped = None;
        record.output = None;
        record.error = None;
        record.cause = None;
        record.redrives += 1;
        record.redriven = Some(now.as_millis());
        let mut batch = self.store.batch();
        batch.put(&self.executions, &record.arn, &record);
        if record.parent.is_none() {
            batch.put(&self.unfinished, &record.arn, &true);
        }
        batch.commit()?;
        Ok(record)
    }
}

/// Whether the journal of an execution is kept for a redrive after its end.
pub(super) fn keeps_journal(record: &ExecutionRecord) -> bool {
    record.kind != "EXPRESS" && record.status != "SUCCEEDED"
}

/// `redriveStatus`, and `redriveStatusReason` where it is not `REDRIVABLE`.
pub(super) fn redrivable(record: &ExecutionRecord, now: Moment) -> (&'static str, String) {
    let because = |reason: &str| ("NOT_REDRIVABLE", reason.to_owned());
    if record.kind == "EXPRESS" {
        return because("Execution is EXPRESS and cannot be redriven");
    }
    match record.status.as_str() {
        "FAILED" | "TIMED_OUT" | "ABORTED" => {}
        other => return because(&format!("Execution is {other} and cannot be redriven")),
    }
    let stopped = record.stopped.unwrap_or(record.started);
    if now.as_millis() > record.started + LONGEST_RUN {
        return because("Execution has exceeded the max execution time");
    }
    if now.as_millis() > stopped + LONGEST_REST {
        return because("Execution redrivable period exceeded");
    }
    if record.parent.is_some() {
        let reason = "Execution can only be redriven by redriving the execution of its map run";
        return ("REDRIVABLE_BY_MAP_RUN", reason.to_owned());
    }
    ("REDRIVABLE", String::new())
}
