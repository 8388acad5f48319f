//! The bucket of pictures and the lake, with versions in them and who changes what is live.

use std::sync::Arc;

use contracts::examination::Verdict;
use contracts::lineage::{Change, ChangeKind, DataLineage, Expectation, LivePointer, Measured};
use contracts::model::LiveModel;
use contracts::picture::{PictureFormat, PreparedPicture};
use contracts::tasks::{PromoteError, RegisterError};
use contracts::training::{Evaluated, PromoteInput, Promoted, RegisterInput, Registered, Trained};
use contracts::{Day, DeviceClass, DeviceId, PictureId, TaskError, VersionId, layout};
use models::{Promoting, Registering};
use runtime::storage::memory::MemoryBucket;
use runtime::{Failure, Handler};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

pub(crate) fn class() -> DeviceClass {
    DeviceClass::parse("meter").unwrap()
}

/// The name of an error that ends an invocation.
pub(crate) fn name<T: std::fmt::Debug, E: TaskError>(
    result: Result<T, Failure<E>>,
) -> &'static str {
    result.unwrap_err().name()
}

pub(crate) struct World {
    pub(crate) pictures: Arc<MemoryBucket>,
    pub(crate) lake: Arc<MemoryBucket>,
}

impl World {
    pub(crate) fn new() -> Self {
        Self {
            pictures: Arc::new(MemoryBucket::new("pictures")),
            lake: Arc::new(MemoryBucket::new("lake")),
        }
    }

    pub(crate) fn object<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        let object = self.lake.object(key)?;
        Some(serde_json::from_slice(&object.body).unwrap())
    }

    pub(crate) fn live(&self) -> Option<LivePointer> {
        self.object(&layout::live_model_key(&class()))
    }

    pub(crate) fn history(&self) -> Vec<Change> {
        let keys = self.lake.keys_under(&layout::history_prefix(&class()));
        keys.iter().map(|key| self.object(key).unwrap()).collect()
    }

    /// A model that `deploy` fitted, which knows no versions.
    pub(crate) fn deployed(&self, version: &str) -> LiveModel {
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

    pub(crate) fn put_live(&self, live: &impl Serialize) {
        let body = serde_json::to_vec(live).unwrap();
        self.lake.insert(&layout::live_model_key(&class()), body);
    }

    /// The file of a model, as a training leaves it.
    pub(crate) fn trained(&self, file: &str) -> Trained {
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

    pub(crate) fn evaluated(&self, passed: bool) -> Evaluated {
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
            left_out: 0,
            expectations: vec![Expectation {
                picture,
                verdict: Verdict::Anomalous,
                score: 0.75,
            }],
        }
    }

    pub(crate) fn to_register(&self, trained: Trained, passed: bool) -> RegisterInput {
        RegisterInput {
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
        }
    }

    pub(crate) async fn register(
        &self,
        trained: Trained,
        passed: bool,
    ) -> Result<Registered, Failure<RegisterError>> {
        let input = self.to_register(trained, passed);
        Registering::new(self.lake.clone()).handle(input).await
    }

    pub(crate) async fn registered(&self, file: &str) -> VersionId {
        let trained = self.trained(file);
        self.register(trained, true).await.unwrap().version
    }

    pub(crate) async fn change(
        &self,
        change: ChangeKind,
        version: Option<&VersionId>,
        execution: &str,
    ) -> Result<Promoted, Failure<PromoteError>> {
        let input = asked(change, version, execution);
        Promoting::new(self.pictures.clone(), self.lake.clone())
            .handle(input)
            .await
    }
}

/// What an execution asks for.
pub(crate) fn asked(
    change: ChangeKind,
    version: Option<&VersionId>,
    execution: &str,
) -> PromoteInput {
    PromoteInput {
        device_class: class(),
        change,
        version: version.cloned(),
        endpoint: None,
        model_package: None,
        by: "somebody".to_owned(),
        reason: Some("for a test".to_owned()),
        execution: execution.to_owned(),
        started_at: "2026-11-30T10:00:00Z".to_owned(),
    }
}

/// A lake in which another writes an object just before it is written or deleted.
pub(crate) struct Racing {
    pub(crate) inner: Arc<MemoryBucket>,
    pub(crate) key: String,
    pub(crate) body: Vec<u8>,
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

    async fn delete_if(&self, key: &str, etag: &str) -> Result<bool, runtime::StorageError> {
        if key == self.key {
            self.inner.insert(key, self.body.clone());
        }
        self.inner.delete_if(key, etag).await
    }

    async fn list(
        &self,
        prefix: &str,
        page: Option<String>,
    ) -> Result<runtime::storage::Page, runtime::StorageError> {
        self.inner.list(prefix, page).await
    }
}
