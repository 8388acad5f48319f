//! Cargo, started to build: its own progress goes to the terminal, and what it says of the
//! binaries is read.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context;
use serde::Deserialize;
use ui::Problem;

/// One build of packages with binaries of their own.
#[derive(Debug)]
pub(crate) struct Build<'a> {
    /// `build`, or the name of a subcommand that stands in for it, such as `zigbuild`.
    pub subcommand: &'a str,
    /// The packages.
    pub packages: Vec<&'a str>,
    /// `--release`, `--target` and the like.
    pub options: Vec<String>,
    /// Variables that the build is told beside the process' own.
    pub variables: Vec<(String, OsString)>,
}

/// The binaries of a build, by name.
#[derive(Debug, Default)]
pub(crate) struct Binaries(BTreeMap<String, PathBuf>);

impl Binaries {
    pub(crate) fn path(&self, name: &str) -> anyhow::Result<&Path> {
        self.0.get(name).map(PathBuf::as_path).ok_or_else(|| {
            anyhow::anyhow!("cargo built no binary named {name:?}; is it declared in Cargo.toml?")
        })
    }
}

/// The part of cargo's messages that is read.
/// <https://doc.rust-lang.org/cargo/reference/external-tools.html#json-messages>
#[derive(Debug, Deserialize)]
struct Message {
    reason: String,
    executable: Option<PathBuf>,
    target: Option<Target>,
}

#[derive(Debug, Deserialize)]
struct Target {
    name: String,
}

/// The part of cargo's description of the workspace that is read.
#[derive(Deserialize)]
struct Metadata {
    target_directory: PathBuf,
}

/// The folder that cargo builds into, which also holds what other verbs install.
pub(crate) fn target_folder(root: &Path) -> anyhow::Result<PathBuf> {
    let output = command(root)
        .args(["metadata", "--no-deps", "--format-version=1"])
        .output()
        .context("cannot start cargo metadata")?;
    let metadata: Metadata = serde_json::from_slice(&output.stdout)
        .context("cargo metadata does not tell the target folder")?;
    Ok(metadata.target_directory)
}

/// Runs a command, `words` to people, that has to succeed.
pub(crate) fn succeed(command: &mut Command, words: &str) -> anyhow::Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start {words}"))?;
    if status.success() {
        return Ok(());
    }
    Err(Problem::new(format!("`{words}` failed ({status})"))
        .next("see the messages above")
        .into())
}

/// The beginnings of the variables that `cargo run` sets for the program that it runs.
const OWN_PACKAGE: [&str; 4] = [
    "CARGO_BIN_",
    "CARGO_CRATE_",
    "CARGO_MANIFEST_",
    "CARGO_PKG_",
];

/// The cargo that started this process, else the one in the path.
pub(crate) fn command(root: &Path) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(root);
    // What `cargo run` told this process of its own package: build scripts that look at it, such as
    // ring's, would run again, and half of the dependencies be compiled again, whenever cargo is
    // started now by hand and now from here.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if OWN_PACKAGE.iter().any(|prefix| name.starts_with(prefix)) {
            command.env_remove(name.as_ref());
        }
    }
    command
}

impl Build<'_> {
    /// Builds, and says where the binaries are.
    pub(crate) fn run(&self, root: &Path) -> anyhow::Result<Binaries> {
        let mut command = command(root);
        command
            .arg(self.subcommand)
            .arg("--message-format=json-render-diagnostics")
            .args(&self.options);
        for package in &self.packages {
            command.args(["--package", package]);
        }
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start cargo")?;
        let stdout = child.stdout.take().context("cargo has no stdout")?;
        let mut binaries = Binaries::default();
        for line in BufReader::new(stdout).lines() {
            if let Some((name, path)) = binary(&line.context("cannot read cargo's messages")?) {
                binaries.0.insert(name, path);
            }
        }
        let status = child.wait().context("cannot wait for cargo")?;
        if status.success() {
            Ok(binaries)
        } else {
            Err(Problem::new(format!(
                "cargo could not build {} ({status})",
                self.packages.join(", ")
            ))
            .next("see the compiler's messages above")
            .into())
        }
    }
}

fn binary(line: &str) -> Option<(String, PathBuf)> {
    // A build script's own output may stand between the messages.
    let message: Message = serde_json::from_str(line).ok()?;
    if message.reason != "compiler-artifact" {
        return None;
    }
    Some((message.target?.name, message.executable?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binaries_are_read_from_the_messages() {
        let line = r#"{"reason":"compiler-artifact","package_id":"x",
            "target":{"kind":["bin"],"name":"first-look"},"executable":"/t/debug/first-look"}"#;
        assert_eq!(
            binary(&line.replace('\n', "")),
            Some(("first-look".into(), "/t/debug/first-look".into()))
        );
        assert_eq!(
            binary(r#"{"reason":"compiler-artifact","target":{"name":"lib"},"executable":null}"#),
            None
        );
        assert_eq!(binary("building ..."), None);
    }
}
