//! cdk-nag's pack AwsSolutions over every generated template. What the stacks accept is in the
//! templates' metadata with its reason.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context;
use serde::Deserialize;
use ui::{Problem, Ui, count};

use super::{install, templates};
use crate::workspace::Workspace;

/// What is installed, each at its version.
const PACKAGES: [&str; 3] = ["aws-cdk-lib@2.276.0", "cdk-nag@3.0.2", "constructs@10.8.1"];
const SCRIPT: &str = include_str!("cdk_nag.cjs");

#[derive(Deserialize)]
struct Finding {
    place: String,
    rule: String,
    description: String,
}

pub(super) fn run(ui: &Ui, workspace: &Workspace, folder: &Path) -> anyhow::Result<()> {
    install::node_modules(ui, folder, &PACKAGES)?;
    let script = folder.join("cdk_nag.cjs");
    std::fs::write(&script, SCRIPT)
        .with_context(|| format!("cannot write {}", script.display()))?;
    let (mut looked_at, mut found) = (0, 0);
    for templates in templates::generated(workspace)? {
        looked_at += templates.files.len();
        let output = Command::new("node")
            .arg(&script)
            .arg(folder.join("out").join(&templates.place))
            .arg(&templates.region)
            .args(&templates.files)
            .stderr(Stdio::inherit())
            .output()
            .context("cannot start node")?;
        if !output.status.success() {
            anyhow::bail!("cdk-nag did not run over {}", templates.place);
        }
        let findings: Vec<Finding> = serde_json::from_slice(&output.stdout)
            .context("the findings of cdk-nag cannot be read")?;
        found += findings.len();
        for finding in findings {
            let place = format!("{}/{}", templates.place, finding.place);
            ui.failed(&finding.rule, format!("{place}: {}", finding.description));
        }
    }
    if found == 0 {
        let looked_at = count(looked_at, "template");
        ui.status(
            "Scan",
            format!("{looked_at}: every finding is accepted with a reason"),
        );
        return Ok(());
    }
    Err(
        Problem::new(format!("cdk-nag has {}", count(found, "finding")))
            .next("mend them in stacks/inspection, or accept them there in accepted.rs")
            .into(),
    )
}
