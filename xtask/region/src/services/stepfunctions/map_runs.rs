//! Map runs, told of.

use asl_run::{Counts, MapRun};
use serde_json::{Value, json};

use super::StepFunctions;
use super::wire::{date, object, page_size, page_start, page_token, required};
use crate::error::ServiceError;

impl StepFunctions {
    pub(super) fn describe_map_run(&self, input: &Value) -> Result<Value, ServiceError> {
        let arn = required(input, "mapRunArn")?;
        let found = self.map_runs.get(arn)?;
        found.map(|run| run.description).ok_or_else(|| {
            ServiceError::client("ResourceNotFound", format!("Resource not found: '{arn}'"))
        })
    }

    pub(super) fn list_map_runs(&self, input: &Value) -> Result<Value, ServiceError> {
        let execution = self.execution(required(input, "executionArn")?)?;
        let (size, after) = (page_size(input)?, page_start(input)?);
        let mut told: Vec<Value> = Vec::new();
        let mut next = None;
        // Map runs are named after their machine, so only its own are looked at.
        let prefix = execution
            .machine_arn
            .replacen(":stateMachine:", ":mapRun:", 1);
        for entry in self.map_runs.scan(&format!("{prefix}/")) {
            let (arn, run) = entry?;
            let is_before = after.as_deref().is_some_and(|after| arn.as_str() <= after);
            if is_before || run.execution_arn != execution.arn {
                continue;
            }
            if told.len() == size {
                next = told
                    .last()
                    .and_then(|last| last["mapRunArn"].as_str())
                    .map(page_token);
                break;
            }
            told.push(object([
                ("executionArn", Some(execution.arn.clone().into())),
                ("mapRunArn", Some(arn.into())),
                (
                    "stateMachineArn",
                    Some(execution.machine_arn.clone().into()),
                ),
                ("startDate", run.description.get("startDate").cloned()),
                ("stopDate", run.description.get("stopDate").cloned()),
            ]));
        }
        Ok(object([
            ("mapRuns", Some(told.into())),
            ("nextToken", next),
        ]))
    }
}

/// What `DescribeMapRun` tells of a run.
pub(super) fn describe(run: &MapRun, execution_arn: &str) -> Value {
    object([
        ("mapRunArn", Some(run.arn.clone().into())),
        ("executionArn", Some(execution_arn.into())),
        ("status", Some(run.status.into())),
        ("startDate", Some(date(run.started.as_millis()))),
        ("stopDate", run.stopped.map(|at| date(at.as_millis()))),
        ("maxConcurrency", Some(run.max_concurrency.into())),
        (
            "toleratedFailurePercentage",
            Some(run.tolerated_failure_percentage.into()),
        ),
        (
            "toleratedFailureCount",
            Some(run.tolerated_failure_count.into()),
        ),
        ("itemCounts", Some(counts(&run.items))),
        ("executionCounts", Some(counts(&run.executions))),
        ("redriveCount", Some(run.redrive_count.into())),
        ("redriveDate", run.redriven.map(|at| date(at.as_millis()))),
    ])
}

fn counts(counts: &Counts) -> Value {
    json!({
        "pending": counts.pending,
        "running": counts.running,
        "succeeded": counts.succeeded,
        "failed": counts.failed,
        "timedOut": counts.timed_out,
        "aborted": counts.aborted,
        "total": counts.total,
        "resultsWritten": counts.results_written,
        "failuresNotRedrivable": 0,
        "pendingRedrive": 0,
    })
}
