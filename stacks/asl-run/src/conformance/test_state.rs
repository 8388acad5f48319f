//! Requests to test one state: answered, or refused.

use asl::State;
use serde_json::{Map, Value};

use super::unify::Unifier;
use super::{Verdict, text_of};
use crate::Moment;
use crate::test_state::{Progress, Refusal, Request, Setting, TaskAnswer, test_state};

pub(super) fn run(case: &Value) -> (Verdict, Option<String>) {
    let expected = &case["expected"];
    if let Some(refusal) = client_refusal(&case["request"]) {
        return refused(expected, &refusal);
    }
    match answer(case) {
        Err(Problem::Refused(refusal)) => refused(expected, &refusal),
        Err(Problem::Unknown) => (
            Verdict::Unsupported,
            Some("what its task gave is not recorded".to_owned()),
        ),
        Ok(answer) => answered(case, &answer),
    }
}

/// Why there is no answer.
enum Problem {
    Refused(Refusal),
    Unknown,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

fn answer(case: &Value) -> Result<Value, Problem> {
    let request = Request::from_json(&request_of(&case["request"]))?;
    let setting = Setting::new(
        "<partition>",
        "<region>",
        "111111111111",
        Moment::from_millis(1_767_225_600_000),
        1,
    );
    let answer = match test_state(&request, &setting)? {
        Progress::Done(answer) => *answer,
        Progress::Task(task) => {
            // What a service gave is the world's: the recording holds it as the raw
            // result, or as the output of a state that hands its result on as it is.
            let response = &case["expected"]["response"];
            let unshaped = response.get("output").filter(|_| hands_on(&request));
            let result = response["inspectionData"].get("result").or(unshaped);
            let result = result.ok_or(Problem::Unknown)?;
            let text = result.as_str().unwrap_or_default();
            task.answered(TaskAnswer {
                outcome: Ok(serde_json::from_str(text).unwrap_or_else(|_| result.clone())),
                request: None,
                response: None,
            })?
        }
    };
    Ok(answer.to_json())
}

/// Whether the state's output is its result, so that either tells the other.
fn hands_on(request: &Request) -> bool {
    let (Some(State::Task(task)), _) = asl::parse_state(&request.definition) else {
        return false;
    };
    let common = &task.common;
    task.result_selector.is_none()
        && task.result_path.is_none()
        && common.output_path.is_none()
        && common.output.is_none()
}

/// What the client library that the cases were recorded through refuses
/// before anything is sent: a text without a character where one is needed.
fn client_refusal(request: &Value) -> Option<Refusal> {
    let names = ["definition", "roleArn", "stateName"];
    let empty = names.iter().find(|name| request[**name] == "")?;
    Some(Refusal {
        code: "ParamValidationError",
        message: format!(
            "Parameter validation failed:\nInvalid length for parameter {empty}, value: 0, valid \
             min length: 1"
        ),
    })
}

/// The request as it was sent, with its data as texts.
fn request_of(case: &Value) -> Value {
    let mut request = Map::new();
    for (name, value) in case.as_object().into_iter().flatten() {
        match name.strip_suffix("_text") {
            Some(name) => request.insert(name.to_owned(), value.clone()),
            None if case.get(format!("{name}_text")).is_some() => None,
            None if name == "definition" => request.insert(name.clone(), text_of(value).into()),
            None => request.insert(name.clone(), value.clone()),
        };
    }
    request.into()
}

fn answered(case: &Value, answer: &Value) -> (Verdict, Option<String>) {
    let Some(recorded) = case["expected"].get("response") else {
        let why = format!("recorded {}, got {answer}", case["expected"]["error"]);
        return (Verdict::Differs, Some(why));
    };
    let mut recorded = recorded.clone();
    if let Some(object) = recorded.as_object_mut() {
        object.remove("ResponseMetadata");
    }
    match Unifier::new(case).agrees(&recorded, answer) {
        Ok(()) => (Verdict::Same, None),
        Err(why) => (Verdict::Differs, Some(why)),
    }
}

fn refused(expected: &Value, refusal: &Refusal) -> (Verdict, Option<String>) {
    let recorded = &expected["error"];
    let message = recorded["Message"].as_str().unwrap_or_default();
    // Some recordings hold the message as the client library printed it.
    let message = message
        .rsplit_once(" operation: ")
        .map_or(message, |(_, rest)| rest);
    if recorded["Code"] == refusal.code && message == refusal.message {
        return (Verdict::Same, None);
    }
    (
        Verdict::Differs,
        Some(format!("recorded {expected}, got {refusal}")),
    )
}
