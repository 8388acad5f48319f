//! What distributed maps read from and write to S3.

use std::io::Read as _;

use asl_run::Event;
use bytes::Bytes;
use flate2::read::MultiGzDecoder;
use serde_json::{Value, json};

use super::parquet_rows;
use super::wire::text;
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::s3::{ListRequest, PutOptions, Subject, object_arn};

/// The most objects of a page.
const PAGE: usize = 1_000;
/// The largest object that is read for its items, in bytes.
const LARGEST_OBJECT: u64 = 64 * 1024 * 1024;
/// How gzip files begin.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// A page of a listing, as an answer to a map.
pub(super) fn list(
    context: &Context,
    caller: Result<Caller, ServiceError>,
    read: u64,
    arguments: &Value,
    continuation: Option<String>,
) -> Event {
    match list_page(context, caller, arguments, continuation) {
        Ok((objects, next)) => Event::ObjectsListed {
            read,
            objects,
            next,
        },
        Err(error) => Event::ReadFailed {
            read,
            cause: told(&error),
        },
    }
}

fn list_page(
    context: &Context,
    caller: Result<Caller, ServiceError>,
    arguments: &Value,
    continuation: Option<String>,
) -> Result<(Vec<Value>, Option<String>), ServiceError> {
    let bucket = text(arguments, "Bucket").unwrap_or_default();
    let subject = Subject {
        bucket,
        key: None,
        prefix: text(arguments, "Prefix"),
    };
    context
        .s3()
        .authorise(context, &caller?, "s3:ListBucket", subject)?;
    let after = continuation.or_else(|| text(arguments, "StartAfter").map(str::to_owned));
    let page = context.s3().list_objects(
        bucket,
        &ListRequest {
            prefix: text(arguments, "Prefix").unwrap_or_default(),
            delimiter: text(arguments, "Delimiter"),
            after: after.as_deref(),
            limit: PAGE,
        },
    )?;
    let objects = page
        .objects
        .iter()
        .map(|object| {
            json!({
                "Etag": format!("\"{}\"", object.etag()),
                "Key": object.key,
                "LastModified": object.last_modified.as_second(),
                "Size": object.size(),
                "StorageClass": "STANDARD",
            })
        })
        .collect();
    Ok((objects, page.next))
}

/// An object's text, as an answer to a map.
pub(super) async fn read(
    context: &Context,
    caller: Result<Caller, ServiceError>,
    read: u64,
    arguments: &Value,
) -> Event {
    let bucket = text(arguments, "Bucket").unwrap_or_default();
    let key = text(arguments, "Key").unwrap_or_default();
    let got = async {
        context.authorise(&caller?, "s3:GetObject", &object_arn(bucket, key))?;
        let version = text(arguments, "VersionId");
        let (_, body) = context.s3().get_object(bucket, key, version, None).await?;
        let bytes = decompressed(key, body.bytes(LARGEST_OBJECT).await?)?;
        String::from_utf8(bytes.into()).map_err(|_| unreadable(key, "is not text in UTF-8"))
    };
    match got.await {
        Ok(body) => Event::ObjectRead { read, body },
        Err(error) => Event::ReadFailed {
            read,
            cause: told(&error),
        },
    }
}

/// What a compressed object holds; another object as it is.
fn decompressed(key: &str, bytes: Bytes) -> Result<Bytes, ServiceError> {
    if !bytes.starts_with(&GZIP) {
        return Ok(bytes);
    }
    let mut held = Vec::new();
    // One byte more than allowed tells what is too large without unpacking all of it.
    MultiGzDecoder::new(&*bytes)
        .take(LARGEST_OBJECT + 1)
        .read_to_end(&mut held)
        .map_err(|error| unreadable(key, &format!("is no whole gzip file: {error}")))?;
    if held.len() as u64 > LARGEST_OBJECT {
        let why = format!("holds more than {LARGEST_OBJECT} bytes");
        return Err(unreadable(key, &why));
    }
    Ok(held.into())
}

/// A page of a Parquet object's rows, as an answer to a map.
pub(super) async fn rows(
    context: &Context,
    caller: Result<Caller, ServiceError>,
    read: u64,
    arguments: &Value,
    continuation: Option<String>,
) -> Event {
    let bucket = text(arguments, "Bucket").unwrap_or_default();
    let key = text(arguments, "Key").unwrap_or_default();
    let got = async {
        context.authorise(&caller?, "s3:GetObject", &object_arn(bucket, key))?;
        let version = text(arguments, "VersionId");
        let (_, body) = context.s3().get_object(bucket, key, version, None).await?;
        let bytes = body.bytes(LARGEST_OBJECT).await?;
        parquet_rows::page(bytes, continuation.as_deref())
            .map_err(|error| unreadable(key, &format!("is no Parquet file: {error}")))
    };
    match got.await {
        Ok((rows, next)) => Event::RowsRead { read, rows, next },
        Err(error) => Event::ReadFailed {
            read,
            cause: told(&error),
        },
    }
}

fn unreadable(key: &str, why: &str) -> ServiceError {
    ServiceError::client("InvalidObject", format!("the object {key} {why}"))
}

/// Writes a file of results, and answers the map.
pub(super) async fn write(
    context: &Context,
    caller: Result<Caller, ServiceError>,
    write: u64,
    bucket: &str,
    key: &str,
    body: String,
) -> Event {
    let put = async {
        context.authorise(&caller?, "s3:PutObject", &object_arn(bucket, key))?;
        context
            .s3()
            .put_object(
                context,
                bucket,
                key,
                Bytes::from(body),
                PutOptions::default(),
            )
            .await
    };
    match put.await {
        Ok(_) => Event::Written { write },
        Err(error) => Event::WriteFailed {
            write,
            cause: told(&error),
        },
    }
}

fn told(error: &ServiceError) -> String {
    format!(
        "{} (Service: Amazon S3; Status Code: {}; Error Code: {})",
        error.message, error.status, error.code
    )
}
