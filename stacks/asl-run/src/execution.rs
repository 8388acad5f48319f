//! An execution: events in, effects out, and a history of what happened.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use asl::{ExecutionType, State};
use serde_json::Value;

use crate::data::Context;
use crate::effect::{Effect, Event, Outcome};
use crate::failure::Failure;
use crate::history::{Details, History, HistoryEvent, HistoryRevision};
use crate::moment::Moment;
use crate::program::{Node, Program};
use crate::random::Random;
use crate::run::map_run::MapRun;
use crate::start::Start;
use crate::test_state::tested::Tested;
use crate::thread::{Thread, Work};

/// How many events a Standard execution's history may hold.
const MOST_EVENTS: u64 = 25_000;
/// How many states run in one step at most; a longer run goes on in the next.
const MOST_STATES_A_STEP: u32 = 500;

/// A running execution.
#[derive(Debug)]
pub struct Execution {
    pub(crate) program: Arc<Program>,
    pub(crate) start: Start,
    pub(crate) flow: usize,
    pub(crate) history: History,
    pub(crate) random: Random,
    pub(crate) now: Moment,
    pub(crate) threads: HashMap<u64, Thread>,
    pub(crate) ready: VecDeque<u64>,
    pub(crate) next_id: u64,
    /// What was asked and not yet answered.
    pub(crate) outstanding: BTreeMap<u64, Effect>,
    /// Which thread asked.
    pub(crate) owners: HashMap<u64, u64>,
    pub(crate) effects: Vec<Effect>,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) timeout: Option<u64>,
    states_this_step: u32,
    pub(crate) map_runs: Vec<MapRun>,
    /// How often it was redriven.
    pub(crate) redrives: u64,
    /// When it was redriven last.
    pub(crate) redriven: Option<Moment>,
    /// What is left after it ended badly.
    pub(crate) halted: Option<Box<Thread>>,
    /// Where a single state is tested.
    pub(crate) test: Option<Box<Tested>>,
}

/// How a state went.
#[derive(Debug)]
pub(crate) enum Step {
    /// It waits for an answer.
    Wait,
    /// It is done, and the next state follows.
    Goto(usize, Value),
    /// It is done, and nothing follows.
    End(Value),
    /// It failed, and nothing caught it.
    Fail(Failure),
}

impl Execution {
    /// An execution of a whole machine, which begins with [`Event::Start`].
    pub fn new(program: Arc<Program>, start: Start) -> Self {
        Self::of_flow(program, 0, start)
    }

    /// A child execution of a distributed map: of the flow that its
    /// [`crate::ChildStart`] names.
    pub fn child(program: Arc<Program>, flow: usize, start: Start) -> Self {
        Self::of_flow(program, flow, start)
    }

    fn of_flow(program: Arc<Program>, flow: usize, start: Start) -> Self {
        Self {
            history: History::new(start.keeps_history),
            random: Random::new(start.seed),
            now: start.at,
            program,
            flow,
            start,
            threads: HashMap::new(),
            ready: VecDeque::new(),
            next_id: 1,
            outstanding: BTreeMap::new(),
            owners: HashMap::new(),
            effects: Vec::new(),
            outcome: None,
            timeout: None,
            states_this_step: 0,
            map_runs: Vec::new(),
            redrives: 0,
            redriven: None,
            halted: None,
            test: None,
        }
    }

    /// A test of a single state.
    pub(crate) fn test(program: Arc<Program>, start: Start, tested: Tested) -> Self {
        Self {
            test: Some(Box::new(tested)),
            ..Self::of_flow(program, 0, start)
        }
    }

    /// How it ended; `None` while it runs.
    pub const fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    /// The events so far that were not handed over.
    pub fn history(&self) -> &[HistoryEvent] {
        &self.history.events
    }

    /// Hands over the events so far, so that they take no more memory here.
    pub fn take_history(&mut self) -> Vec<HistoryEvent> {
        self.history.drain()
    }

    /// What was asked of the world and not answered yet: to be asked again
    /// after a restart.
    pub fn pending(&self) -> impl Iterator<Item = &Effect> {
        self.outstanding.values()
    }

    /// The distributed maps so far, in the order they started.
    pub fn map_runs(&self) -> &[MapRun] {
        &self.map_runs
    }

    /// Takes in what happened at `at`; gives what is to be done.
    ///
    /// An answer to what is no longer asked changes nothing.
    pub fn step(&mut self, at: Moment, event: Event) -> Vec<Effect> {
        // Events may come from several clocks; time never runs backwards here.
        self.now = self.now.max(at);
        self.states_this_step = 0;
        if self.outcome.is_none() || event == Event::Redrive {
            self.take_in(event);
            self.run_ready();
        }
        std::mem::take(&mut self.effects)
    }

    fn take_in(&mut self, event: Event) {
        match event {
            Event::Start => self.begin(),
            Event::Redrive => self.go_on_after_end(),
            Event::Stop { error, cause } => self.stop(error, cause),
            Event::TimerFired { timer } => self.timer_fired(timer),
            Event::ActivityLookedUp { task, exists } => {
                self.with_owner(task, |this, thread| this.activity_looked_up(thread, exists));
            }
            Event::TaskStarted { task, worker } => {
                self.with_owner(task, |this, thread| this.task_started(thread, worker));
            }
            Event::TaskSubmitted { task, output } => {
                self.with_owner(task, |this, thread| this.task_submitted(thread, &output));
            }
            Event::TaskSucceeded { task, output } => {
                self.with_owner(task, |this, thread| this.task_succeeded(thread, &output));
            }
            Event::TaskFailed { task, error, cause } => {
                self.with_owner(task, |this, thread| this.task_failed(thread, error, cause));
            }
            Event::TaskHeartbeat { task } => {
                self.with_owner(task, Self::task_heartbeat);
            }
            Event::ObjectsListed {
                read,
                objects,
                next,
            } => {
                self.with_owner(read, |this, thread| {
                    this.objects_listed(thread, read, objects, next)
                });
            }
            Event::ObjectRead { read, body } => {
                self.with_owner(read, |this, thread| this.object_read(thread, read, &body));
            }
            Event::RowsRead { read, rows, next } => {
                self.with_owner(read, |this, thread| {
                    this.rows_read(thread, read, rows, next)
                });
            }
            Event::ReadFailed { read, cause } => {
                self.with_owner(read, |this, thread| this.read_failed(thread, read, cause));
            }
            Event::ChildFinished { child, outcome } => {
                self.with_owner(child, |this, thread| {
                    this.child_finished(thread, child, &outcome)
                });
            }
            Event::Written { write } => {
                self.with_owner(write, |this, thread| this.written(thread, write));
            }
            Event::WriteFailed { write, cause } => {
                self.with_owner(write, |this, thread| {
                    this.write_failed(thread, write, cause)
                });
            }
        }
    }

    fn timer_fired(&mut self, timer: u64) {
        if self.timeout == Some(timer) {
            let last = self.history.count();
            let error = Some("States.Timeout".to_owned());
            let details = self.details(|| Details::new().maybe("error", error.clone()));
            self.history.add(
                self.now,
                last,
                "ExecutionTimedOut",
                details.map(|d| ("executionTimedOutEventDetails", d)),
            );
            self.finish(Outcome::TimedOut { error, cause: None });
            return;
        }
        self.with_owner(timer, |this, thread| this.wake(thread, timer));
    }

    /// What a thread does when a timer of its fires.
    fn wake(&mut self, thread: &mut Thread, timer: u64) -> Step {
        self.answered(timer);
        match std::mem::replace(&mut thread.work, Work::Enter) {
            Work::Wait { timer: own, input } if own == timer => self.wait_over(thread, &input),
            Work::Backoff { timer: own } if own == timer => self.attempt(thread),
            Work::Pause { timer: own } if own == timer => self.take_turn(thread),
            Work::Task(task) => {
                thread.work = Work::Task(task);
                self.task_timer(thread, timer)
            }
            other => {
                thread.work = other;
                Step::Wait
            }
        }
    }

    /// Runs `act` on the thread that asked `id`, if it still waits.
    fn with_owner(&mut self, id: u64, act: impl FnOnce(&mut Self, &mut Thread) -> Step) {
        let Some(owner) = self.owners.get(&id).copied() else {
            return;
        };
        let Some(mut thread) = self.threads.remove(&owner) else {
            return;
        };
        let step = act(self, &mut thread);
        self.resume(thread, step);
    }

    fn run_ready(&mut self) {
        while let Some(id) = self.ready.pop_front() {
            if self.outcome.is_some() {
                return;
            }
            if let Some(mut thread) = self.threads.remove(&id) {
                let step = if self.has_run_enough() {
                    self.pause(&mut thread)
                } else {
                    self.take_turn(&mut thread)
                };
                self.resume(thread, step);
            }
        }
    }

    /// Takes a thread on from a state that just went as `step` says.
    pub(crate) fn resume(&mut self, mut thread: Thread, mut step: Step) {
        loop {
            match step {
                Step::Wait => {
                    self.threads.insert(thread.id, thread);
                    return;
                }
                Step::Goto(state, input) => {
                    thread.state = state;
                    thread.input = input;
                    thread.retries.clear();
                    thread.work = Work::Enter;
                    thread.is_entered = false;
                    step = if self.has_run_enough() {
                        self.pause(&mut thread)
                    } else {
                        self.enter(&mut thread)
                    };
                }
                Step::End(output) => return self.ended(thread, Ok(output)),
                Step::Fail(failure) => return self.ended(thread, Err(failure)),
            }
        }
    }

    /// Counts a state that is about to run; whether it is for the next step to do so.
    fn has_run_enough(&mut self) -> bool {
        self.states_this_step += 1;
        self.states_this_step > MOST_STATES_A_STEP
    }

    /// Has the thread go on in a step of its own.
    fn pause(&mut self, thread: &mut Thread) -> Step {
        let timer = self.new_id();
        thread.work = Work::Pause { timer };
        let at = self.now;
        self.ask(timer, thread.id, Effect::SetTimer { timer, at });
        Step::Wait
    }

    fn ended(&mut self, thread: Thread, result: Result<Value, Failure>) {
        let Some((parent, slot)) = thread.parent else {
            let cursor = thread.cursor;
            if result.is_err() {
                self.halted = Some(Box::new(thread));
            }
            return self.finish_root(cursor, result);
        };
        let Some(mut parent) = self.threads.remove(&parent) else {
            return;
        };
        let step = match parent.work {
            Work::Parallel(_) => self.branch_ended(&mut parent, thread, slot, result),
            _ => self.iteration_ended(&mut parent, thread, slot, result),
        };
        self.resume(parent, step);
    }

    /// Details of an event, made only where the history is kept.
    pub(crate) fn details(&self, make: impl FnOnce() -> Details) -> Option<Details> {
        self.history.is_kept().then(make)
    }

    /// Adds an event that the thread's next one follows.
    pub(crate) fn event(
        &mut self,
        thread: &mut Thread,
        kind: &'static str,
        details: Option<(&'static str, Details)>,
    ) {
        thread.cursor = self.history.add(self.now, thread.cursor, kind, details);
    }

    /// Whether the history is so long that AWS would end the execution.
    pub(crate) fn history_is_full(&self) -> bool {
        self.start.execution_type == ExecutionType::Standard && self.history.count() >= MOST_EVENTS
    }

    pub(crate) fn context<'a>(
        &'a self,
        thread: &'a Thread,
        node: &'a Node,
        token: Option<&'a str>,
    ) -> Context<'a> {
        Context {
            execution_arn: &self.start.execution_arn,
            execution_name: &self.start.name,
            execution_input: &self.start.input,
            role_arn: &self.start.role_arn,
            started: self.start.at,
            state_machine_arn: &self.start.state_machine_arn,
            state_machine_name: &self.start.state_machine_name,
            state_name: &node.name,
            entered: thread.entered.at,
            retry_count: match node.state {
                State::Task(_) | State::Parallel(_) | State::Map(_) => {
                    let before = self.test.as_ref().map_or(0, |test| test.retries);
                    Some(before.saturating_add(thread.retries.iter().sum()))
                }
                _ => None,
            },
            token,
            item: thread.item.as_deref(),
            // A tested state belongs to no execution that could be redriven.
            redrives: (self.test.is_none() && self.start.revision != HistoryRevision::Until2023)
                .then_some(self.redrives),
            given: self.test.as_ref().and_then(|test| test.context.as_ref()),
        }
    }
}
