//! Takes a first look at every picture of a chunk and picks those that deserve a close look.
//!
//! The detector says what it sees; the rules of the configuration ([`rules`]) say what of it is
//! suspicious, and why. Which custom labels model is asked is read once per device class and
//! invocation, so that promoting a model needs no deploy.

pub mod rules;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use contracts::DeviceClass;
use contracts::finding::{
    Finding, FirstLookInput, FirstLookOutput, FirstLookRules, RefusedPicture,
};
use contracts::picture::PreparedPicture;
use contracts::tasks::{FirstLook, FirstLookError};
use detectors::live::{self, LiveModelError};
use detectors::{FirstLookDetector, FirstLooked, Patience, RekognitionFirstLook};
use futures::stream::{self, StreamExt, TryStreamExt};
use runtime::{Failure, Handler, Start, StartError, Storage};

/// The handler of [`FirstLook`].
pub struct FirstLooking {
    detector: Arc<dyn FirstLookDetector>,
    lake: Arc<dyn Storage>,
    rules: FirstLookRules,
    concurrency: usize,
    patience: Patience,
}

/// The custom labels models by device class.
type Models = BTreeMap<DeviceClass, Option<String>>;

impl FirstLooking {
    /// Builds the handler from the function's environment.
    ///
    /// # Errors
    /// When a variable is missing.
    pub async fn start(start: Start) -> Result<Self, StartError> {
        let variables = &start.variables;
        let pictures = variables.pictures_bucket()?;
        Ok(Self::new(
            Arc::new(RekognitionFirstLook::new(&start.aws, pictures)),
            Arc::new(start.bucket(variables.lake_bucket()?)),
            variables.first_look_rules()?.clone(),
            variables.concurrency()?,
        ))
    }

    /// A handler over a detector and the lake.
    pub fn new(
        detector: Arc<dyn FirstLookDetector>,
        lake: Arc<dyn Storage>,
        rules: FirstLookRules,
        concurrency: usize,
    ) -> Self {
        Self {
            detector,
            lake,
            rules,
            concurrency: concurrency.max(1),
            patience: Patience::default(),
        }
    }

    /// The same with another patience for pictures that are throttled.
    #[must_use]
    pub fn with_patience(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
    }

    /// The models of the classes in `pictures`; none where the rules do not ask for one.
    async fn models(
        &self,
        pictures: &[PreparedPicture],
    ) -> Result<Models, Failure<FirstLookError>> {
        let mut models = Models::new();
        if !self.rules.asks_custom_labels() {
            return Ok(models);
        }
        let classes: BTreeSet<&DeviceClass> = pictures
            .iter()
            .map(|picture| &picture.device_class)
            .collect();
        for class in classes {
            let live = live::read(&*self.lake, class)
                .await
                .map_err(|error| match error {
                    LiveModelError::Storage(error) => error.into(),
                    error @ LiveModelError::Unreadable { .. } => {
                        Failure::unexpected(error.to_string())
                    }
                })?;
            models.insert(class.clone(), live.and_then(|live| live.first_look));
        }
        Ok(models)
    }

    async fn look(
        &self,
        models: &Models,
        picture: &PreparedPicture,
        began: Instant,
    ) -> Result<Result<Finding, RefusedPicture>, Failure<FirstLookError>> {
        let model = models
            .get(&picture.device_class)
            .and_then(|model| model.as_deref());
        let mut turns = self.patience.turns(began, &picture.id);
        let looked = loop {
            let looked = self.detector.look(picture, &self.rules, model).await;
            let is_throttled = matches!(
                looked,
                Err(Failure::Declared(FirstLookError::Throttled { .. }))
            );
            if !is_throttled || !turns.next().await {
                break looked?;
            }
        };
        Ok(match looked {
            FirstLooked::Seen(sight) => Ok(rules::finding(&self.rules, picture, model, *sight)),
            FirstLooked::Refused(detail) => Err(RefusedPicture {
                picture: picture.clone(),
                detail,
            }),
        })
    }
}

#[async_trait]
impl Handler<FirstLook> for FirstLooking {
    async fn handle(
        &self,
        input: FirstLookInput,
    ) -> Result<FirstLookOutput, Failure<FirstLookError>> {
        let began = Instant::now();
        let models = self.models(&input.pictures).await?;
        let looking: Vec<_> = input
            .pictures
            .iter()
            .map(|picture| self.look(&models, picture, began))
            .collect();
        // In the pictures' order: `record` relies on it where one content has two classes.
        let looked: Vec<_> = stream::iter(looking)
            .buffered(self.concurrency)
            .try_collect()
            .await?;
        let mut output = FirstLookOutput::default();
        for (picture, looked) in input.pictures.into_iter().zip(looked) {
            match looked {
                Ok(finding) => {
                    if finding.suspicious {
                        output.suspicious.push(picture);
                    }
                    output.findings.push(finding);
                }
                Err(refused) => output.refused.push(refused),
            }
        }
        tracing::info!(
            batch = input.batch.as_str(),
            findings = output.findings.len(),
            suspicious = output.suspicious.len(),
            refused = output.refused.len(),
            "looked"
        );
        Ok(output)
    }
}
