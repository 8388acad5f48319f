//! Redriving a distributed map: its children that ended badly go on or begin
//! anew, and then the items that none has had.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/redrive-map-run.html>

use std::sync::Arc;

use asl::ExecutionType;

use super::{Child, MapRun, RunningMap, node_of};
use crate::effect::Effect;
use crate::execution::{Execution, Step};
use crate::history::Details;
use crate::thread::{Thread, Work};

impl Execution {
    /// Goes on with a map that ended badly.
    pub(crate) fn take_up_run(&mut self, thread: &mut Thread, mut map: Box<RunningMap>) -> Step {
        let now = self.now;
        let run = &mut self.map_runs[map.run];
        run.status = "RUNNING";
        run.stopped = None;
        run.redrive_count += 1;
        run.redriven = Some(now);
        // Those that were cut off go on, as those do that failed.
        for child in std::mem::take(&mut map.running).into_values() {
            map.failed.push((child, "ABORTED"));
        }
        map.failed.sort_by_key(|(child, _)| child.index);
        for (child, status) in std::mem::take(&mut map.failed) {
            run.uncount(status, child.items);
            map.redriven.push_back(child);
        }
        map.source.reading = None;
        map.writer.writing.clear();
        map.is_over = false;
        let count = run.redrive_count;
        let arn = map.arn.clone();
        let details = self.details(|| {
            Details::new()
                .with("mapRunArn", arn)
                .with("redriveCount", count)
        });
        self.event(
            thread,
            "MapRunRedriven",
            details.map(|d| ("mapRunRedrivenEventDetails", d)),
        );
        map.started_event = thread.cursor;
        thread.work = Work::Distributed(map);
        let program = Arc::clone(&self.program);
        let Some((node, state)) = node_of(&program, thread) else {
            return Step::Wait;
        };
        self.pumped(thread, node, state)
    }

    /// Starts a child again: a Standard one goes on, an Express one begins anew.
    pub(super) fn restart_child(&mut self, thread: &mut Thread, child: Child) {
        let id = self.new_id();
        let name = self.random.uuid();
        let Some(map) = Self::map_of(thread) else {
            return;
        };
        let mut start = child.start;
        start.child = id;
        if start.execution_type == ExecutionType::Standard {
            start.is_redrive = true;
        } else {
            start.execution_arn = format!("{}:{name}", map.execution_prefix);
            start.name = name;
        }
        let run = &mut self.map_runs[map.run];
        run.items.running += child.items;
        run.executions.running += 1;
        map.running.insert(
            id,
            Child {
                index: child.index,
                items: child.items,
                started: self.now,
                start: start.clone(),
            },
        );
        self.ask(id, thread.id, Effect::StartChild(start));
    }
}

impl MapRun {
    /// Takes a child that is to be redriven out of those that ended badly.
    fn uncount(&mut self, status: &str, items: u64) {
        for (counts, number) in [(&mut self.items, items), (&mut self.executions, 1)] {
            let count = match status {
                "TIMED_OUT" => &mut counts.timed_out,
                "ABORTED" => &mut counts.aborted,
                _ => &mut counts.failed,
            };
            *count = count.saturating_sub(number);
        }
    }
}
