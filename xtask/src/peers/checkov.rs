//! checkov, a scanner for security, over every generated template. What the stacks accept is in
//! the templates' metadata with its reason, and counts as skipped.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context;
use serde_json::Value as Json;
use ui::{Problem, Ui};

use super::install;
use crate::workspace::Workspace;

const VERSION: &str = "3.3.30";

pub(super) fn run(ui: &Ui, workspace: &Workspace, folder: &Path) -> anyhow::Result<()> {
    let checkov = install::program(ui, folder, "checkov", VERSION, "checkov")?;
    let output = Command::new(&checkov)
        .args(["--framework", "cloudformation", "--compact", "--quiet"])
        // By a path that is the same in every clone: checkov looks for secrets in it, too.
        .args(["--output", "json", "--directory", "stacks/generated"])
        .current_dir(workspace.root())
        // It would ask its maker's service for more.
        .arg("--skip-download")
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start {}", checkov.display()))?;
    let report: Json = serde_json::from_slice(&output.stdout).context("checkov gave no JSON")?;
    let counts = &report["summary"];
    let number = |name: &str| counts[name].as_u64().unwrap_or_default();
    let failed = report["results"]["failed_checks"].as_array();
    for check in failed.into_iter().flatten() {
        let text = |name: &str| check[name].as_str().unwrap_or_default();
        let (id, file) = (text("check_id"), text("file_path"));
        ui.failed(
            id,
            format!("{file} {}: {}", text("resource"), text("check_name")),
        );
    }
    let told = format!(
        "{} passed, {} failed, {} accepted with a reason",
        number("passed"),
        number("failed"),
        number("skipped")
    );
    if !output.status.success() || number("failed") > 0 || number("passed") == 0 {
        return Err(Problem::new(format!("checkov: {told}"))
            .next("mend them in stacks/inspection, or accept them there in accepted.rs")
            .into());
    }
    ui.status("Scan", told);
    Ok(())
}
