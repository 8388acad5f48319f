//! A back-fill's model and pictures through the handlers.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::sync::Arc;

use contracts::backfill::{ChooseInput, Chosen, ChosenPicture, MissedPicture, PackInput, Packed};
use contracts::tasks::{ChooseError, PackError};
use contracts::{DeviceClass, RunName, TaskError, VersionId, layout};
use models::{ChoosingPictures, Packing};
use runtime::storage::memory::{Fails, MemoryBucket};
use runtime::{Failure, Handler};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const MODEL: &[u8] = b"a model";
const HEADER: &str = "\"day\",\"batch\",\"picture_id\",\"prepared_key\",\"device_id\"\n";

fn class() -> DeviceClass {
    DeviceClass::parse("meter").unwrap()
}

fn sha256() -> String {
    format!("{:x}", Sha256::digest(MODEL))
}

fn version() -> VersionId {
    VersionId::of_sha256(&sha256()).unwrap()
}

/// The name of an error that ends an invocation.
fn name<T: std::fmt::Debug, E: TaskError>(result: Result<T, Failure<E>>) -> &'static str {
    result.unwrap_err().name()
}

struct World {
    pictures: Arc<MemoryBucket>,
    lake: Arc<MemoryBucket>,
    results: Arc<MemoryBucket>,
}

impl World {
    fn new() -> Self {
        Self {
            pictures: Arc::new(MemoryBucket::new("pictures")),
            lake: Arc::new(MemoryBucket::new("lake")),
            results: Arc::new(MemoryBucket::new("results")),
        }
    }

    /// The version is live, as `deploy` makes one so.
    fn live(&self, asked: &Value) {
        self.lake.insert("models/meter/fitted.model", MODEL);
        let mut live = json!({
            "closeLook": "models/meter/fitted.model", "version": version(), "sha256": sha256(),
            "firstLook": null, "fittedFrom": "samples-",
        });
        if !asked.is_null() {
            live["asked"] = asked.clone();
        }
        let key = layout::live_model_key(&class());
        self.lake.insert(&key, live.to_string());
    }

    async fn pack(&self, from_endpoint: bool) -> Result<Packed, Failure<PackError>> {
        let input = PackInput {
            device_class: class(),
            version: version(),
            from_endpoint,
        };
        Packing::new(self.lake.clone()).handle(input).await
    }

    async fn choose(&self, answer: &str) -> Result<Chosen, Failure<ChooseError>> {
        let handler = ChoosingPictures::new(
            self.pictures.clone(),
            self.lake.clone(),
            self.results.clone(),
        );
        let input = ChooseInput {
            device_class: class(),
            run: RunName::parse("run-1").unwrap(),
            answer: answer.to_owned(),
        };
        handler.handle(input).await
    }

    /// An object of the run, a value a line.
    fn lines<T: DeserializeOwned>(&self, file: &str) -> Vec<T> {
        let object = self.lake.object(&format!("backfills/meter/run-1/{file}"));
        runtime::json_lines(&object.unwrap().body).unwrap()
    }
}

fn row(day: &str, number: u8) -> String {
    let id = format!("{number:032x}");
    format!("\"{day}\",\"b-1\",\"{id}\",\"prepared/meter/{day}/{id}.jpg\",\"m-{number}\"\n")
}

#[tokio::test]
async fn what_is_live_is_packed_though_nobody_registered_it() {
    let world = World::new();
    assert_eq!(name(world.pack(false).await), "VersionUnknown");
    world.live(&Value::Null);
    let packed = world.pack(false).await.unwrap();
    let key = format!("models/meter/{}.tar.gz", version());
    assert_eq!(packed.archive, Some(format!("s3://lake/{key}")));
    let archive = world.lake.object(&key).unwrap().body;
    assert_eq!(archive, archive::pack(MODEL).unwrap());
    // A retry writes the same.
    world.pack(false).await.unwrap();
    assert_eq!(world.lake.object(&key).unwrap().body, archive);
    world.lake.insert("models/meter/fitted.model", "another");
    assert_eq!(name(world.pack(false).await), "FileChanged");
}

#[tokio::test]
async fn a_model_of_the_marketplace_is_the_one_behind_the_endpoint() {
    let world = World::new();
    world.live(&Value::Null);
    assert_eq!(name(world.pack(true).await), "NotBehindEndpoint");
    world.live(&json!({ "service": "sagemaker-endpoint", "endpoint": "sightline-x-meter" }));
    let packed = world.pack(true).await.unwrap();
    assert_eq!(packed.endpoint.as_deref(), Some("sightline-x-meter"));
    assert_eq!(packed.archive, None);
}

#[tokio::test]
async fn pictures_that_are_gone_are_told_and_the_others_listed() {
    let world = World::new();
    let rows = [
        row("2026-11-29", 1),
        row("2026-11-30", 2),
        row("2026-11-30", 3),
    ];
    let text = format!("{HEADER}{}", rows.concat());
    world.results.insert("results/q.csv", text);
    for (day, number) in [("2026-11-29", 1), ("2026-11-30", 3)] {
        let key = format!("prepared/meter/{day}/{number:032x}.jpg");
        world.pictures.insert(&key, "jpeg");
    }
    let answer = "s3://results/results/q.csv";
    // Whichever call fails, a retry writes the same.
    world.lake.fail(1, Fails::After);
    assert!(world.choose(answer).await.is_err());
    let chosen = world.choose(answer).await.unwrap();
    assert_eq!((chosen.pictures, chosen.gone), (2, 1));
    assert_eq!(
        chosen.manifest,
        "s3://lake/backfills/meter/run-1/manifest.json"
    );
    assert_eq!(chosen.answers, "s3://lake/backfills/meter/run-1/answers/");
    let manifest = world.lake.object("backfills/meter/run-1/manifest.json");
    let manifest: Value = serde_json::from_slice(&manifest.unwrap().body).unwrap();
    assert_eq!(
        manifest,
        json!([
            { "prefix": "s3://pictures/prepared/meter/" },
            format!("2026-11-29/{:032x}.jpg", 1),
            format!("2026-11-30/{:032x}.jpg", 3),
        ])
    );
    let listed: Vec<ChosenPicture> = world.lines("chosen.jsonl");
    assert_eq!(listed.len(), 2);
    assert_eq!(listed[1].device_id.as_str(), "m-3");
    let gone: Vec<MissedPicture> = world.lines("gone.jsonl");
    assert_eq!(
        gone[0].key,
        format!("prepared/meter/2026-11-30/{:032x}.jpg", 2)
    );
}

#[tokio::test]
async fn what_is_no_answer_or_too_much_is_refused() {
    let world = World::new();
    for (place, why) in [
        ("s3://elsewhere/results/q.csv", "it is not below"),
        ("s3://results/other/q.csv", "it is not below"),
        ("s3://results/results/q.csv", "it is not there"),
    ] {
        let error = world.choose(place).await.unwrap_err().to_string();
        assert!(error.contains(why), "{place}: {error}");
    }
    let rows = row("2026-11-30", 1).repeat(50_001);
    world
        .results
        .insert("results/q.csv", format!("{HEADER}{rows}"));
    let refused = world.choose("s3://results/results/q.csv").await;
    assert_eq!(name(refused), "TooManyPictures");
}
