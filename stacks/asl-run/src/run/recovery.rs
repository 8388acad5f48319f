//! `Retry` and `Catch`.

use asl::{Catcher, JitterStrategy, QueryLanguage, Retrier, State};
use serde_json::Value;

use super::{Exit, Given};
use crate::data::put_result;
use crate::effect::Effect;
use crate::execution::{Execution, Step};
use crate::failure::{Failure, Trouble};
use crate::program::Node;
use crate::thread::{Thread, Work};

/// How many retries a retrier that names no number makes.
const DEFAULT_ATTEMPTS: u64 = 3;

impl Execution {
    /// Tries again, goes on from the error, or fails.
    pub(crate) fn recover(&mut self, thread: &mut Thread, node: &Node, failure: Failure) -> Step {
        if failure.is_terminal {
            return Step::Fail(failure);
        }
        if let Some(test) = &mut self.test {
            test.error.clone_from(&failure.error);
            test.cause.clone_from(&failure.cause);
        }
        if let Some(delay) = self.next_delay(thread, node.state.retry(), &failure) {
            self.notice_error("retryBackoffIntervalSeconds", delay as u64);
            let timer = self.new_id();
            thread.work = Work::Backoff { timer };
            let at = self.now.after_seconds(delay);
            self.ask(timer, thread.id, Effect::SetTimer { timer, at });
            return Step::Wait;
        }
        self.tell_failed(thread, node);
        match node
            .state
            .catch()
            .iter()
            .enumerate()
            .find(|(_, catcher)| failure.matches(&catcher.error_equals))
        {
            Some((at, catcher)) => {
                self.notice_error("catchIndex", at);
                self.notice_next(&catcher.next);
                let caught = self.caught(thread, node, catcher, &failure);
                // What goes wrong while an error is caught is not caught again.
                caught.unwrap_or_else(|trouble| Step::Fail(self.failure_of(thread, node, trouble)))
            }
            None => Step::Fail(failure),
        }
    }

    /// A `Map` or `Parallel` that fails says so before anything else happens.
    fn tell_failed(&mut self, thread: &mut Thread, node: &Node) {
        match node.state {
            State::Map(_) => self.event(thread, "MapStateFailed", None),
            State::Parallel(_) => self.event(thread, "ParallelStateFailed", None),
            _ => {}
        }
    }

    /// How long until the next attempt, in seconds, if there is one.
    fn next_delay(
        &mut self,
        thread: &mut Thread,
        retriers: &[Retrier],
        failure: &Failure,
    ) -> Option<f64> {
        let at = retriers
            .iter()
            .position(|retrier| failure.matches(&retrier.error_equals))?;
        let retrier = &retriers[at];
        self.notice_error("retryIndex", at);
        thread.retries.resize(retriers.len(), 0);
        let before = self.test.as_ref().map_or(0, |test| test.retries);
        let done = before.saturating_add(thread.retries[at]);
        if done >= retrier.max_attempts.unwrap_or(DEFAULT_ATTEMPTS) {
            return None;
        }
        thread.retries[at] += 1;
        let first = retrier.interval_seconds.unwrap_or(1) as f64;
        let rate = retrier
            .backoff_rate
            .as_ref()
            .and_then(serde_json::Number::as_f64)
            .unwrap_or(2.0);
        let exponent = i32::try_from(done).unwrap_or(i32::MAX);
        let mut delay = first * rate.powi(exponent);
        if let Some(most) = retrier.max_delay_seconds {
            delay = delay.min(most as f64);
        }
        if retrier.jitter_strategy == Some(JitterStrategy::Full) {
            delay *= self.random.next_f64();
        }
        // A year is the longest an execution runs, so no delay needs to be longer.
        Some(delay.min(366.0 * 86_400.0))
    }

    fn caught(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        catcher: &Catcher,
        failure: &Failure,
    ) -> Result<Step, Trouble> {
        let error = failure.to_output();
        let program = std::sync::Arc::clone(&self.program);
        let next = program.flows[thread.flow].position(&catcher.next);
        let (output, assign_input, given) = match node.language {
            QueryLanguage::Jsonata => {
                let given = Given {
                    error_output: Some(&error),
                    ..Given::default()
                };
                let output = match &catcher.output {
                    Some(output) => {
                        self.with_data(thread, node, &thread.input, &given, |data| {
                            data.expressions(output, "Catch/Output")
                        })?
                    }
                    None => error.clone(),
                };
                (output, Value::Null, given)
            }
            QueryLanguage::JsonPath => {
                let output =
                    put_result(catcher.result_path.as_ref(), &thread.input, error.clone())?;
                (output, error.clone(), Given::default())
            }
        };
        self.leave(
            thread,
            node,
            Exit {
                next,
                assign: catcher.assign.as_ref(),
                assign_input: &assign_input,
                output,
                given,
            },
        )
    }
}
