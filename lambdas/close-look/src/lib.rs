//! Takes a close look at the suspicious pictures of a chunk, each with the model that is live
//! for its device class.
//!
//! What looks is behind [`CloseLookDetector`]; here it is the model inside the function itself
//! ([`EmbeddedCloseLook`]). It lives here and not beside the trait, so that no other function
//! links a neural network.

mod embedded;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;
use contracts::examination::{CloseLookInput, CloseLookOutput};
use contracts::finding::RefusedPicture;
use contracts::model::LiveModel;
use contracts::picture::PreparedPicture;
use contracts::tasks::{CloseLook, CloseLookError};
use contracts::{DeviceClass, layout};
use detectors::live::{self, LiveModelError};
use detectors::{CloseLookDetector, CloseLooked};
use futures::stream::{self, StreamExt, TryStreamExt};
use runtime::{Failure, Handler, Start, StartError, Storage};

pub use embedded::EmbeddedCloseLook;

/// The handler of [`CloseLook`].
pub struct CloseLooking {
    detector: Arc<dyn CloseLookDetector>,
    lake: Arc<dyn Storage>,
    concurrency: usize,
}

/// The live models by device class.
type Models = BTreeMap<DeviceClass, LiveModel>;

impl CloseLooking {
    /// Builds the handler from the function's environment.
    ///
    /// # Errors
    /// When a variable is missing, or the network in the package cannot be used.
    pub async fn start(start: Start) -> Result<Self, StartError> {
        let variables = &start.variables;
        let pictures = Arc::new(start.bucket(variables.pictures_bucket()?));
        let lake: Arc<dyn Storage> = Arc::new(start.bucket(variables.lake_bucket()?));
        Ok(Self::new(
            Arc::new(EmbeddedCloseLook::new(pictures, Arc::clone(&lake))?),
            lake,
            variables.concurrency()?,
        ))
    }

    /// A handler over a detector and the lake.
    pub fn new(
        detector: Arc<dyn CloseLookDetector>,
        lake: Arc<dyn Storage>,
        concurrency: usize,
    ) -> Self {
        Self {
            detector,
            lake,
            concurrency: concurrency.max(1),
        }
    }

    /// The live models of the classes in `pictures`, read anew for every invocation, so that
    /// promoting a version needs no deploy.
    async fn models(
        &self,
        pictures: &[PreparedPicture],
    ) -> Result<Models, Failure<CloseLookError>> {
        let classes: BTreeSet<&DeviceClass> = pictures
            .iter()
            .map(|picture| &picture.device_class)
            .collect();
        let mut models = Models::new();
        for class in classes {
            models.insert(class.clone(), self.model(class).await?);
        }
        Ok(models)
    }

    async fn model(&self, class: &DeviceClass) -> Result<LiveModel, Failure<CloseLookError>> {
        match live::read(&*self.lake, class).await {
            Ok(Some(live)) => Ok(live),
            Ok(None) => Err(not_found(class)),
            Err(LiveModelError::Storage(error)) => Err(error.into()),
            Err(LiveModelError::Unreadable { key, detail }) => {
                Err(CloseLookError::ModelUnreadable { key, detail }.into())
            }
        }
    }

    async fn look(
        &self,
        models: &Models,
        picture: &PreparedPicture,
    ) -> Result<CloseLooked, Failure<CloseLookError>> {
        let class = &picture.device_class;
        let model = models.get(class).ok_or_else(|| not_found(class))?;
        self.detector.look(picture, model).await
    }
}

fn not_found(class: &DeviceClass) -> Failure<CloseLookError> {
    CloseLookError::ModelNotFound {
        device_class: class.to_string(),
        key: layout::live_model_key(class),
    }
    .into()
}

#[async_trait]
impl Handler<CloseLook> for CloseLooking {
    async fn handle(
        &self,
        input: CloseLookInput,
    ) -> Result<CloseLookOutput, Failure<CloseLookError>> {
        let models = self.models(&input.pictures).await?;
        let looking: Vec<_> = input
            .pictures
            .iter()
            .map(|picture| self.look(&models, picture))
            .collect();
        // In the pictures' order: `record` relies on it where one content has two classes.
        let looked: Vec<_> = stream::iter(looking)
            .buffered(self.concurrency)
            .try_collect()
            .await?;
        let mut output = CloseLookOutput::default();
        for (picture, looked) in input.pictures.into_iter().zip(looked) {
            match looked {
                CloseLooked::Examined(examination) => output.examinations.push(examination),
                CloseLooked::Refused(detail) => {
                    output.refused.push(RefusedPicture { picture, detail });
                }
            }
        }
        tracing::info!(
            batch = input.batch.as_str(),
            examinations = output.examinations.len(),
            refused = output.refused.len(),
            "looked closely"
        );
        Ok(output)
    }
}
