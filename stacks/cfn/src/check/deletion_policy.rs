//! Resources that hold data say what becomes of it.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html>

use diagnostics::{Diagnostic, Diagnostics};

use super::Context;

/// The types that hold what cannot be made again. Sorted.
const STATEFUL: &[&str] = &[
    "AWS::Backup::BackupVault",
    "AWS::CloudFormation::Stack",
    "AWS::Cognito::UserPool",
    "AWS::DocDB::DBCluster",
    "AWS::DocDB::DBInstance",
    "AWS::DynamoDB::GlobalTable",
    "AWS::DynamoDB::Table",
    "AWS::EC2::Volume",
    "AWS::EFS::FileSystem",
    "AWS::EMR::Cluster",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::Elasticsearch::Domain",
    "AWS::FSx::FileSystem",
    "AWS::KMS::Key",
    "AWS::Kinesis::Stream",
    "AWS::Logs::LogGroup",
    "AWS::Neptune::DBCluster",
    "AWS::Neptune::DBInstance",
    "AWS::OpenSearchService::Domain",
    "AWS::Organizations::Account",
    "AWS::QLDB::Ledger",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",
    "AWS::S3::Bucket",
    "AWS::SDB::Domain",
    "AWS::SQS::Queue",
    "AWS::SecretsManager::Secret",
];

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for (id, resource) in context.template.resources() {
        if STATEFUL.binary_search(&resource.kind()).is_err() {
            continue;
        }
        let missing: Vec<&str> = ["DeletionPolicy", "UpdateReplacePolicy"]
            .into_iter()
            .filter(|key| resource.json().get(key).is_none())
            .collect();
        if !missing.is_empty() {
            let text = format!(
                "{} holds data and does not say what becomes of it: {} missing",
                resource.kind(),
                missing.join(" and ")
            );
            let problem =
                Diagnostic::warning("cfn::deletion-policy", context.resource(id.as_str()), text);
            found.push(problem.with_help("Retain, or Delete where that is meant"));
        }
    }
}
