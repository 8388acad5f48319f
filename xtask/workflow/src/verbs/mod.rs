//! The verbs as they are called: read what was named, do the work, print what it gives.

mod check;
mod conformance;
mod graph;
mod run;
mod test_state;

use asl::ExecutionType;
use grammar::{MachineType, WorkflowVerb};
use ui::{Exit, Ui};

/// Does what a verb of `workflow` says.
///
/// # Errors
/// When a file cannot be read or used, or stdout cannot be written to.
pub fn run(ui: &Ui, verb: &WorkflowVerb) -> anyhow::Result<Exit> {
    match verb {
        WorkflowVerb::Check(args) => check::run(ui, args),
        WorkflowVerb::Run(args) => run::run(ui, args),
        WorkflowVerb::TestState(args) => test_state::run(ui, args),
        WorkflowVerb::Graph(args) => graph::run(ui, args),
        WorkflowVerb::Conformance(args) => conformance::run(ui, args),
    }
}

const fn execution_type(given: MachineType) -> ExecutionType {
    match given {
        MachineType::Standard => ExecutionType::Standard,
        MachineType::Express => ExecutionType::Express,
    }
}
