//! A bucket's configuration, from S3's shapes back into CloudFormation's.

use serde_json::{Map, Value, json};

use crate::services::s3::dto::{
    BucketLifecycleConfiguration, LifecycleRule, LifecycleRuleFilter,
    PublicAccessBlockConfiguration, ServerSideEncryptionConfiguration, Tag,
};

/// `BucketEncryption`.
pub(super) fn encryption(live: &ServerSideEncryptionConfiguration) -> Value {
    let rules = live.rules.iter().map(|rule| {
        let default = rule.apply_server_side_encryption_by_default.as_ref();
        let default = default.map(|default| {
            object([
                ("SSEAlgorithm", Some(default.sse_algorithm.as_str().into())),
                (
                    "KMSMasterKeyID",
                    default.kms_master_key_id.clone().map(Value::from),
                ),
            ])
        });
        object([
            ("ServerSideEncryptionByDefault", default),
            ("BucketKeyEnabled", rule.bucket_key_enabled.map(Value::from)),
        ])
    });
    json!({ "ServerSideEncryptionConfiguration": rules.collect::<Vec<_>>() })
}

/// `PublicAccessBlockConfiguration`.
pub(super) fn public_access(live: &PublicAccessBlockConfiguration) -> Value {
    object([
        ("BlockPublicAcls", live.block_public_acls.map(Value::from)),
        (
            "BlockPublicPolicy",
            live.block_public_policy.map(Value::from),
        ),
        ("IgnorePublicAcls", live.ignore_public_acls.map(Value::from)),
        (
            "RestrictPublicBuckets",
            live.restrict_public_buckets.map(Value::from),
        ),
    ])
}

/// `LifecycleConfiguration`.
pub(super) fn lifecycle(live: &BucketLifecycleConfiguration) -> Value {
    let rules: Vec<Value> = live.rules.iter().map(rule).collect();
    json!({ "Rules": rules })
}

fn rule(rule: &LifecycleRule) -> Value {
    let expiration = rule.expiration.as_ref();
    let abort = rule.abort_incomplete_multipart_upload.as_ref();
    let noncurrent = rule.noncurrent_version_expiration.as_ref();
    let transitions = rule.transitions.as_ref().map(|listed| {
        let told = listed.iter().map(|one| {
            object([
                ("TransitionInDays", one.days.map(Value::from)),
                (
                    "StorageClass",
                    one.storage_class
                        .as_ref()
                        .map(|class| class.as_str().into()),
                ),
            ])
        });
        Value::from(told.collect::<Vec<_>>())
    });
    let noncurrent_transitions = rule.noncurrent_version_transitions.as_ref().map(|listed| {
        let told = listed.iter().map(|one| {
            object([
                ("TransitionInDays", one.noncurrent_days.map(Value::from)),
                (
                    "NewerNoncurrentVersions",
                    one.newer_noncurrent_versions.map(Value::from),
                ),
                (
                    "StorageClass",
                    one.storage_class
                        .as_ref()
                        .map(|class| class.as_str().into()),
                ),
            ])
        });
        Value::from(told.collect::<Vec<_>>())
    });
    let mut told = Map::new();
    let parts = [
        ("Id", rule.id.clone().map(Value::from)),
        ("Status", Some(rule.status.as_str().into())),
        (
            "ExpirationInDays",
            expiration.and_then(|one| one.days).map(Value::from),
        ),
        (
            "ExpiredObjectDeleteMarker",
            expiration
                .and_then(|one| one.expired_object_delete_marker)
                .map(Value::from),
        ),
        (
            "AbortIncompleteMultipartUpload",
            abort.map(|abort| json!({ "DaysAfterInitiation": abort.days_after_initiation })),
        ),
        (
            "NoncurrentVersionExpiration",
            noncurrent.map(|one| {
                object([
                    ("NoncurrentDays", one.noncurrent_days.map(Value::from)),
                    (
                        "NewerNoncurrentVersions",
                        one.newer_noncurrent_versions.map(Value::from),
                    ),
                ])
            }),
        ),
        ("Transitions", transitions),
        ("NoncurrentVersionTransitions", noncurrent_transitions),
    ];
    set(&mut told, parts);
    if let Some(filter) = &rule.filter {
        restrictions(&mut told, filter);
    }
    told.into()
}

/// CloudFormation has a filter's restrictions as properties of the rule.
fn restrictions(told: &mut Map<String, Value>, filter: &LifecycleRuleFilter) {
    let and = filter.and.as_ref();
    let prefix = match and {
        Some(and) => and.prefix.clone(),
        None => filter.prefix.clone().filter(|prefix| !prefix.is_empty()),
    };
    let above = and.map_or(filter.object_size_greater_than, |and| {
        and.object_size_greater_than
    });
    let below = and.map_or(filter.object_size_less_than, |and| {
        and.object_size_less_than
    });
    let tags: Vec<Value> = match and {
        Some(and) => and.tags.iter().flatten().map(tag).collect(),
        None => filter.tag.iter().map(tag).collect(),
    };
    set(
        told,
        [
            ("Prefix", prefix.map(Value::from)),
            ("ObjectSizeGreaterThan", above.map(Value::from)),
            ("ObjectSizeLessThan", below.map(Value::from)),
            ("TagFilters", (!tags.is_empty()).then(|| tags.into())),
        ],
    );
}

fn tag(tag: &Tag) -> Value {
    json!({ "Key": tag.key, "Value": tag.value })
}

fn object<const N: usize>(members: [(&str, Option<Value>); N]) -> Value {
    let mut object = Map::new();
    set(&mut object, members);
    object.into()
}

fn set<const N: usize>(object: &mut Map<String, Value>, members: [(&str, Option<Value>); N]) {
    for (name, value) in members {
        if let Some(value) = value {
            object.insert(name.to_owned(), value);
        }
    }
}
