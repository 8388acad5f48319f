//! Collecting what is no longer needed from the artefacts bucket.
//!
//! Needed are: the zips that the stacks name now, the zips and templates of the releases that one
//! may go back to, and whatever is so young that a deploy under way may be about to name it. The
//! bucket keeps removed versions for as long as its lifecycle says.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use manifest::{FUNCTIONS_PREFIX, PLANS_PREFIX, TEMPLATES_PREFIX};
use serde::Serialize;

use crate::objects::{self, Listed};
use crate::rollout::releases;
use crate::session::Session;
use crate::stacks;

/// What is kept although no stack names it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keeping {
    /// Releases to go back to.
    pub releases: usize,
    /// How old an object is at least before it goes.
    pub min_age: SignedDuration,
}

/// What went.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    pub removed: Vec<Removed>,
    pub kept: usize,
}

/// An object that went.
#[derive(Debug, Serialize)]
pub(crate) struct Removed {
    pub key: String,
    pub bytes: u64,
}

/// Collects in one region; `dry` only tells.
pub(crate) async fn collect(
    session: &Session,
    keeping: Keeping,
    dry: bool,
) -> anyhow::Result<Collected> {
    let bucket = &session.manifest().names.artefacts_bucket;
    let s3 = &session.clients.s3;
    let progress = session.ui.progress("Collect", bucket);
    let mut needed: BTreeSet<String> = stacks_need(session).await?;
    let releases = releases(session).await?;
    let (kept, old) = releases.split_at(keeping.releases.min(releases.len()));
    needed.extend(kept.iter().flat_map(|(_, release)| release.zips()));
    let old: BTreeSet<&str> = old.iter().map(|(key, _)| key.as_str()).collect();
    let now = Timestamp::now();
    let is_old = |object: &Listed| now.duration_since(object.modified) >= keeping.min_age;
    let mut collected = Collected::default();
    for prefix in [
        FUNCTIONS_PREFIX,
        TEMPLATES_PREFIX,
        PLANS_PREFIX,
        "releases/",
    ] {
        for object in objects::list_dated(s3, bucket, prefix).await? {
            // CloudFormation keeps a copy of the template of every change set and stack.
            let is_needed = match prefix {
                "releases/" => !old.contains(object.key.as_str()),
                _ => needed.contains(&object.key),
            };
            if is_needed || !is_old(&object) {
                collected.kept += 1;
                continue;
            }
            if !dry {
                objects::remove(s3, bucket, &object.key).await?;
            }
            collected.removed.push(Removed {
                key: object.key,
                bytes: object.bytes,
            });
        }
    }
    progress.done(format!(
        "{bucket}: {}",
        ui::count(collected.removed.len(), "object")
    ));
    Ok(collected)
}

/// The keys that the parameters of the stacks name now.
async fn stacks_need(session: &Session) -> anyhow::Result<BTreeSet<String>> {
    let mut needed = BTreeSet::new();
    for stack in &session.manifest().stacks {
        let cloudformation = &session.clients.cloudformation;
        if let Some(described) = stacks::describe(cloudformation, &stack.name).await? {
            let values = stacks::parameters(&described).into_values();
            needed.extend(values.filter(|value| value.starts_with(FUNCTIONS_PREFIX)));
        }
    }
    Ok(needed)
}
