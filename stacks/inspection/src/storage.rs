//! The stack of buckets.

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
use contracts::{Bucket, layout};
use schema::TableDefinition;

use crate::ResourceNames;
use crate::accepted;
use crate::config::Configuration;

/// The template of the buckets.
pub(crate) fn template(
    configuration: &Configuration,
    names: &ResourceNames,
    tables: &[TableDefinition],
) -> Template {
    let mut template =
        Template::new("Sightline: buckets of pictures, lake, artefacts and results.");
    template.guard();
    let keep = if configuration.retention.keep_data {
        DeletionPolicy::Retain
    } else {
        DeletionPolicy::Delete
    };
    let retention = &configuration.retention;
    let buckets = [
        BucketPlan {
            purpose: "pictures",
            name: names.bucket(Bucket::Pictures),
            versioned: true,
            events: true,
            deletion: keep,
            expiries: [layout::INCOMING, layout::PREPARED, layout::REJECTED]
                .map(|prefix| (prefix, retention.pictures_days))
                .into(),
        },
        BucketPlan {
            purpose: "lake",
            name: names.bucket(Bucket::Lake),
            versioned: true,
            events: false,
            deletion: keep,
            expiries: [(layout::MAP_RUNS, 30)]
                .into_iter()
                .chain(tables.iter().filter_map(retention_of))
                .collect(),
        },
        BucketPlan {
            purpose: "artefacts",
            name: names.artefacts_bucket(),
            versioned: true,
            events: false,
            deletion: DeletionPolicy::Delete,
            expiries: Vec::new(),
        },
        BucketPlan {
            purpose: "results",
            name: names.results_bucket(),
            // Results can be had again by asking again.
            versioned: false,
            events: false,
            deletion: DeletionPolicy::Delete,
            expiries: vec![("", retention.query_results_days)],
        },
    ];
    for plan in buckets {
        plan.add_to(&mut template);
    }
    template
}

/// The prefix of a table's files and the days after which they go; nothing where they are kept.
fn retention_of(table: &TableDefinition) -> Option<(&'static str, u32)> {
    Some((table.storage.location, table.storage.retention_days?))
}

struct BucketPlan {
    purpose: &'static str,
    name: String,
    versioned: bool,
    events: bool,
    deletion: DeletionPolicy,
    /// Prefixes whose objects expire, with the days; an empty prefix is the whole bucket.
    expiries: Vec<(&'static str, u32)>,
}

impl BucketPlan {
    fn add_to(&self, template: &mut Template) {
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
                enabled("expire-old-versions")
                    .noncurrent_version_expiration(NoncurrentVersionExpiration::new(30)),
            );
        }
        rules
    }
}

#[cfg(test)]
mod tests {
    use schema::Storage;
    use serde_json::json;

    use super::*;
    use crate::environments::local;
    use crate::parse;

    #[test]
    fn rows_go_after_their_tables_retention() {
        let configuration = parse(&local()).unwrap();
        let names = ResourceNames::new(&configuration, &configuration.regions[0]);
        let mut tables = schema::tables();
        tables[3].storage = Storage {
            retention_days: Some(730),
            ..tables[3].storage
        };
        let template = template(&configuration, &names, &tables);
        let bucket = &template.resources()["LakeBucket"];
        let rules = &bucket.properties()["LifecycleConfiguration"]["Rules"];
        assert_eq!(
            rules[1],
            json!({
                "ExpirationInDays": 730,
                "Id": "expire-tables/rejections",
                "Prefix": "tables/rejections/",
                "Status": "Enabled",
            })
        );
        assert_eq!(rules.as_array().unwrap().len(), 4);
    }
}
