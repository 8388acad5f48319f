//! Makes a version live, or the one before it.
//!
//! A class's history is a log: a change is decided by the object `history/<revision>.json`, which
//! is written where there is none. Of two changes at once, one therefore finds its number taken
//! and is refused. `live.json` follows from the decided change and is written only over the very
//! object that the change was decided on. A run that ends between the two is finished by its own
//! retry, or by whoever comes next ([`log`]).

mod log;
mod package;
mod serve;

use std::sync::Arc;

use async_trait::async_trait;
use contracts::lineage::{Change, ChangeKind, Expectation};
use contracts::model::{AskedModel, LiveModel};
use contracts::picture::PreparedPicture;
use contracts::tasks::{PromoteError, PromoteModel};
use contracts::training::{PromoteInput, Promoted};
use contracts::{Day, DeviceClass, VersionId, layout};
use runtime::{Failure, Handler, Start, StartError, Storage};

use crate::store;
use log::{Live, Log};

pub use serve::Serving;

/// The handler of [`PromoteModel`].
pub struct Promoting {
    pictures: Arc<dyn Storage>,
    lake: Arc<dyn Storage>,
}

impl Promoting {
    /// Builds the handler from the function's environment.
    ///
    /// # Errors
    /// When a variable is missing.
    pub async fn start(start: Start) -> Result<Self, StartError> {
        let variables = &start.variables;
        Ok(Self::new(
            Arc::new(start.bucket(variables.pictures_bucket()?)),
            Arc::new(start.bucket(variables.lake_bucket()?)),
        ))
    }

    /// A handler over the bucket of pictures and the lake.
    pub fn new(pictures: Arc<dyn Storage>, lake: Arc<dyn Storage>) -> Self {
        Self { pictures, lake }
    }

    /// What is to be live, and what a rollback of that would go to.
    async fn wanted(
        &self,
        log: &Log<'_>,
        live: &Live,
        input: &PromoteInput,
    ) -> Result<(LiveModel, Option<LiveModel>), Failure<PromoteError>> {
        let now = live.model();
        match input.change {
            ChangeKind::Promote => {
                // Other services look with models of their own, which no version here is. From an endpoint
                // the look may come back into the function.
                let by_another = |now: &LiveModel| {
                    let endpoint = matches!(now.asked, Some(AskedModel::SagemakerEndpoint { .. }));
                    now.asked.is_some() && !endpoint
                };
                if input.endpoint.is_none() && now.is_some_and(by_another) {
                    return Err(conflict(
                        &input.device_class,
                        "a service looks closely at this class with a model of its own, and versions \
                         are for the close look in the function itself or for endpoints; choose \
                         CloseLook::Embedded or CloseLook::SageMaker and deploy first"
                            .to_owned(),
                    ));
                }
                // The looks are promoted each by itself.
                let first_look = now.and_then(|now| now.first_look.clone());
                let to = match (&input.endpoint, &input.model_package) {
                    (Some(endpoint), Some(package)) => package::live(endpoint, package, first_look),
                    (endpoint, _) => {
                        let version = log.passed(input.version.as_ref()).await?;
                        LiveModel {
                            close_look: version.file,
                            version: version.version.to_string(),
                            sha256: version.sha256,
                            first_look,
                            fitted_from: format!("dataset-{}", version.data.sha256),
                            asked: endpoint.clone().map(|endpoint| asked(endpoint, None)),
                        }
                    }
                };
                // What is promoted once more, to look from elsewhere, is not its own predecessor.
                let before = match now {
                    Some(now) if now.version == to.version => {
                        let made = log.made_live(&now.version).await?;
                        made.and_then(|made| made.previous)
                    }
                    now => now.cloned(),
                };
                Ok((to, before))
            }
            ChangeKind::RollBack => {
                let (mut to, earlier) = log.previous(live, input.version.as_ref()).await?;
                // It may have looked from elsewhere in its day.
                match (&input.endpoint, &to.asked) {
                    (Some(endpoint), _) => {
                        let package = package::of(&to).map(str::to_owned);
                        to.asked = Some(asked(endpoint.clone(), package));
                    }
                    (None, Some(AskedModel::SagemakerEndpoint { .. })) => to.asked = None,
                    (None, _) => {}
                }
                Ok((to, earlier))
            }
        }
    }

    async fn change(&self, input: &PromoteInput) -> Result<Change, Failure<PromoteError>> {
        let class = &input.device_class;
        let log = Log::new(&*self.lake, class);
        let (live, last) = log.settled().await?;
        if let Some(last) = &last {
            let is_own = last.execution == input.execution && last.kind == input.change;
            // A retry: the attempt before it had come this far.
            if is_own && live.is(&last.to) {
                return Ok(last.clone());
            }
        }
        let (to, previous) = self.wanted(&log, &live, input).await?;
        let change = Change {
            revision: last.map_or(0, |last| last.revision) + 1,
            kind: input.change,
            device_class: class.clone(),
            from: live.model().cloned(),
            to,
            previous,
            replaces: live.etag().map(str::to_owned),
            by: input.by.clone(),
            reason: input.reason.clone(),
            at: input.started_at.clone(),
            execution: input.execution.clone(),
        };
        log.decide(&change).await?;
        log.carry_out(&change, &live).await?;
        Ok(change)
    }

    /// Puts the pictures that a version was evaluated on where the close look finds them; none of
    /// a model that was not registered.
    async fn smoke_pictures(
        &self,
        input: &PromoteInput,
        to: &LiveModel,
    ) -> Result<Vec<PreparedPicture>, Failure<PromoteError>> {
        let Ok(id) = VersionId::parse(to.version.as_str()) else {
            return Ok(Vec::new());
        };
        let version = store::version(&*self.lake, &input.device_class, &id).await?;
        let expectations = version.map_or_else(Vec::new, |version| version.expectations);
        let day = input.started_at.get(..10).map(Day::parse);
        let Some(Ok(day)) = day else {
            let detail = format!("startedAt is {:?}, which is no time", input.started_at);
            return Err(Failure::unexpected(detail));
        };
        let mut pictures = Vec::with_capacity(expectations.len());
        for Expectation { picture, .. } in expectations {
            let key = layout::prepared_key(&input.device_class, &day, &picture.id);
            let copied = self.pictures.copy(&picture.key, &key, Default::default());
            if !copied.await? {
                let detail = format!("the picture {} of the version is gone", picture.key);
                return Err(Failure::unexpected(detail));
            }
            pictures.push(PreparedPicture {
                key,
                day: day.clone(),
                ..picture
            });
        }
        Ok(pictures)
    }
}

#[async_trait]
impl Handler<PromoteModel> for Promoting {
    async fn handle(&self, input: PromoteInput) -> Result<Promoted, Failure<PromoteError>> {
        let change = self.change(&input).await?;
        let pictures = self.smoke_pictures(&input, &change.to).await?;
        let from = change.from.map(|from| from.version);
        tracing::info!(
            class = input.device_class.as_str(),
            revision = change.revision,
            from,
            to = change.to.version,
            by = input.by,
            "made live"
        );
        let class = &input.device_class;
        let to = &change.to.version;
        let by = &input.by;
        let headline = match (input.change, &from) {
            (ChangeKind::Promote, Some(from)) => {
                format!("{class}: version {to} is live in place of {from}, promoted by {by}")
            }
            (ChangeKind::Promote, None) => format!("{class}: version {to} is live, by {by}"),
            (ChangeKind::RollBack, _) => {
                format!("{class}: version {to} is live again, rolled back by {by}")
            }
        };
        Ok(Promoted {
            device_class: input.device_class,
            revision: change.revision,
            from,
            to: change.to.version,
            pictures,
            headline,
        })
    }
}

/// Where a model looks that is behind an endpoint.
const fn asked(endpoint: String, model_package: Option<String>) -> AskedModel {
    AskedModel::SagemakerEndpoint {
        endpoint,
        model_package,
    }
}

fn nothing_before(class: &DeviceClass) -> Failure<PromoteError> {
    PromoteError::NothingBefore {
        device_class: class.to_string(),
    }
    .into()
}

fn conflict(class: &DeviceClass, detail: String) -> Failure<PromoteError> {
    PromoteError::Conflict {
        device_class: class.to_string(),
        detail,
    }
    .into()
}
