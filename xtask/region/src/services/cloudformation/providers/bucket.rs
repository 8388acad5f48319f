//! A bucket's configuration, from CloudFormation's shapes into S3's.

use serde_json::Value;

use super::invalid;
use crate::error::ServiceError;
use crate::services::s3::dto::{
    AbortIncompleteMultipartUpload, BucketLifecycleConfiguration, ExpirationStatus,
    LifecycleExpiration, LifecycleRule, LifecycleRuleAndOperator, LifecycleRuleFilter,
    NoncurrentVersionExpiration, NoncurrentVersionTransition, PublicAccessBlockConfiguration,
    ServerSideEncryption, ServerSideEncryptionByDefault, ServerSideEncryptionConfiguration,
    ServerSideEncryptionRule, Tag, Transition, TransitionStorageClass,
};

/// `BucketEncryption`.
pub(super) fn encryption(
    property: &Value,
) -> Result<ServerSideEncryptionConfiguration, ServiceError> {
    let rules = list(&property["ServerSideEncryptionConfiguration"]).map(|rule| {
        let default = &rule["ServerSideEncryptionByDefault"];
        ServerSideEncryptionRule {
            apply_server_side_encryption_by_default: default["SSEAlgorithm"].as_str().map(
                |algorithm| ServerSideEncryptionByDefault {
                    kms_master_key_id: text(&default["KMSMasterKeyID"]),
                    sse_algorithm: ServerSideEncryption::from(algorithm.to_owned()),
                },
            ),
            bucket_key_enabled: rule["BucketKeyEnabled"].as_bool(),
        }
    });
    Ok(ServerSideEncryptionConfiguration {
        rules: rules.collect(),
    })
}

/// `PublicAccessBlockConfiguration`.
pub(super) fn public_access(property: &Value) -> PublicAccessBlockConfiguration {
    PublicAccessBlockConfiguration {
        block_public_acls: property["BlockPublicAcls"].as_bool(),
        block_public_policy: property["BlockPublicPolicy"].as_bool(),
        ignore_public_acls: property["IgnorePublicAcls"].as_bool(),
        restrict_public_buckets: property["RestrictPublicBuckets"].as_bool(),
    }
}

/// `LifecycleConfiguration`.
pub(super) fn lifecycle(property: &Value) -> Result<BucketLifecycleConfiguration, ServiceError> {
    let rules = list(&property["Rules"])
        .map(rule)
        .collect::<Result<_, _>>()?;
    Ok(BucketLifecycleConfiguration { rules })
}

fn rule(rule: &Value) -> Result<LifecycleRule, ServiceError> {
    // Older spellings and dates, which nobody writes for a bucket made today.
    for absent in [
        "ExpirationDate",
        "NoncurrentVersionExpirationInDays",
        "NoncurrentVersionTransition",
        "Transition",
    ] {
        if rule.get(absent).is_some() {
            return Err(invalid(format!(
                "the embedded region does not take {absent} of a lifecycle rule"
            )));
        }
    }
    let expires = rule
        .get("ExpirationInDays")
        .or_else(|| rule.get("ExpiredObjectDeleteMarker"));
    Ok(LifecycleRule {
        abort_incomplete_multipart_upload: rule.get("AbortIncompleteMultipartUpload").map(
            |abort| AbortIncompleteMultipartUpload {
                days_after_initiation: number(&abort["DaysAfterInitiation"]),
            },
        ),
        expiration: expires.map(|_| LifecycleExpiration {
            date: None,
            days: number(&rule["ExpirationInDays"]),
            expired_object_delete_marker: rule["ExpiredObjectDeleteMarker"].as_bool(),
        }),
        filter: Some(filter(rule)),
        id: text(&rule["Id"]),
        noncurrent_version_expiration: rule.get("NoncurrentVersionExpiration").map(|expiration| {
            NoncurrentVersionExpiration {
                newer_noncurrent_versions: number(&expiration["NewerNoncurrentVersions"]),
                noncurrent_days: number(&expiration["NoncurrentDays"]),
            }
        }),
        noncurrent_version_transitions: rule.get("NoncurrentVersionTransitions").map(|listed| {
            let transitions = list(listed).map(|transition| NoncurrentVersionTransition {
                newer_noncurrent_versions: number(&transition["NewerNoncurrentVersions"]),
                noncurrent_days: number(&transition["TransitionInDays"]),
                storage_class: class(&transition["StorageClass"]),
            });
            transitions.collect()
        }),
        prefix: None,
        status: ExpirationStatus::from(text(&rule["Status"]).unwrap_or_default()),
        transitions: rule.get("Transitions").map(|listed| {
            let transitions = list(listed).map(|transition| Transition {
                date: None,
                days: number(&transition["TransitionInDays"]),
                storage_class: class(&transition["StorageClass"]),
            });
            transitions.collect()
        }),
    })
}

/// What the rule is for. Several restrictions hold together.
fn filter(rule: &Value) -> LifecycleRuleFilter {
    let prefix = text(&rule["Prefix"]);
    let tags: Vec<Tag> = list(&rule["TagFilters"])
        .map(|tag| Tag {
            key: text(&tag["Key"]),
            value: text(&tag["Value"]),
        })
        .collect();
    let size = |name: &str| {
        rule[name]
            .as_i64()
            .or_else(|| rule[name].as_str()?.parse().ok())
    };
    let (above, below) = (size("ObjectSizeGreaterThan"), size("ObjectSizeLessThan"));
    let restrictions = usize::from(prefix.is_some())
        + tags.len()
        + usize::from(above.is_some())
        + usize::from(below.is_some());
    if restrictions > 1 {
        return LifecycleRuleFilter {
            and: Some(LifecycleRuleAndOperator {
                object_size_greater_than: above,
                object_size_less_than: below,
                prefix,
                tags: (!tags.is_empty()).then_some(tags),
            }),
            ..LifecycleRuleFilter::default()
        };
    }
    LifecycleRuleFilter {
        and: None,
        object_size_greater_than: above,
        object_size_less_than: below,
        // A rule without any restriction is for all keys.
        prefix: match (restrictions, prefix) {
            (0, _) => Some(String::new()),
            (_, prefix) => prefix,
        },
        tag: tags.into_iter().next(),
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn number(value: &Value) -> Option<i32> {
    value.as_i64().and_then(|number| i32::try_from(number).ok())
}

fn class(value: &Value) -> Option<TransitionStorageClass> {
    text(value).map(TransitionStorageClass::from)
}
