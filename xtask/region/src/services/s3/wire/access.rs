//! Who may do what: keys and tokens, and the policies of roles.

use std::sync::Arc;

use jiff::Timestamp;
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::{Credentials, S3Auth, SecretKey};
use s3s::path::S3Path;
use s3s::{S3Error, S3ErrorCode, S3Result};

use super::convert::{refuse, s3_error};
use super::{DEFAULT_REGION, Scene};
use crate::caller::Caller;
use crate::context::{Context, Shared};
use crate::services::s3::Subject;

/// Checks signatures and permissions.
pub(super) struct Guard {
    shared: Arc<Shared>,
}

impl Guard {
    pub(super) fn new(shared: &Arc<Shared>) -> Self {
        Self {
            shared: Arc::clone(shared),
        }
    }
}

#[async_trait::async_trait]
impl S3Auth for Guard {
    async fn get_secret_key(&self, access_key: &str) -> S3Result<SecretKey> {
        let found = self.shared.credentials.find(access_key, Timestamp::now());
        let (credentials, _) = found.ok_or_else(|| unknown_key(access_key))?;
        Ok(SecretKey::from(credentials.secret_key))
    }
}

#[async_trait::async_trait]
impl S3Access for Guard {
    async fn check(&self, request: &mut S3AccessContext<'_>) -> S3Result<()> {
        let Some(credentials) = request.credentials() else {
            return Err(refuse(
                S3ErrorCode::AccessDenied,
                "the request is not signed; sign it with the access key and secret key \"local\""
                    .to_owned(),
            ));
        };
        let found = self
            .shared
            .credentials
            .find(&credentials.access_key, Timestamp::now());
        let (known, caller) = found.ok_or_else(|| unknown_key(&credentials.access_key))?;
        let token = request.headers().get("x-amz-security-token");
        let token = token
            .and_then(|token| token.to_str().ok())
            .map(str::to_owned);
        let token = token.or_else(|| query_value(request.uri().query(), "X-Amz-Security-Token"));
        if known.token.is_some() && known.token != token {
            return Err(S3ErrorCode::InvalidToken.into());
        }
        let context =
            Context::of(&self.shared, DEFAULT_REGION).map_err(|error| s3_error(error.into()))?;
        // Each of the objects is asked for when it is deleted.
        if request.s3_op().name() == "DeleteObjects" {
            return Ok(());
        }
        let query = request.uri().query();
        let of_version = query_value(query, "versionId").is_some();
        let action = action(request.s3_op().name(), of_version);
        let prefix = query_value(query, "prefix");
        let (bucket, key) = match request.s3_path() {
            S3Path::Root => {
                return context.authorise(&caller, &action, "*").map_err(s3_error);
            }
            S3Path::Bucket { bucket } => (bucket, None),
            S3Path::Object { bucket, key } => (bucket, Some(&**key)),
        };
        let subject = Subject {
            bucket,
            key,
            prefix: prefix.as_deref(),
        };
        context
            .s3()
            .authorise(&context, &caller, &action, subject)
            .map_err(s3_error)
    }
}

/// Who signed a request.
pub(super) fn caller(shared: &Shared, credentials: Option<&Credentials>) -> S3Result<Caller> {
    let key = credentials.map_or("", |credentials| credentials.access_key.as_str());
    let found = shared.credentials.find(key, Timestamp::now());
    found
        .map(|(_, caller)| caller)
        .ok_or_else(|| unknown_key(key))
}

/// A missing key is told only to callers who may list the bucket; others are refused, as in S3.
pub(super) fn hide_missing(scene: &Scene, bucket: &str, error: S3Error) -> S3Error {
    if *error.code() != S3ErrorCode::NoSuchKey {
        return error;
    }
    let subject = Subject {
        bucket,
        key: None,
        prefix: None,
    };
    let (context, caller) = (&scene.context, &scene.caller);
    match context
        .s3()
        .authorise(context, caller, "s3:ListBucket", subject)
    {
        Ok(()) => error,
        Err(denied) => s3_error(denied),
    }
}

/// The IAM action that an operation asks for.
fn action(operation: &str, of_version: bool) -> String {
    let name = match operation {
        "GetObject" | "HeadObject" if of_version => "GetObjectVersion",
        "GetObjectTagging" if of_version => "GetObjectVersionTagging",
        "PutObjectTagging" if of_version => "PutObjectVersionTagging",
        "DeleteObject" if of_version => "DeleteObjectVersion",
        "HeadObject" => "GetObject",
        "ListObjects" | "ListObjectsV2" | "HeadBucket" => "ListBucket",
        "ListObjectVersions" => "ListBucketVersions",
        "ListBuckets" => "ListAllMyBuckets",
        "CopyObject"
        | "CreateMultipartUpload"
        | "UploadPart"
        | "UploadPartCopy"
        | "CompleteMultipartUpload" => "PutObject",
        "ListParts" => "ListMultipartUploadParts",
        "ListMultipartUploads" => "ListBucketMultipartUploads",
        "GetBucketEncryption" => "GetEncryptionConfiguration",
        "PutBucketEncryption" | "DeleteBucketEncryption" => "PutEncryptionConfiguration",
        "GetBucketLifecycleConfiguration" => "GetLifecycleConfiguration",
        "PutBucketLifecycleConfiguration" | "DeleteBucketLifecycle" => "PutLifecycleConfiguration",
        "GetBucketNotificationConfiguration" => "GetBucketNotification",
        "PutBucketNotificationConfiguration" => "PutBucketNotification",
        "GetPublicAccessBlock" => "GetBucketPublicAccessBlock",
        "PutPublicAccessBlock" | "DeletePublicAccessBlock" => "PutBucketPublicAccessBlock",
        "DeleteBucketOwnershipControls" => "PutBucketOwnershipControls",
        "DeleteBucketTagging" => "PutBucketTagging",
        other => other,
    };
    format!("s3:{name}")
}

/// The value of a parameter of the query.
fn query_value(query: Option<&str>, name: &str) -> Option<String> {
    let pairs = query?.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.into_iter().find(|(found, _)| *found == name)?;
    let spaced = value.replace('+', " ");
    Some(
        percent_encoding::percent_decode_str(&spaced)
            .decode_utf8_lossy()
            .into_owned(),
    )
}

fn unknown_key(key: &str) -> S3Error {
    refuse(
        S3ErrorCode::InvalidAccessKeyId,
        format!(
            "the access key \"{key}\" is not known here, or its session has ended; the root's is \"local\""
        ),
    )
}
