//! What `TestState` answers.

use asl::{State, Transition};
use serde_json::{Map, Value, json};

use super::request::{ErrorOutput, InspectionLevel};
use super::tested::Tested;
use crate::effect::Outcome;

/// How a tested state went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Well.
    Succeeded,
    /// It failed, and nothing takes the error.
    Failed,
    /// It failed, and would be tried again.
    Retriable,
    /// It failed, and goes on from the error.
    CaughtError,
}

impl Status {
    /// The word of AWS's API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Succeeded => "SUCCEEDED",
            Self::Failed => "FAILED",
            Self::Retriable => "RETRIABLE",
            Self::CaughtError => "CAUGHT_ERROR",
        }
    }
}

/// What a task that a test waited for gave.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskAnswer {
    /// Its result, or its error.
    pub outcome: Result<Value, ErrorOutput>,
    /// The request that an HTTP task made, as `InspectionData` tells it.
    pub request: Option<Value>,
    /// The answer that it got.
    pub response: Option<Value>,
}

/// What became of a tested state.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// How it went.
    pub status: Status,
    /// What it passes on.
    pub output: Option<Value>,
    /// The error's name.
    pub error: Option<String>,
    /// Why.
    pub cause: Option<String>,
    /// Where it goes.
    pub next_state: Option<String>,
    /// The data between the steps, where they are told: by the names of
    /// `InspectionData`, and as JSON rather than as texts of it.
    pub inspection: Option<Map<String, Value>>,
}

/// Fields of `InspectionData` that are no texts of JSON.
const PLAIN: [&str; 6] = [
    "errorDetails",
    "maxConcurrency",
    "request",
    "response",
    "toleratedFailureCount",
    "toleratedFailurePercentage",
];

impl Answer {
    pub(super) fn of(
        state: &State,
        input: &Value,
        level: InspectionLevel,
        tested: Tested,
        outcome: Option<&Outcome>,
        (request, response): (Option<Value>, Option<Value>),
    ) -> Self {
        let is_caught = tested.error_details.contains_key("catchIndex");
        let mut answer = Self {
            status: Status::Failed,
            output: None,
            error: tested.error,
            cause: tested.cause,
            next_state: None,
            inspection: None,
        };
        match outcome {
            Some(Outcome::Succeeded { output }) => {
                answer.status = if is_caught {
                    Status::CaughtError
                } else {
                    Status::Succeeded
                };
                if !is_caught {
                    (answer.error, answer.cause) = (None, None);
                }
                answer.output = Some(output.clone());
                answer.next_state = tested.next.or_else(|| match state.transition() {
                    Some(Transition::Next(next)) => Some(next.clone()),
                    _ => None,
                });
            }
            Some(
                Outcome::Failed { error, cause }
                | Outcome::TimedOut { error, cause }
                | Outcome::Aborted { error, cause },
            ) => {
                answer.error.clone_from(error);
                answer.cause.clone_from(cause);
            }
            None => answer.status = Status::Retriable,
        }
        if level > InspectionLevel::Info {
            let mut seen = tested.seen;
            seen.insert("input".to_owned(), input.clone());
            if !tested.error_details.is_empty() {
                seen.insert("errorDetails".to_owned(), tested.error_details.into());
            }
            let variables = tested.variables.values();
            if !variables.is_empty() {
                seen.insert("variables".to_owned(), json!(variables));
            }
            if level == InspectionLevel::Trace {
                for (name, told) in [("request", request), ("response", response)] {
                    if let Some(told) = told {
                        seen.insert(name.to_owned(), told);
                    }
                }
            }
            answer.inspection = Some(seen);
        }
        answer
    }

    /// The answer in the JSON of AWS's API, in which data are texts.
    pub fn to_json(&self) -> Value {
        let mut out = Map::new();
        out.insert("status".to_owned(), self.status.as_str().into());
        let texts = [
            ("output", self.output.as_ref().map(Value::to_string)),
            ("error", self.error.clone()),
            ("cause", self.cause.clone()),
            ("nextState", self.next_state.clone()),
        ];
        for (name, text) in texts {
            if let Some(text) = text {
                out.insert(name.to_owned(), text.into());
            }
        }
        if let Some(inspection) = &self.inspection {
            let told: Map<String, Value> = inspection
                .iter()
                .map(|(name, value)| {
                    let value = if PLAIN.contains(&name.as_str()) {
                        value.clone()
                    } else {
                        value.to_string().into()
                    };
                    (name.clone(), value)
                })
                .collect();
            out.insert("inspectionData".to_owned(), told.into());
        }
        Value::Object(out)
    }
}
