//! States that can be run, of which none ends the flow.

use diagnostics::{Diagnostic, Diagnostics};

use super::Flow;
use crate::{State, Transition};

pub(super) fn check(flow: &Flow<'_>, problems: &mut Diagnostics) {
    let ends = |state: &State| {
        matches!(state, State::Succeed(_) | State::Fail(_))
            || matches!(state.transition(), Some(Transition::End))
    };
    if flow.states.is_empty() || flow.states.iter().any(|(_, state)| ends(state)) {
        return;
    }
    // A way to a state that is not there is told by itself, and may be the end.
    let is_closed = flow.states.iter().all(|(_, state)| {
        let mut targets = state.successors().into_iter();
        targets.all(|(_, target)| flow.states.contains(target))
    });
    if is_closed {
        problems.push(
            Diagnostic::error(
                "asl::endless",
                flow.address.clone(),
                "No terminal state found in machine",
            )
            .with_help("give a state \"End\": true, or add one of type Succeed or Fail"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::{ExecutionType, Pass, StateMachine, check_machine};

    #[test]
    fn a_loop_without_a_way_out_is_told() {
        let machine = StateMachine::new("A")
            .state("A", Pass::new().next("B"))
            .state("B", Pass::new().next("A"));
        insta::assert_snapshot!(check_machine(&machine, ExecutionType::Standard), @r#"
        error[asl::endless] No terminal state found in machine
          help: give a state "End": true, or add one of type Succeed or Fail
        "#);
        let machine = machine.state("B", Pass::new());
        assert!(check_machine(&machine, ExecutionType::Standard).is_empty());
    }
}
