//! Whether somebody may use a bucket or an object: what the role's policies and the bucket's
//! own say together.

use serde_json::Value;

use super::{S3, bucket_arn, object_arn};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::iam::Access;

/// What a request is about.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The bucket.
    pub bucket: &'a str,
    /// The object's key; none when it is about the bucket.
    pub key: Option<&'a str>,
    /// The prefix that a listing is restricted to, where it names one.
    pub prefix: Option<&'a str>,
}

impl S3 {
    /// Whether `caller` may do `action` (`s3:ListBucket`).
    ///
    /// # Errors
    /// `AccessDeniedException` in AWS's words.
    pub fn authorise(
        &self,
        context: &Context,
        caller: &Caller,
        action: &str,
        subject: Subject<'_>,
    ) -> Result<(), ServiceError> {
        let resource = match subject.key {
            Some(key) => object_arn(subject.bucket, key),
            None => bucket_arn(subject.bucket),
        };
        // A bucket that is not there has no policy; the operation says that it is not there.
        let policy = match self.buckets.get(subject.bucket)? {
            Some(bucket) => bucket.configuration.policy,
            None => None,
        };
        let policy: Option<Value> = match policy {
            Some(text) => Some(serde_json::from_str(&text).map_err(|error| {
                ServiceError::internal(format!(
                    "the policy of the bucket \"{}\" can't be read: {error}",
                    subject.bucket
                ))
            })?),
            None => None,
        };
        // With a Deny on everybody for whatever reason, the root could not mend its own mistake.
        let mends = matches!(
            action,
            "s3:GetBucketPolicy" | "s3:PutBucketPolicy" | "s3:DeleteBucketPolicy"
        );
        if mends && *caller == Caller::Root {
            return Ok(());
        }
        let access = Access {
            action,
            resource: &resource,
            keys: subject
                .prefix
                .map(|prefix| ("s3:prefix", prefix.to_owned()))
                .into_iter()
                .collect(),
            resource_policy: policy.as_ref(),
        };
        context.iam().authorise_access(context, caller, &access)
    }
}
