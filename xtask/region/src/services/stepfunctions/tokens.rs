//! Tasks that someone else answers: by the token of a callback, or as the
//! worker of an activity.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use asl_run::{Event, Invocation};
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::StepFunctions;
use super::wire::{check_name, date, object, page_size, page_start, page_token, required, text};
use crate::context::Context;
use crate::error::ServiceError;

/// How long a worker waits for a task.
const LONGEST_POLL: Duration = Duration::from_secs(60);

/// Tasks that wait for an answer from outside.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    open: Mutex<Open>,
    offered: Notify,
}

#[derive(Debug, Default)]
struct Open {
    /// The execution and task of every token.
    tasks: HashMap<String, (String, u64)>,
    /// Tokens and inputs of tasks that no worker took yet, by activity.
    offers: HashMap<String, VecDeque<(String, String)>>,
}

impl Tokens {
    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn remember(&self, token: &str, execution_arn: &str, task: u64) {
        self.lock()
            .tasks
            .insert(token.to_owned(), (execution_arn.to_owned(), task));
    }

    /// Forgets the tasks of an execution that ended.
    pub(super) fn forget(&self, execution_arn: &str) {
        let mut open = self.lock();
        open.tasks.retain(|_, (arn, _)| arn != execution_arn);
        let Open { tasks, offers } = &mut *open;
        for offers in offers.values_mut() {
            offers.retain(|(token, _)| tasks.contains_key(token));
        }
    }
}

impl StepFunctions {
    /// Offers a task to the workers of an activity.
    pub(super) fn offer(
        &self,
        activity: &str,
        invocation: &Invocation,
    ) -> Result<(), ServiceError> {
        if self.activities.get(activity)?.is_none() {
            return Err(ServiceError::client(
                "ActivityDoesNotExist",
                format!("The activity {activity} does not exist."),
            ));
        }
        let offer = (
            invocation.token.clone().unwrap_or_default(),
            invocation.arguments.to_string(),
        );
        self.tokens
            .lock()
            .offers
            .entry(activity.to_owned())
            .or_default()
            .push_back(offer);
        self.tokens.offered.notify_waiters();
        Ok(())
    }

    /// Hands an answer to the execution that waits for it, and waits until it is written down.
    async fn answer(
        &self,
        input: &Value,
        event: impl FnOnce(u64) -> Event,
    ) -> Result<Value, ServiceError> {
        let token = required(input, "taskToken")?;
        let found = self.tokens.lock().tasks.get(token).cloned();
        let Some((arn, task)) = found else {
            return Err(ServiceError::client(
                "InvalidToken",
                "Invalid Token: 'Invalid token'",
            ));
        };
        let gone = || {
            ServiceError::client(
                "TaskTimedOut",
                "Task Timed Out: 'Provided task does not exist anymore'",
            )
        };
        let told = self.tell(&arn, event(task)).ok_or_else(gone)?;
        told.await.map_err(|_| gone())?;
        Ok(json!({}))
    }

    pub(super) async fn task_success(&self, input: &Value) -> Result<Value, ServiceError> {
        let output: Value = serde_json::from_str(required(input, "output")?).map_err(|error| {
            ServiceError::client("InvalidOutput", format!("Invalid Output: '{error}'"))
        })?;
        self.answer(input, |task| Event::TaskSucceeded { task, output })
            .await
    }

    pub(super) async fn task_failure(&self, input: &Value) -> Result<Value, ServiceError> {
        let owned = |name: &str| text(input, name).map(str::to_owned);
        let (error, cause) = (owned("error"), owned("cause"));
        self.answer(input, |task| Event::TaskFailed { task, error, cause })
            .await
    }

    pub(super) async fn task_heartbeat(&self, input: &Value) -> Result<Value, ServiceError> {
        self.answer(input, |task| Event::TaskHeartbeat { task })
            .await
    }

    pub(super) fn create_activity(
        &self,
        context: &Context,
        input: &Value,
    ) -> Result<Value, ServiceError> {
        let name = required(input, "name")?;
        check_name(name)?;
        let arn = context.arn("states", &format!("activity:{name}"));
        let _writing = self.write_lock();
        let activity = match self.activities.get(&arn)? {
            Some(activity) => activity,
            None => {
                let created = date(context.now().as_millisecond());
                let activity = json!({ "activityArn": arn, "name": name, "creationDate": created });
                self.activities.put(&arn, &activity)?;
                self.tags.put(&arn, &super::tags::of(&input["tags"])?)?;
                activity
            }
        };
        Ok(json!({ "activityArn": arn, "creationDate": activity["creationDate"] }))
    }

    pub(super) fn describe_activity(&self, input: &Value) -> Result<Value, ServiceError> {
        let arn = required(input, "activityArn")?;
        self.activities.get(arn)?.ok_or_else(|| no_activity(arn))
    }

    pub(super) fn delete_activity(&self, input: &Value) -> Result<Value, ServiceError> {
        self.activities.delete(required(input, "activityArn")?)?;
        Ok(json!({}))
    }

    pub(super) fn list_activities(&self, input: &Value) -> Result<Value, ServiceError> {
        let (size, after) = (page_size(input)?, page_start(input)?);
        let mut told: Vec<Value> = Vec::new();
        let mut next = None;
        for activity in self.activities.all()? {
            let arn = text(&activity, "activityArn").unwrap_or_default();
            if after.as_deref().is_some_and(|after| arn <= after) {
                continue;
            }
            if told.len() == size {
                next = told
                    .last()
                    .and_then(|last| text(last, "activityArn").map(page_token));
                break;
            }
            told.push(activity);
        }
        Ok(object([
            ("activities", Some(told.into())),
            ("nextToken", next),
        ]))
    }

    /// The next task of an activity, or nothing once a minute has passed.
    pub(super) async fn activity_task(&self, input: &Value) -> Result<Value, ServiceError> {
        let arn = required(input, "activityArn")?;
        if self.activities.get(arn)?.is_none() {
            return Err(no_activity(arn));
        }
        let worker = text(input, "workerName").map(str::to_owned);
        let taken = tokio::time::timeout(LONGEST_POLL, async {
            loop {
                let offered = self.tokens.offered.notified();
                if let Some(offer) = self.take_offer(arn) {
                    return offer;
                }
                offered.await;
            }
        });
        let Ok((token, input)) = taken.await else {
            return Ok(json!({}));
        };
        let owner = self.tokens.lock().tasks.get(&token).cloned();
        if let Some((execution, task)) = owner
            && let Some(told) = self.tell(&execution, Event::TaskStarted { task, worker })
        {
            // An execution that just ended has no use for the news.
            let _ = told.await;
        }
        Ok(json!({ "taskToken": token, "input": input }))
    }

    fn take_offer(&self, activity: &str) -> Option<(String, String)> {
        let mut open = self.tokens.lock();
        let Open { tasks, offers } = &mut *open;
        let offers = offers.get_mut(activity)?;
        // Tasks that were given up meanwhile are passed over.
        std::iter::from_fn(|| offers.pop_front()).find(|(token, _)| tasks.contains_key(token))
    }
}

fn no_activity(arn: &str) -> ServiceError {
    ServiceError::client(
        "ActivityDoesNotExist",
        format!("Activity Does Not Exist: '{arn}'"),
    )
}
