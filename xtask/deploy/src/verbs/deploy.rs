//! `deploy`: stacks, models and smoke test, wave by wave.

use anyhow::Context;
use grammar::{DeployArgs, DeployFormat};
use serde::Serialize;
use ui::{Align, Exit, Table, Ui};

use crate::artefacts::Artefacts;
use crate::rollout::{
    self, Applied, Assets, Planned, RegionResult, SavedPlan, agree, package_all, plan_all,
};
use crate::session::{Folders, Session, Telling};
use crate::stacks::{self, Leave, Manner, Wanted};
use crate::{bootstrap, junit, verbs::query};

/// The query whose answer closes a deploy.
const BACKLOG: &str = "repair-backlog";

/// Deploys the environment.
pub(crate) async fn run(ui: &Ui, folders: &Folders, args: &DeployArgs) -> anyhow::Result<Exit> {
    let place = &args.place;
    let environment = &place.environment;
    let saved = match &args.plan {
        Some(file) => Some(SavedPlan::read(file)?),
        None => None,
    };
    let mut named = place.regions.clone();
    if let Some(saved) = saved.as_ref().filter(|_| named.is_empty()) {
        named = saved.regions().into_iter().map(str::to_owned).collect();
    }
    let regions = Artefacts::open(&folders.workspace, environment, &named)?;
    let telling = match args.format {
        DeployFormat::Events => Telling::Events,
        DeployFormat::Table | DeployFormat::Json => Telling::Lines,
    };
    let sessions = Session::open_all(ui, folders, regions, telling).await?;
    let embedded = sessions.iter().all(|session| session.manifest().embedded);
    let account = account(&sessions);
    let (assets, wanted) = wanted(ui, folders, sessions).await?;
    let has_plan = saved.is_some();
    let manner = Manner::new(Leave::Clear, args.revert_drift);
    let planned = match saved {
        Some(saved) => saved.check(wanted).await?,
        None => plan_all(wanted, &assets, manner).await?,
    };
    let plan = rollout::whole(environment, &planned);
    let lost = match rollout::dangers(&plan, &args.allowed) {
        Ok(lost) => lost,
        Err(problem) => {
            discard(&planned, has_plan).await;
            return Err(problem.into());
        }
    };
    if !lost.is_empty() {
        discard(&planned, has_plan).await;
        ui.tell(plan::render_text(&plan));
        ui.error(&rollout::refused(&lost));
        return Ok(Exit::Dangerous);
    }
    // A plan in a file was looked at when it was made.
    let asks = !(embedded || args.yes || has_plan || plan.is_empty());
    if asks && let Err(problem) = agree(ui, &plan, &account).await {
        discard(&planned, has_plan).await;
        return Err(problem);
    }
    let applied = rollout::apply(ui, planned, &assets, !args.no_smoke).await?;
    if let Some(file) = &args.junit {
        junit::write(
            file,
            applied.regions.iter().map(|(_, result)| result.into()),
        )?;
    }
    report(ui, &applied, environment, args.format).await?;
    applied.verdict(environment)?;
    if args.format == DeployFormat::Table {
        next_commands(ui, environment);
    }
    Ok(Exit::Fine)
}

/// The functions' zips, and what every stack of every region is to be.
pub(crate) async fn wanted(
    ui: &Ui,
    folders: &Folders,
    sessions: Vec<Session>,
) -> anyhow::Result<(Assets, Vec<(Session, Vec<Wanted>)>)> {
    bootstrap::ensure_all(&sessions).await?;
    let functions = sessions
        .iter()
        .flat_map(|session| &session.manifest().functions);
    let assets = package_all(ui, folders, functions).await?;
    let mut regions = Vec::new();
    for session in sessions {
        let wanted = wanted_of(&session, &assets)?;
        regions.push((session, wanted));
    }
    Ok((assets, regions))
}

fn wanted_of(session: &Session, assets: &Assets) -> anyhow::Result<Vec<Wanted>> {
    let manifest = session.manifest();
    let role = &manifest.bootstrap.execution_role;
    let stacks = manifest.stacks.iter();
    stacks
        .map(|stack| Wanted::of(&session.artefacts, stack, assets, role.clone()))
        .collect()
}

fn account(sessions: &[Session]) -> String {
    let first = sessions.first();
    first.map_or_else(String::new, |session| session.manifest().account.clone())
}

/// Takes back the change sets of a plan that is not applied; a saved one keeps them.
pub(crate) async fn discard(planned: &[Planned], is_saved: bool) {
    if is_saved {
        return;
    }
    for region in planned {
        for stack in &region.stacks {
            if let Some(change_set) = &stack.change_set {
                stacks::discard(&region.session, &stack.wanted.name, change_set).await;
            }
        }
    }
}

/// Brings one region to what the artefacts say, for a verb that needs it.
pub(crate) async fn provision(session: Session, confirm: bool) -> anyhow::Result<Session> {
    let (ui, folders) = (session.ui.clone(), session.folders.clone());
    let environment = session.manifest().environment.clone();
    let account = session.manifest().account.clone();
    let (assets, wanted) = wanted(&ui, &folders, vec![session]).await?;
    let planned = plan_all(wanted, &assets, Manner::APPLY).await?;
    let plan = rollout::whole(&environment, &planned);
    let lost = plan.dangers();
    if !lost.is_empty() {
        discard(&planned, false).await;
        return Err(rollout::refused(&lost).into());
    }
    if confirm && let Err(problem) = agree(&ui, &plan, &account).await {
        discard(&planned, false).await;
        return Err(problem);
    }
    let applied = rollout::apply(&ui, planned, &assets, false).await?;
    let mut sessions = applied.verdict(&environment)?;
    sessions.pop().context("no region was deployed")
}

/// Prints what a deploy came to.
pub(crate) async fn report(
    ui: &Ui,
    applied: &Applied,
    environment: &str,
    format: DeployFormat,
) -> anyhow::Result<()> {
    #[derive(Serialize)]
    struct Several<'a> {
        environment: &'a str,
        regions: Vec<&'a RegionResult>,
        waiting: &'a [String],
    }
    let results: Vec<&RegionResult> = applied.regions.iter().map(|(_, result)| result).collect();
    let one = match (results.as_slice(), applied.waiting.as_slice()) {
        ([only], []) => Some(*only),
        _ => None,
    };
    let value = match one {
        Some(only) => serde_json::to_value(only)?,
        None => serde_json::to_value(Several {
            environment,
            regions: results,
            waiting: &applied.waiting,
        })?,
    };
    match format {
        DeployFormat::Json => ui.json(&value)?,
        DeployFormat::Events => {
            let line = serde_json::json!({ "event": "report", "report": value });
            ui.data(format!("{line}\n"))?;
        }
        DeployFormat::Table => {
            for (planned, result) in &applied.regions {
                show(&planned.session, result).await?;
            }
            stack_table(ui, applied)?;
        }
    }
    Ok(())
}

/// What the lake says is to be repaired first, where pictures were inspected.
async fn show(session: &Session, result: &RegionResult) -> anyhow::Result<()> {
    let ui = &session.ui;
    let (Some(batch), Some(smoke)) = (&result.batch, &result.smoke) else {
        return Ok(());
    };
    let backlog = query::find(session.manifest(), BACKLOG)?;
    let answer = query::ask(session, backlog, &[]).await?;
    ui.data(format!("\n{}: {}\n\n", result.region, backlog.description))?;
    if answer.rows.is_empty() {
        ui.data("(no rows)\n")?;
    } else {
        ui.table(&query::to_table(&answer))?;
    }
    ui.data(format!("\n{}", batch.line(smoke)))?;
    Ok(())
}

fn stack_table(ui: &Ui, applied: &Applied) -> anyhow::Result<()> {
    let mut table = Table::new([
        ("region", Align::Left),
        ("stack", Align::Left),
        ("status", Align::Left),
        ("changes", Align::Right),
    ]);
    for (_, result) in &applied.regions {
        for stack in &result.stacks {
            let changes = match stack.changes {
                0 => "no changes".to_owned(),
                number => number.to_string(),
            };
            table.row([&result.region, &stack.name, &stack.status, &changes]);
        }
    }
    ui.data("\n")?;
    ui.table(&table)?;
    Ok(())
}

fn next_commands(ui: &Ui, environment: &str) {
    let env = match environment {
        "local" => String::new(),
        other => format!(" --env {other}"),
    };
    let mut text = format!(
        "\nNext:\n  cargo xtask inspect DIR --normals DIR{env}\n      \
         pictures of your own, compared with pictures of sound ones\n  \
         cargo xtask query{env}\n      the questions that the lake answers\n"
    );
    if environment == "local" {
        text.push_str(
            "  cargo xtask region serve\n      the region for the AWS CLI and the SDKs\n",
        );
    }
    ui.tell(text.trim_end());
}
