//! What a state passes on: output, variables, and where to.

use std::sync::Arc;

use asl::{QueryLanguage, State};
use serde_json::{Map, Value};

use super::{Exit, Given, TOO_DEEP, TOO_LARGE};
use crate::data::{MOST_BYTES, exceeds_limit, is_too_deep, put_result};
use crate::execution::{Execution, Step};
use crate::failure::{Failure, Trouble};
use crate::history::Details;
use crate::program::Node;
use crate::thread::Thread;

impl Execution {
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
        let values = assigned.iter().flat_map(Map::values);
        if values.chain([&exit.output]).any(is_too_deep) {
            let cause = format!("The state/task '{}' {TOO_DEEP}", node.name);
            let failure = Failure::new("States.DataLimitExceeded", cause);
            return Ok(self.recover(thread, node, failure));
        }
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
