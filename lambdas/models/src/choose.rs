//! Writes down which pictures of earlier days a version is to look at: those that the query
//! `backfill-pictures` gives and that are still there.
//!
//! A transform job is told by a manifest, which has keys alone; the run's own list beside it has what a row
//! in the lake needs. Both are named by the run, so that a retry writes the same.

mod answer;

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use async_trait::async_trait;
use contracts::backfill::{ChooseInput, Chosen, ChosenPicture, MissedPicture};
use contracts::tasks::{ChooseError, ChoosePictures};
use contracts::{Day, DeviceClass, ServiceError, layout};
use futures::stream::{self, StreamExt, TryStreamExt};
use runtime::storage::Upload;
use runtime::{Failure, Handler, Start, StartError, Storage};
use serde::Serialize;
use serde_json::{Value, json};

/// What a transform job is told.
const MANIFEST: &str = "manifest.json";
/// The media type of JSON lines.
const LINES: &str = "application/x-ndjson";
/// Most pictures of a run; the query gives one more where there are more.
const MOST_PICTURES: usize = 50_000;
/// Most bytes of the query's answer: 50,000 lines of at most 1 KB.
const LARGEST_ANSWER: u64 = 64 * 1024 * 1024;

/// Days that are listed at once.
const DAYS_AT_ONCE: usize = 16;

/// The handler of [`ChoosePictures`].
pub struct ChoosingPictures {
    pictures: Arc<dyn Storage>,
    lake: Arc<dyn Storage>,
    results: Arc<dyn Storage>,
}

impl ChoosingPictures {
    /// Builds the handler from the function's environment.
    ///
    /// # Errors
    /// When a variable is missing.
    pub async fn start(start: Start) -> Result<Self, StartError> {
        let variables = &start.variables;
        Ok(Self::new(
            Arc::new(start.bucket(variables.pictures_bucket()?)),
            Arc::new(start.bucket(variables.lake_bucket()?)),
            Arc::new(start.bucket(variables.results_bucket()?)),
        ))
    }

    /// A handler over the buckets of pictures, lake and query results.
    pub fn new(
        pictures: Arc<dyn Storage>,
        lake: Arc<dyn Storage>,
        results: Arc<dyn Storage>,
    ) -> Self {
        Self {
            pictures,
            lake,
            results,
        }
    }

    /// The rows of the query's answer.
    async fn asked(&self, place: &str) -> Result<Vec<ChosenPicture>, Failure<ChooseError>> {
        let unusable = |detail: String| Failure::Service {
            error: ServiceError::InvalidInput,
            detail: format!("{place} is no answer of the query: {detail}"),
        };
        let prefix = format!("s3://{}/", self.results.name());
        let key = place
            .strip_prefix(&prefix)
            .filter(|key| key.starts_with(layout::RESULTS))
            .ok_or_else(|| unusable(format!("it is not below {prefix}{}", layout::RESULTS)))?;
        let object = self.results.get(key, LARGEST_ANSWER).await?;
        let object = object.ok_or_else(|| unusable("it is not there".to_owned()))?;
        answer::read(&object.body).map_err(unusable)
    }

    /// Of the pictures that were asked for, the keys of those that are there. Days are listed, since a
    /// request tells of a thousand keys; of what lies there beside them nothing is kept.
    async fn present(
        &self,
        class: &DeviceClass,
        asked: &[ChosenPicture],
    ) -> Result<BTreeSet<String>, Failure<ChooseError>> {
        let keys: HashSet<&str> = asked.iter().map(|one| one.prepared_key.as_str()).collect();
        let days: BTreeSet<&Day> = asked.iter().map(|picture| &picture.day).collect();
        let listing: Vec<_> = days
            .into_iter()
            .map(|day| self.present_on(class, day, &keys))
            .collect();
        stream::iter(listing)
            .buffer_unordered(DAYS_AT_ONCE)
            .try_fold(BTreeSet::new(), async |mut all, day| {
                all.extend(day);
                Ok(all)
            })
            .await
    }

    /// Those of a day.
    async fn present_on(
        &self,
        class: &DeviceClass,
        day: &Day,
        keys: &HashSet<&str>,
    ) -> Result<Vec<String>, Failure<ChooseError>> {
        let prefix = format!("{}{day}/", layout::prepared_prefix(class));
        let (mut present, mut page) = (Vec::new(), None);
        loop {
            let listed = self.pictures.list(&prefix, page).await?;
            let those = listed.keys.into_iter();
            present.extend(those.filter(|key| keys.contains(key.as_str())));
            page = listed.next;
            if page.is_none() {
                return Ok(present);
            }
        }
    }

    async fn put(
        &self,
        key: &str,
        content_type: &'static str,
        body: Vec<u8>,
    ) -> Result<(), Failure<ChooseError>> {
        let _ = self.lake.put(key, Upload::new(content_type, body)).await?;
        Ok(())
    }
}

/// Values as JSON, one a line.
fn lines(
    values: impl IntoIterator<Item = impl Serialize>,
) -> Result<Vec<u8>, Failure<ChooseError>> {
    let mut lines = Vec::new();
    for value in values {
        serde_json::to_writer(&mut lines, &value)
            .map_err(|error| Failure::unexpected(error.to_string()))?;
        lines.push(b'\n');
    }
    Ok(lines)
}

#[async_trait]
impl Handler<ChoosePictures> for ChoosingPictures {
    async fn handle(&self, input: ChooseInput) -> Result<Chosen, Failure<ChooseError>> {
        let class = &input.device_class;
        let asked = self.asked(&input.answer).await?;
        if asked.len() > MOST_PICTURES {
            let most = MOST_PICTURES as u64;
            return Err(ChooseError::TooManyPictures { most }.into());
        }
        let present = self.present(class, &asked).await?;
        let (chosen, gone): (Vec<_>, Vec<_>) = asked
            .iter()
            .partition(|picture| present.contains(&picture.prepared_key));
        let prefix = layout::prepared_prefix(class);
        let mut manifest = vec![json!({
            "prefix": format!("s3://{}/{prefix}", self.pictures.name()),
        })];
        for picture in &chosen {
            let Some(path) = picture.prepared_key.strip_prefix(&prefix) else {
                let detail = format!("{} is not below {prefix}", picture.prepared_key);
                return Err(Failure::unexpected(detail));
            };
            manifest.push(Value::from(path));
        }
        let missed = gone.iter().map(|picture| MissedPicture {
            key: picture.prepared_key.clone(),
            why: "its prepared picture is gone".to_owned(),
        });
        let key = |file: &str| layout::backfill_key(class, &input.run, file);
        let manifest_key = key(MANIFEST);
        self.put(&key(layout::CHOSEN), LINES, lines(chosen.iter())?)
            .await?;
        self.put(&key(layout::GONE), LINES, lines(missed)?).await?;
        let manifest = Value::Array(manifest).to_string().into_bytes();
        self.put(&manifest_key, "application/json", manifest)
            .await?;
        let place = |key: String| format!("s3://{}/{key}", self.lake.name());
        tracing::info!(
            class = class.as_str(),
            pictures = chosen.len(),
            gone = gone.len(),
            "chosen"
        );
        Ok(Chosen {
            pictures: chosen.len() as u64,
            gone: gone.len() as u64,
            manifest: place(manifest_key),
            answers: place(key(layout::ANSWERS)),
        })
    }
}
