//! Which resources hold what cannot be made again, so that losing one is a loss of data.

/// What a resource of this type holds, in words; `None` where it holds nothing that a new one
/// would lack.
pub fn data_held(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "AWS::Backup::BackupVault" => "the vault's backups",
        "AWS::CloudFormation::Stack" => "the nested stack's resources",
        "AWS::Cognito::UserPool" => "the pool's users",
        "AWS::DynamoDB::GlobalTable" | "AWS::DynamoDB::Table" => "the table's items",
        "AWS::EC2::Volume" => "the volume's blocks",
        "AWS::ECR::Repository" => "the repository's images",
        "AWS::EFS::FileSystem" | "AWS::FSx::FileSystem" => "the file system's files",
        "AWS::EMR::Cluster" => "the cluster's files",
        "AWS::ElastiCache::CacheCluster" | "AWS::ElastiCache::ReplicationGroup" => "what is cached",
        "AWS::Elasticsearch::Domain" | "AWS::OpenSearchService::Domain" => "the domain's indices",
        "AWS::KMS::Key" => "the key, without which what it encrypted cannot be read",
        "AWS::Kinesis::Stream" => "the stream's records",
        "AWS::Logs::LogGroup" => "the group's log events",
        "AWS::Organizations::Account" => "the account",
        "AWS::QLDB::Ledger" => "the ledger's documents",
        "AWS::DocDB::DBCluster"
        | "AWS::DocDB::DBInstance"
        | "AWS::Neptune::DBCluster"
        | "AWS::Neptune::DBInstance"
        | "AWS::RDS::DBCluster"
        | "AWS::RDS::DBInstance"
        | "AWS::Redshift::Cluster" => "the database's rows",
        "AWS::S3::Bucket" => "the bucket's objects",
        "AWS::SDB::Domain" => "the domain's items",
        "AWS::SQS::Queue" => "the queue's messages",
        "AWS::SecretsManager::Secret" => "the secret",
        _ => return None,
    })
}
