//! Typed workflows: tasks go in; a state machine, its permissions and its substitutions come out.
//!
//! A step is added by its task's contract, data is reached through the fields of payload types,
//! and errors are named by the task that declares them, so that what does not fit does not
//! compile; what only the whole can show (a step that leads nowhere, a payload that lacks a
//! field) is a diagnostic of [`Flow::finish`].
//!
//! ```
//! use contracts::tasks::Summarise;
//! use contracts::recording::{SummariseInput, Summary};
//! use flow::{Flow, Object, Retry};
//!
//! let mut flow = Flow::<SummariseInput>::new("Sums a batch up.");
//! let input = flow.input();
//! let summarise = flow.task::<Summarise>(
//!     "Summarise",
//!     Object::new()
//!         .set(SummariseInput::BATCH, input.get(SummariseInput::BATCH))
//!         .set(SummariseInput::EXECUTION, flow.execution_id()),
//! );
//! let done = flow.succeed("Done", Some(summarise.output().get(Summary::HEADLINE)));
//! flow.retry(&summarise, &Retry::service_faults());
//! flow.start_at(&summarise);
//! flow.then(&summarise, &done);
//! let workflow = flow.finish().unwrap();
//! assert_eq!(workflow.functions(), ["summarise"]);
//! ```

mod assignments;
mod executions;
mod expression;
mod flow;
mod job;
mod map;
mod object;
mod retry;
mod sagemaker_model;
mod services;
mod step;
mod workflow;

pub use assignments::Assignments;
pub use expression::{Condition, Expr};
pub use flow::Flow;
pub use job::{Job, JobStep};
pub use map::{ChunkedListing, Place};
pub use object::Object;
pub use retry::Retry;
pub use sagemaker_model::PackageSteps;
pub use services::{Asked, Question, Row};
pub use step::{Step, StepRef, TaskStep};
pub use workflow::{Lake, Wiring, Workflow};
