//! What an emulator lacks, lent by the embedded region: its Rekognition, on a port of its own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::Context;
use serde::Deserialize;

use super::server::{Server, free_port};

const SCRIPT: &str = include_str!("rekognition.py");
/// The embedded region's program, beside the deploy's.
const REGION: &str = "sightline-region";

/// The region and what stands between it and the emulator. Both end when this is dropped.
#[derive(Debug)]
pub(super) struct Lent {
    _bridge: Server,
    _region: Region,
    pub(super) endpoint: String,
}

/// Where an emulator is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Borrower<'a> {
    pub(super) endpoint: &'a str,
    pub(super) region: &'a str,
    pub(super) account: &'a str,
}

/// The region's process, which ends when its stdin closes.
#[derive(Debug)]
struct Region(Child);

#[derive(Deserialize)]
struct Ready {
    endpoint: String,
}

impl Lent {
    /// Starts both. `folder` is emptied first; `programs` has the region's program.
    pub(super) fn start(
        folder: &Path,
        programs: &Path,
        python: &Path,
        borrower: Borrower<'_>,
    ) -> anyhow::Result<Self> {
        let state = folder.join("state");
        if state.exists() {
            std::fs::remove_dir_all(&state)
                .with_context(|| format!("cannot empty {}", state.display()))?;
        }
        std::fs::create_dir_all(&state)
            .with_context(|| format!("cannot make {}", state.display()))?;
        let (region, lender) = Region::start(&programs.join(REGION), &state, borrower.account)?;
        let port = free_port()?;
        let arguments = [
            "-c",
            SCRIPT,
            &port.to_string(),
            borrower.endpoint,
            &lender,
            borrower.region,
            borrower.account,
        ]
        .map(str::to_owned);
        let bridge = Server::start(folder, python, port, &arguments, &[])?;
        Ok(Self {
            _bridge: bridge,
            _region: region,
            endpoint: format!("http://127.0.0.1:{port}"),
        })
    }
}

impl Region {
    fn start(program: &Path, state: &Path, account: &str) -> anyhow::Result<(Self, String)> {
        let mut child = Command::new(program)
            .arg("serve")
            .arg("--state")
            .arg(state)
            .args(["--account", account, "--environment", "lent"])
            .args(["--port", "0", "--until-stdin-closes"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let stdout = child.stdout.take().context("the region has no stdout")?;
        let region = Self(child);
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        let ready: Ready =
            serde_json::from_str(&line).context("the embedded region did not start")?;
        Ok((region, ready.endpoint))
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        self.0.wait().ok();
    }
}
