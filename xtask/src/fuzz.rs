//! `fuzz`: hostile input for the States Language, by cargo-fuzz.
//!
//! The targets are a package of their own, outside the workspace, so that no
//! other verb compiles libFuzzer. What is found and learnt stays under `target/fuzz`.

mod report;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use grammar::FuzzArgs;
use ui::{Align, Exit, Problem, Table, Ui, count};

use crate::cargo;
use crate::workspace::Workspace;
use report::Report;

/// The package of the targets, within the workspace's folder.
const PACKAGE: &str = "stacks/asl-run/fuzz";
/// The version of cargo-fuzz that is installed where it is missing.
const CARGO_FUZZ: &str = "0.13.2";
/// The targets, each with its dictionary.
const TARGETS: [(&str, &str); 5] = [
    ("definition", "states"),
    ("path", "path"),
    ("expression", "expression"),
    ("input", "states"),
    ("test_state", "states"),
];
/// How much memory a target may take, in MiB.
const MEMORY: u32 = 2_048;
/// How long one input may take, in seconds.
const LONGEST: u32 = 10;
/// The stack of a worker thread, in KiB, which is less than a process begins with.
const STACK: u32 = 2_048;
/// The longest input, in bytes.
const LARGEST: u32 = 4_096;

/// Builds the targets and runs each for its share of the time.
pub(crate) fn run(ui: &Ui, workspace: &Workspace, args: &FuzzArgs) -> anyhow::Result<Exit> {
    let targets = chosen(&args.targets)?;
    let folder = cargo::target_folder(workspace.root())?.join("fuzz");
    let tool = tool(ui, workspace.root(), &folder)?;
    let package = workspace.root().join(PACKAGE);
    let binaries = build(ui, &tool, &package, &folder)?;
    let seconds = (args.seconds / targets.len() as u64).max(1);
    let mut table = Table::new([
        ("target", Align::Left),
        ("executions", Align::Right),
        ("seconds", Align::Right),
        ("coverage", Align::Right),
        ("MiB", Align::Right),
        ("finding", Align::Left),
    ]);
    let mut found = 0;
    for (target, dictionary) in targets {
        ui.status("Fuzz", format!("{target} for {seconds} s"));
        let report = fuzz(&binaries, &package, &folder, (target, dictionary), seconds)?;
        let finding = report.finding.as_ref();
        table.row([
            target.to_owned(),
            report.executions.to_string(),
            report.seconds.to_string(),
            report.coverage.to_string(),
            report.peak_mib.to_string(),
            finding.map_or(String::new(), |finding| finding.what.clone()),
        ]);
        if let Some(finding) = finding {
            found += 1;
            let input = &finding.input;
            let again = format!("{} {input}", binaries.join(target).display());
            ui.failed("Found", format!("{}\nagain: {again}", finding.what));
        }
    }
    ui.table(&table)?;
    if found == 0 {
        return Ok(Exit::Fine);
    }
    Err(Problem::new(format!("{} found", count(found, "problem")))
        .next("run the inputs again as told above; each target's log is under target/fuzz/logs")
        .into())
}

/// The targets of these names, or all of them.
fn chosen(names: &[String]) -> anyhow::Result<Vec<(&'static str, &'static str)>> {
    if names.is_empty() {
        return Ok(TARGETS.to_vec());
    }
    let one = |name: &String| {
        let found = TARGETS.iter().find(|(target, _)| target == name).copied();
        found.ok_or_else(|| {
            let known: Vec<_> = TARGETS.iter().map(|(target, _)| *target).collect();
            Problem::new(format!("there is no fuzz target {name:?}"))
                .next(format!("name some of {}", known.join(", ")))
                .into()
        })
    };
    names.iter().map(one).collect()
}

/// cargo-fuzz of the target folder's own, installed where it is missing.
fn tool(ui: &Ui, root: &Path, folder: &Path) -> anyhow::Result<PathBuf> {
    let tools = folder.join("tools");
    let tool = tools.join("bin").join("cargo-fuzz");
    if tool.is_file() {
        return Ok(tool);
    }
    ui.status("Install", format!("cargo-fuzz {CARGO_FUZZ}"));
    let mut command = cargo::command(root);
    command.args(["install", "cargo-fuzz", "--locked", "--version", CARGO_FUZZ]);
    command.arg("--root").arg(&tools);
    cargo::succeed(&mut command, "cargo install cargo-fuzz")?;
    Ok(tool)
}

/// Builds every target with the checks that its manifest asks for; gives their folder.
fn build(ui: &Ui, tool: &Path, package: &Path, folder: &Path) -> anyhow::Result<PathBuf> {
    let built = folder.join("build");
    ui.status("Build", "the fuzz targets");
    // The code is safe, so sanitizers, which need an unstable compiler, would find nothing.
    let mut command = Command::new(tool);
    command.args(["build", "--sanitizer=none"]);
    command.arg("--fuzz-dir").arg(package);
    command.arg("--target-dir").arg(&built).current_dir(package);
    cargo::succeed(&mut command, "cargo fuzz build")?;
    let triple = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    Ok(built.join(triple).join("release"))
}

/// Runs a target until its time is over or something is found.
fn fuzz(
    binaries: &Path,
    package: &Path,
    folder: &Path,
    (target, dictionary): (&str, &str),
    seconds: u64,
) -> anyhow::Result<Report> {
    let (corpus, findings) = (folder.join("corpus"), folder.join("findings"));
    let (corpus, findings) = (corpus.join(target), findings.join(target));
    let logs = folder.join("logs");
    for folder in [&corpus, &findings, &logs] {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let log = logs.join(target);
    let written = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
    let words = package.join("dictionaries").join(dictionary);
    let status = Command::new("sh")
        .args(["-c", "ulimit -s \"$0\" && exec \"$@\""])
        .arg(STACK.to_string())
        .arg(binaries.join(target))
        .args([&corpus, &package.join("seeds").join(target)])
        .arg(format!("-dict={}.dict", words.display()))
        .arg(format!("-artifact_prefix={}/", findings.display()))
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-rss_limit_mb={MEMORY}"))
        .arg(format!("-timeout={LONGEST}"))
        .arg(format!("-max_len={LARGEST}"))
        .arg("-print_final_stats=1")
        .stderr(written)
        .status()
        .with_context(|| format!("cannot start the target {target}"))?;
    let text = fs::read(&log).with_context(|| format!("cannot read {}", log.display()))?;
    let report = Report::parse(&String::from_utf8_lossy(&text));
    if !status.success() && report.finding.is_none() {
        anyhow::bail!("{target} ended with {status}; see {}", log.display());
    }
    Ok(report)
}
