//! How many requests are let in: some are worked on, some wait, the rest is sent away at once.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Places to wait, and places to work.
#[derive(Debug)]
pub(super) struct Admission {
    inside: Arc<Semaphore>,
    working: Arc<Semaphore>,
}

/// A request that was let in; it leaves when this is dropped.
#[derive(Debug)]
pub(super) struct Admitted {
    _inside: OwnedSemaphorePermit,
    working: Arc<Semaphore>,
}

impl Admission {
    /// Works on `at_once` requests while `queue` others wait.
    pub(super) fn new(at_once: usize, queue: usize) -> Self {
        let inside = at_once.saturating_add(queue).min(Semaphore::MAX_PERMITS);
        Self {
            inside: Arc::new(Semaphore::new(inside)),
            working: Arc::new(Semaphore::new(at_once.min(Semaphore::MAX_PERMITS))),
        }
    }

    /// Lets a request in before its body is read, so that no more bodies than that are in memory.
    /// `None` when all places are taken.
    pub(super) fn enter(&self) -> Option<Admitted> {
        let inside = Arc::clone(&self.inside).try_acquire_owned().ok()?;
        Some(Admitted {
            _inside: inside,
            working: Arc::clone(&self.working),
        })
    }
}

impl Admitted {
    /// Waits for its turn to be worked on, which ends when what is given is dropped.
    pub(super) async fn turn(&self) -> Option<OwnedSemaphorePermit> {
        // It is never closed, so that there always is a turn.
        Arc::clone(&self.working).acquire_owned().await.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_next_is_sent_away_until_one_has_left() {
        let admission = Admission::new(1, 1);
        let first = admission.enter().unwrap();
        let second = admission.enter().unwrap();
        assert!(admission.enter().is_none());
        let turn = first.turn().await.unwrap();
        let mut waiting = Box::pin(second.turn());
        tokio::select! {
            biased;
            _ = &mut waiting => panic!("two at once"),
            () = async {} => {}
        }
        drop((turn, first));
        assert!(waiting.await.is_some());
        assert!(admission.enter().is_some());
    }
}
