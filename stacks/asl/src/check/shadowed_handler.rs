//! A retrier or catcher that never gets an error, since those before it take all of its.

use diagnostics::{Address, Diagnostic, Diagnostics};

use crate::State;

pub(super) fn check(state: &State, address: &Address, problems: &mut Diagnostics) {
    let retry = state.retry().iter().map(|one| &one.error_equals);
    let catch = state.catch().iter().map(|one| &one.error_equals);
    tell("Retry", &retry.collect::<Vec<_>>(), address, problems);
    tell("Catch", &catch.collect::<Vec<_>>(), address, problems);
}

fn tell(field: &str, handlers: &[&Vec<String>], address: &Address, problems: &mut Diagnostics) {
    for (at, names) in handlers.iter().enumerate() {
        let before = &handlers[..at];
        let taken = |name: &String| {
            let mut earlier = before.iter().flat_map(|names| names.iter());
            earlier.any(|earlier| takes(earlier, name))
        };
        // `States.ALL` before others is refused, which another rule tells.
        let is_told = before
            .iter()
            .any(|names| names.iter().any(|name| name == "States.ALL"));
        if names.is_empty() || is_told || !names.iter().all(taken) {
            continue;
        }
        problems.push(
            Diagnostic::warning(
                "asl::shadowed-handler",
                address.join(field).join(at.to_string()),
                format!(
                    "Every error that this entry names is taken by one before it: {}",
                    names.join(", ")
                ),
            )
            .with_help("put the entry for the more special error first"),
        );
    }
}

/// Whether an entry for `earlier` takes every error that one for `later` could.
fn takes(earlier: &str, later: &str) -> bool {
    if earlier == later {
        return true;
    }
    match earlier {
        "States.Timeout" => later == "States.HeartbeatTimeout",
        // A task's own errors; those of the language itself are named `States.`.
        "States.TaskFailed" => !later.starts_with("States."),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::{Catcher, ExecutionType, StateMachine, Succeed, Task, check_machine};

    #[test]
    fn a_special_error_after_the_general_one_is_told() {
        let task = Task::new("arn:aws:states:::lambda:invoke")
            .catch(Catcher::new(["States.TaskFailed"], "Done"))
            .catch(Catcher::new(["Lambda.TooManyRequestsException"], "Done"))
            .catch(Catcher::new(["States.Timeout", "Mine"], "Done"))
            .next("Done");
        let machine = StateMachine::new("Look")
            .state("Look", task)
            .state("Done", Succeed::new());
        insta::assert_snapshot!(check_machine(&machine, ExecutionType::Standard), @r#"
        warning[asl::shadowed-handler] States.Look.Catch.1: Every error that this entry names is taken by one before it: Lambda.TooManyRequestsException
          help: put the entry for the more special error first
        "#);
    }
}
