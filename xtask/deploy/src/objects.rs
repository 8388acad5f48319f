//! Objects in buckets.

use std::path::{Path, PathBuf};

use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{Delete, ObjectIdentifier};
use bytes::Bytes;
use futures::{StreamExt, TryStreamExt};
use serde::de::DeserializeOwned;

use crate::sdk_error::{Asked, code};

/// Requests under way at once.
pub(crate) const CONCURRENCY: usize = 8;

/// What an object is made of.
#[derive(Debug, Clone)]
pub(crate) enum Body {
    /// Bytes at hand.
    Bytes(Bytes),
    /// A file, read as it is sent.
    File(PathBuf),
}

/// An object to be written.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    pub key: String,
    pub body: Body,
}

/// Whether the object is there.
pub(crate) async fn exists(
    s3: &aws_sdk_s3::Client,
    bucket: &str,
    key: &str,
) -> anyhow::Result<bool> {
    match s3.head_object().bucket(bucket).key(key).send().await {
        Ok(_) => Ok(true),
        Err(error) if is_missing(code(&error)) => Ok(false),
        Err(error) => Err(error).asked(format!("say whether s3://{bucket}/{key} is there")),
    }
}

/// Writes the object.
pub(crate) async fn put(
    s3: &aws_sdk_s3::Client,
    bucket: &str,
    upload: Upload,
) -> anyhow::Result<()> {
    let body = match &upload.body {
        Body::Bytes(bytes) => ByteStream::from(bytes.clone()),
        Body::File(path) => from_file(path).await?,
    };
    s3.put_object()
        .bucket(bucket)
        .key(&upload.key)
        .body(body)
        .customize()
        // On its way to AWS it is guarded by TLS, to the embedded region it stays on the machine, and
        // its checksum is sent with it: one more hash on either side tells nothing new. A file that
        // is read as it is sent is signed all the same where there is no TLS: so the SDK has it.
        .disable_payload_signing()
        .send()
        .await
        .asked(format!("store s3://{bucket}/{}", upload.key))?;
    Ok(())
}

/// Writes the object over the one that has this entity tag, or where there is none; `false` where another is
/// there by now, or is being written.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html>
pub(crate) async fn put_over(
    s3: &aws_sdk_s3::Client,
    bucket: &str,
    key: &str,
    body: Bytes,
    etag: Option<&str>,
) -> anyhow::Result<bool> {
    let request = s3
        .put_object()
        .bucket(bucket)
        .key(key)
        .body(ByteStream::from(body));
    let request = match etag {
        Some(etag) => request.if_match(etag),
        None => request.if_none_match("*"),
    };
    match request.send().await {
        Ok(_) => Ok(true),
        Err(error) => match code(&error) {
            // A condition on an object that is gone is answered with NoSuchKey.
            Some("PreconditionFailed" | "ConditionalRequestConflict" | "NoSuchKey") => Ok(false),
            _ => Err(error).asked(format!("store s3://{bucket}/{key}")),
        },
    }
}

async fn from_file(path: &Path) -> anyhow::Result<ByteStream> {
    ByteStream::from_path(path).await.map_err(|error| {
        anyhow::Error::new(error).context(format!("cannot read {}", path.display()))
    })
}

/// Writes the objects, a few at a time; `written` is told after each.
pub(crate) async fn put_all(
    s3: &aws_sdk_s3::Client,
    bucket: &str,
    uploads: impl IntoIterator<Item = Upload>,
    mut written: impl FnMut(usize),
) -> anyhow::Result<usize> {
    let mut results = futures::stream::iter(uploads)
        .map(|upload| put(s3, bucket, upload))
        .buffer_unordered(CONCURRENCY);
    let mut count = 0;
    while let Some(()) = results.try_next().await? {
        count += 1;
        written(count);
    }
    Ok(count)
}

/// The object's bytes; `None` when it is not there.
pub(crate) async fn get(
    s3: &aws_sdk_s3::Client,
    bucket: &str,
    key: &str,
) -> anyhow::Result<Option<Bytes>> {
    let found = get_tagged(s3, bucket, key).await?;
    Ok(found.map(|(bytes, _)| bytes))
}

/// The object's bytes and its entity tag; `None` when it is not there.
pub(crate) async fn get_tagged(
    s3: &aws_sdk_s3::Client,
    bucket: &str,
    key: &str,
) -> anyhow::Result<Option<(Bytes, String)>> {
    let answer = match s3.get_object().bucket(bucket).key(key).send().await {
        Ok(answer) => answer,
        Err(error) if is_missing(code(&error)) => return Ok(None),
        Err(error) => return Err(error).asked(format!("give s3://{bucket}/{key}")),
    };
    let etag = answer.e_tag.unwrap_or_default();
    let body = answer.body.collect().await?;
    Ok(Some((body.into_bytes(), etag)))
}

/// The object, read as JSON; `None` when it is not there.
pub(crate) async fn get_json<T: DeserializeOwned>(
    s3: &aws_sdk_s3::Client,
    bucket: &str,
    key: &str,
) -> anyhow::Result<Option<T>> {
    let Some(bytes) = get(s3, bucket, key).await? else {
        return Ok(None);
    };
    serde_json::from_slice(&bytes).map(Some).map_err(|error| {
        anyhow::Error::new(error).context(format!("s3://{bucket}/{key} has another form"))
    })
}

/// The keys under a prefix.
pub(crate) async fn list(
    s3: &aws_sdk_s3::Client,
    bucket: &str,
    prefix: &str,
) -> anyhow::Result<Vec<String>> {
    let mut pages = s3
        .list_objects_v2()
        .bucket(bucket)
        .prefix(prefix)
        .into_paginator()
        .send();
    let mut keys = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.asked(format!("list s3://{bucket}/{prefix}"))?;
        keys.extend(
            page.contents()
                .iter()
                .filter_map(|object| object.key())
                .map(str::to_owned),
        );
    }
    Ok(keys)
}

/// An object in a listing.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub key: String,
    pub bytes: u64,
    pub modified: jiff::Timestamp,
}

/// The objects under a prefix, with their size and age.
pub(crate) async fn list_dated(
    s3: &aws_sdk_s3::Client,
    bucket: &str,
    prefix: &str,
) -> anyhow::Result<Vec<Listed>> {
    let mut pages = s3
        .list_objects_v2()
        .bucket(bucket)
        .prefix(prefix)
        .into_paginator()
        .send();
    let mut all = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.asked(format!("list s3://{bucket}/{prefix}"))?;
        all.extend(page.contents().iter().filter_map(|object| {
            Some(Listed {
                key: object.key()?.to_owned(),
                bytes: u64::try_from(object.size().unwrap_or(0)).unwrap_or(0),
                modified: jiff::Timestamp::from_second(object.last_modified()?.secs()).ok()?,
            })
        }));
    }
    Ok(all)
}

/// Removes the object; one that is not there is no error.
pub(crate) async fn remove(s3: &aws_sdk_s3::Client, bucket: &str, key: &str) -> anyhow::Result<()> {
    s3.delete_object()
        .bucket(bucket)
        .key(key)
        .send()
        .await
        .asked(format!("remove s3://{bucket}/{key}"))?;
    Ok(())
}

/// Removes every object of the bucket in every version. `removed` is told how many so far.
/// `false` when there is no such bucket.
pub(crate) async fn empty(
    s3: &aws_sdk_s3::Client,
    bucket: &str,
    mut removed: impl FnMut(usize),
) -> anyhow::Result<bool> {
    let mut count = 0;
    loop {
        // Always the first page: what it named is gone when it is asked for again.
        let page = match s3.list_object_versions().bucket(bucket).send().await {
            Ok(page) => page,
            Err(error) if is_missing(code(&error)) => return Ok(false),
            Err(error) => return Err(error).asked(format!("list the versions in {bucket}")),
        };
        let versions = page.versions().iter().map(|v| (v.key(), v.version_id()));
        let markers = page
            .delete_markers()
            .iter()
            .map(|m| (m.key(), m.version_id()));
        let objects = versions
            .chain(markers)
            .filter_map(|(key, version)| {
                ObjectIdentifier::builder()
                    .key(key?)
                    .set_version_id(version.map(str::to_owned))
                    .build()
                    .ok()
            })
            .collect::<Vec<_>>();
        if objects.is_empty() {
            return Ok(true);
        }
        let number = objects.len();
        let delete = Delete::builder()
            .set_objects(Some(objects))
            .quiet(true)
            .build()?;
        let answer = s3
            .delete_objects()
            .bucket(bucket)
            .delete(delete)
            .send()
            .await
            .asked(format!("empty {bucket}"))?;
        if let Some(error) = answer.errors().first() {
            anyhow::bail!(
                "{bucket} could not be emptied: {} ({})",
                error.message().unwrap_or("no message"),
                error.key().unwrap_or("no key")
            );
        }
        count += number;
        removed(count);
    }
}

/// Removes the bucket if it is there.
pub(crate) async fn remove_bucket(s3: &aws_sdk_s3::Client, bucket: &str) -> anyhow::Result<()> {
    match s3.delete_bucket().bucket(bucket).send().await {
        Ok(_) => Ok(()),
        Err(error) if is_missing(code(&error)) => Ok(()),
        Err(error) => Err(error).asked(format!("remove the bucket {bucket}")),
    }
}

/// Of an answer to HEAD, which has no body, the SDK knows the code `NotFound` alone.
fn is_missing(code: Option<&str>) -> bool {
    matches!(
        code,
        Some("NotFound" | "NoSuchKey" | "NoSuchBucket" | "404")
    )
}
