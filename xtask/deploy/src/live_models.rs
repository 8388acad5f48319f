//! What is live for a class, and another model put in its place beside the log of changes: only over what was
//! read, so that what somebody promotes meanwhile is not lost unseen.

use anyhow::Context;
use aws_sdk_s3::Client;
use contracts::lineage::{Change, LivePointer};
use contracts::model::LiveModel;
use contracts::{DeviceClass, layout};
use ui::Problem;

use crate::normals;
use crate::objects;

/// How often what was changed meanwhile is read anew before it is given up.
const MOST_ATTEMPTS: usize = 5;

/// The lake, as far as models lie in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lake<'a> {
    pub s3: &'a Client,
    pub bucket: &'a str,
}

/// What is live for a class, as it was read.
#[derive(Debug, Clone)]
pub(crate) struct Live {
    pointer: Option<LivePointer>,
    etag: Option<String>,
    /// The change that was decided last.
    last: Option<Change>,
}

impl Live {
    /// The model, also where the change that makes it live is decided and not carried out yet.
    pub(crate) fn model(&self) -> Option<&LiveModel> {
        match &self.last {
            Some(last) if self.awaits(last) => last.to.as_ref(),
            _ => self.pointer.as_ref().map(|pointer| &pointer.model),
        }
    }

    /// The version, where a change of the log has made it live.
    pub(crate) fn promoted(&self) -> Option<&str> {
        let by_log = |pointer: &LivePointer| pointer.revision.is_some();
        let is_promoted = self.pointer.as_ref().is_some_and(by_log)
            || self.last.as_ref().is_some_and(|last| self.awaits(last));
        // One that a deploy fitted may be gone back to, and is no version that can be promoted.
        let model = self
            .model()
            .filter(|model| is_promoted && !normals::is_from_samples(&model.fitted_from));
        model.map(|model| model.version.as_str())
    }

    /// What is told to have been live before a model that takes this one's place: the version that was promoted,
    /// over as many models of deploy's as lie between.
    fn before(&self, model: &LiveModel) -> Option<String> {
        let own = self.pointer.as_ref();
        let own = own.filter(|pointer| pointer.revision.is_none());
        let earlier = || own.and_then(|pointer| pointer.previous.clone());
        let before = self.promoted().map(str::to_owned).or_else(earlier);
        before.filter(|version| *version != model.version)
    }

    fn awaits(&self, change: &Change) -> bool {
        change.is_unfinished(self.pointer.as_ref().zip(self.etag.as_deref()))
    }
}

/// Over what a model is put in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Over {
    /// Nothing, or a model that was fitted on the samples: a deploy replaces none but its own.
    Own,
    /// Whatever is live: `inspect` is asked for it, and so is a deploy whose close look has models of its own.
    All,
}

impl Over {
    fn takes(self, live: Option<&LiveModel>) -> bool {
        let is_own = |live: &LiveModel| normals::is_from_samples(&live.fitted_from);
        self == Self::All || live.is_none_or(is_own)
    }
}

/// What became of a model that was to be put in place.
#[derive(Debug, Clone)]
pub(crate) enum Placed {
    /// It is live in the place of this.
    Over(Live),
    /// It is not, for this went live meanwhile.
    GaveWay(Live),
}

/// Reads what is live.
pub(crate) async fn read(lake: Lake<'_>, class: &DeviceClass) -> anyhow::Result<Live> {
    let Lake { s3, bucket } = lake;
    let key = layout::live_model_key(class);
    let (pointer, etag) = match objects::get_tagged(s3, bucket, &key).await? {
        None => (None, None),
        Some((bytes, etag)) => {
            let pointer = serde_json::from_slice(&bytes)
                .with_context(|| format!("s3://{bucket}/{key} has another form"))?;
            (Some(pointer), Some(etag))
        }
    };
    // After it: every change that it follows from, or that was overwritten by it, is there then.
    let keys = objects::list(s3, bucket, &layout::history_prefix(class)).await?;
    let last = match keys.last() {
        Some(key) => objects::get_json(s3, bucket, key).await?,
        None => None,
    };
    Ok(Live {
        pointer,
        etag,
        last,
    })
}

/// Makes `model` live in the place of what was `seen`. What went live meanwhile is read anew, and stays where
/// `over` does not take it.
pub(crate) async fn put(
    lake: Lake<'_>,
    class: &DeviceClass,
    mut seen: Live,
    model: &LiveModel,
    over: Over,
) -> anyhow::Result<Placed> {
    let key = layout::live_model_key(class);
    for _ in 0..MOST_ATTEMPTS {
        let pointer = LivePointer {
            model: model.clone(),
            revision: None,
            after: Some(seen.last.as_ref().map_or(0, |last| last.revision)),
            previous: seen.before(model),
        };
        let document = serde_json::to_vec_pretty(&pointer)?;
        let etag = seen.etag.as_deref();
        if objects::put_over(lake.s3, lake.bucket, &key, document.into(), etag).await? {
            return Ok(Placed::Over(seen));
        }
        let now = read(lake, class).await?;
        // It was written, and the answer was lost.
        if now.model() == Some(model) {
            return Ok(Placed::Over(seen));
        }
        seen = now;
        if !over.takes(seen.model()) {
            return Ok(Placed::GaveWay(seen));
        }
    }
    Err(Problem::new(format!(
        "the live model of {class} was not changed: it was written by others each time"
    ))
    .next(format!(
        "see who does: cargo xtask model list {class} --history"
    ))
    .into())
}

#[cfg(test)]
mod tests;
