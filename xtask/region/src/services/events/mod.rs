//! EventBridge: rules of the default bus, their targets, and the delivery of events.
//!
//! - `event`: events
//! - [`pattern`]: which events a rule is for
//! - [`transform`]: what a target is sent
//! - [`schedule`]: when a rule on a schedule is due
//! - `scheduler`: rules on schedules, as time goes on
//! - `delivery`: how events reach targets
//! - `operations`: the wire protocol

mod delivery;
mod event;
mod operations;
pub mod pattern;
pub mod schedule;
mod scheduler;
#[cfg(test)]
mod tests;
pub mod transform;

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::delivery::{Delivery, Worker};
pub use self::event::Event;
use self::scheduler::Due;
use self::transform::{InputTransformer, Path};
use crate::context::Scope;
use crate::error::ServiceError;
use crate::store::{Store, StoreError, Table, key};

/// EventBridge of one AWS region.
pub struct Events {
    store: Store,
    rules: Table<Rule>,
    targets: Table<Target>,
    /// Events that were accepted and not yet matched.
    outbox: Table<Event>,
    deliveries: Table<Delivery>,
    /// When rules on schedules are due.
    due: Table<Due>,
    worker: Arc<Worker>,
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").finish_non_exhaustive()
    }
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// Its ARN.
    pub arn: String,
    /// Which events it is for: JSON.
    pub event_pattern: Option<String>,
    /// When it is due.
    #[serde(default)]
    pub schedule_expression: Option<String>,
    /// What people say of it.
    pub description: Option<String>,
    /// Whether it is on.
    pub enabled: bool,
    /// A role for all its targets.
    pub role_arn: Option<String>,
    /// Its tags, in order.
    pub tags: Vec<(String, String)>,
}

/// Where a rule sends events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Target {
    /// Its id within the rule.
    pub id: String,
    /// What is told.
    pub arn: String,
    /// On whose behalf.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
    /// A constant to send: JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// The part of the event to send.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_path: Option<String>,
    /// A text to send.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_transformer: Option<InputTransformer>,
    /// How often it is tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_policy: Option<RetryPolicy>,
}

/// How often a delivery is tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct RetryPolicy {
    /// After the first attempt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_retry_attempts: Option<u32>,
    /// For how long, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_event_age_in_seconds: Option<u32>,
}

impl RetryPolicy {
    fn attempts(&self) -> Option<u32> {
        self.maximum_retry_attempts
            .map(|retries| retries.saturating_add(1))
    }
}

impl Events {
    pub(crate) fn open(scope: &Scope<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            store: scope.store(),
            rules: scope.table("events.rules")?,
            targets: scope.table("events.targets")?,
            outbox: scope.table("events.outbox")?,
            deliveries: scope.table("events.deliveries")?,
            due: scope.table("events.due")?,
            worker: Arc::default(),
        })
    }

    fn rule(&self, name: &str) -> Result<Rule, ServiceError> {
        self.rules.get(name)?.ok_or_else(|| {
            ServiceError::client(
                "ResourceNotFoundException",
                format!("Rule {name} does not exist on EventBus default."),
            )
        })
    }

    fn targets_of(&self, rule: &str) -> Result<Vec<Target>, ServiceError> {
        let targets = self.targets.scan(&key([rule, ""]));
        Ok(targets
            .map(|entry| entry.map(|(_, target)| target))
            .collect::<Result<_, _>>()?)
    }
}

impl Target {
    /// What it is sent for an event.
    fn input_for(&self, event: &Event, rule: &Rule) -> Result<Value, ServiceError> {
        let invalid = |message: String| ServiceError::client("ValidationException", message);
        if let Some(transformer) = &self.input_transformer {
            return transformer.apply(event, rule).map_err(invalid);
        }
        if let Some(input) = &self.input {
            return serde_json::from_str(input).map_err(|error| invalid(error.to_string()));
        }
        let whole = serde_json::to_value(event).map_err(|error| invalid(error.to_string()))?;
        match &self.input_path {
            None => Ok(whole),
            Some(path) => {
                let path = Path::parse(path).map_err(invalid)?;
                Ok(path.find(&whole).cloned().unwrap_or(Value::Null))
            }
        }
    }

    /// Checks what can be told before there is an event.
    fn check(&self) -> Result<(), String> {
        let ways = [
            self.input.is_some(),
            self.input_path.is_some(),
            self.input_transformer.is_some(),
        ];
        if ways.into_iter().filter(|way| *way).count() > 1 {
            return Err("a target has one of Input, InputPath and InputTransformer".to_owned());
        }
        if let Some(input) = &self.input {
            serde_json::from_str::<Value>(input)
                .map_err(|error| format!("Input is not JSON: {error}"))?;
        }
        if let Some(path) = &self.input_path {
            Path::parse(path)?;
        }
        if let Some(transformer) = &self.input_transformer {
            transformer.check()?;
        }
        match self.arn.split(':').nth(2) {
            Some("states") if self.role_arn.is_none() => {
                Err(format!("the state machine {} needs a RoleArn", self.arn))
            }
            Some("states" | "lambda" | "sns" | "logs") => Ok(()),
            _ => Err(format!(
                "the embedded region sends events to state machines, functions, topics and log \
                 groups; \"{}\" is none",
                self.arn
            )),
        }
    }
}

#[cfg(test)]
impl Rule {
    pub(crate) fn sample(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            arn: format!("arn:aws:events:us-east-1:000000000000:rule/{name}"),
            event_pattern: None,
            schedule_expression: None,
            description: None,
            enabled: true,
            role_arn: None,
            tags: Vec::new(),
        }
    }
}
