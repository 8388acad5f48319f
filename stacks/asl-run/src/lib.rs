//! A States Language interpreter without input or output of its own.
//!
//! An [`Execution`] takes in [`Event`]s and gives [`Effect`]s: the clock, the
//! answers of services, what was read and the seed of all chance come in from
//! outside. So an hour of waits takes no time, and the events of an execution,
//! written down, rebuild it exactly.
//!
//! ```
//! use asl::{Pass, StateMachine, Wait};
//! use asl_run::{Effect, Event, Execution, Moment, Outcome, Program, Start};
//! use serde_json::json;
//!
//! let machine = StateMachine::new("Later")
//!     .state("Later", Wait::seconds(3600).next("Done"))
//!     .state("Done", Pass::new().result(json!("good morning")));
//! let program = Program::compile(&machine)?;
//! let evening = Moment::from_millis(0);
//! let start = Start::new("arn:aws:states:::execution:m:e", "arn:aws:states:::stateMachine:m", json!({}), evening);
//! let mut execution = Execution::new(program, start);
//!
//! let effects = execution.step(evening, Event::Start);
//! let [Effect::SetTimer { timer, at }] = effects[..] else { panic!("{effects:?}") };
//! execution.step(at, Event::TimerFired { timer });
//! assert_eq!(execution.outcome(), Some(&Outcome::Succeeded { output: json!("good morning") }));
//! # Ok::<(), asl_run::ProgramError>(())
//! ```

mod asking;
mod check;
mod compare;
pub mod conformance;
mod data;
mod effect;
mod execution;
mod failure;
mod hash;
mod history;
mod intrinsic;
mod items;
pub mod jsonata;
pub mod jsonpath;
mod lifetime;
mod moment;
mod program;
mod random;
mod redrive;
pub mod requests;
mod run;
mod start;
pub mod test_state;
mod thread;

pub use check::check_data;
pub use effect::{ChildStart, Effect, Event, Invocation, Outcome, Pattern, Resource};
pub use execution::Execution;
pub use history::{Details, HistoryEvent, HistoryRevision};
pub use moment::Moment;
pub use program::{Program, ProgramError};
pub use redrive::NotRedrivable;
pub use run::map_run::{Counts, MapRun};
pub use start::Start;
