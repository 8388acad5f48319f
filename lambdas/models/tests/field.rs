//! What is compared with what, and what is learned from the field, through the handlers.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::sync::Arc;

use contracts::monitoring::{
    Because, CollectInput, Collected, FieldPicture, Windows, WindowsInput,
};
use contracts::training::{TrainingPart, TrainingPicture};
use contracts::{DeviceClass, PictureId, layout};
use models::{Choosing, Collecting};
use runtime::Handler;
use runtime::storage::memory::MemoryBucket;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const VERSION: &str = "0123456789abcdef";

struct World {
    pictures: Arc<MemoryBucket>,
    lake: Arc<MemoryBucket>,
}

fn class() -> DeviceClass {
    DeviceClass::parse("meter").unwrap()
}

impl World {
    fn new() -> Self {
        Self {
            pictures: Arc::new(MemoryBucket::new("pictures")),
            lake: Arc::new(MemoryBucket::new("lake")),
        }
    }

    fn put(&self, key: &str, value: &Value) {
        self.lake.insert(key, value.to_string());
    }

    /// A version is live, by a change or by `deploy`.
    fn live(&self, revision: Option<u64>) {
        let mut live = json!({
            "closeLook": "models/meter/close-look.model", "version": VERSION, "sha256": "0",
            "firstLook": null, "fittedFrom": "",
        });
        if let Some(revision) = revision {
            live["revision"] = revision.into();
            let change = json!({
                "revision": revision, "deviceClass": "meter", "kind": "promote", "from": null,
                "to": live, "previous": null, "replaces": null, "by": "somebody", "reason": null,
                "at": "2026-11-10T08:00:00.000Z", "execution": "arn",
            });
            self.put(&layout::history_key(&class(), revision), &change);
        }
        self.put(&layout::live_model_key(&class()), &live);
    }

    /// The live version's own record, with its dataset.
    fn registered(&self, lines: &[TrainingPicture], window: &Value) {
        let lines = lines
            .iter()
            .map(|line| serde_json::to_string(line).unwrap() + "\n");
        let body: String = lines.collect();
        let manifest = "models/meter/runs/r/dataset.jsonl";
        let version = json!({
            "deviceClass": "meter", "version": VERSION, "file": "", "sha256": "", "kind": "padim",
            "data": {
                "manifest": manifest, "sha256": format!("{:x}", Sha256::digest(&body)),
                "trainNormal": 1, "trainAnomalous": 0, "testNormal": 1, "testAnomalous": 0,
                "window": window,
            },
            "toolkit": "", "gate": "", "report": "", "page": "", "expectations": [],
            "measured": {
                "pictures": 1, "ofLive": 0, "accuracy": 1.0, "accuracyLowerBound": 0.9, "auroc": null,
                "averagePrecision": null, "precision": null, "recall": null, "f1": null,
                "pixelAupro": null,
            },
            "execution": "", "createdBy": "", "createdAt": "2026-11-08T08:00:00.000Z",
        });
        self.lake.insert(manifest, body);
        let id = contracts::VersionId::parse(VERSION).unwrap();
        self.put(&layout::version_key(&class(), &id), &version);
    }

    async fn windows(&self) -> Windows {
        let choosing = Choosing::new(self.lake.clone());
        let input = WindowsInput {
            device_class: class(),
            at: "2026-11-30T12:00:00.000Z".to_owned(),
            recent_days: 7,
            feedback_days: 180,
        };
        choosing.handle(input).await.unwrap()
    }

    async fn collect(&self, pictures: &[FieldPicture]) -> Collected {
        let collecting = Collecting::new(self.pictures.clone(), self.lake.clone());
        let input = CollectInput {
            device_class: class(),
            pictures: pictures.to_vec(),
            recent_from: "2026-11-23 12:00:00.000".to_owned(),
        };
        collecting.handle(input).await.unwrap()
    }

    fn dataset(&self, collected: &Collected) -> Vec<TrainingPicture> {
        let object = self.pictures.object(&collected.dataset).unwrap();
        runtime::json_lines(&object.body).unwrap()
    }

    /// A picture from the field, whose prepared JPEG is there.
    fn field(&self, number: u8, device: &str, because: Because) -> FieldPicture {
        let key = format!("prepared/meter/2026-11-29/{number}.jpg");
        self.pictures.insert(&key, format!("picture {number}"));
        FieldPicture {
            picture_id: PictureId::parse(format!("{number:032x}")).unwrap(),
            prepared_key: key,
            device_id: device.to_owned(),
            landed: format!("2026-11-29 10:00:{number:02}.000"),
            because,
        }
    }
}

fn line(number: u8, device: &str, anomalous: bool, part: TrainingPart) -> TrainingPicture {
    TrainingPicture {
        key: format!("training/meter/pictures/{number}.jpg"),
        sha256: format!("{:x}", Sha256::digest(format!("picture {number}"))),
        name: number.to_string(),
        anomalous,
        device: Some(device.to_owned()),
        group: Some(format!("group of {device}")),
        mask: None,
        part: Some(part),
        landed: Some("2026-03-01 00:00:00.000".to_owned()),
    }
}

#[tokio::test]
async fn a_version_is_held_against_what_it_was_made_for() {
    let world = World::new();
    assert_eq!(world.windows().await.version, None);

    // What `deploy` fitted: the first pictures of all.
    world.live(None);
    let windows = world.windows().await;
    assert_eq!(windows.version.as_deref(), Some(VERSION));
    assert_eq!(windows.reference_from, "2020-01-01 00:00:00.000");
    assert_eq!(windows.first_day, "2020-01-01");

    // What was promoted: the first since.
    world.live(Some(3));
    let windows = world.windows().await;
    assert_eq!(windows.reference_from, "2026-11-10 08:00:00.000");
    assert_eq!(windows.reference_until, "9999-12-31 00:00:00.000");
    assert_eq!(windows.recent_from, "2026-11-23 12:00:00.000");
    assert_eq!(windows.first_day, "2026-08-12");

    // What was trained on the field: when that landed, and nothing of it is recent.
    let window = json!({ "from": "2026-11-20 00:00:00.000", "until": "2026-11-27 10:00:00.000" });
    world.registered(&[], &window);
    let windows = world.windows().await;
    assert_eq!(windows.reference_from, "2026-11-20 00:00:00.000");
    assert_eq!(windows.reference_until, "2026-11-27 10:00:00.000");
    assert_eq!(windows.recent_from, "2026-11-27 10:00:00.000");
}

#[tokio::test]
async fn what_a_repair_tells_is_news_by_its_own_time() {
    let world = World::new();
    // Half a year, where nothing is live; pictures are read as far back, whatever is recent.
    let windows = world.windows().await;
    assert_eq!(windows.told_from, "2026-06-03 12:00:00.000");
    assert_eq!(windows.learn_first_day, "2026-06-03");

    // Where no training is known, what was told since it went live.
    world.live(Some(3));
    let windows = world.windows().await;
    assert_eq!(windows.told_from, "2026-11-10 08:00:00.000");
    assert_eq!(windows.learn_first_day, "2026-06-03");

    // A version went live on the 10th, and its training began some days before.
    world.registered(&[], &Value::Null);
    let windows = world.windows().await;
    assert_eq!(windows.told_from, "2026-11-08 08:00:00.000");

    let window = json!({ "from": "2026-11-01 00:00:00.000", "until": "2026-11-07 10:00:00.000" });
    world.registered(&[], &window);
    let windows = world.windows().await;
    assert_eq!(windows.told_from, "2026-11-07 10:00:00.000");
    assert_eq!(windows.recent_from, "2026-11-23 12:00:00.000");
}

#[tokio::test]
async fn an_old_picture_is_learned_from_and_is_not_what_the_model_is_made_for() {
    let world = World::new();
    let old = FieldPicture {
        landed: "2026-10-01 10:00:00.000".to_owned(),
        ..world.field(1, "m-1", Because::Confirmed)
    };
    let collected = world
        .collect(&[old, world.field(2, "m-2", Because::Confirmed)])
        .await;
    assert_eq!(collected.added, 2);
    let landed: Vec<bool> = world
        .dataset(&collected)
        .iter()
        .map(|line| line.anomalous && line.landed.is_some())
        .collect();
    assert_eq!(landed, [false, true]);
}

#[tokio::test]
async fn what_repairs_say_is_a_label_and_what_nobody_saw_is_trained_on_alone() {
    let world = World::new();
    world.live(Some(1));
    let before = [
        line(1, "m-1", false, TrainingPart::Train),
        line(2, "m-2", true, TrainingPart::Test),
    ];
    world.registered(&before, &Value::Null);
    let pictures = [
        world.field(2, "m-2", Because::FalseAlarm),
        world.field(3, "m-1", Because::Unremarkable),
        // Its device is evaluated with.
        world.field(4, "m-2", Because::Unremarkable),
        world.field(5, "m-3", Because::Confirmed),
        // People have spoken of its device.
        world.field(6, "m-3", Because::Unremarkable),
        world.field(7, "m-4", Because::Unremarkable),
    ];
    let gone = FieldPicture {
        prepared_key: "prepared/meter/2026-11-29/gone.jpg".to_owned(),
        ..world.field(8, "m-5", Because::Confirmed)
    };
    let all: Vec<FieldPicture> = pictures.into_iter().chain([gone]).collect();
    let collected = world.collect(&all).await;
    let told: Vec<(String, bool, Option<TrainingPart>, String, bool)> = world
        .dataset(&collected)
        .into_iter()
        .map(|line| {
            let group = line.group.unwrap();
            (
                line.key,
                line.anomalous,
                line.part,
                group,
                line.landed.is_some(),
            )
        })
        .collect();
    let expect = |key: &str, anomalous, part, group: &str, landed| {
        (key.to_owned(), anomalous, part, group.to_owned(), landed)
    };
    let (train, test) = (Some(TrainingPart::Train), Some(TrainingPart::Test));
    assert_eq!(
        told,
        [
            expect(
                "training/meter/pictures/1.jpg",
                false,
                train,
                "group of m-1",
                false
            ),
            // A false alarm: the label is another, the part stays.
            expect(
                "training/meter/pictures/2.jpg",
                false,
                test,
                "group of m-2",
                false
            ),
            expect(
                "prepared/meter/2026-11-29/3.jpg",
                false,
                train,
                "group of m-1",
                true
            ),
            // What a person has seen may be evaluated with.
            expect("prepared/meter/2026-11-29/5.jpg", true, None, "m-3", true),
            expect("prepared/meter/2026-11-29/7.jpg", false, train, "m-4", true),
        ]
    );
    assert_eq!((collected.pictures, collected.added), (5, 4));
    // Again it is the same dataset, under the same name.
    assert_eq!(world.collect(&all).await, collected);

    // What is known already is nothing new.
    let known = [world.field(1, "m-1", Because::Unremarkable)];
    assert_eq!(world.collect(&known).await.added, 0);
}

#[tokio::test]
async fn a_dataset_that_is_not_what_it_was_is_not_added_to() {
    let world = World::new();
    world.live(Some(1));
    world.registered(&[line(1, "m-1", false, TrainingPart::Train)], &Value::Null);
    world
        .lake
        .insert("models/meter/runs/r/dataset.jsonl", "{}\n");
    let collecting = Collecting::new(world.pictures.clone(), world.lake.clone());
    let input = CollectInput {
        device_class: class(),
        pictures: Vec::new(),
        recent_from: "2026-11-23 12:00:00.000".to_owned(),
    };
    let error = collecting.handle(input).await.unwrap_err();
    assert_eq!(error.name(), "LineageBroken");
}

/// A version that was promoted and taken back meanwhile changes nothing of what was live before and after.
#[tokio::test]
async fn what_is_live_again_has_been_live_since_before_it_was_replaced() {
    for is_registered in [false, true] {
        let world = World::new();
        world.live(Some(3));
        if is_registered {
            world.registered(&[], &Value::Null);
        }
        let before = world.windows().await;
        let live = world
            .lake
            .object(&layout::live_model_key(&class()))
            .unwrap();
        let mut live: Value = serde_json::from_slice(&live.body).unwrap();
        let mut other = live.clone();
        other["version"] = "fedcba9876543210".into();
        for (revision, kind, from, to, undoes) in [
            (4, "promote", &live, &other, Value::Null),
            (5, "take-back", &other, &live, 4.into()),
        ] {
            let change = json!({
                "revision": revision, "deviceClass": "meter", "kind": kind, "from": from, "to": to,
                "previous": null, "undoes": undoes, "replaces": null, "by": "somebody",
                "reason": null, "at": "2026-11-29T08:00:00.000Z", "execution": "arn",
            });
            world.put(&layout::history_key(&class(), revision), &change);
        }
        live["revision"] = 5.into();
        world.put(&layout::live_model_key(&class()), &live);
        assert_eq!(world.windows().await, before);
    }
}

#[tokio::test]
async fn pictures_without_a_device_have_nothing_in_common() {
    let world = World::new();
    let pictures = [
        world.field(1, "unknown", Because::Confirmed),
        world.field(2, "unknown", Because::Unremarkable),
        world.field(3, "m-1", Because::Confirmed),
        world.field(4, "m-1", Because::Unremarkable),
    ];
    let collected = world.collect(&pictures).await;
    let dataset = world.dataset(&collected);
    let lines: Vec<_> = dataset
        .iter()
        .map(|line| (line.device.as_deref(), line.group.as_deref()))
        .collect();
    let known = (Some("m-1"), Some("m-1"));
    assert_eq!(lines, [(None, None), (None, None), known]);
}
