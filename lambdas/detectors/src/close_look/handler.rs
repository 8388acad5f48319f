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
use runtime::{Failure, Handler, Storage, StorageError};
use tokio::time::{Instant, timeout_at};

use super::{CloseLookDetector, CloseLooked, shadow};
use crate::chunk::each_of_chunk;
use crate::live::{self, LiveModelError};
use crate::patience::Patience;

/// The handler of [`CloseLook`].
pub struct CloseLooking {
    detector: Arc<dyn CloseLookDetector>,
    lake: Arc<dyn Storage>,
    concurrency: usize,
    shadows: ShadowRules,
    patience: Patience,
    within: Option<Duration>,
}

/// The live models by device class, and why one is not known.
type Models = BTreeMap<DeviceClass, Result<LiveModel, CloseLookError>>;

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
            within: None,
        }
    }

    /// The same with an end: how long after an invocation began pictures are looked at.
    #[must_use]
    pub fn with_end(mut self, within: Duration) -> Self {
        self.within = Some(within);
        self
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

    async fn model(
        &self,
        class: &DeviceClass,
    ) -> Result<Result<LiveModel, CloseLookError>, StorageError> {
        Ok(match live::read(&*self.lake, class).await {
            Ok(Some(live)) => Ok(live),
            Ok(None) => Err(not_found(class)),
            Err(LiveModelError::Storage(error)) => return Err(error),
            Err(LiveModelError::Unreadable { key, detail }) => {
                Err(CloseLookError::ModelUnreadable { key, detail })
            }
        })
    }

    /// As [`Self::look`]; what would not end before the function does is refused, so that those that were
    /// looked at in time are not lost with it.
    async fn look_in_time(
        &self,
        models: &Models,
        picture: &PreparedPicture,
        began: Instant,
    ) -> Result<CloseLooked, Failure<CloseLookError>> {
        let look = self.look(models, picture, began);
        let Some(within) = self.within else {
            return look.await;
        };
        let looked = timeout_at(began + within, look).await;
        looked.unwrap_or_else(|_| {
            Ok(CloseLooked::Refused(format!(
                "no time was left for it: the function looks at a chunk for {} seconds; give it more \
                 (functions.close-look.timeout_seconds), more pictures at once, or a smaller chunk_size",
                within.as_secs()
            )))
        })
    }

    async fn look(
        &self,
        models: &Models,
        picture: &PreparedPicture,
        began: Instant,
    ) -> Result<CloseLooked, Failure<CloseLookError>> {
        let class = &picture.device_class;
        let model = match models.get(class) {
            Some(Ok(model)) => model,
            Some(Err(error)) => return Err(error.clone().into()),
            None => return Err(not_found(class).into()),
        };
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

fn not_found(class: &DeviceClass) -> CloseLookError {
    CloseLookError::ModelNotFound {
        device_class: class.to_string(),
        key: layout::live_model_key(class),
    }
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
        // In the pictures' order: `record` relies on it where one content has two classes.
        let looked = each_of_chunk(
            &input.pictures,
            self.concurrency,
            CloseLookError::is_of_class,
            |picture| self.look_in_time(&models, picture, began),
        )
        .await?;
        let mut output = CloseLookOutput::default();
        let mut examined = Vec::new();
        for (picture, looked) in input.pictures.into_iter().zip(looked) {
            let detail = match looked {
                Ok(CloseLooked::Examined(examination)) => {
                    examined.push((picture, examination));
                    continue;
                }
                Ok(CloseLooked::Refused(detail)) => detail,
                Err(error) => error.to_string(),
            };
            output.refused.push(RefusedPicture { picture, detail });
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
