//! What every function does when it starts, and what all of them share: the variables they are
//! told, the buckets they work on, and the names under which they fail.
//!
//! A handler is a library type that implements [`Handler`]; its `main.rs` is one call of
//! [`serve`], which reads the environment, builds the handler and answers invocations until
//! the process is ended:
//!
//! ```no_run
//! use contracts::tasks::Summarise;
//! # use contracts::recording::{SummariseInput, Summary};
//! # use runtime::{Failure, Handler, Start, StartError};
//! # struct Summing;
//! # impl Summing { async fn start(_: Start) -> Result<Self, StartError> { Ok(Self) } }
//! # #[async_trait::async_trait]
//! # impl Handler<Summarise> for Summing {
//! #     async fn handle(&self, input: SummariseInput) -> Result<Summary, Failure> {
//! #         Err(Failure::unexpected(format!("{} is not summed up here", input.batch)))
//! #     }
//! # }
//!
//! fn main() -> std::process::ExitCode {
//!     runtime::serve::<Summarise, _, _>(Summing::start)
//! }
//! ```

mod failure;
mod fault;
mod init_error;
mod json_lines;
mod logging;
mod serve;
mod start;
pub mod storage;
mod variables;

pub use failure::Failure;
pub use fault::{Fault, TellsFaults};
pub use json_lines::json_lines;
pub use serve::{Handler, handler_name, serve, unknown_handler};
pub use start::{Start, StartError};
pub use storage::{Storage, StorageError};
pub use variables::Variables;
