//! Buckets: encryption, public access, ownership, versions of what is kept.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html>

use diagnostics::Diagnostics;
use serde_json::Value as Json;

use super::{Subject, is_other_than};
use crate::DeletionPolicy;

const BLOCKS: [&str; 4] = [
    "BlockPublicAcls",
    "BlockPublicPolicy",
    "IgnorePublicAcls",
    "RestrictPublicBuckets",
];

pub(super) fn check(subject: &Subject<'_>, found: &mut Diagnostics) {
    if !subject.is("AWS::S3::Bucket") {
        return;
    }
    if subject.at(&["BucketEncryption"]).is_none() {
        subject.report(
            found,
            "guard::bucket-encryption",
            &["BucketEncryption"],
            "the bucket does not say how its objects are encrypted",
            "set ServerSideEncryptionConfiguration with AES256 or aws:kms",
        );
    }
    let open: Vec<&str> = BLOCKS
        .into_iter()
        .filter(|name| {
            let value = subject.at(&["PublicAccessBlockConfiguration", name]);
            is_other_than(value, &Json::Bool(true))
        })
        .collect();
    if !open.is_empty() {
        subject.report(
            found,
            "guard::public-access-block",
            &["PublicAccessBlockConfiguration"],
            format!(
                "the bucket does not shut out the public: {} not true",
                open.join(", ")
            ),
            "set all four to true",
        );
    }
    if let Some(Json::String(acl)) = subject.at(&["AccessControl"])
        && acl != "Private"
    {
        subject.report(
            found,
            "guard::bucket-acl",
            &["AccessControl"],
            format!("the canned ACL {acl} gives others access"),
            "leave AccessControl out and give access by a bucket policy",
        );
    }
    let owner = subject.at(&["OwnershipControls", "Rules"]);
    let owner = owner.and_then(|rules| rules.get(0)?.get("ObjectOwnership"));
    if is_other_than(owner, &"BucketOwnerEnforced".into()) {
        subject.report(
            found,
            "guard::bucket-ownership",
            &["OwnershipControls"],
            "access control lists count for the bucket's objects",
            "set ObjectOwnership to BucketOwnerEnforced",
        );
    }
    let is_kept = subject.resource.deletion_policy() == Some(DeletionPolicy::Retain);
    let status = subject.at(&["VersioningConfiguration", "Status"]);
    if is_kept && is_other_than(status, &"Enabled".into()) {
        subject.report(
            found,
            "guard::bucket-versions",
            &["VersioningConfiguration"],
            "the bucket is kept when its stack goes and keeps no versions of its objects",
            "set Status to Enabled, with a lifecycle rule for old versions",
        );
    }
}
