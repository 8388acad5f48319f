//! `peers`: what this project makes, held against tools and suites of other projects.
//!
//! A peer is not ours and no dependency: it is installed from its public package under
//! `target/peers`, at a version that is named here, and never by another verb.

mod cdk_nag;
mod cfn_lint;
mod checkov;
mod jsonata;
mod templates;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use grammar::PeersArgs;
use ui::{Exit, Problem, Ui};

use crate::cargo;
use crate::workspace::Workspace;

/// Something to be held against.
struct Peer {
    name: &'static str,
    /// Installs it in the folder, where it is not yet, and runs it. An error where it finds
    /// something.
    run: fn(&Ui, &Workspace, &Path) -> anyhow::Result<()>,
}

const PEERS: [Peer; 4] = [
    Peer {
        name: "cdk-nag",
        run: cdk_nag::run,
    },
    Peer {
        name: "cfn-lint",
        run: cfn_lint::run,
    },
    Peer {
        name: "checkov",
        run: checkov::run,
    },
    Peer {
        name: "jsonata",
        run: jsonata::run,
    },
];

/// Runs the peers of these names, or all of them.
pub(crate) fn run(ui: &Ui, workspace: &Workspace, args: &PeersArgs) -> anyhow::Result<Exit> {
    let known = PEERS.map(|peer| peer.name).join(", ");
    if let Some(name) = args
        .peers
        .iter()
        .find(|name| !PEERS.iter().any(|peer| peer.name == *name))
    {
        return Err(Problem::new(format!("there is no peer {name:?}"))
            .next(format!("name some of {known}"))
            .into());
    }
    let wanted = PEERS
        .iter()
        .filter(|peer| args.peers.is_empty() || args.peers.iter().any(|name| name == peer.name));
    let peers = cargo::target_folder(workspace.root())?.join("peers");
    for peer in wanted {
        ui.status("Peer", peer.name);
        let folder = peers.join(peer.name);
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        (peer.run)(ui, workspace, &folder)?;
    }
    Ok(Exit::Fine)
}

/// The source distribution of a package of PyPI, unpacked; fetched where it is not yet there.
fn source_distribution(
    ui: &Ui,
    folder: &Path,
    package: &str,
    version: &str,
) -> anyhow::Result<PathBuf> {
    let unpacked = folder.join(format!("{package}-{version}"));
    if unpacked.is_dir() {
        return Ok(unpacked);
    }
    ui.status("Install", format!("{package} {version}"));
    let mut fetch = Command::new("python3");
    fetch.args(["-m", "pip", "download", "--quiet", "--no-deps"]);
    fetch.args(["--no-binary", ":all:", "--dest"]).arg(folder);
    fetch.arg(format!("{package}=={version}"));
    cargo::succeed(&mut fetch, "pip download")?;
    let archive = folder.join(format!("{package}-{version}.tar.gz"));
    let mut unpack = Command::new("python3");
    // The filter refuses paths that leave the folder.
    unpack.args(["-m", "tarfile", "--filter", "data", "--extract"]);
    unpack.arg(&archive).arg(folder);
    cargo::succeed(&mut unpack, "python3 -m tarfile")?;
    Ok(unpacked)
}

/// The program of a package of PyPI, in a virtual environment of its own; installed where it is
/// not yet there.
fn installed(
    ui: &Ui,
    folder: &Path,
    package: &str,
    version: &str,
    program: &str,
) -> anyhow::Result<PathBuf> {
    let environment = folder.join(version);
    let programs = environment.join("bin");
    let installed = programs.join(program);
    if installed.is_file() {
        return Ok(installed);
    }
    ui.status("Install", format!("{package} {version}"));
    let mut make = Command::new("python3");
    make.args(["-m", "venv"]).arg(&environment);
    cargo::succeed(&mut make, "python3 -m venv")?;
    let mut install = Command::new(programs.join("pip"));
    install.args(["install", "--quiet"]);
    install.arg(format!("{package}=={version}"));
    cargo::succeed(&mut install, "pip install")?;
    Ok(installed)
}
