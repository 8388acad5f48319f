//! `generate`: the configuration's output, written or compared.

use std::collections::BTreeMap;

use grammar::GenerateArgs;
use ui::{Exit, Problem, Ui};

use crate::files::{apply, compare};
use crate::workspace::Workspace;

/// Generates every environment.
pub(crate) fn run(ui: &Ui, workspace: &Workspace, args: &GenerateArgs) -> anyhow::Result<Exit> {
    let environments = inspection::environments();
    let mut wanted = BTreeMap::new();
    for environment in &environments {
        wanted.extend(generate(ui, environment)?);
    }
    let folder = workspace.generated();
    let changes = compare(&folder, "", &wanted)?;
    if changes.is_empty() {
        ui.status(
            "Generate",
            format!(
                "{} of {}: up to date",
                ui::count(wanted.len(), "file"),
                ui::count(environments.len(), "environment")
            ),
        );
        return Ok(Exit::Fine);
    }
    if args.check {
        for change in &changes {
            ui.data(change.diff("stacks/generated"))?;
        }
        return Err(Problem::new(format!(
            "stacks/generated is stale: {} not what the configuration gives",
            match changes.len() {
                1 => "1 file is".to_owned(),
                number => format!("{number} files are"),
            }
        ))
        .next("run `cargo xtask generate`, look at the diff and commit it")
        .into());
    }
    apply(&folder, &changes)?;
    for change in &changes {
        ui.status(change.verb(), format!("stacks/generated/{}", change.path));
    }
    Ok(Exit::Fine)
}

/// Brings one environment's files up to date before they are deployed.
pub(crate) fn refresh(ui: &Ui, workspace: &Workspace, environment: &str) -> anyhow::Result<()> {
    let wanted = generate(ui, environment)?;
    let folder = workspace.generated();
    let changes = compare(&folder, environment, &wanted)?;
    if changes.is_empty() {
        ui.status("Generate", format!("{environment}: up to date"));
        return Ok(());
    }
    apply(&folder, &changes)?;
    ui.status(
        "Generate",
        format!(
            "{environment}: wrote {} of stacks/generated that the configuration had left behind; \
             commit them",
            ui::count(changes.len(), "file")
        ),
    );
    Ok(())
}

/// The environment's files by path.
fn generate(ui: &Ui, environment: &str) -> anyhow::Result<BTreeMap<String, String>> {
    let known = inspection::environments();
    if !known.contains(&environment) {
        return Err(unknown_environment(environment, known).into());
    }
    match inspection::generate(environment) {
        Ok(artefacts) => Ok(artefacts
            .into_iter()
            .map(|artefact| (artefact.path, artefact.text))
            .collect()),
        Err(diagnostics) => {
            ui.diagnostics(&diagnostics);
            Err(
                Problem::new(format!("the configuration of {environment:?} has errors"))
                    .next("correct stacks/inspection/src/config.rs or environments.rs")
                    .into(),
            )
        }
    }
}

/// An environment that the configuration does not have.
fn unknown_environment<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Problem {
    let known: Vec<_> = known.into_iter().collect();
    let problem = Problem::new(format!(
        "there is no environment {given:?}: {}",
        known.join(", ")
    ));
    match diagnostics::nearest(given, known) {
        Some(near) => problem.next(format!("did you mean {near:?}?")),
        None => problem.next("add it in stacks/inspection/src/environments.rs"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_environment_is_refused_with_those_that_exist() {
        let problem = unknown_environment("stagin", ["local", "staging"]);
        let text = ui::render_error(&problem);
        assert!(text.contains("local, staging"), "{text}");
        assert!(text.contains("did you mean \"staging\"?"), "{text}");
    }
}
