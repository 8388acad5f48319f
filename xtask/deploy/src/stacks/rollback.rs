//! A rollback that got stuck, finished; a change that was left half done, taken back.

use ui::Problem;

use super::events::{self, Events};
use super::status::describe;
use crate::poll::Pauses;
use crate::sdk_error::Asked;
use crate::session::Session;

/// Finishes what is half done. `false` where the stack is not in such a state.
pub(crate) async fn finish_rollback(session: &Session, stack: &str) -> anyhow::Result<bool> {
    let cloudformation = &session.clients.cloudformation;
    let Some(described) = describe(cloudformation, stack).await? else {
        return Ok(false);
    };
    let status = described
        .stack_status()
        .map_or("", |status| status.as_str());
    let arn = described.stack_id().unwrap_or(stack).to_owned();
    let mut events = Events::from_now(cloudformation, &arn).await?;
    match status {
        "UPDATE_ROLLBACK_FAILED" => {
            cloudformation
                .continue_update_rollback()
                .stack_name(&arn)
                .send()
                .await
                .asked(format!("go on with the rollback of the stack {stack}"))?;
        }
        "UPDATE_FAILED" | "CREATE_FAILED" => {
            cloudformation
                .rollback_stack()
                .stack_name(&arn)
                .send()
                .await
                .asked(format!("roll the stack {stack} back"))?;
        }
        _ => return Ok(false),
    }
    let progress = session
        .ui
        .progress("Rollback", format!("{stack} was {status}"));
    let mut pauses = Pauses::new(session.manifest().embedded);
    let end = loop {
        let fresh = events.fresh().await?;
        for event in &fresh {
            progress.update(format!("{stack}: {}", event.brief()));
        }
        if let Some(end) = fresh.iter().find_map(|event| event.end_of(&arn)) {
            break end.to_owned();
        }
        pauses.pause().await;
    };
    if !end.ends_with("ROLLBACK_COMPLETE") {
        drop(progress);
        let problem = events::failure(session, stack, &end, &events.all);
        return Err(Problem::new(format!("the rollback of {stack} is stuck"))
            .because(problem)
            .next(
                "mend what it names by hand, then run this again; a resource that cannot be \
                 mended is left out with `aws cloudformation continue-update-rollback \
                 --resources-to-skip`",
            )
            .into());
    }
    progress.done(format!("{stack}: {end}"));
    Ok(true)
}
