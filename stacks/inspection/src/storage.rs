//! The stack of buckets.

use cfn::policy::{Principal, Statement, document};
use cfn::{DeletionPolicy, LogicalId, Resource, Template, Value, join};
use contracts::{Bucket, layout};
use serde_json::{Value as Json, json};

use crate::ResourceNames;
use crate::config::Configuration;

/// The template of the buckets.
pub(crate) fn template(configuration: &Configuration, names: &ResourceNames) -> Template {
    let mut template =
        Template::new("Sightline: buckets of pictures, lake, artefacts and results.");
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
            expiries: vec![(layout::MAP_RUNS, 30)],
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
        let mut bucket = Resource::new("AWS::S3::Bucket")
            .with("BucketName", self.name.as_str())
            .with(
                "BucketEncryption",
                json!({ "ServerSideEncryptionConfiguration": [{
                    "BucketKeyEnabled": true,
                    "ServerSideEncryptionByDefault": { "SSEAlgorithm": "AES256" },
                }] }),
            )
            .with(
                "LifecycleConfiguration",
                json!({ "Rules": self.lifecycle() }),
            )
            .with(
                "OwnershipControls",
                json!({ "Rules": [{ "ObjectOwnership": "BucketOwnerEnforced" }] }),
            )
            .with(
                "PublicAccessBlockConfiguration",
                json!({
                    "BlockPublicAcls": true,
                    "BlockPublicPolicy": true,
                    "IgnorePublicAcls": true,
                    "RestrictPublicBuckets": true,
                }),
            )
            .on_deletion(self.deletion);
        if self.versioned {
            bucket = bucket.with("VersioningConfiguration", json!({ "Status": "Enabled" }));
        }
        if self.events {
            bucket = bucket.with(
                "NotificationConfiguration",
                json!({ "EventBridgeConfiguration": { "EventBridgeEnabled": true } }),
            );
        }
        let id = template.resource(LogicalId::from_words([self.purpose, "bucket"]), bucket);
        let arn = Value::Attribute(id.clone(), "Arn");
        let tls_only = Statement::deny("TlsOnly", ["s3:*"])
            .to(Principal::Any)
            .on([arn.clone(), join([arn, "/*".into()])])
            .when("Bool", "aws:SecureTransport", "false");
        let policy = Resource::new("AWS::S3::BucketPolicy")
            .with("Bucket", Value::<String>::Ref(id.clone()))
            .with("PolicyDocument", document([&tls_only]));
        template.resource(
            LogicalId::from_words([self.purpose, "bucket", "policy"]),
            policy,
        );
        let output = LogicalId::from_words([self.purpose, "bucket", "name"]);
        template.output(
            output,
            &format!("Bucket of {}.", self.purpose),
            Value::Ref(id),
        );
    }

    fn lifecycle(&self) -> Vec<Json> {
        let mut rules: Vec<Json> = self
            .expiries
            .iter()
            .map(|(prefix, days)| {
                let of = if prefix.is_empty() {
                    "everything"
                } else {
                    prefix.trim_end_matches('/')
                };
                let id = format!("expire-{of}");
                json!({
                    "Id": id,
                    "Status": "Enabled",
                    "Prefix": prefix,
                    "ExpirationInDays": days,
                })
            })
            .collect();
        // What an interrupted upload left, and versions that were replaced, cost without use.
        rules.push(json!({
            "Id": "abort-uploads",
            "Status": "Enabled",
            "AbortIncompleteMultipartUpload": { "DaysAfterInitiation": 7 },
        }));
        if self.versioned {
            rules.push(json!({
                "Id": "expire-old-versions",
                "Status": "Enabled",
                "NoncurrentVersionExpiration": { "NoncurrentDays": 30 },
            }));
        }
        rules
    }
}
