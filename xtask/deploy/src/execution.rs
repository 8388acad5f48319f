//! The workflow's run of a batch: found, watched, and explained when it fails.

mod failing_state;

use std::time::{Duration, Instant};

use aws_sdk_sfn::operation::describe_execution::DescribeExecutionOutput;
use aws_sdk_sfn::types::ExecutionStatus;
use contracts::batch::BatchInput;
use contracts::{BatchName, layout};
use ui::{Problem, Progress};

use crate::poll::Pauses;
use crate::sdk_error::Asked;
use crate::session::Session;

pub(crate) use failing_state::entered_last;
use failing_state::failing_state;

/// How long the event of the marker may take to start the workflow.
const STARTED_WITHIN: Duration = Duration::from_secs(90);
/// Events that are looked through for the one that an execution failed by, the latest first: AWS gives no more at
/// once, and what is put right after a failure may take its time.
const EVENTS: i32 = 1_000;
/// Executions that are looked through for the batch's own, the latest first.
const LOOKED_THROUGH: i32 = 50;

/// Waits for the workflow's run of the batch; gives the execution's ARN when it succeeded.
/// `within` bounds how long it is waited for after its start.
pub(crate) async fn wait(
    session: &Session,
    batch: &BatchName,
    within: Option<Duration>,
) -> anyhow::Result<String> {
    let progress = session.ui.progress(
        "Inspect",
        format!("{batch}: waiting for the workflow to start"),
    );
    let arn = find(session, batch).await?;
    let begun = Instant::now();
    let mut pauses = Pauses::new(session.manifest().embedded);
    loop {
        let execution = describe(session, &arn).await?;
        if let Some(within) = within.filter(|within| begun.elapsed() > *within) {
            let took = ui::duration(within);
            return Err(Problem::new(format!(
                "the execution {arn} is not done after {took}; it goes on"
            ))
            .next("look at it: cargo xtask status, cargo xtask logs")
            .into());
        }
        match execution.status() {
            ExecutionStatus::Running => show(session, &arn, batch, &progress).await,
            ExecutionStatus::Succeeded => {
                progress.done(format!("{batch}: the workflow has succeeded"));
                return Ok(arn);
            }
            status => {
                let status = status.as_str().to_owned();
                drop(progress);
                return Err(explain(session, &arn, &status, &execution).await?.into());
            }
        }
        pauses.pause().await;
    }
}

/// The execution that the marker of the batch started.
async fn find(session: &Session, batch: &BatchName) -> anyhow::Result<String> {
    let machine = session.state_machine();
    let started = Instant::now();
    let mut pauses = Pauses::new(session.manifest().embedded);
    let mut others = Vec::new();
    loop {
        let listed = session
            .clients
            .sfn
            .list_executions()
            .state_machine_arn(&machine)
            .max_results(LOOKED_THROUGH)
            .send()
            .await
            .asked(format!("list the executions of {machine}"))?;
        for execution in listed.executions() {
            let arn = execution.execution_arn();
            if others.iter().any(|other| other == arn) {
                continue;
            }
            let described = describe(session, arn).await?;
            if described.input().is_some_and(|input| is_of(input, batch)) {
                return Ok(arn.to_owned());
            }
            others.push(arn.to_owned());
        }
        if started.elapsed() > STARTED_WITHIN {
            return Err(Problem::new(format!(
                "no execution of {machine} began for the batch {batch} within {}",
                ui::duration(STARTED_WITHIN)
            ))
            .next("see whether the EventBridge rule on `_READY` is enabled and may start it")
            .into());
        }
        pauses.pause().await;
    }
}

pub(crate) async fn describe(
    session: &Session,
    arn: &str,
) -> anyhow::Result<DescribeExecutionOutput> {
    session
        .clients
        .sfn
        .describe_execution()
        .execution_arn(arn)
        .send()
        .await
        .asked(format!("describe the execution {arn}"))
}

/// Whether an execution's input names the batch, or the marker that started it.
fn is_of(input: &str, batch: &BatchName) -> bool {
    serde_json::from_str::<BatchInput>(input).is_ok_and(|input| {
        input.batch.as_ref() == Some(batch)
            || input
                .marker
                .is_some_and(|marker| marker == layout::ready_key(batch))
    })
}

/// Shows how many of the map's chunks are done. Where that cannot be told, nothing is lost.
async fn show(session: &Session, arn: &str, batch: &BatchName, progress: &Progress) {
    let runs = session
        .clients
        .sfn
        .list_map_runs()
        .execution_arn(arn)
        .send();
    let Some(run) = runs.await.ok().and_then(|runs| {
        runs.map_runs()
            .first()
            .map(|run| run.map_run_arn().to_owned())
    }) else {
        progress.update(format!("{batch}: the workflow runs"));
        return;
    };
    let described = session.clients.sfn.describe_map_run().map_run_arn(run);
    if let Ok(run) = described.send().await
        && let Some(counts) = run.item_counts()
    {
        progress.update(format!(
            "{batch}: {} of {} pictures, {} failed",
            counts.succeeded(),
            counts.total(),
            counts.failed()
        ));
    }
}

/// Why an execution did not succeed, with the state in which it failed.
pub(crate) async fn explain(
    session: &Session,
    arn: &str,
    status: &str,
    execution: &DescribeExecutionOutput,
) -> anyhow::Result<Problem> {
    let history = session
        .clients
        .sfn
        .get_execution_history()
        .execution_arn(arn)
        .reverse_order(true)
        .max_results(EVENTS)
        .send()
        .await
        .asked(format!("give the history of {arn}"))?;
    let state = failing_state(history.events(), execution.error(), execution.cause());
    Ok(Problem::new(format!(
        "the workflow's run {arn} is {status}{}",
        state.map_or(String::new(), |state| format!(" in its state {state:?}"))
    ))
    .because(format!(
        "{}: {}",
        execution.error().unwrap_or("no error was named"),
        execution.cause().unwrap_or("no cause was given")
    ))
    .next(format!(
        "aws stepfunctions get-execution-history --execution-arn {arn} (for `local`: with \
         `cargo xtask region serve` and the variables that it prints)"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_execution_belongs_to_the_batch_that_its_input_names() {
        let batch = BatchName::parse("smoke-1").unwrap();
        assert!(is_of(r#"{"batch": "smoke-1"}"#, &batch));
        assert!(is_of(r#"{"marker": "incoming/smoke-1/_READY"}"#, &batch));
        assert!(!is_of(r#"{"marker": "incoming/smoke-12/_READY"}"#, &batch));
        assert!(!is_of(r#"{"batch": "smoke-12"}"#, &batch));
        assert!(!is_of("smoke-1", &batch));
    }
}
