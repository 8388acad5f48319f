//! The actions of `dynamodb`. Made by `iam-data`.

use crate::policy::Action;

/// `dynamodb:AssociateTableReplica`.
#[rustfmt::skip]
pub const ASSOCIATE_TABLE_REPLICA: Action = Action::known("dynamodb:AssociateTableReplica");

/// `dynamodb:BatchGetItem`.
#[rustfmt::skip]
pub const BATCH_GET_ITEM: Action = Action::known("dynamodb:BatchGetItem");

/// `dynamodb:BatchWriteItem`.
#[rustfmt::skip]
pub const BATCH_WRITE_ITEM: Action = Action::known("dynamodb:BatchWriteItem");

/// `dynamodb:ConditionCheckItem`.
#[rustfmt::skip]
pub const CONDITION_CHECK_ITEM: Action = Action::known("dynamodb:ConditionCheckItem");

/// `dynamodb:CreateBackup`.
#[rustfmt::skip]
pub const CREATE_BACKUP: Action = Action::known("dynamodb:CreateBackup");

/// `dynamodb:CreateGlobalTable`.
#[rustfmt::skip]
pub const CREATE_GLOBAL_TABLE: Action = Action::known("dynamodb:CreateGlobalTable");

/// `dynamodb:CreateGlobalTableWitness`.
#[rustfmt::skip]
pub const CREATE_GLOBAL_TABLE_WITNESS: Action = Action::known("dynamodb:CreateGlobalTableWitness");

/// `dynamodb:CreateTable`.
#[rustfmt::skip]
pub const CREATE_TABLE: Action = Action::known("dynamodb:CreateTable");

/// `dynamodb:CreateTableReplica`.
#[rustfmt::skip]
pub const CREATE_TABLE_REPLICA: Action = Action::known("dynamodb:CreateTableReplica");

/// `dynamodb:DeleteBackup`.
#[rustfmt::skip]
pub const DELETE_BACKUP: Action = Action::known("dynamodb:DeleteBackup");

/// `dynamodb:DeleteGlobalTableWitness`.
#[rustfmt::skip]
pub const DELETE_GLOBAL_TABLE_WITNESS: Action = Action::known("dynamodb:DeleteGlobalTableWitness");

/// `dynamodb:DeleteItem`.
#[rustfmt::skip]
pub const DELETE_ITEM: Action = Action::known("dynamodb:DeleteItem");

/// `dynamodb:DeleteResourcePolicy`.
#[rustfmt::skip]
pub const DELETE_RESOURCE_POLICY: Action = Action::known("dynamodb:DeleteResourcePolicy");

/// `dynamodb:DeleteTable`.
#[rustfmt::skip]
pub const DELETE_TABLE: Action = Action::known("dynamodb:DeleteTable");

/// `dynamodb:DeleteTableReplica`.
#[rustfmt::skip]
pub const DELETE_TABLE_REPLICA: Action = Action::known("dynamodb:DeleteTableReplica");

/// `dynamodb:DescribeBackup`.
#[rustfmt::skip]
pub const DESCRIBE_BACKUP: Action = Action::known("dynamodb:DescribeBackup");

/// `dynamodb:DescribeContinuousBackups`.
#[rustfmt::skip]
pub const DESCRIBE_CONTINUOUS_BACKUPS: Action = Action::known("dynamodb:DescribeContinuousBackups");

/// `dynamodb:DescribeContributorInsights`.
#[rustfmt::skip]
pub const DESCRIBE_CONTRIBUTOR_INSIGHTS: Action = Action::known("dynamodb:DescribeContributorInsights");

/// `dynamodb:DescribeEndpoints`.
#[rustfmt::skip]
pub const DESCRIBE_ENDPOINTS: Action = Action::known("dynamodb:DescribeEndpoints");

/// `dynamodb:DescribeExport`.
#[rustfmt::skip]
pub const DESCRIBE_EXPORT: Action = Action::known("dynamodb:DescribeExport");

/// `dynamodb:DescribeGlobalTable`.
#[rustfmt::skip]
pub const DESCRIBE_GLOBAL_TABLE: Action = Action::known("dynamodb:DescribeGlobalTable");

/// `dynamodb:DescribeGlobalTableSettings`.
#[rustfmt::skip]
pub const DESCRIBE_GLOBAL_TABLE_SETTINGS: Action = Action::known("dynamodb:DescribeGlobalTableSettings");

/// `dynamodb:DescribeImport`.
#[rustfmt::skip]
pub const DESCRIBE_IMPORT: Action = Action::known("dynamodb:DescribeImport");

/// `dynamodb:DescribeKinesisStreamingDestination`.
#[rustfmt::skip]
pub const DESCRIBE_KINESIS_STREAMING_DESTINATION: Action = Action::known("dynamodb:DescribeKinesisStreamingDestination");

/// `dynamodb:DescribeLimits`.
#[rustfmt::skip]
pub const DESCRIBE_LIMITS: Action = Action::known("dynamodb:DescribeLimits");

/// `dynamodb:DescribeReservedCapacity`.
#[rustfmt::skip]
pub const DESCRIBE_RESERVED_CAPACITY: Action = Action::known("dynamodb:DescribeReservedCapacity");

/// `dynamodb:DescribeReservedCapacityOfferings`.
#[rustfmt::skip]
pub const DESCRIBE_RESERVED_CAPACITY_OFFERINGS: Action = Action::known("dynamodb:DescribeReservedCapacityOfferings");

/// `dynamodb:DescribeStream`.
#[rustfmt::skip]
pub const DESCRIBE_STREAM: Action = Action::known("dynamodb:DescribeStream");

/// `dynamodb:DescribeTable`.
#[rustfmt::skip]
pub const DESCRIBE_TABLE: Action = Action::known("dynamodb:DescribeTable");

/// `dynamodb:DescribeTableReplicaAutoScaling`.
#[rustfmt::skip]
pub const DESCRIBE_TABLE_REPLICA_AUTO_SCALING: Action = Action::known("dynamodb:DescribeTableReplicaAutoScaling");

/// `dynamodb:DescribeTimeToLive`.
#[rustfmt::skip]
pub const DESCRIBE_TIME_TO_LIVE: Action = Action::known("dynamodb:DescribeTimeToLive");

/// `dynamodb:DisableKinesisStreamingDestination`.
#[rustfmt::skip]
pub const DISABLE_KINESIS_STREAMING_DESTINATION: Action = Action::known("dynamodb:DisableKinesisStreamingDestination");

/// `dynamodb:DisassociateTableReplica`.
#[rustfmt::skip]
pub const DISASSOCIATE_TABLE_REPLICA: Action = Action::known("dynamodb:DisassociateTableReplica");

/// `dynamodb:EnableKinesisStreamingDestination`.
#[rustfmt::skip]
pub const ENABLE_KINESIS_STREAMING_DESTINATION: Action = Action::known("dynamodb:EnableKinesisStreamingDestination");

/// `dynamodb:ExportTableToPointInTime`.
#[rustfmt::skip]
pub const EXPORT_TABLE_TO_POINT_IN_TIME: Action = Action::known("dynamodb:ExportTableToPointInTime");

/// `dynamodb:GetAbacStatus`.
#[rustfmt::skip]
pub const GET_ABAC_STATUS: Action = Action::known("dynamodb:GetAbacStatus");

/// `dynamodb:GetItem`.
#[rustfmt::skip]
pub const GET_ITEM: Action = Action::known("dynamodb:GetItem");

/// `dynamodb:GetRecords`.
#[rustfmt::skip]
pub const GET_RECORDS: Action = Action::known("dynamodb:GetRecords");

/// `dynamodb:GetResourcePolicy`.
#[rustfmt::skip]
pub const GET_RESOURCE_POLICY: Action = Action::known("dynamodb:GetResourcePolicy");

/// `dynamodb:GetShardIterator`.
#[rustfmt::skip]
pub const GET_SHARD_ITERATOR: Action = Action::known("dynamodb:GetShardIterator");

/// `dynamodb:ImportTable`.
#[rustfmt::skip]
pub const IMPORT_TABLE: Action = Action::known("dynamodb:ImportTable");

/// `dynamodb:InjectError`.
#[rustfmt::skip]
pub const INJECT_ERROR: Action = Action::known("dynamodb:InjectError");

/// `dynamodb:ListBackups`.
#[rustfmt::skip]
pub const LIST_BACKUPS: Action = Action::known("dynamodb:ListBackups");

/// `dynamodb:ListContributorInsights`.
#[rustfmt::skip]
pub const LIST_CONTRIBUTOR_INSIGHTS: Action = Action::known("dynamodb:ListContributorInsights");

/// `dynamodb:ListExports`.
#[rustfmt::skip]
pub const LIST_EXPORTS: Action = Action::known("dynamodb:ListExports");

/// `dynamodb:ListGlobalTables`.
#[rustfmt::skip]
pub const LIST_GLOBAL_TABLES: Action = Action::known("dynamodb:ListGlobalTables");

/// `dynamodb:ListImports`.
#[rustfmt::skip]
pub const LIST_IMPORTS: Action = Action::known("dynamodb:ListImports");

/// `dynamodb:ListStreams`.
#[rustfmt::skip]
pub const LIST_STREAMS: Action = Action::known("dynamodb:ListStreams");

/// `dynamodb:ListTables`.
#[rustfmt::skip]
pub const LIST_TABLES: Action = Action::known("dynamodb:ListTables");

/// `dynamodb:ListTagsOfResource`.
#[rustfmt::skip]
pub const LIST_TAGS_OF_RESOURCE: Action = Action::known("dynamodb:ListTagsOfResource");

/// `dynamodb:PartiQLDelete`.
#[rustfmt::skip]
pub const PARTI_QL_DELETE: Action = Action::known("dynamodb:PartiQLDelete");

/// `dynamodb:PartiQLInsert`.
#[rustfmt::skip]
pub const PARTI_QL_INSERT: Action = Action::known("dynamodb:PartiQLInsert");

/// `dynamodb:PartiQLSelect`.
#[rustfmt::skip]
pub const PARTI_QL_SELECT: Action = Action::known("dynamodb:PartiQLSelect");

/// `dynamodb:PartiQLUpdate`.
#[rustfmt::skip]
pub const PARTI_QL_UPDATE: Action = Action::known("dynamodb:PartiQLUpdate");

/// `dynamodb:PurchaseReservedCapacityOfferings`.
#[rustfmt::skip]
pub const PURCHASE_RESERVED_CAPACITY_OFFERINGS: Action = Action::known("dynamodb:PurchaseReservedCapacityOfferings");

/// `dynamodb:PutItem`.
#[rustfmt::skip]
pub const PUT_ITEM: Action = Action::known("dynamodb:PutItem");

/// `dynamodb:PutResourcePolicy`.
#[rustfmt::skip]
pub const PUT_RESOURCE_POLICY: Action = Action::known("dynamodb:PutResourcePolicy");

/// `dynamodb:Query`.
#[rustfmt::skip]
pub const QUERY: Action = Action::known("dynamodb:Query");

/// `dynamodb:ReadDataForReplication`.
#[rustfmt::skip]
pub const READ_DATA_FOR_REPLICATION: Action = Action::known("dynamodb:ReadDataForReplication");

/// `dynamodb:ReplicateSettings`.
#[rustfmt::skip]
pub const REPLICATE_SETTINGS: Action = Action::known("dynamodb:ReplicateSettings");

/// `dynamodb:RestoreTableFromAwsBackup`.
#[rustfmt::skip]
pub const RESTORE_TABLE_FROM_AWS_BACKUP: Action = Action::known("dynamodb:RestoreTableFromAwsBackup");

/// `dynamodb:RestoreTableFromBackup`.
#[rustfmt::skip]
pub const RESTORE_TABLE_FROM_BACKUP: Action = Action::known("dynamodb:RestoreTableFromBackup");

/// `dynamodb:RestoreTableToPointInTime`.
#[rustfmt::skip]
pub const RESTORE_TABLE_TO_POINT_IN_TIME: Action = Action::known("dynamodb:RestoreTableToPointInTime");

/// `dynamodb:Scan`.
#[rustfmt::skip]
pub const SCAN: Action = Action::known("dynamodb:Scan");

/// `dynamodb:SearchVectors`.
#[rustfmt::skip]
pub const SEARCH_VECTORS: Action = Action::known("dynamodb:SearchVectors");

/// `dynamodb:StartAwsBackupJob`.
#[rustfmt::skip]
pub const START_AWS_BACKUP_JOB: Action = Action::known("dynamodb:StartAwsBackupJob");

/// `dynamodb:TagResource`.
#[rustfmt::skip]
pub const TAG_RESOURCE: Action = Action::known("dynamodb:TagResource");

/// `dynamodb:UntagResource`.
#[rustfmt::skip]
pub const UNTAG_RESOURCE: Action = Action::known("dynamodb:UntagResource");

/// `dynamodb:UpdateAbacStatus`.
#[rustfmt::skip]
pub const UPDATE_ABAC_STATUS: Action = Action::known("dynamodb:UpdateAbacStatus");

/// `dynamodb:UpdateContinuousBackups`.
#[rustfmt::skip]
pub const UPDATE_CONTINUOUS_BACKUPS: Action = Action::known("dynamodb:UpdateContinuousBackups");

/// `dynamodb:UpdateContributorInsights`.
#[rustfmt::skip]
pub const UPDATE_CONTRIBUTOR_INSIGHTS: Action = Action::known("dynamodb:UpdateContributorInsights");

/// `dynamodb:UpdateGlobalTable`.
#[rustfmt::skip]
pub const UPDATE_GLOBAL_TABLE: Action = Action::known("dynamodb:UpdateGlobalTable");

/// `dynamodb:UpdateGlobalTableSettings`.
#[rustfmt::skip]
pub const UPDATE_GLOBAL_TABLE_SETTINGS: Action = Action::known("dynamodb:UpdateGlobalTableSettings");

/// `dynamodb:UpdateGlobalTableVersion`.
#[rustfmt::skip]
pub const UPDATE_GLOBAL_TABLE_VERSION: Action = Action::known("dynamodb:UpdateGlobalTableVersion");

/// `dynamodb:UpdateItem`.
#[rustfmt::skip]
pub const UPDATE_ITEM: Action = Action::known("dynamodb:UpdateItem");

/// `dynamodb:UpdateKinesisStreamingDestination`.
#[rustfmt::skip]
pub const UPDATE_KINESIS_STREAMING_DESTINATION: Action = Action::known("dynamodb:UpdateKinesisStreamingDestination");

/// `dynamodb:UpdateTable`.
#[rustfmt::skip]
pub const UPDATE_TABLE: Action = Action::known("dynamodb:UpdateTable");

/// `dynamodb:UpdateTableReplicaAutoScaling`.
#[rustfmt::skip]
pub const UPDATE_TABLE_REPLICA_AUTO_SCALING: Action = Action::known("dynamodb:UpdateTableReplicaAutoScaling");

/// `dynamodb:UpdateTimeToLive`.
#[rustfmt::skip]
pub const UPDATE_TIME_TO_LIVE: Action = Action::known("dynamodb:UpdateTimeToLive");

/// `dynamodb:WriteDataForReplication`.
#[rustfmt::skip]
pub const WRITE_DATA_FOR_REPLICATION: Action = Action::known("dynamodb:WriteDataForReplication");
