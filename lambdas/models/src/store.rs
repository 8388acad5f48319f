//! The objects of a model's life in the lake, read and written as JSON.

use contracts::lineage::ModelVersion;
use contracts::{DeviceClass, ServiceError, TaskError, VersionId, layout};
use runtime::storage::{Condition, Upload, Written};
use runtime::{Failure, Storage, StorageError};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Most bytes of an object: a version with its expectations has some 5 KB.
const LARGEST: u64 = 1024 * 1024;

/// An object and the entity tag that it has.
pub(crate) struct Stored<T> {
    pub(crate) value: T,
    pub(crate) etag: String,
}

/// Why an object was not read or written.
#[derive(Debug)]
pub(crate) enum StoreError {
    /// The lake failed.
    Storage(StorageError),
    /// It is not of its form: what is wrong with it, as a sentence.
    Form(String),
}

impl From<StorageError> for StoreError {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl<E: TaskError> From<StoreError> for Failure<E> {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Storage(error) => error.into(),
            StoreError::Form(detail) => Self::Service {
                error: ServiceError::InvalidInput,
                detail,
            },
        }
    }
}

/// Reads an object; `None` when there is none.
pub(crate) async fn read<T: DeserializeOwned>(
    lake: &dyn Storage,
    key: &str,
) -> Result<Option<Stored<T>>, StoreError> {
    let Some(object) = lake.get(key, LARGEST).await? else {
        return Ok(None);
    };
    match serde_json::from_slice(&object.body) {
        Ok(value) => Ok(Some(Stored {
            value,
            etag: object.info.etag,
        })),
        Err(error) => Err(StoreError::Form(format!(
            "s3://{}/{key} is not of its form: {error}",
            lake.name()
        ))),
    }
}

/// Writes an object where the condition holds.
pub(crate) async fn write(
    lake: &dyn Storage,
    key: &str,
    value: &(impl Serialize + Sync),
    condition: Condition,
) -> Result<Written, StoreError> {
    let body = serde_json::to_vec_pretty(value)
        .map_err(|error| StoreError::Form(format!("{key} cannot be written: {error}")))?;
    let upload = Upload {
        condition,
        ..Upload::new("application/json", body)
    };
    Ok(lake.put(key, upload).await?)
}

/// A version that has passed its gate; `None` when there is none of this name.
pub(crate) async fn version(
    lake: &dyn Storage,
    class: &DeviceClass,
    version: &VersionId,
) -> Result<Option<ModelVersion>, StoreError> {
    let stored = read(lake, &layout::version_key(class, version)).await?;
    Ok(stored.map(|stored| stored.value))
}
