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
use detectors::{FirstLookDetector, FirstLooked, Patience, RekognitionFirstLook, each_of_chunk};
use runtime::{Failure, Handler, Start, StartError, Storage};

/// The handler of [`FirstLook`].
pub struct FirstLooking {
    detector: Arc<dyn FirstLookDetector>,
    lake: Arc<dyn Storage>,
    rules: FirstLookRules,
    concurrency: usize,
    patience: Patience,
}

/// The custom labels models by device class, and why one is not known.
type Models = BTreeMap<DeviceClass, Result<Option<String>, FirstLookError>>;

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
            let model = match live::read(&*self.lake, class).await {
                Ok(live) => Ok(live.and_then(|live| live.first_look)),
                Err(LiveModelError::Storage(error)) => return Err(error.into()),
                Err(LiveModelError::Unreadable { key, detail }) => {
                    Err(FirstLookError::ModelUnreadable { key, detail })
                }
            };
            models.insert(class.clone(), model);
        }
        Ok(models)
    }

    /// What is found of a picture; an inner `Err` says why it is refused.
    async fn look(
        &self,
        models: &Models,
        picture: &PreparedPicture,
        began: Instant,
    ) -> Result<Result<Finding, String>, Failure<FirstLookError>> {
        let model = match models.get(&picture.device_class) {
            Some(Ok(model)) => model.as_deref(),
            Some(Err(error)) => return Err(error.clone().into()),
            None => None,
        };
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
            FirstLooked::Refused(detail) => Err(detail),
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
        // In the pictures' order: `record` relies on it where one content has two classes.
        let looked = each_of_chunk(
            &input.pictures,
            self.concurrency,
            FirstLookError::is_of_class,
            |picture| self.look(&models, picture, began),
        )
        .await?;
        let mut output = FirstLookOutput::default();
        for (picture, looked) in input.pictures.into_iter().zip(looked) {
            let detail = match looked {
                Ok(Ok(finding)) => {
                    if finding.suspicious {
                        output.suspicious.push(picture);
                    }
                    output.findings.push(finding);
                    continue;
                }
                Ok(Err(detail)) => detail,
                Err(error) => error.to_string(),
            };
            output.refused.push(RefusedPicture { picture, detail });
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
