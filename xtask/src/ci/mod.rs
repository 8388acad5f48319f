//! `ci`: workflow files for a CI service, from the manifests. Roles are taken on by the service's own
//! tokens: the files hold no secret, and need none.

mod environment;
mod pins;
mod render;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use grammar::{CiArgs, CiService, GithubArgs};
use ui::{Exit, Problem, Ui};

use crate::files::{Change, apply, compare};
use crate::workspace::Workspace;
use environment::Environment;
use render::render;

/// Where GitHub looks for workflows, from the workspace's folder.
const WORKFLOWS: &str = ".github/workflows";

/// Writes the files, or compares them with what is there.
pub(crate) fn run(ui: &Ui, workspace: &Workspace, args: &CiArgs) -> anyhow::Result<Exit> {
    match &args.service {
        CiService::Github(args) => github(ui, workspace, args),
    }
}

fn github(ui: &Ui, workspace: &Workspace, args: &GithubArgs) -> anyhow::Result<Exit> {
    let generated = workspace.generated();
    let main = Environment::read(&generated, &args.main)?;
    let release = Environment::read(&generated, &args.release)?;
    let files = render(&main, &release)?;
    let (folder, shown) = match &args.out {
        Some(folder) => (folder.clone(), folder.display().to_string()),
        None => (workspace.root().join(WORKFLOWS), WORKFLOWS.to_owned()),
    };
    // File by file: the folder holds workflows of others, too.
    let mut changes: Vec<Change> = Vec::new();
    for (path, text) in files {
        let wanted = BTreeMap::from([(path.clone(), text)]);
        changes.extend(compare(&folder, &path, &wanted)?);
    }
    if changes.is_empty() {
        ui.status("Generate", format!("{shown}: up to date"));
        return Ok(Exit::Fine);
    }
    if args.check {
        for change in &changes {
            ui.data(change.diff(&shown))?;
        }
        let number = ui::count(changes.len(), "workflow");
        return Err(
            Problem::new(format!("{shown} is stale: {number} to write again"))
                .next("run `cargo xtask ci github`, look at the diff and commit it")
                .into(),
        );
    }
    apply(&folder, &changes)?;
    for change in &changes {
        ui.status(change.verb(), format!("{shown}/{}", change.path));
    }
    let environments = [&main.github_environment, &release.github_environment];
    ui.tell(format!(
        "\nNext:\n  commit {shown}\n  make the environments {} in the repository's settings; \
         reviewers of {} approve its deploys",
        environments.map(|name| format!("{name:?}")).join(" and "),
        release.github_environment
    ));
    Ok(Exit::Fine)
}
