//! An execution with its children, run to its end: mocks answer, and a clock lets time pass.
//!
//! Everything that is under way stands in one queue and one list of timers, so that the children of
//! a distributed map run side by side, in an order that follows from the definition alone.

mod children;

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use asl_run::{
    ChildStart, Effect, Event, Execution, Invocation, Moment, Outcome, Pattern, Program, Resource,
    Start,
};
use serde_json::{Value, json};

use super::{ChildRun, Clock, Run, RunError};
use crate::mock::{Answer, Mocks, Objects};

/// How many children of a distributed map run at once; the others wait, so memory stays bounded.
const CHILDREN_AT_ONCE: usize = 1_000;
/// How many children's histories are kept.
const CHILDREN_KEPT: usize = 1_000;
/// How many breaks are taken in a row. An execution that goes on and on takes one every 10,000
/// states, a timer of no length; where nothing else happens, it never ends.
const MOST_BREAKS: u32 = 300;

/// The execution that everything began with.
const ROOT: u64 = 0;

pub(super) struct World<'a, C> {
    program: &'a Arc<Program>,
    start: &'a Start,
    mocks: &'a mut Mocks,
    clock: &'a mut C,
    running: BTreeMap<u64, Running>,
    waiting: VecDeque<(u64, Event)>,
    timers: BTreeSet<(Moment, u64, u64)>,
    next: u64,
    breaks: u32,
    children: Vec<ChildRun>,
    children_ended: usize,
    written: Vec<String>,
}

struct Running {
    execution: Execution,
    /// Whose child it is, by which number, and what it was started with.
    parent: Option<(u64, Box<ChildStart>)>,
    /// When its timers fire.
    timers: HashMap<u64, Moment>,
}

impl<'a, C: Clock> World<'a, C> {
    pub(super) fn new(
        program: &'a Arc<Program>,
        start: &'a Start,
        mocks: &'a mut Mocks,
        clock: &'a mut C,
    ) -> Self {
        Self {
            program,
            start,
            mocks,
            clock,
            running: BTreeMap::new(),
            waiting: VecDeque::new(),
            timers: BTreeSet::new(),
            next: ROOT,
            breaks: 0,
            children: Vec::new(),
            children_ended: 0,
            written: Vec::new(),
        }
    }

    pub(super) fn run(mut self) -> Result<Run, RunError> {
        let start = Start {
            child_concurrency: CHILDREN_AT_ONCE,
            ..self.start.clone()
        };
        self.begin(Execution::new(Arc::clone(self.program), start), None);
        loop {
            let (id, event) = match self.waiting.pop_front() {
                Some(event) => event,
                None => {
                    let Some((at, id, timer)) = self.timers.pop_first() else {
                        return Err(RunError::Stuck);
                    };
                    self.forget_timer(id, timer);
                    self.clock.wait_until(at);
                    (id, Event::TimerFired { timer })
                }
            };
            if let Some(outcome) = self.step(id, event)?
                && let Some(root) = self.running.remove(&ROOT)
            {
                return Ok(self.over(outcome, root.execution));
            }
            if self.breaks > MOST_BREAKS {
                return Err(RunError::Endless);
            }
        }
    }

    fn over(self, outcome: Outcome, mut execution: Execution) -> Run {
        Run {
            start: self.start.clone(),
            stopped: self.clock.now(),
            outcome,
            map_runs: execution.map_runs().to_vec(),
            events: execution.take_history(),
            children_left_out: self.children_ended - self.children.len(),
            children: self.children,
            written: self.written,
        }
    }

    fn begin(&mut self, execution: Execution, parent: Option<(u64, Box<ChildStart>)>) {
        let id = self.next;
        self.next += 1;
        let timers = HashMap::new();
        self.running.insert(
            id,
            Running {
                execution,
                parent,
                timers,
            },
        );
        self.waiting.push_back((id, Event::Start));
    }

    /// Hands an event to an execution; gives how the whole ended, once it has.
    fn step(&mut self, id: u64, event: Event) -> Result<Option<Outcome>, RunError> {
        let now = self.clock.now();
        let Some(running) = self.running.get_mut(&id) else {
            return Ok(None);
        };
        let effects = running.execution.step(now, event);
        self.breaks = match effects[..] {
            [Effect::SetTimer { at, .. }] if at <= now => self.breaks + 1,
            _ => 0,
        };
        for effect in effects {
            if let Effect::Finish(outcome) = effect {
                return Ok(self.ended(id, outcome));
            }
            self.act(id, effect)?;
        }
        Ok(None)
    }

    fn act(&mut self, id: u64, effect: Effect) -> Result<(), RunError> {
        match effect {
            Effect::LookUpActivity { task, .. } => {
                // Its worker is a mock, so it is there.
                let exists = true;
                self.tell(id, Event::ActivityLookedUp { task, exists });
            }
            Effect::Invoke(invocation) => self.invoke(id, &invocation)?,
            Effect::SetTimer { timer, at } => {
                self.timers.insert((at, id, timer));
                if let Some(running) = self.running.get_mut(&id) {
                    running.timers.insert(timer, at);
                }
            }
            Effect::CancelTimer { timer } => {
                if let Some(at) = self.forget_timer(id, timer) {
                    self.timers.remove(&(at, id, timer));
                }
            }
            Effect::ListObjects {
                read, arguments, ..
            } => {
                let prefix = text(&arguments, "Prefix");
                let bucket = text(&arguments, "Bucket");
                let objects = self.objects(&bucket, &prefix)?.list(&bucket, &prefix);
                let next = None;
                self.tell(
                    id,
                    Event::ObjectsListed {
                        read,
                        objects,
                        next,
                    },
                );
            }
            Effect::ReadObject { read, arguments } => {
                let (bucket, key) = (text(&arguments, "Bucket"), text(&arguments, "Key"));
                let event = match self.objects(&bucket, &key)?.get(&bucket, &key) {
                    Some(body) => {
                        let body = body.to_owned();
                        Event::ObjectRead { read, body }
                    }
                    None => no_such_key(read),
                };
                self.tell(id, event);
            }
            Effect::ReadRows {
                read, arguments, ..
            } => {
                let (bucket, key) = (text(&arguments, "Bucket"), text(&arguments, "Key"));
                let event = match self.objects(&bucket, &key)?.get(&bucket, &key) {
                    Some(body) => Event::RowsRead {
                        read,
                        rows: rows(body).ok_or_else(|| RunError::NoRows {
                            address: format!("s3://{bucket}/{key}"),
                        })?,
                        next: None,
                    },
                    None => no_such_key(read),
                };
                self.tell(id, event);
            }
            Effect::StartChild(child) => self.start_child(id, child),
            Effect::StopChild { child } => self.stop_child(id, child),
            Effect::Write {
                write,
                bucket,
                key,
                body,
            } => {
                self.written.push(format!("s3://{bucket}/{key}"));
                let objects = self.mocks.objects.get_or_insert_default();
                objects.put(&bucket, &key, body);
                self.tell(id, Event::Written { write });
            }
            Effect::Cancel { .. } | Effect::Finish(_) => {}
        }
        Ok(())
    }

    fn forget_timer(&mut self, id: u64, timer: u64) -> Option<Moment> {
        self.running.get_mut(&id)?.timers.remove(&timer)
    }

    fn tell(&mut self, id: u64, event: Event) {
        self.waiting.push_back((id, event));
    }

    fn objects(&self, bucket: &str, key: &str) -> Result<&Objects, RunError> {
        self.mocks
            .objects
            .as_ref()
            .ok_or_else(|| RunError::NoObjects {
                address: format!("s3://{bucket}/{key}"),
            })
    }

    fn invoke(&mut self, id: u64, invocation: &Invocation) -> Result<(), RunError> {
        let (task, attempt) = (invocation.task, invocation.attempt);
        let Some(answer) = self.mocks.answer(&invocation.state, attempt).cloned() else {
            return Err(RunError::NoMock {
                state: invocation.state.clone(),
                attempt,
                resource: called(&invocation.resource),
                arguments: invocation.arguments.to_string(),
                has_others: self.mocks.has(&invocation.state),
            });
        };
        match &invocation.resource {
            Resource::Activity { .. } => {
                let worker = None;
                self.tell(id, Event::TaskStarted { task, worker });
            }
            resource if resource.pattern() != Pattern::RequestResponse => {
                let output = json!({});
                self.tell(id, Event::TaskSubmitted { task, output });
            }
            _ => {}
        }
        if is_silence(invocation, &answer) {
            return Ok(());
        }
        self.tell(
            id,
            match answer {
                Answer::Return(output) => Event::TaskSucceeded { task, output },
                Answer::Throw { error, cause } => Event::TaskFailed { task, error, cause },
            },
        );
        Ok(())
    }
}

fn text(arguments: &Value, name: &str) -> String {
    arguments[name].as_str().unwrap_or_default().to_owned()
}

/// Whether the task is to run out of time, which a task with a limit does by saying nothing.
fn is_silence(invocation: &Invocation, answer: &Answer) -> bool {
    let Answer::Throw { error, cause: None } = answer else {
        return false;
    };
    match error.as_deref() {
        Some("States.Timeout") => invocation.timeout_seconds.is_some(),
        Some("States.HeartbeatTimeout") => invocation.heartbeat_seconds.is_some(),
        _ => false,
    }
}

fn no_such_key(read: u64) -> Event {
    Event::ReadFailed {
        read,
        cause: "The specified key does not exist.".to_owned(),
    }
}

/// The rows of a Parquet object, which is mocked as an array.
fn rows(body: &str) -> Option<Vec<Value>> {
    match serde_json::from_str(body) {
        Ok(Value::Array(rows)) if rows.iter().all(Value::is_object) => Some(rows),
        _ => None,
    }
}

/// What a task calls, for people.
pub(crate) fn called(resource: &Resource) -> String {
    match resource {
        Resource::Function { arn } | Resource::Activity { arn } => arn.clone(),
        Resource::Integration {
            service, action, ..
        } => format!("{service}:{action}"),
    }
}
