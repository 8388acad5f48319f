//! `workflow run`: a definition run to its end on this machine.

mod clock;
mod world;

use std::sync::Arc;

use asl::{ExecutionType, StateMachine};
use asl_run::{
    ChildStart, Counts, HistoryEvent, MapRun, Moment, Outcome, Program, ProgramError, Start,
};
use serde_json::{Map, Value, json};
use ui::Problem;

pub use clock::{Clock, Real, Virtual};

use crate::mock::{self, Mocks};
use world::World;
pub(crate) use world::called;

/// How an execution ran.
#[derive(Debug)]
pub struct Run {
    /// What it began with.
    pub start: Start,
    /// When it ended.
    pub stopped: Moment,
    /// How it ended.
    pub outcome: Outcome,
    /// What happened.
    pub events: Vec<HistoryEvent>,
    /// The distributed maps.
    pub map_runs: Vec<MapRun>,
    /// Their children, in the order they ended; the first thousand.
    pub children: Vec<ChildRun>,
    /// How many more children there were.
    pub children_left_out: usize,
    /// The objects that were written, as `s3://bucket/key`.
    pub written: Vec<String>,
}

/// How a child execution of a distributed map ran.
#[derive(Debug)]
pub struct ChildRun {
    /// What it was started with.
    pub start: ChildStart,
    /// How it ended.
    pub outcome: Outcome,
    /// What happened.
    pub events: Vec<HistoryEvent>,
}

/// Why an execution could not be run to its end.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The machine cannot run.
    #[error("the definition cannot run")]
    Program(#[from] ProgramError),
    /// A task was called that nothing is mocked for.
    #[error(
        "the task of state {state:?} has no mock for attempt {attempt}: it calls {resource} with {arguments}"
    )]
    NoMock {
        /// The state.
        state: String,
        /// The attempt, from 0.
        attempt: u64,
        /// What it calls.
        resource: String,
        /// With what.
        arguments: String,
        /// Whether other attempts are mocked.
        has_others: bool,
    },
    /// An object was asked for and none is mocked.
    #[error("the execution reads {address}, and the mocks hold no objects")]
    NoObjects {
        /// What was asked for.
        address: String,
    },
    /// Rows of an object were asked for that is mocked as something else.
    #[error("the execution reads the rows of {address}, and its mock is no array of objects")]
    NoRows {
        /// What was asked for.
        address: String,
    },
    /// Nothing is left to happen.
    #[error("nothing is left to happen, and the execution has not ended")]
    Stuck,
    /// It goes round and round.
    #[error("the execution goes from state to state without end, and no time passes")]
    Endless,
}

impl RunError {
    /// As a problem with the way out.
    pub fn problem(self, machine: &StateMachine, mocks: Option<&Mocks>) -> Problem {
        let text = self.to_string();
        match self {
            Self::Program(error) => Problem::new(text).because(error),
            Self::NoMock {
                state,
                attempt,
                has_others: true,
                ..
            } => Problem::new(text).next(format!(
                "add to the answers of {state:?} in the mock file: {}",
                json!({ attempt.to_string(): { "Return": {} } })
            )),
            Self::NoMock { .. } => {
                // All that lack one are told at once.
                let lacking = mock::tasks(machine).into_iter();
                let lacking = lacking.filter(|name| !mocks.is_some_and(|mocks| mocks.has(name)));
                let states: Map<String, Value> = lacking
                    .map(|name| (name.to_owned(), json!({ "Return": {} })))
                    .collect();
                let text = Problem::new(text);
                let shape = json!({ "States": states });
                match mocks {
                    Some(_) => text.next(format!("add to the mock file: {shape}")),
                    None => text.next(format!("--mock FILE, where FILE holds {shape}")),
                }
            }
            Self::NoObjects { address } => Problem::new(text).next(format!(
                "add to the mock file: {}",
                json!({ "Objects": { address: "its content" } })
            )),
            Self::NoRows { address } => Problem::new(text).next(format!(
                "mock a Parquet object as its rows: {}",
                json!({ "Objects": { address: [{ "column": 1 }] } })
            )),
            Self::Stuck => Problem::new(text),
            Self::Endless => Problem::new(text).next("add a Wait or a way out to the loop"),
        }
    }
}

/// Where an execution begins.
pub fn start(
    machine: &str,
    execution_type: ExecutionType,
    input: Value,
    at: Moment,
    seed: u64,
) -> Start {
    let base = "arn:aws:states:us-east-1:123456789012";
    let machine = identifier(machine);
    let execution = match execution_type {
        ExecutionType::Standard => format!("{base}:execution:{machine}:run"),
        ExecutionType::Express => format!("{base}:express:{machine}:run:run"),
    };
    Start {
        role_arn: format!("arn:aws:iam::123456789012:role/{machine}"),
        execution_type,
        seed,
        ..Start::new(
            &execution,
            &format!("{base}:stateMachine:{machine}"),
            input,
            at,
        )
    }
}

/// A file's name as a machine's, which has no dots or spaces.
fn identifier(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '_' {
                c
            } else {
                '-'
            }
        })
        .take(80)
        .collect();
    if name.is_empty() {
        "machine".to_owned()
    } else {
        name
    }
}

/// Runs an execution to its end, with its distributed maps' children beside it.
///
/// # Errors
/// When something is asked for that is not mocked, or the execution never ends.
pub fn run<C: Clock>(
    machine: &StateMachine,
    start: &Start,
    mocks: &mut Mocks,
    clock: &mut C,
) -> Result<Run, RunError> {
    let program: Arc<Program> = Program::compile(machine)?;
    World::new(&program, start, mocks, clock).run()
}

impl Run {
    /// As `DescribeExecution` tells it, with the distributed maps and what was written.
    pub fn to_json(&self) -> Value {
        let mut out = json!({
            "executionArn": self.start.execution_arn,
            "stateMachineArn": self.start.state_machine_arn,
            "name": self.start.name,
            "status": self.outcome.status(),
            "startDate": self.start.at.to_string(),
            "stopDate": self.stopped.to_string(),
            "input": self.start.input,
        });
        tell_outcome(&mut out, &self.outcome);
        if !self.map_runs.is_empty() {
            out["mapRuns"] = self.map_runs.iter().map(map_run).collect();
        }
        if !self.written.is_empty() {
            out["written"] = json!(self.written);
        }
        out
    }
}

pub(crate) fn tell_outcome(out: &mut Value, outcome: &Outcome) {
    match outcome {
        Outcome::Succeeded { output } => out["output"] = output.clone(),
        Outcome::Failed { error, cause }
        | Outcome::TimedOut { error, cause }
        | Outcome::Aborted { error, cause } => {
            out["error"] = json!(error);
            out["cause"] = json!(cause);
        }
    }
}

fn map_run(run: &MapRun) -> Value {
    let counts = |counts: &Counts| {
        json!({
            "pending": counts.pending,
            "running": counts.running,
            "succeeded": counts.succeeded,
            "failed": counts.failed,
            "timedOut": counts.timed_out,
            "aborted": counts.aborted,
            "total": counts.total,
            "resultsWritten": counts.results_written,
        })
    };
    json!({
        "mapRunArn": run.arn,
        "state": run.state,
        "status": run.status,
        "itemCounts": counts(&run.items),
        "executionCounts": counts(&run.executions),
    })
}
