//! The close look through its handler, with the embedded model fitted on drawn pictures.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::sync::{Arc, OnceLock};

use close_look::EmbeddedCloseLook;
use contracts::close_look::ShadowRules;
use contracts::examination::{CloseLookInput, CloseLookOutput, Verdict};
use contracts::model::LiveModel;
use contracts::picture::{PictureFormat, PreparedPicture};
use contracts::tasks::{CloseLook, CloseLookError};
use contracts::{BatchName, Day, DeviceClass, DeviceId, PictureId, VersionId, layout};
use detectors::CloseLooking;
use runtime::storage::memory::MemoryBucket;
use runtime::{Failure, Handler};
use samples::Expected;
use serde_json::json;
use sha2::{Digest, Sha256};
use vision::anomaly::{AnomalyModel, FitOptions};
use vision::picture::{Limits, Pixels, decode};
use vision::{Backbone, Example, Kind, fit_best};

const CLASS: &str = "meter";

/// The network and a model's file, made once for all tests.
fn fitted() -> &'static (Arc<Backbone>, Vec<u8>) {
    static FITTED: OnceLock<(Arc<Backbone>, Vec<u8>)> = OnceLock::new();
    FITTED.get_or_init(|| {
        let backbone = Backbone::load().unwrap();
        let sound = samples::normals(CLASS).map(|sample| pixels(&sample.bytes));
        let model = AnomalyModel::fit(&backbone, sound, &FitOptions::default()).unwrap();
        (Arc::new(backbone), model.to_bytes())
    })
}

fn pixels(bytes: &[u8]) -> Pixels {
    let limits = Limits {
        max_bytes: 1 << 24,
        max_pixels: 1 << 24,
        min_side: 1,
    };
    decode(bytes, &limits).unwrap().pixels
}

struct World {
    pictures: Arc<MemoryBucket>,
    lake: Arc<MemoryBucket>,
    handler: CloseLooking,
}

impl World {
    fn new() -> Self {
        let pictures = Arc::new(MemoryBucket::new("pictures"));
        let lake = Arc::new(MemoryBucket::new("lake"));
        let backbone = fitted().0.clone();
        let detector = EmbeddedCloseLook::with_backbone(pictures.clone(), lake.clone(), backbone);
        let world = Self {
            handler: CloseLooking::new(Arc::new(detector), lake.clone(), 2),
            pictures,
            lake,
        };
        world.promote("v1", &fitted().1);
        world
    }

    fn promote(&self, version: &str, file: &[u8]) {
        let class = DeviceClass::parse(CLASS).unwrap();
        let live = LiveModel {
            close_look: layout::model_key(&class, version),
            version: version.to_owned(),
            sha256: format!("{:x}", Sha256::digest(file)),
            first_look: None,
            fitted_from: String::new(),
            asked: None,
        };
        self.lake.insert(&live.close_look, file.to_vec());
        let body = serde_json::to_vec(&live).unwrap();
        self.lake.insert(&layout::live_model_key(&class), body);
    }

    fn prepared(&self, number: u8, jpeg: Vec<u8>) -> PreparedPicture {
        let picture = PreparedPicture {
            id: PictureId::parse(format!("{number:032x}")).unwrap(),
            source: format!("incoming/b/{CLASS}/d-1/{number}.jpg"),
            key: format!("prepared/{CLASS}/2026-11-22/{number}.jpg"),
            device_class: DeviceClass::parse(CLASS).unwrap(),
            device_id: DeviceId::parse("d-1").unwrap(),
            day: Day::parse("2026-11-22").unwrap(),
            format: PictureFormat::Jpeg,
            width: 1,
            height: 1,
            bytes: 1,
            uploaded_at: "2026-11-22T12:00:00Z".to_owned(),
            captured_at: None,
            latitude: None,
            longitude: None,
            duplicate_of: None,
        };
        self.pictures.insert(&picture.key, jpeg);
        picture
    }

    /// Lets the candidate look at all pictures, as long as that is in time.
    fn with_shadows(mut self, within_seconds: u32) -> Self {
        self.handler = self.handler.with_shadows(ShadowRules {
            percent: 100,
            within_seconds,
        });
        self
    }

    /// Makes a file the candidate, said to have this SHA-256.
    fn register(&self, file: &[u8], sha256: &str) {
        let key = format!("models/{CLASS}/versions/0123456789abcdef/close-look.model");
        let version = json!({
            "deviceClass": CLASS, "version": "0123456789abcdef", "file": key, "sha256": sha256,
            "kind": "padim", "toolkit": "t", "gate": "g", "report": "r", "page": "p",
            "data": {
                "manifest": "m", "sha256": "0", "trainNormal": 1, "trainAnomalous": 0,
                "testNormal": 1, "testAnomalous": 1,
            },
            "measured": {
                "pictures": 2, "ofLive": 0, "accuracy": 1.0, "accuracyLowerBound": 0.5,
            },
            "expectations": [], "execution": "e", "createdBy": "b", "createdAt": "a",
        });
        let candidate = json!({ "version": "0123456789abcdef", "by": "b", "at": "a" });
        let class = DeviceClass::parse(CLASS).unwrap();
        let id = VersionId::parse("0123456789abcdef").unwrap();
        self.lake.insert(&key, file.to_vec());
        self.lake
            .insert(&layout::version_key(&class, &id), version.to_string());
        self.lake
            .insert(&layout::candidate_key(&class), candidate.to_string());
    }

    async fn look(
        &self,
        pictures: &[PreparedPicture],
    ) -> Result<CloseLookOutput, Failure<CloseLookError>> {
        let input = CloseLookInput {
            batch: BatchName::parse("b").unwrap(),
            pictures: pictures.to_vec(),
        };
        Handler::<CloseLook>::handle(&self.handler, input).await
    }
}

/// A picture of the smoke batch as `prepare` makes it.
fn sample(sound: bool) -> Vec<u8> {
    let sample = samples::batch()
        .into_iter()
        .filter(|sample| sample.device_class == CLASS)
        .find(|sample| match sample.expected {
            Expected::Sound => sound,
            Expected::Defective { .. } => !sound,
            _ => false,
        });
    pixels(&sample.unwrap().bytes).encode_jpeg(90).unwrap()
}

#[tokio::test(flavor = "current_thread")]
async fn a_defect_is_found_and_shown_and_a_promoted_model_is_used_at_once() {
    let world = World::new();
    let pictures = [
        world.prepared(1, sample(true)),
        world.prepared(2, sample(false)),
        world.prepared(3, b"no picture".to_vec()),
    ];
    let output = world.look(&pictures).await.unwrap();
    let verdicts: Vec<Verdict> = output.examinations.iter().map(|one| one.verdict).collect();
    assert_eq!(verdicts, [Verdict::Normal, Verdict::Anomalous]);
    let broken = &output.examinations[1];
    assert!(broken.score >= 0.5 && !broken.boxes.is_empty());
    assert_eq!(broken.model, "v1");
    let heat_map = world
        .pictures
        .object(broken.heat_map.as_ref().unwrap())
        .unwrap();
    let shown = pixels(&heat_map.body);
    let seen = pixels(&sample(false));
    assert_eq!(
        (shown.width(), shown.height()),
        (seen.width(), seen.height())
    );
    assert_eq!(output.refused.len(), 1);
    assert_eq!(output.refused[0].picture, pictures[2]);

    world.promote("v2", &fitted().1);
    let output = world.look(&pictures[..1]).await.unwrap();
    assert_eq!(output.examinations[0].model, "v2");
}

#[tokio::test(flavor = "current_thread")]
async fn a_classifier_looks_as_well_and_draws_nothing() {
    let world = World::new();
    let example = |sample: samples::Sample, anomalous| Example {
        pixels: pixels(&sample.bytes),
        anomalous,
        group: None,
    };
    let examples = samples::normals(CLASS)
        .map(|sample| example(sample, false))
        .chain(samples::defects(CLASS).map(|sample| example(sample, true)));
    let (model, selection) = fit_best(
        &fitted().0,
        examples,
        &[Kind::Linear],
        &FitOptions::default(),
    )
    .unwrap();
    assert_eq!(selection.chosen, Kind::Linear);
    world.promote("v2", &model.to_bytes());
    let pictures = [
        world.prepared(1, sample(true)),
        world.prepared(2, sample(false)),
    ];
    let output = world.look(&pictures).await.unwrap();
    let verdicts: Vec<Verdict> = output.examinations.iter().map(|one| one.verdict).collect();
    assert_eq!(verdicts, [Verdict::Normal, Verdict::Anomalous]);
    for examination in output.examinations {
        assert_eq!((examination.heat_map, examination.boxes.len()), (None, 0));
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_model_that_is_missing_or_damaged_is_told_by_name() {
    let world = World::new();
    let pictures = [world.prepared(1, sample(true))];
    let cases: [(&str, Option<&[u8]>, &str); 4] = [
        ("models/meter/v1.model", None, "ModelNotFound"),
        (
            "models/meter/v1.model",
            Some(b"SIGHTMDL"),
            "ModelUnreadable",
        ),
        ("models/meter/live.json", Some(b"{}"), "ModelUnreadable"),
        ("models/meter/live.json", None, "ModelNotFound"),
    ];
    for (key, body, expected) in cases {
        match body {
            Some(body) => world.lake.insert(key, body.to_vec()),
            None => world.lake.remove(key),
        }
        let failure = world.look(&pictures).await.unwrap_err();
        assert_eq!(failure.name(), expected, "{key}: {failure}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn what_a_candidate_says_is_told_apart_and_changes_nothing() {
    let file = &fitted().1;
    let sha256 = format!("{:x}", Sha256::digest(file));
    let alone = World::new();
    let pictures = |world: &World| {
        [
            world.prepared(1, sample(true)),
            world.prepared(2, sample(false)),
            world.prepared(3, b"no picture".to_vec()),
        ]
    };
    let expected = alone.look(&pictures(&alone)).await.unwrap();
    assert_eq!(expected.shadows, []);

    let world = World::new().with_shadows(600);
    world.register(file, &sha256);
    let output = world.look(&pictures(&world)).await.unwrap();
    assert_eq!(output.examinations, expected.examinations);
    assert_eq!(output.refused, expected.refused);
    assert_eq!(world.pictures.keys_under(""), alone.pictures.keys_under(""));
    // The same file says the same, under its own name.
    assert_eq!(output.shadows.len(), 2);
    for (shadow, live) in output.shadows.iter().zip(&expected.examinations) {
        assert_eq!(shadow.picture_id, live.picture_id);
        assert_eq!((shadow.verdict, shadow.score), (live.verdict, live.score));
        assert_eq!(shadow.model, "0123456789abcdef");
    }

    // A candidate that is none, one for which no time is left, and none at all.
    let broken = World::new().with_shadows(600);
    broken.register(b"no model", &sha256);
    let late = World::new().with_shadows(0);
    late.register(file, &sha256);
    for world in [broken, late, World::new().with_shadows(600)] {
        assert_eq!(world.look(&pictures(&world)).await.unwrap(), expected);
    }
}
