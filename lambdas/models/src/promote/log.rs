//! The history of what was made live, and the object that follows from it.

use contracts::lineage::{Change, ChangeKind, LivePointer, ModelVersion};
use contracts::model::LiveModel;
use contracts::tasks::PromoteError;
use contracts::{DeviceClass, ServiceError, VersionId, layout};
use runtime::storage::{Condition, Written};
use runtime::{Failure, Storage};

use super::{conflict, nothing_before};
use crate::store::{self, Stored};

/// A class's history.
pub(super) struct Log<'a> {
    lake: &'a dyn Storage,
    class: &'a DeviceClass,
}

/// What a change leaves to the next rollback.
#[derive(Debug, Default)]
pub(super) struct Before {
    /// The model that it goes to.
    pub(super) model: Option<LiveModel>,
    /// The change whose work is done once more, which says where the model is in the line.
    pub(super) restores: Option<u64>,
}

impl Before {
    /// What was before an earlier change, of one that makes live again what that one did.
    fn as_of(made: Option<Change>) -> Self {
        made.map_or_else(Self::default, |made| Self {
            model: made.previous,
            restores: Some(made.revision),
        })
    }
}

/// What is live, as it was read.
pub(super) struct Live(Option<Stored<LivePointer>>);

impl Live {
    pub(super) fn model(&self) -> Option<&LiveModel> {
        self.0.as_ref().map(|stored| &stored.value.model)
    }

    pub(super) fn etag(&self) -> Option<&str> {
        self.0.as_ref().map(|stored| stored.etag.as_str())
    }

    /// Whether it follows from this change, and from none after it.
    pub(super) fn is_of(&self, change: &Change) -> bool {
        let stored = self.0.as_ref();
        match &change.to {
            Some(to) => stored.is_some_and(|stored| {
                stored.value.revision == Some(change.revision) && stored.value.model == *to
            }),
            None => stored.is_none(),
        }
    }

    /// Whether this change is decided and not carried out.
    fn awaits(&self, change: &Change) -> bool {
        let stored = self.0.as_ref();
        change.is_unfinished(stored.map(|stored| (&stored.value, stored.etag.as_str())))
    }
}

impl<'a> Log<'a> {
    pub(super) fn new(lake: &'a dyn Storage, class: &'a DeviceClass) -> Self {
        Self { lake, class }
    }

    /// Reads what is live.
    async fn live(&self) -> Result<Live, Failure<PromoteError>> {
        Ok(Live(
            store::read(self.lake, &layout::live_model_key(self.class)).await?,
        ))
    }

    /// What is live once the change that was decided last is carried out, and that change.
    pub(super) async fn settled(&self) -> Result<(Live, Option<Change>), Failure<PromoteError>> {
        let live = self.live().await?;
        let last = self.last().await?;
        match &last {
            Some(change) if live.awaits(change) => {
                if !self.carry_out(change, &live).await? {
                    return Err(self.overtaken());
                }
                Ok((self.live().await?, last))
            }
            _ => Ok((live, last)),
        }
    }

    /// The version, which is registered and so has passed its gate.
    pub(super) async fn passed(
        &self,
        version: Option<&VersionId>,
    ) -> Result<ModelVersion, Failure<PromoteError>> {
        let Some(id) = version else {
            return Err(Failure::Service {
                error: ServiceError::InvalidInput,
                detail: "to promote, the version has to be named".to_owned(),
            });
        };
        let version = store::version(self.lake, self.class, id).await?;
        Ok(version.ok_or_else(|| PromoteError::VersionNotFound {
            device_class: self.class.to_string(),
            version: id.to_string(),
        })?)
    }

    /// What was live before what is live now, which has to be `bad` where that is said; and what was
    /// before that, so that the next rollback goes further back.
    pub(super) async fn previous(
        &self,
        live: &Live,
        bad: Option<&VersionId>,
    ) -> Result<(LiveModel, Before), Failure<PromoteError>> {
        let nothing = || nothing_before(self.class);
        let now = live.model().ok_or_else(nothing)?;
        if let Some(bad) = bad
            && now.version != bad.as_str()
        {
            let detail = format!("the version {} is live and not {bad}", now.version);
            return Err(conflict(self.class, detail));
        }
        let made = self.made_live(&now.version).await?;
        let made = made.ok_or_else(nothing)?;
        let to = made.previous.clone().ok_or_else(nothing)?;
        let origin = self.origin(made).await?;
        let before = self.before(&to.version, origin).await?;
        Ok((to, before))
    }

    /// What was before the change that made this version live last: of what is promoted once more.
    pub(super) async fn before_last(&self, version: &str) -> Result<Before, Failure<PromoteError>> {
        self.before(version, u64::MAX).await
    }

    /// What was before the change that made this version live last, before a revision.
    pub(super) async fn before(
        &self,
        version: &str,
        revision: u64,
    ) -> Result<Before, Failure<PromoteError>> {
        let made = self.made_live_before(version, revision).await?;
        Ok(Before::as_of(made))
    }

    /// The number of the change that first did what this one has done once more, or its own. Whatever came
    /// between is not before it: a bound by its own number would go round in a circle.
    async fn origin(&self, mut change: Change) -> Result<u64, Failure<PromoteError>> {
        // Numbers only fall, so that this ends whatever a record says.
        while let Some(earlier) = change.restores.filter(|earlier| *earlier < change.revision) {
            change = self.read(&layout::history_key(self.class, earlier)).await?;
        }
        Ok(change.revision)
    }

    /// The change of this kind that an execution has decided. All are looked through: one that began earlier may
    /// have been decided later.
    pub(super) async fn made_by(
        &self,
        execution: &str,
        kind: ChangeKind,
    ) -> Result<Option<Change>, Failure<PromoteError>> {
        for key in self.keys().await?.iter().rev() {
            let change = self.read(key).await?;
            if change.execution == execution && change.kind == kind {
                return Ok(Some(change));
            }
        }
        Ok(None)
    }

    /// The change that was decided last.
    async fn last(&self) -> Result<Option<Change>, Failure<PromoteError>> {
        match self.keys().await?.last() {
            Some(key) => self.read(key).await.map(Some),
            None => Ok(None),
        }
    }

    /// The change that made this version live last.
    async fn made_live(&self, version: &str) -> Result<Option<Change>, Failure<PromoteError>> {
        self.made_live_before(version, u64::MAX).await
    }

    /// The change that made this version live last, before a revision.
    async fn made_live_before(
        &self,
        version: &str,
        revision: u64,
    ) -> Result<Option<Change>, Failure<PromoteError>> {
        for key in self.keys().await?.iter().rev() {
            let change = self.read(key).await?;
            let made = change.to.as_ref().is_some_and(|to| to.version == version);
            if change.revision < revision && made {
                return Ok(Some(change));
            }
        }
        Ok(None)
    }

    /// Decides a change, which only the first can that has its number; `false` where that was another.
    pub(super) async fn decide(&self, change: &Change) -> Result<bool, Failure<PromoteError>> {
        let key = layout::history_key(self.class, change.revision);
        let written = store::write(self.lake, &key, change, Condition::IfAbsent).await?;
        // An attempt whose answer was lost finds its own.
        Ok(written == Written::Yes || self.read(&key).await? == *change)
    }

    /// Makes live what a change has decided on top of `live`; `false` where somebody else has written
    /// something else there.
    pub(super) async fn carry_out(
        &self,
        change: &Change,
        live: &Live,
    ) -> Result<bool, Failure<PromoteError>> {
        let key = layout::live_model_key(self.class);
        let is_done = match (&change.to, live.etag()) {
            (Some(to), etag) => {
                let pointer = LivePointer {
                    model: to.clone(),
                    revision: Some(change.revision),
                    after: None,
                    previous: change.previous.as_ref().map(|model| model.version.clone()),
                };
                let condition = match etag {
                    Some(etag) => Condition::IfMatch(etag.to_owned()),
                    None => Condition::IfAbsent,
                };
                store::write(self.lake, &key, &pointer, condition).await? == Written::Yes
            }
            (None, Some(etag)) => self.lake.delete_if(&key, etag).await?,
            (None, None) => true,
        };
        // Whoever came next may have carried it out.
        Ok(is_done || self.live().await?.is_of(change))
    }

    /// Why a change that was decided is not carried out.
    pub(super) fn overtaken(&self) -> Failure<PromoteError> {
        let key = layout::live_model_key(self.class);
        conflict(
            self.class,
            format!("{key} was written by somebody else at the same time"),
        )
    }

    async fn read(&self, key: &str) -> Result<Change, Failure<PromoteError>> {
        let stored: Option<Stored<Change>> = store::read(self.lake, key).await?;
        let stored = stored.ok_or_else(|| Failure::unexpected(format!("{key} is gone")))?;
        Ok(stored.value)
    }

    /// The keys of all changes, in the order of their revisions.
    async fn keys(&self) -> Result<Vec<String>, Failure<PromoteError>> {
        let prefix = layout::history_prefix(self.class);
        let (mut keys, mut page) = (Vec::new(), None);
        loop {
            let listed = self.lake.list(&prefix, page).await?;
            keys.extend(listed.keys);
            page = listed.next;
            if page.is_none() {
                return Ok(keys);
            }
        }
    }
}
