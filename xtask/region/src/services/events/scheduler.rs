//! Rules on schedules: due by the time that it is, whoever says which.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::schedule::Schedule;
use super::{Event, Events, Rule};
use crate::context::Context;
use crate::error::ServiceError;

/// The longest that the scheduler sleeps: a clock that was set is noticed after it.
const LONGEST: Duration = Duration::from_secs(60);

/// When a rule is due next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Due {
    /// The expression that this follows from.
    expression: String,
    /// None when it never is again.
    at: Option<Timestamp>,
}

impl Events {
    /// Keeps when a rule is due. One whose expression stays is due when it was.
    pub(super) fn plan(&self, rule: &Rule, now: Timestamp) -> Result<(), ServiceError> {
        let Some(expression) = &rule.schedule_expression else {
            return Ok(self.due.delete(&rule.name)?);
        };
        let before = self.due.get(&rule.name)?;
        if before.is_some_and(|due| due.expression == *expression) {
            return Ok(());
        }
        let schedule = Schedule::parse(expression);
        let schedule =
            schedule.map_err(|error| ServiceError::client("ValidationException", error))?;
        let due = Due {
            expression: expression.clone(),
            at: schedule.after(now),
        };
        self.due.put(&rule.name, &due)?;
        self.worker.schedules.notify_one();
        Ok(())
    }

    /// Sends the events of the rules that are due; gives when the next one is. A rule that was due
    /// several times while nobody looked is so once.
    pub(crate) fn run_due(
        &self,
        context: &Context,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, ServiceError> {
        let mut next: Option<Timestamp> = None;
        let mut sent = false;
        for entry in self.due.scan("") {
            let (name, mut due) = entry?;
            let Some(at) = due.at else { continue };
            if at > now {
                next = Some(next.map_or(at, |next| next.min(at)));
                continue;
            }
            let schedule = Schedule::parse(&due.expression);
            let schedule =
                schedule.map_err(|error| ServiceError::client("ValidationException", error))?;
            due.at = schedule.after(at);
            while due.at.is_some_and(|at| at <= now) {
                due.at = due.at.and_then(|at| schedule.after(at));
            }
            if let Some(at) = due.at {
                next = Some(next.map_or(at, |next| next.min(at)));
            }
            let mut batch = self.store.batch();
            // The event and when it comes again are written together: no kill repeats or loses it.
            batch.put(&self.due, &name, &due);
            if let Some(rule) = self.rules.get(&name)?.filter(|rule| rule.enabled) {
                let mut event = Event::new(context, "aws.events", "Scheduled Event");
                event.time = super::event::seconds(at);
                event.resources = vec![rule.arn];
                self.stage(&mut batch, &event);
                sent = true;
            }
            batch.commit()?;
        }
        if sent {
            self.wake();
        }
        Ok(next)
    }

    /// Runs what is due, for as long as the region runs.
    pub(super) fn keep_time(&self, context: &Context) {
        let context = context.clone();
        context.clone().spawn(async move {
            let worker = context.events().worker.clone();
            loop {
                let now = context.now();
                let next = context.events().run_due(&context, now);
                let next = next.unwrap_or_else(|error| {
                    tracing::error!(%error, "rules on schedules could not be run");
                    None
                });
                let pause = next.and_then(|next| Duration::try_from(next.duration_since(now)).ok());
                let pause = pause.unwrap_or(LONGEST).min(LONGEST);
                tokio::select! {
                    () = tokio::time::sleep(pause) => {}
                    () = worker.schedules.notified() => {}
                }
            }
        });
    }
}
