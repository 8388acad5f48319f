//! Making a stack ready to be changed: what is under way is waited for, what failed is cleared
//! away, and what needs a person is explained.

use aws_sdk_cloudformation::types::Stack as Described;
use ui::Problem;

use super::status::{self, Standing};
use crate::poll::Pauses;
use crate::session::Session;

/// What may be done to make a stack ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leave {
    /// Nothing: it is only looked at.
    Look,
    /// A stack whose creation failed is deleted, for nothing else can be done with it.
    Clear,
}

/// What is done about what somebody changed by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Drift {
    /// Nothing: templates are compared with the ones before.
    Leave,
    /// It is taken back: change sets are aware of drift.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html>
    Revert,
}

/// How stacks are planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Manner {
    /// What may be done to make a stack ready.
    pub leave: Leave,
    /// What is done about drift.
    pub drift: Drift,
}

impl Manner {
    /// As asked for on the command line.
    pub(crate) fn new(leave: Leave, reverts_drift: bool) -> Self {
        let drift = if reverts_drift {
            Drift::Revert
        } else {
            Drift::Leave
        };
        Self { leave, drift }
    }

    /// To be applied, whatever was changed by hand.
    pub(crate) const APPLY: Self = Self {
        leave: Leave::Clear,
        drift: Drift::Leave,
    };
}

/// Gives the stack that can be updated; `None` when one has to be created.
pub(crate) async fn make_ready(
    session: &Session,
    stack: &str,
    leave: Leave,
) -> anyhow::Result<Option<Described>> {
    let cloudformation = &session.clients.cloudformation;
    let mut pauses = Pauses::new(session.manifest().embedded);
    let mut waits = false;
    loop {
        let Some(present) = status::describe(cloudformation, stack).await? else {
            return Ok(None);
        };
        let status = present.stack_status().map_or("", |status| status.as_str());
        match Standing::of(status) {
            Standing::Absent => return Ok(None),
            Standing::Ready => return Ok(Some(present)),
            Standing::Busy => {
                if !waits {
                    let text = format!(
                        "{stack} is {status}, by somebody else or an earlier deploy: waiting for \
                         its end"
                    );
                    session.ui.status("Stack", text);
                    waits = true;
                }
                pauses.pause().await;
            }
            Standing::Failed if leave == Leave::Look => return Ok(None),
            Standing::Failed => {
                let text = format!("{stack} is {status} from an earlier deploy: making it anew");
                session.ui.status("Stack", text);
                super::delete(session, stack).await?;
            }
            Standing::Stuck => return Err(stuck(session, stack, status).into()),
        }
    }
}

/// A rollback failed, and CloudFormation does nothing with the stack before it is done.
fn stuck(session: &Session, stack: &str, status: &str) -> Problem {
    let manifest = session.manifest();
    let problem = Problem::new(format!("the stack {stack} is {status}"))
        .because("a rollback of it failed; CloudFormation changes it again once that is done");
    problem.next(format!(
        "cargo xtask rollback {} --region {}",
        manifest.environment, manifest.region
    ))
}
