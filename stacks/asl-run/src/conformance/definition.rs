//! Requests that carry a definition: accepted, or refused in AWS's words.
//!
//! What was there when a request was sent (a machine of the same name, a log
//! group) is the world's: it follows from the kind of error that was recorded,
//! as a task's outcome does. Which error it is, and its words, are not.

use serde_json::{Value, json};

use super::unify::Unifier;
use super::{Verdict, text_of};
use crate::requests::{Refusal, Surroundings, check_machine_request, validate_definition};

pub(super) fn run(case: &Value) -> (Verdict, Option<String>) {
    let request = request_of(case);
    let expected = &case["expected"];
    if let Some(diagnostics) = expected["response"].get("diagnostics") {
        return match validate_definition(&request) {
            Ok(answer) => agrees(case, diagnostics, &answer["diagnostics"]),
            Err(refusal) => (Verdict::Differs, Some(refusal.to_string())),
        };
    }
    let code = expected["error"]["Code"].as_str();
    let arn = format!(
        "arn:<partition>:states:<region>:111111111111:stateMachine:{}",
        plain(request["name"].as_str().unwrap_or_default())
    );
    let world = Surroundings {
        taken: (code == Some("StateMachineAlreadyExists")).then_some(arn.as_str()),
        has_log_group: &|_| code != Some("InvalidLoggingConfiguration"),
    };
    match (check_machine_request(&request, &world), code) {
        (Ok(()), None) => (Verdict::Same, None),
        (Ok(()), Some(_)) => (
            Verdict::Differs,
            Some(format!("recorded {}, got accepted", expected["error"])),
        ),
        (Err(refusal), None) => (Verdict::Differs, Some(format!("it is refused: {refusal}"))),
        (Err(refusal), Some(code)) => refused(case, code, &refusal),
    }
}

fn refused(case: &Value, code: &str, refusal: &Refusal) -> (Verdict, Option<String>) {
    if code != refusal.code {
        let why = format!("recorded {}, got {refusal}", case["expected"]["error"]);
        return (Verdict::Differs, Some(why));
    }
    let recorded = case["expected"]["error"]["Message"]
        .as_str()
        .unwrap_or_default();
    // Some recordings hold the message as the client library printed it.
    let recorded = recorded
        .rsplit_once(" operation: ")
        .map_or(recorded, |(_, rest)| rest);
    agrees(case, &recorded.into(), &refusal.message.clone().into())
}

fn agrees(case: &Value, recorded: &Value, got: &Value) -> (Verdict, Option<String>) {
    match Unifier::new(case).agrees(recorded, got) {
        Ok(()) => (Verdict::Same, None),
        Err(why) => (Verdict::Differs, Some(why)),
    }
}

/// The request as it was sent.
fn request_of(case: &Value) -> Value {
    let mut request = case["request"].clone();
    request["definition"] = text_of(&case["definition"]).into();
    if request["type"].is_null() {
        request["type"] = case.get("type").cloned().unwrap_or(json!("STANDARD"));
    }
    request
}

/// A name that stands for a recorded placeholder.
fn plain(name: &str) -> String {
    name.replace(['<', '>'], "")
}
