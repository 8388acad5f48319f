//! `Map` as executions of its own: items are pulled as slots free up, so that
//! memory stays bounded however many there are.

mod batch;
mod finish;
mod pump;
mod redrive;
mod source;
mod writer;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use asl::{ExecutionType, Map};
use serde_json::Value;

use super::Given;
use crate::effect::{ChildStart, Effect};
use crate::execution::{Execution, Step};
use crate::failure::{Failure, Trouble};
use crate::history::Details;
use crate::items::Entry;
use crate::moment::Moment;
use crate::program::Node;
use crate::thread::{Thread, Work};
use batch::Batch;
use source::Source;
use writer::Writer;

/// How many of something there are in each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Not yet started.
    pub pending: u64,
    /// Running.
    pub running: u64,
    /// Ended well.
    pub succeeded: u64,
    /// Ended with an error.
    pub failed: u64,
    /// Took longer than they may.
    pub timed_out: u64,
    /// Stopped.
    pub aborted: u64,
    /// All of them.
    pub total: u64,
    /// Those whose results were written.
    pub results_written: u64,
}

/// A distributed map's run, as `DescribeMapRun` tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct MapRun {
    /// Its ARN.
    pub arn: String,
    /// The state it belongs to.
    pub state: String,
    /// `RUNNING`, `SUCCEEDED`, `FAILED` or `ABORTED`.
    pub status: &'static str,
    /// How many children run at once at most; 0 for as many as may be.
    pub max_concurrency: u64,
    /// How many items may fail.
    pub tolerated_failure_count: u64,
    /// How many per cent of the items may fail.
    pub tolerated_failure_percentage: f64,
    /// The items.
    pub items: Counts,
    /// The child executions.
    pub executions: Counts,
    /// When it started.
    pub started: Moment,
    /// When it ended.
    pub stopped: Option<Moment>,
    /// How often it was redriven.
    pub redrive_count: u64,
    /// When it was redriven last.
    pub redriven: Option<Moment>,
}

impl MapRun {
    /// Ends a run that was still going when its execution ended.
    pub(crate) fn abort(&mut self, at: Moment) {
        if self.stopped.is_none() {
            self.status = "ABORTED";
            self.stopped = Some(at);
            self.executions.aborted += std::mem::take(&mut self.executions.running);
            self.items.aborted += std::mem::take(&mut self.items.running);
        }
    }
}

/// A distributed map at work.
#[derive(Debug)]
pub(crate) struct RunningMap {
    /// Its place among the execution's map runs.
    run: usize,
    started_event: u64,
    arn: String,
    state_machine_arn: String,
    execution_prefix: String,
    execution_type: ExecutionType,
    source: Source,
    batch: Option<Batch>,
    concurrency: usize,
    tolerated: Tolerance,
    running: BTreeMap<u64, Child>,
    /// Children that ended badly, with how, and those that are to be redriven.
    failed: Vec<(Child, &'static str)>,
    redriven: VecDeque<Child>,
    next_index: u64,
    /// The state's input, for the item selector.
    input: Value,
    writer: Writer,
    /// Set once the run failed; what still runs is waited for no more.
    is_over: bool,
}

/// What may fail.
#[derive(Debug, Clone, Copy)]
struct Tolerance {
    count: Option<f64>,
    percentage: Option<f64>,
}

/// A running child.
#[derive(Debug)]
struct Child {
    index: u64,
    items: u64,
    started: Moment,
    start: Box<ChildStart>,
}

impl Execution {
    pub(super) fn start_map_run(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        state: &Map,
    ) -> Result<Step, Trouble> {
        if let Some(mocked) = self.mocked_items(thread, node, state) {
            return mocked;
        }
        let input = self.effective_input(thread, node)?;
        let items = match &state.item_reader {
            Some(_) => None,
            None => Entry::all_of(self.map_data(thread, node, state, &input)?),
        };
        self.tell_map_started(thread, items.as_ref().map_or(0, Vec::len));
        let (count, percentage) = self.tolerance(thread, node, state, &input)?;
        let wanted = self.concurrency(thread, node, &input, state)?;
        let wanted = wanted
            .filter(|wanted| *wanted >= 1.0)
            .map_or(0, |wanted| wanted as usize);
        let batch = match &state.item_batcher {
            Some(batcher) => Some(self.batch(thread, node, &input, batcher)?),
            None => None,
        };
        let reading = match &state.item_reader {
            Some(reader) => {
                let (arguments, template) = (reader.arguments.as_ref(), reader.parameters.as_ref());
                Some(self.arguments(
                    thread,
                    node,
                    &input,
                    arguments,
                    template,
                    "ItemReader/Arguments",
                )?)
            }
            None => None,
        };
        let writing = match &state.result_writer {
            Some(writer) => {
                let (arguments, template) = (writer.arguments.as_ref(), writer.parameters.as_ref());
                self.arguments(
                    thread,
                    node,
                    &input,
                    arguments,
                    template,
                    "ResultWriter/Arguments",
                )?
            }
            None => Value::Null,
        };
        let label = state.label.clone().unwrap_or_else(|| self.random.uuid());
        let run_id = self.random.uuid();
        let machine = self.start.state_machine_arn.clone();
        let arn = format!(
            "{}/{label}:{run_id}",
            machine.replacen(":stateMachine:", ":mapRun:", 1)
        );
        let details = self.details(|| Details::new().with("mapRunArn", arn.clone()));
        self.event(
            thread,
            "MapRunStarted",
            details.map(|d| ("mapRunStartedEventDetails", d)),
        );

        let config = state.item_processor.config.as_ref();
        let limit = self.start.child_concurrency;
        self.map_runs.push(MapRun {
            arn: arn.clone(),
            state: node.name.to_string(),
            status: "RUNNING",
            max_concurrency: wanted as u64,
            tolerated_failure_count: count.unwrap_or_default() as u64,
            tolerated_failure_percentage: percentage.unwrap_or_default(),
            items: Counts::default(),
            executions: Counts::default(),
            started: self.now,
            stopped: None,
            redrive_count: 0,
            redriven: None,
        });
        let map = RunningMap {
            run: self.map_runs.len() - 1,
            started_event: thread.cursor,
            state_machine_arn: format!("{machine}/{label}"),
            execution_prefix: format!(
                "{}/{label}",
                machine.replacen(":stateMachine:", ":execution:", 1)
            ),
            execution_type: config
                .and_then(|config| config.execution_type)
                .unwrap_or_default(),
            writer: Writer::new(state.result_writer.as_ref(), &writing, &arn, &run_id),
            arn,
            source: Source::default(),
            batch,
            concurrency: if wanted == 0 {
                limit
            } else {
                wanted.min(limit)
            },
            tolerated: Tolerance { count, percentage },
            running: BTreeMap::new(),
            failed: Vec::new(),
            redriven: VecDeque::new(),
            next_index: 0,
            input,
            is_over: false,
        };
        thread.work = Work::Distributed(Box::new(map));
        self.open_source(thread, node, state, items, reading)
    }

    /// Finds out where the items come from, and starts with the first of them.
    fn open_source(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        state: &Map,
        items: Option<Vec<Entry>>,
        reading: Option<Value>,
    ) -> Result<Step, Trouble> {
        let source = match (items, reading, &state.item_reader) {
            (Some(items), _, _) => Ok(Source::of_items(items)),
            (None, Some(arguments), Some(reader)) => {
                let input = match &thread.work {
                    Work::Distributed(map) => map.input.clone(),
                    _ => Value::Null,
                };
                let most = reader
                    .reader_config
                    .as_ref()
                    .and_then(|config| config.max_items.as_ref());
                let most = self.amount(thread, node, &input, most, "MaxItems")?;
                Source::of_reader(
                    reader,
                    arguments,
                    most,
                    self.start.revision.iterates_objects(),
                )
            }
            _ => Ok(Source::default()),
        };
        match source {
            Ok(source) => {
                if let Work::Distributed(map) = &mut thread.work {
                    map.source = source;
                }
                self.pump(thread, node, state)
            }
            Err(cause) => {
                Ok(self.run_failed(thread, node, Failure::new("States.ItemReaderFailed", cause)))
            }
        }
    }

    fn arguments(
        &mut self,
        thread: &Thread,
        node: &Node,
        input: &Value,
        arguments: Option<&Value>,
        template: Option<&Value>,
        field: &str,
    ) -> Result<Value, Trouble> {
        self.with_data(thread, node, input, &Given::default(), |data| {
            match (arguments, template) {
                (Some(arguments), _) => data.expressions(arguments, field),
                (None, Some(template)) => data.template(template),
                (None, None) => Ok(Value::Null),
            }
        })
    }

    /// Starts a child with this input, made of so many items.
    fn start_child(&mut self, thread: &mut Thread, node: &Node, input: Value, items: u64) {
        let child = self.new_id();
        let name = self.random.uuid();
        let Work::Distributed(map) = &mut thread.work else {
            return;
        };
        let start = Box::new(ChildStart {
            child,
            flow: node.flows[0],
            execution_arn: format!("{}:{name}", map.execution_prefix),
            name,
            state_machine_arn: map.state_machine_arn.clone(),
            map_run_arn: map.arn.clone(),
            execution_type: map.execution_type,
            input,
            is_redrive: false,
        });
        let index = map.next_index;
        map.next_index += 1;
        let run = &mut self.map_runs[map.run];
        run.items.running += items;
        run.items.total += items;
        run.executions.running += 1;
        run.executions.total += 1;
        map.running.insert(
            child,
            Child {
                index,
                items,
                started: self.now,
                start: start.clone(),
            },
        );
        self.ask(child, thread.id, Effect::StartChild(start));
    }

    /// The map and its state, for a thread that is at a distributed map.
    fn map_of(thread: &mut Thread) -> Option<&mut RunningMap> {
        match &mut thread.work {
            Work::Distributed(map) => Some(map),
            _ => None,
        }
    }
}

/// The program's node that a thread is at, with its map.
fn node_of<'p>(
    program: &'p Arc<crate::program::Program>,
    thread: &Thread,
) -> Option<(&'p Node, &'p Map)> {
    let node = program.node(thread.flow, thread.state);
    match &node.state {
        asl::State::Map(map) => Some((node, map)),
        _ => None,
    }
}
