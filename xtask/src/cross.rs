//! Building functions for Lambda's own processors.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use anyhow::Context;
use ui::Problem;

use crate::cargo::Build;

/// The C library of Amazon Linux 2023, which zig links against when it is told the version.
const GLIBC: &str = "2.34";

/// How a build for one of Lambda's architectures is done on this machine.
pub(crate) fn build<'a>(
    root: &Path,
    architecture: &str,
    packages: Vec<&'a str>,
) -> anyhow::Result<Build<'a>> {
    let target = match architecture {
        "arm64" => "aarch64-unknown-linux-gnu",
        "x86_64" => "x86_64-unknown-linux-gnu",
        other => anyhow::bail!("{other:?} is no architecture of Lambda: arm64 or x86_64"),
    };
    if !has_standard_library(root, target)? {
        return Err(Problem::new(format!(
            "the functions run on {architecture}, and this toolchain cannot build for {target}"
        ))
        .next(format!("rustup target add {target}"))
        .into());
    }
    let release = |target: &str| vec!["--release".to_owned(), format!("--target={target}")];
    if runs(crate::cargo::command(root).args(["zigbuild", "--version"])) {
        return Ok(Build {
            subcommand: "zigbuild",
            packages,
            options: release(&format!("{target}.{GLIBC}")),
            variables: Vec::new(),
        });
    }
    Ok(Build {
        subcommand: "build",
        packages,
        options: release(target),
        variables: linker(target)?,
    })
}

/// Names the linker where cargo would not find it by itself.
fn linker(target: &str) -> anyhow::Result<Vec<(String, OsString)>> {
    let variable = format!(
        "CARGO_TARGET_{}_LINKER",
        target.to_uppercase().replace('-', "_")
    );
    let native = target.starts_with(std::env::consts::ARCH) && cfg!(target_os = "linux");
    if native || std::env::var_os(&variable).is_some() {
        return Ok(Vec::new());
    }
    let gcc = format!("{}-gcc", target.replace("-unknown", ""));
    if runs(Command::new(&gcc).arg("--version")) {
        return Ok(vec![(variable, gcc.into())]);
    }
    Err(
        Problem::new(format!("there is no linker for {target} on this machine"))
            .next("cargo install cargo-zigbuild && pip install ziglang")
            .next(format!(
                "or install {gcc} (Debian and Ubuntu: apt-get install gcc-{}-linux-gnu)",
                target.split('-').next().unwrap_or(target)
            ))
            .into(),
    )
}

fn has_standard_library(root: &Path, target: &str) -> anyhow::Result<bool> {
    let output = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .current_dir(root)
        .args(["--print", "target-libdir", "--target", target])
        .output()
        .context("cannot start rustc")?;
    let folder = String::from_utf8_lossy(&output.stdout);
    Ok(output.status.success() && Path::new(folder.trim()).is_dir())
}

fn runs(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}
