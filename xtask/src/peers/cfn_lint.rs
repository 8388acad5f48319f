//! cfn-lint, AWS's linter of templates, over every generated template in its own region.
//! Warnings count.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use ui::{Problem, Ui, count};

use super::installed;
use crate::workspace::Workspace;

/// The version whose schemas are vendored, see `stacks/registry/schemas/PROVENANCE.md`.
const VERSION: &str = "1.58.0";

pub(super) fn run(ui: &Ui, workspace: &Workspace, folder: &Path) -> anyhow::Result<()> {
    let linter = installed(ui, folder, "cfn-lint", VERSION, "cfn-lint")?;
    let mut looked_at = 0;
    let mut refused = Vec::new();
    for environment in folders(&workspace.generated())? {
        for region in folders(&environment)? {
            let templates = templates(&region)?;
            looked_at += templates.len();
            let name = region.file_name().unwrap_or_default();
            let status = Command::new(&linter)
                .arg("--regions")
                .arg(name)
                .arg("--template")
                .args(&templates)
                .status()
                .with_context(|| format!("cannot start {}", linter.display()))?;
            if !status.success() {
                refused.push(region.display().to_string());
            }
        }
    }
    if refused.is_empty() {
        ui.status(
            "Lint",
            format!("{}: no findings", count(looked_at, "template")),
        );
        return Ok(());
    }
    Err(
        Problem::new(format!("cfn-lint has findings in {}", refused.join(", ")))
            .next("mend them in stacks/inspection, or in the generator")
            .into(),
    )
}

/// The folders within a folder, sorted.
fn folders(within: &Path) -> anyhow::Result<Vec<PathBuf>> {
    paths(within, Path::is_dir)
}

/// The templates within a folder, sorted.
fn templates(within: &Path) -> anyhow::Result<Vec<PathBuf>> {
    paths(within, |path| {
        path.to_string_lossy().ends_with(".template.json")
    })
}

fn paths(within: &Path, wanted: impl Fn(&Path) -> bool) -> anyhow::Result<Vec<PathBuf>> {
    let entries =
        std::fs::read_dir(within).with_context(|| format!("cannot list {}", within.display()))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if wanted(&path) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
