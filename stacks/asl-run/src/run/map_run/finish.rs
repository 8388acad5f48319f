//! What a distributed map does as its children end, and when all have.

use std::sync::Arc;

use asl::Map;
use serde_json::Value;

use super::{MapRun, node_of};
use crate::effect::{Effect, Outcome};
use crate::execution::{Execution, Step};
use crate::failure::{Failure, Trouble};
use crate::history::{Details, HistoryRevision};
use crate::program::Node;
use crate::run::TOO_LARGE;
use crate::thread::{Thread, Work};

impl Execution {
    /// A child of the thread's map ended.
    pub(crate) fn child_finished(
        &mut self,
        thread: &mut Thread,
        child: u64,
        outcome: &Outcome,
    ) -> Step {
        self.answered(child);
        let program = Arc::clone(&self.program);
        let Some((node, state)) = node_of(&program, thread) else {
            return Step::Wait;
        };
        let now = self.now;
        let Some(map) = Self::map_of(thread) else {
            return Step::Wait;
        };
        let Some(ended) = map.running.remove(&child) else {
            return Step::Wait;
        };
        let run = &mut self.map_runs[map.run];
        run.count(outcome, ended.items);
        map.writer.take_in(&ended, outcome, now);
        if !matches!(outcome, Outcome::Succeeded { .. }) {
            map.failed.push((ended, outcome.status()));
        }
        if self.exceeds_tolerance(thread) {
            let failure = Failure::new(
                "States.ExceedToleratedFailureThreshold",
                "The specified tolerated failure threshold was exceeded",
            );
            return self.run_failed(thread, node, failure);
        }
        self.write_results(thread, false);
        self.pumped(thread, node, state)
    }

    pub(super) fn pumped(&mut self, thread: &mut Thread, node: &Node, state: &Map) -> Step {
        match self.pump(thread, node, state) {
            Ok(step) => step,
            Err(trouble) => {
                self.drop_run(thread);
                self.troubled(thread, node, trouble)
            }
        }
    }

    fn exceeds_tolerance(&self, thread: &Thread) -> bool {
        let Work::Distributed(map) = &thread.work else {
            return false;
        };
        let items = &self.map_runs[map.run].items;
        let failed = (items.failed + items.timed_out + items.aborted) as f64;
        if failed == 0.0 {
            return false;
        }
        let tolerated = map.tolerated;
        let by_count = tolerated.count.is_some_and(|count| failed > count);
        // Which share failed is known once every item is.
        let total = (items.total as usize + map.source.buffered()) as f64;
        let by_share = match tolerated.percentage {
            Some(share) => map.source.is_read() && failed * 100.0 > share * total,
            None => false,
        };
        let strict = tolerated.count.is_none() && tolerated.percentage.is_none();
        by_count || by_share || strict
    }

    /// Asks for results to be written: those that make a whole file, or all at the end.
    pub(super) fn write_results(&mut self, thread: &mut Thread, is_end: bool) {
        while let Some(map) = Self::map_of(thread) {
            let Some((bucket, key, body)) = map.writer.next_file(is_end) else {
                return;
            };
            let write = self.new_id();
            if let Some(map) = Self::map_of(thread) {
                map.writer.writing.insert(write);
            }
            self.ask(
                write,
                thread.id,
                Effect::Write {
                    write,
                    bucket,
                    key,
                    body,
                },
            );
        }
    }

    /// Ends the run if every child has ended and every result is written.
    pub(super) fn maybe_finish(
        &mut self,
        thread: &mut Thread,
        node: &Node,
    ) -> Result<Step, Trouble> {
        let Some(map) = Self::map_of(thread) else {
            return Ok(Step::Wait);
        };
        if map.is_over
            || !map.running.is_empty()
            || !map.redriven.is_empty()
            || !map.source.is_dry()
        {
            return Ok(Step::Wait);
        }
        self.write_results(thread, true);
        let Some(map) = Self::map_of(thread) else {
            return Ok(Step::Wait);
        };
        if !map.writer.writing.is_empty() {
            return Ok(Step::Wait);
        }
        let (run, started) = (map.run, map.started_event);
        let output = map.writer.output();
        let now = self.now;
        let run = &mut self.map_runs[run];
        run.status = "SUCCEEDED";
        run.stopped = Some(now);
        run.items.results_written = run.items.succeeded;
        run.executions.results_written = run.executions.succeeded;
        thread.work = Work::Enter;
        let Some(output) = output else {
            let cause = format!("The state/task '{}' {TOO_LARGE}", node.name);
            let failure = Failure::new("States.DataLimitExceeded", cause);
            return Ok(self.recover(thread, node, failure));
        };
        let succeeded = self.history.add(now, started, "MapRunSucceeded", None);
        self.history.add(now, succeeded, "MapStateSucceeded", None);
        thread.cursor = match self.start.revision {
            HistoryRevision::Until2023 | HistoryRevision::Until2024 => succeeded,
            HistoryRevision::Until2025 | HistoryRevision::Current => started,
        };
        self.map_done(thread, node, &output)
    }

    /// Fails the run, stops its children, and fails its state.
    pub(super) fn run_failed(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        failure: Failure,
    ) -> Step {
        self.drop_run(thread);
        let details = self.details(|| {
            Details::new()
                .maybe("error", failure.error.clone())
                .maybe("cause", failure.cause.clone())
        });
        self.event(
            thread,
            "MapRunFailed",
            details.map(|d| ("mapRunFailedEventDetails", d)),
        );
        self.recover(thread, node, failure)
    }

    /// Results were written.
    pub(crate) fn written(&mut self, thread: &mut Thread, write: u64) -> Step {
        self.answered(write);
        if let Some(map) = Self::map_of(thread) {
            map.writer.writing.remove(&write);
        }
        self.go_on(thread)
    }

    /// Results could not be written.
    pub(crate) fn write_failed(&mut self, thread: &mut Thread, write: u64, cause: String) -> Step {
        self.answered(write);
        let program = Arc::clone(&self.program);
        let Some((node, _)) = node_of(&program, thread) else {
            return Step::Wait;
        };
        self.run_failed(
            thread,
            node,
            Failure::new("States.ResultWriterFailed", cause),
        )
    }
}

impl MapRun {
    fn count(&mut self, outcome: &Outcome, items: u64) {
        for (counts, number) in [(&mut self.items, items), (&mut self.executions, 1)] {
            counts.running = counts.running.saturating_sub(number);
            *match outcome {
                Outcome::Succeeded { .. } => &mut counts.succeeded,
                Outcome::Failed { .. } => &mut counts.failed,
                Outcome::TimedOut { .. } => &mut counts.timed_out,
                Outcome::Aborted { .. } => &mut counts.aborted,
            } += number;
        }
    }
}

/// An outcome's error and cause, where it has them.
pub(super) fn error_of(outcome: &Outcome) -> Option<(Value, Value)> {
    match outcome {
        Outcome::Succeeded { .. } => None,
        Outcome::Failed { error, cause }
        | Outcome::TimedOut { error, cause }
        | Outcome::Aborted { error, cause } => {
            Some((Value::from(error.clone()), Value::from(cause.clone())))
        }
    }
}
