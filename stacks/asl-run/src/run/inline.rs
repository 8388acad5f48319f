//! `Map` inside the execution: the same states for every item of an array.

use std::collections::BTreeMap;
use std::sync::Arc;

use asl::{FieldPath, Map, QueryLanguage, State};
use serde_json::Value;

use super::Given;
use crate::data::{Item, inner_text, unexpected};
use crate::execution::{Execution, Step};
use crate::failure::{Failure, Trouble};
use crate::history::Details;
use crate::items::Entry;
use crate::program::Node;
use crate::thread::{InlineMap, Thread, Work};

impl Execution {
    pub(super) fn start_inline(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        state: &Map,
    ) -> Result<Step, Trouble> {
        if let Some(mocked) = self.mocked_items(thread, node, state) {
            return mocked;
        }
        let input = self.effective_input(thread, node)?;
        let items = self.map_items(thread, node, state, &input)?;
        let limit = self.start.inline_concurrency;
        self.tell_map_started(thread, items.len());
        let wanted = self.concurrency(thread, node, &input, state)?;
        self.tolerance(thread, node, state, &input)?;
        // 0 asks for as many at once as there may be.
        let concurrency = match wanted {
            Some(wanted) if wanted >= 1.0 => (wanted as usize).min(limit),
            _ => limit,
        };
        if items.is_empty() {
            self.history
                .add(self.now, thread.cursor, "MapStateSucceeded", None);
            return self.map_done(thread, node, &Value::Array(Vec::new()));
        }
        thread.work = Work::Inline(Box::new(InlineMap {
            outputs: vec![Value::Null; items.len()],
            items,
            next: 0,
            running: BTreeMap::new(),
            input,
        }));
        for _ in 0..concurrency {
            self.start_iteration(thread, node, state, thread.cursor)?;
        }
        Ok(Step::Wait)
    }

    /// The items of a map whose items are in its data, where they are an array.
    fn map_items(
        &mut self,
        thread: &Thread,
        node: &Node,
        state: &Map,
        input: &Value,
    ) -> Result<Vec<Value>, Trouble> {
        match self.map_data(thread, node, state, input)? {
            Value::Array(items) => Ok(items),
            _ => Ok(Vec::new()),
        }
    }

    /// What a map iterates over in its data: an array, or, where it is
    /// distributed, an object.
    pub(crate) fn map_data(
        &mut self,
        thread: &Thread,
        node: &Node,
        state: &Map,
        input: &Value,
    ) -> Result<Value, Trouble> {
        // An inline map was seen to refuse an object as late as December 2025.
        let takes_pairs = state.is_distributed() && self.start.revision.iterates_objects();
        let is_iterable = |data: &Value| data.is_array() || (takes_pairs && data.is_object());
        if node.language == QueryLanguage::Jsonata {
            let Some(items) = &state.items else {
                return match input {
                    data if is_iterable(data) => Ok(data.clone()),
                    other => Err(Trouble::Query {
                        detail: format!("Map state input must be an array but was: {other}"),
                        location: None,
                    }),
                };
            };
            let made = self.with_data(thread, node, input, &Given::default(), |data| {
                data.expressions(items, "Items")
            })?;
            return match (made, items) {
                (data, _) if is_iterable(&data) => Ok(data),
                (other, Value::String(text)) => Err(unexpected(
                    inner_text(text).unwrap_or(text),
                    "Items",
                    "array",
                    &other,
                )),
                (other, _) => Err(Trouble::query(
                    format!("Items must be an array but was: {other}"),
                    "Items",
                )),
            };
        }
        let path = state
            .items_path
            .clone()
            .unwrap_or_else(|| FieldPath::from("$"));
        let found = self.with_data(thread, node, input, &Given::default(), |data| {
            data.field_path(Some(&path))
        })?;
        match (found, &path) {
            (data, _) if is_iterable(&data) => Ok(data),
            (_, FieldPath::Path(path)) => {
                // A path into the context object is told as one within it.
                let shown = path
                    .strip_prefix("$$")
                    .map_or_else(|| path.clone(), |rest| format!("${rest}"));
                Err(Trouble::Runtime(format!(
                    "Reference path \"{shown}\" must point to array."
                )))
            }
            (_, FieldPath::Null) => Err(Trouble::Runtime(
                "Reference path \"null\" must point to array.".to_owned(),
            )),
        }
    }

    pub(super) fn tell_map_started(&mut self, thread: &mut Thread, length: usize) {
        let details = self.details(|| Details::new().with("length", length));
        self.event(
            thread,
            "MapStateStarted",
            details.map(|d| ("mapStateStartedEventDetails", d)),
        );
    }

    /// How many items, or which share of them in per cent, may fail.
    pub(crate) fn tolerance(
        &mut self,
        thread: &Thread,
        node: &Node,
        state: &Map,
        input: &Value,
    ) -> Result<(Option<f64>, Option<f64>), Trouble> {
        let field = "ToleratedFailureCount";
        let count = self.amount(
            thread,
            node,
            input,
            state.tolerated_failure_count.as_ref(),
            field,
        )?;
        if count.is_some_and(|count| count < 0.0) {
            return Err(Trouble::Runtime(
                "ToleratedFailureCount cannot be negative.".to_owned(),
            ));
        }
        let field = "ToleratedFailurePercentage";
        let share = self.amount(
            thread,
            node,
            input,
            state.tolerated_failure_percentage.as_ref(),
            field,
        )?;
        if share.is_some_and(|share| !(0.0..=100.0).contains(&share)) {
            return Err(Trouble::Runtime(
                "ToleratedFailurePercentage must be between 0 and 100.".to_owned(),
            ));
        }
        Ok((count, share))
    }

    /// What an item's states are given.
    pub(crate) fn item_input(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        state: &Map,
        input: &Value,
        item: &Arc<Item>,
    ) -> Result<Value, Trouble> {
        let Some(selector) = state.item_selector.as_ref().or(state.parameters.as_ref()) else {
            return Ok(item.input());
        };
        let outer = thread.item.replace(Arc::clone(item));
        let made = self.with_data(thread, node, input, &Given::default(), |data| {
            match node.language {
                QueryLanguage::Jsonata => data.expressions(selector, "ItemSelector"),
                QueryLanguage::JsonPath => data.template(selector),
            }
        });
        thread.item = outer;
        made
    }

    /// Starts the next item, if there is one, after the event `after`.
    fn start_iteration(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        state: &Map,
        after: u64,
    ) -> Result<(), Trouble> {
        let Work::Inline(map) = &mut thread.work else {
            return Ok(());
        };
        let index = map.next;
        let Some(value) = map.items.get_mut(index).map(std::mem::take) else {
            return Ok(());
        };
        map.next += 1;
        let input = std::mem::take(&mut map.input);
        let item = Arc::new(Entry::Item(value).at(index as u64));
        let made = self.item_input(thread, node, state, &input, &item);
        if let Work::Inline(map) = &mut thread.work {
            map.input = input;
        }
        let made = made?;
        let details = self.details(|| Details::new().with("index", index).with("name", &node.name));
        let started = self.history.add(
            self.now,
            after,
            "MapIterationStarted",
            details.map(|d| ("mapIterationStartedEventDetails", d)),
        );
        let id = self.spawn(
            node.flows[0],
            Some((thread.id, index)),
            made,
            started,
            Arc::clone(&thread.variables),
            Some(item),
        );
        if let Work::Inline(map) = &mut thread.work {
            map.running.insert(id, index);
        }
        self.make_ready(id);
        Ok(())
    }

    /// An item of the thread's map ended.
    pub(crate) fn iteration_ended(
        &mut self,
        thread: &mut Thread,
        iteration: Thread,
        index: usize,
        result: Result<Value, Failure>,
    ) -> Step {
        let program = Arc::clone(&self.program);
        let node = program.node(thread.flow, thread.state);
        let (Work::Inline(map), State::Map(state)) = (&mut thread.work, &node.state) else {
            return Step::Wait;
        };
        map.running.remove(&iteration.id);
        let details = self.details(|| Details::new().with("index", index).with("name", &node.name));
        match result {
            Ok(output) => {
                map.outputs[index] = output;
                let is_over = map.running.is_empty() && map.next >= map.items.len();
                let outputs = if is_over {
                    std::mem::take(&mut map.outputs)
                } else {
                    Vec::new()
                };
                let succeeded = self.history.add(
                    self.now,
                    iteration.cursor,
                    "MapIterationSucceeded",
                    details.map(|d| ("mapIterationSucceededEventDetails", d)),
                );
                let went = if is_over {
                    thread.cursor = succeeded;
                    self.history
                        .add(self.now, succeeded, "MapStateSucceeded", None);
                    self.map_done(thread, node, &Value::Array(outputs))
                } else {
                    self.start_iteration(thread, node, state, iteration.cursor)
                        .map(|()| Step::Wait)
                };
                went.unwrap_or_else(|trouble| self.troubled(thread, node, trouble))
            }
            Err(failure) => {
                let others: Vec<u64> = map.running.keys().copied().collect();
                self.history.add(
                    self.now,
                    iteration.cursor,
                    "MapIterationFailed",
                    details.map(|d| ("mapIterationFailedEventDetails", d)),
                );
                thread.cursor = iteration.cursor;
                let mut parts = vec![iteration];
                self.abort_iterations(node, &others, &mut parts);
                Self::halt(thread, parts);
                self.recover(thread, node, failure)
            }
        }
    }

    fn abort_iterations(&mut self, node: &Node, iterations: &[u64], parts: &mut Vec<Thread>) {
        for id in iterations {
            let Some(other) = self.abandon(*id) else {
                continue;
            };
            let details = self.details(|| {
                let index = other.parent.map_or(0, |(_, index)| index);
                Details::new().with("index", index).with("name", &node.name)
            });
            self.history.add(
                self.now,
                other.cursor,
                "MapIterationAborted",
                details.map(|d| ("mapIterationAbortedEventDetails", d)),
            );
            parts.push(other);
        }
    }

    /// Leaves a map with the array of its items' outputs.
    pub(crate) fn map_done(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        outputs: &Value,
    ) -> Result<Step, Trouble> {
        let State::Map(state) = &node.state else {
            return Ok(Step::Wait);
        };
        let (selector, path) = (state.result_selector.as_ref(), state.result_path.as_ref());
        self.leave_with_result(thread, node, outputs, selector, path)
    }
}
