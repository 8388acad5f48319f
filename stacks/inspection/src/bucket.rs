//! A bucket with its policy and its output, as every stack makes one.

use cfn::policy::{Condition, Document, Principal, Statement, keys};
use cfn::s3::bucket::{
    AbortIncompleteMultipartUpload, BucketEncryption, EventBridgeConfiguration,
    LifecycleConfiguration, NoncurrentVersionExpiration, NotificationConfiguration,
    OwnershipControls, OwnershipControlsRule, OwnershipControlsRuleObjectOwnership,
    PublicAccessBlockConfiguration, Rule, RuleStatus, ServerSideEncryptionByDefault,
    ServerSideEncryptionByDefaultSSEAlgorithm, ServerSideEncryptionRule, VersioningConfiguration,
    VersioningConfigurationStatus,
};
use cfn::s3::{self, BucketPolicy};
use cfn::{DeletionPolicy, LogicalId, ResourceType, Template, Value, join};

use crate::accepted;
use crate::look_prices::OLD_VERSION_DAYS;

/// What a bucket is for, and what becomes of it.
pub(crate) struct BucketPlan {
    pub(crate) purpose: &'static str,
    pub(crate) name: String,
    pub(crate) versioned: bool,
    /// Whether EventBridge is told of its objects.
    pub(crate) events: bool,
    pub(crate) deletion: DeletionPolicy,
    /// Prefixes whose objects expire, with the days; an empty prefix is the whole bucket.
    pub(crate) expiries: Vec<(&'static str, u32)>,
}

impl BucketPlan {
    /// Adds the bucket, its policy and the output of its name.
    pub(crate) fn add_to(&self, template: &mut Template) {
        let encryption = ServerSideEncryptionRule::new()
            .bucket_key_enabled(true)
            .server_side_encryption_by_default(ServerSideEncryptionByDefault::new(
                ServerSideEncryptionByDefaultSSEAlgorithm::Aes256,
            ));
        let ownership = OwnershipControlsRule::new()
            .object_ownership(OwnershipControlsRuleObjectOwnership::BucketOwnerEnforced);
        let mut bucket = s3::Bucket::new()
            .bucket_name(&self.name)
            .bucket_encryption(BucketEncryption::new([encryption]))
            .lifecycle_configuration(LifecycleConfiguration::new(self.lifecycle()))
            .ownership_controls(OwnershipControls::new([ownership]))
            .public_access_block_configuration(
                PublicAccessBlockConfiguration::new()
                    .block_public_acls(true)
                    .block_public_policy(true)
                    .ignore_public_acls(true)
                    .restrict_public_buckets(true),
            );
        if self.versioned {
            let status = VersioningConfigurationStatus::Enabled;
            bucket = bucket.versioning_configuration(VersioningConfiguration::new(status));
        }
        if self.events {
            bucket = bucket.notification_configuration(
                NotificationConfiguration::new()
                    .event_bridge_configuration(EventBridgeConfiguration::new(true)),
            );
        }
        let id = LogicalId::from_words([self.purpose, "bucket"]);
        let bucket = template.add(
            id,
            bucket
                .on_deletion(self.deletion)
                .accepting(accepted::bucket(self.versioned)),
        );
        let arn = bucket.arn();
        let tls_only = Statement::deny("TlsOnly", ["s3:*"])
            .to(Principal::Any)
            .on([arn.clone(), join([arn, "/*".into()])])
            .only_if(Condition::is(keys::aws::SECURE_TRANSPORT, false));
        template.add(
            LogicalId::from_words([self.purpose, "bucket", "policy"]),
            BucketPolicy::new(bucket.reference(), Document::new([tls_only])),
        );
        let output = LogicalId::from_words([self.purpose, "bucket", "name"]);
        let name: Value<String> = bucket.reference().into();
        template.output(output, &format!("Bucket of {}.", self.purpose), name);
    }

    fn lifecycle(&self) -> Vec<Rule> {
        let enabled = |id: &str| Rule::new(RuleStatus::Enabled).id(id);
        let mut rules: Vec<Rule> = self
            .expiries
            .iter()
            .map(|(prefix, days)| {
                let of = if prefix.is_empty() {
                    "everything"
                } else {
                    prefix.trim_end_matches('/')
                };
                enabled(&format!("expire-{of}"))
                    .prefix(*prefix)
                    .expiration_in_days(*days)
            })
            .collect();
        // What an interrupted upload left, and versions that were replaced, cost without use.
        rules.push(
            enabled("abort-uploads")
                .abort_incomplete_multipart_upload(AbortIncompleteMultipartUpload::new(7)),
        );
        if self.versioned {
            rules.push(
                enabled("expire-old-versions").noncurrent_version_expiration(
                    NoncurrentVersionExpiration::new(OLD_VERSION_DAYS),
                ),
            );
        }
        rules
    }
}
