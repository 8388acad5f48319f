//! `Choice`: which way to go.

use asl::{Choice, ChoiceRule, Condition, QueryLanguage};
use serde_json::Value;

use super::{Exit, Given};
use crate::compare::holds;
use crate::data::{inner_text, unexpected};
use crate::execution::{Execution, Step};
use crate::failure::{Failure, Trouble};
use crate::program::Node;
use crate::thread::Thread;

impl Execution {
    pub(super) fn choose(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        state: &Choice,
    ) -> Result<Step, Trouble> {
        let input = self.effective_input(thread, node)?;
        let mut chosen: Option<&ChoiceRule> = None;
        for (at, rule) in state.rules.iter().enumerate() {
            if self.rule_holds(thread, node, &input, at, rule)? {
                chosen = Some(rule);
                break;
            }
        }
        let Some(name) = chosen.map(|rule| &rule.next).or(state.default.as_ref()) else {
            let cause = self.about(
                thread,
                node,
                "Failed to transition out of the state. The state does not point to a next state.",
            );
            return Ok(Step::Fail(Failure::new("States.NoChoiceMatched", cause)));
        };
        self.notice_next(name);
        let next = self.program.flows[thread.flow].position(name);
        // A rule's own variables and output stand in for the state's.
        let assign = match chosen {
            Some(rule) => rule.assign.as_ref(),
            None => state.common.assign.as_ref(),
        };
        let output = match node.language {
            QueryLanguage::JsonPath => self.output_path(thread, node, input.clone())?,
            QueryLanguage::Jsonata => {
                let output = chosen
                    .and_then(|rule| rule.output.as_ref())
                    .or(match chosen {
                        Some(_) => None,
                        None => state.common.output.as_ref(),
                    });
                match output {
                    Some(output) => {
                        self.with_data(thread, node, &thread.input, &Given::default(), |data| {
                            data.expressions(output, "Output")
                        })?
                    }
                    None => thread.input.clone(),
                }
            }
        };
        self.leave(
            thread,
            node,
            Exit {
                next,
                assign,
                assign_input: &input,
                output,
                given: Given::default(),
            },
        )
    }

    fn rule_holds(
        &mut self,
        thread: &Thread,
        node: &Node,
        input: &Value,
        at: usize,
        rule: &ChoiceRule,
    ) -> Result<bool, Trouble> {
        match &rule.condition {
            Condition::Constant(value) => Ok(*value),
            Condition::Test(test) => {
                self.with_data(thread, node, input, &Given::default(), |data| {
                    holds(test, data)
                })
            }
            Condition::Expression(text) => {
                let field = format!("Choices[{at}]/Condition");
                let value = self.with_data(thread, node, input, &Given::default(), |data| {
                    data.expressions(&Value::from(text.clone()), &field)
                })?;
                value.as_bool().ok_or_else(|| {
                    unexpected(inner_text(text).unwrap_or(text), &field, "boolean", &value)
                })
            }
        }
    }
}
