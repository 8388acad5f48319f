//! A bucket in S3.

use std::collections::{BTreeMap, HashMap};

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::config::interceptors::InterceptorContext;
use aws_sdk_s3::config::retry::{ClassifyRetry, RetryAction};
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::operation::delete_object::DeleteObjectError;
use aws_sdk_s3::operation::put_object::PutObjectError;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{MetadataDirective, TaggingDirective};
use bytes::{Bytes, BytesMut};
use contracts::ServiceError;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Condition, Object, ObjectInfo, Page, Storage, StorageError, Upload, Written};
use crate::fault::{Fault, TellsFaults};

/// What a copy's source is written with: it travels in a header.
const COPY_SOURCE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Has a conditional write be tried again that another one on the same object was in the way of: whether the
/// condition holds was not looked at. The SDK's own classifiers do not know the code; as often as it
/// tries anything again it does this.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html#conditional-error-response>
#[derive(Debug)]
struct Conflicts;

impl ClassifyRetry for Conflicts {
    fn classify_retry(&self, attempt: &InterceptorContext) -> RetryAction {
        let Some(Err(error)) = attempt.output_or_error() else {
            return RetryAction::NoActionIndicated;
        };
        let error = error.as_operation_error();
        let put = error.and_then(|error| error.downcast_ref::<PutObjectError>());
        let delete = error.and_then(|error| error.downcast_ref::<DeleteObjectError>());
        let code = put
            .and_then(ProvideErrorMetadata::code)
            .or_else(|| delete.and_then(ProvideErrorMetadata::code));
        match code {
            Some("ConditionalRequestConflict") => RetryAction::transient_error(),
            _ => RetryAction::NoActionIndicated,
        }
    }

    fn name(&self) -> &'static str {
        "conflicts of conditional writes"
    }
}

/// One bucket, through the AWS SDK.
#[derive(Debug, Clone)]
pub struct S3Bucket {
    client: Client,
    name: String,
}

impl S3Bucket {
    /// The bucket `name` of the account and region that `aws` says.
    pub fn new(aws: &SdkConfig, name: &str) -> Self {
        let config = aws_sdk_s3::config::Builder::from(aws)
            // Names of buckets as host names need DNS, which an endpoint of one's own lacks.
            .force_path_style(aws.endpoint_url().is_some())
            .retry_classifier(Conflicts)
            .build();
        Self {
            client: Client::from_conf(config),
            name: name.to_owned(),
        }
    }

    fn failed(&self, operation: &'static str, key: &str, fault: Fault) -> StorageError {
        StorageError::Failed {
            kind: fault.error,
            operation,
            bucket: self.name.clone(),
            key: key.to_owned(),
            detail: fault.detail,
        }
    }

    fn too_large(&self, key: &str, size: u64, limit: u64) -> StorageError {
        StorageError::TooLarge {
            bucket: self.name.clone(),
            key: key.to_owned(),
            size,
            limit,
        }
    }

    async fn read(
        &self,
        key: &str,
        mut stream: ByteStream,
        limit: u64,
    ) -> Result<Bytes, StorageError> {
        let mut body = BytesMut::new();
        while let Some(piece) = stream.next().await {
            let piece = piece.map_err(|error| {
                self.failed(
                    "read",
                    key,
                    Fault {
                        // The answer had begun: the network, not the request, is at fault.
                        error: ServiceError::ServiceUnavailable,
                        code: None,
                        status: None,
                        detail: error.to_string(),
                    },
                )
            })?;
            let size = (body.len() + piece.len()) as u64;
            if size > limit {
                return Err(self.too_large(key, size, limit));
            }
            body.extend_from_slice(&piece);
        }
        Ok(body.freeze())
    }
}

/// Whether the answer says that there is no such object. (A missing bucket is another matter.)
fn is_absent<E>(error: &SdkError<E, HttpResponse>) -> bool
where
    E: ProvideErrorMetadata,
{
    match error.code() {
        Some(code) => matches!(code, "NoSuchKey" | "NotFound"),
        None => error
            .raw_response()
            .is_some_and(|answer| answer.status().as_u16() == 404),
    }
}

fn unsigned(length: Option<i64>) -> u64 {
    length
        .and_then(|length| u64::try_from(length).ok())
        .unwrap_or(0)
}

fn sorted(metadata: Option<HashMap<String, String>>) -> BTreeMap<String, String> {
    metadata.unwrap_or_default().into_iter().collect()
}

#[async_trait]
impl Storage for S3Bucket {
    fn name(&self) -> &str {
        &self.name
    }

    async fn get(&self, key: &str, limit: u64) -> Result<Option<Object>, StorageError> {
        let answer = self.client.get_object().bucket(&self.name).key(key).send();
        let output = match answer.await {
            Ok(output) => output,
            Err(error) if is_absent(&error) => return Ok(None),
            Err(error) => return Err(self.failed("read", key, error.fault())),
        };
        let size = unsigned(output.content_length);
        if size > limit {
            return Err(self.too_large(key, size, limit));
        }
        let body = self.read(key, output.body, limit).await?;
        let info = ObjectInfo {
            etag: output.e_tag.unwrap_or_default(),
            size: body.len() as u64,
            metadata: sorted(output.metadata),
        };
        Ok(Some(Object { body, info }))
    }

    async fn head(&self, key: &str) -> Result<Option<ObjectInfo>, StorageError> {
        let answer = self.client.head_object().bucket(&self.name).key(key).send();
        match answer.await {
            Ok(output) => Ok(Some(ObjectInfo {
                size: unsigned(output.content_length),
                etag: output.e_tag.unwrap_or_default(),
                metadata: sorted(output.metadata),
            })),
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(self.failed("read", key, error.fault())),
        }
    }

    async fn put(&self, key: &str, upload: Upload) -> Result<Written, StorageError> {
        let mut request = self
            .client
            .put_object()
            .bucket(&self.name)
            .key(key)
            .content_type(upload.content_type)
            .set_metadata(Some(upload.metadata.into_iter().collect()))
            .body(ByteStream::from(upload.body));
        request = match upload.condition {
            Condition::Always => request,
            Condition::IfAbsent => request.if_none_match("*"),
            Condition::IfMatch(etag) => request.if_match(etag),
        };
        let Err(error) = request.send().await else {
            return Ok(Written::Yes);
        };
        let fault = error.fault();
        // A condition on an object that is gone is answered with NoSuchKey.
        match fault.code.as_deref() == Some("NoSuchKey") || fault.is_precondition() {
            true => Ok(Written::No),
            false => Err(self.failed("write", key, fault)),
        }
    }

    async fn copy(
        &self,
        from: &str,
        to: &str,
        metadata: BTreeMap<String, String>,
    ) -> Result<bool, StorageError> {
        let source = format!("{}/{from}", self.name);
        let answer = self
            .client
            .copy_object()
            .bucket(&self.name)
            .key(to)
            .copy_source(utf8_percent_encode(&source, COPY_SOURCE).to_string())
            .metadata_directive(MetadataDirective::Replace)
            .set_metadata(Some(metadata.into_iter().collect()))
            // Copying tags would need permissions on tags.
            .tagging_directive(TaggingDirective::Replace)
            .send();
        match answer.await {
            Ok(_) => Ok(true),
            Err(error) if is_absent(&error) => Ok(false),
            Err(error) => Err(self.failed("copy", from, error.fault())),
        }
    }

    async fn delete(&self, key: &str) -> Result<(), StorageError> {
        let answer = self
            .client
            .delete_object()
            .bucket(&self.name)
            .key(key)
            .send();
        match answer.await {
            Ok(_) => Ok(()),
            Err(error) if is_absent(&error) => Ok(()),
            Err(error) => Err(self.failed("delete", key, error.fault())),
        }
    }

    async fn delete_if(&self, key: &str, etag: &str) -> Result<bool, StorageError> {
        let answer = self
            .client
            .delete_object()
            .bucket(&self.name)
            .key(key)
            .if_match(etag)
            .send();
        let Err(error) = answer.await else {
            return Ok(true);
        };
        let fault = error.fault();
        match is_absent(&error) || fault.is_precondition() {
            true => Ok(false),
            false => Err(self.failed("delete", key, fault)),
        }
    }

    async fn list(&self, prefix: &str, page: Option<String>) -> Result<Page, StorageError> {
        let answer = self
            .client
            .list_objects_v2()
            .bucket(&self.name)
            .prefix(prefix)
            .set_continuation_token(page)
            .send();
        match answer.await {
            Ok(output) => Ok(Page {
                keys: output
                    .contents
                    .unwrap_or_default()
                    .into_iter()
                    .filter_map(|object| object.key)
                    .collect(),
                next: output.next_continuation_token,
            }),
            Err(error) => Err(self.failed("list", prefix, error.fault())),
        }
    }
}
