//! Releases: what was deployed, kept beside the zips so that it can be had again.
//!
//! `releases/<time>.json` in the artefacts bucket says what every stack of the region was made
//! of; the zips that it names stay for as long as it does.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::plan::PlannedStack;
use crate::objects::{self, Body, Upload};
use crate::session::Session;
use crate::stacks::Wanted;

/// Where releases are kept in the artefacts bucket.
const PREFIX: &str = "releases/";
/// The version of the record's form.
const FORMAT: u32 = 1;

/// What was deployed in a region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Release {
    format: u32,
    /// When it was done, RFC 3339 in UTC.
    pub at: String,
    /// The stacks in the order of their deploy.
    pub stacks: Vec<Wanted>,
}

impl Release {
    /// The keys of the zips that it needs.
    pub(crate) fn zips(&self) -> BTreeSet<String> {
        self.stacks
            .iter()
            .flat_map(|stack| {
                let functions = stack.functions.keys();
                functions.filter_map(|parameter| stack.parameters.get(parameter).cloned())
            })
            .collect()
    }
}

/// Keeps what was deployed, unless the last release is the same.
pub(super) async fn record(
    session: &Session,
    stacks: &[PlannedStack],
    changes: bool,
) -> anyhow::Result<()> {
    let bucket = &session.manifest().names.artefacts_bucket;
    let newest = keys(session).await?.into_iter().next();
    if !changes && newest.is_some() {
        return Ok(());
    }
    let release = Release {
        format: FORMAT,
        at: jiff::Timestamp::now().to_string(),
        stacks: stacks.iter().map(|stack| stack.wanted.clone()).collect(),
    };
    let last = match newest {
        Some(key) => read(session, &key).await,
        None => None,
    };
    if last.is_some_and(|last| last.stacks == release.stacks) {
        return Ok(());
    }
    let upload = Upload {
        key: format!("{PREFIX}{}.json", release.at),
        body: Body::Bytes(serde_json::to_vec(&release)?.into()),
    };
    objects::put(&session.clients.s3, bucket, upload).await
}

/// The releases with their keys, the newest first. One of a form that this program does not know
/// is left out with a warning.
pub(crate) async fn releases(session: &Session) -> anyhow::Result<Vec<(String, Release)>> {
    let mut all = Vec::new();
    for key in keys(session).await? {
        if let Some(release) = read(session, &key).await {
            all.push((key, release));
        }
    }
    Ok(all)
}

/// A release; nothing, with a warning, where it cannot be read, and nothing where somebody
/// collected it meanwhile.
async fn read(session: &Session, key: &str) -> Option<Release> {
    let bucket = &session.manifest().names.artefacts_bucket;
    let read: anyhow::Result<Option<Release>> =
        objects::get_json(&session.clients.s3, bucket, key).await;
    match read {
        Ok(Some(release)) if release.format != FORMAT => {
            let text = format!("s3://{bucket}/{key} has another form");
            session.ui.warn(text);
            None
        }
        Ok(release) => release,
        Err(error) => {
            session.ui.warn(format!("{error:#}"));
            None
        }
    }
}

/// The keys of the releases, the newest first.
async fn keys(session: &Session) -> anyhow::Result<Vec<String>> {
    let bucket = &session.manifest().names.artefacts_bucket;
    let mut keys = objects::list(&session.clients.s3, bucket, PREFIX).await?;
    // RFC 3339 in UTC sorts as time does.
    keys.sort();
    keys.reverse();
    Ok(keys)
}
