//! Two maps of one machine have the same label, by which their runs are named.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html>

use std::collections::HashMap;

use diagnostics::{Diagnostic, Diagnostics};

use super::Flow;
use crate::State;

pub(super) fn check(flows: &[Flow<'_>], problems: &mut Diagnostics) {
    let mut seen = HashMap::new();
    for flow in flows {
        for (name, state) in flow.states.iter() {
            let State::Map(map) = state else { continue };
            let Some(label) = map.label.as_deref() else {
                continue;
            };
            let address = flow.address_of(name).join("Label");
            if let Some(first) = seen.insert(label, address.clone()) {
                problems.push(
                    Diagnostic::error(
                        "asl::duplicate-label",
                        address,
                        format!("Duplicate Label: {label}"),
                    )
                    .with_detail(format!("the other is at {}", first.to_json_pointer())),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{ExecutionType, ItemProcessor, Map, Pass, StateMachine, check_machine};

    #[test]
    fn a_label_is_one_maps_own() {
        let map = |state: &str| {
            let inner = ItemProcessor::distributed(ExecutionType::Standard, state);
            Map::new(inner.state(state, Pass::new())).label("all")
        };
        let machine = StateMachine::new("A")
            .state("A", map("One").next("B"))
            .state("B", map("Two"));
        insta::assert_snapshot!(check_machine(&machine, ExecutionType::Standard), @"
        error[asl::duplicate-label] States.B.Label: Duplicate Label: all
          the other is at /States/A/Label
        ");
    }
}
