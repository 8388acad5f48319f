//! Sums a batch up from the records of its chunks, and clears what earlier runs of the same
//! batch left in the lake.
//!
//! A batch may be run again: its marker is written again, or the event that starts it is
//! delivered twice. The run that started last is the one that counts:
//! - the data files of earlier runs are deleted, since this run wrote the same pictures anew;
//! - but for those of pictures that were rejected and moved: this run did not meet them. They
//!   stay, their record stays for the next run, and the summary counts them, so that it agrees
//!   with the table of rejections. (Runs that overlap may both meet them; then the later one's
//!   stay.)
//! - a run that finds records of a later one clears its own files and leaves the batch's
//!   summary to that one.
//!
//! Records are read a page at a time, so memory does not grow with the batch.

mod sums;
mod words;

use std::sync::Arc;

use async_trait::async_trait;
use contracts::recording::{ChunkRecord, RejectionFile, SummariseInput, Summary};
use contracts::tasks::Summarise;
use contracts::{BatchName, layout};
use futures::stream::{self, StreamExt, TryStreamExt};
use runtime::storage::Upload;
use runtime::{Failure, Handler, Start, StartError, Storage};

use crate::sums::{Run, Sums};

/// Most bytes of a chunk's record, as `record` writes it.
const LARGEST_RECORD: u64 = 4 * 1024 * 1024;
/// Requests at once.
const CONCURRENCY: usize = 16;

/// The handler of [`Summarise`].
pub struct Summarising {
    pictures: Arc<dyn Storage>,
    lake: Arc<dyn Storage>,
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
        ))
    }

    /// A handler over the bucket of pictures and the lake.
    pub fn new(pictures: Arc<dyn Storage>, lake: Arc<dyn Storage>) -> Self {
        Self { pictures, lake }
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
                    Run::Earlier => sums.add_kept(&self.clear(input, &key, &record).await?),
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
                    self.clear(input, key, record).await?;
                }
            }
            page = listed.next;
            if page.is_none() {
                return Ok(());
            }
        }
    }

    /// Deletes the data files of a superseded record, and the record where none of its files
    /// outlives it; gives those that do. The files go first: until they are gone the record
    /// names them.
    async fn clear(
        &self,
        input: &SummariseInput,
        key: &str,
        record: &ChunkRecord,
    ) -> Result<Vec<RejectionFile>, Failure> {
        let (kept, again) = self.sort_rejections(input, record).await?;
        let again = again.iter().map(|file| &file.key);
        let deleting: Vec<_> = record
            .files
            .iter()
            .chain(again)
            .map(|file| self.lake.delete(file))
            .collect();
        stream::iter(deleting)
            .buffer_unordered(CONCURRENCY)
            .try_collect::<()>()
            .await?;
        if kept.is_empty() {
            self.lake.delete(key).await?;
        }
        Ok(kept)
    }

    /// The rejections of a superseded record: those that it alone knows, and those that a later
    /// run recorded again.
    async fn sort_rejections(
        &self,
        input: &SummariseInput,
        record: &ChunkRecord,
    ) -> Result<(Vec<RejectionFile>, Vec<RejectionFile>), Failure> {
        if record.rejection_files.is_empty() {
            return Ok(Default::default());
        }
        let mut later = Vec::new();
        if let Some(prefix) = layout::same_chunk_prefix(&input.batch, &record.chunk) {
            // One page: there is a record for each run of the batch.
            let same = self.records(&prefix, None).await?.records;
            let ours = Run::of(input, record);
            let after = same
                .into_iter()
                .filter(|(_, one)| Run::of(input, one) > ours);
            later.extend(after.flat_map(|(_, one)| one.rejection_files));
        }
        let again = |file: &RejectionFile| later.iter().any(|other| is_same(file, other));
        Ok(record
            .rejection_files
            .iter()
            .cloned()
            .partition(|file| !again(file)))
    }

    /// A page of the batch's records.
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

    /// Objects of the batch that are still where they landed, without the marker.
    async fn landed(&self, batch: &BatchName) -> Result<u64, Failure> {
        let marker = layout::ready_key(batch);
        let prefix = layout::batch_prefix(batch);
        let mut count = 0;
        let mut page = None;
        loop {
            let listed = self.pictures.list(&prefix, page).await?;
            count += listed.keys.iter().filter(|key| **key != marker).count() as u64;
            page = listed.next;
            if page.is_none() {
                return Ok(count);
            }
        }
    }
}

/// A page of records with their keys.
struct Records {
    records: Vec<(String, ChunkRecord)>,
    next: Option<String>,
}

/// Whether two files of the same chunk hold the same rejections: they are of one partition and
/// have as many.
fn is_same(one: &RejectionFile, other: &RejectionFile) -> bool {
    let partition = |file: &RejectionFile| {
        let (partition, _) = file.key.rsplit_once('/')?;
        Some(partition.to_owned())
    };
    one.pictures == other.pictures && partition(one) == partition(other)
}

#[async_trait]
impl Handler<Summarise> for Summarising {
    async fn handle(&self, input: SummariseInput) -> Result<Summary, Failure> {
        let sums = self.sum_up(&input).await?;
        let landed = self.landed(&input.batch).await?;
        let unrecorded = landed.saturating_sub(sums.staying);
        let summary = words::summary(&input, &sums, unrecorded);
        if sums.superseded {
            tracing::warn!(
                batch = input.batch.as_str(),
                "a later run of the batch counts; what this one recorded is cleared"
            );
            self.withdraw(&input).await?;
            return Ok(summary);
        }
        let key = layout::summary_key(&input.batch);
        let body = serde_json::to_vec_pretty(&summary)
            .map_err(|error| Failure::unexpected(format!("{key} cannot be written: {error}")))?;
        let upload = Upload::new("application/json", body);
        let _ = self.lake.put(&key, upload).await?;
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
