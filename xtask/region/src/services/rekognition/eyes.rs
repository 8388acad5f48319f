//! Looking at pictures: the network, loaded once for the process, and a bound on how many are
//! looked at together.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use tokio::sync::Semaphore;
use vision::Backbone;

use crate::error::ServiceError;

/// One look a core: a picture of 50 million pixels takes 150 MB.
static LOOKS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    Arc::new(Semaphore::new(cores))
});

/// Runs work on pixels on a thread of its own, when it is its turn.
pub(in crate::services) async fn look<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ServiceError> {
    let permit = Arc::clone(&LOOKS)
        .acquire_owned()
        .await
        .map_err(|error| ServiceError::internal(format!("no picture can be looked at: {error}")))?;
    let looked = tokio::task::spawn_blocking(move || {
        let result = work();
        drop(permit);
        result
    });
    looked.await.map_err(|error| {
        ServiceError::internal(format!("a picture could not be looked at: {error}"))
    })
}

/// The network; loaded when it is first asked for. Takes some 50 ms then.
pub(in crate::services) fn backbone() -> Result<Arc<Backbone>, ServiceError> {
    static BACKBONE: Mutex<Option<Arc<Backbone>>> = Mutex::new(None);
    let mut loaded = BACKBONE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(backbone) = &*loaded {
        return Ok(Arc::clone(backbone));
    }
    let backbone = Backbone::load().map_err(|error| ServiceError::internal(error.to_string()))?;
    Ok(Arc::clone(loaded.insert(Arc::new(backbone))))
}
