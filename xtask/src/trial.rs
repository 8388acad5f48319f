//! An environment of its own for a benchmark or a peer: its artefacts in a folder, its own embedded region,
//! and the very binaries that the verbs start.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::Context;
use inspection::config::Declaration;
use inspection::generate_declared;
use manifest::Manifest;
use ui::Problem;

use crate::heavy;
use crate::workspace::Workspace;

/// The environment.
pub(crate) struct Trial {
    name: &'static str,
    folder: PathBuf,
    deploy: PathBuf,
    functions: PathBuf,
}

impl Trial {
    /// Writes the artefacts of a declaration below a folder, and builds what they take. `change` is made
    /// to each of their manifests.
    pub(crate) fn make(
        workspace: &Workspace,
        folder: &Path,
        declaration: &Declaration,
        change: impl Fn(&mut Manifest),
    ) -> anyhow::Result<Self> {
        let artefacts = generate_declared(declaration).map_err(|found| {
            Problem::new("the trial's artefacts cannot be made").because(found.to_string())
        })?;
        let mut manifests = Vec::new();
        for artefact in artefacts {
            let file = folder.join("stacks/generated").join(&artefact.path);
            let mut text = artefact.text;
            if artefact.path.ends_with("/manifest.json") {
                let mut manifest: Manifest = serde_json::from_str(&text)?;
                change(&mut manifest);
                text = serde_json::to_string(&manifest)?;
                manifests.push(manifest);
            }
            write(&file, &text)?;
        }
        let built = heavy::local(workspace.root(), &manifests)?;
        let deploy = built.path(heavy::DEPLOY.1)?.to_owned();
        let functions = deploy.parent().context("a binary is in a folder")?;
        Ok(Self {
            name: declaration.environment,
            folder: folder.to_owned(),
            functions: functions.to_owned(),
            deploy,
        })
    }

    /// Where it is.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// A verb on it, ready to run.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
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

    /// Its region, without anything in it; further words are told to `region serve`.
    pub(crate) fn serve(&self, words: &[&str]) -> anyhow::Result<Serving> {
        let state = self.folder.join("target/region");
        if state.exists() {
            fs::remove_dir_all(&state)
                .with_context(|| format!("cannot remove {}", state.display()))?;
        }
        let child = self
            .command(&["region", "serve", "--env", self.name])
            .args(words)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start the region")?;
        let mut serving = Serving {
            child,
            endpoint: String::new(),
        };
        // The variables come when it serves.
        let stdout = serving.child.stdout.take();
        let mut line = String::new();
        BufReader::new(stdout.context("the region has no stdout")?).read_line(&mut line)?;
        let mut variables = line.split_whitespace();
        let endpoint = variables.find_map(|one| one.strip_prefix("AWS_ENDPOINT_URL="));
        serving.endpoint = endpoint
            .with_context(|| format!("the region tells no endpoint: {line:?}"))?
            .to_owned();
        Ok(serving)
    }
}

/// A region that ends with its handle.
pub(crate) struct Serving {
    child: Child,
    endpoint: String,
}

impl Serving {
    /// Where it listens.
    pub(crate) fn endpoint(&self) -> &str {
        &self.endpoint
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // One that has ended already is as well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    let folder = file.parent().context("a file is in a folder")?;
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(file, text))
        .with_context(|| format!("cannot write {}", file.display()))
}
