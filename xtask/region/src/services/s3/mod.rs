//! S3: buckets, objects, versions, multipart uploads, and news of new objects for EventBridge.
//!
//! Metadata is in ordered tables, so that a listing is a range scan; bytes are in files. All
//! that an operation changes is one batch: the object, the file it refers to, the versions that
//! move, and the event that tells of it.
//!
//! - [`record`]: what is kept
//! - `content`: the files
//! - `buckets`, `objects`, `versions`, `listing`, `multipart`: the operations, for the wire and
//!   for the other services
//! - `notification`: the events
//! - `permission`: who may do what
//! - `wire`: S3's protocol, through `s3s`

mod buckets;
mod content;
mod listing;
mod multipart;
mod notification;
mod objects;
mod permission;
pub mod record;
mod versions;
pub(crate) mod wire;

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub use self::content::Body;
pub use self::listing::{ListRequest, PAGE_KEYS, Page};
pub use self::objects::{Condition, PutOptions};
pub use self::permission::Subject;
pub use self::record::{Attributes, Bucket, Configuration, Object, Versioning};
pub use s3s::dto;

use self::content::Contents;
use self::multipart::{Part, Upload};
use crate::context::Scope;
use crate::error::ServiceError;
use crate::store::{Store, StoreError, Table};

/// S3 of the account.
///
/// The methods do not ask whether the caller may: whoever calls them for a role asks
/// `Context::authorise` first. Their errors have S3's codes (`NoSuchKey`, `NoSuchBucket`, ...).
pub struct S3 {
    store: Store,
    buckets: Table<Bucket>,
    /// The current version of every object that is not deleted.
    objects: Table<Object>,
    /// Earlier versions, and delete markers.
    versions: Table<Object>,
    uploads: Table<Upload>,
    parts: Table<Part>,
    contents: Contents,
    /// Held while metadata is checked and written; never across an `await`.
    writing: Mutex<()>,
}

impl fmt::Debug for S3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("S3").finish_non_exhaustive()
    }
}

impl S3 {
    pub(crate) fn open(scope: &Scope<'_>) -> Result<Self, StoreError> {
        let contents = Contents::new(scope.folder("s3"), scope.table("s3.strays")?);
        contents.sweep()?;
        Ok(Self {
            store: scope.store(),
            buckets: scope.table("s3.buckets")?,
            objects: scope.table("s3.objects")?,
            versions: scope.table("s3.versions")?,
            uploads: scope.table("s3.uploads")?,
            parts: scope.table("s3.parts")?,
            contents,
            writing: Mutex::new(()),
        })
    }

    fn write_lock(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The ARN of a bucket.
pub fn bucket_arn(bucket: &str) -> String {
    format!("arn:aws:s3:::{bucket}")
}

/// The ARN of an object.
pub fn object_arn(bucket: &str, key: &str) -> String {
    format!("arn:aws:s3:::{bucket}/{key}")
}

fn no_such_bucket(bucket: &str) -> ServiceError {
    ServiceError::client("NoSuchBucket", format!("there is no bucket \"{bucket}\""))
        .with_status(404)
}

fn no_such_key(bucket: &str, key: &str) -> ServiceError {
    ServiceError::client(
        "NoSuchKey",
        format!("there is no object \"{key}\" in bucket \"{bucket}\""),
    )
    .with_status(404)
}
