//! Names of members, as SDK integrations spell them: with a capital, whatever the service's own API does.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html>

use serde_json::{Map, Value};

/// Arguments as Step Functions' own API takes them: `stateMachineArn`.
pub(super) fn lowered(arguments: Value) -> Value {
    renamed(arguments, |first| first.to_ascii_lowercase())
}

/// What that API gives, as a state sees it: `StateMachineArn`.
pub(super) fn raised(answer: Value) -> Value {
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
