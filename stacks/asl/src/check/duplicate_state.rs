//! Two states of one machine have the same name, in whichever flows they are.

use std::collections::HashMap;

use diagnostics::{Diagnostic, Diagnostics};

use super::Flow;

pub(super) fn check(flows: &[Flow<'_>], problems: &mut Diagnostics) {
    let mut seen = HashMap::new();
    for flow in flows {
        for name in flow.states.names() {
            let address = flow.address_of(name);
            if let Some(first) = seen.insert(name, address.clone()) {
                problems.push(
                    Diagnostic::warning(
                        "asl::duplicate-state",
                        address,
                        format!("Duplicate State name: {name}"),
                    )
                    .with_detail(format!("the other is at {}", first.to_json_pointer()))
                    .with_help("give states of a machine names of their own, across all branches"),
                );
            }
        }
    }
}
