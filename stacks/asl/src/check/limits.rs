//! Names and literal data that are larger than AWS takes.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html>

use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::Value;

use crate::State;

/// How many characters a state's or a variable's name may have.
pub(super) const LONGEST_NAME: usize = 80;
/// How many characters a map's label may have.
const LONGEST_LABEL: usize = 40;
/// How many bytes of JSON a state may pass on, and one `Assign` may set.
pub(super) const MOST_BYTES: usize = 256 * 1024;

pub(super) fn check(name: &str, state: &State, address: &Address, problems: &mut Diagnostics) {
    if let Some(length) = too_long(name, LONGEST_NAME) {
        problems.push(Diagnostic::error(
            "asl::state-name",
            address.clone(),
            format!("A state's name has at most {LONGEST_NAME} characters; this one has {length}"),
        ));
    }
    if let State::Map(map) = state
        && let Some(label) = &map.label
    {
        check_label(label, &address.join("Label"), problems);
    }
    for (field, data) in literals(state) {
        large(data, &address.join(field), problems);
    }
}

pub(super) fn too_long(text: &str, most: usize) -> Option<usize> {
    Some(text.chars().count()).filter(|length| *length > most)
}

fn check_label(label: &str, address: &Address, problems: &mut Diagnostics) {
    if let Some(length) = too_long(label, LONGEST_LABEL) {
        problems.push(Diagnostic::error(
            "asl::label-name",
            address.clone(),
            format!("A label has at most {LONGEST_LABEL} characters; this one has {length}"),
        ));
    }
    let is_bad =
        |c: char| c.is_whitespace() || c.is_control() || "?*<>{}[]:;,\\|^~$#%&`\"".contains(c);
    if let Some(bad) = label.chars().find(|c| is_bad(*c)) {
        problems.push(Diagnostic::error(
            "asl::label-name",
            address.clone(),
            format!("A label must not hold {bad:?}"),
        ));
    }
}

fn literals(state: &State) -> Vec<(&'static str, Option<&Value>)> {
    let common = state.common();
    let mut out = vec![("Output", common.output.as_ref())];
    match state {
        State::Pass(pass) => {
            out.push(("Result", pass.result.as_ref()));
            out.push(("Parameters", pass.parameters.as_ref()));
        }
        State::Task(task) => {
            out.push(("Arguments", task.arguments.as_ref()));
            out.push(("Parameters", task.parameters.as_ref()));
        }
        State::Parallel(parallel) => {
            out.push(("Arguments", parallel.arguments.as_ref()));
            out.push(("Parameters", parallel.parameters.as_ref()));
        }
        _ => {}
    }
    out
}

fn large(data: Option<&Value>, address: &Address, problems: &mut Diagnostics) {
    let bytes = data.map_or(0, |data| data.to_string().len());
    if bytes > MOST_BYTES {
        problems.push(Diagnostic::warning(
            "asl::limits",
            address.clone(),
            format!("A state passes on at most {MOST_BYTES} bytes; this alone makes {bytes}"),
        ));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{ExecutionType, ItemProcessor, Map, Pass, StateMachine, check_machine};

    #[test]
    fn what_is_too_large_is_told() {
        let name = "n".repeat(81);
        let processor =
            ItemProcessor::distributed(ExecutionType::Express, "One").state("One", Pass::new());
        let machine = StateMachine::new(name.as_str())
            .state(
                name.as_str(),
                Pass::new()
                    .result(json!("r".repeat(300_000)))
                    .assign(json!({ "v".repeat(81): 1, "w": "w".repeat(300_000) }))
                    .next("All"),
            )
            .state("All", Map::new(processor).label("a label"));
        let problems = check_machine(&machine, ExecutionType::Standard);
        let told: Vec<String> = problems
            .iter()
            .map(|problem| problem.summary.clone())
            .collect();
        assert_eq!(
            told,
            [
                "A state's name has at most 80 characters; this one has 81",
                "A state passes on at most 262144 bytes; this alone makes 300002",
                "A variable's name has at most 80 characters; this one has 81",
                "One Assign sets at most 262144 bytes; this one holds 300003",
                "A label must not hold ' '",
            ]
        );
    }
}
