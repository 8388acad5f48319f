//! A task waits for its end in a way that Express executions are too short for.

use diagnostics::{Address, Diagnostic, Diagnostics};

use crate::{ExecutionType, State};

pub(super) fn check(
    state: &State,
    execution_type: ExecutionType,
    address: &Address,
    problems: &mut Diagnostics,
) {
    let (State::Task(task), ExecutionType::Express) = (state, execution_type) else {
        return;
    };
    for pattern in [".waitForTaskToken", ".sync:2", ".sync"] {
        if task.resource.ends_with(pattern) {
            problems.push(Diagnostic::error(
                "asl::express-pattern",
                address.join("Resource"),
                format!("Express state machine does not support '{pattern}' service integration "),
            ));
            return;
        }
    }
}
