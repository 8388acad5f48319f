//! `diff`: what a deploy would change in the account, asked and not done.

use grammar::{DiffArgs, PlanFormat};
use plan::{render_markdown, render_text};
use ui::{Exit, Ui};

use super::{deploy, status};
use crate::rollout::{self, SavedPlan, plan_all};
use crate::session::Folders;
use crate::stacks::{Leave, Manner};
use crate::{drift, stacks};

/// Plans the environment and shows the plan.
pub(crate) async fn run(ui: &Ui, folders: &Folders, args: &DiffArgs) -> anyhow::Result<Exit> {
    let environment = &args.place.environment;
    let sessions = status::sessions(ui, folders, &args.place).await?;
    if args.drift {
        let mut standing = Vec::new();
        for session in &sessions {
            for stack in &session.manifest().stacks {
                let cloudformation = &session.clients.cloudformation;
                if stacks::describe(cloudformation, &stack.name)
                    .await?
                    .is_some()
                {
                    standing.push((session, stack.name.as_str()));
                }
            }
        }
        drift::detect_all(standing).await?;
    }
    let manner = Manner::new(Leave::Look, args.revert_drift);
    let (assets, wanted) = deploy::wanted(ui, folders, sessions).await?;
    let planned = plan_all(wanted, &assets, manner).await?;
    let plan = rollout::whole(environment, &planned);
    if args.save.is_none() {
        deploy::discard(&planned, false).await;
    }
    match args.format {
        PlanFormat::Text => ui.data(render_text(&plan))?,
        PlanFormat::Json => ui.json(&plan)?,
        PlanFormat::Markdown => ui.data(render_markdown(&plan))?,
    }
    let lost = rollout::dangers(&plan, &args.allowed)?;
    let is_empty = plan.is_empty();
    if let Some(file) = &args.save {
        if let Err(error) = SavedPlan::new(plan, &planned).write(file) {
            // Nobody could apply them any more.
            deploy::discard(&planned, false).await;
            return Err(error);
        }
        let shown = file.display();
        ui.status(
            "Saved",
            format!("{shown}: apply it with `cargo xtask deploy {environment} --plan {shown}`"),
        );
    }
    if !lost.is_empty() {
        return Ok(Exit::Dangerous);
    }
    Ok(match is_empty {
        false if args.exit_code => Exit::Changes,
        _ => Exit::Fine,
    })
}
