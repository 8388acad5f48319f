//! Multipart uploads: parts are files of their own until the upload is completed.

use bytes::Bytes;
use etag::EntityTag;
use futures::{Stream, TryStreamExt};
use jiff::Timestamp;
use s3s::checksum::ChecksumHasher;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::content::{Written, disk};
use super::objects::{Condition, PutOptions, UPLOAD_BYTES, check_key, hex};
use super::record::{Attributes, Content, Object};
use super::{S3, no_such_bucket};
use crate::context::Context;
use crate::error::ServiceError;
use crate::store::key;

/// The smallest part but the last, as in S3.
const PART_BYTES: u64 = 5 * 1024 * 1024;
/// The number of the last part, as in S3.
const PARTS: i32 = 10_000;

/// An upload that is under way.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Upload {
    pub(super) id: String,
    pub(super) bucket: String,
    pub(super) key: String,
    pub(super) initiated: Timestamp,
    pub(super) attributes: Attributes,
    /// The name of the checksum algorithm, when one was asked for.
    pub(super) checksum_algorithm: Option<String>,
}

/// A part that was uploaded.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Part {
    pub(super) number: i32,
    pub(super) uploaded: Timestamp,
    pub(super) content: Content,
}

impl S3 {
    /// Begins an upload.
    pub(super) fn create_upload(
        &self,
        context: &Context,
        bucket: &str,
        object: &str,
        attributes: Attributes,
        checksum_algorithm: Option<String>,
    ) -> Result<Upload, ServiceError> {
        check_key(object)?;
        let _writing = self.write_lock();
        self.bucket(bucket)?;
        let upload = Upload {
            id: Uuid::new_v4().simple().to_string(),
            bucket: bucket.to_owned(),
            key: object.to_owned(),
            initiated: context.now(),
            attributes,
            checksum_algorithm,
        };
        self.uploads
            .put(&key([bucket, object, &upload.id]), &upload)?;
        Ok(upload)
    }

    /// An upload that is under way.
    pub(super) fn upload(
        &self,
        bucket: &str,
        object: &str,
        id: &str,
    ) -> Result<Upload, ServiceError> {
        self.uploads.get(&key([bucket, object, id]))?.ok_or_else(|| {
            ServiceError::client(
                "NoSuchUpload",
                format!("the upload \"{id}\" of \"{object}\" is not there; it may have been completed or aborted"),
            )
            .with_status(404)
        })
    }

    /// Writes the bytes of a part. It counts once [`S3::enter_part`] has entered it.
    pub(super) async fn write_part<E: std::fmt::Display>(
        &self,
        number: i32,
        body: impl Stream<Item = Result<Bytes, E>>,
        hasher: ChecksumHasher,
    ) -> Result<Written, ServiceError> {
        if !(1..=PARTS).contains(&number) {
            return Err(ServiceError::client(
                "InvalidArgument",
                format!("the part number {number} is not between 1 and {PARTS}"),
            ));
        }
        self.contents.write(body, hasher, UPLOAD_BYTES).await
    }

    /// Enters a part; one with the same number is replaced.
    pub(super) async fn enter_part(
        &self,
        context: &Context,
        upload: &Upload,
        number: i32,
        written: Written,
    ) -> Result<Part, ServiceError> {
        let id = written.id.clone();
        let entered = self.commit_part(context, upload, number, written);
        match entered {
            Ok((part, replaced)) => {
                if let Some(replaced) = replaced {
                    self.contents.remove(&replaced).await;
                }
                Ok(part)
            }
            Err(error) => {
                self.contents.remove(&id).await;
                Err(error)
            }
        }
    }

    fn commit_part(
        &self,
        context: &Context,
        upload: &Upload,
        number: i32,
        written: Written,
    ) -> Result<(Part, Option<String>), ServiceError> {
        let _writing = self.write_lock();
        self.upload(&upload.bucket, &upload.key, &upload.id)?;
        let place = part_key(&upload.id, number);
        let replaced = self.parts.get(&place)?.map(|part| part.content.id);
        let part = Part {
            number,
            uploaded: context.now(),
            content: Content {
                id: written.id,
                size: written.size,
                etag: hex(&written.md5),
                parts: None,
                checksums: written.checksums,
            },
        };
        let mut batch = self.store.batch();
        batch.put(&self.parts, &place, &part);
        self.contents.adopt(&mut batch, &part.content.id);
        if let Some(replaced) = &replaced {
            self.contents.abandon(&mut batch, replaced);
        }
        batch.commit()?;
        Ok((part, replaced))
    }

    /// The parts of an upload after the part `after`, in order.
    pub(super) fn list_parts(
        &self,
        upload: &Upload,
        after: i32,
    ) -> Result<Vec<Part>, ServiceError> {
        let parts = self.parts.scan(&key([&upload.id, ""]));
        let parts = parts.map(|entry| entry.map(|(_, part)| part));
        Ok(parts
            .filter(|part| part.as_ref().map_or(true, |part| part.number > after))
            .collect::<Result<_, _>>()?)
    }

    /// The uploads of a bucket whose keys start with `prefix`, after an upload, in order.
    pub(super) fn list_uploads(
        &self,
        bucket: &str,
        prefix: &str,
        after: (&str, &str),
        limit: usize,
    ) -> Result<Vec<Upload>, ServiceError> {
        self.bucket(bucket)?;
        let uploads = self.uploads.scan(&key([bucket, prefix]));
        let uploads = uploads.map(|entry| entry.map(|(_, upload)| upload));
        let later = |upload: &Upload| {
            (upload.key.as_str(), upload.id.as_str()) > after || after.0.is_empty()
        };
        Ok(uploads
            .filter(|upload| upload.as_ref().map_or(true, later))
            .take(limit)
            .collect::<Result<_, _>>()?)
    }

    /// Makes the object of the parts that `chosen` names, by number and entity tag.
    pub(super) async fn complete_upload(
        &self,
        context: &Context,
        upload: &Upload,
        chosen: &[(i32, String)],
        hasher: ChecksumHasher,
        condition: Condition,
    ) -> Result<Object, ServiceError> {
        let parts = self.choose(upload, chosen)?;
        let sources = parts.iter().map(|part| part.content.clone()).collect();
        let body = self.contents.joined(sources);
        let written = self.contents.write(body, hasher, u64::MAX).await?;
        let mut tag = EntityTag::new();
        for part in &parts {
            tag.update(&unhex(&part.content.etag));
        }
        let content = Content {
            id: written.id,
            size: written.size,
            etag: format!("{}-{}", hex(&tag.finish()), parts.len()),
            parts: u32::try_from(parts.len()).ok(),
            checksums: written.checksums,
        };
        let options = PutOptions {
            attributes: upload.attributes.clone(),
            condition,
        };
        let mut spent = Vec::new();
        let object = self
            .finish_content(
                context,
                &upload.bucket,
                &upload.key,
                content,
                options,
                "CompleteMultipartUpload",
                |batch| {
                    // Completed by someone else meanwhile?
                    self.upload(&upload.bucket, &upload.key, &upload.id)?;
                    spent = self.drop_upload(batch, upload)?;
                    Ok(())
                },
            )
            .await?;
        for id in spent {
            self.contents.remove(&id).await;
        }
        Ok(object)
    }

    /// Gives an upload up, with its parts.
    pub(super) async fn abort_upload(&self, upload: &Upload) -> Result<(), ServiceError> {
        let spent = {
            let _writing = self.write_lock();
            let mut batch = self.store.batch();
            let spent = self.drop_upload(&mut batch, upload)?;
            batch.commit()?;
            spent
        };
        for id in spent {
            self.contents.remove(&id).await;
        }
        Ok(())
    }

    fn drop_upload(
        &self,
        batch: &mut crate::store::Batch,
        upload: &Upload,
    ) -> Result<Vec<String>, ServiceError> {
        batch.delete(
            &self.uploads,
            &key([&upload.bucket, &upload.key, &upload.id]),
        );
        let mut spent = Vec::new();
        for part in self.list_parts(upload, 0)? {
            batch.delete(&self.parts, &part_key(&upload.id, part.number));
            self.contents.abandon(batch, &part.content.id);
            spent.push(part.content.id);
        }
        Ok(spent)
    }

    fn choose(&self, upload: &Upload, chosen: &[(i32, String)]) -> Result<Vec<Part>, ServiceError> {
        if self.buckets.get(&upload.bucket)?.is_none() {
            return Err(no_such_bucket(&upload.bucket));
        }
        if chosen.is_empty() {
            return Err(ServiceError::client(
                "MalformedXML",
                "an upload is completed with at least one part",
            ));
        }
        let mut parts = Vec::with_capacity(chosen.len());
        let mut before = 0;
        for (number, etag) in chosen {
            if *number <= before {
                return Err(ServiceError::client(
                    "InvalidPartOrder",
                    format!("part {number} is named after part {before}; parts are named in order"),
                ));
            }
            before = *number;
            let part = self.parts.get(&part_key(&upload.id, *number))?;
            let part = part
                .filter(|part| part.content.etag == *etag)
                .ok_or_else(|| {
                    ServiceError::client(
                        "InvalidPart",
                        format!("part {number} with the entity tag \"{etag}\" was not uploaded"),
                    )
                })?;
            parts.push(part);
        }
        let small = parts
            .iter()
            .rev()
            .skip(1)
            .find(|part| part.content.size < PART_BYTES);
        if let Some(small) = small {
            return Err(ServiceError::client(
                "EntityTooSmall",
                format!(
                    "part {} has {} bytes; all but the last have at least {PART_BYTES}",
                    small.number, small.content.size
                ),
            ));
        }
        Ok(parts)
    }

    /// The bytes of a part of another object, to be a part here.
    pub(super) async fn copy_source(
        &self,
        source: (&str, &str, Option<&str>),
        range: Option<std::ops::Range<u64>>,
    ) -> Result<impl Stream<Item = Result<Bytes, ServiceError>>, ServiceError> {
        let (_, body) = self.get_object(source.0, source.1, source.2, range).await?;
        Ok(body.into_stream().map_err(disk))
    }
}

fn part_key(upload: &str, number: i32) -> String {
    key([upload, &format!("{number:05}")])
}

fn unhex(text: &str) -> Vec<u8> {
    let digits = text.as_bytes().chunks_exact(2);
    digits
        .filter_map(|pair| std::str::from_utf8(pair).ok())
        .filter_map(|pair| u8::from_str_radix(pair, 16).ok())
        .collect()
}
