//! From an event to its targets: durable, at least once, with retries.
//!
//! An event is first in the outbox, in the same batch as what it tells of. The worker replaces
//! it, in one batch again, by a delivery for each target of each rule that it matches. A
//! delivery goes when its target has taken it, or when it can't be delivered.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::Notify;
use uuid::Uuid;

use super::event::Event;
use super::pattern::Pattern;
use super::{Events, Rule, Target};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::lambda::InvocationType;
use crate::store::Batch;

/// What roles of targets trust.
const SERVICE: &str = "events.amazonaws.com";
/// Deliveries under way at once. The others wait on disk.
const UNDER_WAY: usize = 32;
/// Attempts when the target's retry policy says nothing, as in EventBridge.
const ATTEMPTS: u32 = 186;
/// The longest pause between attempts.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// An event that is to reach a target.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Delivery {
    /// Stays the same over attempts, so that a target can tell a repeated one.
    id: String,
    event: Event,
    rule: Rule,
    target: Target,
}

/// What the worker and those who wake it share.
#[derive(Debug, Default)]
pub(super) struct Worker {
    news: Notify,
    /// There are other rules on schedules.
    pub(super) schedules: Notify,
    under_way: Mutex<HashSet<String>>,
}

impl Events {
    /// Enters an event in a batch. It is on its way once the batch is committed; call
    /// [`Events::wake`] then.
    pub fn stage(&self, batch: &mut Batch, event: &Event) {
        // Version 7 ids sort by time, so that events are handled in their order.
        let order = crate::store::key([&event.time, &event.id]);
        batch.put(&self.outbox, &order, event);
    }

    /// Tells the worker that there are events.
    pub fn wake(&self) {
        self.worker.news.notify_one();
    }

    /// Starts the worker, which also takes up what the last process left.
    pub(crate) fn start(&self, context: &Context) {
        self.keep_time(context);
        let context = context.clone();
        context.clone().spawn(async move {
            let worker = Arc::clone(&context.events().worker);
            loop {
                if let Err(error) = context.events().work(&context) {
                    tracing::error!(%error, "events could not be handled");
                }
                worker.news.notified().await;
            }
        });
    }

    fn work(&self, context: &Context) -> Result<(), ServiceError> {
        for entry in self.outbox.scan("") {
            let (key, event) = entry?;
            let mut batch = self.store.batch();
            for (rule, target) in self.matching(&event)? {
                let delivery = Delivery {
                    id: Uuid::new_v4().to_string(),
                    event: event.clone(),
                    rule,
                    target,
                };
                let place = crate::store::key([&event.time, &delivery.id]);
                batch.put(&self.deliveries, &place, &delivery);
            }
            batch.delete(&self.outbox, &key);
            batch.commit()?;
        }
        for entry in self.deliveries.scan("") {
            let (key, delivery) = entry?;
            {
                let mut under_way = self.under_way();
                if under_way.len() >= UNDER_WAY {
                    break;
                }
                if !under_way.insert(key.clone()) {
                    continue;
                }
            }
            let context = context.clone();
            context
                .clone()
                .spawn(async move { deliver(&context, &key, &delivery).await });
        }
        Ok(())
    }

    fn under_way(&self) -> std::sync::MutexGuard<'_, HashSet<String>> {
        self.worker
            .under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn matching(&self, event: &Event) -> Result<Vec<(Rule, Target)>, ServiceError> {
        let value = serde_json::to_value(event)
            .map_err(|error| ServiceError::internal(format!("an event is not JSON: {error}")))?;
        let mut matching = Vec::new();
        for rule in self.rules.all()?.into_iter().filter(|rule| rule.enabled) {
            let pattern = rule.event_pattern.as_deref().map(Pattern::parse);
            let is_due = event.source == "aws.events"
                && rule.schedule_expression.is_some()
                && event.resources == [rule.arn.as_str()];
            if !is_due && !matches!(pattern, Some(Ok(pattern)) if pattern.matches(&value)) {
                continue;
            }
            for target in self.targets_of(&rule.name)? {
                matching.push((rule.clone(), target));
            }
        }
        Ok(matching)
    }
}

/// Delivers until the target takes it or it is no use to go on.
async fn deliver(context: &Context, key: &str, delivery: &Delivery) {
    let attempts = delivery
        .target
        .retry_policy
        .as_ref()
        .and_then(|policy| policy.attempts());
    let attempts = attempts.unwrap_or(ATTEMPTS);
    let mut pause = Duration::from_millis(200);
    for attempt in 1..=attempts {
        match attempt_delivery(context, delivery).await {
            Ok(()) => break,
            Err(error) if error.status >= 500 || is_throttling(&error.code) => {
                tracing::debug!(%error, attempt, rule = delivery.rule.name, "will try again");
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
            Err(error) => {
                tracing::warn!(
                    %error, rule = delivery.rule.name, target = delivery.target.arn,
                    "an event can't be delivered and is dropped"
                );
                break;
            }
        }
    }
    let events = context.events();
    if let Err(error) = events.deliveries.delete(key) {
        tracing::error!(%error, "a delivery may be repeated");
    }
    events.under_way().remove(key);
    // There may be others that had to wait.
    events.wake();
}

fn is_throttling(code: &str) -> bool {
    code.contains("Throttling")
        || code.contains("TooManyRequests")
        || code.contains("LimitExceeded")
}

async fn attempt_delivery(context: &Context, delivery: &Delivery) -> Result<(), ServiceError> {
    let Delivery {
        id,
        event,
        rule,
        target,
    } = delivery;
    let input = target.input_for(event, rule)?;
    let caller = match &target.role_arn {
        Some(role) => context.iam().assume_for_service(
            context,
            role,
            SERVICE,
            Some(&rule.arn),
            &format!("rule-{}", &id[..8]),
        )?,
        None => Caller::Service(SERVICE),
    };
    let service = target.arn.split(':').nth(2).unwrap_or_default();
    match service {
        "states" => {
            if target.role_arn.is_none() {
                return Err(ServiceError::client(
                    "ValidationException",
                    format!(
                        "the target {} is a state machine and has no RoleArn",
                        target.id
                    ),
                ));
            }
            let request = json!({
                "stateMachineArn": target.arn,
                // The same for every attempt: a repeated one starts nothing new.
                "name": format!("{}_{}", event.id, id),
                "input": input.to_string(),
            });
            let started = context
                .stepfunctions()
                .call(context, &caller, "StartExecution", request)
                .await;
            match started {
                Err(error) if error.code.ends_with("ExecutionAlreadyExists") => Ok(()),
                other => other.map(drop),
            }
        }
        "lambda" => {
            let payload = bytes::Bytes::from(input.to_string());
            context
                .lambda()
                .authorise_service(context, &target.arn, SERVICE, &rule.arn)?;
            let invoked = context.lambda().invoke(
                context,
                &Caller::Service("events.amazonaws.com"),
                &target.arn,
                payload,
                InvocationType::Event,
            );
            invoked.await.map(drop)
        }
        "sns" => {
            let message = match &input {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            context
                .sns()
                .publish(context, &target.arn, None, &message)
                .map(drop)
        }
        "logs" => {
            let group = target.arn.split(':').nth(6).unwrap_or_default();
            context
                .logs()
                .write(context, group, "events", &[input.to_string()])
        }
        other => Err(ServiceError::client(
            "ValidationException",
            format!("the embedded region has no targets of the service \"{other}\""),
        )),
    }
}
