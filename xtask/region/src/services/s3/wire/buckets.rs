//! Buckets on the wire.

use s3s::dto::{
    Bucket as BucketEntry, BucketLocationConstraint, CreateBucketInput, CreateBucketOutput,
    DeleteBucketInput, DeleteBucketOutput, GetBucketLocationInput, GetBucketLocationOutput,
    HeadBucketInput, HeadBucketOutput, ListBucketsInput, ListBucketsOutput, Owner,
};
use s3s::{S3ErrorCode, S3Request, S3Result};

use super::convert::{refuse, s3_error, timestamp};
use super::{DEFAULT_REGION, Scene};
use crate::error::ServiceError;

pub(super) async fn create_bucket(
    scene: &Scene,
    request: S3Request<CreateBucketInput>,
) -> S3Result<CreateBucketOutput> {
    let input = request.input;
    let asked = input
        .create_bucket_configuration
        .and_then(|given| given.location_constraint);
    if let Some(asked) = asked
        && asked.as_str() != scene.context.region()
    {
        return Err(refuse(
            S3ErrorCode::IllegalLocationConstraintException,
            format!(
                "the bucket is asked for in {} by a request to {}",
                asked.as_str(),
                scene.context.region()
            ),
        ));
    }
    let made = scene.s3().create_bucket(&scene.context, &input.bucket);
    // In the first of all AWS regions, and only there, making one's own bucket again is fine.
    let repeated = |error: &ServiceError| {
        error.code == "BucketAlreadyOwnedByYou" && scene.context.region() == DEFAULT_REGION
    };
    match made {
        Err(error) if !repeated(&error) => return Err(s3_error(error)),
        _ => {}
    }
    Ok(CreateBucketOutput {
        location: Some(format!("/{}", input.bucket)),
    })
}

pub(super) async fn delete_bucket(
    scene: &Scene,
    request: S3Request<DeleteBucketInput>,
) -> S3Result<DeleteBucketOutput> {
    scene
        .s3()
        .delete_bucket(&request.input.bucket)
        .map_err(s3_error)?;
    Ok(DeleteBucketOutput {})
}

pub(super) async fn head_bucket(
    scene: &Scene,
    request: S3Request<HeadBucketInput>,
) -> S3Result<HeadBucketOutput> {
    let bucket = scene.s3().bucket(&request.input.bucket).map_err(s3_error)?;
    Ok(HeadBucketOutput {
        bucket_region: Some(bucket.region),
        ..Default::default()
    })
}

pub(super) async fn list_buckets(
    scene: &Scene,
    request: S3Request<ListBucketsInput>,
) -> S3Result<ListBucketsOutput> {
    let prefix = request.input.prefix;
    let starts = prefix.clone().unwrap_or_default();
    let buckets = scene.s3().list_buckets().map_err(s3_error)?;
    let entries = buckets
        .into_iter()
        .filter(|bucket| bucket.name.starts_with(&starts));
    let entries = entries.map(|bucket| BucketEntry {
        creation_date: Some(timestamp(bucket.created)),
        name: Some(bucket.name),
        bucket_region: Some(bucket.region),
    });
    let account = scene.context.account().to_owned();
    Ok(ListBucketsOutput {
        buckets: Some(entries.collect()),
        owner: Some(Owner {
            display_name: None,
            id: Some(account),
        }),
        prefix,
        ..Default::default()
    })
}

pub(super) async fn get_bucket_location(
    scene: &Scene,
    request: S3Request<GetBucketLocationInput>,
) -> S3Result<GetBucketLocationOutput> {
    let bucket = scene.s3().bucket(&request.input.bucket).map_err(s3_error)?;
    // The first of all AWS regions is told as nothing.
    let told = (bucket.region != DEFAULT_REGION).then_some(bucket.region);
    Ok(GetBucketLocationOutput {
        location_constraint: told.map(BucketLocationConstraint::from),
    })
}
