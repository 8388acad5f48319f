//! Makes a version live, or the one before it; takes back what a run has made live and does not stand by.
//!
//! A class's history is a log: a change is decided by the object `history/<revision>.json`, which
//! is written where there is none. Of two changes at once, one therefore finds its number taken
//! and is refused. `live.json` follows from the decided change and is written only over the very
//! object that the change was decided on. A run that ends between the two is finished by its own
//! retry, or by whoever comes next ([`log`]).

mod log;
mod package;
mod serve;
mod take_back;

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
use log::{Before, Live, Log};
use take_back::TakenBack;

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

    /// What is to be live, and what a rollback of that would go to. To take back wants nothing: see [`take_back`].
    async fn wanted(
        &self,
        log: &Log<'_>,
        live: &Live,
        input: &PromoteInput,
    ) -> Result<(LiveModel, Before), Failure<PromoteError>> {
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
                    Some(now) if now.version == to.version => log.before_last(&now.version).await?,
                    now => Before {
                        model: now.cloned(),
                        restores: None,
                    },
                };
                Ok((to, before))
            }
            ChangeKind::RollBack | ChangeKind::TakeBack => {
                let (mut to, before) = log.previous(live, input.version.as_ref()).await?;
                // It may have looked from elsewhere in its day.
                match (&input.endpoint, &to.asked) {
                    (Some(endpoint), _) => {
                        let package = package::of(&to).map(str::to_owned);
                        to.asked = Some(asked(endpoint.clone(), package));
                    }
                    // The function looks by a file, and a package has none.
                    (None, Some(AskedModel::SagemakerEndpoint { .. }))
                        if to.close_look.is_empty() =>
                    {
                        return Err(not_run(&input.device_class, &to));
                    }
                    (None, Some(AskedModel::SagemakerEndpoint { .. })) => to.asked = None,
                    (None, _) => {}
                }
                Ok((to, before))
            }
        }
    }

    /// Changes what is live, with the pictures of its smoke test made ready: for a promotion before, so that
    /// nothing goes live that could not be asked about; for a rollback after, so that nothing is in the way
    /// of what somebody wants gone.
    async fn change(
        &self,
        input: &PromoteInput,
    ) -> Result<(Change, Vec<PreparedPicture>), Failure<PromoteError>> {
        let class = &input.device_class;
        let log = Log::new(&*self.lake, class);
        let (live, last) = log.settled().await?;
        // A retry: the attempt before it had come this far.
        if let Some(own) = log.made_by(&input.execution, input.change).await? {
            if !live.is_of(&own) {
                return Err(not_live_any_more(&own, &live));
            }
            let pictures = match &own.to {
                Some(to) => self.smoke_pictures(input, to).await?,
                None => Vec::new(),
            };
            return Ok((own, pictures));
        }
        let (to, before) = self.wanted(&log, &live, input).await?;
        let ready = match input.change {
            ChangeKind::Promote => Some(self.smoke_pictures(input, &to).await?),
            ChangeKind::RollBack | ChangeKind::TakeBack => None,
        };
        let change = next(input, &live, last.as_ref(), Some(to.clone()), before);
        if !log.decide(&change).await? {
            let detail = "another change was made at the same time".to_owned();
            return Err(conflict(class, detail));
        }
        if !log.carry_out(&change, &live).await? {
            return Err(log.overtaken());
        }
        let pictures = match ready {
            Some(pictures) => pictures,
            None => self.smoke_pictures(input, &to).await?,
        };
        Ok((change, pictures))
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
        let (change, pictures) = match input.change {
            ChangeKind::Promote | ChangeKind::RollBack => self.change(&input).await?,
            ChangeKind::TakeBack => match self.take_back(&input).await? {
                TakenBack::Change(change) => (*change, Vec::new()),
                TakenBack::Nothing { live, last } => return Ok(unchanged(input, live, last)),
            },
        };
        let from = change.from.map(|from| from.version);
        let to = change.to.map(|to| to.version);
        tracing::info!(
            class = input.device_class.as_str(),
            revision = change.revision,
            from,
            to,
            by = input.by,
            "made live"
        );
        Ok(Promoted {
            headline: headline(&input, from.as_deref(), to.as_deref()),
            device_class: input.device_class,
            revision: change.revision,
            from,
            to,
            changed: true,
            pictures,
        })
    }
}

/// The change that comes after `last`, decided on top of `live`.
fn next(
    input: &PromoteInput,
    live: &Live,
    last: Option<&Change>,
    to: Option<LiveModel>,
    before: Before,
) -> Change {
    let last = last.map_or(0, |last| last.revision);
    Change {
        revision: last + 1,
        kind: input.change,
        device_class: input.device_class.clone(),
        from: live.model().cloned(),
        to,
        previous: before.model,
        undoes: (input.change == ChangeKind::TakeBack).then_some(last),
        restores: before.restores,
        replaces: live.etag().map(str::to_owned),
        by: input.by.clone(),
        reason: input.reason.clone(),
        at: input.started_at.clone(),
        execution: input.execution.clone(),
    }
}

fn headline(input: &PromoteInput, from: Option<&str>, to: Option<&str>) -> String {
    let (class, by) = (&input.device_class, &input.by);
    match (input.change, from, to) {
        (_, _, None) => format!("{class}: nothing is live again, as before the run of {by}"),
        (ChangeKind::Promote, Some(from), Some(to)) => {
            format!("{class}: version {to} is live in place of {from}, promoted by {by}")
        }
        (ChangeKind::Promote, None, Some(to)) => format!("{class}: version {to} is live, by {by}"),
        (ChangeKind::RollBack, _, Some(to)) => {
            format!("{class}: version {to} is live again, rolled back by {by}")
        }
        (ChangeKind::TakeBack, _, Some(to)) => {
            format!("{class}: version {to} is live again, as before the run of {by}")
        }
    }
}

/// What is told where there was nothing to take back.
fn unchanged(input: PromoteInput, version: Option<String>, last: u64) -> Promoted {
    let class = input.device_class;
    let headline = format!("{class}: what is live was not made so by this run");
    tracing::info!(class = class.as_str(), version, "nothing to take back");
    Promoted {
        device_class: class,
        revision: last,
        from: version.clone(),
        to: version,
        changed: false,
        pictures: Vec::new(),
        headline,
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

/// Why a package is not gone back to where endpoints run none.
fn not_run(class: &DeviceClass, to: &LiveModel) -> Failure<PromoteError> {
    let package = package::of(to).unwrap_or("of an unknown ARN");
    conflict(
        class,
        format!(
            "the version before, {}, is a model package ({package}), and nothing here runs one; promote a \
             version, or choose CloseLook::SageMaker with EndpointModel::Marketplace and deploy first",
            to.version
        ),
    )
}

/// Why an attempt does not do once more what the one before it has done: to repeat it would undo what
/// somebody has made live since.
fn not_live_any_more(own: &Change, live: &Live) -> Failure<PromoteError> {
    let version = |model: Option<&LiveModel>| {
        model.map_or_else(|| "nothing".to_owned(), |model| model.version.clone())
    };
    conflict(
        &own.device_class,
        format!(
            "the change {} of this run is decided already and was to make {} live, and {} is live: somebody \
             has changed it since, and theirs stays; to change it again, start another run",
            own.revision,
            version(own.to.as_ref()),
            version(live.model())
        ),
    )
}

fn conflict(class: &DeviceClass, detail: String) -> Failure<PromoteError> {
    PromoteError::Conflict {
        device_class: class.to_string(),
        detail,
    }
    .into()
}
