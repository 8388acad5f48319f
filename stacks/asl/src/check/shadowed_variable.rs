//! A state assigns a variable that a flow around its own assigns, too: AWS creates no such machine.
//!
//! Branches and iterations beside each other may share names. The rule makes no exception of
//! distributed maps, although their executions cannot read what is around them.
//! <https://states-language.net/spec.html#variable-scope>,
//! <https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html#variable-scope>

use std::collections::HashMap;

use diagnostics::{Address, Diagnostic, Diagnostics};

use super::Flow;
use super::assigned::{assignments, plain_name};

/// The first state of a flow that assigns a variable, and where it does.
struct Assigned<'a> {
    state: &'a str,
    address: Address,
}

type ByName<'a> = HashMap<&'a str, Assigned<'a>>;

/// `flows` are in the order of [`super::gather`]: those around a flow come before it.
pub(super) fn check(flows: &[Flow<'_>], problems: &mut Diagnostics) {
    let mut known: Vec<ByName<'_>> = Vec::with_capacity(flows.len());
    for flow in flows {
        let mut own = ByName::new();
        for (state, node) in flow.states.iter() {
            for (address, assign) in assignments(node, &flow.address_of(state)) {
                for field in assign.keys() {
                    let name = plain_name(field);
                    let address = address.join(field.as_str());
                    if let Some(outer) = around(flow, flows, &known, name) {
                        problems.push(problem(name, state, address.clone(), outer));
                    }
                    own.entry(name).or_insert(Assigned { state, address });
                }
            }
        }
        known.push(own);
    }
}

/// Who assigns the variable in the flows around this one, the nearest first.
fn around<'k, 'a>(
    flow: &Flow<'_>,
    flows: &[Flow<'_>],
    known: &'k [ByName<'a>],
    name: &str,
) -> Option<&'k Assigned<'a>> {
    let mut outer = flow.outer;
    while let Some(at) = outer {
        let found = known.get(at).and_then(|names| names.get(name));
        if found.is_some() {
            return found;
        }
        outer = flows.get(at).and_then(|flow| flow.outer);
    }
    None
}

fn problem(name: &str, state: &str, address: Address, outer: &Assigned<'_>) -> Diagnostic {
    Diagnostic::error(
        "asl::shadowed-variable",
        address,
        format!(
            "\"{state}\" assigns the variable ${name}, which \"{}\" assigns in a flow around it",
            outer.state
        ),
    )
    .with_detail(format!(
        "the other is at {}",
        outer.address.to_json_pointer()
    ))
    .with_help("give the inner variable another name; what is to leave a Map or Parallel is output")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::{ExecutionType, check_machine, parse_value, service_message};

    /// A map or a parallel around this state, which ends or goes to `On`.
    fn around(kind: &str, state: &Value) -> Value {
        let flow = json!({ "StartAt": "In", "States": {
            "In": state, "On": { "Type": "Pass", "End": true },
        }});
        match kind {
            "Branches" => json!({ "Type": "Parallel", "End": true, "Branches": [
                { "StartAt": "First", "States": { "First": { "Type": "Pass", "End": true } } }, flow,
            ]}),
            "DISTRIBUTED" => {
                let mut flow = flow;
                flow["ProcessorConfig"] = json!({ "Mode": kind, "ExecutionType": "STANDARD" });
                json!({ "Type": "Map", "ItemProcessor": flow, "End": true })
            }
            field => json!({ "Type": "Map", field: flow, "End": true }),
        }
    }

    /// What AWS says to a state named `Out` that goes to this one, named `All`.
    fn told(assign: &Value, all: &Value) -> String {
        let (machine, problems) = parse_value(&json!({ "StartAt": "Out", "States": {
            "Out": { "Type": "Pass", "Assign": assign, "Next": "All" }, "All": all,
        }}));
        assert!(!problems.has_errors(), "{problems}");
        let problems = machine.map(|machine| check_machine(&machine, ExecutionType::Standard));
        service_message(&problems.unwrap_or_default()).unwrap_or_default()
    }

    #[test]
    fn no_inner_flow_assigns_what_one_around_it_does() {
        let sets = |name: &str| json!({ "Type": "Pass", "Assign": { name: "$" }, "Next": "On" });
        let task = json!({
            "Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Next": "On",
            "Catch": [{ "ErrorEquals": ["States.ALL"], "Assign": { "x": 1 }, "Next": "On" }],
        });
        let choice = json!({ "Type": "Choice", "Default": "On", "Choices": [
            { "Variable": "$", "IsNull": true, "Next": "On", "Assign": { "x": 1 } },
        ]});
        let (item, branch) = ("Iterator/States/In", "Branches[1]/States/In");
        let distributed = "ItemProcessor/States/In";
        for (outer, inner, place) in [
            (
                "x",
                around("Iterator", &sets("x")),
                format!("{item}/Assign/x"),
            ),
            (
                "x.$",
                around("DISTRIBUTED", &sets("x")),
                format!("{distributed}/Assign/x"),
            ),
            (
                "x",
                around("Branches", &sets("x.$")),
                format!("{branch}/Assign/x.$"),
            ),
            (
                "x",
                around("Branches", &task),
                format!("{branch}/Catch[0]/Assign/x"),
            ),
            (
                "x",
                around("Iterator", &choice),
                format!("{item}/Choices[0]/Assign/x"),
            ),
        ] {
            assert_eq!(
                told(&json!({ outer: "$" }), &inner),
                format!(
                    "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: \"In\" assigns the \
                     variable $x, which \"Out\" assigns in a flow around it at /States/All/{place}'"
                )
            );
            assert_eq!(told(&json!({ "y": 1, "X": 1 }), &inner), "");
        }
        let deep = around("Iterator", &around("Branches", &sets("x")));
        let deep = told(&json!({ "x": 1 }), &deep);
        assert!(
            deep.contains(&format!("/States/All/{item}/{branch}/Assign/x")),
            "{deep}"
        );
    }

    #[test]
    fn flows_beside_each_other_share_names_and_a_map_assigns_outside_itself() {
        let branch = |name: &str| {
            json!({ "StartAt": name, "States": {
                name: { "Type": "Pass", "Assign": { "x": 1 }, "Next": format!("{name}2") },
                format!("{name}2"): { "Type": "Pass", "Assign": { "x": 2 }, "End": true },
            }})
        };
        let both =
            json!({ "Type": "Parallel", "Branches": [branch("A"), branch("B")], "End": true });
        assert_eq!(told(&json!({}), &both), "");
        let mut map = both;
        map["Assign"] = json!({ "x": 1 });
        assert_eq!(told(&json!({}), &map).matches("\"All\"").count(), 4);
    }

    #[test]
    fn the_way_out_is_told() {
        let (machine, _) = parse_value(&json!({ "StartAt": "All", "States": { "All": {
            "Type": "Map", "Assign": { "done": 1 }, "End": true, "ItemProcessor": {
                "StartAt": "One",
                "States": { "One": { "Type": "Pass", "Assign": { "done": 2 }, "End": true } },
            },
        }}}));
        let problems = machine.map(|machine| check_machine(&machine, ExecutionType::Standard));
        insta::assert_snapshot!(problems.unwrap_or_default(), @r#"
        error[asl::shadowed-variable] States.All.ItemProcessor.States.One.Assign.done: "One" assigns the variable $done, which "All" assigns in a flow around it
          the other is at /States/All/Assign/done
          help: give the inner variable another name; what is to leave a Map or Parallel is output
        "#);
    }
}
