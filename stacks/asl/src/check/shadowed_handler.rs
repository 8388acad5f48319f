//! A retrier or catcher that never gets an error, since those before it take all of its.

use std::collections::HashSet;

use diagnostics::{Address, Diagnostic, Diagnostics};

use crate::State;

pub(super) fn check(state: &State, address: &Address, problems: &mut Diagnostics) {
    let retry = state.retry().iter().map(|one| &one.error_equals);
    let catch = state.catch().iter().map(|one| &one.error_equals);
    tell("Retry", &retry.collect::<Vec<_>>(), address, problems);
    tell("Catch", &catch.collect::<Vec<_>>(), address, problems);
}

fn tell(field: &str, handlers: &[&Vec<String>], address: &Address, problems: &mut Diagnostics) {
    let mut before: HashSet<&str> = HashSet::new();
    for (at, names) in handlers.iter().enumerate() {
        let is_shadowed = names.iter().all(|name| is_taken(&before, name));
        // `States.ALL` before others is refused, which another rule tells.
        let is_told = before.contains("States.ALL");
        before.extend(names.iter().map(String::as_str));
        if names.is_empty() || is_told || !is_shadowed {
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

/// Whether entries for these errors take every one that an entry for `name` could.
fn is_taken(before: &HashSet<&str>, name: &str) -> bool {
    before.contains(name)
        || (name == "States.HeartbeatTimeout" && before.contains("States.Timeout"))
        // A task's own errors; those of the language itself are named `States.`.
        || (!name.starts_with("States.") && before.contains("States.TaskFailed"))
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
