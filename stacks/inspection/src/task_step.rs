//! How a step that calls a function of a model's life is tried again, and ended.

use contracts::{Payload, Task};
use flow::{Flow, Retry, Step, TaskStep};

use crate::config::Configuration;

/// Retries what passes by itself; what does not goes on with `otherwise`.
pub(crate) fn task<T: Task, I: Payload>(
    flow: &mut Flow<I>,
    step: &TaskStep<T>,
    otherwise: &impl Step,
    configuration: &Configuration,
) {
    flow.retry(step, &Retry::service_faults());
    flow.catch_all(step, otherwise);
    if let Some(size) = configuration.functions.get(T::NAME) {
        // A little longer than the function may run, whose own time-out says more.
        flow.time_out(step, u64::from(size.timeout_seconds) + 60);
    }
}
