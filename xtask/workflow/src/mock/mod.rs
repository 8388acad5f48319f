//! What the tasks of an execution answer, and the objects that it reads, from a mock file.
//!
//! Two shapes are understood. The plain one names answers by state:
//!
//! ```json
//! {
//!   "States": {
//!     "Look": {"Return": {"Payload": {"ok": true}}},
//!     "Notify": {"0-1": {"Throw": {"Error": "Busy", "Cause": "try again"}}, "2": {"Return": {}}},
//!     "Poll": [{"Return": "RUNNING"}, {"Return": "DONE"}]
//!   },
//!   "Objects": {"s3://bucket/items.json": [1, 2, 3]}
//! }
//! ```
//!
//! One answer holds for every call. Numbers are attempts, as in `MockConfigFile.json`: 0 is the
//! first, and each retry counts one further; a state that is entered again begins at 0. An array
//! holds the answers of one call after the other, whatever leads to them, and its last one stays.
//!
//! A task with a time limit that throws `States.Timeout`, or `States.HeartbeatTimeout`, without a
//! cause says nothing until the limit is over.
//!
//! Objects are texts, or JSON that stands for its text; a Parquet object is an array of its rows.
//!
//! The other is `MockConfigFile.json` of AWS Step Functions Local, with `StateMachines`, their
//! `TestCases` and `MockedResponses`; `Objects` may stand beside them.

mod objects;
mod parse;

use std::collections::{BTreeMap, BTreeSet};

use asl::{State, StateMachine, States};
use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::Value;

pub use objects::Objects;
pub use parse::{parse_answer, parse_mocks};

/// What a call of a task gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// A result.
    Return(Value),
    /// An error.
    Throw {
        /// Its name.
        error: Option<String>,
        /// Why.
        cause: Option<String>,
    },
}

/// The answers of one state.
#[derive(Debug, Clone, PartialEq)]
pub enum Answers {
    /// The same for every call.
    Always(Answer),
    /// By attempt: from, to and what it gives.
    Attempts(Vec<(u64, u64, Answer)>),
    /// One call after the other; the last stays.
    Calls(Vec<Answer>),
}

/// What an execution is told instead of what services would say.
#[derive(Debug, Clone, Default)]
pub struct Mocks {
    states: BTreeMap<String, Answers>,
    calls: BTreeMap<String, usize>,
    /// The objects of S3; `None` where the mocks name none.
    pub objects: Option<Objects>,
}

impl Mocks {
    /// What the task of a state gives on this attempt; `None` where nothing is mocked.
    pub fn answer(&mut self, state: &str, attempt: u64) -> Option<&Answer> {
        let answers = self.states.get(state)?;
        let call = self.calls.entry(state.to_owned()).or_default();
        let at = *call;
        *call += 1;
        match answers {
            Answers::Always(answer) => Some(answer),
            Answers::Attempts(ranges) => ranges
                .iter()
                .find(|(from, to, _)| (*from..=*to).contains(&attempt))
                .map(|(_, _, answer)| answer),
            Answers::Calls(answers) => answers.get(at).or(answers.last()),
        }
    }

    /// Whether anything is mocked for a state.
    pub fn has(&self, state: &str) -> bool {
        self.states.contains_key(state)
    }

    /// What is mocked for states that the machine does not have or that call nothing.
    pub fn check(&self, machine: &StateMachine) -> Diagnostics {
        let mut kinds = BTreeMap::new();
        gather(&machine.states, &mut kinds);
        let tasks = || kinds.iter().filter(|(_, kind)| **kind == "Task");
        let mut problems = Diagnostics::new();
        for name in self.states.keys() {
            let problem = |summary: String| {
                let address: Address = ["States", name.as_str()].into_iter().collect();
                Diagnostic::warning("workflow::mock", address, summary)
            };
            match kinds.get(name.as_str()) {
                Some(&"Task") => {}
                Some(kind) => problems.push(problem(format!(
                    "state {name:?} is a {kind}, which calls nothing: its mock is never used"
                ))),
                None => {
                    let problem = problem(format!("there is no state {name:?}"));
                    let near = diagnostics::nearest(name, tasks().map(|(name, _)| *name));
                    problems.push(match near {
                        Some(near) => problem.with_help(format!("did you mean {near:?}?")),
                        None => problem,
                    });
                }
            }
        }
        problems
    }
}

/// The states' types by name, those inside others too.
fn gather<'a>(states: &'a States, kinds: &mut BTreeMap<&'a str, &'static str>) {
    for (name, state) in states.iter() {
        kinds.insert(name, state.type_name());
        match state {
            State::Parallel(parallel) => {
                for branch in &parallel.branches {
                    gather(&branch.states, kinds);
                }
            }
            State::Map(map) => gather(&map.item_processor.states, kinds),
            _ => {}
        }
    }
}

/// The names of all the machine's states, those inside others too.
pub(crate) fn names(machine: &StateMachine) -> BTreeSet<&str> {
    let mut kinds = BTreeMap::new();
    gather(&machine.states, &mut kinds);
    kinds.into_keys().collect()
}

/// The names of the machine's tasks, those inside other states too, sorted.
pub fn tasks(machine: &StateMachine) -> Vec<&str> {
    let mut kinds = BTreeMap::new();
    gather(&machine.states, &mut kinds);
    let tasks = kinds.into_iter().filter(|(_, kind)| *kind == "Task");
    tasks.map(|(name, _)| name).collect()
}
