//! The history of what was made live, and the object that follows from it.

use contracts::lineage::{Change, LivePointer, ModelVersion};
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

/// What is live, as it was read.
pub(super) struct Live(Option<Stored<LivePointer>>);

impl Live {
    pub(super) fn model(&self) -> Option<&LiveModel> {
        self.0.as_ref().map(|stored| &stored.value.model)
    }

    pub(super) fn etag(&self) -> Option<&str> {
        self.0.as_ref().map(|stored| stored.etag.as_str())
    }

    /// Whether this is it.
    pub(super) fn is(&self, model: &LiveModel) -> bool {
        self.model() == Some(model)
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
            Some(change) if self.is_unfinished(change, &live) => {
                self.carry_out(change, &live).await?;
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
    ) -> Result<(LiveModel, Option<LiveModel>), Failure<PromoteError>> {
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
        let to = made.previous.ok_or_else(nothing)?;
        let earlier = self.made_live_before(&to.version, made.revision).await?;
        Ok((to, earlier.and_then(|earlier| earlier.previous)))
    }

    /// The change that was decided last.
    async fn last(&self) -> Result<Option<Change>, Failure<PromoteError>> {
        match self.keys().await?.last() {
            Some(key) => self.read(key).await.map(Some),
            None => Ok(None),
        }
    }

    /// The change that made this version live last.
    pub(super) async fn made_live(
        &self,
        version: &str,
    ) -> Result<Option<Change>, Failure<PromoteError>> {
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
            if change.revision < revision && change.to.version == version {
                return Ok(Some(change));
            }
        }
        Ok(None)
    }

    /// Whether a change is decided and not carried out: what is live is still what it was decided
    /// on. (Each change writes another content, as it has another number, so that an entity tag
    /// never comes again.)
    fn is_unfinished(&self, change: &Change, live: &Live) -> bool {
        change.replaces.as_deref() == live.etag()
    }

    /// Decides a change, which only the first can that has its number.
    pub(super) async fn decide(&self, change: &Change) -> Result<(), Failure<PromoteError>> {
        let key = layout::history_key(self.class, change.revision);
        let written = store::write(self.lake, &key, change, Condition::IfAbsent).await?;
        // An attempt whose answer was lost finds its own.
        if written == Written::Yes || self.read(&key).await? == *change {
            return Ok(());
        }
        Err(conflict(
            self.class,
            "another change was made at the same time".to_owned(),
        ))
    }

    /// Makes live what a change has decided on top of `live`.
    pub(super) async fn carry_out(
        &self,
        change: &Change,
        live: &Live,
    ) -> Result<(), Failure<PromoteError>> {
        let pointer = LivePointer {
            model: change.to.clone(),
            revision: Some(change.revision),
            previous: change.previous.as_ref().map(|model| model.version.clone()),
        };
        let condition = match live.etag() {
            Some(etag) => Condition::IfMatch(etag.to_owned()),
            None => Condition::IfAbsent,
        };
        let key = layout::live_model_key(self.class);
        if store::write(self.lake, &key, &pointer, condition).await? == Written::Yes {
            return Ok(());
        }
        // Whoever came next may have carried it out.
        match self.live().await?.0 {
            Some(found) if found.value == pointer => Ok(()),
            _ => Err(conflict(
                self.class,
                format!("{key} was written by somebody else at the same time"),
            )),
        }
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
