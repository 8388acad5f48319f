//! The types of state that need little to say: all but `Choice` and `Map`.

use serde_json::Value;

use super::state::builders;
use super::{Amount, Branch, Catcher, Common, FieldPath, Retrier, Transition};

/// Has a service do something.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Task {
    /// What states of every type share.
    pub common: Common,
    /// What is called: a function, an activity or a service integration, by ARN.
    pub resource: String,
    /// What it is given (JSONata).
    pub arguments: Option<Value>,
    /// What it is given (JSONPath).
    pub parameters: Option<Value>,
    /// The shape of the result (JSONPath).
    pub result_selector: Option<Value>,
    /// Where in the input the result goes (JSONPath).
    pub result_path: Option<FieldPath>,
    /// How long an attempt may take, in seconds.
    pub timeout: Option<Amount>,
    /// How long it may stay silent, in seconds.
    pub heartbeat: Option<Amount>,
    /// The role it is called as: an object with `RoleArn`.
    pub credentials: Option<Value>,
    /// What it tries again on.
    pub retry: Vec<Retrier>,
    /// What it catches.
    pub catch: Vec<Catcher>,
    /// Where it goes when it is done.
    pub transition: Transition,
}

impl Task {
    /// A task that calls this resource.
    pub fn new(resource: impl Into<String>) -> Self {
        Self {
            resource: resource.into(),
            ..Self::default()
        }
    }

    /// With a limit on how long an attempt may take, in seconds.
    #[must_use]
    pub fn timeout_seconds(mut self, seconds: impl Into<Amount>) -> Self {
        self.timeout = Some(seconds.into());
        self
    }

    /// With a limit on how long it may stay silent, in seconds.
    #[must_use]
    pub fn heartbeat_seconds(mut self, seconds: impl Into<Amount>) -> Self {
        self.heartbeat = Some(seconds.into());
        self
    }

    /// With a role to be called as: an object with `RoleArn`.
    #[must_use]
    pub fn credentials(mut self, credentials: impl Into<Value>) -> Self {
        self.credentials = Some(credentials.into());
        self
    }

    builders!(
        comment,
        paths,
        output,
        assign,
        next,
        recovery,
        arguments,
        parameters,
        result,
        result_path
    );
}

/// Passes its input on, changed or not.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pass {
    /// What states of every type share.
    pub common: Common,
    /// A fixed result (JSONPath).
    pub result: Option<Value>,
    /// A result made from the input (JSONPath).
    pub parameters: Option<Value>,
    /// Where in the input the result goes (JSONPath).
    pub result_path: Option<FieldPath>,
    /// Where it goes when it is done.
    pub transition: Transition,
}

impl Pass {
    /// A state that passes its input on as it is.
    pub fn new() -> Self {
        Self::default()
    }

    /// With a fixed result (JSONPath).
    #[must_use]
    pub fn result(mut self, result: impl Into<Value>) -> Self {
        self.result = Some(result.into());
        self
    }

    builders!(
        comment,
        paths,
        output,
        assign,
        next,
        parameters,
        result_path
    );
}

/// Lets time pass.
#[derive(Debug, Clone, PartialEq)]
pub struct Wait {
    /// What states of every type share.
    pub common: Common,
    /// How long, or until when.
    pub until: WaitFor,
    /// Where it goes when it is done.
    pub transition: Transition,
}

/// How long a `Wait` lasts.
#[derive(Debug, Clone, PartialEq)]
pub enum WaitFor {
    /// This many seconds.
    Seconds(Amount),
    /// Until this moment: an RFC 3339 timestamp, or an expression that gives one.
    Timestamp(String),
    /// Until the moment that a path leads to.
    TimestampPath(String),
}

impl Wait {
    /// Waits this many seconds.
    pub fn seconds(seconds: impl Into<Amount>) -> Self {
        Self {
            common: Common::default(),
            until: WaitFor::Seconds(seconds.into()),
            transition: Transition::End,
        }
    }

    /// Waits until this moment: an RFC 3339 timestamp, or an expression that gives one.
    pub fn timestamp(moment: impl Into<String>) -> Self {
        Self {
            common: Common::default(),
            until: WaitFor::Timestamp(moment.into()),
            transition: Transition::End,
        }
    }

    builders!(comment, paths, output, assign, next);
}

/// Ends well.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Succeed {
    /// What states of every type share.
    pub common: Common,
}

impl Succeed {
    /// A state that ends the run well.
    pub fn new() -> Self {
        Self::default()
    }

    builders!(comment, paths, output);
}

/// Ends badly.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fail {
    /// What states of every type share.
    pub common: Common,
    /// The error's name, or an expression that gives it.
    pub error: Option<String>,
    /// A path to the error's name, or an intrinsic function that gives it.
    pub error_path: Option<String>,
    /// Why, for people, or an expression that gives it.
    pub cause: Option<String>,
    /// A path to the cause, or an intrinsic function that gives it.
    pub cause_path: Option<String>,
}

impl Fail {
    /// A state that ends the run with this error.
    pub fn new(error: impl Into<String>, cause: impl Into<String>) -> Self {
        Self {
            error: Some(error.into()),
            cause: Some(cause.into()),
            ..Self::default()
        }
    }

    builders!(comment);
}

/// Runs several branches at once, each with the same input.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parallel {
    /// What states of every type share.
    pub common: Common,
    /// The branches; their outputs make an array in this order.
    pub branches: Vec<Branch>,
    /// The branches' input (JSONata).
    pub arguments: Option<Value>,
    /// The branches' input (JSONPath).
    pub parameters: Option<Value>,
    /// The shape of the result (JSONPath).
    pub result_selector: Option<Value>,
    /// Where in the input the result goes (JSONPath).
    pub result_path: Option<FieldPath>,
    /// What it tries again on.
    pub retry: Vec<Retrier>,
    /// What it catches.
    pub catch: Vec<Catcher>,
    /// Where it goes when it is done.
    pub transition: Transition,
}

impl Parallel {
    /// A state without branches yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more branch.
    #[must_use]
    pub fn branch(mut self, branch: Branch) -> Self {
        self.branches.push(branch);
        self
    }

    builders!(
        comment,
        paths,
        output,
        assign,
        next,
        recovery,
        arguments,
        parameters,
        result,
        result_path
    );
}
