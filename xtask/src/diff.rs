//! `diff`: what a deploy would change, from the committed templates alone.

use std::path::Path;
use std::process::Command;

use anyhow::Context;
use cfn::Template;
use grammar::{DiffArgs, PlanFormat};
use manifest::{Parameter, Stack};
use plan::{KnownStack, Plan, Surroundings, plan_region, render_markdown, render_text};
use registry::Registry;
use serde::Deserialize;
use ui::{Exit, Problem, Ui};

use crate::workspace::Workspace;

/// Where the templates are, from the workspace's folder.
const GENERATED: &str = "stacks/generated";

/// Reads one generated file by its path below [`GENERATED`]; `None` where there is none.
type Read<'a> = &'a dyn Fn(&str) -> anyhow::Result<Option<String>>;

/// The stacks of an environment in a region.
struct Folder {
    account: String,
    /// In the order of their deploy.
    stacks: Vec<(String, KnownStack)>,
}

pub(crate) fn run(ui: &Ui, workspace: &Workspace, args: &DiffArgs) -> anyhow::Result<Exit> {
    let plan = planned(workspace.root(), args)?;
    match args.format {
        PlanFormat::Text => ui.data(render_text(&plan))?,
        PlanFormat::Json => ui.json(&plan)?,
        PlanFormat::Markdown => ui.data(render_markdown(&plan))?,
    }
    let lost = plan.dangers();
    if lost.iter().any(|address| !args.allowed.contains(address)) {
        return Ok(Exit::Dangerous);
    }
    Ok(match plan.is_empty() {
        false if args.exit_code => Exit::Changes,
        _ => Exit::Fine,
    })
}

fn planned(root: &Path, args: &DiffArgs) -> anyhow::Result<Plan> {
    let revision = revision(root, &args.against)?;
    let environment = &args.place.environment;
    let known = regions(root, &revision, environment)?;
    if known.is_empty() {
        return Err(
            Problem::new(format!("there is no environment {environment:?}"))
                .next("look into stacks/generated for those that there are")
                .into(),
        );
    }
    let asked = &args.place.regions;
    if let Some(region) = asked.iter().find(|region| !known.contains(region)) {
        let text = format!("the environment {environment:?} is not in the region {region:?}");
        let next = format!("name one of: {}", known.join(", "));
        return Err(Problem::new(text).next(next).into());
    }
    let is_wanted = |region: &&String| asked.is_empty() || asked.contains(region);
    let wanted: Vec<&String> = known.iter().filter(is_wanted).collect();
    let short = revision.get(..12).unwrap_or(&revision);
    let mut plan = Plan {
        environment: environment.clone(),
        compared_with: format!("the commit {} ({short})", args.against),
        regions: Vec::new(),
    };
    let committed = |path: &str| show(root, &revision, path);
    let present = |path: &str| read(&root.join(GENERATED).join(path));
    let registry = Registry::vendored();
    for region in wanted {
        let folder = format!("{environment}/{region}");
        let (old, new) = (stacks(&folder, &committed)?, stacks(&folder, &present)?);
        let account = match new.as_ref().or(old.as_ref()) {
            Some(folder) => folder.account.clone(),
            None => String::new(),
        };
        let old = old.map_or(Vec::new(), |folder| folder.stacks);
        let new = new.map_or(Vec::new(), |folder| folder.stacks);
        let surroundings = Surroundings {
            region,
            account: &account,
        };
        let old = old.into_iter().collect();
        plan.regions
            .push(plan_region(&old, &new, surroundings, &registry));
    }
    Ok(plan)
}

/// What is read of a manifest. Another revision's may be of another form, and a plan needs little
/// of it.
#[derive(Deserialize)]
struct Told {
    account: String,
    stacks: Vec<Stack>,
    bootstrap: Option<ToldBootstrap>,
}

#[derive(Deserialize)]
struct ToldBootstrap {
    stack: Stack,
}

/// What a folder holds; `None` where it has no manifest.
fn stacks(folder: &str, read: Read<'_>) -> anyhow::Result<Option<Folder>> {
    let file = format!("{folder}/manifest.json");
    let Some(text) = read(&file)? else {
        return Ok(None);
    };
    let manifest: Told =
        serde_json::from_str(&text).with_context(|| format!("{file} is no manifest"))?;
    let mut stacks = Vec::new();
    let bootstrap = manifest.bootstrap.map(|bootstrap| bootstrap.stack);
    for stack in bootstrap.into_iter().chain(manifest.stacks) {
        let file = format!("{folder}/{}", stack.template);
        let text = read(&file)?.with_context(|| format!("{file} is missing"))?;
        let (template, problems) = Template::parse(&text);
        let template = template.with_context(|| format!("{file} is no template: {problems}"))?;
        let given = stack.parameters.into_iter();
        // The key of a zip is known once it is built.
        let parameters = given.filter_map(|(name, parameter)| match parameter {
            Parameter::Value { value } => Some((name, value)),
            Parameter::FunctionKey { .. } => None,
        });
        let known = KnownStack {
            template,
            parameters: parameters.collect(),
            tags: stack.tags,
        };
        stacks.push((stack.name, known));
    }
    Ok(Some(Folder {
        account: manifest.account,
        stacks,
    }))
}

/// The regions of an environment, in the working tree or in the revision.
fn regions(root: &Path, revision: &str, environment: &str) -> anyhow::Result<Vec<String>> {
    let listed = git(
        root,
        &[
            "ls-tree",
            "-d",
            "--name-only",
            &format!("{revision}:{GENERATED}/{environment}"),
        ],
    )?;
    let mut regions: Vec<String> = listed
        .unwrap_or_default()
        .lines()
        .map(str::to_owned)
        .collect();
    let folder = root.join(GENERATED).join(environment);
    if let Ok(entries) = std::fs::read_dir(&folder) {
        for entry in entries {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if !regions.contains(&name) {
                regions.push(name);
            }
        }
    }
    regions.sort();
    Ok(regions)
}

/// The commit that a name stands for.
fn revision(root: &Path, name: &str) -> anyhow::Result<String> {
    let found = git(
        root,
        &[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &format!("{name}^{{commit}}"),
        ],
    )?;
    let found = found
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty());
    found.ok_or_else(|| {
        Problem::new(format!("git knows no commit {name:?}"))
            .next("name a branch, a tag or a commit: --against origin/main")
            .into()
    })
}

fn show(root: &Path, revision: &str, path: &str) -> anyhow::Result<Option<String>> {
    git(root, &["show", &format!("{revision}:{GENERATED}/{path}")])
}

/// What git prints; `None` where it refuses.
fn git(root: &Path, words: &[&str]) -> anyhow::Result<Option<String>> {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(words)
        .output()
        .context("cannot start git")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(output.status.success().then_some(text))
}

fn read(file: &Path) -> anyhow::Result<Option<String>> {
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use grammar::Place;
    use plan::{Action, StackAction};

    use super::*;

    fn write(root: &Path, path: &str, text: &str) {
        let file = root.join(GENERATED).join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    fn args(region: Option<&str>, against: &str) -> DiffArgs {
        DiffArgs {
            place: Place {
                environment: "local".to_owned(),
                regions: region.map(str::to_owned).into_iter().collect(),
                emulator: grammar::Emulator::default(),
            },
            offline: true,
            against: against.to_owned(),
            allowed: Vec::new(),
            exit_code: false,
            drift: false,
            revert_drift: false,
            save: None,
            format: PlanFormat::Text,
        }
    }

    /// A repository with one committed stack of one queue, and the same in the working tree.
    fn repository() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../stacks/generated/local/us-east-1");
        let manifest = fs::read_to_string(own.join("manifest.json")).unwrap();
        let mut manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        manifest["stacks"].as_array_mut().unwrap().truncate(1);
        manifest["stacks"][0]["template"] = "s.template.json".into();
        // As an older form of the manifest has it: no bootstrap.
        manifest["format"] = 1.into();
        manifest.as_object_mut().unwrap().remove("bootstrap");
        write(
            root.path(),
            "local/us-east-1/manifest.json",
            &manifest.to_string(),
        );
        write(root.path(), "local/us-east-1/s.template.json", &template(0));
        for words in [
            &["init", "--quiet"][..],
            &["add", "."],
            &[
                "-c",
                "user.name=t",
                "-c",
                "user.email=t@example.com",
                "commit",
                "--quiet",
                "-m",
                "t",
            ],
        ] {
            assert!(git(root.path(), words).unwrap().is_some(), "{words:?}");
        }
        root
    }

    fn template(delay: u32) -> String {
        serde_json::json!({ "Resources": { "Q": {
            "Type": "AWS::SQS::Queue", "Properties": { "DelaySeconds": delay },
        }}})
        .to_string()
    }

    #[test]
    fn the_working_tree_is_held_against_a_commit() {
        let root = repository();
        assert!(
            planned(root.path(), &args(None, "HEAD"))
                .unwrap()
                .is_empty()
        );
        write(root.path(), "local/us-east-1/s.template.json", &template(5));
        let plan = planned(root.path(), &args(None, "HEAD")).unwrap();
        let stack = &plan.regions[0].stacks[0];
        assert_eq!(stack.resources[0].action, Action::Change);
        assert_eq!(stack.resources[0].properties[0].path, "DelaySeconds");
    }

    #[test]
    fn a_region_that_is_new_and_one_that_goes_are_told() {
        let root = repository();
        let generated = root.path().join(GENERATED).join("local");
        fs::rename(generated.join("us-east-1"), generated.join("eu-west-1")).unwrap();
        let plan = planned(root.path(), &args(None, "HEAD")).unwrap();
        let actions: Vec<_> = plan
            .stacks()
            .map(|(region, stack)| (region, stack.action))
            .collect();
        assert_eq!(
            actions,
            [
                ("eu-west-1", StackAction::Create),
                ("us-east-1", StackAction::Delete)
            ]
        );
    }

    #[test]
    fn what_does_not_exist_is_named_with_what_does() {
        let root = repository();
        let why = |args: &DiffArgs| planned(root.path(), args).unwrap_err();
        let text = ui::render_error(why(&args(Some("eu-west-9"), "HEAD")).as_ref());
        assert!(text.contains("us-east-1"), "{text}");
        let text = ui::render_error(why(&args(None, "no-such-branch")).as_ref());
        assert!(
            text.contains("git knows no commit \"no-such-branch\""),
            "{text}"
        );
    }
}
