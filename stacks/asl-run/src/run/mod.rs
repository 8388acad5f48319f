//! What each type of state does.

mod arguments;
mod choice;
mod inline;
mod leave;
pub(crate) mod map_run;
mod parallel;
mod recovery;
mod simple;
mod task;
mod task_events;

use std::cell::Cell;
use std::sync::Arc;

use asl::{Amount, Map, QueryLanguage, State};
use serde_json::Value;

use crate::data::{Data, MOST_MADE};
use crate::execution::{Execution, Step};
use crate::failure::{Failure, Trouble};
use crate::history::Details;
use crate::program::Node;
use crate::test_state::tested::tells_input;
use crate::thread::{Entered, Thread};

/// The words of AWS for output that is too large.
const TOO_LARGE: &str =
    "returned a result with a size exceeding the maximum number of bytes service limit.";

/// The words for output that nests too deep.
const TOO_DEEP: &str = "returned a result that nests too deep.";

/// What a state's data is made of, beside its input.
#[derive(Default)]
pub(crate) struct Given<'a> {
    pub(crate) result: Option<&'a Value>,
    pub(crate) error_output: Option<&'a Value>,
    pub(crate) token: Option<&'a str>,
}

/// What a state passes on: output, variables, and where to.
pub(crate) struct Exit<'a> {
    pub(crate) next: Option<usize>,
    pub(crate) assign: Option<&'a Value>,
    /// What `$` is in the variables' paths.
    pub(crate) assign_input: &'a Value,
    pub(crate) output: Value,
    pub(crate) given: Given<'a>,
}

impl Execution {
    /// Enters a thread's current state and makes the first attempt.
    pub(crate) fn enter(&mut self, thread: &mut Thread) -> Step {
        if self.history_is_full() {
            return Step::Fail(Failure {
                is_terminal: true,
                ..Failure::new(
                    "States.Runtime",
                    "The execution reached the maximum number of history events (25000).",
                )
            });
        }
        let program = Arc::clone(&self.program);
        let node = program.node(thread.flow, thread.state);
        let previous = thread.cursor;
        let text = thread.input_text.take();
        let details = self.details(|| {
            let text = text.unwrap_or_else(|| thread.input.to_string().into());
            Details::new().data("input", &text).with("name", &node.name)
        });
        let kind = match node.state {
            State::Task(_) => "TaskStateEntered",
            State::Pass(_) => "PassStateEntered",
            State::Choice(_) => "ChoiceStateEntered",
            State::Wait(_) => "WaitStateEntered",
            State::Succeed(_) => "SucceedStateEntered",
            State::Fail(_) => "FailStateEntered",
            State::Parallel(_) => "ParallelStateEntered",
            State::Map(_) => "MapStateEntered",
        };
        self.event(
            thread,
            kind,
            details.map(|d| ("stateEnteredEventDetails", d)),
        );
        thread.is_entered = true;
        thread.entered = Entered {
            event: thread.cursor,
            previous,
            at: self.now,
        };
        self.attempt(thread)
    }

    /// Makes an attempt at a thread's current state, which it has entered.
    pub(crate) fn attempt(&mut self, thread: &mut Thread) -> Step {
        let program = Arc::clone(&self.program);
        let node = program.node(thread.flow, thread.state);
        thread.halted = None;
        let result = match &node.state {
            State::Task(state) => self.start_task(thread, node, state),
            State::Pass(state) => self.pass(thread, node, state),
            State::Choice(state) => self.choose(thread, node, state),
            State::Wait(state) => self.start_wait(thread, node, state),
            State::Succeed(state) => self.succeed(thread, node, state),
            State::Fail(state) => self.fail(thread, node, state),
            State::Parallel(state) => self.start_parallel(thread, node, state),
            State::Map(state) if state.is_distributed() => self.start_map_run(thread, node, state),
            State::Map(state) => self.start_inline(thread, node, state),
        };
        result.unwrap_or_else(|trouble| self.troubled(thread, node, trouble))
    }

    /// What a state with trouble in a field does: the failure in AWS's words,
    /// retried and caught like any other.
    pub(crate) fn troubled(&mut self, thread: &mut Thread, node: &Node, trouble: Trouble) -> Step {
        let failure = self.failure_of(thread, node, trouble);
        self.recover(thread, node, failure)
    }

    /// What went wrong in a state, told with the state.
    fn about(&self, thread: &Thread, node: &Node, detail: &str) -> String {
        // A tested state has no events that it could be entered at.
        if self.test.is_some() {
            return detail.to_owned();
        }
        format!(
            "An error occurred while executing the state '{}' (entered at the event id #{}). \
             {detail}",
            node.name, thread.entered.event
        )
    }

    /// The failure that trouble in a field makes.
    pub(crate) fn failure_of(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        trouble: Trouble,
    ) -> Failure {
        match trouble {
            Trouble::Runtime(detail) => Failure {
                is_terminal: true,
                ..Failure::new("States.Runtime", self.about(thread, node, &detail))
            },
            Trouble::Intrinsic(detail) => {
                Failure::new("States.IntrinsicFailure", self.about(thread, node, &detail))
            }
            Trouble::Query { detail, location } => {
                let cause = self.about(thread, node, &detail);
                let failure = Failure::new("States.QueryEvaluationError", cause);
                self.evaluation_failed(thread, node, &failure, location);
                failure
            }
        }
    }

    fn evaluation_failed(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        failure: &Failure,
        location: Option<String>,
    ) {
        let details = self.details(|| {
            Details::new()
                .maybe("cause", failure.cause.clone())
                .maybe("error", failure.error.clone())
                .maybe("location", location)
                .with("state", &node.name)
        });
        // An evaluation on entering is one with the entry, and so follows what
        // the entry follows; only a wait has been entered for good before.
        let entering =
            thread.cursor == thread.entered.event && !matches!(node.state, State::Wait(_));
        if entering {
            thread.cursor = thread.entered.previous;
        }
        self.event(
            thread,
            "EvaluationFailed",
            details.map(|d| ("evaluationFailedEventDetails", d)),
        );
    }

    /// What fields are made of, for `act` to make one.
    pub(crate) fn with_data<T>(
        &mut self,
        thread: &Thread,
        node: &Node,
        input: &Value,
        given: &Given<'_>,
        act: impl FnOnce(&mut Data<'_>) -> T,
    ) -> T {
        let mut random = self.random.clone();
        let context = self.context(thread, node, given.token);
        let mut data = Data {
            input,
            raw_input: &thread.input,
            result: given.result,
            error_output: given.error_output,
            context: &context,
            variables: &thread.variables,
            random: &mut random,
            now: self.now,
            left: Cell::new(MOST_MADE),
        };
        let made = act(&mut data);
        self.random = random;
        made
    }

    /// The state's input as `InputPath` cuts it; raw in JSONata.
    pub(crate) fn effective_input(
        &mut self,
        thread: &Thread,
        node: &Node,
    ) -> Result<Value, Trouble> {
        let input = match &node.state.common().input_path {
            None => thread.input.clone(),
            path => self.with_data(thread, node, &thread.input, &Given::default(), |data| {
                data.field_path(path.as_ref())
            })?,
        };
        if node.language == QueryLanguage::JsonPath && tells_input(&node.state) {
            self.notice("afterInputPath", &input);
        }
        Ok(input)
    }

    /// A number of seconds that a field names, which is whole and at least one.
    pub(crate) fn seconds(
        &mut self,
        thread: &Thread,
        node: &Node,
        input: &Value,
        amount: Option<&Amount>,
        name: &str,
    ) -> Result<Option<f64>, Trouble> {
        let seconds = self.amount(thread, node, input, amount, name)?;
        match seconds {
            Some(seconds) if seconds < 1.0 || seconds.fract() != 0.0 => Err(Trouble::Runtime(
                format!("{name} must be a positive integer, but was {seconds}."),
            )),
            seconds => Ok(seconds),
        }
    }

    /// How many items of a map may be at work at once; `None` or 0 for as many as may be.
    pub(crate) fn concurrency(
        &mut self,
        thread: &Thread,
        node: &Node,
        input: &Value,
        state: &Map,
    ) -> Result<Option<f64>, Trouble> {
        let (amount, name) = (state.max_concurrency.as_ref(), "MaxConcurrency");
        let wanted = self.amount(thread, node, input, amount, name)?;
        match wanted {
            Some(wanted) if wanted < 0.0 || wanted.fract() != 0.0 => Err(Trouble::Runtime(
                format!("{name} must be a non-negative integer, but was {wanted}."),
            )),
            wanted => Ok(wanted),
        }
    }

    /// A number that a field fixes, computes or finds.
    pub(crate) fn amount(
        &mut self,
        thread: &Thread,
        node: &Node,
        input: &Value,
        amount: Option<&Amount>,
        name: &str,
    ) -> Result<Option<f64>, Trouble> {
        match amount {
            None => Ok(None),
            Some(Amount::Fixed(number)) => Ok(number.as_f64()),
            Some(Amount::Expression(text)) => self
                .with_data(thread, node, input, &Given::default(), |data| {
                    data.number_expression(text, name)
                })
                .map(Some),
            Some(Amount::Path(path)) => {
                let value = self.with_data(thread, node, input, &Given::default(), |data| {
                    data.required_path(path)
                })?;
                // AWS takes a number in a text for a number, too.
                let number = match &value {
                    Value::Number(number) => number.as_f64(),
                    Value::String(text) => text.trim().parse().ok(),
                    _ => None,
                };
                number
                    .filter(|n: &f64| n.is_finite())
                    .map(Some)
                    .ok_or_else(|| {
                        let wanted = if name == "ToleratedFailurePercentage" {
                            "float"
                        } else {
                            "integer"
                        };
                        let shown = match &value {
                            Value::String(text) => text.clone(),
                            other => other.to_string(),
                        };
                        Trouble::Runtime(format!(
                            "The {name}Path field refers to value \"{shown}\" which is not a valid \
                         {wanted}: {path}"
                        ))
                    })
            }
        }
    }
}
