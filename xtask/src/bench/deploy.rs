//! Deploying many regions at once beside one: on the embedded region, made as slow as
//! CloudFormation is.

use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use grammar::BenchArgs;
use inspection::config::{Declaration, Rollout, Shift};
use inspection::environments;
use serde_json::json;
use ui::{Align, Exit, Format, Problem, Table, Ui};

use crate::cargo;
use crate::trial::Trial;
use crate::workspace::Workspace;

/// How long CloudFormation takes to answer, in milliseconds.
const ANSWERS_AFTER_MS: u32 = 50;
/// How long a stack takes at least, in milliseconds.
const STACK_TAKES_MS: u32 = 3_000;
/// What tells the region so.
const FAULTS: &str = "faults.json";
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
        let trial = trial(workspace, &folder.join(regions.len().to_string()), regions)?;
        let mut seconds = Vec::new();
        for time in 0..args.times.max(1) {
            let of = regions.len();
            ui.status(
                "Deploy",
                format!("{}, time {}", ui::count(of, "region"), time + 1),
            );
            seconds.push(deploy(&trial)?);
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

/// An environment of some regions.
fn trial(
    workspace: &Workspace,
    folder: &Path,
    regions: &'static [&'static str],
) -> anyhow::Result<Trial> {
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
    let trial = Trial::make(workspace, folder, &declaration, |manifest| {
        // Fitting models is work of this machine, and none of CloudFormation's.
        manifest.device_classes.clear();
    })?;
    let faults = json!({ "cloudformation": {
        "answersAfterMs": ANSWERS_AFTER_MS, "stackTakesMs": STACK_TAKES_MS,
    }});
    fs::write(folder.join(FAULTS), faults.to_string()).context("cannot write the faults")?;
    Ok(trial)
}

/// Deploys into an empty state; gives the seconds.
fn deploy(trial: &Trial) -> anyhow::Result<f64> {
    let faults = trial.folder().join(FAULTS);
    let _serving = trial.serve(&["--faults", &faults.to_string_lossy()])?;
    let begun = Instant::now();
    let mut deploy = trial.command(&["deploy", "trial", "--no-smoke", "--format", "json"]);
    let output = deploy.output().context("cannot start the deploy")?;
    let seconds = begun.elapsed().as_secs_f64();
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(Problem::new("the deploy failed").because(told).into());
    }
    Ok(seconds)
}
