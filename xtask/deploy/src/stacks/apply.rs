//! Applying: a change set is executed and watched to its end.

use std::time::Instant;

use serde::Serialize;
use ui::Problem;

use super::change_set::{ChangeSet, Execution, execution};
use super::events::{self, Event, Events};
use super::status::{self, Standing};
use crate::poll::Pauses;
use crate::sdk_error::code;
use crate::session::Session;
use crate::told;
use crate::under_way;

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

/// Executes the change set and shows what happens until the stack has come to rest.
pub(crate) async fn execute(
    session: &Session,
    stack: &str,
    change_set: &ChangeSet,
) -> anyhow::Result<StackResult> {
    let cloudformation = &session.clients.cloudformation;
    let mut events = Events::from_now(cloudformation, &change_set.stack_arn).await?;
    let goes_on = under_way::Stack {
        environment: session.manifest().environment.clone(),
        region: session.manifest().region.clone(),
        name: stack.to_owned(),
        embedded: session.manifest().embedded,
    };
    goes_on.begun();
    let begun = cloudformation
        .execute_change_set()
        .stack_name(&change_set.stack_arn)
        .change_set_name(&change_set.arn)
        .send()
        .await;
    if let Err(error) = begun {
        goes_on.ended();
        let is_late = matches!(
            code(&error),
            Some("InvalidChangeSetStatus" | "InvalidChangeSetStatusException")
        ) || execution(session, stack, change_set).await? == Execution::Obsolete;
        let error = crate::sdk_error::explain(
            &error,
            &format!("execute the change set of the stack {stack}"),
        );
        return Err(match is_late {
            false => error,
            true => Problem::new(format!(
                "the stack {stack} was changed by somebody else after it was planned; nothing was \
                 done to it"
            ))
            .because(format!("{error:#}"))
            .next("plan again: run the same command")
            .into(),
        });
    }
    session.stream.event(&told::Event::StackStarted {
        stack,
        creates: change_set.creates,
        resources: change_set.resources,
    })?;
    let result = watch(session, stack, change_set, &mut events).await;
    goes_on.ended();
    result
}

async fn watch(
    session: &Session,
    stack: &str,
    change_set: &ChangeSet,
    events: &mut Events,
) -> anyhow::Result<StackResult> {
    let number = change_set.resources;
    let verb = if change_set.creates {
        "creating"
    } else {
        "updating"
    };
    let of = ui::count(number, "resource");
    let progress = session
        .ui
        .progress("Stack", format!("{stack}: {verb} {of}"));
    let mut pauses = Pauses::new(session.manifest().embedded);
    let mut pace = Pace::new(number);
    let status = loop {
        let fresh = events.fresh().await?;
        let mut end = None;
        for event in &fresh {
            pace.saw(event);
            show(session, stack, event, &pace)?;
            progress.update(format!(
                "{stack}: {verb} {}: {}",
                pace.told(),
                event.brief()
            ));
            end = event
                .end_of(&change_set.stack_arn)
                .map(str::to_owned)
                .or(end);
        }
        if let Some(end) = end {
            break end;
        }
        pauses.pause().await;
    };
    if !status::succeeded(&status) {
        drop(progress);
        return Err(events::failure(session, stack, &status, &events.all).into());
    }
    let changed = ui::count(number, "resource");
    progress.done(format!("{stack}: {status}, {changed} changed"));
    session.stream.event(&told::Event::StackEnded {
        stack,
        status: &status,
        changes: number,
    })?;
    Ok(StackResult {
        name: stack.to_owned(),
        status,
        changes: number,
    })
}

fn show(session: &Session, stack: &str, event: &Event, pace: &Pace) -> anyhow::Result<()> {
    if let Some(line) = event.line() {
        match event.is_trouble() {
            true => session.ui.failed("Stack", &line),
            false => session.ui.status("", &line),
        }
        session.stream.event(&told::Event::Resource {
            stack,
            logical_id: &event.resource,
            r#type: &event.kind,
            status: &event.status,
            reason: event.reason.as_deref(),
            done: pace.done,
            of: pace.of,
        })?;
    }
    Ok(())
}

/// How far a stack is, and how long the rest takes if it goes on like this.
#[derive(Debug)]
struct Pace {
    begun: Instant,
    done: usize,
    of: usize,
}

impl Pace {
    fn new(of: usize) -> Self {
        Self {
            begun: Instant::now(),
            done: 0,
            of,
        }
    }

    fn saw(&mut self, event: &Event) {
        self.done += usize::from(event.is_a_resources_end());
    }

    fn told(&self) -> String {
        let of = format!("{} of {}", self.done.min(self.of), self.of);
        let elapsed = self.begun.elapsed();
        // The first resources tell little of the others.
        let is_telling = self.done * 4 >= self.of && self.done < self.of && elapsed.as_secs() >= 5;
        let left = u32::try_from(self.of.saturating_sub(self.done)).unwrap_or(u32::MAX);
        match u32::try_from(self.done) {
            Ok(done) if is_telling && done > 0 => {
                let left = elapsed / done * left;
                format!("{of}, about {} s left", left.as_secs())
            }
            _ => of,
        }
    }
}
