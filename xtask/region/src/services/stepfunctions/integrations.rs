//! Services of the region that speak JSON, as states ask them: an action of each has the name that its API gives
//! it, and its members have capitals, whatever the service's own API does.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html>

use serde_json::{Map, Value};

use super::tasks::{Answer, Failed, failed};
use crate::caller::Caller;
use crate::context::Context;
use crate::protocol::query::Params;

/// Asks a service for an action.
pub(super) async fn call(
    context: &Context,
    caller: &Caller,
    service: &str,
    action: &str,
    arguments: Value,
) -> Answer {
    let mut letters = action.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    let operation: String = first.into_iter().chain(letters).collect();
    let name = operation.as_str();
    let (prefix, answer) = match service {
        "athena" => (
            "Athena",
            context
                .athena()
                .call(context, caller, name, arguments)
                .await,
        ),
        "glue" => (
            "Glue",
            context.glue().call(context, caller, name, arguments).await,
        ),
        "events" | "eventbridge" => (
            "EventBridge",
            context
                .events()
                .call(context, caller, name, arguments)
                .await,
        ),
        "cloudwatch" => (
            "CloudWatch",
            context
                .cloudwatch()
                .call(context, caller, name, &Params::of(&arguments)),
        ),
        "cloudwatchlogs" => (
            "CloudWatchLogs",
            context.logs().call(context, caller, name, arguments).await,
        ),
        "sagemaker" => (
            "SageMaker",
            context
                .sagemaker()
                .call(context, caller, name, arguments)
                .await,
        ),
        "rekognition" => (
            "Rekognition",
            context
                .rekognition()
                .call(context, caller, name, arguments)
                .await,
        ),
        "sfn" => (
            "Sfn",
            Box::pin(
                context
                    .stepfunctions()
                    .call(context, caller, name, lowered(arguments)),
            )
            .await
            .map(raised),
        ),
        other => {
            let reason =
                format!("the embedded region does not serve the integration {other}:{action}");
            return Err(Failed("States.Runtime".to_owned(), reason));
        }
    };
    answer.map_err(|error| failed(prefix, &error))
}

/// Arguments as Step Functions' own API takes them: `stateMachineArn`.
fn lowered(arguments: Value) -> Value {
    renamed(arguments, |first| first.to_ascii_lowercase())
}

/// What that API gives, as a state sees it: `StateMachineArn`.
fn raised(answer: Value) -> Value {
    renamed(answer, |first| first.to_ascii_uppercase())
}

fn renamed(value: Value, first: fn(char) -> char) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.into_iter().map(|(name, value)| {
                let mut letters = name.chars();
                let begin = letters.next().map(first);
                let name: String = begin.into_iter().chain(letters).collect();
                (name, renamed(value, first))
            });
            Value::Object(members.collect::<Map<_, _>>())
        }
        Value::Array(items) => items.into_iter().map(|item| renamed(item, first)).collect(),
        other => other,
    }
}
