//! Deleting stacks.

use ui::Problem;

use super::events::{Events, first_failure};
use super::status;
use crate::poll::Pauses;
use crate::sdk_error::Asked;
use crate::session::Session;

/// Deletes the stack and waits until it is gone. `false` when there was none.
pub(crate) async fn delete(session: &Session, name: &str) -> anyhow::Result<bool> {
    let cloudformation = &session.clients.cloudformation;
    let Some(present) = status::describe(cloudformation, name).await? else {
        return Ok(false);
    };
    // By its ARN a stack can be described even when it is gone.
    let arn = present.stack_id().unwrap_or(name).to_owned();
    let progress = session.ui.progress("Delete", format!("stack {name}"));
    let mut events = Events::from_now(cloudformation, &arn).await?;
    cloudformation
        .delete_stack()
        .stack_name(&arn)
        .send()
        .await
        .asked(format!("delete the stack {name}"))?;
    let mut pauses = Pauses::new(session.manifest().embedded);
    loop {
        let status = match status::describe(cloudformation, &arn).await? {
            None => break,
            Some(stack) => stack
                .stack_status()
                .map_or("", |status| status.as_str())
                .to_owned(),
        };
        for event in events.fresh().await? {
            progress.update(format!("stack {name}: {}", event.brief()));
        }
        match status.as_str() {
            "DELETE_COMPLETE" => break,
            "DELETE_FAILED" => {
                let problem = Problem::new(format!("the stack {name} could not be deleted"));
                return Err(
                    match first_failure(&events.all).and_then(|event| event.line()) {
                        Some(line) => problem.because(line),
                        None => problem,
                    }
                    .next("remove what stands in the way and run `cargo xtask destroy` again")
                    .into(),
                );
            }
            _ => pauses.pause().await,
        }
    }
    progress.done(format!("stack {name}"));
    Ok(true)
}
