//! Athena: statements over the lake's tables, answered by the embedded engine.
//!
//! A statement is entered in the store before it is acknowledged and runs in the background, a
//! few at a time. Its results are an object in the result bucket, as Athena writes it, and
//! paging reads that object. A statement that a restart interrupted runs again from the start.

mod csv;
mod executions;
mod lake;
pub mod model;
mod named_queries;
mod operations;
mod prepared_statements;
mod results;
mod run;
#[cfg(test)]
mod tests;
mod workgroups;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::context::{Context, Scope};
use crate::error::ServiceError;
use crate::store::{StoreError, Table};

pub use model::{Execution, NamedQuery, PreparedStatement, State, WorkGroup};
pub use prepared_statements::modified;

/// The one data catalogue there is.
pub const CATALOG: &str = "AwsDataCatalog";
/// The workgroup that every account has.
pub const PRIMARY: &str = "primary";
/// Statements that run at the same time; each has its own memory limit.
const RUNNING: usize = 2;
/// Statements that wait. Athena refuses more, too.
const WAITING: usize = 200;

/// Athena of one AWS region.
pub struct Athena {
    executions: Table<Execution>,
    /// Keys order a workgroup's statements, the newest first.
    history: Table<String>,
    tokens: Table<Token>,
    workgroups: Table<WorkGroup>,
    named_queries: Table<NamedQuery>,
    /// Keys are the workgroup and the name.
    prepared_statements: Table<PreparedStatement>,
    turns: Arc<Semaphore>,
    /// The statements that have not ended.
    active: Mutex<HashMap<String, CancellationToken>>,
    writing: Mutex<()>,
}

/// The request that a client's token stood for.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct Token {
    /// What was made.
    id: String,
    /// A digest of the request.
    request: String,
}

impl fmt::Debug for Athena {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Athena").finish_non_exhaustive()
    }
}

impl Athena {
    pub(crate) fn open(scope: &Scope<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            executions: scope.table("athena.executions")?,
            history: scope.table("athena.history")?,
            tokens: scope.table("athena.tokens")?,
            workgroups: scope.table("athena.workgroups")?,
            named_queries: scope.table("athena.named-queries")?,
            prepared_statements: scope.table("athena.prepared-statements")?,
            turns: Arc::new(Semaphore::new(RUNNING)),
            active: Mutex::default(),
            writing: Mutex::new(()),
        })
    }

    /// Runs what a restart interrupted, and forgets what is older than Athena remembers.
    pub(crate) fn start(&self, context: &Context) {
        if let Err(error) = self.resume(context) {
            tracing::error!(%error, "Athena's unfinished statements could not be taken up again");
        }
    }

    fn write_lock(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn active(&self) -> MutexGuard<'_, HashMap<String, CancellationToken>> {
        self.active.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn invalid(message: impl Into<String>) -> ServiceError {
    ServiceError::client("InvalidRequestException", message)
}
