//! Redrive: an execution that ended badly goes on from the states that did.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html>

use std::collections::BTreeMap;

use asl::ExecutionType;
use serde_json::Value;

use crate::effect::{Effect, Event, Outcome};
use crate::execution::{Execution, Step};
use crate::history::Details;
use crate::moment::Moment;
use crate::run::map_run::RunningMap;
use crate::thread::{Branches, InlineMap, Thread, Work};

/// How many events an execution may have so that there is room to go on:
/// for the redrive itself and one more.
const MOST_EVENTS: u64 = 24_999;
/// How long after its end an execution may be redriven, in seconds: 14 days.
const LONGEST_REST: f64 = 14.0 * 86_400.0;
/// How long an execution may be open, in seconds: a year.
const LONGEST_RUN: f64 = 365.0 * 86_400.0;

/// What is left of a state whose parts ended badly.
#[derive(Debug)]
pub(crate) enum Halted {
    /// A `Parallel`, with the branches that failed or were cut off.
    Branches(Vec<Value>, Vec<Thread>),
    /// An inline `Map`, with such items.
    Items(Box<InlineMap>, Vec<Thread>),
    /// A distributed `Map`, which knows its children.
    Run(Box<RunningMap>),
}

/// Why an execution cannot be redriven, in the words of `redriveStatusReason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotRedrivable {
    /// It has not ended.
    #[error("Execution is RUNNING and cannot be redriven")]
    Running,
    /// It ended well.
    #[error("Execution is SUCCEEDED and cannot be redriven")]
    Succeeded,
    /// Only Standard executions can be.
    #[error("Execution is EXPRESS and cannot be redriven")]
    Express,
    /// Its history has no room.
    #[error("Execution history event limit exceeded")]
    History,
    /// It began more than a year ago.
    #[error("Execution has exceeded the max execution time")]
    OpenTime,
    /// It ended more than 14 days ago.
    #[error("Execution redrivable period exceeded")]
    Period,
}

impl Execution {
    /// Whether the execution could be redriven at a moment.
    ///
    /// # Errors
    /// Why not.
    pub fn redrivable(&self, at: Moment) -> Result<(), NotRedrivable> {
        if self.start.execution_type == ExecutionType::Express {
            return Err(NotRedrivable::Express);
        }
        match self.outcome() {
            None => return Err(NotRedrivable::Running),
            Some(Outcome::Succeeded { .. }) => return Err(NotRedrivable::Succeeded),
            Some(_) => {}
        }
        if self.history.count() >= MOST_EVENTS {
            return Err(NotRedrivable::History);
        }
        if at > self.start.at.after_seconds(LONGEST_RUN) {
            return Err(NotRedrivable::OpenTime);
        }
        if at > self.now.after_seconds(LONGEST_REST) {
            return Err(NotRedrivable::Period);
        }
        Ok(())
    }

    /// Goes on from the states that ended badly, with the input they had, and
    /// gives what is to be done. What ended well is not run again.
    ///
    /// It is [`Execution::step`] with [`Event::Redrive`], which is what a
    /// journal of events holds of it.
    ///
    /// # Errors
    /// Why it cannot be redriven.
    pub fn redrive(&mut self, at: Moment) -> Result<Vec<Effect>, NotRedrivable> {
        self.redrivable(at)?;
        Ok(self.step(at, Event::Redrive))
    }

    /// How often it was redriven.
    pub const fn redrive_count(&self) -> u64 {
        self.redrives
    }

    /// When it was redriven last.
    pub const fn redriven_at(&self) -> Option<Moment> {
        self.redriven
    }

    /// Takes up what the end left.
    pub(crate) fn go_on_after_end(&mut self) {
        let Some(mut thread) = self.halted.take() else {
            return;
        };
        self.clear_outcome();
        self.redrives += 1;
        self.redriven = Some(self.now);
        let count = self.redrives;
        let details = self.details(|| Details::new().with("redriveCount", count));
        let last = self.history.count();
        let redriven = self.history.add(
            self.now,
            last,
            "ExecutionRedriven",
            details.map(|d| ("executionRedrivenEventDetails", d)),
        );
        self.start_timeout();
        let step = self.take_up(&mut thread, redriven);
        self.resume(*thread, step);
    }

    /// Runs again what a thread was at, after the event `after`.
    fn take_up(&mut self, thread: &mut Thread, after: u64) -> Step {
        thread.cursor = after;
        thread.retries.clear();
        match thread.halted.take() {
            None if thread.is_entered => self.attempt(thread),
            None => self.enter(thread),
            Some(Halted::Branches(outputs, halted)) => {
                let running = slots(&halted);
                thread.work = Work::Parallel(Branches { running, outputs });
                self.take_up_all(halted, after)
            }
            Some(Halted::Items(mut map, halted)) => {
                map.running = slots(&halted);
                thread.work = Work::Inline(map);
                self.take_up_all(halted, after)
            }
            Some(Halted::Run(map)) => self.take_up_run(thread, map),
        }
    }

    fn take_up_all(&mut self, halted: Vec<Thread>, after: u64) -> Step {
        for mut thread in halted {
            // Each goes on in its turn, once the thread that waits for it is in place.
            thread.cursor = after;
            thread.work = Work::Enter;
            thread.is_redriven = true;
            let id = thread.id;
            self.put_back(thread);
            self.make_ready(id);
        }
        Step::Wait
    }

    /// What a redriven thread does when its turn comes.
    pub(crate) fn take_turn(&mut self, thread: &mut Thread) -> Step {
        if std::mem::take(&mut thread.is_redriven) {
            let after = thread.cursor;
            return self.take_up(thread, after);
        }
        self.enter(thread)
    }

    /// Keeps what is left of a state whose part ended badly, so that it can be redriven.
    pub(crate) fn halt(thread: &mut Thread, parts: Vec<Thread>) {
        thread.halted = match std::mem::replace(&mut thread.work, Work::Enter) {
            Work::Parallel(branches) => Some(Halted::Branches(branches.outputs, parts)),
            Work::Inline(map) => Some(Halted::Items(map, parts)),
            Work::Distributed(map) => Some(Halted::Run(map)),
            _ => thread.halted.take(),
        };
    }
}

fn slots(halted: &[Thread]) -> BTreeMap<u64, usize> {
    halted
        .iter()
        .map(|thread| (thread.id, thread.parent.map_or(0, |(_, slot)| slot)))
        .collect()
}
