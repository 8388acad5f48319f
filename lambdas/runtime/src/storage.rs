//! One bucket, as little of it as the functions need, so that their tests run without S3.

use std::collections::BTreeMap;

use async_trait::async_trait;
use bytes::Bytes;
use contracts::ServiceError;

#[cfg(any(test, feature = "testing"))]
pub mod memory;
mod metadata;
mod s3;

pub use metadata::{from_metadata, to_metadata};
pub use s3::S3Bucket;

/// A bucket. Every method may be called again with the same arguments after a failure.
#[async_trait]
pub trait Storage: Send + Sync {
    /// The bucket's name.
    fn name(&self) -> &str;

    /// Reads an object; `None` when there is none.
    ///
    /// # Errors
    /// [`StorageError::TooLarge`] when it has more than `limit` bytes, told before they are
    /// read; otherwise when the service fails or refuses.
    async fn get(&self, key: &str, limit: u64) -> Result<Option<Object>, StorageError>;

    /// What is known of an object; `None` when there is none.
    ///
    /// # Errors
    /// When the service fails or refuses.
    async fn head(&self, key: &str) -> Result<Option<ObjectInfo>, StorageError>;

    /// Writes an object where the condition holds.
    ///
    /// # Errors
    /// When the service fails or refuses for another reason than the condition.
    async fn put(&self, key: &str, upload: Upload) -> Result<Written, StorageError>;

    /// Copies an object, giving the copy `metadata`. `false` when there is no object `from`.
    ///
    /// # Errors
    /// When the service fails or refuses.
    async fn copy(
        &self,
        from: &str,
        to: &str,
        metadata: BTreeMap<String, String>,
    ) -> Result<bool, StorageError>;

    /// Deletes an object; one that is absent counts as deleted.
    ///
    /// # Errors
    /// When the service fails or refuses.
    async fn delete(&self, key: &str) -> Result<(), StorageError>;

    /// Deletes the object that has this entity tag; `false` when there is none, or another one.
    ///
    /// # Errors
    /// When the service fails or refuses for another reason than the condition.
    async fn delete_if(&self, key: &str, etag: &str) -> Result<bool, StorageError>;

    /// A page of the keys that begin with `prefix`, in order; `page` is what the page before
    /// gave as [`Page::next`].
    ///
    /// # Errors
    /// When the service fails or refuses.
    async fn list(&self, prefix: &str, page: Option<String>) -> Result<Page, StorageError>;
}

/// An object and its bytes.
#[derive(Debug, Clone)]
pub struct Object {
    /// The bytes.
    pub body: Bytes,
    /// What is known of it.
    pub info: ObjectInfo,
}

/// What is known of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectInfo {
    /// The entity tag, in quotes: another content has another.
    pub etag: String,
    /// Size in bytes.
    pub size: u64,
    /// User-defined metadata, names in lower case.
    pub metadata: BTreeMap<String, String>,
}

/// An object to write.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The bytes.
    pub body: Bytes,
    /// The media type.
    pub content_type: &'static str,
    /// User-defined metadata: names in lower case, values in ASCII (see [`to_metadata`]).
    pub metadata: BTreeMap<String, String>,
    /// When to write.
    pub condition: Condition,
}

impl Upload {
    /// An object without metadata, written whatever is there.
    pub fn new(content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self {
            body: body.into(),
            content_type,
            metadata: BTreeMap::new(),
            condition: Condition::Always,
        }
    }
}

/// When to write an object.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html>
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Whatever is there.
    Always,
    /// When there is none of this key.
    IfAbsent,
    /// When the one that is there has this entity tag.
    IfMatch(String),
}

/// Whether an object was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Written {
    /// It was.
    Yes,
    /// It was not: the condition did not hold.
    No,
}

/// A page of a listing.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The keys, in order.
    pub keys: Vec<String>,
    /// How to ask for the next page, when there is one.
    pub next: Option<String>,
}

/// Why a bucket did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// The object is larger than its reader takes.
    #[error("s3://{bucket}/{key} has {size} bytes; at most {limit} are read")]
    TooLarge {
        /// The bucket.
        bucket: String,
        /// The object's key.
        key: String,
        /// Its size in bytes.
        size: u64,
        /// The reader's limit.
        limit: u64,
    },
    /// The service failed or refused.
    #[error("cannot {operation} s3://{bucket}/{key}: {detail}")]
    Failed {
        /// What a workflow can do about it.
        kind: ServiceError,
        /// What was tried: `read`, `write`, `copy`, `delete`, `list`.
        operation: &'static str,
        /// The bucket.
        bucket: String,
        /// The object's key.
        key: String,
        /// The service's own words.
        detail: String,
    },
}

impl StorageError {
    /// What a workflow can do about it.
    pub const fn kind(&self) -> ServiceError {
        match self {
            Self::TooLarge { .. } => ServiceError::ServiceRefused,
            Self::Failed { kind, .. } => *kind,
        }
    }
}
