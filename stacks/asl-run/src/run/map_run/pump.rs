//! Starting children while there are slots and items, and reading on when items run low.

use std::sync::Arc;

use asl::Map;
use serde_json::Value;

use super::batch::Gathering;
use super::{RunningMap, node_of};
use crate::data::Item;
use crate::execution::{Execution, Step};
use crate::failure::{Failure, Trouble};
use crate::program::Node;
use crate::thread::Thread;

/// The fewest items to have at hand before reading on.
const LOW_WATER: usize = 1_000;

impl Execution {
    /// Starts as many children as there are slots and items for, and ends the
    /// run when nothing is left.
    pub(super) fn pump(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        state: &Map,
    ) -> Result<Step, Trouble> {
        loop {
            let Some(map) = Self::map_of(thread) else {
                return Ok(Step::Wait);
            };
            if map.is_over || map.running.len() >= map.concurrency {
                break;
            }
            if let Some(child) = map.redriven.pop_front() {
                self.restart_child(thread, child);
                continue;
            }
            if !map.has_whole_batch() {
                break;
            }
            let (input, items) = match &map.batch {
                None => (self.single(thread, node, state)?, 1),
                Some(_) => self.gather(thread, node, state)?,
            };
            self.start_child(thread, node, input, items);
        }
        self.read_on(thread);
        self.maybe_finish(thread, node)
    }

    fn read_on(&mut self, thread: &mut Thread) {
        let Some(map) = Self::map_of(thread) else {
            return;
        };
        if map.is_over || map.source.buffered() >= LOW_WATER.max(map.batch_items()) {
            return;
        }
        let read = self.new_id();
        let Some(map) = Self::map_of(thread) else {
            return;
        };
        if let Some(effect) = map.source.request(read) {
            map.source.reading = Some(read);
            self.ask(read, thread.id, effect);
        }
    }

    /// The next item's input.
    fn single(&mut self, thread: &mut Thread, node: &Node, state: &Map) -> Result<Value, Trouble> {
        let Some(map) = Self::map_of(thread) else {
            return Ok(Value::Null);
        };
        let Some(entry) = map.source.take() else {
            return Ok(Value::Null);
        };
        let index = map.next_index;
        self.selected(thread, node, state, entry.at(index))
    }

    fn selected(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        state: &Map,
        item: Item,
    ) -> Result<Value, Trouble> {
        let Some(map) = Self::map_of(thread) else {
            return Ok(Value::Null);
        };
        let input = std::mem::take(&mut map.input);
        let made = self.item_input(thread, node, state, &input, &Arc::new(item));
        if let Some(map) = Self::map_of(thread) {
            map.input = input;
        }
        made
    }

    /// The next batch: `{"Items": [..]}`, with `BatchInput` where it is given.
    fn gather(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        state: &Map,
    ) -> Result<(Value, u64), Trouble> {
        let Some(batch) = Self::map_of(thread).and_then(|map| map.batch.clone()) else {
            return Ok((Value::Null, 0));
        };
        let mut gathering = Gathering::new(&batch);
        while let Some(map) = Self::map_of(thread) {
            let fits = |next| gathering.has_room(&batch, next);
            if !map.source.peek().is_some_and(fits) {
                break;
            }
            let index = map.next_index + gathering.items.len() as u64;
            let Some(entry) = map.source.take() else {
                break;
            };
            let item = self.selected(thread, node, state, entry.at(index))?;
            gathering.items.push(item);
        }
        let count = gathering.items.len() as u64;
        Ok((gathering.done(&batch), count))
    }

    /// A page of a listing came.
    pub(crate) fn objects_listed(
        &mut self,
        thread: &mut Thread,
        read: u64,
        objects: Vec<Value>,
        next: Option<String>,
    ) -> Step {
        self.answered(read);
        if let Some(map) = Self::map_of(thread) {
            map.source.listed(objects, next);
        }
        self.go_on(thread)
    }

    /// An object came.
    pub(crate) fn object_read(&mut self, thread: &mut Thread, read: u64, body: &str) -> Step {
        self.answered(read);
        let taken = Self::map_of(thread).map_or(Ok(()), |map| map.source.read(body));
        match taken {
            Ok(()) => self.go_on(thread),
            Err(cause) => self.read_failed(thread, read, cause),
        }
    }

    /// Rows of an object came.
    pub(crate) fn rows_read(
        &mut self,
        thread: &mut Thread,
        read: u64,
        rows: Vec<Value>,
        next: Option<String>,
    ) -> Step {
        self.answered(read);
        if let Some(map) = Self::map_of(thread) {
            map.source.rows_read(rows, next);
        }
        self.go_on(thread)
    }

    /// What was to be read cannot be.
    pub(crate) fn read_failed(&mut self, thread: &mut Thread, read: u64, cause: String) -> Step {
        self.answered(read);
        let program = Arc::clone(&self.program);
        let Some((node, _)) = node_of(&program, thread) else {
            return Step::Wait;
        };
        self.run_failed(thread, node, Failure::new("States.ItemReaderFailed", cause))
    }

    pub(super) fn go_on(&mut self, thread: &mut Thread) -> Step {
        let program = Arc::clone(&self.program);
        let Some((node, state)) = node_of(&program, thread) else {
            return Step::Wait;
        };
        match self.pump(thread, node, state) {
            Ok(step) => step,
            Err(trouble) => {
                self.drop_run(thread);
                self.troubled(thread, node, trouble)
            }
        }
    }

    /// Takes back everything a run asked, and ends it as failed.
    pub(super) fn drop_run(&mut self, thread: &mut Thread) {
        let Some(map) = Self::map_of(thread) else {
            return;
        };
        let run = map.run;
        let asked: Vec<u64> = map
            .running
            .keys()
            .copied()
            .chain(map.source.reading)
            .collect();
        for asked in asked {
            self.cancel(asked);
        }
        Self::halt(thread, Vec::new());
        let now = self.now;
        let run = &mut self.map_runs[run];
        run.abort(now);
        run.status = "FAILED";
    }
}

impl RunningMap {
    fn batch_items(&self) -> usize {
        self.batch
            .as_ref()
            .map_or(1, |batch| batch.most_items.min(100_000))
    }

    /// Whether the items at hand make a batch as large as it may be.
    fn has_whole_batch(&self) -> bool {
        let buffered = self.source.buffered();
        buffered > 0 && (self.source.is_read() || buffered >= self.batch_items())
    }
}
