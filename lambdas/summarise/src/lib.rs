//! Sums a batch up from the records of its chunks, and clears what earlier runs of the same
//! batch left in the lake.
//!
//! A batch may be run again: its marker is written again, or the event that starts it is
//! delivered twice. The run that started last is the one that counts:
//! - the records of earlier runs and their data files are deleted, since this run wrote the
//!   same pictures anew;
//! - but for the rows of pictures that were rejected and moved away: this run did not meet
//!   them. They are counted where they are kept, so that the summary agrees with the table of
//!   rejections whichever run rejected them. A picture that has landed again under its old key
//!   was met again, and its old row goes, too;
//! - a run that finds records of a later one clears its own and leaves the batch's summary to
//!   that one.
//!
//! What the batch came to is a row of the table of batches for each device class, in files that the
//! summary names: a later run, which may begin on another day, clears them by it.
//!
//! Records and listings are read a page at a time, so memory does not grow with the batch.

mod landed;
mod rows;
mod sums;
mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use async_trait::async_trait;
use contracts::recording::{ChunkRecord, LookPrices, MovedFile, SummariseInput, Summary};
use contracts::tasks::Summarise;
use contracts::{DeviceClass, layout};
use futures::stream::{self, StreamExt, TryStreamExt};
use runtime::storage::Upload;
use runtime::{Failure, Handler, Start, StartError, Storage, StorageError};

use crate::sums::{Run, Sums};

/// Most bytes of a chunk's record, as `record` writes it.
const LARGEST_RECORD: u64 = 4 * 1024 * 1024;
/// Most bytes of a batch's summary: a few lines for each device class.
const LARGEST_SUMMARY: u64 = 4 * 1024 * 1024;
/// Requests at once.
const CONCURRENCY: usize = 16;

/// The handler of [`Summarise`].
pub struct Summarising {
    pictures: Arc<dyn Storage>,
    lake: Arc<dyn Storage>,
    classes: BTreeSet<DeviceClass>,
    prices: LookPrices,
}

impl Summarising {
    /// Builds the handler from the function's environment.
    ///
    /// # Errors
    /// When a variable is missing.
    pub async fn start(start: Start) -> Result<Self, StartError> {
        let variables = &start.variables;
        Ok(Self::new(
            Arc::new(start.bucket(variables.pictures_bucket()?)),
            Arc::new(start.bucket(variables.lake_bucket()?)),
            variables.device_classes()?.clone(),
            variables.look_prices()?.clone(),
        ))
    }

    /// A handler over the bucket of pictures and the lake.
    pub fn new(
        pictures: Arc<dyn Storage>,
        lake: Arc<dyn Storage>,
        classes: BTreeSet<DeviceClass>,
        prices: LookPrices,
    ) -> Self {
        Self {
            pictures,
            lake,
            classes,
            prices,
        }
    }

    /// Reads every record of the batch, sums up those of this run and clears earlier ones.
    async fn sum_up(&self, input: &SummariseInput) -> Result<Sums, Failure> {
        let mut sums = Sums::default();
        let mut page = None;
        loop {
            let listed = self
                .records(&layout::chunk_prefix(&input.batch), page)
                .await?;
            for (key, record) in listed.records {
                match Run::of(input, &record) {
                    Run::This => sums.add_own(&record),
                    Run::Earlier => self.clear(&key, &record).await?,
                    Run::Later => sums.superseded = true,
                }
            }
            page = listed.next;
            if page.is_none() {
                return Ok(sums);
            }
        }
    }

    /// Clears what this run itself recorded: a later one recorded the same pictures.
    async fn withdraw(&self, input: &SummariseInput) -> Result<(), Failure> {
        let mut page = None;
        loop {
            let listed = self
                .records(&layout::chunk_prefix(&input.batch), page)
                .await?;
            for (key, record) in &listed.records {
                if Run::of(input, record) == Run::This {
                    self.clear(key, record).await?;
                }
            }
            page = listed.next;
            if page.is_none() {
                return Ok(());
            }
        }
    }

    /// Deletes the data files of a superseded record, and then the record: until they are gone
    /// it names them.
    async fn clear(&self, key: &str, record: &ChunkRecord) -> Result<(), Failure> {
        let files = record.files.iter().map(|file| self.lake.delete(file));
        run(files).await?;
        let moved = record.moved_files.iter().map(|file| self.clear_moved(file));
        run(moved).await?;
        self.lake.delete(key).await?;
        Ok(())
    }

    /// Deletes the row of a rejected picture where the picture lies among those that landed:
    /// it was never moved, or landed again, and a later run has recorded what became of it.
    async fn clear_moved(&self, file: &MovedFile) -> Result<(), StorageError> {
        if self.pictures.head(&file.source).await?.is_some() {
            self.lake.delete(&file.key).await?;
        }
        Ok(())
    }

    /// Writes the batch's summary and its rows. The summary names at every moment all files that are
    /// there, those of earlier runs included, so that none is left where this is cut off.
    async fn write(&self, summary: &mut Summary, rows: rows::Files) -> Result<(), Failure> {
        let key = layout::summary_key(&summary.batch);
        let written: Vec<String> = rows.keys().cloned().collect();
        let mut stale = self.files_of_earlier_runs(&key).await?;
        stale.retain(|file| !rows.contains_key(file));
        summary.files = [written.clone(), stale.clone()].concat();
        self.put_summary(&key, summary).await?;
        for (file, body) in rows {
            let upload = Upload::new("application/vnd.apache.parquet", body);
            let _ = self.lake.put(&file, upload).await?;
        }
        if !stale.is_empty() {
            run(stale.iter().map(|file| self.lake.delete(file))).await?;
            summary.files = written;
            self.put_summary(&key, summary).await?;
        }
        Ok(())
    }

    async fn put_summary(&self, key: &str, summary: &Summary) -> Result<(), Failure> {
        let body = serde_json::to_vec_pretty(summary)
            .map_err(|error| Failure::unexpected(format!("{key} cannot be written: {error}")))?;
        let _ = self
            .lake
            .put(key, Upload::new("application/json", body))
            .await?;
        Ok(())
    }

    /// The data files that the batch's summary names, where it has one.
    async fn files_of_earlier_runs(&self, key: &str) -> Result<Vec<String>, Failure> {
        let Some(object) = self.lake.get(key, LARGEST_SUMMARY).await? else {
            return Ok(Vec::new());
        };
        serde_json::from_slice(&object.body)
            .map(|summary: Summary| summary.files)
            .map_err(|error| Failure::unexpected(format!("{key} cannot be read: {error}")))
    }

    /// A page of records.
    async fn records(&self, prefix: &str, page: Option<String>) -> Result<Records, Failure> {
        let listed = self.lake.list(prefix, page).await?;
        let reading: Vec<_> = listed.keys.iter().map(|key| self.record(key)).collect();
        let records: Vec<Option<ChunkRecord>> = stream::iter(reading)
            .buffered(CONCURRENCY)
            .try_collect()
            .await?;
        let records = listed
            .keys
            .into_iter()
            .zip(records)
            .filter_map(|(key, record)| Some((key, record?)))
            .collect();
        Ok(Records {
            records,
            next: listed.next,
        })
    }

    async fn record(&self, key: &str) -> Result<Option<ChunkRecord>, Failure> {
        // Another run's summary may have deleted it since it was listed.
        let Some(object) = self.lake.get(key, LARGEST_RECORD).await? else {
            return Ok(None);
        };
        match serde_json::from_slice(&object.body) {
            Ok(record) => Ok(Some(record)),
            Err(error) => {
                // Its pictures are then counted as unrecorded, which is what people must see;
                // failing here would leave the whole batch without a summary.
                tracing::error!(key, %error, "the record cannot be read");
                Ok(None)
            }
        }
    }
}

/// Runs `work` to its end, a few at once.
async fn run<F>(work: impl Iterator<Item = F>) -> Result<(), StorageError>
where
    F: Future<Output = Result<(), StorageError>>,
{
    let work: Vec<F> = work.collect();
    stream::iter(work)
        .buffer_unordered(CONCURRENCY)
        .try_collect()
        .await
}

/// A page of records with their keys.
struct Records {
    records: Vec<(String, ChunkRecord)>,
    next: Option<String>,
}

#[async_trait]
impl Handler<Summarise> for Summarising {
    async fn handle(&self, input: SummariseInput) -> Result<Summary, Failure> {
        let mut sums = self.sum_up(&input).await?;
        let landed = landed::count(&*self.pictures, &input.batch, &self.classes).await?;
        sums.add_moved(&landed.moved);
        // Of a superseded run the later one may have cleared records already.
        let unrecorded = if sums.superseded {
            0
        } else {
            landed.staying.saturating_sub(sums.staying)
        };
        let mut summary = words::summary(&input, &sums, unrecorded, &self.prices);
        if sums.superseded {
            tracing::warn!(
                batch = input.batch.as_str(),
                "a later run of the batch counts; what this one recorded is cleared"
            );
            self.withdraw(&input).await?;
            return Ok(summary);
        }
        let rows = rows::render(&input, &sums, &self.prices)?;
        self.write(&mut summary, rows).await?;
        tracing::info!(
            batch = input.batch.as_str(),
            pictures = summary.counts.pictures,
            defects = summary.counts.defects,
            unrecorded,
            "summed up"
        );
        Ok(summary)
    }
}
