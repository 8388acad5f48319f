//! Versions through their handlers: written once, made live by one of several, taken back exactly.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::sync::Arc;

use contracts::examination::{CloseLookOutput, Examination, Verdict};
use contracts::lineage::{Change, ChangeKind, DataLineage, Expectation, LivePointer, Measured};
use contracts::model::{AskedModel, LiveModel};
use contracts::picture::{PictureFormat, PreparedPicture};
use contracts::tasks::{ConfirmError, PromoteError, RegisterError};
use contracts::training::{
    ConfirmInput, Evaluated, PromoteInput, Promoted, RegisterInput, Registered, Trained,
};
use contracts::{Day, DeviceClass, DeviceId, PictureId, TaskError, VersionId, layout};
use models::{Confirming, Promoting, Registering};
use runtime::storage::memory::{Fails, MemoryBucket};
use runtime::{Failure, Handler};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

fn class() -> DeviceClass {
    DeviceClass::parse("meter").unwrap()
}

/// The name of an error that ends an invocation.
fn name<T: std::fmt::Debug, E: TaskError>(result: Result<T, Failure<E>>) -> &'static str {
    result.unwrap_err().name()
}

struct World {
    pictures: Arc<MemoryBucket>,
    lake: Arc<MemoryBucket>,
}

impl World {
    fn new() -> Self {
        Self {
            pictures: Arc::new(MemoryBucket::new("pictures")),
            lake: Arc::new(MemoryBucket::new("lake")),
        }
    }

    fn object<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        let object = self.lake.object(key)?;
        Some(serde_json::from_slice(&object.body).unwrap())
    }

    fn live(&self) -> Option<LivePointer> {
        self.object(&layout::live_model_key(&class()))
    }

    fn history(&self) -> Vec<Change> {
        let keys = self.lake.keys_under(&layout::history_prefix(&class()));
        keys.iter().map(|key| self.object(key).unwrap()).collect()
    }

    /// A model that `deploy` fitted, which knows no versions.
    fn deployed(&self, version: &str) -> LiveModel {
        let live = LiveModel {
            close_look: layout::model_key(&class(), version),
            version: version.to_owned(),
            sha256: "0".repeat(64),
            first_look: Some("arn:aws:rekognition:x".to_owned()),
            fitted_from: "samples-1".to_owned(),
            asked: None,
        };
        self.put_live(&live);
        live
    }

    fn put_live(&self, live: &LiveModel) {
        let body = serde_json::to_vec(live).unwrap();
        self.lake.insert(&layout::live_model_key(&class()), body);
    }

    /// The file of a model, as a training leaves it.
    fn trained(&self, file: &str) -> Trained {
        let sha256 = format!("{:x}", Sha256::digest(file));
        let version = VersionId::of_sha256(&sha256).unwrap();
        let key = layout::version_file_key(&class(), &version);
        self.lake.insert(&key, file.to_owned());
        Trained {
            version,
            file: key,
            sha256,
            kind: "padim".to_owned(),
            toolkit: "sightline 0".to_owned(),
        }
    }

    fn evaluated(&self, passed: bool) -> Evaluated {
        let id = PictureId::parse("0".repeat(32)).unwrap();
        let key = layout::training_picture_key(&class(), &id);
        self.pictures.insert(&key, "a picture");
        let picture = PreparedPicture {
            id,
            source: key.clone(),
            key,
            device_class: class(),
            device_id: DeviceId::unknown(),
            day: Day::parse(Day::FIRST).unwrap(),
            format: PictureFormat::Jpeg,
            width: 1,
            height: 1,
            bytes: 9,
            uploaded_at: "2020-01-01T00:00:00Z".to_owned(),
            captured_at: None,
            latitude: None,
            longitude: None,
            duplicate_of: None,
        };
        Evaluated {
            passed,
            explanation: "because".to_owned(),
            report: "r".to_owned(),
            page: "p".to_owned(),
            measured: Measured {
                pictures: 1,
                of_live: 0,
                accuracy: 1.0,
                accuracy_lower_bound: 0.5,
                auroc: None,
                average_precision: None,
                precision: None,
                recall: None,
                f1: None,
                pixel_aupro: None,
            },
            expectations: vec![Expectation {
                picture,
                verdict: Verdict::Anomalous,
                score: 0.75,
            }],
        }
    }

    async fn register(
        &self,
        trained: Trained,
        passed: bool,
    ) -> Result<Registered, Failure<RegisterError>> {
        let input = RegisterInput {
            device_class: class(),
            data: DataLineage {
                manifest: "m".to_owned(),
                sha256: "1".repeat(64),
                train_normal: 4,
                train_anomalous: 0,
                test_normal: 1,
                test_anomalous: 1,
                window: None,
            },
            trained,
            evaluated: self.evaluated(passed),
            by: "somebody".to_owned(),
            execution: "e".to_owned(),
            started_at: "2026-11-30T10:00:00Z".to_owned(),
        };
        Registering::new(self.lake.clone()).handle(input).await
    }

    async fn registered(&self, file: &str) -> VersionId {
        let trained = self.trained(file);
        self.register(trained, true).await.unwrap().version
    }

    async fn change(
        &self,
        change: ChangeKind,
        version: Option<&VersionId>,
        execution: &str,
    ) -> Result<Promoted, Failure<PromoteError>> {
        let input = PromoteInput {
            device_class: class(),
            change,
            version: version.cloned(),
            endpoint: None,
            model_package: None,
            by: "somebody".to_owned(),
            reason: Some("for a test".to_owned()),
            execution: execution.to_owned(),
            started_at: "2026-11-30T10:00:00Z".to_owned(),
        };
        Promoting::new(self.pictures.clone(), self.lake.clone())
            .handle(input)
            .await
    }
}

#[tokio::test(flavor = "current_thread")]
async fn what_has_not_passed_is_no_version_and_cannot_go_live() {
    let world = World::new();
    let trained = world.trained("refused");
    let id = trained.version.clone();
    let refused = world.register(trained, false).await;
    assert_eq!(name(refused), RegisterError::NOT_PASSED.as_str());
    let refused = world.change(ChangeKind::Promote, Some(&id), "e1").await;
    assert_eq!(name(refused), PromoteError::VERSION_NOT_FOUND.as_str());
    assert!(world.live().is_none() && world.history().is_empty());
}

#[tokio::test(flavor = "current_thread")]
async fn a_file_that_is_not_what_was_trained_is_no_version() {
    let world = World::new();
    let trained = world.trained("a model");
    world.lake.insert(&trained.file, "another");
    let refused = world.register(trained.clone(), true).await;
    assert_eq!(name(refused), RegisterError::NOT_THE_SAME.as_str());
    let elsewhere = Trained {
        file: "models/pipe/versions/0/close-look.model".to_owned(),
        ..trained
    };
    let refused = world.register(elsewhere, true).await;
    assert_eq!(name(refused), RegisterError::NOT_THE_SAME.as_str());
}

#[tokio::test(flavor = "current_thread")]
async fn no_version_goes_live_where_a_service_looks() {
    let world = World::new();
    let live = LiveModel {
        asked: Some(AskedModel::CustomLabels {
            project_version_arn: "arn:aws:rekognition:us-east-1:000000000000:project/p".to_owned(),
        }),
        ..world.deployed("fedcba9876543210")
    };
    world.put_live(&live);
    let one = world.registered("one").await;
    let refused = world.change(ChangeKind::Promote, Some(&one), "e1").await;
    assert_eq!(name(refused), PromoteError::CONFLICT.as_str());
    assert_eq!(world.live().map(|now| now.model), Some(live));
    assert!(world.history().is_empty());
}

#[tokio::test(flavor = "current_thread")]
async fn a_look_comes_back_from_an_endpoint_into_the_function_and_its_version_is_not_its_own_predecessor()
 {
    let world = World::new();
    let deployed = world.deployed("fedcba9876543210");
    let one = world.registered("one").await;
    let promoted = world.change(ChangeKind::Promote, Some(&one), "e1").await;
    let within = world.live().unwrap().model;
    assert_eq!(
        promoted.unwrap().from.as_deref(),
        Some(deployed.version.as_str())
    );
    let behind = LiveModel {
        asked: Some(AskedModel::SagemakerEndpoint {
            endpoint: "sightline-meter".to_owned(),
            model_package: None,
        }),
        ..within.clone()
    };
    world.put_live(&behind);
    world
        .change(ChangeKind::Promote, Some(&one), "e2")
        .await
        .unwrap();
    assert_eq!(world.live().unwrap().model, within);
    let back = world.change(ChangeKind::RollBack, Some(&one), "e3").await;
    assert_eq!(back.unwrap().to, deployed.version);
}

#[tokio::test(flavor = "current_thread")]
async fn a_version_is_written_once() {
    let world = World::new();
    let id = world.registered("a model").await;
    let key = layout::version_key(&class(), &id);
    let before = world.lake.object(&key).unwrap();
    assert_eq!(world.registered("a model").await, id);
    assert_eq!(world.lake.object(&key).unwrap().body, before.body);
}

#[tokio::test(flavor = "current_thread")]
async fn promotions_are_recorded_and_taken_back_one_by_one_to_the_letter() {
    let world = World::new();
    let deployed = world.deployed("fedcba9876543210");
    let one = world.registered("one").await;
    let two = world.registered("two").await;
    let promoted = world.change(ChangeKind::Promote, Some(&one), "e1").await;
    let promoted = promoted.unwrap();
    assert_eq!(promoted.from.as_deref(), Some("fedcba9876543210"));
    assert_eq!(promoted.to, one.as_str());
    // The close look's pictures are where it looks for them.
    assert_eq!(promoted.pictures.len(), 1);
    assert!(
        promoted.pictures[0]
            .key
            .starts_with("prepared/meter/2026-11-30/")
    );
    assert!(world.pictures.object(&promoted.pictures[0].key).is_some());
    let with_one = world.live().unwrap();
    assert_eq!(with_one.previous.as_deref(), Some("fedcba9876543210"));
    assert_eq!(with_one.model.first_look, deployed.first_look);
    world
        .change(ChangeKind::Promote, Some(&two), "e2")
        .await
        .unwrap();
    assert_eq!(
        world.live().unwrap().previous.as_deref(),
        Some(one.as_str())
    );

    world
        .change(ChangeKind::RollBack, None, "e3")
        .await
        .unwrap();
    assert_eq!(world.live().unwrap().model, with_one.model);
    let back = world
        .change(ChangeKind::RollBack, None, "e4")
        .await
        .unwrap();
    assert_eq!(world.live().unwrap().model, deployed);
    assert!(back.pictures.is_empty(), "deploy registers no pictures");
    let end = world.change(ChangeKind::RollBack, None, "e5").await;
    assert_eq!(name(end), PromoteError::NOTHING_BEFORE.as_str());

    let told: Vec<_> = world
        .history()
        .into_iter()
        .map(|change| (change.revision, change.kind, change.by, change.execution))
        .collect();
    let by = || "somebody".to_owned();
    assert_eq!(
        told,
        [
            (1, ChangeKind::Promote, by(), "e1".to_owned()),
            (2, ChangeKind::Promote, by(), "e2".to_owned()),
            (3, ChangeKind::RollBack, by(), "e3".to_owned()),
            (4, ChangeKind::RollBack, by(), "e4".to_owned()),
        ]
    );
}

#[tokio::test(flavor = "current_thread")]
async fn what_is_rolled_back_is_what_was_seen() {
    let world = World::new();
    world.deployed("fedcba9876543210");
    let one = world.registered("one").await;
    let two = world.registered("two").await;
    world
        .change(ChangeKind::Promote, Some(&one), "e1")
        .await
        .unwrap();
    let refused = world.change(ChangeKind::RollBack, Some(&two), "e2").await;
    assert_eq!(name(refused), PromoteError::CONFLICT.as_str());
    assert_eq!(world.live().unwrap().model.version, one.as_str());
}

/// Whichever call fails, and whether it has taken effect, a retry ends with one change.
#[tokio::test(flavor = "current_thread")]
async fn a_retry_finishes_what_an_attempt_began() {
    for fails in [Fails::Before, Fails::After] {
        for call in 0.. {
            let world = World::new();
            world.deployed("fedcba9876543210");
            let one = world.registered("one").await;
            world.lake.fail(call, fails);
            let first = world.change(ChangeKind::Promote, Some(&one), "e1").await;
            world.lake.recover();
            if let Ok(promoted) = first {
                assert_eq!(promoted.revision, 1);
                assert!(call > 4, "no call fails: {call}");
                break;
            }
            let again = world.change(ChangeKind::Promote, Some(&one), "e1").await;
            assert_eq!(again.unwrap().to, one.as_str(), "{fails:?} {call}");
            assert_eq!(world.history().len(), 1, "{fails:?} {call}");
            let live = world.live().unwrap();
            assert_eq!(live.model.version, one.as_str(), "{fails:?} {call}");
            assert_eq!(live.revision, Some(1));
        }
    }
}

/// Where a run ended between its decision and its effect, the next carries the decision out before
/// it makes its own.
#[tokio::test(flavor = "current_thread")]
async fn a_decision_that_was_left_is_carried_out_by_the_next() {
    let world = World::new();
    world.deployed("fedcba9876543210");
    let one = world.registered("one").await;
    let two = world.registered("two").await;
    let before = world.live();
    for call in 0..12 {
        world.lake.fail(call, Fails::Before);
        let failed = world.change(ChangeKind::Promote, Some(&one), "e1").await;
        world.lake.recover();
        if failed.is_err() && world.history().len() == 1 && world.live() == before {
            let promoted = world.change(ChangeKind::Promote, Some(&two), "e2").await;
            assert_eq!(promoted.unwrap().from.as_deref(), Some(one.as_str()));
            assert_eq!(
                world.live().unwrap().previous.as_deref(),
                Some(one.as_str())
            );
            assert_eq!(world.history().len(), 2);
            return;
        }
    }
    panic!("no call lies between the decision and its effect");
}

/// The first to decide wins; the other is refused and told so, and nothing is lost.
#[tokio::test(flavor = "current_thread")]
async fn of_two_promotions_at_once_one_wins() {
    let world = World::new();
    world.deployed("fedcba9876543210");
    let one = world.registered("one").await;
    let two = world.registered("two").await;
    // What the one decides while the other is on its way.
    let live = world.live().unwrap();
    let of_live = world
        .lake
        .object(&layout::live_model_key(&class()))
        .unwrap();
    let other = Change {
        revision: 1,
        kind: ChangeKind::Promote,
        device_class: class(),
        from: Some(live.model.clone()),
        to: LiveModel {
            version: two.to_string(),
            ..live.model.clone()
        },
        previous: Some(live.model),
        replaces: Some(of_live.info.etag),
        by: "another".to_owned(),
        reason: None,
        at: "2026-11-30T10:00:00Z".to_owned(),
        execution: "e2".to_owned(),
    };
    let log = layout::history_key(&class(), 1);
    let racing = Racing {
        inner: world.lake.clone(),
        key: log,
        body: serde_json::to_vec(&other).unwrap(),
    };
    let input = PromoteInput {
        device_class: class(),
        change: ChangeKind::Promote,
        version: Some(one),
        endpoint: None,
        model_package: None,
        by: "somebody".to_owned(),
        reason: None,
        execution: "e1".to_owned(),
        started_at: "2026-11-30T10:00:00Z".to_owned(),
    };
    let refused = Promoting::new(world.pictures.clone(), Arc::new(racing))
        .handle(input)
        .await;
    assert_eq!(name(refused), PromoteError::CONFLICT.as_str());
    assert_eq!(world.history(), [other]);
}

/// A lake in which another writes an object just before it is written.
struct Racing {
    inner: Arc<MemoryBucket>,
    key: String,
    body: Vec<u8>,
}

#[async_trait::async_trait]
impl runtime::Storage for Racing {
    fn name(&self) -> &str {
        self.inner.name()
    }

    async fn get(
        &self,
        key: &str,
        limit: u64,
    ) -> Result<Option<runtime::storage::Object>, runtime::StorageError> {
        self.inner.get(key, limit).await
    }

    async fn head(
        &self,
        key: &str,
    ) -> Result<Option<runtime::storage::ObjectInfo>, runtime::StorageError> {
        self.inner.head(key).await
    }

    async fn put(
        &self,
        key: &str,
        upload: runtime::storage::Upload,
    ) -> Result<runtime::storage::Written, runtime::StorageError> {
        if key == self.key {
            self.inner.insert(key, self.body.clone());
        }
        self.inner.put(key, upload).await
    }

    async fn copy(
        &self,
        from: &str,
        to: &str,
        metadata: std::collections::BTreeMap<String, String>,
    ) -> Result<bool, runtime::StorageError> {
        self.inner.copy(from, to, metadata).await
    }

    async fn delete(&self, key: &str) -> Result<(), runtime::StorageError> {
        self.inner.delete(key).await
    }

    async fn list(
        &self,
        prefix: &str,
        page: Option<String>,
    ) -> Result<runtime::storage::Page, runtime::StorageError> {
        self.inner.list(prefix, page).await
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_live_version_is_confirmed_by_what_it_says() {
    let world = World::new();
    let one = world.registered("one").await;
    let promoted = world.change(ChangeKind::Promote, Some(&one), "e1").await;
    let promoted = promoted.unwrap();
    let says = |verdict, score, model: &str| ConfirmInput {
        promoted: promoted.clone(),
        looked: CloseLookOutput {
            examinations: vec![Examination {
                picture_id: promoted.pictures[0].id.clone(),
                verdict,
                score,
                boxes: Vec::new(),
                heat_map: None,
                model: model.to_owned(),
            }],
            refused: Vec::new(),
            shadows: Vec::new(),
        },
    };
    let confirming = Confirming::new(world.lake.clone());
    let right = says(Verdict::Anomalous, 0.7504, one.as_str());
    assert_eq!(confirming.handle(right).await.unwrap().pictures, 1);
    let silent = ConfirmInput {
        promoted: promoted.clone(),
        looked: CloseLookOutput::default(),
    };
    for wrong in [
        says(Verdict::Normal, 0.75, one.as_str()),
        says(Verdict::Anomalous, 0.8, one.as_str()),
        says(Verdict::Anomalous, 0.75, "fedcba9876543210"),
        silent,
    ] {
        let refused = confirming.handle(wrong).await;
        assert_eq!(name(refused), ConfirmError::SMOKE_FAILED.as_str());
    }
}
