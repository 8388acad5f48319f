//! Operations on definitions that no machine is needed for: they are validated, and one state of
//! them is tested.

use std::time::Duration;

use asl_run::requests::{Refusal, validate_definition};
use asl_run::test_state::{
    ErrorOutput, PendingTask, Progress, Request, Setting, TaskAnswer, test_state,
};
use asl_run::{Event, Moment};
use serde_json::Value;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::tasks;
use super::wire::validation;
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;

/// How long a tested state may take.
/// <https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html>
const LONGEST_TEST: Duration = Duration::from_secs(300);

impl From<Refusal> for ServiceError {
    fn from(refusal: Refusal) -> Self {
        Self::client(refusal.code, refusal.message)
    }
}

pub(super) fn validate_operation(input: &Value) -> Result<Value, ServiceError> {
    Ok(validate_definition(input)?)
}

/// Tests a state; a task without a mock is done by the service that it names, as the role.
pub(super) async fn test_operation(
    context: &Context,
    caller: &Caller,
    input: &Value,
) -> Result<Value, ServiceError> {
    let request = Request::from_json(input)?;
    let at = Moment::from_millis(context.now().as_millisecond());
    let (seed, _) = Uuid::new_v4().as_u64_pair();
    let setting = Setting::new("aws", context.region(), context.account(), at, seed);
    match test_state(&request, &setting)? {
        Progress::Done(answer) => Ok(answer.to_json()),
        Progress::Task(task) => {
            let role = match &request.role_arn {
                Some(role) => {
                    context.authorise(caller, "iam:PassRole", role)?;
                    context.iam().assume_for_service(
                        context,
                        role,
                        "states.amazonaws.com",
                        None,
                        "TestState",
                    )
                }
                None => Ok(caller.clone()),
            };
            let done = performed(context, role, &task);
            let answer = tokio::time::timeout(LONGEST_TEST, done)
                .await
                .map_err(|_| validation("The state took longer than 5 minutes"))??;
            Ok(task.answered(answer)?.to_json())
        }
    }
}

/// Has a task done, and waits for what it gives.
async fn performed(
    context: &Context,
    caller: Result<Caller, ServiceError>,
    task: &PendingTask,
) -> Result<TaskAnswer, ServiceError> {
    let (inbox, mut told) = mpsc::unbounded_channel();
    let origin = tasks::Origin {
        execution_arn: context.arn("states", "execution:TestState:TestState"),
        inbox,
    };
    tasks::perform(context.clone(), caller, (*task.invocation).clone(), origin).await;
    while let Some(message) = told.recv().await {
        let outcome = match message.event {
            Event::TaskSucceeded { output, .. } => Ok(output),
            Event::TaskFailed { error, cause, .. } => Err(ErrorOutput { error, cause }),
            _ => continue,
        };
        return Ok(TaskAnswer {
            outcome,
            request: None,
            response: None,
        });
    }
    Err(validation(
        "A task that answers by a token or as an activity has to be mocked",
    ))
}
