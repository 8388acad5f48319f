//! cfn-lint, AWS's linter of templates, over every generated template in its own region.
//! Warnings count.

use std::path::Path;
use std::process::Command;

use anyhow::Context;
use ui::{Problem, Ui, count};

use super::{install, templates};
use crate::workspace::Workspace;

/// The version whose schemas are vendored, see `stacks/registry/schemas/PROVENANCE.md`.
const VERSION: &str = "1.58.0";

pub(super) fn run(ui: &Ui, workspace: &Workspace, folder: &Path) -> anyhow::Result<()> {
    let linter = install::program(ui, folder, "cfn-lint", VERSION, "cfn-lint")?;
    let mut looked_at = 0;
    let mut refused = Vec::new();
    for templates in templates::generated(workspace)? {
        looked_at += templates.files.len();
        let status = Command::new(&linter)
            .args(["--regions", &templates.region, "--template"])
            .args(&templates.files)
            .status()
            .with_context(|| format!("cannot start {}", linter.display()))?;
        if !status.success() {
            refused.push(templates.place);
        }
    }
    if refused.is_empty() {
        let looked_at = count(looked_at, "template");
        ui.status("Lint", format!("{looked_at}: no findings"));
        return Ok(());
    }
    Err(
        Problem::new(format!("cfn-lint has findings in {}", refused.join(", ")))
            .next("mend them in stacks/inspection, or in the generator")
            .into(),
    )
}
