//! `rollback`: back to an earlier release, or a rollback that got stuck is finished.

use grammar::{DeployFormat, Report, RollbackArgs};
use plan::render_text;
use serde_json::{Value, json};
use ui::{Align, Exit, Format, Problem, Table, Ui};

use super::{deploy, status};
use crate::rollout::{self, Assets, Release, agree, plan_all, releases};
use crate::session::{Folders, Session};
use crate::stacks::{self, Manner, Wanted};
use crate::{bootstrap, objects};

/// Takes the environment back.
pub(crate) async fn run(ui: &Ui, folders: &Folders, args: &RollbackArgs) -> anyhow::Result<Exit> {
    let environment = &args.place.environment;
    let sessions = status::sessions(ui, folders, &args.place).await?;
    // Going back sets nothing up: without releases there is nothing to go back to.
    for session in &sessions {
        bootstrap::stands(session).await?;
    }
    if args.list {
        return list(ui, environment, &sessions, args.format).await;
    }
    let mut finished = 0;
    for session in &sessions {
        for stack in &session.manifest().stacks {
            finished += usize::from(stacks::finish_rollback(session, &stack.name).await?);
        }
    }
    if finished > 0 && args.to.is_none() {
        ui.tell(format!(
            "{}: again as before the last change; deploy when its cause is mended",
            ui::count(finished, "stack")
        ));
        return Ok(Exit::Fine);
    }
    let account = sessions
        .first()
        .map_or_else(String::new, |session| session.manifest().account.clone());
    let embedded = sessions.iter().all(|session| session.manifest().embedded);
    let mut regions = Vec::new();
    for session in sessions {
        let release = choose(&session, args.to.as_deref()).await?;
        session.ui.status("Release", format!("of {}", release.at));
        zips_are_there(&session, &release).await?;
        let wanted = as_now(&session, release);
        regions.push((session, wanted));
    }
    let assets = Assets::new();
    let planned = plan_all(regions, &assets, Manner::APPLY).await?;
    let plan = rollout::whole(environment, &planned);
    let lost = match rollout::dangers(&plan, &args.allowed) {
        Ok(lost) => lost,
        Err(problem) => {
            deploy::discard(&planned, false).await;
            return Err(problem.into());
        }
    };
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
    let applied = rollout::apply(ui, planned, &assets, !args.no_smoke).await?;
    let format = match args.format {
        Report::Json => DeployFormat::Json,
        Report::Table => DeployFormat::Table,
    };
    deploy::report(ui, &applied, environment, format).await?;
    applied.verdict(environment)?;
    Ok(Exit::Fine)
}

async fn list(
    ui: &Ui,
    environment: &str,
    sessions: &[Session],
    format: Report,
) -> anyhow::Result<Exit> {
    let mut table = Table::new([("region", Align::Left), ("release", Align::Left)]);
    let mut regions = Vec::new();
    for session in sessions {
        let region = &session.manifest().region;
        let all = releases(session).await?;
        for (_, release) in &all {
            table.row([region, &release.at]);
        }
        let times: Vec<Value> = all
            .iter()
            .map(|(_, release)| json!({ "at": release.at, "zips": release.zips() }))
            .collect();
        regions.push(json!({ "region": region, "releases": times }));
    }
    match Format::from(format) {
        Format::Json => ui.json(&json!({ "environment": environment, "regions": regions }))?,
        _ => ui.table(&table)?,
    }
    Ok(Exit::Fine)
}

/// The release to go back to.
async fn choose(session: &Session, to: Option<&str>) -> anyhow::Result<Release> {
    let all = releases(session).await?;
    let region = &session.manifest().region;
    let found = match to {
        Some(to) => all.iter().find(|(_, release)| release.at == to),
        None => earlier(&all),
    };
    if let Some((_, release)) = found {
        return Ok(release.clone());
    }
    let times: Vec<&str> = all.iter().map(|(_, release)| release.at.as_str()).collect();
    Err(match to {
        Some(to) if times.is_empty() => {
            Problem::new(format!("{region} has no release of {to}, nor any other"))
                .next("deploy a revision that you trust")
        }
        Some(to) => Problem::new(format!("{region} has no release of {to}"))
            .next(format!("name one of: {}", times.join(", "))),
        None => Problem::new(format!(
            "{region} has no earlier release to go back to; known: {}",
            ui::count(times.len(), "release")
        ))
        .next("deploy a revision that you trust"),
    }
    .into())
}

/// The release before the one that stands. Going back records what it goes back to as a release,
/// too: going back once more then goes further, and not to and fro.
fn earlier(newest_first: &[(String, Release)]) -> Option<&(String, Release)> {
    let (_, current) = newest_first.first()?;
    let first_of_its_kind = newest_first
        .iter()
        .rposition(|(_, release)| release.stacks == current.stacks)?;
    newest_first
        .get(first_of_its_kind + 1..)?
        .iter()
        .find(|(_, release)| release.stacks != current.stacks)
}

/// A release's stacks are changed as the role that does it now.
fn as_now(session: &Session, release: Release) -> Vec<Wanted> {
    let role = &session.manifest().bootstrap.execution_role;
    let stacks = release.stacks.into_iter();
    stacks
        .map(|stack| Wanted {
            role: role.clone(),
            ..stack
        })
        .collect()
}

/// Nothing is begun that cannot be finished.
async fn zips_are_there(session: &Session, release: &Release) -> anyhow::Result<()> {
    let bucket = &session.manifest().names.artefacts_bucket;
    let mut missing = Vec::new();
    for key in release.zips() {
        if !objects::exists(&session.clients.s3, bucket, &key).await? {
            missing.push(key);
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(Problem::new(format!(
        "the code of the release of {} is no longer in {bucket}",
        release.at
    ))
    .because(missing.join("\n"))
    .next("check out the revision that it was made of, and deploy that")
    .into())
}
