//! The heavy half, started as people start it, against an emulator; and what it reports.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// How a deploy is started.
#[derive(Debug)]
pub(super) struct Deploys {
    pub(super) program: PathBuf,
    pub(super) workspace: PathBuf,
    /// Cargo's target folder, in which zips are kept.
    pub(super) cache: PathBuf,
    pub(super) functions: PathBuf,
    pub(super) environment: &'static str,
    pub(super) target: &'static str,
    pub(super) endpoint: String,
    /// Where what it narrates is kept.
    pub(super) log: PathBuf,
    /// Credentials in place of the target's own.
    pub(super) credentials: Vec<(&'static str, String)>,
}

/// How a verb ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) succeeded: bool,
    /// What it said to people, without colours.
    pub(super) narration: String,
    data: Vec<u8>,
    pub(super) took: Duration,
}

/// The part of a deploy's report that is read.
#[derive(Debug, Deserialize)]
pub(super) struct Report {
    pub(super) stacks: Vec<Stack>,
    pub(super) target: Target,
}

/// What became of a stack.
#[derive(Debug, Deserialize)]
pub(super) struct Stack {
    pub(super) name: String,
    pub(super) status: String,
    pub(super) changes: usize,
}

/// What is not as it would be on AWS.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Target {
    pub(super) left_out: Vec<String>,
    pub(super) dropped: BTreeMap<String, Vec<Dropped>>,
    pub(super) changed: BTreeMap<String, Vec<Changed>>,
    pub(super) absent: BTreeMap<String, String>,
    pub(super) ignores: BTreeMap<String, BTreeMap<String, String>>,
}

/// A resource that was left out.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Dropped {
    pub(super) resource: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) why: String,
}

/// Something that is not as in a template.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Changed {
    /// The logical id, a dot, and the property's path.
    pub(super) place: String,
    pub(super) why: String,
}

/// The part of a smoke test's report that is read.
#[derive(Debug, Deserialize)]
pub(super) struct Smoked {
    pub(super) batch: Batch,
}

/// A batch's counts.
#[derive(Debug, Deserialize)]
pub(super) struct Batch {
    pub(super) pictures: u64,
    pub(super) rejected: u64,
    pub(super) suspicious: u64,
    pub(super) defects: u64,
}

impl Deploys {
    /// Runs a verb to its end.
    pub(super) fn run(&self, verb: &str, words: &[&str]) -> anyhow::Result<Ended> {
        let began = Instant::now();
        let output = Command::new(&self.program)
            .arg("--workspace")
            .arg(&self.workspace)
            .arg("--target")
            .arg(&self.cache)
            .arg("--functions")
            .arg(&self.functions)
            .args([verb, self.environment, "--target", self.target])
            .args(["--endpoint", &self.endpoint])
            .args(words)
            .envs(self.credentials.iter().map(|(name, value)| (name, value)))
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .output()
            .with_context(|| format!("cannot start {}", self.program.display()))?;
        let narration = String::from_utf8_lossy(&output.stderr).into_owned();
        let mut log = fs::read_to_string(&self.log).unwrap_or_default();
        log.push_str(&format!("\n{verb} {}\n{narration}", words.join(" ")));
        fs::write(&self.log, log)
            .with_context(|| format!("cannot write {}", self.log.display()))?;
        Ok(Ended {
            succeeded: output.status.success(),
            narration,
            data: output.stdout,
            took: began.elapsed(),
        })
    }

    /// Deploys, without the smoke test.
    pub(super) fn deploy(&self) -> anyhow::Result<Ended> {
        self.run("deploy", &["--yes", "--no-smoke", "--format", "json"])
    }

    /// Sets the account up.
    pub(super) fn bootstrap(&self) -> anyhow::Result<Ended> {
        self.run("bootstrap", &["--yes"])
    }

    /// Deletes everything but what sets the account up.
    pub(super) fn destroy(&self) -> anyhow::Result<Ended> {
        let data = format!("--including-data={}", self.environment);
        self.run("destroy", &[&data, "--yes"])
    }
}

impl Ended {
    /// The report of a verb that succeeded.
    pub(super) fn report<T: DeserializeOwned>(&self) -> anyhow::Result<T> {
        if !self.succeeded {
            anyhow::bail!("it failed:\n{}", self.last_words());
        }
        serde_json::from_slice(&self.data).context("its report cannot be read")
    }

    /// The error with its causes, which is the last that is said.
    pub(super) fn last_words(&self) -> &str {
        let from = self.narration.rfind("error: ").unwrap_or_default();
        self.narration[from..].trim_end()
    }
}
