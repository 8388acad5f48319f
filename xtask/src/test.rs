//! `test`: every binary is built, for tests start them, then every test runs.

use anyhow::Context;
use grammar::TestArgs;
use ui::{Exit, Problem, Ui};

use crate::cargo;
use crate::workspace::Workspace;

/// Builds and tests the workspace. The runner's own closing lines are the result.
pub(crate) fn run(ui: &Ui, workspace: &Workspace, args: &TestArgs) -> anyhow::Result<Exit> {
    let has_nextest = cargo::command(workspace.root())
        .args(["nextest", "--version"])
        .output()
        .is_ok_and(|output| output.status.success());
    // With the tests, whose dependencies add features: binaries by themselves would be built twice.
    let mut steps = vec![vec!["build", "--workspace", "--bins", "--tests"]];
    if has_nextest {
        // nextest runs no examples of the documentation. Its own summary comes last.
        steps.push(vec!["test", "--quiet", "--workspace", "--doc"]);
        steps.push(vec!["nextest", "run", "--workspace", "--no-fail-fast"]);
    } else {
        ui.status("Test", "with cargo test; cargo-nextest would be faster");
        steps.push(vec!["test", "--workspace", "--no-fail-fast"]);
    }
    let mut failed = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let mut command = cargo::command(workspace.root());
        command.args(step);
        if at + 1 == steps.len() {
            command.args(&args.runner);
        }
        let words = step.join(" ");
        ui.status("Run", format!("cargo {words}"));
        let status = command
            .status()
            .with_context(|| format!("cannot start cargo {words}"))?;
        if !status.success() {
            failed.push(format!("`cargo {words}`"));
            // Nothing can be tested that was not built.
            if at == 0 {
                break;
            }
        }
    }
    if failed.is_empty() {
        Ok(Exit::Fine)
    } else {
        Err(Problem::new(format!("{} failed", failed.join(" and ")))
            .next("see the messages above")
            .into())
    }
}
