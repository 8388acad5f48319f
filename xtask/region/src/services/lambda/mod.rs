//! Lambda: functions are zips whose `bootstrap` runs as a process and speaks the Runtime API.
//!
//! - [`function`]: what is kept of a function
//! - `versions`, `aliases`: what it was, and names for that
//! - `code`, `code_pool`: zips, unpacked, once for all regions
//! - `instance`, `runtime_api`, `output`: a process that serves invocations one by one
//! - `pool`: the processes that are warm, and how many may run
//! - `invoke`: invocations, now and later
//! - `policy`: who else may invoke
//! - `manage`, `operations`: functions made and changed; the wire protocol
//!
//! A function's architecture is kept and answered; what runs is the binary in its zip, so it
//! must be one for this machine.

mod aliases;
mod code;
mod code_pool;
pub mod function;
mod instance;
mod invoke;
mod manage;
mod operations;
mod output;
mod policy;
mod pool;
mod reference;
mod runtime_api;
mod versions;
mod versions_api;

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(crate) use self::code_pool::CodePool;

pub use self::aliases::{Alias, AliasInput, Routing};
pub use self::function::{CodeSource, CreateFunction, Function, UpdateConfiguration};
pub use self::invoke::{Invocation, InvocationType};
pub use self::policy::AddPermission;
pub use self::versions::{PublishVersion, Resolved, Version};

use self::code::CodeStore;
use self::invoke::{QueueWorker, Queued};
use self::pool::Pool;
use crate::context::Scope;
use crate::error::ServiceError;
use crate::store::{Store, StoreError, Table};

/// Lambda of one AWS region.
pub struct Lambda {
    store: Store,
    functions: Table<Function>,
    versions: Table<Version>,
    aliases: Table<Alias>,
    queue: Table<Queued>,
    code: CodeStore,
    pool: Pool,
    worker: Arc<QueueWorker>,
    /// Where instances have their `/tmp`.
    scratch: PathBuf,
    /// Held while functions are checked and written; never across an `await`.
    writing: Mutex<()>,
}

impl fmt::Debug for Lambda {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lambda").finish_non_exhaustive()
    }
}

impl Lambda {
    pub(crate) fn open(scope: &Scope<'_>) -> Result<Self, StoreError> {
        let folder = scope.folder("lambda");
        let scratch = folder.join("scratch");
        // What instances of the last process left behind.
        let _ = std::fs::remove_dir_all(&scratch);
        Ok(Self {
            store: scope.store(),
            functions: scope.table("lambda.functions")?,
            versions: scope.table("lambda.versions")?,
            aliases: scope.table("lambda.aliases")?,
            queue: scope.table("lambda.queue")?,
            code: CodeStore::new(folder.join("code")),
            pool: Pool::default(),
            worker: Arc::default(),
            scratch,
            writing: Mutex::new(()),
        })
    }

    /// A function, by name or ARN: what it is at present.
    ///
    /// # Errors
    /// `ResourceNotFoundException`, `InvalidParameterValueException` for a version or an alias.
    pub fn function(&self, name: &str) -> Result<Function, ServiceError> {
        let name = reference::parse_name(name)?;
        self.functions.get(&name)?.ok_or_else(|| missing(&name))
    }

    /// Ends all instances.
    pub(crate) fn stop(&self) {
        self.pool.clear();
    }

    fn write_lock(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn missing(name: &str) -> ServiceError {
    ServiceError::client(
        "ResourceNotFoundException",
        format!("Function not found: {name}"),
    )
    .with_status(404)
}
