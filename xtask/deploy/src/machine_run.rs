//! A run of a state machine that a verb starts: waited for, shown, and explained when it fails.

use aws_sdk_sfn::primitives::DateTime;
use aws_sdk_sfn::types::ExecutionStatus;
use serde::Serialize;
use serde::de::DeserializeOwned;
use ui::Progress;

use crate::execution;
use crate::poll::Pauses;
use crate::sdk_error::Asked;
use crate::session::Session;

/// A run that succeeded.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ended<T> {
    /// The execution's ARN.
    pub arn: String,
    /// When it began, as AWS's clock has it.
    pub began: DateTime,
    /// Its output.
    pub output: T,
}

/// Starts a run under a name and waits for its end; `what` is what people know it by.
pub(crate) async fn to_end<T: DeserializeOwned>(
    session: &Session,
    machine: &str,
    name: &str,
    input: &(impl Serialize + Sync),
    (progress, what): (Progress, &str),
) -> anyhow::Result<Ended<T>> {
    let started = session
        .clients
        .sfn
        .start_execution()
        .state_machine_arn(machine)
        .name(name)
        .input(serde_json::to_string(input)?)
        .send()
        .await
        .asked(format!("start an execution of {machine}"))?;
    let (arn, began) = (started.execution_arn().to_owned(), *started.start_date());
    let mut pauses = Pauses::new(session.manifest().embedded);
    loop {
        let execution = execution::describe(session, &arn).await?;
        match execution.status() {
            ExecutionStatus::Running => {
                if let Some(state) = state(session, &arn).await {
                    progress.update(format!("{what}: {state}"));
                }
            }
            ExecutionStatus::Succeeded => {
                let output = serde_json::from_str(execution.output().unwrap_or_default())?;
                progress.done(format!("{what}: {name} has succeeded"));
                return Ok(Ended { arn, began, output });
            }
            status => {
                let status = status.as_str().to_owned();
                drop(progress);
                return Err(execution::explain(session, &arn, &status, &execution)
                    .await?
                    .into());
            }
        }
        pauses.pause().await;
    }
}

/// The state that the run is in. Where that cannot be told, nothing is lost.
async fn state(session: &Session, arn: &str) -> Option<String> {
    let history = session
        .clients
        .sfn
        .get_execution_history()
        .execution_arn(arn)
        .reverse_order(true)
        .max_results(20)
        .send()
        .await
        .ok()?;
    execution::entered_last(history.events()).map(str::to_owned)
}
