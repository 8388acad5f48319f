//! The verbs of the heavy half: build what they need in one go, then become them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use grammar::Verb;
use manifest::{CloseLook, Manifest};
use ui::{Exit, Problem, Ui};

use crate::cargo::{Binaries, Build};
use crate::workspace::Workspace;
use crate::{cross, generate};

/// The heavy half's package and binary.
pub(crate) const DEPLOY: (&str, &str) = ("deploy", "sightline-deploy");
/// The embedded region's package.
const REGION: &str = "region";
/// The package of SageMaker's container.
const INSPECTOR: &str = "inspector";

/// Returns only when the heavy half could not be started.
pub(crate) fn run(ui: &Ui, workspace: &Workspace, verb: &Verb) -> anyhow::Result<Exit> {
    generate::refresh(ui, workspace, verb.environment())?;
    let manifests = manifests(&workspace.generated().join(verb.environment()))?;
    let root = workspace.root();
    // Another emulator starts the functions on this machine, as the embedded region does.
    let on_this_machine =
        verb.emulator().is_some() || manifests.iter().all(|manifest| manifest.embedded);
    let (tools, functions) = if on_this_machine {
        let tools = local(root, &manifests)?;
        let functions = folder(tools.path(DEPLOY.1)?)?;
        (tools, Some(functions))
    } else {
        on_aws(root, &manifests, verb.deploys())?
    };
    let program = tools.path(DEPLOY.1)?;
    let mut command = Command::new(program);
    command.arg("--workspace").arg(root);
    command.arg("--target").arg(target_of(program)?);
    if let Some(functions) = functions {
        command.arg("--functions").arg(functions);
    }
    become_program(command)
}

/// Becomes the program, with the verb and its words as they came. Returns only when it could not
/// be started.
pub(crate) fn become_program(mut command: Command) -> anyhow::Result<Exit> {
    command.args(std::env::args_os().skip(1));
    let error = command.exec();
    let program = Path::new(command.get_program()).display();
    Err(error).with_context(|| format!("cannot start {program}"))
}

/// The target folder that holds a program: `<target>/debug/sightline-deploy`.
pub(crate) fn target_of(program: &Path) -> anyhow::Result<PathBuf> {
    folder(&folder(program)?)
}

/// One build for everything that runs on this machine. Always the same packages, whatever the
/// verb: another choice would be another set of features, and half of it compiled again. This program is
/// among them, so that they are the features of a build of the whole workspace.
pub(crate) fn local(root: &Path, manifests: &[Manifest]) -> anyhow::Result<Binaries> {
    let packages = [DEPLOY.0, REGION, env!("CARGO_PKG_NAME")]
        .into_iter()
        .chain(functions(manifests).into_values().flatten())
        .chain(containers(manifests))
        .collect();
    native(packages).run(root)
}

/// The heavy half for this machine, and the functions for Lambda's.
fn on_aws(
    root: &Path,
    manifests: &[Manifest],
    deploys: bool,
) -> anyhow::Result<(Binaries, Option<PathBuf>)> {
    let by_architecture = functions(manifests);
    let mut folders = BTreeSet::new();
    if deploys {
        if by_architecture.len() > 1 {
            let named: Vec<_> = by_architecture.keys().copied().collect();
            return Err(Problem::new(format!(
                "the functions of one environment are built together, and these are for {}",
                named.join(" and ")
            ))
            .next("give every function the same architecture in the configuration")
            .into());
        }
        for (architecture, packages) in by_architecture {
            let build = cross::build(root, architecture, packages.iter().copied().collect())?;
            let built = build.run(root)?;
            for package in packages {
                folders.insert(folder(built.path(package)?)?);
            }
        }
    }
    let tools = native(vec![DEPLOY.0]).run(root)?;
    Ok((tools, folders.pop_first()))
}

/// A build for this machine.
pub(crate) fn native(packages: Vec<&str>) -> Build<'_> {
    Build {
        subcommand: "build",
        packages,
        options: Vec::new(),
        variables: Vec::new(),
    }
}

/// The functions' packages by architecture.
fn functions(manifests: &[Manifest]) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut packages: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for function in manifests.iter().flat_map(|manifest| &manifest.functions) {
        packages
            .entry(&function.architecture)
            .or_default()
            .insert(&function.binary);
    }
    packages
}

/// The packages of the programs that containers run, which the embedded region starts itself.
fn containers(manifests: &[Manifest]) -> Option<&'static str> {
    let runs = |manifest: &Manifest| {
        matches!(manifest.close_look, CloseLook::SageMaker { .. })
            || manifest.training_image.is_some()
    };
    manifests.iter().any(runs).then_some(INSPECTOR)
}

/// The manifests of an environment's regions.
pub(crate) fn manifests(environment: &Path) -> anyhow::Result<Vec<Manifest>> {
    let mut regions: Vec<PathBuf> = fs::read_dir(environment)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
        .with_context(|| format!("cannot list {}", environment.display()))?;
    regions.sort();
    regions
        .iter()
        .map(|region| region.join("manifest.json"))
        .filter(|file| file.is_file())
        .map(|file| {
            let text = fs::read_to_string(&file)
                .with_context(|| format!("cannot read {}", file.display()))?;
            serde_json::from_str(&text)
                .with_context(|| format!("{} is no manifest", file.display()))
        })
        .collect()
}

fn folder(path: &Path) -> anyhow::Result<PathBuf> {
    path.parent()
        .map(Path::to_owned)
        .with_context(|| format!("{} is in no folder", path.display()))
}
