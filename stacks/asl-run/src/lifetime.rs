//! How an execution begins and ends.

use std::sync::Arc;

use serde_json::Value;

use crate::data::Variables;
use crate::effect::{Effect, Outcome};
use crate::execution::Execution;
use crate::failure::Failure;
use crate::history::Details;
use crate::thread::Thread;

impl Execution {
    pub(crate) fn begin(&mut self) {
        if self.next_id > 1 {
            return;
        }
        let input = std::mem::take(&mut self.start.input);
        let details = self.details(|| {
            Details::new()
                .data("input", input.to_string())
                .with("roleArn", self.start.role_arn.clone())
        });
        self.history.add(
            self.now,
            0,
            "ExecutionStarted",
            details.map(|d| ("executionStartedEventDetails", d)),
        );
        self.start_timeout();
        self.start.input = input.clone();
        // The first state's entry follows no event, not even the start.
        let variables = match &self.test {
            Some(test) => Arc::clone(&test.variables),
            None => Arc::new(Variables::default()),
        };
        let id = self.spawn(self.flow, None, input, 0, variables, None);
        self.ready.push_back(id);
    }

    /// Sets the timer that ends an execution that takes too long.
    pub(crate) fn start_timeout(&mut self) {
        if let Some(seconds) = self.program.timeout_seconds.filter(|_| self.flow == 0) {
            let timer = self.new_id();
            self.timeout = Some(timer);
            let at = self.now.after_seconds(seconds as f64);
            self.ask(timer, 0, Effect::SetTimer { timer, at });
        }
    }

    pub(crate) fn stop(&mut self, error: Option<String>, cause: Option<String>) {
        let details = self.details(|| {
            Details::new()
                .maybe("error", error.clone())
                .maybe("cause", cause.clone())
        });
        let last = self.history.count();
        self.history.add(
            self.now,
            last,
            "ExecutionAborted",
            details.map(|d| ("executionAbortedEventDetails", d)),
        );
        self.finish(Outcome::Aborted { error, cause });
    }

    pub(crate) fn finish_root(&mut self, cursor: u64, result: Result<Value, Failure>) {
        match result {
            Ok(output) => {
                let details = self.details(|| Details::new().data("output", output.to_string()));
                self.history.add(
                    self.now,
                    cursor,
                    "ExecutionSucceeded",
                    details.map(|d| ("executionSucceededEventDetails", d)),
                );
                self.finish(Outcome::Succeeded { output });
            }
            Err(Failure { error, cause, .. }) => {
                let details = self.details(|| {
                    Details::new()
                        .maybe("error", error.clone())
                        .maybe("cause", cause.clone())
                });
                self.history.add(
                    self.now,
                    cursor,
                    "ExecutionFailed",
                    details.map(|d| ("executionFailedEventDetails", d)),
                );
                self.finish(Outcome::Failed { error, cause });
            }
        }
    }

    /// Forgets how it ended, since it goes on.
    pub(crate) fn clear_outcome(&mut self) {
        self.outcome = None;
    }

    /// Puts a thread among those that wait.
    pub(crate) fn put_back(&mut self, thread: Thread) {
        self.threads.insert(thread.id, thread);
    }

    pub(crate) fn finish(&mut self, outcome: Outcome) {
        let root = self.threads.values().find(|thread| thread.parent.is_none());
        if let Some(root) = root.map(|thread| thread.id) {
            self.halted = self.abandon(root).map(Box::new);
        }
        self.threads.clear();
        self.ready.clear();
        let left: Vec<u64> = self.outstanding.keys().copied().collect();
        for id in left {
            self.cancel(id);
        }
        for run in &mut self.map_runs {
            run.abort(self.now);
        }
        self.effects.push(Effect::Finish(outcome.clone()));
        self.outcome = Some(outcome);
    }
}
