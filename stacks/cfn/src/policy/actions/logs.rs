//! The actions of `logs`. Made by `iam-data`.

use crate::policy::Action;

/// `logs:AssociateKmsKey`.
#[rustfmt::skip]
pub const ASSOCIATE_KMS_KEY: Action = Action::known("logs:AssociateKmsKey");

/// `logs:AssociateSourceToS3TableIntegration`.
#[rustfmt::skip]
pub const ASSOCIATE_SOURCE_TO_S3_TABLE_INTEGRATION: Action = Action::known("logs:AssociateSourceToS3TableIntegration");

/// `logs:CallWithBearerToken`.
#[rustfmt::skip]
pub const CALL_WITH_BEARER_TOKEN: Action = Action::known("logs:CallWithBearerToken");

/// `logs:CancelExportTask`.
#[rustfmt::skip]
pub const CANCEL_EXPORT_TASK: Action = Action::known("logs:CancelExportTask");

/// `logs:CancelImportTask`.
#[rustfmt::skip]
pub const CANCEL_IMPORT_TASK: Action = Action::known("logs:CancelImportTask");

/// `logs:CreateDelivery`.
#[rustfmt::skip]
pub const CREATE_DELIVERY: Action = Action::known("logs:CreateDelivery");

/// `logs:CreateExportTask`.
#[rustfmt::skip]
pub const CREATE_EXPORT_TASK: Action = Action::known("logs:CreateExportTask");

/// `logs:CreateImportTask`.
#[rustfmt::skip]
pub const CREATE_IMPORT_TASK: Action = Action::known("logs:CreateImportTask");

/// `logs:CreateLogAnomalyDetector`.
#[rustfmt::skip]
pub const CREATE_LOG_ANOMALY_DETECTOR: Action = Action::known("logs:CreateLogAnomalyDetector");

/// `logs:CreateLogDelivery`.
#[rustfmt::skip]
pub const CREATE_LOG_DELIVERY: Action = Action::known("logs:CreateLogDelivery");

/// `logs:CreateLogGroup`.
#[rustfmt::skip]
pub const CREATE_LOG_GROUP: Action = Action::known("logs:CreateLogGroup");

/// `logs:CreateLogStream`.
#[rustfmt::skip]
pub const CREATE_LOG_STREAM: Action = Action::known("logs:CreateLogStream");

/// `logs:CreateLookupTable`.
#[rustfmt::skip]
pub const CREATE_LOOKUP_TABLE: Action = Action::known("logs:CreateLookupTable");

/// `logs:CreateScheduledQuery`.
#[rustfmt::skip]
pub const CREATE_SCHEDULED_QUERY: Action = Action::known("logs:CreateScheduledQuery");

/// `logs:DeleteAccountPolicy`.
#[rustfmt::skip]
pub const DELETE_ACCOUNT_POLICY: Action = Action::known("logs:DeleteAccountPolicy");

/// `logs:DeleteDataProtectionPolicy`.
#[rustfmt::skip]
pub const DELETE_DATA_PROTECTION_POLICY: Action = Action::known("logs:DeleteDataProtectionPolicy");

/// `logs:DeleteDelivery`.
#[rustfmt::skip]
pub const DELETE_DELIVERY: Action = Action::known("logs:DeleteDelivery");

/// `logs:DeleteDeliveryDestination`.
#[rustfmt::skip]
pub const DELETE_DELIVERY_DESTINATION: Action = Action::known("logs:DeleteDeliveryDestination");

/// `logs:DeleteDeliveryDestinationPolicy`.
#[rustfmt::skip]
pub const DELETE_DELIVERY_DESTINATION_POLICY: Action = Action::known("logs:DeleteDeliveryDestinationPolicy");

/// `logs:DeleteDeliverySource`.
#[rustfmt::skip]
pub const DELETE_DELIVERY_SOURCE: Action = Action::known("logs:DeleteDeliverySource");

/// `logs:DeleteDestination`.
#[rustfmt::skip]
pub const DELETE_DESTINATION: Action = Action::known("logs:DeleteDestination");

/// `logs:DeleteIndexPolicy`.
#[rustfmt::skip]
pub const DELETE_INDEX_POLICY: Action = Action::known("logs:DeleteIndexPolicy");

/// `logs:DeleteIntegration`.
#[rustfmt::skip]
pub const DELETE_INTEGRATION: Action = Action::known("logs:DeleteIntegration");

/// `logs:DeleteLogAnomalyDetector`.
#[rustfmt::skip]
pub const DELETE_LOG_ANOMALY_DETECTOR: Action = Action::known("logs:DeleteLogAnomalyDetector");

/// `logs:DeleteLogDelivery`.
#[rustfmt::skip]
pub const DELETE_LOG_DELIVERY: Action = Action::known("logs:DeleteLogDelivery");

/// `logs:DeleteLogGroup`.
#[rustfmt::skip]
pub const DELETE_LOG_GROUP: Action = Action::known("logs:DeleteLogGroup");

/// `logs:DeleteLogStream`.
#[rustfmt::skip]
pub const DELETE_LOG_STREAM: Action = Action::known("logs:DeleteLogStream");

/// `logs:DeleteLookupTable`.
#[rustfmt::skip]
pub const DELETE_LOOKUP_TABLE: Action = Action::known("logs:DeleteLookupTable");

/// `logs:DeleteMetricFilter`.
#[rustfmt::skip]
pub const DELETE_METRIC_FILTER: Action = Action::known("logs:DeleteMetricFilter");

/// `logs:DeletePipelineRule`.
#[rustfmt::skip]
pub const DELETE_PIPELINE_RULE: Action = Action::known("logs:DeletePipelineRule");

/// `logs:DeleteQueryDefinition`.
#[rustfmt::skip]
pub const DELETE_QUERY_DEFINITION: Action = Action::known("logs:DeleteQueryDefinition");

/// `logs:DeleteResourcePolicy`.
#[rustfmt::skip]
pub const DELETE_RESOURCE_POLICY: Action = Action::known("logs:DeleteResourcePolicy");

/// `logs:DeleteRetentionPolicy`.
#[rustfmt::skip]
pub const DELETE_RETENTION_POLICY: Action = Action::known("logs:DeleteRetentionPolicy");

/// `logs:DeleteScheduledQuery`.
#[rustfmt::skip]
pub const DELETE_SCHEDULED_QUERY: Action = Action::known("logs:DeleteScheduledQuery");

/// `logs:DeleteSubscriptionFilter`.
#[rustfmt::skip]
pub const DELETE_SUBSCRIPTION_FILTER: Action = Action::known("logs:DeleteSubscriptionFilter");

/// `logs:DeleteSyslogConfiguration`.
#[rustfmt::skip]
pub const DELETE_SYSLOG_CONFIGURATION: Action = Action::known("logs:DeleteSyslogConfiguration");

/// `logs:DeleteTransformer`.
#[rustfmt::skip]
pub const DELETE_TRANSFORMER: Action = Action::known("logs:DeleteTransformer");

/// `logs:DescribeAccountPolicies`.
#[rustfmt::skip]
pub const DESCRIBE_ACCOUNT_POLICIES: Action = Action::known("logs:DescribeAccountPolicies");

/// `logs:DescribeConfigurationTemplates`.
#[rustfmt::skip]
pub const DESCRIBE_CONFIGURATION_TEMPLATES: Action = Action::known("logs:DescribeConfigurationTemplates");

/// `logs:DescribeDeliveries`.
#[rustfmt::skip]
pub const DESCRIBE_DELIVERIES: Action = Action::known("logs:DescribeDeliveries");

/// `logs:DescribeDeliveryDestinations`.
#[rustfmt::skip]
pub const DESCRIBE_DELIVERY_DESTINATIONS: Action = Action::known("logs:DescribeDeliveryDestinations");

/// `logs:DescribeDeliverySources`.
#[rustfmt::skip]
pub const DESCRIBE_DELIVERY_SOURCES: Action = Action::known("logs:DescribeDeliverySources");

/// `logs:DescribeDestinations`.
#[rustfmt::skip]
pub const DESCRIBE_DESTINATIONS: Action = Action::known("logs:DescribeDestinations");

/// `logs:DescribeExportTasks`.
#[rustfmt::skip]
pub const DESCRIBE_EXPORT_TASKS: Action = Action::known("logs:DescribeExportTasks");

/// `logs:DescribeFieldIndexes`.
#[rustfmt::skip]
pub const DESCRIBE_FIELD_INDEXES: Action = Action::known("logs:DescribeFieldIndexes");

/// `logs:DescribeImportTaskBatches`.
#[rustfmt::skip]
pub const DESCRIBE_IMPORT_TASK_BATCHES: Action = Action::known("logs:DescribeImportTaskBatches");

/// `logs:DescribeImportTasks`.
#[rustfmt::skip]
pub const DESCRIBE_IMPORT_TASKS: Action = Action::known("logs:DescribeImportTasks");

/// `logs:DescribeIndexPolicies`.
#[rustfmt::skip]
pub const DESCRIBE_INDEX_POLICIES: Action = Action::known("logs:DescribeIndexPolicies");

/// `logs:DescribeLogGroups`.
#[rustfmt::skip]
pub const DESCRIBE_LOG_GROUPS: Action = Action::known("logs:DescribeLogGroups");

/// `logs:DescribeLogStreams`.
#[rustfmt::skip]
pub const DESCRIBE_LOG_STREAMS: Action = Action::known("logs:DescribeLogStreams");

/// `logs:DescribeLookupTables`.
#[rustfmt::skip]
pub const DESCRIBE_LOOKUP_TABLES: Action = Action::known("logs:DescribeLookupTables");

/// `logs:DescribeMetricFilters`.
#[rustfmt::skip]
pub const DESCRIBE_METRIC_FILTERS: Action = Action::known("logs:DescribeMetricFilters");

/// `logs:DescribeQueries`.
#[rustfmt::skip]
pub const DESCRIBE_QUERIES: Action = Action::known("logs:DescribeQueries");

/// `logs:DescribeQueryDefinitions`.
#[rustfmt::skip]
pub const DESCRIBE_QUERY_DEFINITIONS: Action = Action::known("logs:DescribeQueryDefinitions");

/// `logs:DescribeResourcePolicies`.
#[rustfmt::skip]
pub const DESCRIBE_RESOURCE_POLICIES: Action = Action::known("logs:DescribeResourcePolicies");

/// `logs:DescribeSubscriptionFilters`.
#[rustfmt::skip]
pub const DESCRIBE_SUBSCRIPTION_FILTERS: Action = Action::known("logs:DescribeSubscriptionFilters");

/// `logs:DisassociateKmsKey`.
#[rustfmt::skip]
pub const DISASSOCIATE_KMS_KEY: Action = Action::known("logs:DisassociateKmsKey");

/// `logs:DisassociateSourceFromS3TableIntegration`.
#[rustfmt::skip]
pub const DISASSOCIATE_SOURCE_FROM_S3_TABLE_INTEGRATION: Action = Action::known("logs:DisassociateSourceFromS3TableIntegration");

/// `logs:FilterLogEvents`.
#[rustfmt::skip]
pub const FILTER_LOG_EVENTS: Action = Action::known("logs:FilterLogEvents");

/// `logs:GetDataProtectionPolicy`.
#[rustfmt::skip]
pub const GET_DATA_PROTECTION_POLICY: Action = Action::known("logs:GetDataProtectionPolicy");

/// `logs:GetDelivery`.
#[rustfmt::skip]
pub const GET_DELIVERY: Action = Action::known("logs:GetDelivery");

/// `logs:GetDeliveryDestination`.
#[rustfmt::skip]
pub const GET_DELIVERY_DESTINATION: Action = Action::known("logs:GetDeliveryDestination");

/// `logs:GetDeliveryDestinationPolicy`.
#[rustfmt::skip]
pub const GET_DELIVERY_DESTINATION_POLICY: Action = Action::known("logs:GetDeliveryDestinationPolicy");

/// `logs:GetDeliverySource`.
#[rustfmt::skip]
pub const GET_DELIVERY_SOURCE: Action = Action::known("logs:GetDeliverySource");

/// `logs:GetIntegration`.
#[rustfmt::skip]
pub const GET_INTEGRATION: Action = Action::known("logs:GetIntegration");

/// `logs:GetLogAnomalyDetector`.
#[rustfmt::skip]
pub const GET_LOG_ANOMALY_DETECTOR: Action = Action::known("logs:GetLogAnomalyDetector");

/// `logs:GetLogDelivery`.
#[rustfmt::skip]
pub const GET_LOG_DELIVERY: Action = Action::known("logs:GetLogDelivery");

/// `logs:GetLogEvents`.
#[rustfmt::skip]
pub const GET_LOG_EVENTS: Action = Action::known("logs:GetLogEvents");

/// `logs:GetLogFields`.
#[rustfmt::skip]
pub const GET_LOG_FIELDS: Action = Action::known("logs:GetLogFields");

/// `logs:GetLogGroupFields`.
#[rustfmt::skip]
pub const GET_LOG_GROUP_FIELDS: Action = Action::known("logs:GetLogGroupFields");

/// `logs:GetLogRecord`.
#[rustfmt::skip]
pub const GET_LOG_RECORD: Action = Action::known("logs:GetLogRecord");

/// `logs:GetLookupTable`.
#[rustfmt::skip]
pub const GET_LOOKUP_TABLE: Action = Action::known("logs:GetLookupTable");

/// `logs:GetQueryResults`.
#[rustfmt::skip]
pub const GET_QUERY_RESULTS: Action = Action::known("logs:GetQueryResults");

/// `logs:GetScheduledQuery`.
#[rustfmt::skip]
pub const GET_SCHEDULED_QUERY: Action = Action::known("logs:GetScheduledQuery");

/// `logs:GetScheduledQueryHistory`.
#[rustfmt::skip]
pub const GET_SCHEDULED_QUERY_HISTORY: Action = Action::known("logs:GetScheduledQueryHistory");

/// `logs:GetStorageTierPolicy`.
#[rustfmt::skip]
pub const GET_STORAGE_TIER_POLICY: Action = Action::known("logs:GetStorageTierPolicy");

/// `logs:GetTransformer`.
#[rustfmt::skip]
pub const GET_TRANSFORMER: Action = Action::known("logs:GetTransformer");

/// `logs:IntegrateWithDataset`.
#[rustfmt::skip]
pub const INTEGRATE_WITH_DATASET: Action = Action::known("logs:IntegrateWithDataset");

/// `logs:IntegrateWithS3Table`.
#[rustfmt::skip]
pub const INTEGRATE_WITH_S3_TABLE: Action = Action::known("logs:IntegrateWithS3Table");

/// `logs:Link`.
#[rustfmt::skip]
pub const LINK: Action = Action::known("logs:Link");

/// `logs:ListAggregateLogGroupSummaries`.
#[rustfmt::skip]
pub const LIST_AGGREGATE_LOG_GROUP_SUMMARIES: Action = Action::known("logs:ListAggregateLogGroupSummaries");

/// `logs:ListAnomalies`.
#[rustfmt::skip]
pub const LIST_ANOMALIES: Action = Action::known("logs:ListAnomalies");

/// `logs:ListEntitiesForLogGroup`.
#[rustfmt::skip]
pub const LIST_ENTITIES_FOR_LOG_GROUP: Action = Action::known("logs:ListEntitiesForLogGroup");

/// `logs:ListIntegrations`.
#[rustfmt::skip]
pub const LIST_INTEGRATIONS: Action = Action::known("logs:ListIntegrations");

/// `logs:ListLogAnomalyDetectors`.
#[rustfmt::skip]
pub const LIST_LOG_ANOMALY_DETECTORS: Action = Action::known("logs:ListLogAnomalyDetectors");

/// `logs:ListLogDeliveries`.
#[rustfmt::skip]
pub const LIST_LOG_DELIVERIES: Action = Action::known("logs:ListLogDeliveries");

/// `logs:ListLogGroups`.
#[rustfmt::skip]
pub const LIST_LOG_GROUPS: Action = Action::known("logs:ListLogGroups");

/// `logs:ListLogGroupsForEntity`.
#[rustfmt::skip]
pub const LIST_LOG_GROUPS_FOR_ENTITY: Action = Action::known("logs:ListLogGroupsForEntity");

/// `logs:ListLogGroupsForQuery`.
#[rustfmt::skip]
pub const LIST_LOG_GROUPS_FOR_QUERY: Action = Action::known("logs:ListLogGroupsForQuery");

/// `logs:ListScheduledQueries`.
#[rustfmt::skip]
pub const LIST_SCHEDULED_QUERIES: Action = Action::known("logs:ListScheduledQueries");

/// `logs:ListSourcesForS3TableIntegration`.
#[rustfmt::skip]
pub const LIST_SOURCES_FOR_S3_TABLE_INTEGRATION: Action = Action::known("logs:ListSourcesForS3TableIntegration");

/// `logs:ListSyslogConfigurations`.
#[rustfmt::skip]
pub const LIST_SYSLOG_CONFIGURATIONS: Action = Action::known("logs:ListSyslogConfigurations");

/// `logs:ListTagsForResource`.
#[rustfmt::skip]
pub const LIST_TAGS_FOR_RESOURCE: Action = Action::known("logs:ListTagsForResource");

/// `logs:ListTagsLogGroup`.
#[rustfmt::skip]
pub const LIST_TAGS_LOG_GROUP: Action = Action::known("logs:ListTagsLogGroup");

/// `logs:ProcessWithPipeline`.
#[rustfmt::skip]
pub const PROCESS_WITH_PIPELINE: Action = Action::known("logs:ProcessWithPipeline");

/// `logs:PutAccountPolicy`.
#[rustfmt::skip]
pub const PUT_ACCOUNT_POLICY: Action = Action::known("logs:PutAccountPolicy");

/// `logs:PutBearerTokenAuthentication`.
#[rustfmt::skip]
pub const PUT_BEARER_TOKEN_AUTHENTICATION: Action = Action::known("logs:PutBearerTokenAuthentication");

/// `logs:PutDataProtectionPolicy`.
#[rustfmt::skip]
pub const PUT_DATA_PROTECTION_POLICY: Action = Action::known("logs:PutDataProtectionPolicy");

/// `logs:PutDeliveryDestination`.
#[rustfmt::skip]
pub const PUT_DELIVERY_DESTINATION: Action = Action::known("logs:PutDeliveryDestination");

/// `logs:PutDeliveryDestinationPolicy`.
#[rustfmt::skip]
pub const PUT_DELIVERY_DESTINATION_POLICY: Action = Action::known("logs:PutDeliveryDestinationPolicy");

/// `logs:PutDeliverySource`.
#[rustfmt::skip]
pub const PUT_DELIVERY_SOURCE: Action = Action::known("logs:PutDeliverySource");

/// `logs:PutDestination`.
#[rustfmt::skip]
pub const PUT_DESTINATION: Action = Action::known("logs:PutDestination");

/// `logs:PutDestinationPolicy`.
#[rustfmt::skip]
pub const PUT_DESTINATION_POLICY: Action = Action::known("logs:PutDestinationPolicy");

/// `logs:PutIndexPolicy`.
#[rustfmt::skip]
pub const PUT_INDEX_POLICY: Action = Action::known("logs:PutIndexPolicy");

/// `logs:PutIntegration`.
#[rustfmt::skip]
pub const PUT_INTEGRATION: Action = Action::known("logs:PutIntegration");

/// `logs:PutLogEvents`.
#[rustfmt::skip]
pub const PUT_LOG_EVENTS: Action = Action::known("logs:PutLogEvents");

/// `logs:PutLogGroupDeletionProtection`.
#[rustfmt::skip]
pub const PUT_LOG_GROUP_DELETION_PROTECTION: Action = Action::known("logs:PutLogGroupDeletionProtection");

/// `logs:PutMetricFilter`.
#[rustfmt::skip]
pub const PUT_METRIC_FILTER: Action = Action::known("logs:PutMetricFilter");

/// `logs:PutPipelineRule`.
#[rustfmt::skip]
pub const PUT_PIPELINE_RULE: Action = Action::known("logs:PutPipelineRule");

/// `logs:PutQueryDefinition`.
#[rustfmt::skip]
pub const PUT_QUERY_DEFINITION: Action = Action::known("logs:PutQueryDefinition");

/// `logs:PutResourcePolicy`.
#[rustfmt::skip]
pub const PUT_RESOURCE_POLICY: Action = Action::known("logs:PutResourcePolicy");

/// `logs:PutRetentionPolicy`.
#[rustfmt::skip]
pub const PUT_RETENTION_POLICY: Action = Action::known("logs:PutRetentionPolicy");

/// `logs:PutStorageTierPolicy`.
#[rustfmt::skip]
pub const PUT_STORAGE_TIER_POLICY: Action = Action::known("logs:PutStorageTierPolicy");

/// `logs:PutSubscriptionFilter`.
#[rustfmt::skip]
pub const PUT_SUBSCRIPTION_FILTER: Action = Action::known("logs:PutSubscriptionFilter");

/// `logs:PutSyslogConfiguration`.
#[rustfmt::skip]
pub const PUT_SYSLOG_CONFIGURATION: Action = Action::known("logs:PutSyslogConfiguration");

/// `logs:PutTransformer`.
#[rustfmt::skip]
pub const PUT_TRANSFORMER: Action = Action::known("logs:PutTransformer");

/// `logs:StartLiveTail`.
#[rustfmt::skip]
pub const START_LIVE_TAIL: Action = Action::known("logs:StartLiveTail");

/// `logs:StartQuery`.
#[rustfmt::skip]
pub const START_QUERY: Action = Action::known("logs:StartQuery");

/// `logs:StopLiveTail`.
#[rustfmt::skip]
pub const STOP_LIVE_TAIL: Action = Action::known("logs:StopLiveTail");

/// `logs:StopQuery`.
#[rustfmt::skip]
pub const STOP_QUERY: Action = Action::known("logs:StopQuery");

/// `logs:TagLogGroup`.
#[rustfmt::skip]
pub const TAG_LOG_GROUP: Action = Action::known("logs:TagLogGroup");

/// `logs:TagResource`.
#[rustfmt::skip]
pub const TAG_RESOURCE: Action = Action::known("logs:TagResource");

/// `logs:TestMetricFilter`.
#[rustfmt::skip]
pub const TEST_METRIC_FILTER: Action = Action::known("logs:TestMetricFilter");

/// `logs:TestTransformer`.
#[rustfmt::skip]
pub const TEST_TRANSFORMER: Action = Action::known("logs:TestTransformer");

/// `logs:Unmask`.
#[rustfmt::skip]
pub const UNMASK: Action = Action::known("logs:Unmask");

/// `logs:UntagLogGroup`.
#[rustfmt::skip]
pub const UNTAG_LOG_GROUP: Action = Action::known("logs:UntagLogGroup");

/// `logs:UntagResource`.
#[rustfmt::skip]
pub const UNTAG_RESOURCE: Action = Action::known("logs:UntagResource");

/// `logs:UpdateAnomaly`.
#[rustfmt::skip]
pub const UPDATE_ANOMALY: Action = Action::known("logs:UpdateAnomaly");

/// `logs:UpdateDeliveryConfiguration`.
#[rustfmt::skip]
pub const UPDATE_DELIVERY_CONFIGURATION: Action = Action::known("logs:UpdateDeliveryConfiguration");

/// `logs:UpdateLogAnomalyDetector`.
#[rustfmt::skip]
pub const UPDATE_LOG_ANOMALY_DETECTOR: Action = Action::known("logs:UpdateLogAnomalyDetector");

/// `logs:UpdateLogDelivery`.
#[rustfmt::skip]
pub const UPDATE_LOG_DELIVERY: Action = Action::known("logs:UpdateLogDelivery");

/// `logs:UpdateLookupTable`.
#[rustfmt::skip]
pub const UPDATE_LOOKUP_TABLE: Action = Action::known("logs:UpdateLookupTable");

/// `logs:UpdateScheduledQuery`.
#[rustfmt::skip]
pub const UPDATE_SCHEDULED_QUERY: Action = Action::known("logs:UpdateScheduledQuery");
