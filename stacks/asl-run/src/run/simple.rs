//! `Pass`, `Wait`, `Succeed` and `Fail`.

use std::sync::Arc;

use asl::{Amount, Fail, Pass, QueryLanguage, Succeed, Wait, WaitFor};
use serde_json::Value;

use super::{Exit, Given};
use crate::data::{inner_text, put_result};
use crate::effect::Effect;
use crate::execution::{Execution, Step};
use crate::failure::{Failure, Trouble};
use crate::moment::Moment;
use crate::program::Node;
use crate::thread::{Thread, Work};

/// The longest a state may wait, in seconds.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html>
const LONGEST_WAIT: i64 = 99_999_999;

impl Execution {
    pub(super) fn pass(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        state: &Pass,
    ) -> Result<Step, Trouble> {
        let common = &state.common;
        if node.language == QueryLanguage::Jsonata {
            return self.leave_with_input(thread, node);
        }
        let plain = common.input_path.is_none()
            && common.output_path.is_none()
            && common.assign.is_none()
            && state.parameters.is_none()
            && state.result_path.is_none()
            && state.result.is_none()
            && self.test.is_none();
        if plain {
            let output = std::mem::take(&mut thread.input);
            return self.leave(
                thread,
                node,
                Exit {
                    next: node.next,
                    assign: None,
                    assign_input: &Value::Null,
                    output,
                    given: Given::default(),
                },
            );
        }
        let mut input = self.effective_input(thread, node)?;
        if let Some(parameters) = &state.parameters {
            input = self.with_data(thread, node, &input, &Given::default(), |data| {
                data.template(parameters)
            })?;
        }
        let result = match &state.result {
            Some(result) => {
                self.notice("result", result);
                result.clone()
            }
            None => {
                self.notice("afterParameters", &input);
                input
            }
        };
        self.notice("afterResultSelector", &result);
        let placed = put_result(state.result_path.as_ref(), &thread.input, result.clone())?;
        self.notice("afterResultPath", &placed);
        let output = self.output_path(thread, node, placed)?;
        self.leave(
            thread,
            node,
            Exit {
                next: node.next,
                assign: common.assign.as_ref(),
                assign_input: &result,
                output,
                given: Given::default(),
            },
        )
    }

    /// Leaves a JSONata state that has no result with what `Output` makes of the input.
    fn leave_with_input(&mut self, thread: &mut Thread, node: &Node) -> Result<Step, Trouble> {
        let common = node.state.common();
        let output = match &common.output {
            Some(output) => {
                self.with_data(thread, node, &thread.input, &Given::default(), |data| {
                    data.expressions(output, "Output")
                })?
            }
            None => thread.input.clone(),
        };
        let input = thread.input.clone();
        self.leave(
            thread,
            node,
            Exit {
                next: node.next,
                assign: common.assign.as_ref(),
                assign_input: &input,
                output,
                given: Given::default(),
            },
        )
    }

    pub(super) fn succeed(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        _: &Succeed,
    ) -> Result<Step, Trouble> {
        if node.language == QueryLanguage::Jsonata {
            return self.leave_with_input(thread, node);
        }
        let input = self.effective_input(thread, node)?;
        let output = self.output_path(thread, node, input)?;
        self.leave(
            thread,
            node,
            Exit {
                next: None,
                assign: None,
                assign_input: &Value::Null,
                output,
                given: Given::default(),
            },
        )
    }

    pub(super) fn fail(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        state: &Fail,
    ) -> Result<Step, Trouble> {
        let error = self.fail_text(
            thread,
            node,
            state.error.as_ref(),
            state.error_path.as_ref(),
            "Error",
        )?;
        let cause = self.fail_text(
            thread,
            node,
            state.cause.as_ref(),
            state.cause_path.as_ref(),
            "Cause",
        )?;
        Ok(Step::Fail(Failure {
            error,
            cause,
            is_terminal: false,
            is_task: false,
            is_heartbeat: false,
        }))
    }

    fn fail_text(
        &mut self,
        thread: &Thread,
        node: &Node,
        text: Option<&String>,
        path: Option<&String>,
        field: &str,
    ) -> Result<Option<String>, Trouble> {
        if let Some(path) = path {
            let field = format!("{field}Path");
            let value = self.with_data(thread, node, &thread.input, &Given::default(), |data| {
                data.path_or_call(path, &field)
            })?;
            return match value {
                Value::String(text) => Ok(Some(text)),
                other => Err(Trouble::Runtime(format!(
                    "The {field} field must refer to a string, but '{path}' refers to {other}"
                ))),
            };
        }
        let Some(text) = text else { return Ok(None) };
        let (QueryLanguage::Jsonata, Some(expression)) = (node.language, inner_text(text)) else {
            return Ok(Some(text.clone()));
        };
        let value = self.with_data(thread, node, &thread.input, &Given::default(), |data| {
            data.expressions(&Value::from(text.clone()), field)
        })?;
        match value {
            Value::String(text) => Ok(Some(text)),
            other => Err(crate::data::unexpected(expression, field, "string", &other)),
        }
    }

    pub(super) fn start_wait(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        state: &Wait,
    ) -> Result<Step, Trouble> {
        let input = self.effective_input(thread, node)?;
        let at = match &state.until {
            WaitFor::Seconds(amount) => {
                let seconds = self.wait_seconds(thread, node, &input, amount)?;
                self.now.after_seconds(seconds)
            }
            WaitFor::Timestamp(text) => self.wait_timestamp(thread, node, text)?,
            WaitFor::TimestampPath(path) => {
                let value = self.with_data(thread, node, &input, &Given::default(), |data| {
                    data.optional_path(path)
                })?;
                let Some(value) = value else {
                    return Err(Trouble::Runtime(format!(
                        "The TimestampPath parameter does not reference an input value: {path}"
                    )));
                };
                value.as_str().and_then(Moment::parse).ok_or_else(|| {
                    let shown = value
                        .as_str()
                        .map_or_else(|| value.to_string(), str::to_owned);
                    Trouble::Runtime(format!(
                        "The TimestampPath parameter does not reference a valid ISO-8601 extended \
                         offset date-time format string: {path} == {shown}"
                    ))
                })?
            }
        };
        let timer = self.new_id();
        thread.work = Work::Wait { timer, input };
        self.ask(timer, thread.id, Effect::SetTimer { timer, at });
        Ok(Step::Wait)
    }

    fn wait_seconds(
        &mut self,
        thread: &Thread,
        node: &Node,
        input: &Value,
        amount: &Amount,
    ) -> Result<f64, Trouble> {
        let Amount::Path(path) = amount else {
            let seconds = self
                .amount(thread, node, input, Some(amount), "Seconds")?
                .unwrap_or_default();
            if let Amount::Expression(text) = amount
                && (seconds < 0.0 || seconds.fract() != 0.0 || seconds > LONGEST_WAIT as f64)
            {
                let expression = inner_text(text).unwrap_or(text);
                let value = Value::from(seconds);
                return Err(crate::data::unexpected(
                    expression,
                    "Seconds",
                    "positive integer",
                    &value,
                ));
            }
            return Ok(seconds);
        };
        let value = self.with_data(thread, node, input, &Given::default(), |data| {
            data.optional_path(path)
        })?;
        let Some(value) = value.filter(|value| !value.is_null()) else {
            return Err(Trouble::Runtime(format!(
                "The SecondsPath parameter does not reference an input value: {path}"
            )));
        };
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        match text.parse::<i64>() {
            Ok(seconds @ 0..=LONGEST_WAIT) => Ok(seconds as f64),
            Ok(..0) => Err(Trouble::Runtime(format!(
                "The SecondsPath parameter references a negative value: {path} == {text}"
            ))),
            Ok(_) => Err(Trouble::Runtime(format!(
                "The SecondsPath parameter references a value greater than {LONGEST_WAIT}: \
                 {path} == {text}"
            ))),
            Err(_) => Err(Trouble::Runtime(format!(
                "The SecondsPath parameter cannot be parsed as a long value: {path} == {text}"
            ))),
        }
    }

    fn wait_timestamp(
        &mut self,
        thread: &Thread,
        node: &Node,
        text: &str,
    ) -> Result<Moment, Trouble> {
        let value = match (node.language, inner_text(text)) {
            (QueryLanguage::Jsonata, Some(_)) => {
                self.with_data(thread, node, &thread.input, &Given::default(), |data| {
                    data.expressions(&Value::from(text), "Timestamp")
                })?
            }
            _ => Value::from(text),
        };
        value.as_str().and_then(Moment::parse).ok_or_else(|| {
            let shown = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            Trouble::query(
                format!(
                    "The Timestamp field cannot be parsed as an ISO-8601 extended offset \
                     date-time format string: {shown}"
                ),
                "Timestamp",
            )
        })
    }

    /// Leaves a wait whose time has come, with the input it was given.
    pub(crate) fn wait_over(&mut self, thread: &mut Thread, input: &Value) -> Step {
        let program = Arc::clone(&self.program);
        let node = program.node(thread.flow, thread.state);
        let left = if node.language == QueryLanguage::Jsonata {
            self.leave_with_input(thread, node)
        } else {
            self.output_path(thread, node, input.clone())
                .and_then(|output| {
                    self.leave(
                        thread,
                        node,
                        Exit {
                            next: node.next,
                            assign: node.state.common().assign.as_ref(),
                            assign_input: input,
                            output,
                            given: Given::default(),
                        },
                    )
                })
        };
        left.unwrap_or_else(|trouble| self.troubled(thread, node, trouble))
    }
}
