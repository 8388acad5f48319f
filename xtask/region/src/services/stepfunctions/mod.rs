//! Step Functions: state machines, and executions that the interpreter runs.
//!
//! - [`model`]: what is kept of machines, executions and map runs
//! - `machines`, `versions`, `aliases`, `definitions`, `executions`, `redrive`, `map_runs`, `tags`,
//!   `tokens`: the operations
//! - `runner`: one task per execution; what happens is written down before it is acted on
//! - `tasks`, `storage`, `parquet_rows`: what a state asks of other services
//! - `logging`: the history as a log

mod aliases;
mod definitions;
mod executions;
mod integrations;
mod logging;
mod machines;
mod map_runs;
pub mod model;
mod parquet_rows;
mod redrive;
mod runner;
mod storage;
mod tags;
mod tasks;
#[cfg(test)]
mod tests;
mod tokens;
mod versions;
mod wire;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tokio::sync::Semaphore;

use self::aliases::Alias;
use self::model::{Entry, ExecutionRecord, Machine, MapRunRecord, Revision};
use self::runner::{Programs, Running};
use self::tokens::Tokens;
use self::versions::Version;
use crate::caller::Caller;
use crate::context::{Context, Scope};
use crate::error::ServiceError;
use crate::store::{Store, StoreError, Table};

pub use self::machines::MachineInput;

/// How many tasks of all executions run at once.
const TASKS_AT_ONCE: usize = 64;

/// Step Functions of one AWS region.
pub struct StepFunctions {
    store: Store,
    machines: Table<Machine>,
    versions: Table<Version>,
    aliases: Table<Alias>,
    /// What machines were at some time, by revision.
    revisions: Table<Revision>,
    executions: Table<ExecutionRecord>,
    /// Executions by their machine or map run, the newest first.
    listed: Table<String>,
    /// What happened to an execution that still runs, in order.
    journal: Table<Entry>,
    history: Table<Value>,
    map_runs: Table<MapRunRecord>,
    activities: Table<Value>,
    tags: Table<Vec<(String, String)>>,
    /// Executions that have not ended, save for the children of maps.
    unfinished: Table<bool>,
    programs: Programs,
    running: Mutex<HashMap<String, Running>>,
    tokens: Tokens,
    tasks: Arc<Semaphore>,
    /// Held while names are checked and written; never across an `await`.
    writing: Mutex<()>,
}

impl fmt::Debug for StepFunctions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StepFunctions").finish_non_exhaustive()
    }
}

impl StepFunctions {
    pub(crate) fn open(scope: &Scope<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            store: scope.store(),
            machines: scope.table("stepfunctions.machines")?,
            versions: scope.table("stepfunctions.versions")?,
            aliases: scope.table("stepfunctions.aliases")?,
            revisions: scope.table("stepfunctions.revisions")?,
            executions: scope.table("stepfunctions.executions")?,
            listed: scope.table("stepfunctions.listed")?,
            journal: scope.table("stepfunctions.journal")?,
            history: scope.table("stepfunctions.history")?,
            map_runs: scope.table("stepfunctions.map-runs")?,
            activities: scope.table("stepfunctions.activities")?,
            tags: scope.table("stepfunctions.tags")?,
            unfinished: scope.table("stepfunctions.unfinished")?,
            programs: Programs::default(),
            running: Mutex::new(HashMap::new()),
            tokens: Tokens::default(),
            tasks: Arc::new(Semaphore::new(TASKS_AT_ONCE)),
            writing: Mutex::new(()),
        })
    }

    /// Takes up the executions that a restart left unfinished.
    pub(crate) fn start(&self, context: &Context) {
        if let Err(error) = self.resume_all(context) {
            tracing::error!(%error, "unfinished executions could not be taken up");
        }
    }

    /// Answers one operation of the wire protocol.
    pub(crate) async fn call(
        &self,
        context: &Context,
        caller: &Caller,
        operation: &str,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let action = format!("states:{operation}");
        context.authorise(caller, &action, wire::subject(&input))?;
        match operation {
            "CreateStateMachine" => self.create_operation(context, &input),
            "UpdateStateMachine" => self.update_operation(context, &input),
            "DeleteStateMachine" => self.delete_operation(&input),
            "DescribeStateMachine" => self.describe_operation(&input),
            "ListStateMachines" => self.list_operation(&input),
            "ValidateStateMachineDefinition" => definitions::validate_operation(&input),
            "TestState" => definitions::test_operation(context, caller, &input).await,
            "DescribeStateMachineForExecution" => self.describe_for_execution(&input),
            "StartExecution" => self.start_operation(context, &input),
            "StartSyncExecution" => self.start_sync_operation(context, &input).await,
            "DescribeExecution" => self.describe_execution_operation(context, &input),
            "ListExecutions" => self.list_executions(&input),
            "RedriveExecution" => self.redrive_operation(context, &input).await,
            "PublishStateMachineVersion" => self.publish_operation(context, &input),
            "DeleteStateMachineVersion" => self.delete_version_operation(&input),
            "ListStateMachineVersions" => self.list_versions(&input),
            "CreateStateMachineAlias" => self.create_alias(context, &input),
            "UpdateStateMachineAlias" => self.update_alias(context, &input),
            "DescribeStateMachineAlias" => self.describe_alias(&input),
            "DeleteStateMachineAlias" => self.delete_alias(&input),
            "ListStateMachineAliases" => self.list_aliases(&input),
            "StopExecution" => self.stop_operation(context, &input).await,
            "GetExecutionHistory" => self.history_operation(&input),
            "DescribeMapRun" => self.describe_map_run(&input),
            "ListMapRuns" => self.list_map_runs(&input),
            "TagResource" => self.tag(&input),
            "UntagResource" => self.untag(&input),
            "ListTagsForResource" => self.list_tags(&input),
            "CreateActivity" => self.create_activity(context, &input),
            "DescribeActivity" => self.describe_activity(&input),
            "DeleteActivity" => self.delete_activity(&input),
            "ListActivities" => self.list_activities(&input),
            "GetActivityTask" => self.activity_task(&input).await,
            "SendTaskSuccess" => self.task_success(&input).await,
            "SendTaskFailure" => self.task_failure(&input).await,
            "SendTaskHeartbeat" => self.task_heartbeat(&input).await,
            _ => Err(ServiceError::unknown_operation("Step Functions", operation)),
        }
    }

    fn write_lock(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn running_lock(&self) -> MutexGuard<'_, HashMap<String, Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
