//! A state that is gone to is not there.

use diagnostics::{Address, Diagnostic, Diagnostics, nearest};

use super::Flow;

/// How many problems of a flow come with a suggestion: each is looked for among all names.
const MOST_SUGGESTIONS: usize = 16;

pub(super) fn check(flow: &Flow<'_>, problems: &mut Diagnostics) {
    let mut suggestions = MOST_SUGGESTIONS;
    tell(
        flow,
        &flow.address.join("StartAt"),
        "StartAt",
        flow.start_at,
        &mut suggestions,
        problems,
    );
    for (name, state) in flow.states.iter() {
        for (place, target) in state.successors() {
            let field = place.last().map_or("Next", String::as_str).to_owned();
            let address = place
                .into_iter()
                .fold(flow.address_of(name), |at, part| at.join(part));
            tell(flow, &address, &field, target, &mut suggestions, problems);
        }
    }
}

fn tell(
    flow: &Flow<'_>,
    address: &Address,
    field: &str,
    target: &str,
    suggestions: &mut usize,
    problems: &mut Diagnostics,
) {
    if flow.states.contains(target) || (field == "StartAt" && target.is_empty()) {
        return;
    }
    let mut problem = Diagnostic::error(
        "asl::unknown-state",
        address.clone(),
        format!("Missing '{field}' target: {target}"),
    );
    if let Some(left) = suggestions.checked_sub(1) {
        *suggestions = left;
        problem.help =
            nearest(target, flow.states.names()).map(|near| format!("did you mean \"{near}\"?"));
    }
    problems.push(problem);
}

#[cfg(test)]
mod tests {
    use crate::{ExecutionType, Pass, StateMachine, check_machine};

    #[test]
    fn a_misspelt_state_is_told_with_the_one_that_was_meant() {
        let machine = StateMachine::new("Prepare")
            .state("Prepare", Pass::new().next("Recrod"))
            .state("Record", Pass::new());
        let problems = check_machine(&machine, ExecutionType::Standard);
        insta::assert_snapshot!(problems, @r#"
        error[asl::unknown-state] States.Prepare.Next: Missing 'Next' target: Recrod
          help: did you mean "Record"?
        error[asl::unreachable-state] States.Record: State "Record" is not reachable.
        "#);
    }
}
