//! Tasks: what a state asks of a service, and how it is answered.

use std::time::Duration;

use asl_run::{Event, Invocation, Moment, Pattern, Resource};
use bytes::Bytes;
use serde_json::{Value, json};

use super::executions::describe;
use super::integrations;
use super::runner::{Inbox, Message};
use super::wire::text;
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::lambda::InvocationType;
use crate::services::sagemaker::JobKind;

/// The execution that asks.
pub(super) struct Origin {
    pub(super) execution_arn: String,
    pub(super) inbox: Inbox,
}

/// How a task failed: the error's name and why.
pub(super) struct Failed(pub(super) String, pub(super) String);

pub(super) type Answer = Result<Value, Failed>;

/// How long it is waited before a query is asked about, and at most.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Runs work and hands its event to an execution.
pub(super) async fn answering(inbox: Inbox, work: impl Future<Output = Event>) {
    // An execution that ended takes no more messages.
    let _ = inbox.send(Message {
        event: work.await,
        written: None,
    });
}

/// Performs a task and answers its execution.
pub(super) async fn perform(
    context: Context,
    caller: Result<Caller, ServiceError>,
    invocation: Invocation,
    origin: Origin,
) {
    let task = invocation.task;
    let send = |event: Event| {
        drop(origin.inbox.send(Message {
            event,
            written: None,
        }));
    };
    let caller = caller.and_then(|caller| match &invocation.role_arn {
        Some(role) => context
            .iam()
            .assume_for_caller(&context, role, &caller, "states"),
        None => Ok(caller),
    });
    let caller = match caller {
        Ok(caller) => caller,
        Err(error) => {
            let cause = Some(error.message);
            return send(Event::TaskFailed {
                task,
                error: Some("States.Permissions".to_owned()),
                cause,
            });
        }
    };
    let answer = match &invocation.resource {
        Resource::Activity { arn } => match context.stepfunctions().offer(arn, &invocation) {
            // A worker answers by the task's token.
            Ok(()) => return,
            Err(error) => Err(Failed("States.Runtime".to_owned(), error.message)),
        },
        Resource::Function { arn } => function(&context, &caller, arn, &invocation.arguments).await,
        Resource::Integration {
            service,
            action,
            pattern,
        } => {
            let asked = integration(&context, &caller, service, action, &invocation, &origin).await;
            match (asked, pattern) {
                (Ok(output), Pattern::RequestResponse) => Ok(output),
                (Ok(output), Pattern::TaskToken) => {
                    return send(Event::TaskSubmitted { task, output });
                }
                (Ok(output), pattern) => {
                    send(Event::TaskSubmitted {
                        task,
                        output: output.clone(),
                    });
                    until_done(&context, &caller, service, action, *pattern, &output).await
                }
                (Err(failed), _) => Err(failed),
            }
        }
    };
    send(match answer {
        Ok(output) => Event::TaskSucceeded { task, output },
        Err(Failed(error, cause)) => Event::TaskFailed {
            task,
            error: Some(error),
            cause: Some(cause),
        },
    });
}

/// An error of a service as a state sees it: `Lambda.TooManyRequestsException`.
pub(super) fn failed(service: &str, error: &ServiceError) -> Failed {
    let code = match error.code.as_str() {
        code if code.ends_with("Exception") => code.to_owned(),
        code => format!("{code}Exception"),
    };
    let cause = format!(
        "{} (Service: {service}, Status Code: {})",
        error.message, error.status
    );
    Failed(format!("{service}.{code}"), cause)
}

fn missing(name: &str) -> Failed {
    Failed(
        "States.Runtime".to_owned(),
        format!("The field '{name}' is required but was missing"),
    )
}

/// A function, called by its own ARN: its answer is the result.
async fn function(context: &Context, caller: &Caller, arn: &str, payload: &Value) -> Answer {
    Ok(invoke(context, caller, arn, payload).await?.answer)
}

/// What a function gave.
struct Invoked {
    answer: Value,
    request_id: String,
    version: String,
}

async fn invoke(
    context: &Context,
    caller: &Caller,
    function: &str,
    payload: &Value,
) -> Result<Invoked, Failed> {
    let service = context.stepfunctions();
    let Ok(_permit) = service.tasks.acquire().await else {
        return Err(Failed(
            "Lambda.SdkClientException".to_owned(),
            "the region stops".to_owned(),
        ));
    };
    let payload = Bytes::from(payload.to_string());
    let invoked = context.lambda().invoke(
        context,
        caller,
        function,
        payload,
        InvocationType::RequestResponse,
    );
    let invoked = invoked.await.map_err(|error| failed("Lambda", &error))?;
    let answer: Value = serde_json::from_slice(&invoked.payload).unwrap_or(Value::Null);
    if invoked.function_error.is_some() {
        let name = text(&answer, "errorType")
            .unwrap_or("Lambda.Unknown")
            .to_owned();
        return Err(Failed(
            name,
            String::from_utf8_lossy(&invoked.payload).into_owned(),
        ));
    }
    Ok(Invoked {
        answer,
        request_id: invoked.request_id,
        version: invoked.version,
    })
}

async fn integration(
    context: &Context,
    caller: &Caller,
    service: &str,
    action: &str,
    invocation: &Invocation,
    origin: &Origin,
) -> Answer {
    let arguments = &invocation.arguments;
    match (service.strip_prefix("aws-sdk:").unwrap_or(service), action) {
        ("lambda", "invoke") => {
            let function =
                text(arguments, "FunctionName").ok_or_else(|| missing("FunctionName"))?;
            let payload = arguments
                .get("Payload")
                .cloned()
                .unwrap_or_else(|| json!({}));
            let qualified = match text(arguments, "Qualifier") {
                Some(qualifier) => &format!("{function}:{qualifier}"),
                None => function,
            };
            let invoked = invoke(context, caller, qualified, &payload).await?;
            Ok(json!({
                "ExecutedVersion": invoked.version,
                "Payload": invoked.answer,
                "SdkHttpMetadata": { "HttpStatusCode": 200 },
                "SdkResponseMetadata": { "RequestId": invoked.request_id },
                "StatusCode": 200,
            }))
        }
        ("sns", "publish") => publish(context, caller, arguments),
        ("states" | "sfn", "startExecution") => {
            start_execution(context, caller, invocation, origin)
        }
        ("sagemaker", action) if is_waited_for(invocation) => {
            let Some(kind) = JobKind::of_action(action) else {
                return Err(not_waited_for(service, action));
            };
            // The same for every attempt at the same task, so that a restart makes nothing twice.
            let task = format!(
                "{} {} {}",
                origin.execution_arn, invocation.task, invocation.attempt
            );
            context
                .sagemaker()
                .create_job_of_step(context, caller, kind, arguments.clone(), task)
                .map_err(|error| failed("SageMaker", &error))
        }
        (name, action) => {
            integrations::call(context, caller, name, action, arguments.clone()).await
        }
    }
}

/// Whether the step ends with what it starts.
fn is_waited_for(invocation: &Invocation) -> bool {
    matches!(
        &invocation.resource,
        Resource::Integration {
            pattern: Pattern::Sync | Pattern::Sync2,
            ..
        }
    )
}

fn not_waited_for(service: &str, action: &str) -> Failed {
    let reason = format!("the embedded region does not wait for {service}:{action}");
    Failed("States.Runtime".to_owned(), reason)
}

fn publish(context: &Context, caller: &Caller, arguments: &Value) -> Answer {
    let topic = text(arguments, "TopicArn").ok_or_else(|| missing("TopicArn"))?;
    let message = match arguments.get("Message") {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => return Err(missing("Message")),
    };
    context
        .authorise(caller, "sns:Publish", topic)
        .map_err(|error| failed("SNS", &error))?;
    let id = context
        .sns()
        .publish(context, topic, text(arguments, "Subject"), &message)
        .map_err(|error| failed("SNS", &error))?;
    Ok(json!({ "MessageId": id, "SdkHttpMetadata": { "HttpStatusCode": 200 } }))
}

fn start_execution(
    context: &Context,
    caller: &Caller,
    invocation: &Invocation,
    origin: &Origin,
) -> Answer {
    let arguments = &invocation.arguments;
    let machine = text(arguments, "StateMachineArn").ok_or_else(|| missing("StateMachineArn"))?;
    context
        .authorise(caller, "states:StartExecution", machine)
        .map_err(|error| failed("StepFunctions", &error))?;
    // The same for every attempt at the same task, so that a restart starts nothing twice.
    let own = format!(
        "{}-{}-{}",
        origin.execution_arn.rsplit(':').next().unwrap_or_default(),
        invocation.task,
        invocation.attempt
    );
    let name = match text(arguments, "Name") {
        Some(name) => name.to_owned(),
        None => own
            .chars()
            .rev()
            .take(80)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect(),
    };
    let input = match arguments.get("Input") {
        None => "{}".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let started = context
        .stepfunctions()
        .start_execution(context, machine, Some(&name), &input)
        .map_err(|error| failed("StepFunctions", &error))?;
    Ok(json!({ "ExecutionArn": started.arn, "StartDate": started.started }))
}

/// Waits for what a task started, for tasks that end with it.
async fn until_done(
    context: &Context,
    caller: &Caller,
    service: &str,
    action: &str,
    pattern: Pattern,
    output: &Value,
) -> Answer {
    if (service, action) == ("athena", "startQueryExecution") {
        return until_answered(context, caller, output).await;
    }
    if let ("sagemaker", Some(kind)) = (service, JobKind::of_action(action)) {
        let job = context
            .sagemaker()
            .job_of_step(context, caller, kind, output);
        let ended = job.await.map_err(|error| failed("SageMaker", &error))?;
        return if ended.is_completed {
            Ok(ended.told)
        } else {
            Err(Failed(
                "States.TaskFailed".to_owned(),
                ended.told.to_string(),
            ))
        };
    }
    if (service, action) != ("states", "startExecution") {
        return Err(not_waited_for(service, action));
    }
    let states = context.stepfunctions();
    let arn = text(output, "ExecutionArn").unwrap_or_default();
    let running = states
        .running_lock()
        .get(arn)
        .map(|running| running.done.clone());
    let record = match running {
        Some(done) => states.finished(arn, done).await,
        None => states.execution(arn),
    };
    let record = record.map_err(|error| failed("StepFunctions", &error))?;
    let mut told = json!({});
    let now = Moment::from_millis(context.now().as_millisecond());
    if let (Value::Object(described), Some(told)) = (describe(&record, now), told.as_object_mut()) {
        for (name, value) in described {
            let mut letters = name.chars();
            let first = letters.next().map(|c| c.to_ascii_uppercase());
            told.insert(first.into_iter().chain(letters).collect(), value);
        }
    }
    if record.status != "SUCCEEDED" {
        return Err(Failed("States.TaskFailed".to_owned(), told.to_string()));
    }
    if pattern == Pattern::Sync2 {
        for field in ["Input", "Output"] {
            if let Some(parsed) =
                text(&told, field).and_then(|text| serde_json::from_str::<Value>(text).ok())
            {
                told[field] = parsed;
            }
        }
    }
    Ok(told)
}

/// Waits for the end of a query: Step Functions asks Athena for it, on behalf of the state machine's
/// role. <https://docs.aws.amazon.com/step-functions/latest/dg/connect-athena.html>
async fn until_answered(context: &Context, caller: &Caller, output: &Value) -> Answer {
    let id = json!({ "QueryExecutionId": output["QueryExecutionId"] });
    let mut pause = FIRST_PAUSE;
    loop {
        let told = context
            .athena()
            .call(context, caller, "GetQueryExecution", id.clone())
            .await
            .map_err(|error| failed("Athena", &error))?;
        match told["QueryExecution"]["Status"]["State"].as_str() {
            Some("SUCCEEDED") => return Ok(told),
            Some("FAILED" | "CANCELLED") => {
                return Err(Failed(
                    "States.TaskFailed".to_owned(),
                    told["QueryExecution"].to_string(),
                ));
            }
            _ => {}
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}
