//! Whose turn it is: some jobs run at once, and the others wait.

use super::SageMaker;

impl SageMaker {
    /// Does a job's work when its turn has come. `None` when the job is to stop before the work is done, also
    /// while it waits; what the work holds has gone then.
    pub(super) async fn in_turn<T>(
        &self,
        is_stopping: impl Fn() -> bool,
        work: impl Future<Output = T>,
    ) -> Option<T> {
        let mut stops = self.stops.subscribe();
        // The sender is of this very value.
        let stopped = async { while !is_stopping() && stops.changed().await.is_ok() {} };
        let done = async {
            // Nobody closes it.
            let _turn = self.job_turns.acquire().await;
            work.await
        };
        tokio::select! {
            biased;
            () = stopped => None,
            done = done => Some(done),
        }
    }
}
