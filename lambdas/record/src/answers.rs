//! Writes what a transform job answered to the lake: one Parquet file for each batch and day.
//!
//! The files' names follow from the execution, so that a retry overwrites them; what a version has looked at
//! already is not asked about again, so that two runs write no row twice. A record of each batch's files
//! is written before them, as for a chunk: when the batch is run again, its `summarise` clears them.
//! The record does not say when it began, and so is an earlier one to every run.

mod read;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use contracts::backfill::{AnswersInput, Backfilled, ChosenPicture, MissedPicture};
use contracts::examination::{Examination, Verdict};
use contracts::recording::{ChunkRecord, Counts};
use contracts::tasks::{AnswersError, RecordAnswers};
use contracts::{BatchName, Day, DeviceClass, layout};
use futures::stream::{self, StreamExt, TryStreamExt};
use runtime::storage::Upload;
use runtime::{Failure, Handler, Start, StartError, Storage};
use schema::tables::DefectRow;
use serde::Serialize;
use serde::de::DeserializeOwned;

use self::read::Answers;
use crate::files::{self, DataFile};
use crate::{digits, rows, said};

/// Most bytes of the list of a run's pictures: 50,000 of some 300 bytes.
const LARGEST_LIST: u64 = 64 * 1024 * 1024;
/// Batches that are recorded at once: a run may be of thousands of small ones, each with some requests that
/// wait for each other.
const BATCHES_AT_ONCE: usize = 8;
/// Every picture that has no answer, a line each.
const MISSED: &str = "missed.jsonl";
/// What came of a run.
const OUTCOME: &str = "outcome.json";

/// The handler of [`RecordAnswers`].
pub struct RecordingAnswers {
    lake: Arc<dyn Storage>,
    concurrency: usize,
}

/// Pictures by the batch that they landed with.
type Batches = BTreeMap<BatchName, Vec<ChosenPicture>>;

/// What became of a run's pictures.
#[derive(Debug, Default)]
struct Sums {
    looked: u64,
    anomalous: u64,
    missed: Vec<MissedPicture>,
}

impl Sums {
    fn and(mut self, other: Self) -> Self {
        self.looked += other.looked;
        self.anomalous += other.anomalous;
        self.missed.extend(other.missed);
        self
    }
}

impl RecordingAnswers {
    /// Builds the handler from the function's environment.
    ///
    /// # Errors
    /// When a variable is missing.
    pub async fn start(start: Start) -> Result<Self, StartError> {
        let variables = &start.variables;
        Ok(Self::new(
            Arc::new(start.bucket(variables.lake_bucket()?)),
            variables.concurrency()?,
        ))
    }

    /// A handler over the lake, with so many requests at once.
    pub fn new(lake: Arc<dyn Storage>, concurrency: usize) -> Self {
        Self {
            lake,
            concurrency: concurrency.max(1),
        }
    }

    /// A list of the run.
    async fn lines<T: DeserializeOwned>(
        &self,
        input: &AnswersInput,
        file: &str,
    ) -> Result<Vec<T>, Failure<AnswersError>> {
        let key = layout::backfill_key(&input.asked.device_class, &input.run, file);
        let object = self.lake.get(&key, LARGEST_LIST).await?;
        let object = object.ok_or_else(|| Failure::unexpected(format!("{key} is not there")))?;
        runtime::json_lines(&object.body)
            .map_err(|mistakes| Failure::unexpected(format!("{key}: {}", mistakes.join("; "))))
    }

    /// The run's pictures, as they were chosen.
    async fn chosen(&self, input: &AnswersInput) -> Result<Batches, Failure<AnswersError>> {
        let mut batches = Batches::new();
        for picture in self.lines::<ChosenPicture>(input, layout::CHOSEN).await? {
            batches
                .entry(picture.batch.clone())
                .or_default()
                .push(picture);
        }
        Ok(batches)
    }

    /// Reads the answers of a batch's pictures, and writes its rows.
    async fn batch(
        &self,
        input: &AnswersInput,
        answers: &Answers,
        batch: &BatchName,
        pictures: &[ChosenPicture],
    ) -> Result<Sums, Failure<AnswersError>> {
        let mut sums = Sums::default();
        let version = input.asked.version.as_str();
        let reading: Vec<_> = pictures
            .iter()
            .map(|picture| answers.of(&*self.lake, picture, version))
            .collect();
        let read: Vec<Result<Examination, String>> = stream::iter(reading)
            .buffered(self.concurrency)
            .try_collect()
            .await?;
        let mut days: BTreeMap<&Day, Vec<DefectRow>> = BTreeMap::new();
        let at = rows::now();
        for (picture, read) in pictures.iter().zip(read) {
            match read {
                Ok(examination) => {
                    sums.looked += 1;
                    sums.anomalous += u64::from(examination.verdict == Verdict::Anomalous);
                    let row = rows::defect_row(batch, &picture.device_id, &examination, at);
                    days.entry(&picture.day).or_default().push(row);
                }
                Err(why) => sums.missed.push(MissedPicture {
                    key: picture.prepared_key.clone(),
                    why,
                }),
            }
        }
        let name = format!("backfill-{}", digits([input.execution.as_str()]));
        let class = &input.asked.device_class;
        let files = days
            .iter()
            .map(|(day, rows)| files::render_file(rows, class, day, batch, &name))
            .collect::<Result<Vec<DataFile>, Failure>>()
            .map_err(|error| Failure::unexpected(error.to_string()))?;
        if files.is_empty() {
            return Ok(sums);
        }
        let mut record = record(input, &name, &files);
        let key = layout::chunk_key(batch, &name);
        self.put_json(&key, &record).await?;
        for file in &files {
            let upload = Upload::new("application/vnd.apache.parquet", file.body.clone());
            let _ = self.lake.put(&file.key, upload).await?;
        }
        record.complete = true;
        self.put_json(&key, &record).await?;
        Ok(sums)
    }

    async fn put_json(
        &self,
        key: &str,
        value: &(impl Serialize + Sync),
    ) -> Result<(), Failure<AnswersError>> {
        let body = serde_json::to_vec(value)
            .map_err(|error| Failure::unexpected(format!("{key} cannot be written: {error}")))?;
        let _ = self
            .lake
            .put(key, Upload::new("application/json", body))
            .await?;
        Ok(())
    }

    /// Writes down every picture that has no answer; gives the list's key.
    async fn put_missed(
        &self,
        key: String,
        missed: &[MissedPicture],
    ) -> Result<Option<String>, Failure<AnswersError>> {
        let mut body = Vec::new();
        for one in missed {
            serde_json::to_writer(&mut body, one)
                .map_err(|error| Failure::unexpected(error.to_string()))?;
            body.push(b'\n');
        }
        if missed.is_empty() {
            return Ok(None);
        }
        let _ = self
            .lake
            .put(&key, Upload::new("application/x-ndjson", body))
            .await?;
        Ok(Some(key))
    }
}

/// The record of a batch's files, by which a later run of the batch clears them. It counts nothing: the
/// pictures are those of the batch's own chunks.
fn record(input: &AnswersInput, chunk: &str, files: &[DataFile]) -> ChunkRecord {
    ChunkRecord {
        chunk: chunk.to_owned(),
        execution: input.execution.clone(),
        started_at: None,
        complete: false,
        failed: false,
        counts: Counts::default(),
        by_class: BTreeMap::new(),
        staying: 0,
        files: files.iter().map(|file| file.key.clone()).collect(),
        moved_files: Vec::new(),
    }
}

#[async_trait]
impl Handler<RecordAnswers> for RecordingAnswers {
    async fn handle(&self, input: AnswersInput) -> Result<Backfilled, Failure<AnswersError>> {
        let class = &input.asked.device_class;
        let chosen = &input.chosen;
        let failure = input.failure.as_ref().map(said::job_failure);
        let mut sums = Sums::default();
        if chosen.pictures > 0 {
            let prefix = layout::backfill_key(class, &input.run, layout::ANSWERS);
            let answers = Answers::list(&*self.lake, &prefix).await?;
            let batches = self.chosen(&input).await?;
            let recorded = batches
                .iter()
                .map(|(batch, pictures)| self.batch(&input, &answers, batch, pictures));
            let recorded: Vec<_> = recorded.collect();
            sums = stream::iter(recorded)
                .buffered(BATCHES_AT_ONCE)
                .try_fold(sums, async |sums, batch| Ok(sums.and(batch)))
                .await?;
            if sums.looked == 0 {
                let first = sums.missed.first().map(|missed| missed.why.clone());
                return Err(AnswersError::NothingAnswered {
                    pictures: chosen.pictures,
                    detail: failure.or(first).unwrap_or_default(),
                }
                .into());
            }
        }
        let unanswered = sums.missed.len() as u64;
        if chosen.gone > 0 {
            sums.missed.extend(self.lines(&input, layout::GONE).await?);
        }
        let key = layout::backfill_key(class, &input.run, MISSED);
        let report = self.put_missed(key, &sums.missed).await?;
        sums.missed.truncate(Backfilled::MOST_NAMED);
        let mut outcome = Backfilled {
            device_class: class.clone(),
            version: input.asked.version.clone(),
            pictures: chosen.pictures + chosen.gone,
            looked: sums.looked,
            anomalous: sums.anomalous,
            unanswered,
            gone: chosen.gone,
            missed: sums.missed,
            failure,
            report,
            headline: String::new(),
        };
        outcome.headline = headline(class, &outcome);
        let key = layout::backfill_key(class, &input.run, OUTCOME);
        self.put_json(&key, &outcome).await?;
        tracing::info!(
            class = class.as_str(),
            looked = outcome.looked,
            unanswered,
            gone = outcome.gone,
            "recorded answers"
        );
        Ok(outcome)
    }
}

fn headline(class: &DeviceClass, outcome: &Backfilled) -> String {
    let Backfilled {
        version,
        pictures,
        looked,
        anomalous,
        unanswered,
        gone,
        ..
    } = outcome;
    if *pictures == 0 {
        return format!("{class}: version {version} has looked at all of these pictures already");
    }
    let mut text = format!(
        "{class}: version {version} has looked at {looked} of {pictures} earlier pictures, \
         {anomalous} of them anomalous"
    );
    for (count, what) in [(unanswered, "without an answer"), (gone, "gone by now")] {
        if *count > 0 {
            text.push_str(&format!(", {count} {what}"));
        }
    }
    text
}
