//! Objects: written, read, copied, tagged, deleted.

use std::ops::Range;

use bytes::Bytes;
use futures::Stream;
use s3s::checksum::ChecksumHasher;

use super::content::{Body, Written, disk};
use super::record::{Attributes, Content, Object, Versioning, object_key, order};
use super::{S3, no_such_key};
use crate::context::Context;
use crate::error::ServiceError;
use crate::store::SEPARATOR;

/// The largest object of one upload: 5 GiB, as in S3.
pub(super) const UPLOAD_BYTES: u64 = 5 * 1024 * 1024 * 1024;
/// The longest key in bytes, as in S3.
const KEY_BYTES: usize = 1024;

/// On what a write depends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Condition {
    /// On nothing.
    #[default]
    Always,
    /// There is no such object (`If-None-Match: *`).
    Absent,
    /// The object is there (`If-Match: *`).
    Present,
    /// The object has this entity tag (`If-Match`), without quotes.
    ETag(String),
}

/// How an object is written.
#[derive(Debug, Clone, Default)]
pub struct PutOptions {
    /// What is said of it.
    pub attributes: Attributes,
    /// On what the write depends.
    pub condition: Condition,
}

impl S3 {
    /// Writes an object from bytes at hand.
    ///
    /// # Errors
    /// `NoSuchBucket`, `PreconditionFailed`, `KeyTooLongError`.
    pub async fn put_object(
        &self,
        context: &Context,
        bucket: &str,
        key: &str,
        body: Bytes,
        options: PutOptions,
    ) -> Result<Object, ServiceError> {
        let body = futures::stream::iter([Ok::<_, std::io::Error>(body)]);
        self.put_stream(context, bucket, key, body, options).await
    }

    /// Writes an object from a stream; it is there once all has been read.
    ///
    /// # Errors
    /// As [`S3::put_object`], and `IncompleteBody` when the stream fails.
    pub async fn put_stream<E: std::fmt::Display>(
        &self,
        context: &Context,
        bucket: &str,
        key: &str,
        body: impl Stream<Item = Result<Bytes, E>>,
        options: PutOptions,
    ) -> Result<Object, ServiceError> {
        self.bucket(bucket)?;
        check_key(key)?;
        let hasher = ChecksumHasher::default();
        let written = self.contents.write(body, hasher, UPLOAD_BYTES).await?;
        self.finish_put(context, bucket, key, written, options, "PutObject")
            .await
    }

    /// Makes an object of bytes that were written. They are removed when that is refused.
    pub(super) async fn finish_put(
        &self,
        context: &Context,
        bucket: &str,
        key: &str,
        written: Written,
        options: PutOptions,
        reason: &'static str,
    ) -> Result<Object, ServiceError> {
        let content = Content {
            id: written.id,
            size: written.size,
            etag: hex(&written.md5),
            parts: None,
            checksums: written.checksums,
        };
        self.finish_content(context, bucket, key, content, options, reason, |_| Ok(()))
            .await
    }

    /// Makes an object of content. `also` adds to the batch.
    #[expect(
        clippy::too_many_arguments,
        reason = "the one place where an object comes to be"
    )]
    pub(super) async fn finish_content(
        &self,
        context: &Context,
        bucket: &str,
        key: &str,
        content: Content,
        options: PutOptions,
        reason: &'static str,
        also: impl FnOnce(&mut crate::store::Batch) -> Result<(), ServiceError>,
    ) -> Result<Object, ServiceError> {
        let id = content.id.clone();
        let result = self.commit_object(context, bucket, key, content, options, reason, also);
        match result {
            Ok((object, abandoned)) => {
                for id in abandoned {
                    self.contents.remove(&id).await;
                }
                Ok(object)
            }
            Err(error) => {
                self.contents.remove(&id).await;
                Err(error)
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "as above, without waiting")]
    fn commit_object(
        &self,
        context: &Context,
        bucket: &str,
        key: &str,
        content: Content,
        options: PutOptions,
        reason: &'static str,
        also: impl FnOnce(&mut crate::store::Batch) -> Result<(), ServiceError>,
    ) -> Result<(Object, Vec<String>), ServiceError> {
        let writing = self.write_lock();
        let bucket = self.bucket(bucket)?;
        self.check_condition(&bucket.name, key, &options.condition)?;
        let now = context.now();
        let order = order(now);
        let kept = bucket.versioning == Versioning::Enabled;
        let object = Object {
            key: key.to_owned(),
            version: kept.then(|| order.clone()),
            order,
            last_modified: now,
            content: Some(content),
            attributes: options.attributes,
        };
        let mut batch = self.store.batch();
        let abandoned = self.enter(&mut batch, &bucket, &object)?;
        if let Some(content) = &object.content {
            self.contents.adopt(&mut batch, &content.id);
        }
        also(&mut batch)?;
        let news = self.announce(context, &mut batch, &bucket, &object, reason)?;
        batch.commit()?;
        drop(writing);
        news.wake();
        Ok((object, abandoned))
    }

    fn check_condition(
        &self,
        bucket: &str,
        key: &str,
        condition: &Condition,
    ) -> Result<(), ServiceError> {
        if *condition == Condition::Always {
            return Ok(());
        }
        let current = self.objects.get(&object_key(bucket, key))?;
        let holds = match (condition, &current) {
            (Condition::Always, _) => true,
            (Condition::Absent, current) => current.is_none(),
            (_, None) => return Err(no_such_key(bucket, key)),
            (Condition::Present, Some(_)) => true,
            (Condition::ETag(etag), Some(current)) => current.etag() == etag,
        };
        if holds {
            return Ok(());
        }
        Err(ServiceError::client(
            "PreconditionFailed",
            format!("the condition on the object \"{key}\" does not hold: {condition:?}"),
        )
        .with_status(412))
    }

    /// What is kept of an object: of its current version, or of the one named.
    ///
    /// # Errors
    /// `NoSuchBucket`, `NoSuchKey`, `NoSuchVersion`. A delete marker is answered when its
    /// version is named.
    pub fn head_object(
        &self,
        bucket: &str,
        key: &str,
        version: Option<&str>,
    ) -> Result<Object, ServiceError> {
        let found = match version {
            None => self.objects.get(&object_key(bucket, key))?,
            Some(version) => self.find_version(bucket, key, version)?,
        };
        if let Some(object) = found {
            return Ok(object);
        }
        self.bucket(bucket)?;
        Err(match version {
            None => no_such_key(bucket, key),
            Some(version) => ServiceError::client(
                "NoSuchVersion",
                format!("the object \"{key}\" in bucket \"{bucket}\" has no version \"{version}\""),
            )
            .with_status(404),
        })
    }

    /// The bytes of an object, all or those of `range`, which is cut to what there is.
    ///
    /// # Errors
    /// As [`S3::head_object`]; `MethodNotAllowed` for a delete marker.
    pub async fn get_object(
        &self,
        bucket: &str,
        key: &str,
        version: Option<&str>,
        range: Option<Range<u64>>,
    ) -> Result<(Object, Body), ServiceError> {
        let mut object = self.head_object(bucket, key, version)?;
        loop {
            let body = self.open_object(&object, range.clone()).await;
            match body {
                Ok(body) => return Ok((object, body)),
                Err(error) => {
                    // Overwritten or deleted between the look and the open: look again.
                    let again = self.head_object(bucket, key, version)?;
                    if again.order == object.order {
                        return Err(error);
                    }
                    object = again;
                }
            }
        }
    }

    /// The bytes of an object that was looked up.
    pub(super) async fn open_object(
        &self,
        object: &Object,
        range: Option<Range<u64>>,
    ) -> Result<Body, ServiceError> {
        let Some(content) = &object.content else {
            return Err(ServiceError::client(
                "MethodNotAllowed",
                format!("the version \"{}\" is a delete marker", object.version_id()),
            )
            .with_status(405));
        };
        let whole = 0..content.size;
        let range = range.map_or(whole.clone(), |range| {
            range.start.min(whole.end)..range.end.min(whole.end)
        });
        self.contents.open(&content.id, range).await.map_err(disk)
    }

    /// Copies an object; its bytes are written anew. `attributes` replace the source's.
    ///
    /// # Errors
    /// As [`S3::get_object`] and [`S3::put_object`].
    pub async fn copy_object(
        &self,
        context: &Context,
        source: (&str, &str, Option<&str>),
        bucket: &str,
        key: &str,
        attributes: Option<Attributes>,
    ) -> Result<Object, ServiceError> {
        self.bucket(bucket)?;
        check_key(key)?;
        let (original, body) = self.get_object(source.0, source.1, source.2, None).await?;
        let hasher = ChecksumHasher::default();
        let mut written = self
            .contents
            .write(body.into_stream(), hasher, UPLOAD_BYTES)
            .await?;
        if let Some(content) = original.content.filter(|content| content.parts.is_none()) {
            written.checksums = content.checksums;
        }
        let attributes = attributes.unwrap_or(original.attributes);
        let options = PutOptions {
            attributes,
            condition: Condition::Always,
        };
        self.finish_put(context, bucket, key, written, options, "CopyObject")
            .await
    }

    /// Deletes an object, or one version of it. What is not there is deleted already.
    /// Answers the delete marker that was made or removed, if any.
    ///
    /// # Errors
    /// `NoSuchBucket`; `PreconditionFailed`.
    pub async fn delete_object(
        &self,
        context: &Context,
        bucket: &str,
        key: &str,
        version: Option<&str>,
        condition: Condition,
    ) -> Result<Option<Object>, ServiceError> {
        let (marker, abandoned) = self.commit_delete(context, bucket, key, version, &condition)?;
        for id in abandoned {
            self.contents.remove(&id).await;
        }
        Ok(marker)
    }

    fn commit_delete(
        &self,
        context: &Context,
        bucket: &str,
        key: &str,
        version: Option<&str>,
        condition: &Condition,
    ) -> Result<(Option<Object>, Vec<String>), ServiceError> {
        let _writing = self.write_lock();
        let bucket = self.bucket(bucket)?;
        self.check_condition(&bucket.name, key, condition)?;
        let mut batch = self.store.batch();
        let (marker, abandoned) = if let Some(version) = version {
            let Some(object) = self.find_version(&bucket.name, key, version)? else {
                return Ok((None, Vec::new()));
            };
            let abandoned = self.forget(&mut batch, &bucket, &object)?;
            (object.content.is_none().then_some(object), abandoned)
        } else {
            let now = context.now();
            let order = order(now);
            let marker = Object {
                key: key.to_owned(),
                version: (bucket.versioning == Versioning::Enabled).then(|| order.clone()),
                order,
                last_modified: now,
                content: None,
                attributes: Attributes::default(),
            };
            let abandoned = self.mark_deleted(&mut batch, &bucket, &marker)?;
            (
                (bucket.versioning != Versioning::Never).then_some(marker),
                abandoned,
            )
        };
        batch.commit()?;
        Ok((marker, abandoned))
    }

    /// Replaces the tags of an object, or of one version of it.
    ///
    /// # Errors
    /// As [`S3::head_object`].
    pub fn tag_object(
        &self,
        bucket: &str,
        key: &str,
        version: Option<&str>,
        tags: Vec<(String, String)>,
    ) -> Result<Object, ServiceError> {
        let _writing = self.write_lock();
        let mut object = self.head_object(bucket, key, version)?;
        object.attributes.tags = tags;
        let place = object_key(bucket, key);
        let is_current = self
            .objects
            .get(&place)?
            .is_some_and(|current| current.order == object.order);
        if is_current {
            self.objects.put(&place, &object)?;
        } else {
            let place = super::record::version_key(bucket, key, &object.order);
            self.versions.put(&place, &object)?;
        }
        Ok(object)
    }
}

/// S3's rules for keys. The separator of the tables' keys is no text that XML can carry.
pub(super) fn check_key(key: &str) -> Result<(), ServiceError> {
    if key.is_empty() || key.contains(SEPARATOR) {
        return Err(ServiceError::client(
            "InvalidArgument",
            "a key is not empty and holds no NUL character",
        ));
    }
    if key.len() > KEY_BYTES {
        return Err(ServiceError::client(
            "KeyTooLongError",
            format!(
                "the key has {} bytes; at most {KEY_BYTES} are allowed",
                key.len()
            ),
        ));
    }
    Ok(())
}

pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
