//! Applying: a change set is executed and watched to its end.

use std::collections::BTreeMap;

use manifest::Stack;
use serde::Serialize;
use ui::Problem;

use super::change_set::{self, ChangeSet};
use super::events::{self, Events};
use super::status::{self, Standing};
use crate::poll::Pauses;
use crate::sdk_error::Asked;
use crate::session::Session;

/// What became of a stack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct StackResult {
    /// The stack's name.
    pub name: String,
    /// Its status in CloudFormation's words.
    pub status: String,
    /// How many resources changed.
    pub changes: usize,
}

/// Whether every stack of the environment stands.
pub(crate) async fn exist(session: &Session) -> anyhow::Result<bool> {
    for stack in &session.manifest().stacks {
        let present = status::describe(&session.clients.cloudformation, &stack.name).await?;
        let stands = present.is_some_and(|present| {
            let status = present.stack_status().map_or("", |status| status.as_str());
            matches!(Standing::of(status), Standing::Ready | Standing::Busy)
        });
        if !stands {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Brings the stack to what its template says. `confirm` is shown the changes first.
pub(crate) async fn deploy(
    session: &Session,
    stack: &Stack,
    parameters: &BTreeMap<String, String>,
    confirm: bool,
) -> anyhow::Result<StackResult> {
    let progress = session
        .ui
        .progress("Stack", format!("{}: planning", stack.name));
    let present = make_ready(session, stack).await?;
    let plan = change_set::plan(session, stack, present.as_ref(), parameters).await?;
    let Some(plan) = plan else {
        let status = present
            .as_ref()
            .and_then(|present| present.stack_status())
            .map_or("", |status| status.as_str())
            .to_owned();
        progress.done(format!("{}: no changes", stack.name));
        return Ok(StackResult {
            name: stack.name.clone(),
            status,
            changes: 0,
        });
    };
    drop(progress);
    if confirm {
        confirmed(session, stack, &plan).await?;
    }
    execute(session, stack, plan).await
}

/// Waits for what is under way and clears away what failed. Gives the stack that can be updated;
/// `None` when one has to be created.
async fn make_ready(
    session: &Session,
    stack: &Stack,
) -> anyhow::Result<Option<aws_sdk_cloudformation::types::Stack>> {
    let cloudformation = &session.clients.cloudformation;
    let mut pauses = Pauses::new(session.manifest().embedded);
    let mut waits = false;
    loop {
        let Some(present) = status::describe(cloudformation, &stack.name).await? else {
            return Ok(None);
        };
        let status = present.stack_status().map_or("", |status| status.as_str());
        match Standing::of(status) {
            Standing::Absent => return Ok(None),
            Standing::Ready => return Ok(Some(present)),
            Standing::Busy => {
                if !waits {
                    let text = format!("{} is {status}: waiting for its end", stack.name);
                    session.ui.status("Stack", text);
                    waits = true;
                }
                pauses.pause().await;
            }
            Standing::Failed => {
                let text = format!(
                    "{} is {status} from an earlier deploy: making it anew",
                    stack.name
                );
                session.ui.status("Stack", text);
                super::delete(session, &stack.name).await?;
            }
            Standing::Stuck => {
                return Err(Problem::new(format!("the stack {} is {status}", stack.name))
                    .next(format!(
                        "aws cloudformation continue-update-rollback --stack-name {} --region {}",
                        stack.name,
                        session.manifest().region
                    ))
                    .into());
            }
        }
    }
}

/// Shows the changes and asks.
async fn confirmed(session: &Session, stack: &Stack, plan: &ChangeSet) -> anyhow::Result<()> {
    let ui = session.ui.clone();
    ui.tell(format!("\n{}:", stack.name));
    ui.tell(change_set::render(&plan.changes));
    let manifest = session.manifest();
    let question = format!(
        "Change {} of {} in {} (account {})? [y/N]",
        ui::count(plan.changes.len(), "resource"),
        manifest.environment,
        manifest.region,
        manifest.account
    );
    let answer = tokio::task::spawn_blocking(move || ui.ask(&question)).await??;
    let problem = match answer.as_deref() {
        Some("y" | "Y" | "yes") => return Ok(()),
        Some(_) => Problem::new("nothing was changed, as you said"),
        None => Problem::new(format!(
            "the stack {} would change, and nobody is there to agree",
            stack.name
        ))
        .next("add `--yes`"),
    };
    change_set::discard(session, &stack.name, &plan.arn).await;
    Err(problem.into())
}

/// Executes the change set and shows what happens until the stack has come to rest.
async fn execute(session: &Session, stack: &Stack, plan: ChangeSet) -> anyhow::Result<StackResult> {
    let cloudformation = &session.clients.cloudformation;
    let number = plan.changes.len();
    let verb = if plan.creates { "creating" } else { "updating" };
    let of = ui::count(number, "resource");
    let progress = session
        .ui
        .progress("Stack", format!("{}: {verb} {of}", stack.name));
    let mut events = Events::from_now(cloudformation, &plan.stack_arn).await?;
    cloudformation
        .execute_change_set()
        .stack_name(&stack.name)
        .change_set_name(&plan.arn)
        .send()
        .await
        .asked(format!(
            "execute the change set of the stack {}",
            stack.name
        ))?;
    let mut pauses = Pauses::new(session.manifest().embedded);
    let status = 'watch: loop {
        let fresh = events.fresh().await?;
        let mut end = None;
        for event in &fresh {
            if let Some(line) = event.line() {
                match event.is_trouble() {
                    true => session.ui.failed("Stack", line),
                    false => session.ui.status("", line),
                }
            }
            progress.update(format!("{}: {verb} {of}: {}", stack.name, event.brief()));
            end = event.end_of(&plan.stack_arn).map(str::to_owned).or(end);
        }
        if let Some(end) = end {
            break 'watch end;
        }
        pauses.pause().await;
    };
    if !status::succeeded(&status) {
        drop(progress);
        return Err(events::failure(&stack.name, &status, &events.all).into());
    }
    progress.done(format!(
        "{}: {status}, {} changed",
        stack.name,
        ui::count(number, "resource")
    ));
    Ok(StackResult {
        name: stack.name.clone(),
        status,
        changes: number,
    })
}
