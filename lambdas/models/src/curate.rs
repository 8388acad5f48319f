//! Checks a dataset and divides it: what is trained on is what was said, whole and apart from what
//! is evaluated with.

mod split;
mod verify;

use std::sync::Arc;

use async_trait::async_trait;
use contracts::lineage::{DataLineage, TrainingWindow};
use contracts::tasks::{CurateData, CurateError};
use contracts::training::{
    CurateInput, CurateStep, Curated, TrainingPart, TrainingPicture, TrainingRules,
};
use contracts::{PictureId, layout};
use futures::stream::{self, StreamExt, TryStreamExt};
use runtime::storage::Upload;
use runtime::{Failure, Handler, Start, StartError, Storage};
use sha2::{Digest, Sha256};

pub(crate) use split::belongs_to;

/// Most bytes of a manifest: some 100,000 pictures.
const LARGEST_MANIFEST: u64 = 64 * 1024 * 1024;
/// Requests at once.
const CONCURRENCY: usize = 16;
/// The manifest that a run is trained with, among what the run leaves.
const MANIFEST: &str = "dataset.jsonl";
/// Its pictures to train on, as SageMaker is told them.
const TO_TRAIN: &str = "pictures-to-train.json";

/// The handler of [`CurateData`].
pub struct Curating {
    pictures: Arc<dyn Storage>,
    lake: Arc<dyn Storage>,
    rules: TrainingRules,
}

impl Curating {
    /// Builds the handler from the function's environment.
    ///
    /// # Errors
    /// When a variable is missing or not of its form.
    pub async fn start(start: Start) -> Result<Self, StartError> {
        let variables = &start.variables;
        Ok(Self::new(
            Arc::new(start.bucket(variables.pictures_bucket()?)),
            Arc::new(start.bucket(variables.lake_bucket()?)),
            variables.training_rules()?.clone(),
        ))
    }

    /// A handler over the bucket of pictures and the lake.
    pub fn new(pictures: Arc<dyn Storage>, lake: Arc<dyn Storage>, rules: TrainingRules) -> Self {
        Self {
            pictures,
            lake,
            rules,
        }
    }

    async fn read(
        &self,
        input: &CurateInput,
    ) -> Result<Vec<TrainingPicture>, Failure<CurateError>> {
        let key = &input.dataset;
        let invalid = |mistakes: Vec<String>| {
            Failure::<CurateError>::from(CurateError::DatasetInvalid {
                dataset: key.clone(),
                mistakes,
            })
        };
        let folder = layout::training_prefix(&input.device_class);
        if !key.starts_with(&folder) {
            return Err(invalid(vec![format!(
                "a manifest of {} is under {folder} in the pictures bucket",
                input.device_class
            )]));
        }
        let Some(object) = self.pictures.get(key, LARGEST_MANIFEST).await? else {
            return Err(invalid(vec!["it is not there".to_owned()]));
        };
        let pictures: Vec<TrainingPicture> = runtime::json_lines(&object.body).map_err(invalid)?;
        let mistakes = verify::lines(&pictures, &input.device_class);
        if mistakes.is_empty() {
            Ok(pictures)
        } else {
            Err(invalid(mistakes))
        }
    }

    async fn verify(
        &self,
        input: &CurateInput,
        pictures: &[TrainingPicture],
    ) -> Result<(), Failure<CurateError>> {
        let checks = pictures
            .iter()
            .map(|picture| verify::object(&*self.pictures, picture));
        let checks: Vec<_> = checks.collect();
        let found: Vec<Option<String>> = stream::iter(checks)
            .buffered(CONCURRENCY)
            .try_collect()
            .await?;
        let mistakes: Vec<String> = found.into_iter().flatten().collect();
        if mistakes.is_empty() {
            Ok(())
        } else {
            Err(CurateError::DatasetInvalid {
                dataset: input.dataset.clone(),
                mistakes,
            }
            .into())
        }
    }

    /// Copies what would expire: prepared pictures from the field.
    async fn keep(
        &self,
        input: &CurateInput,
        pictures: &mut [TrainingPicture],
    ) -> Result<(), Failure<CurateError>> {
        let mut copies = Vec::new();
        for picture in pictures {
            if picture.key.starts_with(layout::TRAINING) {
                continue;
            }
            let id = PictureId::parse(&picture.sha256[..32]);
            let id = id.map_err(|error| Failure::unexpected(error.to_string()))?;
            let kept = layout::training_picture_key(&input.device_class, &id);
            let from = std::mem::replace(&mut picture.key, kept.clone());
            copies.push(async move {
                let copied = self.pictures.copy(&from, &kept, Default::default()).await?;
                if copied {
                    return Ok::<(), Failure<CurateError>>(());
                }
                Err(Failure::from(CurateError::DatasetInvalid {
                    dataset: input.dataset.clone(),
                    mistakes: vec![format!("{from} is gone")],
                }))
            });
        }
        stream::iter(copies)
            .buffer_unordered(CONCURRENCY)
            .try_collect()
            .await
    }

    /// Divides the pictures and writes the run's own manifest.
    async fn split(
        &self,
        input: &CurateInput,
        mut pictures: Vec<TrainingPicture>,
    ) -> Result<(DataLineage, Option<String>), Failure<CurateError>> {
        self.keep(input, &mut pictures).await?;
        let mistakes = if input.step == CurateStep::HoldOut {
            for picture in &mut pictures {
                picture.part = Some(TrainingPart::Test);
            }
            Vec::new()
        } else {
            split::assign(&mut pictures, self.rules.parts as usize);
            split::missing(&pictures)
        };
        if !mistakes.is_empty() {
            return Err(CurateError::DatasetInvalid {
                dataset: input.dataset.clone(),
                mistakes,
            }
            .into());
        }
        let mut body = Vec::new();
        for picture in &pictures {
            serde_json::to_writer(&mut body, picture)
                .map_err(|error| Failure::unexpected(error.to_string()))?;
            body.push(b'\n');
        }
        let sha256 = format!("{:x}", Sha256::digest(&body));
        let manifest = layout::run_key(&input.device_class, &input.run, MANIFEST);
        let upload = Upload::new("application/x-ndjson", body);
        let _ = self.lake.put(&manifest, upload).await?;
        let count = |part: TrainingPart, anomalous: bool| {
            let of = |picture: &&TrainingPicture| {
                picture.part == Some(part) && picture.anomalous == anomalous
            };
            pictures.iter().filter(of).count() as u64
        };
        let to_train = match input.step {
            CurateStep::Split => Some(self.tell_pictures(input, &pictures).await?),
            CurateStep::Verify | CurateStep::HoldOut => None,
        };
        let data = DataLineage {
            manifest,
            sha256,
            train_normal: count(TrainingPart::Train, false),
            train_anomalous: count(TrainingPart::Train, true),
            test_normal: count(TrainingPart::Test, false),
            test_anomalous: count(TrainingPart::Test, true),
            window: window(&pictures),
        };
        Ok((data, to_train))
    }

    /// Writes the pictures to train on as a channel of a training job is told them: a prefix, and the
    /// objects below it.
    /// <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3DataSource.html>
    async fn tell_pictures(
        &self,
        input: &CurateInput,
        pictures: &[TrainingPicture],
    ) -> Result<String, Failure<CurateError>> {
        let prefix = format!("s3://{}/{}", self.pictures.name(), layout::TRAINING);
        let train = pictures
            .iter()
            .filter(|picture| picture.part == Some(TrainingPart::Train));
        let paths = train.filter_map(|picture| picture.key.strip_prefix(layout::TRAINING));
        let listed: Vec<serde_json::Value> =
            std::iter::once(serde_json::json!({ "prefix": prefix }))
                .chain(paths.map(serde_json::Value::from))
                .collect();
        let body =
            serde_json::to_vec(&listed).map_err(|error| Failure::unexpected(error.to_string()))?;
        let key = layout::run_key(&input.device_class, &input.run, TO_TRAIN);
        let upload = Upload::new("application/json", body);
        let _ = self.lake.put(&key, upload).await?;
        Ok(key)
    }
}

/// When the pictures landed that come from the field: since they were asked for, as few of a long time may
/// happen to be of an hour of it.
fn window(pictures: &[TrainingPicture]) -> Option<TrainingWindow> {
    let landed = pictures.iter().filter_map(|picture| {
        let until = picture.landed.as_ref()?;
        Some((picture.landed_from.as_ref().unwrap_or(until), until))
    });
    let (from, until): (Vec<&String>, Vec<&String>) = landed.unzip();
    Some(TrainingWindow {
        from: from.into_iter().min()?.clone(),
        until: until.into_iter().max()?.clone(),
    })
}

#[async_trait]
impl Handler<CurateData> for Curating {
    async fn handle(&self, input: CurateInput) -> Result<Curated, Failure<CurateError>> {
        let pictures = self.read(&input).await?;
        let count = pictures.len() as u64;
        let (data, pictures_to_train) = match input.step {
            CurateStep::Verify => {
                self.verify(&input, &pictures).await?;
                (None, None)
            }
            CurateStep::Split | CurateStep::HoldOut => {
                let (data, to_train) = self.split(&input, pictures).await?;
                (Some(data), to_train)
            }
        };
        tracing::info!(
            class = input.device_class.as_str(),
            pictures = count,
            "curated"
        );
        Ok(Curated {
            pictures: count,
            data,
            pictures_to_train,
        })
    }
}
