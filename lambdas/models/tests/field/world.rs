//! The buckets of a class, and what is asked of them.

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

pub(super) const VERSION: &str = "0123456789abcdef";

pub(super) struct World {
    pub(super) pictures: Arc<MemoryBucket>,
    pub(super) lake: Arc<MemoryBucket>,
}

pub(super) fn class() -> DeviceClass {
    DeviceClass::parse("meter").unwrap()
}

impl World {
    pub(super) fn new() -> Self {
        Self {
            pictures: Arc::new(MemoryBucket::new("pictures")),
            lake: Arc::new(MemoryBucket::new("lake")),
        }
    }

    pub(super) fn put(&self, key: &str, value: &Value) {
        self.lake.insert(key, value.to_string());
    }

    /// A version is live, by a change or by `deploy`.
    pub(super) fn live(&self, revision: Option<u64>) {
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
    pub(super) fn registered(&self, lines: &[TrainingPicture], window: &Value) {
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

    pub(super) async fn windows(&self) -> Windows {
        let choosing = Choosing::new(self.lake.clone());
        let input = WindowsInput {
            device_class: class(),
            at: "2026-11-30T12:00:00.000Z".to_owned(),
            recent_days: 7,
            feedback_days: 180,
        };
        choosing.handle(input).await.unwrap()
    }

    pub(super) async fn collect(&self, pictures: &[FieldPicture]) -> Collected {
        let collecting = Collecting::new(self.pictures.clone(), self.lake.clone());
        let input = CollectInput {
            device_class: class(),
            pictures: pictures.to_vec(),
            recent_from: "2026-11-23 12:00:00.000".to_owned(),
        };
        collecting.handle(input).await.unwrap()
    }

    pub(super) fn dataset(&self, collected: &Collected) -> Vec<TrainingPicture> {
        let object = self.pictures.object(&collected.dataset).unwrap();
        runtime::json_lines(&object.body).unwrap()
    }

    /// A picture from the field, whose prepared JPEG is there.
    pub(super) fn field(&self, number: u8, device: &str, because: Because) -> FieldPicture {
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

pub(super) fn line(
    number: u8,
    device: &str,
    anomalous: bool,
    part: TrainingPart,
) -> TrainingPicture {
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
        landed_from: Some("2026-02-22 00:00:00.000".to_owned()),
        assumed: false,
    }
}
