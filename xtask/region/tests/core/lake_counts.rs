//! Batches written to the lake by the real function over the real protocol, cut off anywhere,
//! repeated, two at once: what Athena counts is what landed.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use async_trait::async_trait;
use contracts::batch::ListedObject;
use contracts::recording::{ChunkFailure, RecordInput};
use contracts::{BatchName, DeviceClass, layout};
use proptest::collection::vec;
use proptest::prelude::*;
use record::Recording;
use runtime::storage::{Object, ObjectInfo, Page, S3Bucket, StorageError, Upload, Written};
use runtime::{Handler, Storage};
use schema::{Lake, glue_table_input, tables};
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::support::Served;

/// 2026-11-22.
const LANDED: i64 = 1_795_305_600;
const OBJECTS_OF_A_CHUNK: usize = 3;

/// A bucket whose user is killed at one of its calls: the call is done or not, and never answers.
struct Cut {
    bucket: S3Bucket,
    /// Calls until then; below zero, never.
    left: AtomicI64,
    does_it: bool,
    killed: Notify,
}

impl Cut {
    fn new(bucket: S3Bucket, after: i64, does_it: bool) -> Self {
        Self {
            bucket,
            left: AtomicI64::new(after),
            does_it,
            killed: Notify::new(),
        }
    }

    async fn call<T>(&self, call: impl Future<Output = T>) -> T {
        if self.left.fetch_sub(1, Ordering::SeqCst) != 0 {
            return call.await;
        }
        if self.does_it {
            call.await;
        }
        self.killed.notify_one();
        std::future::pending().await
    }
}

#[async_trait]
impl Storage for Cut {
    fn name(&self) -> &str {
        self.bucket.name()
    }

    async fn get(&self, key: &str, limit: u64) -> Result<Option<Object>, StorageError> {
        self.call(self.bucket.get(key, limit)).await
    }

    async fn head(&self, key: &str) -> Result<Option<ObjectInfo>, StorageError> {
        self.call(self.bucket.head(key)).await
    }

    async fn put(&self, key: &str, upload: Upload) -> Result<Written, StorageError> {
        self.call(self.bucket.put(key, upload)).await
    }

    async fn copy(
        &self,
        from: &str,
        to: &str,
        metadata: std::collections::BTreeMap<String, String>,
    ) -> Result<bool, StorageError> {
        self.call(self.bucket.copy(from, to, metadata)).await
    }

    async fn delete(&self, key: &str) -> Result<(), StorageError> {
        self.call(self.bucket.delete(key)).await
    }

    async fn delete_if(&self, key: &str, etag: &str) -> Result<bool, StorageError> {
        self.call(self.bucket.delete_if(key, etag)).await
    }

    async fn list(&self, prefix: &str, page: Option<String>) -> Result<Page, StorageError> {
        self.call(self.bucket.list(prefix, page)).await
    }
}

/// An attempt at a chunk that is killed after so many calls, which does its last call or not.
type Attempt = (i64, bool);

#[derive(Debug, Clone)]
struct Batch {
    /// The attempts at each chunk before the one that is left alone.
    chunks: Vec<Vec<Attempt>>,
    /// Whether a chunk that is done is delivered once more.
    repeats: bool,
}

fn batch() -> impl Strategy<Value = Batch> {
    let attempt = (0..12_i64, any::<bool>());
    let chunks = vec(vec(attempt, 0..3), 1..4);
    (chunks, any::<bool>()).prop_map(|(chunks, repeats)| Batch { chunks, repeats })
}

struct World {
    served: Served,
    classes: BTreeSet<DeviceClass>,
}

impl World {
    async fn new() -> Self {
        let served = Served::start().await;
        for bucket in ["pictures", "lake", "results"] {
            served
                .s3()
                .create_bucket()
                .bucket(bucket)
                .send()
                .await
                .unwrap();
        }
        let lake = Lake {
            bucket: "lake".to_owned(),
            database: "inspection".to_owned(),
            device_classes: vec!["meter".to_owned()],
        };
        let database = json!({ "DatabaseInput": { "Name": "inspection" } });
        served
            .get("glue", "AWSGlue.CreateDatabase", &database)
            .await;
        for table in tables() {
            let input = glue_table_input(&table, &lake);
            let input = json!({ "DatabaseName": "inspection", "TableInput": input });
            served.get("glue", "AWSGlue.CreateTable", &input).await;
        }
        Self {
            served,
            classes: [DeviceClass::parse("meter").unwrap()].into(),
        }
    }

    fn bucket(&self, name: &str) -> S3Bucket {
        S3Bucket::new(&self.served.aws(), name)
    }

    /// Delivers a chunk once; whether it was done.
    async fn deliver(&self, input: &RecordInput, attempt: Option<Attempt>) -> bool {
        let (after, does_it) = attempt.unwrap_or((-1, false));
        let lake = Arc::new(Cut::new(self.bucket("lake"), after, does_it));
        let pictures = Arc::new(self.bucket("pictures"));
        let recording = Recording::new(pictures, Arc::clone(&lake) as _, self.classes.clone());
        tokio::select! {
            done = recording.handle(input.clone()) => {
                done.unwrap();
                true
            }
            () = lake.killed.notified() => false,
        }
    }

    /// Records a batch, whatever befalls its chunks.
    async fn record(&self, number: usize, batch: &Batch) {
        let name = format!("batch-{number}");
        for (at, attempts) in batch.chunks.iter().enumerate() {
            let input = chunk(&name, at);
            for attempt in attempts {
                self.deliver(&input, Some(*attempt)).await;
            }
            assert!(self.deliver(&input, None).await);
            if batch.repeats {
                assert!(self.deliver(&input, None).await);
            }
        }
    }

    /// The rows of a statement.
    async fn ask(&self, sql: &str) -> Vec<Vec<String>> {
        let athena = |operation: &str| format!("AmazonAthena.{operation}");
        let start = json!({
            "QueryString": sql,
            "QueryExecutionContext": { "Database": "inspection" },
            "ResultConfiguration": { "OutputLocation": "s3://results/" },
        });
        let start = self
            .served
            .get("athena", &athena("StartQueryExecution"), &start)
            .await;
        let id = json!({ "QueryExecutionId": start["QueryExecutionId"] });
        loop {
            let told = self
                .served
                .get("athena", &athena("GetQueryExecution"), &id)
                .await;
            match told["QueryExecution"]["Status"]["State"].as_str() {
                Some("SUCCEEDED") => break,
                Some("QUEUED" | "RUNNING") => tokio::task::yield_now().await,
                _ => panic!("{told}"),
            }
        }
        let results = self
            .served
            .get("athena", &athena("GetQueryResults"), &id)
            .await;
        let rows = results["ResultSet"]["Rows"].as_array().unwrap();
        let cell = |datum: &Value| {
            datum["VarCharValue"]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        };
        rows.iter()
            .skip(1)
            .map(|row| row["Data"].as_array().unwrap().iter().map(cell).collect())
            .collect()
    }
}

fn chunk(batch: &str, number: usize) -> RecordInput {
    let batch = BatchName::parse(batch).unwrap();
    let items = (0..OBJECTS_OF_A_CHUNK).map(|at| ListedObject {
        key: format!("incoming/{batch}/meter/m-{number}/{at}.jpg"),
        size: 1,
        last_modified: LANDED,
        etag: None,
    });
    RecordInput {
        execution: format!("arn:{batch}"),
        started_at: None,
        items: items.collect(),
        prepared: None,
        first_look: None,
        close_look: None,
        failure: Some(ChunkFailure {
            error: "States.Timeout".to_owned(),
            cause: None,
        }),
        batch,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn whatever_befalls_two_batches_every_row_is_there_once(one in batch(), two in batch()) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let world = World::new().await;
            tokio::join!(world.record(1, &one), world.record(2, &two));
            let sql = "SELECT batch, count(*), count(DISTINCT source_key) FROM rejections \
                       WHERE day >= '2020-01-01' GROUP BY batch ORDER BY batch";
            let expected = |name: &str, batch: &Batch| {
                let rows = (batch.chunks.len() * OBJECTS_OF_A_CHUNK).to_string();
                vec![name.to_owned(), rows.clone(), rows]
            };
            let expected = vec![expected("batch-1", &one), expected("batch-2", &two)];
            assert_eq!(world.ask(sql).await, expected);
            // What was left half done is not there either.
            let prefix = layout::chunk_key(&BatchName::parse("batch-1").unwrap(), "");
            let prefix = prefix.trim_end_matches(".json");
            let kept = world.bucket("lake").list(prefix, None).await.unwrap();
            assert_eq!(kept.keys.len(), one.chunks.len());
        });
    }
}
