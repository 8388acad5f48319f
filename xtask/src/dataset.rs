//! The verbs of datasets: build the program that decodes pictures, then become it. Neither an
//! environment nor the heavy half has a part in them.

use std::path::PathBuf;
use std::process::Command;

use ui::Exit;

use crate::heavy;
use crate::workspace::Workspace;

/// The package, and its binary.
const DATASET: (&str, &str) = ("dataset", "sightline-dataset");

/// Returns only when the program could not be started.
pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<Exit> {
    let program = build(workspace)?;
    let mut command = Command::new(&program);
    command.arg("--target").arg(heavy::target_of(&program)?);
    heavy::become_program(command)
}

/// Builds the program; says where it is.
pub(crate) fn build(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    let built = heavy::native(vec![DATASET.0]).run(workspace.root())?;
    built.path(DATASET.1).map(PathBuf::from)
}
