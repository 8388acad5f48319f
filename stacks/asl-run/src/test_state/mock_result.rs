//! Whether a mocked result could be the answer of the API that a task calls.

use serde_json::Value;

use super::request::FieldValidation;
use super::shape::{Bounds, Member, Service, Shape, service};
use crate::effect::{Pattern, Resource};

/// Holds a mocked result against the answer of what the task calls.
///
/// What is not known here, such as a function's own answer or an action that
/// no table has, may be anything.
pub(super) fn check(
    resource: &Resource,
    result: &Value,
    validation: FieldValidation,
) -> Result<(), String> {
    let Resource::Integration {
        service: name,
        action,
        pattern,
    } = resource
    else {
        return Ok(());
    };
    // A callback's result is whatever is sent with the token.
    if validation == FieldValidation::None || *pattern == Pattern::TaskToken {
        return Ok(());
    }
    let (name, action, free) = answering(name, action, *pattern);
    let Some(service) = service(&name) else {
        return Ok(());
    };
    let Some(shape) = service.answer(&action) else {
        return Ok(());
    };
    if !result.is_object() {
        return Err("Mocked result must be a JSON object.".to_owned());
    }
    let checker = Checker {
        service,
        is_strict: validation == FieldValidation::Strict,
        free,
    };
    checker
        .value("", shape, result)
        .map_err(|why| format!("Mock result schema validation error: {why}"))
}

/// The service and action whose answer is a task's result, and the field that
/// the integration has read for itself, so that it holds any JSON.
fn answering(
    service: &str,
    action: &str,
    pattern: Pattern,
) -> (String, String, Option<&'static str>) {
    if let Some(name) = service.strip_prefix("aws-sdk:") {
        return (name.replace('-', ""), action.to_owned(), None);
    }
    let is_job = matches!(pattern, Pattern::Sync | Pattern::Sync2);
    let polled = if is_job {
        polled(service, action)
    } else {
        None
    };
    let (name, free) = match service {
        "bedrock" => ("bedrockruntime", Some("Body")),
        "elasticmapreduce" => ("emr", None),
        "events" => ("eventbridge", None),
        "lambda" => ("lambda", Some("Payload")),
        "states" if pattern == Pattern::Sync2 => ("sfn", Some("Output")),
        "states" => ("sfn", None),
        other => (other, None),
    };
    let action = polled.unwrap_or(action).to_owned();
    (name.replace('-', ""), action, free)
}

/// The action that tells how a job goes, whose answer is the result of a task
/// that waits for it; nothing is known of the others' results.
fn polled(service: &str, action: &str) -> Option<&'static str> {
    Some(match (service, action) {
        ("athena", "startQueryExecution") => "getQueryExecution",
        ("glue", "startJobRun") => "getJobRun",
        ("states", "startExecution") => "describeExecution",
        ("databrew", "startJobRun") => "describeJobRun",
        ("codebuild", "startBuild") => "batchGetBuilds",
        ("sagemaker", "createTrainingJob") => "describeTrainingJob",
        ("sagemaker", "createTransformJob") => "describeTransformJob",
        ("sagemaker", "createProcessingJob") => "describeProcessingJob",
        ("sagemaker", "createLabelingJob") => "describeLabelingJob",
        ("sagemaker", "createHyperParameterTuningJob") => "describeHyperParameterTuningJob",
        // What these give is a part of an answer, and so no action's.
        _ => "",
    })
}

struct Checker {
    service: &'static Service,
    is_strict: bool,
    free: Option<&'static str>,
}

impl Checker {
    fn value(&self, field: &str, shape: &Shape, value: &Value) -> Result<(), String> {
        let wrong = |what: &str| Err(format!("Field '{field}' {what}"));
        match (shape, value) {
            (Shape::Anything, _) => Ok(()),
            (Shape::Shared(number), _) => match self.service.shared(*number) {
                Some(shape) => self.value(field, shape, value),
                None => Ok(()),
            },
            (Shape::Flag, Value::Bool(_)) => Ok(()),
            (Shape::Flag, _) => wrong("must be a boolean"),
            (Shape::Text(bounds), Value::String(text)) => {
                let length = text.chars().count() as f64;
                match outside(*bounds, length) {
                    Some(Side::Below) => wrong("is smaller than the minimum length"),
                    Some(Side::Above) => wrong("exceeds the maximum length"),
                    None => Ok(()),
                }
            }
            (Shape::Number(bounds), Value::Number(number)) => {
                match outside(*bounds, number.as_f64().unwrap_or_default()) {
                    Some(Side::Below) => wrong("is less than the minimum value"),
                    Some(Side::Above) => wrong("exceeds the maximum value"),
                    None => Ok(()),
                }
            }
            (Shape::Words(words), Value::String(text)) if words.contains(&text.as_str()) => Ok(()),
            (Shape::Words(_), Value::String(_)) => wrong("is not an expected value"),
            (Shape::Text(_) | Shape::Words(_), _) => wrong("must be a string"),
            (Shape::Number(_), _) => wrong("must be a number"),
            (Shape::List(shape), Value::Array(items)) => items
                .iter()
                .try_for_each(|item| self.value(field, shape, item)),
            (Shape::List(_), _) => wrong("must be an array"),
            (Shape::Map(shape), Value::Object(entries)) => entries
                .values()
                .try_for_each(|value| self.value(field, shape, value)),
            (Shape::Structure(members), Value::Object(_)) => self.members(members, value),
            (Shape::Map(_) | Shape::Structure(_), _) => wrong("must be an object"),
        }
    }

    fn members(&self, members: &[Member], value: &Value) -> Result<(), String> {
        for member in members {
            if self.is_strict && member.is_required && value.get(member.name).is_none() {
                return Err(format!("Required field '{}' is missing", member.name));
            }
        }
        for member in members {
            match value.get(member.name) {
                Some(value) if self.free != Some(member.name) => {
                    self.value(member.name, &member.shape, value)?;
                }
                // Fields that no API has are let pass, as AWS does.
                _ => {}
            }
        }
        Ok(())
    }
}

/// On which side of its bounds a number is.
enum Side {
    Below,
    Above,
}

fn outside(bounds: Bounds, number: f64) -> Option<Side> {
    if bounds.least.is_some_and(|least| number < least) {
        return Some(Side::Below);
    }
    if bounds.most.is_some_and(|most| number > most) {
        return Some(Side::Above);
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::check;
    use crate::effect::Resource;
    use crate::test_state::FieldValidation::{None, Present, Strict};

    #[test]
    fn results_are_held_against_the_answer_of_what_is_called() {
        let nested = json!({ "Item": { "tags": { "L": [{ "M": { "n": { "N": 4 } } }] } } });
        for (resource, result, validation, expected) in [
            (
                "dynamodb:getItem",
                &nested,
                Strict,
                Err("Field 'N' must be a string"),
            ),
            ("dynamodb:getItem", &nested, None, Ok(())),
            (
                "aws-sdk:dynamodb:getItem",
                &nested,
                Present,
                Err("Field 'N' must be a string"),
            ),
            (
                "lambda:invoke",
                &json!({ "Payload": { "a": 1 } }),
                Strict,
                Ok(()),
            ),
            (
                "aws-sdk:lambda:invoke",
                &json!({ "Payload": 1 }),
                Strict,
                Err("Field 'Payload' must be a string"),
            ),
            (
                "states:startExecution.sync:2",
                &json!({}),
                Strict,
                Err("Required field 'ExecutionArn' is missing"),
            ),
            (
                "states:startExecution.sync:2",
                &json!({ "Output": [] }),
                Present,
                Ok(()),
            ),
            (
                "sqs:sendMessage.waitForTaskToken",
                &json!(7),
                Strict,
                Ok(()),
            ),
            (
                "sqs:sendMessage",
                &json!({ "MessageId": null }),
                Strict,
                Err("Field 'MessageId' must be a string"),
            ),
            (
                "ecs:runTask.sync",
                &json!({ "anything": true }),
                Strict,
                Ok(()),
            ),
            ("aws-sdk:nosuch:service", &json!([]), Strict, Ok(())),
        ] {
            let resource = Resource::parse(&format!("arn:aws:states:::{resource}"));
            let found = check(&resource, result, validation);
            let found = found.map_err(|why| {
                let told = why.strip_prefix("Mock result schema validation error: ");
                told.unwrap_or(&why).to_owned()
            });
            assert_eq!(
                found,
                expected.map_err(str::to_owned),
                "{resource:?} {result}"
            );
        }
    }
}
