//! What a write or a delete does to the versions of a key.
//!
//! The table of objects holds the current version of what is not deleted; the table of versions
//! holds all others, delete markers among them, latest first.

use super::S3;
use super::record::{Bucket, NULL_VERSION, Object, Versioning, object_key, version_key};
use crate::error::ServiceError;
use crate::store::{Batch, SEPARATOR};

/// The ids of files that nothing refers to once the batch is committed.
pub(super) type Abandoned = Vec<String>;

impl S3 {
    /// Enters `object` as the current version, and does with the one before what the bucket's
    /// versioning says.
    pub(super) fn enter(
        &self,
        batch: &mut Batch,
        bucket: &Bucket,
        object: &Object,
    ) -> Result<Abandoned, ServiceError> {
        let mut abandoned = Abandoned::new();
        self.retire(batch, bucket, &object.key, &mut abandoned)?;
        batch.put(
            &self.objects,
            &object_key(&bucket.name, &object.key),
            object,
        );
        Ok(abandoned)
    }

    /// Enters a delete marker, or forgets the object where the bucket never had versions.
    pub(super) fn mark_deleted(
        &self,
        batch: &mut Batch,
        bucket: &Bucket,
        marker: &Object,
    ) -> Result<Abandoned, ServiceError> {
        let mut abandoned = Abandoned::new();
        self.retire(batch, bucket, &marker.key, &mut abandoned)?;
        batch.delete(&self.objects, &object_key(&bucket.name, &marker.key));
        if bucket.versioning != Versioning::Never {
            let place = version_key(&bucket.name, &marker.key, &marker.order);
            batch.put(&self.versions, &place, marker);
        }
        Ok(abandoned)
    }

    /// Forgets one version. What was before it becomes current when it was the latest.
    pub(super) fn forget(
        &self,
        batch: &mut Batch,
        bucket: &Bucket,
        object: &Object,
    ) -> Result<Abandoned, ServiceError> {
        let current_key = object_key(&bucket.name, &object.key);
        let current = self.objects.get(&current_key)?;
        let is_current = current
            .as_ref()
            .is_some_and(|current| current.order == object.order);
        let place = version_key(&bucket.name, &object.key, &object.order);
        if is_current {
            batch.delete(&self.objects, &current_key);
        } else {
            batch.delete(&self.versions, &place);
        }
        // With the latest gone, the next one is current, unless it is a delete marker, which
        // stays where it is.
        if is_current || current.is_none() {
            let others = self.earlier(&bucket.name, &object.key)?;
            let next = others.into_iter().find(|other| other.order != object.order);
            let was_latest =
                is_current || next.as_ref().is_none_or(|next| object.order < next.order);
            if let Some(next) = next.filter(|next| was_latest && next.content.is_some()) {
                batch.delete(
                    &self.versions,
                    &version_key(&bucket.name, &object.key, &next.order),
                );
                batch.put(&self.objects, &current_key, &next);
            }
        }
        let mut abandoned = Abandoned::new();
        self.release(batch, object, &mut abandoned);
        Ok(abandoned)
    }

    /// The version with this id of a key.
    pub(super) fn find_version(
        &self,
        bucket: &str,
        key: &str,
        version: &str,
    ) -> Result<Option<Object>, ServiceError> {
        let current = self.objects.get(&object_key(bucket, key))?;
        if let Some(current) = current.filter(|object| object.version_id() == version) {
            return Ok(Some(current));
        }
        if version == NULL_VERSION {
            let earlier = self.earlier(bucket, key)?;
            return Ok(earlier.into_iter().find(|object| object.version.is_none()));
        }
        if version.contains(SEPARATOR) {
            return Ok(None);
        }
        Ok(self.versions.get(&version_key(bucket, key, version))?)
    }

    /// The versions of a key beside the current one, latest first.
    pub(super) fn earlier(&self, bucket: &str, key: &str) -> Result<Vec<Object>, ServiceError> {
        let found = self.versions.scan(&version_key(bucket, key, ""));
        Ok(found
            .map(|entry| entry.map(|(_, object)| object))
            .collect::<Result<_, _>>()?)
    }

    /// Makes place for a new latest version: the current one becomes an earlier one where
    /// versions are kept, and goes where they are not.
    fn retire(
        &self,
        batch: &mut Batch,
        bucket: &Bucket,
        key: &str,
        abandoned: &mut Abandoned,
    ) -> Result<(), ServiceError> {
        let current = self.objects.get(&object_key(&bucket.name, key))?;
        let replaces_null = bucket.versioning != Versioning::Enabled;
        if let Some(current) = current {
            if replaces_null && current.version.is_none() {
                self.release(batch, &current, abandoned);
            } else {
                let place = version_key(&bucket.name, key, &current.order);
                batch.put(&self.versions, &place, &current);
            }
        }
        if bucket.versioning == Versioning::Suspended {
            for earlier in self.earlier(&bucket.name, key)? {
                if earlier.version.is_none() {
                    batch.delete(
                        &self.versions,
                        &version_key(&bucket.name, key, &earlier.order),
                    );
                    self.release(batch, &earlier, abandoned);
                }
            }
        }
        Ok(())
    }

    fn release(&self, batch: &mut Batch, object: &Object, abandoned: &mut Abandoned) {
        if let Some(content) = &object.content {
            self.contents.abandon(batch, &content.id);
            abandoned.push(content.id.clone());
        }
    }
}
