//! Trains a model on the training part of a dataset, or takes over the one that a job has trained on it,
//! and stores it under the name of its content.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};

use async_trait::async_trait;
use bytes::Bytes;
use contracts::tasks::{TrainError, TrainModel};
use contracts::training::{TrainInput, Trained, TrainingPart, TrainingPicture, TrainingRules};
use contracts::{VersionId, layout};
use futures::stream::{self, StreamExt};
use runtime::storage::{Condition, Upload};
use runtime::{Failure, Handler, Start, StartError, Storage};
use sha2::{Digest, Sha256};
use vision::{Backbone, Example, FitOptions, Kind, Model, Selection, TryFitError, try_fit_best};

use crate::data::{self, DataError};
use crate::takeover::take_over;

/// Pictures that are read ahead of those that are described.
const AHEAD: usize = 8;
/// What a run leaves of how its model was chosen.
const SELECTION: &str = "selection.json";

/// The handler of [`TrainModel`].
pub struct Training {
    pictures: Arc<dyn Storage>,
    lake: Arc<dyn Storage>,
    backbone: Arc<Backbone>,
    kinds: Vec<Kind>,
    options: FitOptions,
}

impl Training {
    /// Builds the handler from the function's environment.
    ///
    /// # Errors
    /// When a variable is missing or not of its form, or the network cannot be used.
    pub async fn start(start: Start) -> Result<Self, StartError> {
        let variables = &start.variables;
        let backbone = Backbone::load().map_err(|error| StartError::Shipped {
            what: "the network",
            detail: error.to_string(),
        })?;
        Self::new(
            Arc::new(start.bucket(variables.pictures_bucket()?)),
            Arc::new(start.bucket(variables.lake_bucket()?)),
            Arc::new(backbone),
            variables.training_rules()?,
        )
    }

    /// A handler over the bucket of pictures and the lake.
    ///
    /// # Errors
    /// When the rules name a kind of model that there is not.
    pub fn new(
        pictures: Arc<dyn Storage>,
        lake: Arc<dyn Storage>,
        backbone: Arc<Backbone>,
        rules: &TrainingRules,
    ) -> Result<Self, StartError> {
        let kinds: Result<Vec<Kind>, _> = rules.kinds.iter().map(|kind| kind.parse()).collect();
        let kinds = kinds.map_err(|error| StartError::Variables {
            problems: vec![format!("TRAINING_RULES: {error}")],
        })?;
        Ok(Self {
            pictures,
            lake,
            backbone,
            kinds,
            options: FitOptions {
                most_pictures: rules.most_pictures as usize,
                ..FitOptions::default()
            },
        })
    }

    /// Reads pictures and fits on them as they come.
    async fn fit(
        &self,
        train: Vec<TrainingPicture>,
    ) -> Result<(Model, Selection), Failure<TrainError>> {
        let (send, receive) = sync_channel(0);
        let (backbone, kinds) = (Arc::clone(&self.backbone), self.kinds.clone());
        let options = self.options;
        let fitting =
            tokio::task::spawn_blocking(move || fit(&backbone, receive, &kinds, &options));
        let (pictures, many) = (Arc::clone(&self.pictures), train.len());
        let reads: Vec<_> = train
            .into_iter()
            .map(|picture| {
                let bucket = Arc::clone(&pictures);
                async move {
                    let bytes = data::picture(&*bucket, &picture).await;
                    (picture, bytes)
                }
            })
            .collect();
        // In the manifest's order, on which the model depends.
        let mut reads = stream::iter(reads).buffered(AHEAD);
        while let Some((picture, bytes)) = reads.next().await {
            let read = bytes.map(|bytes| (picture, bytes));
            let send = send.clone();
            // Waits for the fitting, which must not stop the reading of others. What could not be read ends it:
            // no fitting is left behind, to go on beside the next attempt.
            let sending = move || send.send(read).is_ok();
            if !matches!(tokio::task::spawn_blocking(sending).await, Ok(true)) {
                // The fitting has ended; it says why.
                break;
            }
        }
        drop(send);
        let fitted = fitting
            .await
            .map_err(|error| Failure::unexpected(format!("the training failed: {error}")))?;
        match fitted {
            Ok(fitted) => Ok(fitted),
            Err(TryFitError::Example(error)) => Err(not_trainable(error)),
            Err(TryFitError::Fit(error)) => Err(TrainError::NotTrainable {
                detail: format!("{error} (of {many} pictures)"),
            }
            .into()),
        }
    }
}

/// A picture as it was read.
type Read = Result<(TrainingPicture, Bytes), DataError>;

/// Fits on the pictures as they come; a model without one of them is not what was asked for.
fn fit(
    backbone: &Backbone,
    pictures: Receiver<Read>,
    kinds: &[Kind],
    options: &FitOptions,
) -> Result<(Model, Selection), TryFitError<DataError>> {
    let examples = pictures.into_iter().map(|read| {
        let (picture, bytes) = read?;
        Ok(Example {
            pixels: data::pixels(&picture, &bytes)?,
            anomalous: picture.anomalous,
            group: picture.group,
        })
    });
    try_fit_best(backbone, examples, kinds, options)
}

fn not_trainable(error: DataError) -> Failure<TrainError> {
    match error {
        DataError::Storage(error) => error.into(),
        DataError::Unusable(detail) => TrainError::NotTrainable { detail }.into(),
    }
}

#[async_trait]
impl Handler<TrainModel> for Training {
    async fn handle(&self, input: TrainInput) -> Result<Trained, Failure<TrainError>> {
        let (model, selection) = match &input.artefact {
            Some(artefact) => take_over(&*self.lake, &input, artefact).await?,
            None => {
                let manifest = data::manifest(&*self.lake, &input.data).await;
                let mut train = manifest.map_err(not_trainable)?;
                train.retain(|picture| picture.part == Some(TrainingPart::Train));
                self.fit(train).await?
            }
        };
        let bytes = model.to_bytes();
        let sha256 = format!("{:x}", Sha256::digest(&bytes));
        let version = VersionId::of_sha256(&sha256)
            .ok_or_else(|| Failure::unexpected(format!("{sha256} is no SHA-256")))?;
        let class = &input.device_class;
        let file = layout::version_file_key(class, &version);
        let upload = Upload {
            condition: Condition::IfAbsent,
            ..Upload::new("application/octet-stream", bytes)
        };
        // One that is there has the same name, and so the same content.
        let _ = self.lake.put(&file, upload).await?;
        let chosen = serde_json::to_vec_pretty(&selection)
            .map_err(|error| Failure::unexpected(error.to_string()))?;
        let key = layout::run_key(class, &input.run, SELECTION);
        let upload = Upload::new("application/json", chosen);
        let _ = self.lake.put(&key, upload).await?;
        tracing::info!(
            class = class.as_str(),
            version = version.as_str(),
            kind = %selection.chosen,
            normal = selection.normal,
            "trained"
        );
        Ok(Trained {
            version,
            file,
            sha256,
            kind: selection.chosen.to_string(),
            toolkit: format!("sightline {}", env!("CARGO_PKG_VERSION")),
        })
    }
}
