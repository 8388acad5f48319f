//! The dataset of a retraining: what the live version was trained and evaluated with, and what the
//! field has told since.
//!
//! What a person found at a device is a label, and replaces an earlier one of the same picture where it is
//! news. A picture that no look found anything on is taken for normal, since a model of normal pictures has
//! nothing else to follow the field by, but with care: it is trained on and never evaluated with, where it
//! would have the looks vouch for themselves; and none is taken of a device whose pictures are labelled by
//! people or evaluated with. Which of them there are, and how few of a device, the query says, each time
//! anew: what nobody has labelled does not pile up, and is gone once a repair contradicts it.
//!
//! The same pictures give the same manifest, under a name of its content.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;
use contracts::lineage::LivePointer;
use contracts::monitoring::{Because, CollectInput, Collected, FieldPicture};
use contracts::tasks::{CollectError, CollectPictures};
use contracts::training::{TrainingPart, TrainingPicture};
use contracts::{DeviceClass, DeviceId, VersionId, layout};
use futures::stream::{self, StreamExt, TryStreamExt};
use runtime::storage::Upload;
use runtime::{Failure, Handler, Start, StartError, Storage, StorageError};
use sha2::{Digest, Sha256};

use crate::curate::belongs_to;
use crate::store;

/// Most bytes of a manifest: some 100,000 pictures.
const LARGEST_MANIFEST: u64 = 64 * 1024 * 1024;
/// Most bytes of a prepared picture.
const LARGEST_PICTURE: u64 = 32 * 1024 * 1024;
/// Requests at once.
const CONCURRENCY: usize = 8;

/// What the live version was trained and evaluated with.
#[derive(Default)]
struct OfLive {
    /// What somebody has labelled.
    labelled: Vec<TrainingPicture>,
    /// The contents of what was taken for normal.
    assumed: BTreeSet<String>,
}

/// The handler of [`CollectPictures`].
pub struct Collecting {
    pictures: Arc<dyn Storage>,
    lake: Arc<dyn Storage>,
}

impl Collecting {
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

    /// What the live version was trained and evaluated with; nothing of one that was not registered.
    async fn of_live(&self, class: &DeviceClass) -> Result<OfLive, Failure<CollectError>> {
        let live = store::read::<LivePointer>(&*self.lake, &layout::live_model_key(class)).await?;
        let id = live.and_then(|live| VersionId::parse(live.value.model.version).ok());
        let version = match id {
            Some(id) => store::version(&*self.lake, class, &id).await?,
            None => None,
        };
        let Some(data) = version.map(|version| version.data) else {
            return Ok(OfLive::default());
        };
        let broken = |detail: String| CollectError::LineageBroken {
            manifest: data.manifest.clone(),
            detail,
        };
        let Some(object) = self.lake.get(&data.manifest, LARGEST_MANIFEST).await? else {
            return Err(broken("it is not there".to_owned()).into());
        };
        let found = format!("{:x}", Sha256::digest(&object.body));
        if found != data.sha256 {
            let detail = format!("its SHA-256 is {found} and was {}", data.sha256);
            return Err(broken(detail).into());
        }
        let lines = runtime::json_lines::<TrainingPicture>(&object.body);
        let lines = lines.map_err(|mistakes| broken(mistakes.join("; ")))?;
        let mut of_live = OfLive::default();
        for line in lines {
            if line.assumed {
                of_live.assumed.insert(line.sha256);
                continue;
            }
            // What a retraining was made for is what it adds, and not what an earlier one added.
            of_live.labelled.push(TrainingPicture {
                landed: None,
                landed_from: None,
                ..line
            });
        }
        Ok(of_live)
    }

    /// The line of a picture; none of one that is gone by now. What landed before `recent_from` is learned
    /// from, and yet not of the time that the model is made for.
    async fn line(
        &self,
        picture: FieldPicture,
        recent_from: &str,
    ) -> Result<Option<(TrainingPicture, Because)>, StorageError> {
        let object = self
            .pictures
            .get(&picture.prepared_key, LARGEST_PICTURE)
            .await?;
        // Pictures without a device have nothing in common.
        let device = Some(picture.device_id).filter(|device| *device != DeviceId::UNKNOWN);
        let because = picture.because;
        let landed = Some(picture.landed).filter(|landed| landed.as_str() >= recent_from);
        Ok(object.map(|object| {
            let line = TrainingPicture {
                key: picture.prepared_key,
                sha256: format!("{:x}", Sha256::digest(&object.body)),
                name: picture.picture_id.to_string(),
                anomalous: because.is_anomalous(),
                group: device.clone(),
                device,
                mask: None,
                part: (!because.is_feedback()).then_some(TrainingPart::Train),
                landed_from: landed.is_some().then(|| recent_from.to_owned()),
                landed,
                assumed: !because.is_feedback(),
            };
            (line, because)
        }))
    }
}

/// Adds pictures to what there is; gives how many are new or labelled otherwise. Taken for normal once more is
/// not new.
fn add(
    dataset: &mut Vec<TrainingPicture>,
    assumed: &BTreeSet<String>,
    pictures: Vec<(TrainingPicture, Because)>,
) -> u64 {
    let mut parts: BTreeMap<String, TrainingPart> = BTreeMap::new();
    let mut groups: BTreeMap<String, String> = BTreeMap::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (at, picture) in dataset.iter().enumerate() {
        known.insert(picture.sha256.clone(), at);
        if let (Some(device), Some(group)) = (&picture.device, &picture.group) {
            groups.insert(device.clone(), group.clone());
        }
        if let (Some(name), Some(part)) = (belongs_to(picture), picture.part) {
            parts.insert(name.clone(), part);
        }
    }
    let spoken_of: BTreeSet<String> = pictures
        .iter()
        .filter(|(_, because)| because.is_feedback())
        .filter_map(|(picture, _)| picture.device.clone())
        .collect();
    let mut added = 0;
    for (mut picture, because) in pictures {
        let is_feedback = because.is_feedback();
        if let Some(before) = known
            .get(&picture.sha256)
            .and_then(|at| dataset.get_mut(*at))
        {
            if because.is_news() && before.anomalous != picture.anomalous {
                before.anomalous = picture.anomalous;
                before.mask = None;
                added += 1;
            }
            continue;
        }
        let device = picture.device.as_ref();
        let is_spoken_of = device.is_some_and(|device| spoken_of.contains(device));
        // What the dataset ties together stays so.
        if let Some(group) = device.and_then(|device| groups.get(device)) {
            picture.group = Some(group.clone());
        }
        let part = belongs_to(&picture).and_then(|name| parts.get(name));
        if !is_feedback && (is_spoken_of || part == Some(&TrainingPart::Test)) {
            continue;
        }
        picture.part = part.copied().or(picture.part);
        known.insert(picture.sha256.clone(), dataset.len());
        added += u64::from(is_feedback || !assumed.contains(&picture.sha256));
        dataset.push(picture);
    }
    added
}

#[async_trait]
impl Handler<CollectPictures> for Collecting {
    async fn handle(&self, input: CollectInput) -> Result<Collected, Failure<CollectError>> {
        let class = &input.device_class;
        let OfLive {
            labelled: mut dataset,
            assumed,
        } = self.of_live(class).await?;
        let asked = input.pictures.len();
        let recent_from = input.recent_from.as_str();
        let lines = input.pictures.into_iter();
        let lines: Vec<_> = lines
            .map(|picture| self.line(picture, recent_from))
            .collect();
        let lines: Vec<Option<(TrainingPicture, Because)>> = stream::iter(lines)
            .buffered(CONCURRENCY)
            .try_collect()
            .await?;
        let lines: Vec<(TrainingPicture, Because)> = lines.into_iter().flatten().collect();
        let gone = asked - lines.len();
        let is_feedback = |line: &&(TrainingPicture, Because)| line.1.is_feedback();
        let feedback = lines.iter().filter(is_feedback).count();
        let added = add(&mut dataset, &assumed, lines);
        let mut body = Vec::new();
        for picture in &dataset {
            serde_json::to_writer(&mut body, picture)
                .map_err(|error| Failure::unexpected(error.to_string()))?;
            body.push(b'\n');
        }
        let digest = format!("{:x}", Sha256::digest(&body));
        let key = format!("{}datasets/{digest}.jsonl", layout::training_prefix(class));
        let upload = Upload::new("application/x-ndjson", body);
        let _ = self.pictures.put(&key, upload).await?;
        let pictures = dataset.len() as u64;
        tracing::info!(
            class = class.as_str(),
            pictures,
            added,
            feedback,
            gone,
            "collected"
        );
        Ok(Collected {
            dataset: key,
            pictures,
            added,
            headline: format!(
                "{class}: {added} pictures from the field are new, of {asked} that were found \
                 ({feedback} with what a repair says, {gone} gone by now)"
            ),
        })
    }
}
