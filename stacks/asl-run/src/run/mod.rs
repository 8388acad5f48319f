//! What each type of state does.

mod arguments;
mod choice;
mod inline;
pub(crate) mod map_run;
mod parallel;
mod recovery;
mod simple;
mod task;

use std::sync::Arc;

use asl::{Amount, QueryLanguage, State};
use serde_json::{Map, Value};

use crate::data::{Data, MOST_BYTES, exceeds_limit, put_result};
use crate::execution::{Execution, Step};
use crate::failure::{Failure, Trouble};
use crate::history::Details;
use crate::program::Node;
use crate::test_state::tested::tells_input;
use crate::thread::{Entered, Thread};

/// The words of AWS for output that is too large.
const TOO_LARGE: &str =
    "returned a result with a size exceeding the maximum number of bytes service limit.";

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

    /// The failure that trouble in a field makes.
    pub(crate) fn failure_of(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        trouble: Trouble,
    ) -> Failure {
        let is_test = self.test.is_some();
        let about = |detail: &str| {
            // A tested state has no events that it could be entered at.
            if is_test {
                return detail.to_owned();
            }
            format!(
                "An error occurred while executing the state '{}' (entered at the event id #{}). \
                 {detail}",
                node.name, thread.entered.event
            )
        };
        match trouble {
            Trouble::Runtime(detail) => Failure {
                is_terminal: true,
                ..Failure::new("States.Runtime", about(&detail))
            },
            Trouble::Intrinsic(detail) => Failure::new("States.IntrinsicFailure", about(&detail)),
            Trouble::Query { detail, location } => {
                let failure = Failure::new("States.QueryEvaluationError", about(&detail));
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

    /// Shapes a result into output, as the state's language has it, and leaves.
    pub(crate) fn leave_with_result(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        result: &Value,
        selector: Option<&Value>,
        result_path: Option<&asl::FieldPath>,
    ) -> Result<Step, Trouble> {
        let common = node.state.common();
        let given = Given {
            result: Some(result),
            ..Given::default()
        };
        if matches!(node.state, State::Task(_)) {
            self.notice("result", result);
        }
        if node.language == QueryLanguage::Jsonata {
            let output = match &common.output {
                Some(output) => self.with_data(thread, node, &thread.input, &given, |data| {
                    data.expressions(output, "Output")
                })?,
                None => result.clone(),
            };
            return self.leave(
                thread,
                node,
                Exit {
                    next: node.next,
                    assign: common.assign.as_ref(),
                    assign_input: &thread.input.clone(),
                    output,
                    given,
                },
            );
        }
        let selected = match selector {
            Some(selector) => {
                self.with_data(thread, node, result, &given, |data| data.template(selector))?
            }
            None => result.clone(),
        };
        self.notice("afterResultSelector", &selected);
        let placed = put_result(result_path, &thread.input, selected.clone())?;
        self.notice("afterResultPath", &placed);
        let output = self.output_path(thread, node, placed)?;
        self.leave(
            thread,
            node,
            Exit {
                next: node.next,
                assign: common.assign.as_ref(),
                assign_input: &selected,
                output,
                given: Given::default(),
            },
        )
    }

    /// The part of the output that `OutputPath` passes on.
    pub(crate) fn output_path(
        &mut self,
        thread: &Thread,
        node: &Node,
        output: Value,
    ) -> Result<Value, Trouble> {
        match &node.state.common().output_path {
            None => Ok(output),
            path => self.with_data(thread, node, &output, &Given::default(), |data| {
                data.field_path(path.as_ref())
            }),
        }
    }

    /// Leaves the state: sets variables, tells the history, and goes on.
    pub(crate) fn leave(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        exit: Exit<'_>,
    ) -> Result<Step, Trouble> {
        let assigned = match exit.assign {
            Some(Value::Object(assign)) if !assign.is_empty() => {
                Some(self.assigned(thread, node, &exit, assign)?)
            }
            _ => None,
        };
        // The text is told here and at the next state's entry, and has the size.
        let text: Option<Arc<str>> = self
            .history
            .is_kept()
            .then(|| exit.output.to_string().into());
        let is_too_large = match &text {
            Some(text) => text.len() > MOST_BYTES,
            None => exceeds_limit(&exit.output),
        };
        if is_too_large {
            let cause = format!("The state/task '{}' {TOO_LARGE}", node.name);
            let failure = Failure::new("States.DataLimitExceeded", cause);
            return Ok(self.recover(thread, node, failure));
        }
        let shown = assigned.clone().filter(|_| self.history.is_kept());
        if let Some(assigned) = assigned {
            if let Err(what) = Arc::make_mut(&mut thread.variables).assign(assigned) {
                let cause = format!("The state/task '{}' {what}", node.name);
                let failure = Failure::new("States.DataLimitExceeded", cause);
                return Ok(self.recover(thread, node, failure));
            }
            if let Some(test) = &mut self.test {
                test.variables = Arc::clone(&thread.variables);
            }
        }
        let details = self.details(|| {
            let mut details = Details::new();
            if let Some(assigned) = &shown {
                let texts: Map<String, Value> = assigned
                    .iter()
                    .map(|(name, value)| (name.clone(), value.to_string().into()))
                    .collect();
                details = details.data("assignedVariables", texts);
            }
            details
                .with("name", &node.name)
                .maybe_data("output", text.as_ref())
        });
        let kind = match node.state {
            State::Task(_) => "TaskStateExited",
            State::Pass(_) => "PassStateExited",
            State::Choice(_) => "ChoiceStateExited",
            State::Wait(_) => "WaitStateExited",
            State::Succeed(_) | State::Fail(_) => "SucceedStateExited",
            State::Parallel(_) => "ParallelStateExited",
            State::Map(_) => "MapStateExited",
        };
        self.event(
            thread,
            kind,
            details.map(|d| ("stateExitedEventDetails", d)),
        );
        thread.input_text = text;
        Ok(match exit.next {
            Some(next) => Step::Goto(next, exit.output),
            None => Step::End(exit.output),
        })
    }

    fn assigned(
        &mut self,
        thread: &Thread,
        node: &Node,
        exit: &Exit<'_>,
        assign: &Map<String, Value>,
    ) -> Result<Map<String, Value>, Trouble> {
        let template = Value::Object(assign.clone());
        let made = self.with_data(
            thread,
            node,
            exit.assign_input,
            &exit.given,
            |data| match node.language {
                QueryLanguage::Jsonata => data.expressions(&template, "Assign"),
                QueryLanguage::JsonPath => data.template(&template),
            },
        )?;
        match made {
            Value::Object(made) => Ok(made),
            _ => Ok(Map::new()),
        }
    }
}
