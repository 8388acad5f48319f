//! Peers are installed from their public packages, each in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use ui::Ui;

use crate::cargo;

/// The source distribution of a package of PyPI, unpacked; fetched where it is not yet there.
pub(crate) fn source_distribution(
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
pub(crate) fn program(
    ui: &Ui,
    folder: &Path,
    package: &str,
    version: &str,
    program: &str,
) -> anyhow::Result<PathBuf> {
    let python = python(ui, folder, &[&format!("{package}=={version}")])?;
    Ok(python.with_file_name(program))
}

/// The Python of a virtual environment that has packages of PyPI, each `<name>==<version>`;
/// installed where they are not yet there.
pub(crate) fn python(ui: &Ui, folder: &Path, packages: &[&str]) -> anyhow::Result<PathBuf> {
    let environment = folder.join("environment");
    let programs = environment.join("bin");
    let python = programs.join("python");
    let wanted = packages.join("\n");
    // Written last: an installation that was cut off is begun anew.
    let record = environment.join("installed.txt");
    if fs::read_to_string(&record).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    ui.status("Install", packages.join(", ").replace("==", " "));
    let mut make = Command::new("python3");
    make.args(["-m", "venv", "--clear"]).arg(&environment);
    cargo::succeed(&mut make, "python3 -m venv")?;
    let mut install = Command::new(programs.join("pip"));
    install.args(["install", "--quiet"]).args(packages);
    cargo::succeed(&mut install, "pip install")?;
    fs::write(&record, wanted)?;
    Ok(python)
}

/// Packages of npm, each `<name>@<version>`, in `node_modules` of a folder; installed where they
/// are not yet there.
pub(crate) fn node_modules(ui: &Ui, folder: &Path, packages: &[&str]) -> anyhow::Result<()> {
    let wanted = packages.join("\n");
    let record = folder.join("installed.txt");
    if fs::read_to_string(&record).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    ui.status("Install", packages.join(", "));
    fs::write(folder.join("package.json"), "{\"private\": true}\n")?;
    let mut install = Command::new("npm");
    install.args(["install", "--silent", "--no-audit", "--no-fund"]);
    install.args(packages).current_dir(folder);
    cargo::succeed(&mut install, "npm install")?;
    fs::write(&record, wanted)?;
    Ok(())
}
