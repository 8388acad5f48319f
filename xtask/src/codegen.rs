//! `codegen`: Rust modules of resource types, written into `stacks/cfn`, compared with what is
//! there, or made a crate of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use codegen::{File, Identifiers, render_committed, render_crate};
use grammar::CodegenArgs;
use registry::{Registry, ResourceSchema};
use ui::{Exit, Problem, Ui};

use crate::cargo::command;
use crate::files::{apply, compare};
use crate::workspace::Workspace;

const COMMITTED: &str = "stacks/cfn/src";

/// Generates what is asked for.
pub(crate) fn run(ui: &Ui, workspace: &Workspace, args: &CodegenArgs) -> anyhow::Result<Exit> {
    let registry = Registry::vendored();
    if args.all {
        return all(ui, workspace, &registry);
    }
    let Some(out) = &args.out else {
        return committed(ui, workspace, &registry, args.check);
    };
    let schemas = match &args.schemas {
        Some(folder) => read_schemas(folder)?,
        None => schemas_of(&registry, &args.services)?,
    };
    let number = ui::count(schemas.len(), "type");
    write_crate(workspace, &registry, &schemas, out)?;
    ui.status("Generate", format!("{number} in {}", out.display()));
    if args.check_compiles {
        return compile(ui, workspace, out, &schemas);
    }
    Ok(Exit::Fine)
}

fn committed(
    ui: &Ui,
    workspace: &Workspace,
    registry: &Registry,
    check: bool,
) -> anyhow::Result<Exit> {
    let root = workspace.root().join(COMMITTED);
    let (modules, others): (Vec<_>, Vec<_>) = render_committed(registry)?
        .into_iter()
        .partition(|file| file.path.starts_with("services/"));
    let mut changes = compare(&root, "services", &by_path(modules))?;
    for file in others {
        let within = by_path(vec![file]);
        let paths: Vec<String> = within.keys().cloned().collect();
        let found = compare(&root, &paths[0], &within)?;
        changes.extend(found);
    }
    if changes.is_empty() {
        ui.status("Generate", format!("{COMMITTED}: up to date"));
        return Ok(Exit::Fine);
    }
    if check {
        for change in &changes {
            ui.data(change.diff(COMMITTED))?;
        }
        let number = ui::count(changes.len(), "file");
        return Err(Problem::new(format!(
            "{COMMITTED} is stale: the schemas do not give {number} as committed"
        ))
        .next("run `cargo xtask codegen`, look at the diff and commit it")
        .into());
    }
    apply(&root, &changes)?;
    for change in &changes {
        ui.status(change.verb(), format!("{COMMITTED}/{}", change.path));
    }
    Ok(Exit::Fine)
}

fn by_path(files: Vec<File>) -> BTreeMap<String, String> {
    files
        .into_iter()
        .map(|file| (file.path, file.text))
        .collect()
}

/// The identifiers that `cfn` has.
fn identifiers(registry: &Registry) -> Identifiers {
    let names = registry.type_names();
    let schemas: Vec<_> = names.filter_map(|name| registry.schema(name)).collect();
    Identifiers::of(schemas.iter().map(AsRef::as_ref))
}

fn schemas_of(registry: &Registry, services: &[String]) -> anyhow::Result<Vec<ResourceSchema>> {
    let mut out = Vec::new();
    for service in services {
        let is_of = |name: &&str| {
            let given = name.split("::").nth(1).unwrap_or_default();
            given.eq_ignore_ascii_case(service)
        };
        let before = out.len();
        let names = registry.type_names().filter(is_of);
        out.extend(names.filter_map(|name| Some(registry.schema(name)?.as_ref().clone())));
        if out.len() == before {
            let known: BTreeSet<&str> = registry
                .type_names()
                .filter_map(|name| name.split("::").nth(1))
                .collect();
            let problem = Problem::new(format!("the registry has no service {service:?}"));
            return Err(match diagnostics::nearest(service, known) {
                Some(near) => problem.next(format!("did you mean {near:?}?")),
                None => problem.next("write it as in a type's name: AWS::<service>::…"),
            }
            .into());
        }
    }
    if out.is_empty() {
        return Err(Problem::new("nothing is said of what to generate")
            .next("name services with --service, or a folder with --schemas")
            .into());
    }
    Ok(out)
}

fn read_schemas(folder: &Path) -> anyhow::Result<Vec<ResourceSchema>> {
    let mut out = Vec::new();
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            out.extend(read_schemas(&path)?);
        } else if path.extension().is_some_and(|end| end == "json") {
            let text = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            // Folders of schemas hold other JSON as well, such as conditional rules.
            out.extend(ResourceSchema::parse(&text).ok());
        }
    }
    out.sort_by(|one, other| one.type_name().cmp(other.type_name()));
    Ok(out)
}

fn write_crate(
    workspace: &Workspace,
    registry: &Registry,
    schemas: &[ResourceSchema],
    out: &Path,
) -> anyhow::Result<()> {
    let name = out
        .file_name()
        .map_or_else(|| "resources".into(), |n| n.to_string_lossy());
    let cfn = workspace.root().join("stacks").join("cfn");
    let cfn = format!("{{ path = {:?} }}", cfn.to_string_lossy());
    let files = render_crate(schemas, &identifiers(registry), &name, &cfn)?;
    let mut wanted = by_path(files);
    let manifest = wanted.remove("Cargo.toml").unwrap_or_default();
    apply(out, &compare(out, "src", &wanted)?)?;
    fs::write(out.join("Cargo.toml"), manifest)
        .with_context(|| format!("cannot write into {}", out.display()))
}

/// Every type that is known, compiled.
fn all(ui: &Ui, workspace: &Workspace, registry: &Registry) -> anyhow::Result<Exit> {
    let names = registry.type_names();
    let schemas = names.filter_map(|name| Some(registry.schema(name)?.as_ref().clone()));
    let schemas: Vec<ResourceSchema> = schemas.collect();
    let out = target(workspace).join("codegen").join("everything");
    write_crate(workspace, registry, &schemas, &out)?;
    compile(ui, workspace, &out, &schemas)
}

fn target(workspace: &Workspace) -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => folder.into(),
        None => workspace.root().join("target"),
    }
}

/// Compiles a generated crate and tells which types fail.
fn compile(
    ui: &Ui,
    workspace: &Workspace,
    out: &Path,
    schemas: &[ResourceSchema],
) -> anyhow::Result<Exit> {
    let output = command(out)
        .args(["check", "--features", "all", "--message-format", "short"])
        .env(
            "CARGO_TARGET_DIR",
            target(workspace).join("codegen").join("target"),
        )
        .stderr(std::process::Stdio::piped())
        .output()
        .context("cannot start cargo")?;
    let text = String::from_utf8_lossy(&output.stderr);
    let failed: BTreeSet<&str> = text.lines().filter_map(failed_file).collect();
    for file in &failed {
        ui.failed("Failed", *file);
    }
    if failed.is_empty() && !output.status.success() {
        ui.tell(text.as_ref());
        return Err(Problem::new("the generated crate does not compile").into());
    }
    let good = schemas.len() - failed.len();
    #[allow(clippy::cast_precision_loss, reason = "there are some thousand types")]
    let percent = 100.0 * good as f64 / schemas.len() as f64;
    ui.status(
        "Compiled",
        format!("{good} of {} types ({percent:.2} %)", schemas.len()),
    );
    Ok(if failed.is_empty() {
        Exit::Fine
    } else {
        Exit::Fixable
    })
}

/// The file that a line of the compiler says an error is in.
fn failed_file(line: &str) -> Option<&str> {
    let (place, message) = line.split_once(": ")?;
    let file = place.split(':').next()?;
    (message.starts_with("error") && file.ends_with(".rs")).then_some(file)
}
