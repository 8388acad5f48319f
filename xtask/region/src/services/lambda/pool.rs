//! Which instances are warm, and how many invocations may run at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::function::Function;
use super::instance::Instance;
use crate::error::ServiceError;

/// Instances that are kept for the next invocation.
const WARM: usize = 16;
/// How long an instance is kept without one.
pub(super) const IDLE: Duration = Duration::from_secs(300);
/// Invocations at once for each processor of the machine. Functions wait for the network as
/// well as they compute.
const PER_PROCESSOR: usize = 2;
/// Invocations at once at least.
const AT_LEAST: usize = 4;

/// The instances of one AWS region.
pub(super) struct Pool {
    warm: Mutex<Vec<Warm>>,
    running: Arc<Mutex<HashMap<String, u32>>>,
    /// Whoever comes when all is taken waits in line.
    room: Arc<Semaphore>,
}

struct Warm {
    function: String,
    version: Option<u64>,
    revision: String,
    instance: Instance,
    since: Instant,
}

/// The right to run one invocation.
pub(super) struct Admission {
    _room: OwnedSemaphorePermit,
    _count: Count,
}

struct Count {
    running: Arc<Mutex<HashMap<String, u32>>>,
    function: String,
}

impl Default for Pool {
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let room = (processors * PER_PROCESSOR).max(AT_LEAST);
        Self {
            warm: Mutex::default(),
            running: Arc::default(),
            room: Arc::new(Semaphore::new(room)),
        }
    }
}

impl Pool {
    /// Waits until there is room for an invocation.
    ///
    /// # Errors
    /// `TooManyRequestsException` at once when the function's reserved concurrency is used up.
    pub(super) async fn admit(&self, function: &Function) -> Result<Admission, ServiceError> {
        let count = {
            let mut running = lock(&self.running);
            let now = running.entry(function.name.clone()).or_default();
            if function
                .reserved_concurrency
                .is_some_and(|reserved| *now >= reserved)
            {
                return Err(
                    ServiceError::client("TooManyRequestsException", "Rate Exceeded.")
                        .with_status(429)
                        .with_field(
                            "Reason",
                            "ReservedFunctionConcurrentInvocationLimitExceeded",
                        ),
                );
            }
            *now += 1;
            Count {
                running: Arc::clone(&self.running),
                function: function.name.clone(),
            }
        };
        let room = Arc::clone(&self.room).acquire_owned().await;
        let room =
            room.map_err(|_| ServiceError::internal("the region is stopping").with_status(503))?;
        Ok(Admission {
            _room: room,
            _count: count,
        })
    }

    /// A warm instance of this very revision. Those of earlier ones are ended.
    pub(super) fn take(&self, function: &Function) -> Option<Instance> {
        let mut warm = lock(&self.warm);
        warm.retain(|one| !one.serves(function) || one.revision == function.revision);
        while let Some(position) = warm.iter().rposition(|one| one.serves(function)) {
            let mut instance = warm.remove(position).instance;
            if instance.is_alive() {
                return Some(instance);
            }
        }
        None
    }

    /// Keeps an instance for the next invocation.
    pub(super) fn keep(&self, function: &Function, instance: Instance) {
        let mut warm = lock(&self.warm);
        if warm.len() >= WARM {
            // The one that has waited longest is the first.
            warm.remove(0);
        }
        warm.push(Warm {
            function: function.name.clone(),
            version: function.version,
            revision: function.revision.clone(),
            instance,
            since: Instant::now(),
        });
    }

    /// Ends the instances that have waited too long.
    pub(super) fn reap(&self) {
        lock(&self.warm).retain(|one| one.since.elapsed() < IDLE);
    }

    /// Ends the warm instances of a function.
    pub(super) fn forget(&self, function: &str) {
        lock(&self.warm).retain(|one| one.function != function);
    }

    /// Ends all warm instances, and lets no invocation begin any more.
    pub(super) fn clear(&self) {
        self.room.close();
        lock(&self.warm).clear();
    }
}

impl Warm {
    /// Whether it is of this function and version.
    fn serves(&self, function: &Function) -> bool {
        self.function == function.name && self.version == function.version
    }
}

impl Drop for Count {
    fn drop(&mut self) {
        let mut running = lock(&self.running);
        if let Some(count) = running.get_mut(&self.function) {
            *count -= 1;
            if *count == 0 {
                running.remove(&self.function);
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
