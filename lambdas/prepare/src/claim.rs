//! Which picture of a batch is looked at for a content: the one whose claim is on the prepared
//! object.
//!
//! Pictures of a batch are prepared by many functions at once. The prepared object's key is
//! made from the content, so equal pictures meet there, and S3's conditional writes let exactly
//! one of them write it; its metadata says which. A claim counts only within its batch and only
//! while the object that made it is still there: otherwise a picture that was taken back would
//! keep its equals from being looked at.
//!
//! Equal pictures do not meet when they are filed under different classes or days; both are
//! then looked at, which costs a look and loses nothing.

use std::collections::BTreeMap;

use bytes::Bytes;
use contracts::ServiceError;
use runtime::storage::{Condition, ObjectInfo, Upload, Written, from_metadata, to_metadata};
use runtime::{Failure, Storage};

/// Rounds before giving up: each is lost only to another writer of the same picture.
const ROUNDS: usize = 8;

const BATCH: &str = "batch";
const SOURCE: &str = "source";
const ETAG: &str = "etag";
const MADE: &str = "made";

/// A picture's claim to be the one that is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) batch: String,
    /// The key under which the picture landed.
    pub(crate) source: String,
    /// The entity tag of the object under that key.
    pub(crate) etag: String,
    /// The settings that the prepared picture was made with.
    pub(crate) made: String,
}

impl Claim {
    /// Writes the prepared picture under this claim, unless another picture of the batch has a
    /// valid one. Gives the key of the picture that is looked at, as it landed.
    ///
    /// # Errors
    /// When the bucket fails, or others write the same picture again and again.
    pub(crate) async fn take(
        &self,
        pictures: &dyn Storage,
        key: &str,
        jpeg: Bytes,
    ) -> Result<String, Failure> {
        let mut condition = Condition::IfAbsent;
        for _ in 0..ROUNDS {
            let mut upload = Upload::new("image/jpeg", jpeg.clone());
            upload.metadata = self.to_metadata();
            upload.condition = condition;
            if pictures.put(key, upload).await? == Written::Yes {
                return Ok(self.source.clone());
            }
            condition = match pictures.head(key).await? {
                None => Condition::IfAbsent,
                Some(there) => match Self::read(&there) {
                    // An earlier attempt of this very function.
                    Some(claim) if claim == *self => return Ok(self.source.clone()),
                    Some(claim) if claim.rules_out(self, pictures).await? => {
                        return Ok(claim.source);
                    }
                    _ => Condition::IfMatch(there.etag),
                },
            };
        }
        Err(Failure::Service {
            error: ServiceError::ServiceUnavailable,
            detail: format!("{key} is being written by others; lost {ROUNDS} rounds"),
        })
    }

    /// Whether `other` is a duplicate of the picture of this claim.
    async fn rules_out(&self, other: &Self, pictures: &dyn Storage) -> Result<bool, Failure> {
        if self.batch != other.batch || self.source == other.source {
            return Ok(false);
        }
        let there = pictures.head(&self.source).await?;
        Ok(there.is_some_and(|there| there.etag == self.etag))
    }

    fn to_metadata(&self) -> BTreeMap<String, String> {
        [
            (BATCH, &self.batch),
            (SOURCE, &self.source),
            (ETAG, &self.etag),
            (MADE, &self.made),
        ]
        .map(|(name, value)| (name.to_owned(), to_metadata(value)))
        .into()
    }

    fn read(info: &ObjectInfo) -> Option<Self> {
        let field = |name| info.metadata.get(name).map(|value| from_metadata(value));
        Some(Self {
            batch: field(BATCH)?,
            source: field(SOURCE)?,
            etag: field(ETAG)?,
            made: field(MADE)?,
        })
    }
}
