//! Deploying many regions at once beside one: on the embedded region, made as slow as
//! CloudFormation is.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use anyhow::Context;
use grammar::BenchArgs;
use inspection::config::{Declaration, Rollout, Shift};
use inspection::{environments, generate_declared};
use manifest::Manifest;
use serde_json::json;
use ui::{Align, Exit, Format, Problem, Table, Ui};

use crate::workspace::Workspace;
use crate::{cargo, heavy};

/// How long CloudFormation takes to answer, in milliseconds.
const ANSWERS_AFTER_MS: u32 = 50;
/// How long a stack takes at least, in milliseconds.
const STACK_TAKES_MS: u32 = 3_000;
/// The regions that are deployed at once; the first of them is the one that is deployed alone.
const REGIONS: &[&str] = &[
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "eu-central-1",
    "ap-northeast-1",
    "eu-west-1",
    "eu-west-2",
    "ap-southeast-1",
    "ap-southeast-2",
];

/// Deploys one region and then many, each into an empty state.
pub(super) fn run(ui: &Ui, workspace: &Workspace, args: &BenchArgs) -> anyhow::Result<Exit> {
    let folder = cargo::target_folder(workspace.root())?.join("bench/deploy");
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    let mut table = Table::new([("regions", Align::Right), ("seconds", Align::Right)]);
    let mut measured = Vec::new();
    for regions in [&REGIONS[..1], REGIONS] {
        let trial = Trial::make(workspace, folder.join(regions.len().to_string()), regions)?;
        let mut seconds = Vec::new();
        for time in 0..args.times.max(1) {
            let of = regions.len();
            ui.status(
                "Deploy",
                format!("{}, time {}", ui::count(of, "region"), time + 1),
            );
            seconds.push(trial.deploy()?);
        }
        seconds.sort_by(f64::total_cmp);
        let fastest = seconds.first().copied().unwrap_or_default();
        table.row([regions.len().to_string(), format!("{fastest:.2}")]);
        measured.push(json!({ "regions": regions.len(), "seconds": fastest }));
    }
    let of = |at: usize| measured[at]["seconds"].as_f64().unwrap_or_default();
    let ratio = of(1) / of(0);
    if Format::from(args.format) == Format::Json {
        ui.json(&json!({
            "answersAfterMs": ANSWERS_AFTER_MS,
            "stackTakesMs": STACK_TAKES_MS,
            "deploys": measured,
            "ratio": ratio,
        }))?;
        return Ok(Exit::Fine);
    }
    ui.table(&table)?;
    ui.tell(format!(
        "\n{} take {ratio:.2} times as long as one; CloudFormation answers after \
         {ANSWERS_AFTER_MS} ms and a stack takes {STACK_TAKES_MS} ms",
        ui::count(REGIONS.len(), "region")
    ));
    Ok(Exit::Fine)
}

/// An environment of some regions, in a workspace of its own.
struct Trial {
    folder: PathBuf,
    deploy: PathBuf,
    functions: PathBuf,
}

impl Trial {
    fn make(
        workspace: &Workspace,
        folder: PathBuf,
        regions: &'static [&'static str],
    ) -> anyhow::Result<Self> {
        let declaration = Declaration {
            environment: "trial",
            regions,
            rollout: Rollout {
                canary: None,
                regions_at_once: u32::try_from(REGIONS.len())?,
                shift: Shift::AllAtOnce,
            },
            ..environments::local()
        };
        let artefacts = generate_declared(&declaration).map_err(|found| {
            Problem::new("the trial's artefacts cannot be made").because(found.to_string())
        })?;
        let mut manifests = Vec::new();
        for artefact in artefacts {
            let file = folder.join("stacks/generated").join(&artefact.path);
            let mut text = artefact.text;
            if artefact.path.ends_with("/manifest.json") {
                let mut manifest: Manifest = serde_json::from_str(&text)?;
                // Fitting models is work of this machine, and none of CloudFormation's.
                manifest.device_classes.clear();
                text = serde_json::to_string(&manifest)?;
                manifests.push(manifest);
            }
            write(&file, &text)?;
        }
        let faults = json!({ "cloudformation": {
            "answersAfterMs": ANSWERS_AFTER_MS, "stackTakesMs": STACK_TAKES_MS,
        }});
        write(&folder.join("faults.json"), &faults.to_string())?;
        let built = heavy::local(workspace.root(), &manifests)?;
        let deploy = built.path(heavy::DEPLOY.1)?.to_owned();
        let functions = deploy
            .parent()
            .context("a binary is in a folder")?
            .to_owned();
        Ok(Self {
            folder,
            deploy,
            functions,
        })
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.deploy);
        command
            .arg("--workspace")
            .arg(&self.folder)
            .arg("--target")
            .arg(self.folder.join("target"))
            .arg("--functions")
            .arg(&self.functions)
            .args(words)
            .env_remove("AWS_ENDPOINT_URL");
        command
    }

    /// Deploys into an empty state; gives the seconds.
    fn deploy(&self) -> anyhow::Result<f64> {
        let state = self.folder.join("target/region");
        if state.exists() {
            fs::remove_dir_all(&state)?;
        }
        let faults = self.folder.join("faults.json");
        let faults = faults.to_string_lossy();
        let serving = self
            .command(&["region", "serve", "--env", "trial", "--faults", &faults])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start the region")?;
        let mut serving = Serving(serving);
        // The variables come when it serves.
        let stdout = serving
            .0
            .stdout
            .take()
            .context("the region has no stdout")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        let begun = Instant::now();
        let mut deploy = self.command(&["deploy", "trial", "--no-smoke", "--format", "json"]);
        let output = deploy.output().context("cannot start the deploy")?;
        let seconds = begun.elapsed().as_secs_f64();
        if !output.status.success() {
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(Problem::new("the deploy failed").because(told).into());
        }
        Ok(seconds)
    }
}

/// A region that ends with its trial.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        // One that has ended already is as well.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    let folder = file.parent().context("a file is in a folder")?;
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(file, text))
        .with_context(|| format!("cannot write {}", file.display()))
}
