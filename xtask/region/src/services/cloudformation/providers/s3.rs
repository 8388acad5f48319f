//! `AWS::S3::*`.

use async_trait::async_trait;
use serde_json::{Map, Value, json};

use super::bucket::{encryption, lifecycle, public_access};
use super::bucket_told as told;
use super::{Made, Provider, Read, Request, gone, invalid, present, read, tag_list};
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::iam::parse;
use crate::services::iam::policy::Kind;
use crate::services::s3::Versioning;
use crate::services::s3::dto::{EventBridgeConfiguration, NotificationConfiguration};

const NAME_LENGTH: usize = 63;
/// Properties that would change what the bucket does, and do not here.
const NOT_HONOURED: [&str; 6] = [
    "ReplicationConfiguration",
    "WebsiteConfiguration",
    "ObjectLockConfiguration",
    "ObjectLockEnabled",
    "BucketNamePrefix",
    "BucketNamespace",
];

pub(super) struct Bucket;

#[async_trait]
impl Provider for Bucket {
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError> {
        for property in NOT_HONOURED {
            if request.properties.contains_key(property) {
                return Err(invalid(format!(
                    "the embedded region does not honour {property} of a bucket"
                )));
            }
        }
        let told = request.properties.get("NotificationConfiguration");
        for kind in [
            "LambdaConfigurations",
            "QueueConfigurations",
            "TopicConfigurations",
        ] {
            if told.is_some_and(|told| told.get(kind).is_some()) {
                return Err(invalid(format!(
                    "the embedded region's buckets tell EventBridge only: use \
                     EventBridgeConfiguration and a rule instead of {kind}"
                )));
            }
        }
        // Names of buckets are in lower case.
        Ok(Some(match request.text("BucketName") {
            Some(name) => name.to_owned(),
            None => request.generated_name(NAME_LENGTH).to_lowercase(),
        }))
    }

    async fn exists(&self, context: &Context, name: &str) -> Result<bool, ServiceError> {
        super::found(context.s3().bucket(name))
    }

    async fn put(
        &self,
        request: Request<'_>,
        physical_id: Option<&str>,
    ) -> Result<Made, ServiceError> {
        // Looked at again: an update does not ask for the physical id.
        self.physical_id(request)?;
        let (context, name) = (request.context, physical_id.unwrap_or_default());
        let property = |name: &str| request.properties.get(name);
        let encryption = property("BucketEncryption").map(encryption).transpose()?;
        let lifecycle = property("LifecycleConfiguration")
            .map(lifecycle)
            .transpose()?;
        let public_access = property("PublicAccessBlockConfiguration").map(public_access);
        let tells = property("NotificationConfiguration")
            .and_then(|told| told.get("EventBridgeConfiguration"))
            .is_some_and(|told| told.get("EventBridgeEnabled") != Some(&Value::Bool(false)));
        let ownership = property("OwnershipControls")
            .and_then(|controls| controls["Rules"][0]["ObjectOwnership"].as_str())
            .map(str::to_owned);
        let versions = property("VersioningConfiguration")
            .and_then(|versioning| versioning["Status"].as_str())
            .map(str::to_owned);
        let tags = request.tags().into_iter().collect();
        if !self.exists(context, name).await? {
            context.s3().create_bucket(context, name)?;
        }
        context.s3().configure_bucket(name, |bucket| {
            bucket.versioning = match (versions.as_deref(), bucket.versioning) {
                (Some("Enabled"), _) => Versioning::Enabled,
                (_, Versioning::Never) => Versioning::Never,
                // A bucket that has versions keeps those it has.
                _ => Versioning::Suspended,
            };
            bucket.tags = tags;
            let configuration = &mut bucket.configuration;
            configuration.encryption = encryption;
            configuration.lifecycle = lifecycle;
            configuration.public_access_block = public_access;
            configuration.ownership = ownership;
            configuration.notification = NotificationConfiguration {
                event_bridge_configuration: tells.then(EventBridgeConfiguration::default),
                ..NotificationConfiguration::default()
            };
        })?;
        let region = context.region();
        Ok(Made::new(name)
            .with("Arn", format!("arn:aws:s3:::{name}"))
            .with("DomainName", format!("{name}.s3.amazonaws.com"))
            .with(
                "DualStackDomainName",
                format!("{name}.s3.dualstack.{region}.amazonaws.com"),
            )
            .with(
                "RegionalDomainName",
                format!("{name}.s3.{region}.amazonaws.com"),
            )
            .with(
                "WebsiteURL",
                format!("http://{name}.s3-website-{region}.amazonaws.com"),
            ))
    }

    async fn delete(
        &self,
        context: &Context,
        name: &str,
        _: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        gone(context.s3().delete_bucket(name))
    }

    fn readable(&self) -> &'static [&'static str] {
        &[
            "BucketEncryption",
            "LifecycleConfiguration",
            "PublicAccessBlockConfiguration",
            "VersioningConfiguration",
            "OwnershipControls",
            "NotificationConfiguration",
            "Tags",
        ]
    }

    async fn read(&self, context: &Context, name: &str, expected: &Map<String, Value>) -> Read {
        let Some(bucket) = present(context.s3().bucket(name))? else {
            return Ok(None);
        };
        let configuration = bucket.configuration;
        let lifecycle = match (
            &configuration.lifecycle,
            expected.get("LifecycleConfiguration"),
        ) {
            // What means the same is told in the template's words.
            (Some(live), Some(set)) if lifecycle(set)? == *live => Some(set.clone()),
            (live, _) => live.as_ref().map(told::lifecycle),
        };
        let versions = match bucket.versioning {
            Versioning::Never => None,
            Versioning::Enabled => Some(json!({"Status": "Enabled"})),
            Versioning::Suspended => Some(json!({"Status": "Suspended"})),
        };
        let tells = configuration.notification.event_bridge_configuration;
        Ok(Some(read([
            (
                "BucketEncryption",
                configuration.encryption.as_ref().map(told::encryption),
            ),
            ("LifecycleConfiguration", lifecycle),
            (
                "PublicAccessBlockConfiguration",
                configuration
                    .public_access_block
                    .as_ref()
                    .map(told::public_access),
            ),
            ("VersioningConfiguration", versions),
            (
                "OwnershipControls",
                configuration
                    .ownership
                    .map(|owner| json!({"Rules": [{"ObjectOwnership": owner}]})),
            ),
            (
                "NotificationConfiguration",
                Some(json!({
                    "EventBridgeConfiguration": { "EventBridgeEnabled": tells.is_some() },
                })),
            ),
            ("Tags", tag_list(bucket.tags)),
        ])))
    }
}

pub(super) struct BucketPolicy;

#[async_trait]
impl Provider for BucketPolicy {
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError> {
        Ok(request.text("Bucket").map(str::to_owned))
    }

    async fn exists(&self, context: &Context, bucket: &str) -> Result<bool, ServiceError> {
        let bucket = super::present(context.s3().bucket(bucket))?;
        Ok(bucket.is_some_and(|bucket| bucket.configuration.policy.is_some()))
    }

    async fn put(
        &self,
        request: Request<'_>,
        physical_id: Option<&str>,
    ) -> Result<Made, ServiceError> {
        let bucket = physical_id.unwrap_or_default();
        let document = super::iam::document(request.properties, "PolicyDocument");
        parse(&document, Kind::Resource)?;
        request.context.s3().configure_bucket(bucket, |bucket| {
            bucket.configuration.policy = Some(document.to_string());
        })?;
        Ok(Made::new(bucket))
    }

    async fn delete(
        &self,
        context: &Context,
        bucket: &str,
        _: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        let changed = context.s3().configure_bucket(bucket, |bucket| {
            bucket.configuration.policy = None;
        });
        gone(changed.map(drop))
    }

    fn readable(&self) -> &'static [&'static str] {
        &["PolicyDocument"]
    }

    async fn read(&self, context: &Context, bucket: &str, _: &Map<String, Value>) -> Read {
        let bucket = present(context.s3().bucket(bucket))?;
        let Some(policy) = bucket.and_then(|bucket| bucket.configuration.policy) else {
            return Ok(None);
        };
        let policy = serde_json::from_str(&policy).unwrap_or(Value::String(policy));
        Ok(Some(read([("PolicyDocument", Some(policy))])))
    }
}
