//! What the lake knows of a class's models.

use contracts::lineage::{Candidate, Change, LivePointer, ModelVersion};
use contracts::{DeviceClass, VersionId, layout};
use serde::Serialize;
use ui::Problem;

use crate::objects;
use crate::session::Session;

/// The names that stand for a version.
const ALIASES: [&str; 3] = ["live", "candidate", "previous"];

/// A class's versions, and which is what.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Models {
    pub device_class: DeviceClass,
    /// The version that is live, whoever made it.
    pub live: Option<String>,
    /// The version to which a rollback goes, where what is live was promoted.
    pub previous: Option<String>,
    /// Whether it was, and not fitted by `deploy` or `inspect`: from those no rollback goes back.
    #[serde(skip)]
    pub is_promoted: bool,
    /// The version that passed its gate last.
    pub candidate: Option<String>,
    /// Every registered version, the newest first.
    pub versions: Vec<ModelVersion>,
}

/// Reads a class's versions.
pub(crate) async fn read(session: &Session, class: &DeviceClass) -> anyhow::Result<Models> {
    let lake = &session.manifest().names.lake_bucket;
    let s3 = &session.clients.s3;
    let live: Option<LivePointer> =
        objects::get_json(s3, lake, &layout::live_model_key(class)).await?;
    let candidate: Option<Candidate> =
        objects::get_json(s3, lake, &layout::candidate_key(class)).await?;
    let mut versions: Vec<ModelVersion> = Vec::new();
    for key in objects::list(s3, lake, &layout::versions_prefix(class)).await? {
        if key.ends_with("/version.json")
            && let Some(version) = objects::get_json(s3, lake, &key).await?
        {
            versions.push(version);
        }
    }
    versions.sort_by(|a, b| b.created_at.cmp(&a.created_at));
    Ok(Models {
        device_class: class.clone(),
        previous: live.as_ref().and_then(|live| live.previous.clone()),
        is_promoted: live.as_ref().is_some_and(|live| live.revision.is_some()),
        live: live.map(|live| live.model.version),
        candidate: candidate.map(|candidate| candidate.version.to_string()),
        versions,
    })
}

/// Reads what was made live, the latest first.
pub(crate) async fn history(session: &Session, class: &DeviceClass) -> anyhow::Result<Vec<Change>> {
    let lake = &session.manifest().names.lake_bucket;
    let s3 = &session.clients.s3;
    let mut changes: Vec<Change> = Vec::new();
    for key in objects::list(s3, lake, &layout::history_prefix(class)).await? {
        let change: Option<Change> = objects::get_json(s3, lake, &key).await?;
        changes.extend(change);
    }
    changes.reverse();
    Ok(changes)
}

impl Models {
    /// Which names stand for a version.
    pub(crate) fn aliases(&self, version: &str) -> Vec<&'static str> {
        let names = [&self.live, &self.candidate, &self.previous];
        ALIASES
            .into_iter()
            .zip(names)
            .filter(|(_, own)| own.as_deref() == Some(version))
            .map(|(alias, _)| alias)
            .collect()
    }

    /// The version that can look: a registered one, or whatever is live.
    pub(crate) fn find_looking(&self, name: &str) -> Result<VersionId, Problem> {
        let id = self.named(name)?;
        if self.live.as_deref() == Some(id)
            && let Ok(id) = VersionId::parse(id)
        {
            return Ok(id);
        }
        Ok(self.find(name)?.version.clone())
    }

    /// The id of a name, or of what stands for one.
    fn named<'a>(&'a self, name: &'a str) -> Result<&'a str, Problem> {
        let class = &self.device_class;
        let list = || format!("see what there is: cargo xtask model list {class}");
        let id = match name {
            "live" => self.live.as_deref(),
            "candidate" => self.candidate.as_deref(),
            "previous" => self.previous.as_deref(),
            other => match VersionId::parse(other) {
                Ok(_) => Some(other),
                Err(error) => {
                    return Err(Problem::new(error.to_string())
                        .next(format!("or name one of {}", ALIASES.join(", ")))
                        .next(list()));
                }
            },
        };
        id.ok_or_else(|| Problem::new(format!("{class} has no {name} version")).next(list()))
    }

    /// The version of a name, or of what stands for one.
    pub(crate) fn find(&self, name: &str) -> Result<&ModelVersion, Problem> {
        let class = &self.device_class;
        let list = format!("see what there is: cargo xtask model list {class}");
        let id = self.named(name)?;
        let found = self.versions.iter().find(|own| own.version.as_str() == id);
        found.ok_or_else(|| {
            let what = format!("{class} has no version {id} that has passed a gate");
            let problem = Problem::new(what).next(list);
            match ALIASES.contains(&name) {
                true => problem.next(format!(
                    "the {name} one was fitted by `deploy` or `inspect`, which register none; \
                     train one: cargo xtask model train {class} --samples"
                )),
                false => problem,
            }
        })
    }
}
