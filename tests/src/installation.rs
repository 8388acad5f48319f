//! The very binaries that `cargo xtask` starts, with a workspace of generated artefacts and a
//! region whose state is in a folder of its own.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::workspace;

/// What must not take longer: a safeguard against hanging, not a measurement.
const PATIENCE: Duration = Duration::from_secs(300);
/// How often what is waited for is looked at.
const LOOKS_EVERY: Duration = Duration::from_millis(50);

/// An installation with an empty state.
#[derive(Debug)]
pub struct Installation {
    binaries: PathBuf,
    workspace: PathBuf,
    target: TempDir,
    variables: Vec<(&'static str, &'static str)>,
}

impl Installation {
    /// With this project's own artefacts. `None`, with a word why, where the binaries were not
    /// built.
    ///
    /// # Panics
    /// When no folder can be made.
    pub fn new() -> Option<Self> {
        let test = std::env::current_exe().unwrap();
        let binaries = test.parent().and_then(Path::parent).unwrap().to_owned();
        let needed = [
            "sightline-deploy",
            "sightline-region",
            "prepare",
            "first-look",
            "close-look",
            "close-look-service",
            "inspector",
            "record",
            "summarise",
            "models",
            "train",
        ];
        for name in needed {
            if !binaries.join(name).is_file() {
                println!("skipped: {name} is not built; `cargo xtask test` builds it");
                return None;
            }
        }
        let target = tempfile::tempdir().unwrap();
        Some(Self {
            binaries,
            workspace: workspace(),
            target,
            variables: Vec::new(),
        })
    }

    /// With artefacts of the test's own, as `(path below stacks/generated, text)`.
    ///
    /// # Panics
    /// When they cannot be written.
    pub fn with_artefacts(artefacts: impl IntoIterator<Item = (String, String)>) -> Option<Self> {
        let mut installation = Self::new()?;
        installation.workspace = installation.target.path().join("workspace");
        for (path, text) in artefacts {
            installation.write(&path, &text);
        }
        Some(installation)
    }

    /// A generated artefact.
    fn artefact(&self, path: &str) -> PathBuf {
        self.workspace.join("stacks").join("generated").join(path)
    }

    /// Every process has these variables as well.
    #[must_use]
    pub fn with_variables(mut self, variables: &[(&'static str, &'static str)]) -> Self {
        self.variables.extend(variables);
        self
    }

    /// Replaces an artefact of [`Installation::with_artefacts`].
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn write(&self, path: &str, text: &str) {
        assert_ne!(self.workspace, workspace(), "the project's own stay");
        let file = self.artefact(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// Changes an artefact that is JSON.
    ///
    /// # Panics
    /// When it cannot be read or written.
    pub fn edit(&self, path: &str, change: impl FnOnce(&mut Value)) {
        let text = fs::read_to_string(self.artefact(path)).unwrap();
        let mut value = serde_json::from_str(&text).unwrap();
        change(&mut value);
        self.write(path, &value.to_string());
    }

    /// A file of the test's own.
    pub fn file(&self, name: &str) -> PathBuf {
        self.target.path().join(name)
    }

    /// A verb, ready to run.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(self.binaries.join("sightline-deploy"));
        command
            .arg("--workspace")
            .arg(&self.workspace)
            .arg("--target")
            .arg(self.target.path())
            .arg("--functions")
            .arg(&self.binaries)
            .args(words)
            .env_remove("AWS_ENDPOINT_URL")
            .envs(self.variables.iter().copied())
            .stdin(Stdio::null());
        command
    }

    /// Another of the programs, with the same target folder.
    pub fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.binaries.join(name));
        command
            .arg("--target")
            .arg(self.target.path())
            .stdin(Stdio::null());
        command
    }

    /// Another of the programs, with nothing said to it.
    pub fn binary(&self, name: &str) -> Command {
        Command::new(self.binaries.join(name))
    }

    /// What a verb gives.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    /// What a verb says, which ends with this status.
    ///
    /// # Panics
    /// When it ends otherwise.
    pub fn told(&self, status: i32, words: &[&str]) -> String {
        let output = self.run(words);
        let told = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(output.status.code(), Some(status), "{words:?}: {told}");
        told
    }

    /// What a verb that succeeds prints as JSON.
    ///
    /// # Panics
    /// When it fails, or prints something else.
    pub fn json(&self, words: &[&str]) -> Value {
        self.json_of(0, words)
    }

    /// What a verb prints as JSON that ends with this status.
    ///
    /// # Panics
    /// When it ends otherwise, or prints something else.
    pub fn json_of(&self, status: i32, words: &[&str]) -> Value {
        let output = self.run(words);
        let narration = String::from_utf8_lossy(&output.stderr);
        assert_eq!(
            output.status.code(),
            Some(status),
            "{words:?}: {}\n{narration}",
            output.status
        );
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
            let text = String::from_utf8_lossy(&output.stdout);
            panic!("{words:?}: {error}\n{text}\n{narration}")
        })
    }

    /// A region that goes on by itself, which the verbs then use: they start none of their own. What
    /// it logs is in `served.log`.
    ///
    /// # Panics
    /// When it does not begin to serve.
    pub fn serve(&self, environment: &str, words: &[&str]) -> Served {
        let endpoint = self
            .target
            .path()
            .join("region")
            .join(environment)
            .join("endpoint.json");
        let mut serve = self.command(&["region", "serve", "--env", environment]);
        let log = fs::File::create(self.file("served.log")).unwrap();
        let serve = serve.args(words).stdout(Stdio::null()).stderr(log);
        let mut process = Ended(serve.spawn().unwrap());
        let told: Value = until("the region serves", || {
            let ended = process.0.try_wait().unwrap();
            assert!(ended.is_none(), "the region ended by itself: {ended:?}");
            let text = fs::read_to_string(&endpoint).ok()?;
            serde_json::from_str(&text).ok()
        });
        Served {
            pid: told["pid"].as_u64().unwrap(),
            endpoint: told["endpoint"].as_str().unwrap().to_owned(),
            process,
        }
    }
}

/// A region that serves. It ends with its test.
#[derive(Debug)]
pub struct Served {
    /// The region's own process.
    pub pid: u64,
    /// Where it listens.
    pub endpoint: String,
    #[expect(dead_code, reason = "held, so that it ends with the test")]
    process: Ended,
}

/// A process that ends with its test.
#[derive(Debug)]
pub struct Ended(pub Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Asks until there is an answer.
///
/// # Panics
/// When there is none for too long.
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(start.elapsed() < PATIENCE, "waited in vain until {what}");
        std::thread::sleep(LOOKS_EVERY);
    }
}
