//! boto3 asks an endpoint of the embedded region, behind which the container's program runs: for pictures,
//! for what is none, for too much, and a hundred times at once.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context;
use inspection::config::{CloseLook, Declaration, Endpoint, EndpointModel, SageMaker};
use inspection::environments;
use serde::Deserialize;
use ui::{Problem, Ui};

use super::install;
use crate::trial::Trial;
use crate::workspace::Workspace;

const PACKAGE: &str = "boto3==1.44.8";
/// The class whose endpoint is asked, of the environment `trial`.
const CLASS: &str = "pipe";
const ENDPOINT: &str = "sightline-trial-pipe";

/// A check that held, and what it found.
#[derive(Deserialize)]
struct Held {
    check: String,
    found: String,
}

pub(super) fn run(ui: &Ui, workspace: &Workspace, folder: &Path) -> anyhow::Result<()> {
    let python = install::python(ui, folder, &[PACKAGE])?;
    let place = folder.join("trial");
    if place.exists() {
        fs::remove_dir_all(&place).with_context(|| format!("cannot remove {}", place.display()))?;
    }
    let local = environments::local();
    let declaration = Declaration {
        environment: "trial",
        device_classes: &[CLASS],
        own_pictures_class: None,
        close_look: CloseLook::SageMaker(SageMaker {
            endpoint: Endpoint::RealTime {
                instance_type: "ml.c7g.large",
                instances: 1,
            },
            model: EndpointModel::Container {
                image: "000000000000.dkr.ecr.us-east-1.amazonaws.com/sightline-trial/inspector:1",
            },
            backfill: None,
        }),
        ..local
    };
    let trial = Trial::make(workspace, &place, &declaration, |_| {})?;
    let serving = trial.serve(&[])?;
    ui.status("Deploy", ENDPOINT);
    // The smoke test sends the sample pictures, which are asked about afterwards.
    let deployed = trial.command(&["deploy", "trial"]).output();
    let deployed = deployed.context("cannot start the deploy")?;
    if !deployed.status.success() {
        let told = String::from_utf8_lossy(&deployed.stderr).into_owned();
        return Err(Problem::new("the deploy failed").because(told).into());
    }
    let output = Command::new(python)
        .args(["-c", include_str!("boto3.py")])
        .args([serving.endpoint(), ENDPOINT, CLASS])
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start boto3")?;
    let mut checks = 0;
    for line in output.stdout.split(|byte| *byte == b'\n') {
        if line.is_empty() {
            continue;
        }
        let held: Held = serde_json::from_slice(line).context("what boto3 found cannot be read")?;
        ui.status("Holds", format!("{}: {}", held.check, held.found));
        checks += 1;
    }
    if !output.status.success() {
        return Err(
            Problem::new("the endpoint answers boto3 otherwise than it should")
                .because("what was expected is above")
                .into(),
        );
    }
    ui.status("Boto3", format!("{} hold", ui::count(checks, "check")));
    Ok(())
}
