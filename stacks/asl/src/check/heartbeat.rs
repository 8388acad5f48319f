//! A heartbeat that is no shorter than the whole task may take, and so never missed.

use diagnostics::{Address, Diagnostic, Diagnostics};

use crate::{Amount, State};

pub(super) fn check(state: &State, address: &Address, problems: &mut Diagnostics) {
    let State::Task(task) = state else { return };
    let (Some(Amount::Fixed(heartbeat)), Some(Amount::Fixed(timeout))) =
        (&task.heartbeat, &task.timeout)
    else {
        return;
    };
    if heartbeat.as_f64() >= timeout.as_f64() {
        problems.push(
            Diagnostic::warning(
                "asl::heartbeat",
                address.join("HeartbeatSeconds"),
                format!(
                    "HeartbeatSeconds ({heartbeat}) is no smaller than TimeoutSeconds ({timeout})"
                ),
            )
            .with_help("the task times out before a heartbeat can be missed"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::{ExecutionType, StateMachine, Task, check_machine};

    #[test]
    fn a_heartbeat_is_shorter_than_the_task() {
        let task = |heartbeat: u64| {
            Task::new("arn:aws:states:::lambda:invoke")
                .timeout_seconds(60_u64)
                .heartbeat_seconds(heartbeat)
        };
        for (heartbeat, told) in [(59, 0), (60, 1)] {
            let machine = StateMachine::new("Look").state("Look", task(heartbeat));
            let problems = check_machine(&machine, ExecutionType::Standard);
            assert_eq!(problems.len(), told, "{problems}");
        }
    }
}
