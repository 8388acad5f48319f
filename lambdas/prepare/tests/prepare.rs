//! The preparation of chunks, through its handler, over a bucket in memory.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::sync::Arc;

use contracts::batch::ListedObject;
use contracts::picture::{PictureLimits, PrepareInput, Prepared, PreparedPicture};
use contracts::tasks::Prepare;
use contracts::{BatchName, DeviceClass};
use prepare::Preparing;
use runtime::Handler;
use runtime::storage::memory::{Fails, MemoryBucket};
use vision::picture::{Limits, Pixels, decode};

/// 2026-11-22T12:00:00Z.
const LANDED: i64 = 1_795_348_800;

struct World {
    bucket: Arc<MemoryBucket>,
    handler: Preparing,
}

impl World {
    fn new() -> Self {
        let bucket = Arc::new(MemoryBucket::new("pictures"));
        let classes = ["meter", "pipe"].map(|class| DeviceClass::parse(class).unwrap());
        let limits = PictureLimits {
            max_bytes: 3_000,
            max_pixels: 4_000,
            min_side: 16,
            prepared_side: 32,
            prepared_quality: 90,
        };
        Self {
            handler: Preparing::new(bucket.clone(), classes.into(), limits, 3),
            bucket,
        }
    }

    fn with(files: &[(&str, Vec<u8>)]) -> Self {
        let world = Self::new();
        for (key, body) in files {
            world.bucket.insert(key, body.clone());
        }
        world
    }

    fn item(&self, key: &str) -> ListedObject {
        ListedObject {
            key: key.to_owned(),
            size: self.bucket.object(key).map_or(0, |object| object.info.size),
            last_modified: LANDED,
            etag: None,
        }
    }

    fn input(&self, batch: &str, keys: &[&str]) -> PrepareInput {
        PrepareInput {
            batch: BatchName::parse(batch).unwrap(),
            items: keys.iter().map(|key| self.item(key)).collect(),
        }
    }

    async fn prepare(&self, keys: &[&str]) -> Prepared {
        self.prepare_batch("b", keys).await
    }

    async fn prepare_batch(&self, batch: &str, keys: &[&str]) -> Prepared {
        let input = self.input(batch, keys);
        Handler::<Prepare>::handle(&self.handler, input)
            .await
            .unwrap()
    }
}

fn png(width: u32, height: u32, shade: u8) -> Vec<u8> {
    let data = [shade, 90, 30].repeat((width * height) as usize);
    Pixels::new(width, height, data)
        .unwrap()
        .encode_png()
        .unwrap()
}

fn sources(pictures: &[PreparedPicture]) -> Vec<&str> {
    pictures
        .iter()
        .map(|picture| picture.source.as_str())
        .collect()
}

#[tokio::test(flavor = "current_thread")]
async fn a_picture_is_resized_and_filed_by_class_day_and_content() {
    let key = "incoming/b/meter/m-1/a.png";
    let world = World::with(&[(key, png(64, 48, 7))]);
    let prepared = world.prepare(&["incoming/b/_READY", key]).await;
    let picture = &prepared.pictures[0];
    assert_eq!((picture.width, picture.height), (64, 48));
    assert_eq!(picture.uploaded_at, "2026-11-22T12:00:00Z");
    assert_eq!(
        picture.key,
        format!("prepared/meter/2026-11-22/{}.jpg", picture.id)
    );
    let limits = Limits {
        max_bytes: 10_000,
        max_pixels: 10_000,
        min_side: 1,
    };
    let jpeg = world.bucket.object(&picture.key).unwrap();
    let decoded = decode(&jpeg.body, &limits).unwrap().pixels;
    assert_eq!((decoded.width(), decoded.height()), (32, 24));
    assert_eq!(prepared.duplicates.len() + prepared.rejected.len(), 0);
}

#[tokio::test(flavor = "current_thread")]
async fn what_cannot_be_inspected_is_kept_with_its_reason_and_the_original_stays() {
    let mut truncated = png(32, 32, 1);
    truncated.truncate(truncated.len() - 20);
    let cases = [
        ("incoming/b/meter/m-1/empty.png", Vec::new(), "empty"),
        (
            "incoming/b/meter/m-1/text.jpg",
            b"hello".to_vec(),
            "not-a-picture",
        ),
        ("incoming/b/meter/m-1/cut.png", truncated, "damaged"),
        ("incoming/b/meter/m-1/tiny.png", png(15, 40, 1), "too-small"),
        // As large as it must be, and too small once its longer side is what it has to be.
        (
            "incoming/b/meter/m-1/narrow.png",
            png(64, 20, 1),
            "too-small",
        ),
        (
            "incoming/b/meter/m-1/wide.png",
            png(400, 20, 1),
            "too-large",
        ),
        (
            "incoming/b/meter/m-1/heavy.png",
            vec![1; 3_001],
            "too-large",
        ),
        (
            "incoming/b/robot/m-1/a.png",
            png(32, 32, 1),
            "unknown-device-class",
        ),
        ("incoming/b/meter/a.png", png(32, 32, 1), "misplaced"),
        (
            "incoming/b/meter/Zähler 1/ä.png",
            png(32, 32, 1),
            "misplaced",
        ),
    ];
    let files = cases.clone().map(|(key, body, _)| (key, body));
    let world = World::with(&files);
    let keys: Vec<&str> = cases.iter().map(|(key, ..)| *key).collect();
    let prepared = world.prepare(&keys).await;
    let found: Vec<(&str, &str)> = prepared
        .rejected
        .iter()
        .map(|one| (one.source.as_str(), one.reason.as_str()))
        .collect();
    let expected: Vec<(&str, &str)> = cases.iter().map(|(key, _, why)| (*key, *why)).collect();
    assert_eq!(found, expected);
    for rejection in &prepared.rejected {
        assert!(world.bucket.object(&rejection.source).is_some());
        let kept = world.bucket.object(&rejection.kept_at).unwrap();
        assert!(rejection.kept_at.starts_with("rejected/b/"));
        assert_eq!(kept.info.metadata["reason"], rejection.reason.as_str());
        assert!(kept.info.metadata["detail"].is_ascii());
    }
    // The same again when `record` has deleted the originals.
    let input = world.input("b", &keys);
    for key in &keys {
        world.bucket.remove(key);
    }
    let again = Handler::<Prepare>::handle(&world.handler, input)
        .await
        .unwrap();
    assert_eq!(again, prepared);
}

#[tokio::test(flavor = "current_thread")]
async fn an_object_that_is_gone_is_still_accounted_for() {
    let world = World::new();
    let item = ListedObject {
        size: 10,
        ..world.item("incoming/b/meter/m-1/a.png")
    };
    let input = PrepareInput {
        batch: BatchName::parse("b").unwrap(),
        items: vec![item],
    };
    let prepared = Handler::<Prepare>::handle(&world.handler, input)
        .await
        .unwrap();
    let rejection = &prepared.rejected[0];
    assert_eq!(rejection.reason.as_str(), "not-inspected");
    assert_eq!(rejection.kept_at, rejection.source);
    assert!(rejection.detail.contains("not there any more"));
}

#[tokio::test(flavor = "current_thread")]
async fn of_equal_pictures_the_first_of_the_listing_is_looked_at() {
    let keys = [
        "incoming/b/meter/m-1/a.png",
        "incoming/b/meter/m-1/b.png",
        "incoming/b/meter/m-2/c.png",
        "incoming/b/pipe/p-1/d.png",
    ];
    let world = World::with(&keys.map(|key| (key, png(32, 32, 5))));
    let prepared = world.prepare(&keys[1..3]).await;
    assert_eq!(sources(&prepared.pictures), [keys[1]]);
    assert_eq!(sources(&prepared.duplicates), [keys[2]]);
    assert_eq!(
        prepared.duplicates[0].duplicate_of.as_deref(),
        Some(keys[1])
    );
    // In another chunk the claim stands; another class is another picture to look at.
    let other = world.prepare(&[keys[0], keys[3]]).await;
    assert_eq!(sources(&other.pictures), [keys[3]]);
    assert_eq!(other.duplicates[0].duplicate_of.as_deref(), Some(keys[1]));
    // Both chunks again: the same.
    assert_eq!(world.prepare(&keys[1..3]).await, prepared);
    assert_eq!(world.prepare(&[keys[0], keys[3]]).await, other);
}

#[tokio::test(flavor = "current_thread")]
async fn a_claim_of_a_picture_that_was_taken_back_does_not_count() {
    let keys = ["incoming/b/meter/m-1/a.png", "incoming/b/meter/m-1/b.png"];
    let world = World::with(&keys.map(|key| (key, png(32, 32, 5))));
    world.prepare(&keys).await;
    world.bucket.insert(keys[0], png(32, 32, 6));
    let prepared = world.prepare(&keys).await;
    assert_eq!(sources(&prepared.pictures), keys);
    world.bucket.remove(keys[0]);
    world.bucket.insert(keys[1], png(32, 32, 6));
    let prepared = world.prepare(&keys[1..]).await;
    assert_eq!(sources(&prepared.pictures), [keys[1]]);
}

#[tokio::test(flavor = "current_thread")]
async fn another_batch_has_its_own_claims() {
    let keys = ["incoming/b/meter/m-1/a.png", "incoming/c/meter/m-1/a.png"];
    let world = World::with(&keys.map(|key| (key, png(32, 32, 5))));
    for (batch, key) in [("b", keys[0]), ("c", keys[1]), ("b", keys[0])] {
        let prepared = world.prepare_batch(batch, &[key]).await;
        assert_eq!(sources(&prepared.pictures), [key]);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn chunks_of_equal_pictures_at_the_same_time_agree_on_one() {
    let keys = ["incoming/b/meter/m-1/a.png", "incoming/b/meter/m-1/b.png"];
    let world = World::with(&keys.map(|key| (key, png(32, 32, 5))));
    let (one, other) = futures::join!(world.prepare(&keys[..1]), world.prepare(&keys[1..]));
    assert_eq!(one.pictures.len() + other.pictures.len(), 1);
    assert_eq!(one.duplicates.len() + other.duplicates.len(), 1);
}

#[tokio::test(flavor = "current_thread")]
async fn a_call_that_fails_before_or_after_its_effect_changes_nothing() {
    let files = [
        ("incoming/b/meter/m-1/a.png", png(32, 32, 5)),
        ("incoming/b/meter/m-1/b.png", png(32, 32, 5)),
        ("incoming/b/meter/m-1/c.png", png(48, 32, 6)),
        ("incoming/b/meter/m-1/e.png", Vec::new()),
    ];
    let keys: Vec<&str> = files.iter().map(|(key, _)| *key).collect();
    let undisturbed = World::with(&files).prepare(&keys).await;
    for fails in [Fails::Before, Fails::After] {
        for call in 0.. {
            let world = World::with(&files);
            world.bucket.fail(call, fails);
            let input = world.input("b", &keys);
            if Handler::<Prepare>::handle(&world.handler, input)
                .await
                .is_ok()
            {
                assert!(call > files.len(), "no call failed");
                break;
            }
            let retried = world.prepare(&keys).await;
            assert_eq!(retried, undisturbed, "call {call} fails {fails:?}");
        }
    }
}
