//! `Parallel`: several branches at once, each with the same input.

use std::collections::BTreeMap;
use std::sync::Arc;

use asl::{Parallel, QueryLanguage, State};
use serde_json::Value;

use super::Given;
use crate::execution::{Execution, Step};
use crate::failure::{Failure, Trouble};
use crate::program::Node;
use crate::thread::{Branches, Thread, Work};

impl Execution {
    pub(super) fn start_parallel(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        state: &Parallel,
    ) -> Result<Step, Trouble> {
        let input = match node.language {
            QueryLanguage::Jsonata => match &state.arguments {
                Some(arguments) => {
                    self.with_data(thread, node, &thread.input, &Given::default(), |data| {
                        data.expressions(arguments, "Arguments")
                    })?
                }
                None => thread.input.clone(),
            },
            QueryLanguage::JsonPath => {
                let input = self.effective_input(thread, node)?;
                match &state.parameters {
                    Some(parameters) => {
                        self.with_data(thread, node, &input, &Given::default(), |data| {
                            data.template(parameters)
                        })?
                    }
                    None => input,
                }
            }
        };
        if let Some(mocked) = self.mocked_branches(thread, node, state) {
            return mocked;
        }
        self.event(thread, "ParallelStateStarted", None);
        let mut running = BTreeMap::new();
        for (slot, flow) in node.flows.iter().enumerate() {
            let branch = self.spawn(
                *flow,
                Some((thread.id, slot)),
                input.clone(),
                thread.cursor,
                Arc::clone(&thread.variables),
                thread.item.clone(),
            );
            running.insert(branch, slot);
            self.make_ready(branch);
        }
        if running.is_empty() {
            return self.branches_done(thread, node, state, Vec::new());
        }
        let outputs = vec![Value::Null; running.len()];
        thread.work = Work::Parallel(Branches { running, outputs });
        Ok(Step::Wait)
    }

    /// A branch of the thread ended.
    pub(crate) fn branch_ended(
        &mut self,
        thread: &mut Thread,
        branch: Thread,
        slot: usize,
        result: Result<Value, Failure>,
    ) -> Step {
        let program = Arc::clone(&self.program);
        let node = program.node(thread.flow, thread.state);
        let (Work::Parallel(branches), State::Parallel(state)) = (&mut thread.work, &node.state)
        else {
            return Step::Wait;
        };
        branches.running.remove(&branch.id);
        match result {
            Ok(output) => {
                branches.outputs[slot] = output;
                if !branches.running.is_empty() {
                    return Step::Wait;
                }
                let outputs = std::mem::take(&mut branches.outputs);
                thread.cursor = branch.cursor;
                self.branches_done(thread, node, state, outputs)
                    .unwrap_or_else(|trouble| self.troubled(thread, node, trouble))
            }
            Err(failure) => {
                let others: Vec<u64> = branches.running.keys().copied().collect();
                self.tell_aborted(
                    &program.node(branch.flow, branch.state).state,
                    branch.cursor,
                );
                thread.cursor = branch.cursor;
                let mut parts = vec![branch];
                for other in others {
                    if let Some(other) = self.abandon(other) {
                        self.tell_aborted(
                            &program.node(other.flow, other.state).state,
                            other.cursor,
                        );
                        parts.push(other);
                    }
                }
                Self::halt(thread, parts);
                self.recover(thread, node, failure)
            }
        }
    }

    /// Tells that a branch was in a state when it was cut off. States that
    /// are over as soon as they are entered are never cut off.
    pub(super) fn tell_aborted(&mut self, state: &State, cursor: u64) {
        let kind = match state {
            State::Task(_) => "TaskStateAborted",
            State::Wait(_) => "WaitStateAborted",
            State::Parallel(_) => "ParallelStateAborted",
            State::Map(_) => "MapStateAborted",
            _ => return,
        };
        self.history.add(self.now, cursor, kind, None);
    }

    fn branches_done(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        state: &Parallel,
        outputs: Vec<Value>,
    ) -> Result<Step, Trouble> {
        self.history
            .add(self.now, thread.cursor, "ParallelStateSucceeded", None);
        let (selector, path) = (state.result_selector.as_ref(), state.result_path.as_ref());
        self.leave_with_result(thread, node, &Value::Array(outputs), selector, path)
    }
}
