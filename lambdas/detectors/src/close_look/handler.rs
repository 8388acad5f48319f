//! The handler of [`CloseLook`]: every picture of a chunk, each with the model that is live for its
//! device class, whatever looks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use contracts::close_look::ShadowRules;
use contracts::examination::{CloseLookInput, CloseLookOutput};
use contracts::finding::RefusedPicture;
use contracts::model::LiveModel;
use contracts::picture::PreparedPicture;
use contracts::tasks::{CloseLook, CloseLookError};
use contracts::{DeviceClass, layout};
use futures::stream::{self, StreamExt, TryStreamExt};
use runtime::{Failure, Handler, Storage};
use tokio::time::Instant;

use super::{CloseLookDetector, CloseLooked, shadow};
use crate::live::{self, LiveModelError};
use crate::patience::Patience;

/// The handler of [`CloseLook`].
pub struct CloseLooking {
    detector: Arc<dyn CloseLookDetector>,
    lake: Arc<dyn Storage>,
    concurrency: usize,
    shadows: ShadowRules,
    patience: Patience,
}

/// The live models by device class.
type Models = BTreeMap<DeviceClass, LiveModel>;

impl CloseLooking {
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
            shadows: ShadowRules::default(),
            patience: Patience::default(),
        }
    }

    /// The same with candidates that look at a share of the pictures.
    #[must_use]
    pub fn with_shadows(mut self, rules: ShadowRules) -> Self {
        self.shadows = rules;
        self
    }

    /// The same with another patience for pictures that are throttled.
    #[must_use]
    pub fn with_patience(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
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
        began: Instant,
    ) -> Result<CloseLooked, Failure<CloseLookError>> {
        let class = &picture.device_class;
        let model = models.get(class).ok_or_else(|| not_found(class))?;
        let mut turns = self.patience.turns(began.into_std(), &picture.id);
        loop {
            let looked = self.detector.look(picture, model).await;
            let is_throttled = matches!(
                looked,
                Err(Failure::Declared(CloseLookError::Throttled { .. }))
            );
            if !is_throttled || !turns.next().await {
                return looked;
            }
        }
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
        let began = Instant::now();
        let ends = began + Duration::from_secs(self.shadows.within_seconds.into());
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
        let mut output = CloseLookOutput::default();
        let mut examined = Vec::new();
        for (picture, looked) in input.pictures.into_iter().zip(looked) {
            match looked {
                CloseLooked::Examined(examination) => examined.push((picture, examination)),
                CloseLooked::Refused(detail) => {
                    output.refused.push(RefusedPicture { picture, detail });
                }
            }
        }
        // After all that counts.
        output.shadows = shadow::look(
            &*self.detector,
            &*self.lake,
            self.shadows,
            ends,
            &examined,
            self.concurrency,
        )
        .await;
        let examinations = examined.into_iter().map(|(_, examination)| examination);
        output.examinations = examinations.collect();
        tracing::info!(
            batch = input.batch.as_str(),
            shadows = output.shadows.len(),
            examinations = output.examinations.len(),
            refused = output.refused.len(),
            "looked closely"
        );
        Ok(output)
    }
}
