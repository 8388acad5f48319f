//! A line of states that run one after another: the machine's own, a branch's or an item's.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::data::{Item, Variables};
use crate::effect::{Invocation, Resource};
use crate::moment::Moment;
use crate::redrive::Halted;
use crate::run::map_run::RunningMap;

/// One line of states.
#[derive(Debug)]
pub(crate) struct Thread {
    pub(crate) id: u64,
    pub(crate) flow: usize,
    pub(crate) state: usize,
    /// Whose branch or item it is, and which.
    pub(crate) parent: Option<(u64, usize)>,
    /// The current state's raw input.
    pub(crate) input: Value,
    /// The input as text, where the state before told it as its output.
    pub(crate) input_text: Option<Arc<str>>,
    /// The event that the next one follows.
    pub(crate) cursor: u64,
    pub(crate) variables: Arc<Variables>,
    pub(crate) item: Option<Arc<Item>>,
    pub(crate) entered: Entered,
    /// How often each retrier of the current state was used.
    pub(crate) retries: Vec<u64>,
    pub(crate) work: Work,
    /// Whether it has entered its current state.
    pub(crate) is_entered: bool,
    /// Whether it is to go on from where it ended badly.
    pub(crate) is_redriven: bool,
    /// What is left of its state, where parts of that ended badly.
    pub(crate) halted: Option<Halted>,
}

/// When and how a state was entered.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Entered {
    pub(crate) event: u64,
    pub(crate) previous: u64,
    pub(crate) at: Moment,
}

/// What a thread is at.
#[derive(Debug)]
pub(crate) enum Work {
    /// About to enter its state.
    Enter,
    /// A wait, whose data is ready.
    Wait { timer: u64, input: Value },
    /// A task of an activity that is looked up.
    LookUp(Box<Scheduling>),
    /// A task.
    Task(Box<TaskWork>),
    /// Until the next attempt.
    Backoff { timer: u64 },
    /// A pause in a long run of states, so that one step ends.
    Pause { timer: u64 },
    /// Branches.
    Parallel(Branches),
    /// Items inside the execution.
    Inline(Box<InlineMap>),
    /// Items as executions of their own.
    Distributed(Box<RunningMap>),
}

/// A task about to be scheduled.
#[derive(Debug)]
pub(crate) struct Scheduling {
    pub(crate) invocation: Invocation,
    pub(crate) timeout: Option<f64>,
    pub(crate) heartbeat: Option<f64>,
}

/// A task that a service works on.
#[derive(Debug)]
pub(crate) struct TaskWork {
    pub(crate) task: u64,
    pub(crate) resource: Resource,
    pub(crate) timeout: Option<u64>,
    pub(crate) heartbeat: Option<(u64, f64)>,
    pub(crate) started: bool,
}

/// The branches of a `Parallel`.
#[derive(Debug)]
pub(crate) struct Branches {
    pub(crate) running: BTreeMap<u64, usize>,
    pub(crate) outputs: Vec<Value>,
}

/// The items of an inline `Map`.
#[derive(Debug)]
pub(crate) struct InlineMap {
    pub(crate) items: Vec<Value>,
    pub(crate) next: usize,
    pub(crate) running: BTreeMap<u64, usize>,
    pub(crate) outputs: Vec<Value>,
    /// The state's input, for the item selector.
    pub(crate) input: Value,
}
