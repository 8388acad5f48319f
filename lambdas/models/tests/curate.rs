//! Datasets through the handler: every mistake is told, and what is divided is kept.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::sync::Arc;

use contracts::tasks::CurateError;
use contracts::training::{
    CurateInput, CurateStep, Curated, TrainingPart, TrainingPicture, TrainingRules,
};
use contracts::{DeviceClass, RunName};
use models::Curating;
use runtime::storage::memory::MemoryBucket;
use runtime::{Failure, Handler};
use sha2::{Digest, Sha256};

const DATASET: &str = "training/meter/datasets/d.jsonl";

struct World {
    pictures: Arc<MemoryBucket>,
    lake: Arc<MemoryBucket>,
}

impl World {
    /// With so many pictures of so many devices, every third of them anomalous, in a folder.
    fn new(folder: &str) -> (Self, Vec<TrainingPicture>) {
        let world = Self {
            pictures: Arc::new(MemoryBucket::new("pictures")),
            lake: Arc::new(MemoryBucket::new("lake")),
        };
        let lines = (0..30).map(|number| {
            let body = format!("picture {number}");
            let key = format!("{folder}{number}.jpg");
            world.pictures.insert(&key, body.clone());
            TrainingPicture {
                key,
                sha256: format!("{:x}", Sha256::digest(&body)),
                name: format!("{number}.jpg"),
                anomalous: number % 3 == 0,
                device: None,
                group: Some(format!("d-{}", number / 3)),
                mask: None,
                part: None,
                landed: None,
                landed_from: None,
                assumed: false,
            }
        });
        let lines = lines.collect();
        (world, lines)
    }

    async fn curate(
        &self,
        step: CurateStep,
        lines: &[TrainingPicture],
    ) -> Result<Curated, Failure<CurateError>> {
        let text: Vec<String> = lines
            .iter()
            .map(|line| serde_json::to_string(line).unwrap())
            .collect();
        self.pictures.insert(DATASET, text.join("\n"));
        let rules = TrainingRules {
            kinds: vec!["padim".to_owned()],
            most_pictures: 400,
            parts: 3,
            gate_metric: "accuracy".to_owned(),
            gate_judged: "value".to_owned(),
            gate_at_least: 0.9,
            gate_least_recall: 0.5,
        };
        Curating::new(self.pictures.clone(), self.lake.clone(), rules)
            .handle(CurateInput {
                step,
                device_class: DeviceClass::parse("meter").unwrap(),
                run: RunName::parse("r-1").unwrap(),
                dataset: DATASET.to_owned(),
            })
            .await
    }
}

#[tokio::test(flavor = "current_thread")]
async fn every_mistake_is_told_at_once() {
    let (world, mut lines) = World::new("training/meter/pictures/");
    lines[0].key = "incoming/b/meter/d/0.jpg".to_owned();
    lines[1].sha256 = "x".to_owned();
    lines.push(TrainingPicture {
        anomalous: !lines[2].anomalous,
        name: "again.jpg".to_owned(),
        ..lines[2].clone()
    });
    lines[4].part = Some(TrainingPart::Train);
    lines[5].part = Some(TrainingPart::Test);
    let told = world.curate(CurateStep::Verify, &lines).await.unwrap_err();
    let told = told.to_string();
    for expected in [
        "0.jpg: incoming/b/meter/d/0.jpg is not under training/meter/ or prepared/meter/",
        "1.jpg: \"x\" is no SHA-256",
        "again.jpg is the same picture as 2.jpg, and one is called normal, the other anomalous",
        "5.jpg and 4.jpg belong together (d-1)",
    ] {
        assert!(told.contains(expected), "{expected:?} is not in {told:?}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn bytes_that_changed_or_are_gone_are_told() {
    let (world, lines) = World::new("training/meter/pictures/");
    assert_eq!(
        world.curate(CurateStep::Verify, &lines).await.unwrap(),
        Curated {
            pictures: 30,
            data: None,
            pictures_to_train: None,
        }
    );
    world.pictures.insert(&lines[3].key, "another picture");
    world.pictures.remove(&lines[7].key);
    let told = world.curate(CurateStep::Verify, &lines).await.unwrap_err();
    let told = told.to_string();
    assert!(told.contains("3.jpg: the SHA-256 of"), "{told}");
    assert!(told.contains("7.jpg is not there"), "{told}");
}

#[tokio::test(flavor = "current_thread")]
async fn pictures_from_the_field_are_kept_for_good() {
    let (world, lines) = World::new("prepared/meter/2026-11-30/");
    let curated = world.curate(CurateStep::Split, &lines).await.unwrap();
    let data = curated.data.unwrap();
    assert_eq!(data.train_normal + data.test_normal, 20);
    assert_eq!(data.train_anomalous + data.test_anomalous, 10);
    assert!(data.test_normal > 0 && data.test_anomalous > 0, "{data:?}");
    let manifest = world.lake.object(&data.manifest).unwrap();
    assert_eq!(format!("{:x}", Sha256::digest(&manifest.body)), data.sha256);
    let kept: Vec<TrainingPicture> = runtime::json_lines(&manifest.body).unwrap();
    assert_eq!(kept.len(), 30);
    for picture in kept {
        assert!(picture.key.starts_with("training/meter/pictures/"));
        let object = world.pictures.object(&picture.key).unwrap();
        assert_eq!(
            format!("{:x}", Sha256::digest(&object.body)),
            picture.sha256
        );
    }
}

#[tokio::test(flavor = "current_thread")]
async fn what_evaluates_alone_needs_nothing_to_train_on() {
    let (world, lines) = World::new("training/meter/pictures/");
    let normal: Vec<_> = lines.into_iter().filter(|line| !line.anomalous).collect();
    let refused = world.curate(CurateStep::Split, &normal).await.unwrap_err();
    assert!(refused.to_string().contains("no anomalous picture"));
    let held = world.curate(CurateStep::HoldOut, &normal).await.unwrap();
    let data = held.data.unwrap();
    assert_eq!((data.test_normal, data.train_normal), (20, 0));
}

#[tokio::test(flavor = "current_thread")]
async fn the_window_is_what_was_asked_for_and_not_what_few_pictures_are_of() {
    let (world, mut lines) = World::new("prepared/meter/2026-11-30/");
    for (number, line) in lines.iter_mut().enumerate().skip(20) {
        line.landed = Some(format!("2026-11-30 10:{number}:00.000"));
        line.landed_from = Some("2026-11-23 12:00:00.000".to_owned());
    }
    let curated = world.curate(CurateStep::Split, &lines).await.unwrap();
    let window = curated.data.unwrap().window.unwrap();
    assert_eq!(window.from, "2026-11-23 12:00:00.000");
    assert_eq!(window.until, "2026-11-30 10:29:00.000");
    // As manifests were that did not say it.
    for line in &mut lines {
        line.landed_from = None;
    }
    let curated = world.curate(CurateStep::Split, &lines).await.unwrap();
    let window = curated.data.unwrap().window.unwrap();
    assert_eq!(window.from, "2026-11-30 10:20:00.000");
}
