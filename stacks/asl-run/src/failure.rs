//! What goes wrong inside an execution.

use serde_json::{Value, json};

/// An error that a state ends with, unless it is retried or caught.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Failure {
    pub(crate) error: Option<String>,
    pub(crate) cause: Option<String>,
    /// Nothing retries or catches it: it ends the execution.
    pub(crate) is_terminal: bool,
    /// Whether a task failed, which `States.TaskFailed` matches.
    pub(crate) is_task: bool,
    /// Whether a task fell silent, which `States.HeartbeatTimeout` matches
    /// although the error is told as `States.Timeout`.
    pub(crate) is_heartbeat: bool,
}

impl Failure {
    pub(crate) fn new(error: impl Into<String>, cause: impl Into<String>) -> Self {
        Self {
            error: Some(error.into()),
            cause: Some(cause.into()),
            is_terminal: false,
            is_task: false,
            is_heartbeat: false,
        }
    }

    /// What a catcher passes on.
    pub(crate) fn to_output(&self) -> Value {
        // A time-out has no cause, and AWS passes that on as an empty one.
        let cause = match (&self.error, &self.cause) {
            (Some(error), None) if error == "States.Timeout" => Some(""),
            (_, cause) => cause.as_deref(),
        };
        json!({ "Error": self.error, "Cause": cause })
    }

    /// Whether a retrier or catcher with these names takes it.
    pub(crate) fn matches(&self, names: &[String]) -> bool {
        if self.is_terminal {
            return false;
        }
        let error = self.error.as_deref();
        let is_timeout = matches!(error, Some("States.Timeout" | "States.HeartbeatTimeout"));
        names.iter().any(|name| match name.as_str() {
            // Too large data included, although AWS's documentation says otherwise.
            "States.ALL" => true,
            "States.HeartbeatTimeout" => self.is_heartbeat || error == Some(name.as_str()),
            "States.TaskFailed" => self.is_task && !is_timeout,
            "States.Timeout" => is_timeout,
            name => error == Some(name),
        })
    }
}

/// Why a field has no value. The state it belongs to makes a [`Failure`] of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Trouble {
    /// `States.Runtime`: nothing catches it.
    Runtime(String),
    /// `States.QueryEvaluationError`, at a field where it is told.
    Query {
        detail: String,
        location: Option<String>,
    },
    /// `States.IntrinsicFailure`.
    Intrinsic(String),
}

impl Trouble {
    pub(crate) fn query(detail: impl Into<String>, location: &str) -> Self {
        Self::Query {
            detail: detail.into(),
            location: Some(location.to_owned()),
        }
    }
}
