//! Writes a chunk's results to the data lake: one Parquet file per table and partition.
//!
//! The files' names follow from the execution and the chunk's objects, so a retried chunk
//! overwrites its files and never doubles a row. Wherever the function is cut off:
//! - no row is in the lake without a record of its file, by which `summarise` of a later run
//!   clears it: the chunk's record is written before the files, marked as incomplete, and again
//!   after them;
//! - no rejected object leaves `incoming/` before its row is in the lake. Such an object's row
//!   is a file of its own, named by the object: a run that meets the object again writes the
//!   same file, and a run that does not leaves it alone.
//!
//! A chunk whose failure is to be recorded goes the same way: each of its objects becomes a row
//! that says `not-inspected` and why, and what an earlier attempt had written is removed.
//!
//! What a back-fill's transform job answered is written by [`RecordingAnswers`].

mod answers;
mod files;
mod rows;
mod said;
mod sheet;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;
use contracts::batch::ListedObject;
use contracts::recording::{ChunkRecord, Counts, RecordInput, RecordOutput};
use contracts::tasks::Record;
use contracts::{DeviceClass, layout};
use futures::stream::{self, StreamExt, TryStreamExt};
use runtime::storage::Upload;
use runtime::{Failure, Handler, Start, StartError, Storage};
use sha2::{Digest, Sha256};

pub use crate::answers::RecordingAnswers;
use crate::files::DataFile;
use crate::sheet::Sheet;

/// Most bytes of a chunk's record: a line per data file.
const LARGEST_RECORD: u64 = 4 * 1024 * 1024;
/// Requests at once.
const CONCURRENCY: usize = 8;

/// The handler of [`Record`].
pub struct Recording {
    pictures: Arc<dyn Storage>,
    lake: Arc<dyn Storage>,
    classes: BTreeSet<DeviceClass>,
}

impl Recording {
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
        ))
    }

    /// A handler over the bucket of pictures and the lake.
    pub fn new(
        pictures: Arc<dyn Storage>,
        lake: Arc<dyn Storage>,
        classes: BTreeSet<DeviceClass>,
    ) -> Self {
        Self {
            pictures,
            lake,
            classes,
        }
    }

    /// What an earlier attempt of this chunk recorded.
    async fn earlier(&self, key: &str) -> Result<Option<ChunkRecord>, Failure> {
        let Some(object) = self.lake.get(key, LARGEST_RECORD).await? else {
            return Ok(None);
        };
        serde_json::from_slice(&object.body)
            .map(Some)
            .map_err(|error| Failure::unexpected(format!("{key} cannot be read: {error}")))
    }

    async fn put_record(&self, key: &str, record: &ChunkRecord) -> Result<(), Failure> {
        let body = serde_json::to_vec(record)
            .map_err(|error| Failure::unexpected(format!("{key} cannot be written: {error}")))?;
        let _ = self
            .lake
            .put(key, Upload::new("application/json", body))
            .await?;
        Ok(())
    }

    async fn put_files(&self, files: &[DataFile]) -> Result<(), Failure> {
        let writing: Vec<_> = files.iter().map(|file| self.put_file(file)).collect();
        stream::iter(writing)
            .buffer_unordered(CONCURRENCY)
            .try_collect()
            .await
    }

    async fn put_file(&self, file: &DataFile) -> Result<(), Failure> {
        let upload = Upload::new("application/vnd.apache.parquet", file.body.clone());
        let _ = self.lake.put(&file.key, upload).await?;
        Ok(())
    }
}

async fn delete(bucket: &dyn Storage, keys: impl IntoIterator<Item = &str>) -> Result<(), Failure> {
    let deleting: Vec<_> = keys.into_iter().map(|key| bucket.delete(key)).collect();
    stream::iter(deleting)
        .buffer_unordered(CONCURRENCY)
        .try_collect::<()>()
        .await?;
    Ok(())
}

/// 16 hexadecimal digits that name `parts`.
fn digits<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
        // No key holds a zero byte, so no two lists are written alike.
        hash.update([0]);
    }
    let mut digits = format!("{:x}", hash.finalize());
    digits.truncate(16);
    digits
}

/// The chunk's name, from the execution and the objects' keys in order.
fn chunk_name(execution: &str, items: &[ListedObject]) -> String {
    let keys: BTreeSet<&str> = items.iter().map(|item| item.key.as_str()).collect();
    digits(std::iter::once(execution).chain(keys))
}

/// The record when all is written.
fn finished(input: &RecordInput, chunk: &str, sheet: &Sheet, files: &[DataFile]) -> ChunkRecord {
    ChunkRecord {
        chunk: chunk.to_owned(),
        execution: input.execution.clone(),
        started_at: input.started_at.clone(),
        complete: true,
        failed: input.failure.is_some(),
        counts: sheet.counts,
        by_class: sheet.by_class.clone(),
        staying: sheet.staying,
        files: files
            .iter()
            .filter(|file| file.moved_from.is_none())
            .map(|file| file.key.clone())
            .collect(),
        moved_files: files.iter().filter_map(DataFile::moved_file).collect(),
    }
}

/// The record before the files are written: it names every file that an earlier attempt may
/// have written or this one will.
fn begun(finished: &ChunkRecord, earlier: Option<ChunkRecord>) -> ChunkRecord {
    let mut begun = ChunkRecord {
        complete: false,
        counts: Counts::default(),
        by_class: BTreeMap::new(),
        staying: 0,
        ..finished.clone()
    };
    if let Some(earlier) = earlier {
        let files = earlier.files.into_iter();
        begun
            .files
            .extend(files.filter(|file| !finished.files.contains(file)));
        let moved = earlier.moved_files.into_iter();
        begun
            .moved_files
            .extend(moved.filter(|file| !finished.moved_files.contains(file)));
    }
    begun
}

#[async_trait]
impl Handler<Record> for Recording {
    async fn handle(&self, input: RecordInput) -> Result<RecordOutput, Failure> {
        let sheet = Sheet::of(&input, &self.classes)?;
        let chunk = chunk_name(&input.execution, &input.items);
        let files = files::render(&sheet, &input.batch, &chunk)?;
        let key = layout::chunk_key(&input.batch, &chunk);

        let earlier = self.earlier(&key).await?;
        let mut record = finished(&input, &chunk, &sheet, &files);
        let begun = begun(&record, earlier);
        self.put_record(&key, &begun).await?;
        self.put_files(&files).await?;
        let stale = begun
            .files
            .iter()
            .filter(|file| !record.files.contains(file));
        delete(&*self.lake, stale.map(String::as_str)).await?;
        // Their objects may have left `incoming/` already.
        record.moved_files = begun.moved_files;
        self.put_record(&key, &record).await?;
        delete(&*self.pictures, sheet.moved()).await?;

        let mut counts = sheet.counts;
        counts += Counts::of_rejected(sheet.moved().count() as u64);
        tracing::info!(
            batch = input.batch.as_str(),
            chunk,
            failed = record.failed,
            pictures = counts.pictures,
            defects = counts.defects,
            "recorded"
        );
        Ok(RecordOutput { chunk, counts })
    }
}
