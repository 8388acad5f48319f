//! A world in memory: the buckets, the handlers of all functions, and what the state machine
//! does with them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;
use contracts::batch::ListedObject;
use contracts::examination::{CloseLookInput, Examination, Verdict};
use contracts::finding::{FirstLookInput, FirstLookRules};
use contracts::model::LiveModel;
use contracts::picture::{PictureLimits, PrepareInput, PreparedPicture};
use contracts::recording::{
    ChunkFailure, LookPrices, RecordInput, RecordOutput, SummariseInput, Summary,
};
use contracts::tasks::{CloseLook, CloseLookError, FirstLook, FirstLookError, Prepare};
use contracts::tasks::{Record, Summarise};
use contracts::{BatchName, DeviceClass, Task, TaskError, layout};
use detectors::{
    Anomaly, CloseLookDetector, CloseLooked, CloseLooking, FirstLookDetector, FirstLooked, Sight,
};
use first_look::FirstLooking;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use prepare::Preparing;
use record::Recording;
use runtime::storage::memory::MemoryBucket;
use runtime::{Failure, Handler};
use summarise::Summarising;
use vision::picture::Pixels;

/// Attempts of a step, as the workflow's retries.
const ATTEMPTS: usize = 3;
/// When the objects of the tests landed: 2026-11-22.
const LANDED: i64 = 1_795_305_600;

/// What a picture shows, told by its first pixel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shows {
    Sound,
    /// Suspicious and found sound.
    Odd,
    /// Suspicious and found anomalous.
    Broken,
    /// Nothing that a first look takes.
    Refused,
}

/// A picture that shows something; pictures of different `number` differ.
pub(crate) fn picture(shows: Shows, number: u8) -> Vec<u8> {
    let red = match shows {
        Shows::Sound => 0,
        Shows::Odd => 80,
        Shows::Broken => 160,
        Shows::Refused => 240,
    };
    let data = [red, number, 128].repeat(8 * 8);
    Pixels::new(8, 8, data).unwrap().encode_png().unwrap()
}

pub(crate) struct World {
    pub(crate) pictures: Arc<MemoryBucket>,
    pub(crate) lake: Arc<MemoryBucket>,
    prepare: Preparing,
    first_look: FirstLooking,
    close_look: CloseLooking,
    record: Recording,
    summarise: Summarising,
    pub(crate) batch: BatchName,
}

/// One execution of the state machine.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) execution: String,
    pub(crate) started_at: Option<String>,
    /// Objects of a chunk.
    pub(crate) chunk: usize,
}

impl Run {
    pub(crate) fn number(number: usize) -> Self {
        Self {
            execution: format!("arn:run-{number}"),
            started_at: Some(format!("2026-11-22T12:{number:02}:00Z")),
            chunk: 3,
        }
    }
}

impl World {
    pub(crate) fn new() -> Self {
        let pictures = Arc::new(MemoryBucket::new("pictures"));
        let lake = Arc::new(MemoryBucket::new("lake"));
        let classes: BTreeSet<DeviceClass> = ["meter", "pipe"]
            .map(|class| DeviceClass::parse(class).unwrap())
            .into();
        for class in &classes {
            let live = LiveModel {
                close_look: layout::model_key(class, "v1"),
                version: "v1".to_owned(),
                sha256: String::new(),
                first_look: Some("arn:model".to_owned()),
                fitted_from: String::new(),
                asked: None,
            };
            lake.insert(
                &layout::live_model_key(class),
                serde_json::to_vec(&live).unwrap(),
            );
        }
        let limits = PictureLimits {
            max_bytes: 4_000,
            max_pixels: 10_000,
            min_side: 8,
            prepared_side: 8,
            prepared_quality: 90,
        };
        let rules = FirstLookRules {
            min_confidence: 50.0,
            min_anomaly_confidence: Some(50.0),
            ..FirstLookRules::default()
        };
        let detector = Arc::new(ByColour {
            pictures: pictures.clone(),
        });
        Self {
            prepare: Preparing::new(pictures.clone(), classes.clone(), limits, 2),
            first_look: FirstLooking::new(detector.clone(), lake.clone(), rules, 2),
            close_look: CloseLooking::new(detector, lake.clone(), 2),
            record: Recording::new(pictures.clone(), lake.clone(), classes.clone()),
            summarise: Summarising::new(pictures.clone(), lake.clone(), classes, prices()),
            batch: BatchName::parse("b").unwrap(),
            pictures,
            lake,
        }
    }

    /// Puts a file where devices put it.
    pub(crate) fn land(&self, path: &str, body: Vec<u8>) {
        let prefix = layout::batch_prefix(&self.batch);
        self.pictures.insert(&format!("{prefix}{path}"), body);
    }

    /// What the item reader lists.
    pub(crate) fn list(&self) -> Vec<ListedObject> {
        self.pictures
            .keys_under(&layout::batch_prefix(&self.batch))
            .into_iter()
            .map(|key| ListedObject {
                size: self.pictures.object(&key).unwrap().info.size,
                last_modified: LANDED,
                etag: None,
                key,
            })
            .collect()
    }

    /// Runs the whole state machine. The error is that of the step that gave up.
    pub(crate) async fn run(&self, run: &Run) -> Result<Summary, String> {
        for chunk in self.list().chunks(run.chunk) {
            // The map tolerates a chunk whose recording fails.
            let _ = self.run_chunk(run, chunk.to_vec()).await;
        }
        self.sum_up(run).await
    }

    pub(crate) async fn sum_up(&self, run: &Run) -> Result<Summary, String> {
        let input = SummariseInput {
            batch: self.batch.clone(),
            execution: run.execution.clone(),
            started_at: run.started_at.clone(),
        };
        attempt::<Summarise>(&self.summarise, &input)
            .await
            .map_err(|failure| failure.error)
    }

    /// Runs the child execution of a chunk.
    pub(crate) async fn run_chunk(
        &self,
        run: &Run,
        items: Vec<ListedObject>,
    ) -> Result<RecordOutput, ChunkFailure> {
        let mut input = RecordInput {
            batch: self.batch.clone(),
            execution: run.execution.clone(),
            started_at: run.started_at.clone(),
            items,
            prepared: None,
            first_look: None,
            close_look: None,
            failure: None,
        };
        input.failure = self.inspect(&mut input).await.err();
        attempt::<Record>(&self.record, &input).await
    }

    /// Everything before the recording; what is known by then stays in `input`.
    async fn inspect(&self, input: &mut RecordInput) -> Result<(), ChunkFailure> {
        let batch = input.batch.clone();
        let prepare = PrepareInput {
            batch: batch.clone(),
            items: input.items.clone(),
        };
        let prepared = attempt::<Prepare>(&self.prepare, &prepare).await?;
        let pictures = prepared.pictures.clone();
        input.prepared = Some(prepared);
        let first = FirstLookInput {
            batch: batch.clone(),
            pictures,
        };
        let first = attempt::<FirstLook>(&self.first_look, &first).await?;
        let pictures = first.suspicious.clone();
        input.first_look = Some(first);
        if !pictures.is_empty() {
            let close = CloseLookInput { batch, pictures };
            input.close_look = Some(attempt::<CloseLook>(&self.close_look, &close).await?);
        }
        Ok(())
    }

    /// Rows of a table by a column's text; a key that stands twice has two.
    pub(crate) fn rows(
        &self,
        table: &str,
        column: &str,
    ) -> BTreeMap<String, Vec<BTreeMap<String, String>>> {
        let mut rows: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for key in self.lake.keys_under(&format!("{}{table}/", layout::TABLES)) {
            let reader = SerializedFileReader::new(self.lake.object(&key).unwrap().body).unwrap();
            for row in reader.get_row_iter(None).unwrap() {
                let row: BTreeMap<String, String> = row
                    .unwrap()
                    .get_column_iter()
                    .map(|(name, field)| (name.clone(), text(field)))
                    .collect();
                rows.entry(row[column].clone()).or_default().push(row);
            }
        }
        rows
    }

    /// Every object that has a row in `pictures` or `rejections`, with the word for it, as
    /// often as it has one.
    pub(crate) fn accounts(&self) -> BTreeMap<String, Vec<String>> {
        let mut accounts: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (source, rows) in self.rows("pictures", "source_key") {
            accounts
                .entry(source)
                .or_default()
                .extend(rows.iter().map(|row| {
                    let original = row["duplicate_of"] == "null";
                    if original { "picture" } else { "duplicate" }.to_owned()
                }));
        }
        for (source, rows) in self.rows("rejections", "source_key") {
            let words = rows.iter().map(|row| row["reason"].clone());
            accounts.entry(source).or_default().extend(words);
        }
        accounts
    }
}

/// A dollar for a thousand first looks, four for a thousand close ones.
fn prices() -> LookPrices {
    LookPrices {
        of: "2026-11-30".to_owned(),
        first_look: Some(1_000_000_000),
        close_look: Some(4_000_000_000),
    }
}

fn text(field: &Field) -> String {
    match field {
        Field::Str(text) => text.clone(),
        other => other.to_string(),
    }
}

/// One step with its retries.
async fn attempt<T: Task>(
    handler: &dyn Handler<T>,
    input: &T::Input,
) -> Result<T::Output, ChunkFailure>
where
    T::Input: Clone,
{
    let mut last = None;
    for _ in 0..ATTEMPTS {
        match handler.handle(input.clone()).await {
            Ok(output) => return Ok(output),
            Err(failure) => last = Some(caught(&failure)),
        }
    }
    Err(last.unwrap())
}

fn caught<E: TaskError>(failure: &Failure<E>) -> ChunkFailure {
    ChunkFailure {
        error: failure.name().to_owned(),
        cause: Some(failure.to_string()),
    }
}

/// Detectors that see what the pictures of these tests show.
struct ByColour {
    pictures: Arc<MemoryBucket>,
}

impl ByColour {
    fn red(&self, picture: &PreparedPicture) -> u8 {
        let object = self.pictures.object(&picture.key).unwrap();
        let limits = vision::picture::Limits {
            max_bytes: 1 << 20,
            max_pixels: 1 << 20,
            min_side: 1,
        };
        let decoded = vision::picture::decode(&object.body, &limits).unwrap();
        decoded.pixels.data()[0]
    }
}

#[async_trait]
impl FirstLookDetector for ByColour {
    async fn look(
        &self,
        picture: &PreparedPicture,
        _: &FirstLookRules,
        _: Option<&str>,
    ) -> Result<FirstLooked, Failure<FirstLookError>> {
        let red = self.red(picture);
        if red > 200 {
            return Ok(FirstLooked::Refused("too red".to_owned()));
        }
        Ok(FirstLooked::Seen(Box::new(Sight {
            anomaly: Some(Anomaly {
                label: Some("anomaly".to_owned()),
                confidence: if red > 40 { 90.0 } else { 10.0 },
            }),
            ..Sight::default()
        })))
    }
}

#[async_trait]
impl CloseLookDetector for ByColour {
    async fn look(
        &self,
        picture: &PreparedPicture,
        model: &LiveModel,
    ) -> Result<CloseLooked, Failure<CloseLookError>> {
        let broken = self.red(picture) > 120;
        Ok(CloseLooked::Examined(Examination {
            picture_id: picture.id.clone(),
            verdict: if broken {
                Verdict::Anomalous
            } else {
                Verdict::Normal
            },
            score: if broken { 0.9 } else { 0.1 },
            boxes: Vec::new(),
            heat_map: None,
            model: model.version.clone(),
        }))
    }
}
