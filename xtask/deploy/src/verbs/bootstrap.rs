//! `bootstrap`: an account is set up for an environment, once.

use futures::{StreamExt, TryStreamExt, stream};
use grammar::BootstrapArgs;
use plan::render_text;
use ui::{Align, Exit, Table, Ui};

use super::{deploy, status};
use crate::bootstrap;
use crate::rollout::{self, Planned, agree};
use crate::session::Folders;
use crate::stacks::{self, StackResult};

/// Regions that are set up at once.
const AT_ONCE: usize = 16;

/// Applies the bootstrap stack: the home region's first, since the roles are in it, then those of the
/// others at once.
pub(crate) async fn run(ui: &Ui, folders: &Folders, args: &BootstrapArgs) -> anyhow::Result<Exit> {
    let sessions = status::sessions(ui, folders, &args.place).await?;
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
    let (home, others): (Vec<&Planned>, Vec<&Planned>) = planned.iter().partition(|region| {
        let manifest = region.session.manifest();
        manifest.region == manifest.bootstrap.home_region
    });
    for regions in [home, others] {
        let applied: Vec<Vec<StackResult>> = stream::iter(regions.iter().copied())
            .map(apply)
            .buffered(AT_ONCE)
            .try_collect()
            .await?;
        for (region, results) in regions.iter().zip(applied) {
            for result in results {
                let changes = ui::count(result.changes, "change");
                table.row([&region.plan.region, &result.name, &result.status, &changes]);
            }
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

/// Applies what was planned of one region.
async fn apply(region: &Planned) -> anyhow::Result<Vec<StackResult>> {
    let mut results = Vec::new();
    for stack in &region.stacks {
        let name = &stack.wanted.name;
        results.push(match &stack.change_set {
            Some(change_set) => stacks::execute(&region.session, name, change_set).await?,
            None => StackResult {
                name: name.clone(),
                status: stack.seen.status.clone().unwrap_or_default(),
                changes: 0,
            },
        });
    }
    Ok(results)
}
