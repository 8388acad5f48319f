//! The configuration of buckets on the wire.

use s3s::dto::{
    BucketVersioningStatus, DeleteBucketEncryptionInput, DeleteBucketEncryptionOutput,
    DeleteBucketLifecycleInput, DeleteBucketLifecycleOutput, DeleteBucketOwnershipControlsInput,
    DeleteBucketOwnershipControlsOutput, DeleteBucketPolicyInput, DeleteBucketPolicyOutput,
    DeleteBucketTaggingInput, DeleteBucketTaggingOutput, DeletePublicAccessBlockInput,
    DeletePublicAccessBlockOutput, GetBucketEncryptionInput, GetBucketEncryptionOutput,
    GetBucketLifecycleConfigurationInput, GetBucketLifecycleConfigurationOutput,
    GetBucketNotificationConfigurationInput, GetBucketNotificationConfigurationOutput,
    GetBucketOwnershipControlsInput, GetBucketOwnershipControlsOutput, GetBucketPolicyInput,
    GetBucketPolicyOutput, GetBucketTaggingInput, GetBucketTaggingOutput, GetBucketVersioningInput,
    GetBucketVersioningOutput, GetPublicAccessBlockInput, GetPublicAccessBlockOutput,
    ObjectOwnership, OwnershipControls, OwnershipControlsRule, PutBucketEncryptionInput,
    PutBucketEncryptionOutput, PutBucketLifecycleConfigurationInput,
    PutBucketLifecycleConfigurationOutput, PutBucketNotificationConfigurationInput,
    PutBucketNotificationConfigurationOutput, PutBucketOwnershipControlsInput,
    PutBucketOwnershipControlsOutput, PutBucketPolicyInput, PutBucketPolicyOutput,
    PutBucketTaggingInput, PutBucketTaggingOutput, PutBucketVersioningInput,
    PutBucketVersioningOutput, PutPublicAccessBlockInput, PutPublicAccessBlockOutput,
};
use s3s::{S3Error, S3ErrorCode, S3Request, S3Result};

use super::Scene;
use super::convert::{refuse, s3_error, tag_set, tags};
use crate::services::s3::{Bucket, Versioning};

fn bucket(scene: &Scene, name: &str) -> S3Result<Bucket> {
    scene.s3().bucket(name).map_err(s3_error)
}

fn configure(scene: &Scene, name: &str, change: impl FnOnce(&mut Bucket)) -> S3Result<()> {
    scene
        .s3()
        .configure_bucket(name, change)
        .map(drop)
        .map_err(s3_error)
}

fn absent(code: &'static str, bucket: &str, what: &str) -> S3Error {
    let code = S3ErrorCode::from_bytes(code.as_bytes()).unwrap_or(S3ErrorCode::InvalidRequest);
    let mut error = refuse(code, format!("the bucket \"{bucket}\" has no {what}"));
    error.set_status_code(http::StatusCode::NOT_FOUND);
    error
}

pub(super) async fn get_bucket_versioning(
    scene: &Scene,
    request: S3Request<GetBucketVersioningInput>,
) -> S3Result<GetBucketVersioningOutput> {
    let status = match bucket(scene, &request.input.bucket)?.versioning {
        Versioning::Never => None,
        Versioning::Enabled => Some(BucketVersioningStatus::ENABLED),
        Versioning::Suspended => Some(BucketVersioningStatus::SUSPENDED),
    };
    let status = status.map(BucketVersioningStatus::from_static);
    Ok(GetBucketVersioningOutput {
        mfa_delete: None,
        status,
    })
}

pub(super) async fn put_bucket_versioning(
    scene: &Scene,
    request: S3Request<PutBucketVersioningInput>,
) -> S3Result<PutBucketVersioningOutput> {
    let input = request.input;
    let status = input.versioning_configuration.status;
    let versioning = match status.as_ref().map(BucketVersioningStatus::as_str) {
        Some(BucketVersioningStatus::ENABLED) => Versioning::Enabled,
        Some(BucketVersioningStatus::SUSPENDED) => Versioning::Suspended,
        other => {
            return Err(refuse(
                S3ErrorCode::IllegalVersioningConfigurationException,
                format!("the status {other:?} is neither Enabled nor Suspended"),
            ));
        }
    };
    configure(scene, &input.bucket, |bucket| {
        bucket.versioning = versioning;
    })?;
    Ok(PutBucketVersioningOutput::default())
}

pub(super) async fn get_bucket_tagging(
    scene: &Scene,
    request: S3Request<GetBucketTaggingInput>,
) -> S3Result<GetBucketTaggingOutput> {
    let name = &request.input.bucket;
    let bucket = bucket(scene, name)?;
    if bucket.tags.is_empty() {
        return Err(absent("NoSuchTagSet", name, "tags"));
    }
    Ok(GetBucketTaggingOutput {
        tag_set: tag_set(&bucket.tags),
    })
}

pub(super) async fn put_bucket_tagging(
    scene: &Scene,
    request: S3Request<PutBucketTaggingInput>,
) -> S3Result<PutBucketTaggingOutput> {
    let input = request.input;
    let tags = tags(input.tagging.tag_set)?;
    configure(scene, &input.bucket, |bucket| bucket.tags = tags)?;
    Ok(PutBucketTaggingOutput::default())
}

pub(super) async fn delete_bucket_tagging(
    scene: &Scene,
    request: S3Request<DeleteBucketTaggingInput>,
) -> S3Result<DeleteBucketTaggingOutput> {
    configure(scene, &request.input.bucket, |bucket| bucket.tags.clear())?;
    Ok(DeleteBucketTaggingOutput::default())
}

pub(super) async fn get_bucket_notification_configuration(
    scene: &Scene,
    request: S3Request<GetBucketNotificationConfigurationInput>,
) -> S3Result<GetBucketNotificationConfigurationOutput> {
    let kept = bucket(scene, &request.input.bucket)?
        .configuration
        .notification;
    Ok(GetBucketNotificationConfigurationOutput {
        event_bridge_configuration: kept.event_bridge_configuration,
        lambda_function_configurations: kept.lambda_function_configurations,
        queue_configurations: kept.queue_configurations,
        topic_configurations: kept.topic_configurations,
    })
}

pub(super) async fn put_bucket_notification_configuration(
    scene: &Scene,
    request: S3Request<PutBucketNotificationConfigurationInput>,
) -> S3Result<PutBucketNotificationConfigurationOutput> {
    let input = request.input;
    let given = input.notification_configuration;
    let others = given.lambda_function_configurations.is_some()
        || given.queue_configurations.is_some()
        || given.topic_configurations.is_some();
    if others {
        return Err(refuse(
            S3ErrorCode::NotImplemented,
            "the embedded region tells EventBridge of new objects, not functions, queues or \
             topics; use an EventBridge rule"
                .to_owned(),
        ));
    }
    configure(scene, &input.bucket, |bucket| {
        bucket.configuration.notification = given;
    })?;
    Ok(PutBucketNotificationConfigurationOutput::default())
}

pub(super) async fn get_bucket_lifecycle_configuration(
    scene: &Scene,
    request: S3Request<GetBucketLifecycleConfigurationInput>,
) -> S3Result<GetBucketLifecycleConfigurationOutput> {
    let name = &request.input.bucket;
    let kept = bucket(scene, name)?.configuration.lifecycle;
    let kept = kept.ok_or_else(|| {
        absent(
            "NoSuchLifecycleConfiguration",
            name,
            "lifecycle configuration",
        )
    })?;
    Ok(GetBucketLifecycleConfigurationOutput {
        rules: Some(kept.rules),
        ..Default::default()
    })
}

pub(super) async fn put_bucket_lifecycle_configuration(
    scene: &Scene,
    request: S3Request<PutBucketLifecycleConfigurationInput>,
) -> S3Result<PutBucketLifecycleConfigurationOutput> {
    let input = request.input;
    let given = input.lifecycle_configuration;
    configure(scene, &input.bucket, |bucket| {
        bucket.configuration.lifecycle = given;
    })?;
    Ok(PutBucketLifecycleConfigurationOutput::default())
}

pub(super) async fn put_bucket_policy(
    scene: &Scene,
    request: S3Request<PutBucketPolicyInput>,
) -> S3Result<PutBucketPolicyOutput> {
    let input = request.input;
    if let Err(error) = serde_json::from_str::<serde_json::Value>(&input.policy) {
        return Err(refuse(
            S3ErrorCode::MalformedPolicy,
            format!("the policy is not JSON: {error}"),
        ));
    }
    configure(scene, &input.bucket, |bucket| {
        bucket.configuration.policy = Some(input.policy);
    })?;
    Ok(PutBucketPolicyOutput::default())
}

pub(super) async fn delete_bucket_lifecycle(
    scene: &Scene,
    request: S3Request<DeleteBucketLifecycleInput>,
) -> S3Result<DeleteBucketLifecycleOutput> {
    configure(scene, &request.input.bucket, |bucket| {
        bucket.configuration.lifecycle = None;
    })?;
    Ok(DeleteBucketLifecycleOutput::default())
}

pub(super) async fn get_bucket_policy(
    scene: &Scene,
    request: S3Request<GetBucketPolicyInput>,
) -> S3Result<GetBucketPolicyOutput> {
    let name = &request.input.bucket;
    let kept = bucket(scene, name)?.configuration.policy;
    let kept = kept.ok_or_else(|| absent("NoSuchBucketPolicy", name, "bucket policy"))?;
    Ok(GetBucketPolicyOutput { policy: Some(kept) })
}

pub(super) async fn delete_bucket_policy(
    scene: &Scene,
    request: S3Request<DeleteBucketPolicyInput>,
) -> S3Result<DeleteBucketPolicyOutput> {
    configure(scene, &request.input.bucket, |bucket| {
        bucket.configuration.policy = None;
    })?;
    Ok(DeleteBucketPolicyOutput::default())
}

pub(super) async fn get_bucket_encryption(
    scene: &Scene,
    request: S3Request<GetBucketEncryptionInput>,
) -> S3Result<GetBucketEncryptionOutput> {
    let name = &request.input.bucket;
    let kept = bucket(scene, name)?.configuration.encryption;
    let kept = kept.ok_or_else(|| {
        absent(
            "ServerSideEncryptionConfigurationNotFoundError",
            name,
            "encryption configuration",
        )
    })?;
    Ok(GetBucketEncryptionOutput {
        server_side_encryption_configuration: Some(kept),
    })
}

pub(super) async fn put_bucket_encryption(
    scene: &Scene,
    request: S3Request<PutBucketEncryptionInput>,
) -> S3Result<PutBucketEncryptionOutput> {
    let input = request.input;
    let given = Some(input.server_side_encryption_configuration);
    configure(scene, &input.bucket, |bucket| {
        bucket.configuration.encryption = given;
    })?;
    Ok(PutBucketEncryptionOutput::default())
}

pub(super) async fn delete_bucket_encryption(
    scene: &Scene,
    request: S3Request<DeleteBucketEncryptionInput>,
) -> S3Result<DeleteBucketEncryptionOutput> {
    configure(scene, &request.input.bucket, |bucket| {
        bucket.configuration.encryption = None;
    })?;
    Ok(DeleteBucketEncryptionOutput::default())
}

pub(super) async fn get_public_access_block(
    scene: &Scene,
    request: S3Request<GetPublicAccessBlockInput>,
) -> S3Result<GetPublicAccessBlockOutput> {
    let name = &request.input.bucket;
    let kept = bucket(scene, name)?.configuration.public_access_block;
    let kept = kept.ok_or_else(|| {
        absent(
            "NoSuchPublicAccessBlockConfiguration",
            name,
            "public access block",
        )
    })?;
    Ok(GetPublicAccessBlockOutput {
        public_access_block_configuration: Some(kept),
    })
}

pub(super) async fn put_public_access_block(
    scene: &Scene,
    request: S3Request<PutPublicAccessBlockInput>,
) -> S3Result<PutPublicAccessBlockOutput> {
    let input = request.input;
    let given = Some(input.public_access_block_configuration);
    configure(scene, &input.bucket, |bucket| {
        bucket.configuration.public_access_block = given;
    })?;
    Ok(PutPublicAccessBlockOutput::default())
}

pub(super) async fn delete_public_access_block(
    scene: &Scene,
    request: S3Request<DeletePublicAccessBlockInput>,
) -> S3Result<DeletePublicAccessBlockOutput> {
    configure(scene, &request.input.bucket, |bucket| {
        bucket.configuration.public_access_block = None;
    })?;
    Ok(DeletePublicAccessBlockOutput::default())
}

pub(super) async fn get_bucket_ownership_controls(
    scene: &Scene,
    request: S3Request<GetBucketOwnershipControlsInput>,
) -> S3Result<GetBucketOwnershipControlsOutput> {
    let name = &request.input.bucket;
    let kept = bucket(scene, name)?.configuration.ownership;
    let kept =
        kept.ok_or_else(|| absent("OwnershipControlsNotFoundError", name, "ownership controls"))?;
    let rule = OwnershipControlsRule {
        object_ownership: ObjectOwnership::from(kept),
    };
    let ownership_controls = Some(OwnershipControls { rules: vec![rule] });
    Ok(GetBucketOwnershipControlsOutput { ownership_controls })
}

pub(super) async fn put_bucket_ownership_controls(
    scene: &Scene,
    request: S3Request<PutBucketOwnershipControlsInput>,
) -> S3Result<PutBucketOwnershipControlsOutput> {
    let input = request.input;
    let rule = input.ownership_controls.rules.into_iter().next();
    let given = rule.map(|rule| rule.object_ownership.as_str().to_owned());
    configure(scene, &input.bucket, |bucket| {
        bucket.configuration.ownership = given;
    })?;
    Ok(PutBucketOwnershipControlsOutput::default())
}

pub(super) async fn delete_bucket_ownership_controls(
    scene: &Scene,
    request: S3Request<DeleteBucketOwnershipControlsInput>,
) -> S3Result<DeleteBucketOwnershipControlsOutput> {
    configure(scene, &request.input.bucket, |bucket| {
        bucket.configuration.ownership = None;
    })?;
    Ok(DeleteBucketOwnershipControlsOutput::default())
}
