//! What has to be in an account before anything is deployed there: the artefacts bucket, and the
//! roles that CI and CloudFormation act as.

use std::collections::BTreeMap;

use futures::{StreamExt, TryStreamExt};
use ui::Problem;

use crate::rollout::{self, Planned};
use crate::session::Session;
use crate::stacks::{self, Leave, Manner, Seen, StackResult, Wanted};

/// Regions that are looked at at once.
const AT_ONCE: usize = 16;

/// Makes sure that the bootstrap stack stands in every region. All at once: none needs another, only
/// what comes after them needs the roles in the home region's.
pub(crate) async fn ensure_all(sessions: &[Session]) -> anyhow::Result<()> {
    futures::stream::iter(sessions)
        .map(ensure)
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await
}

/// Makes sure that the bootstrap stack stands. In the embedded region it is deployed like any
/// other; in an account that is done once, by somebody who may make roles.
async fn ensure(session: &Session) -> anyhow::Result<()> {
    let manifest = session.manifest();
    if manifest.embedded {
        apply(session).await?;
        return Ok(());
    }
    stands(session).await
}

/// Refuses to go on where the bootstrap stack was never made.
pub(crate) async fn stands(session: &Session) -> anyhow::Result<()> {
    let manifest = session.manifest();
    let name = &manifest.bootstrap.stack.name;
    let seen = Seen::now(session, name).await?;
    if seen.arn.is_some() {
        return Ok(());
    }
    let environment = &manifest.environment;
    if manifest.embedded {
        let text = format!("the environment {environment:?} was never deployed");
        let next = format!("cargo xtask deploy {environment}");
        return Err(Problem::new(text).next(next).into());
    }
    Err(Problem::new(format!(
        "the account {} has no stack {name} in {}: {environment:?} was never set up there",
        manifest.account, manifest.region
    ))
    .next(format!(
        "cargo xtask bootstrap {environment}, once, with credentials that may make roles"
    ))
    .into())
}

/// What the bootstrap stack is to be: made with the caller's own permissions, since the role that
/// makes the others is part of it.
pub(crate) fn wanted(session: &Session) -> anyhow::Result<Wanted> {
    let stack = &session.manifest().bootstrap.stack;
    Wanted::of(&session.artefacts, stack, &BTreeMap::new(), None)
}

/// Brings the bootstrap stack to what its template says.
pub(crate) async fn apply(session: &Session) -> anyhow::Result<StackResult> {
    let wanted = wanted(session)?;
    let name = wanted.name.clone();
    let present = stacks::make_ready(session, &name, Leave::Clear).await?;
    let proposal = stacks::propose(session, &wanted, present.as_ref(), Manner::APPLY).await?;
    let Some((change_set, _)) = proposal else {
        return Ok(StackResult {
            name,
            status: Seen::of(present.as_ref()).status.unwrap_or_default(),
            changes: 0,
        });
    };
    stacks::execute(session, &name, &change_set).await
}

/// What that would change, region by region.
pub(crate) async fn plan(sessions: Vec<Session>) -> anyhow::Result<Vec<Planned>> {
    let mut regions = Vec::new();
    for session in sessions {
        let wanted = wanted(&session)?;
        regions.push((session, vec![wanted]));
    }
    rollout::plan_all(regions, &BTreeMap::new(), Manner::APPLY).await
}
