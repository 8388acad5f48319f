//! No way leads to a state.

use std::collections::HashSet;

use diagnostics::{Diagnostic, Diagnostics};

use super::Flow;

pub(super) fn check(flow: &Flow<'_>, problems: &mut Diagnostics) {
    let mut reached = HashSet::new();
    let mut waiting = vec![flow.start_at];
    while let Some(name) = waiting.pop() {
        if let Some(state) = flow.states.get(name)
            && reached.insert(name)
        {
            waiting.extend(state.successors().into_iter().map(|(_, target)| target));
        }
    }
    for name in flow.states.names().filter(|name| !reached.contains(name)) {
        problems.push(Diagnostic::error(
            "asl::unreachable-state",
            flow.address_of(name),
            format!("State \"{name}\" is not reachable."),
        ));
    }
}
