//! `bootstrap`: an account is set up for an environment, once.

use grammar::BootstrapArgs;
use plan::render_text;
use ui::{Align, Exit, Table, Ui};

use super::{deploy, status};
use crate::rollout::{self, agree};
use crate::session::Folders;
use crate::{bootstrap, stacks};

/// Applies the bootstrap stack: the home region's first, since the roles are in it.
pub(crate) async fn run(ui: &Ui, folders: &Folders, args: &BootstrapArgs) -> anyhow::Result<Exit> {
    let mut sessions = status::sessions(ui, folders, &args.place).await?;
    sessions.sort_by_key(|session| {
        let manifest = session.manifest();
        manifest.region != manifest.bootstrap.home_region
    });
    let Some(first) = sessions.first() else {
        return Ok(Exit::Fine);
    };
    let account = first.manifest().account.clone();
    let embedded = first.manifest().embedded;
    let planned = bootstrap::plan(sessions).await?;
    let plan = rollout::whole(&args.place.environment, &planned);
    let lost = plan.dangers();
    if !lost.is_empty() {
        deploy::discard(&planned, false).await;
        ui.tell(render_text(&plan));
        ui.error(&rollout::refused(&lost));
        return Ok(Exit::Dangerous);
    }
    let asks = !(args.yes || embedded || plan.is_empty());
    if asks && let Err(problem) = agree(ui, &plan, &account).await {
        deploy::discard(&planned, false).await;
        return Err(problem);
    }
    let mut table = Table::new([
        ("region", Align::Left),
        ("stack", Align::Left),
        ("status", Align::Left),
        ("changes", Align::Right),
    ]);
    for region in &planned {
        for stack in &region.stacks {
            let name = &stack.wanted.name;
            let (status, changes) = match &stack.change_set {
                Some(change_set) => {
                    let result = stacks::execute(&region.session, name, change_set).await?;
                    (result.status, result.changes)
                }
                None => (stack.seen.status.clone().unwrap_or_default(), 0),
            };
            table.row([
                &region.plan.region,
                name,
                &status,
                &ui::count(changes, "change"),
            ]);
        }
    }
    ui.table(&table)?;
    ui.tell(format!(
        "\nNext:\n  cargo xtask deploy {}\n  cargo xtask ci github\n      workflow files that take \
         on the roles",
        args.place.environment
    ));
    Ok(Exit::Fine)
}
