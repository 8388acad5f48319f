//! The actions of `glue`. Made by `iam-data`.

use crate::policy::Action;

/// `glue:AccessDataQualityRuntimeConfiguration`.
#[rustfmt::skip]
pub const ACCESS_DATA_QUALITY_RUNTIME_CONFIGURATION: Action = Action::known("glue:AccessDataQualityRuntimeConfiguration");

/// `glue:AuthorizeInboundIntegration`.
#[rustfmt::skip]
pub const AUTHORIZE_INBOUND_INTEGRATION: Action = Action::known("glue:AuthorizeInboundIntegration");

/// `glue:BatchCreatePartition`.
#[rustfmt::skip]
pub const BATCH_CREATE_PARTITION: Action = Action::known("glue:BatchCreatePartition");

/// `glue:BatchDeleteConnection`.
#[rustfmt::skip]
pub const BATCH_DELETE_CONNECTION: Action = Action::known("glue:BatchDeleteConnection");

/// `glue:BatchDeletePartition`.
#[rustfmt::skip]
pub const BATCH_DELETE_PARTITION: Action = Action::known("glue:BatchDeletePartition");

/// `glue:BatchDeleteTable`.
#[rustfmt::skip]
pub const BATCH_DELETE_TABLE: Action = Action::known("glue:BatchDeleteTable");

/// `glue:BatchDeleteTableVersion`.
#[rustfmt::skip]
pub const BATCH_DELETE_TABLE_VERSION: Action = Action::known("glue:BatchDeleteTableVersion");

/// `glue:BatchGetBlueprints`.
#[rustfmt::skip]
pub const BATCH_GET_BLUEPRINTS: Action = Action::known("glue:BatchGetBlueprints");

/// `glue:BatchGetCrawlers`.
#[rustfmt::skip]
pub const BATCH_GET_CRAWLERS: Action = Action::known("glue:BatchGetCrawlers");

/// `glue:BatchGetCustomEntityTypes`.
#[rustfmt::skip]
pub const BATCH_GET_CUSTOM_ENTITY_TYPES: Action = Action::known("glue:BatchGetCustomEntityTypes");

/// `glue:BatchGetDevEndpoints`.
#[rustfmt::skip]
pub const BATCH_GET_DEV_ENDPOINTS: Action = Action::known("glue:BatchGetDevEndpoints");

/// `glue:BatchGetJobs`.
#[rustfmt::skip]
pub const BATCH_GET_JOBS: Action = Action::known("glue:BatchGetJobs");

/// `glue:BatchGetPartition`.
#[rustfmt::skip]
pub const BATCH_GET_PARTITION: Action = Action::known("glue:BatchGetPartition");

/// `glue:BatchGetStageFiles`.
#[rustfmt::skip]
pub const BATCH_GET_STAGE_FILES: Action = Action::known("glue:BatchGetStageFiles");

/// `glue:BatchGetTableOptimizer`.
#[rustfmt::skip]
pub const BATCH_GET_TABLE_OPTIMIZER: Action = Action::known("glue:BatchGetTableOptimizer");

/// `glue:BatchGetTriggers`.
#[rustfmt::skip]
pub const BATCH_GET_TRIGGERS: Action = Action::known("glue:BatchGetTriggers");

/// `glue:BatchGetWorkflows`.
#[rustfmt::skip]
pub const BATCH_GET_WORKFLOWS: Action = Action::known("glue:BatchGetWorkflows");

/// `glue:BatchStopJobRun`.
#[rustfmt::skip]
pub const BATCH_STOP_JOB_RUN: Action = Action::known("glue:BatchStopJobRun");

/// `glue:BatchUpdatePartition`.
#[rustfmt::skip]
pub const BATCH_UPDATE_PARTITION: Action = Action::known("glue:BatchUpdatePartition");

/// `glue:CancelDataQualityRuleRecommendationRun`.
#[rustfmt::skip]
pub const CANCEL_DATA_QUALITY_RULE_RECOMMENDATION_RUN: Action = Action::known("glue:CancelDataQualityRuleRecommendationRun");

/// `glue:CancelDataQualityRulesetEvaluationRun`.
#[rustfmt::skip]
pub const CANCEL_DATA_QUALITY_RULESET_EVALUATION_RUN: Action = Action::known("glue:CancelDataQualityRulesetEvaluationRun");

/// `glue:CancelMLTaskRun`.
#[rustfmt::skip]
pub const CANCEL_ML_TASK_RUN: Action = Action::known("glue:CancelMLTaskRun");

/// `glue:CancelStatement`.
#[rustfmt::skip]
pub const CANCEL_STATEMENT: Action = Action::known("glue:CancelStatement");

/// `glue:CheckSchemaVersionValidity`.
#[rustfmt::skip]
pub const CHECK_SCHEMA_VERSION_VALIDITY: Action = Action::known("glue:CheckSchemaVersionValidity");

/// `glue:CreateBlueprint`.
#[rustfmt::skip]
pub const CREATE_BLUEPRINT: Action = Action::known("glue:CreateBlueprint");

/// `glue:CreateCatalog`.
#[rustfmt::skip]
pub const CREATE_CATALOG: Action = Action::known("glue:CreateCatalog");

/// `glue:CreateClassifier`.
#[rustfmt::skip]
pub const CREATE_CLASSIFIER: Action = Action::known("glue:CreateClassifier");

/// `glue:CreateColumnStatisticsTaskSettings`.
#[rustfmt::skip]
pub const CREATE_COLUMN_STATISTICS_TASK_SETTINGS: Action = Action::known("glue:CreateColumnStatisticsTaskSettings");

/// `glue:CreateConnection`.
#[rustfmt::skip]
pub const CREATE_CONNECTION: Action = Action::known("glue:CreateConnection");

/// `glue:CreateCrawler`.
#[rustfmt::skip]
pub const CREATE_CRAWLER: Action = Action::known("glue:CreateCrawler");

/// `glue:CreateCustomEntityType`.
#[rustfmt::skip]
pub const CREATE_CUSTOM_ENTITY_TYPE: Action = Action::known("glue:CreateCustomEntityType");

/// `glue:CreateDatabase`.
#[rustfmt::skip]
pub const CREATE_DATABASE: Action = Action::known("glue:CreateDatabase");

/// `glue:CreateDataQualityRuleset`.
#[rustfmt::skip]
pub const CREATE_DATA_QUALITY_RULESET: Action = Action::known("glue:CreateDataQualityRuleset");

/// `glue:CreateDevEndpoint`.
#[rustfmt::skip]
pub const CREATE_DEV_ENDPOINT: Action = Action::known("glue:CreateDevEndpoint");

/// `glue:CreateGlueIdentityCenterConfiguration`.
#[rustfmt::skip]
pub const CREATE_GLUE_IDENTITY_CENTER_CONFIGURATION: Action = Action::known("glue:CreateGlueIdentityCenterConfiguration");

/// `glue:CreateInboundIntegration`.
#[rustfmt::skip]
pub const CREATE_INBOUND_INTEGRATION: Action = Action::known("glue:CreateInboundIntegration");

/// `glue:CreateIntegration`.
#[rustfmt::skip]
pub const CREATE_INTEGRATION: Action = Action::known("glue:CreateIntegration");

/// `glue:CreateIntegrationResourceProperty`.
#[rustfmt::skip]
pub const CREATE_INTEGRATION_RESOURCE_PROPERTY: Action = Action::known("glue:CreateIntegrationResourceProperty");

/// `glue:CreateIntegrationTableProperties`.
#[rustfmt::skip]
pub const CREATE_INTEGRATION_TABLE_PROPERTIES: Action = Action::known("glue:CreateIntegrationTableProperties");

/// `glue:CreateJob`.
#[rustfmt::skip]
pub const CREATE_JOB: Action = Action::known("glue:CreateJob");

/// `glue:CreateMLTransform`.
#[rustfmt::skip]
pub const CREATE_ML_TRANSFORM: Action = Action::known("glue:CreateMLTransform");

/// `glue:CreatePartition`.
#[rustfmt::skip]
pub const CREATE_PARTITION: Action = Action::known("glue:CreatePartition");

/// `glue:CreatePartitionIndex`.
#[rustfmt::skip]
pub const CREATE_PARTITION_INDEX: Action = Action::known("glue:CreatePartitionIndex");

/// `glue:CreateRegistry`.
#[rustfmt::skip]
pub const CREATE_REGISTRY: Action = Action::known("glue:CreateRegistry");

/// `glue:CreateSchema`.
#[rustfmt::skip]
pub const CREATE_SCHEMA: Action = Action::known("glue:CreateSchema");

/// `glue:CreateScript`.
#[rustfmt::skip]
pub const CREATE_SCRIPT: Action = Action::known("glue:CreateScript");

/// `glue:CreateSecurityConfiguration`.
#[rustfmt::skip]
pub const CREATE_SECURITY_CONFIGURATION: Action = Action::known("glue:CreateSecurityConfiguration");

/// `glue:CreateSession`.
#[rustfmt::skip]
pub const CREATE_SESSION: Action = Action::known("glue:CreateSession");

/// `glue:CreateTable`.
#[rustfmt::skip]
pub const CREATE_TABLE: Action = Action::known("glue:CreateTable");

/// `glue:CreateTableOptimizer`.
#[rustfmt::skip]
pub const CREATE_TABLE_OPTIMIZER: Action = Action::known("glue:CreateTableOptimizer");

/// `glue:CreateTrigger`.
#[rustfmt::skip]
pub const CREATE_TRIGGER: Action = Action::known("glue:CreateTrigger");

/// `glue:CreateUsageProfile`.
#[rustfmt::skip]
pub const CREATE_USAGE_PROFILE: Action = Action::known("glue:CreateUsageProfile");

/// `glue:CreateUserDefinedFunction`.
#[rustfmt::skip]
pub const CREATE_USER_DEFINED_FUNCTION: Action = Action::known("glue:CreateUserDefinedFunction");

/// `glue:CreateWorkflow`.
#[rustfmt::skip]
pub const CREATE_WORKFLOW: Action = Action::known("glue:CreateWorkflow");

/// `glue:DeleteBlueprint`.
#[rustfmt::skip]
pub const DELETE_BLUEPRINT: Action = Action::known("glue:DeleteBlueprint");

/// `glue:DeleteCatalog`.
#[rustfmt::skip]
pub const DELETE_CATALOG: Action = Action::known("glue:DeleteCatalog");

/// `glue:DeleteClassifier`.
#[rustfmt::skip]
pub const DELETE_CLASSIFIER: Action = Action::known("glue:DeleteClassifier");

/// `glue:DeleteColumnStatisticsForPartition`.
#[rustfmt::skip]
pub const DELETE_COLUMN_STATISTICS_FOR_PARTITION: Action = Action::known("glue:DeleteColumnStatisticsForPartition");

/// `glue:DeleteColumnStatisticsForTable`.
#[rustfmt::skip]
pub const DELETE_COLUMN_STATISTICS_FOR_TABLE: Action = Action::known("glue:DeleteColumnStatisticsForTable");

/// `glue:DeleteColumnStatisticsTaskSettings`.
#[rustfmt::skip]
pub const DELETE_COLUMN_STATISTICS_TASK_SETTINGS: Action = Action::known("glue:DeleteColumnStatisticsTaskSettings");

/// `glue:DeleteConnection`.
#[rustfmt::skip]
pub const DELETE_CONNECTION: Action = Action::known("glue:DeleteConnection");

/// `glue:DeleteConnectionType`.
#[rustfmt::skip]
pub const DELETE_CONNECTION_TYPE: Action = Action::known("glue:DeleteConnectionType");

/// `glue:DeleteCrawler`.
#[rustfmt::skip]
pub const DELETE_CRAWLER: Action = Action::known("glue:DeleteCrawler");

/// `glue:DeleteCustomEntityType`.
#[rustfmt::skip]
pub const DELETE_CUSTOM_ENTITY_TYPE: Action = Action::known("glue:DeleteCustomEntityType");

/// `glue:DeleteDatabase`.
#[rustfmt::skip]
pub const DELETE_DATABASE: Action = Action::known("glue:DeleteDatabase");

/// `glue:DeleteDataQualityRuleset`.
#[rustfmt::skip]
pub const DELETE_DATA_QUALITY_RULESET: Action = Action::known("glue:DeleteDataQualityRuleset");

/// `glue:DeleteDevEndpoint`.
#[rustfmt::skip]
pub const DELETE_DEV_ENDPOINT: Action = Action::known("glue:DeleteDevEndpoint");

/// `glue:DeleteGlueIdentityCenterConfiguration`.
#[rustfmt::skip]
pub const DELETE_GLUE_IDENTITY_CENTER_CONFIGURATION: Action = Action::known("glue:DeleteGlueIdentityCenterConfiguration");

/// `glue:DeleteIntegration`.
#[rustfmt::skip]
pub const DELETE_INTEGRATION: Action = Action::known("glue:DeleteIntegration");

/// `glue:DeleteIntegrationResourceProperty`.
#[rustfmt::skip]
pub const DELETE_INTEGRATION_RESOURCE_PROPERTY: Action = Action::known("glue:DeleteIntegrationResourceProperty");

/// `glue:DeleteIntegrationTableProperties`.
#[rustfmt::skip]
pub const DELETE_INTEGRATION_TABLE_PROPERTIES: Action = Action::known("glue:DeleteIntegrationTableProperties");

/// `glue:DeleteJob`.
#[rustfmt::skip]
pub const DELETE_JOB: Action = Action::known("glue:DeleteJob");

/// `glue:DeleteMLTransform`.
#[rustfmt::skip]
pub const DELETE_ML_TRANSFORM: Action = Action::known("glue:DeleteMLTransform");

/// `glue:DeletePartition`.
#[rustfmt::skip]
pub const DELETE_PARTITION: Action = Action::known("glue:DeletePartition");

/// `glue:DeletePartitionIndex`.
#[rustfmt::skip]
pub const DELETE_PARTITION_INDEX: Action = Action::known("glue:DeletePartitionIndex");

/// `glue:DeleteRegistry`.
#[rustfmt::skip]
pub const DELETE_REGISTRY: Action = Action::known("glue:DeleteRegistry");

/// `glue:DeleteResourcePolicy`.
#[rustfmt::skip]
pub const DELETE_RESOURCE_POLICY: Action = Action::known("glue:DeleteResourcePolicy");

/// `glue:DeleteSchema`.
#[rustfmt::skip]
pub const DELETE_SCHEMA: Action = Action::known("glue:DeleteSchema");

/// `glue:DeleteSchemaVersions`.
#[rustfmt::skip]
pub const DELETE_SCHEMA_VERSIONS: Action = Action::known("glue:DeleteSchemaVersions");

/// `glue:DeleteSecurityConfiguration`.
#[rustfmt::skip]
pub const DELETE_SECURITY_CONFIGURATION: Action = Action::known("glue:DeleteSecurityConfiguration");

/// `glue:DeleteSession`.
#[rustfmt::skip]
pub const DELETE_SESSION: Action = Action::known("glue:DeleteSession");

/// `glue:DeleteTable`.
#[rustfmt::skip]
pub const DELETE_TABLE: Action = Action::known("glue:DeleteTable");

/// `glue:DeleteTableOptimizer`.
#[rustfmt::skip]
pub const DELETE_TABLE_OPTIMIZER: Action = Action::known("glue:DeleteTableOptimizer");

/// `glue:DeleteTableVersion`.
#[rustfmt::skip]
pub const DELETE_TABLE_VERSION: Action = Action::known("glue:DeleteTableVersion");

/// `glue:DeleteTrigger`.
#[rustfmt::skip]
pub const DELETE_TRIGGER: Action = Action::known("glue:DeleteTrigger");

/// `glue:DeleteUsageProfile`.
#[rustfmt::skip]
pub const DELETE_USAGE_PROFILE: Action = Action::known("glue:DeleteUsageProfile");

/// `glue:DeleteUserDefinedFunction`.
#[rustfmt::skip]
pub const DELETE_USER_DEFINED_FUNCTION: Action = Action::known("glue:DeleteUserDefinedFunction");

/// `glue:DeleteWorkflow`.
#[rustfmt::skip]
pub const DELETE_WORKFLOW: Action = Action::known("glue:DeleteWorkflow");

/// `glue:DeregisterDataPreview`.
#[rustfmt::skip]
pub const DEREGISTER_DATA_PREVIEW: Action = Action::known("glue:DeregisterDataPreview");

/// `glue:DescribeConnectionType`.
#[rustfmt::skip]
pub const DESCRIBE_CONNECTION_TYPE: Action = Action::known("glue:DescribeConnectionType");

/// `glue:DescribeEntity`.
#[rustfmt::skip]
pub const DESCRIBE_ENTITY: Action = Action::known("glue:DescribeEntity");

/// `glue:DescribeInboundIntegrations`.
#[rustfmt::skip]
pub const DESCRIBE_INBOUND_INTEGRATIONS: Action = Action::known("glue:DescribeInboundIntegrations");

/// `glue:DescribeIntegrations`.
#[rustfmt::skip]
pub const DESCRIBE_INTEGRATIONS: Action = Action::known("glue:DescribeIntegrations");

/// `glue:FederateAuthorization`.
#[rustfmt::skip]
pub const FEDERATE_AUTHORIZATION: Action = Action::known("glue:FederateAuthorization");

/// `glue:GetBlueprint`.
#[rustfmt::skip]
pub const GET_BLUEPRINT: Action = Action::known("glue:GetBlueprint");

/// `glue:GetBlueprintRun`.
#[rustfmt::skip]
pub const GET_BLUEPRINT_RUN: Action = Action::known("glue:GetBlueprintRun");

/// `glue:GetBlueprintRuns`.
#[rustfmt::skip]
pub const GET_BLUEPRINT_RUNS: Action = Action::known("glue:GetBlueprintRuns");

/// `glue:GetCatalog`.
#[rustfmt::skip]
pub const GET_CATALOG: Action = Action::known("glue:GetCatalog");

/// `glue:GetCatalogImportStatus`.
#[rustfmt::skip]
pub const GET_CATALOG_IMPORT_STATUS: Action = Action::known("glue:GetCatalogImportStatus");

/// `glue:GetCatalogs`.
#[rustfmt::skip]
pub const GET_CATALOGS: Action = Action::known("glue:GetCatalogs");

/// `glue:GetClassifier`.
#[rustfmt::skip]
pub const GET_CLASSIFIER: Action = Action::known("glue:GetClassifier");

/// `glue:GetClassifiers`.
#[rustfmt::skip]
pub const GET_CLASSIFIERS: Action = Action::known("glue:GetClassifiers");

/// `glue:GetColumnStatisticsForPartition`.
#[rustfmt::skip]
pub const GET_COLUMN_STATISTICS_FOR_PARTITION: Action = Action::known("glue:GetColumnStatisticsForPartition");

/// `glue:GetColumnStatisticsForTable`.
#[rustfmt::skip]
pub const GET_COLUMN_STATISTICS_FOR_TABLE: Action = Action::known("glue:GetColumnStatisticsForTable");

/// `glue:GetColumnStatisticsTaskRun`.
#[rustfmt::skip]
pub const GET_COLUMN_STATISTICS_TASK_RUN: Action = Action::known("glue:GetColumnStatisticsTaskRun");

/// `glue:GetColumnStatisticsTaskRuns`.
#[rustfmt::skip]
pub const GET_COLUMN_STATISTICS_TASK_RUNS: Action = Action::known("glue:GetColumnStatisticsTaskRuns");

/// `glue:GetColumnStatisticsTaskSettings`.
#[rustfmt::skip]
pub const GET_COLUMN_STATISTICS_TASK_SETTINGS: Action = Action::known("glue:GetColumnStatisticsTaskSettings");

/// `glue:GetCompletion`.
#[rustfmt::skip]
pub const GET_COMPLETION: Action = Action::known("glue:GetCompletion");

/// `glue:GetConnection`.
#[rustfmt::skip]
pub const GET_CONNECTION: Action = Action::known("glue:GetConnection");

/// `glue:GetConnections`.
#[rustfmt::skip]
pub const GET_CONNECTIONS: Action = Action::known("glue:GetConnections");

/// `glue:GetCrawler`.
#[rustfmt::skip]
pub const GET_CRAWLER: Action = Action::known("glue:GetCrawler");

/// `glue:GetCrawlerMetrics`.
#[rustfmt::skip]
pub const GET_CRAWLER_METRICS: Action = Action::known("glue:GetCrawlerMetrics");

/// `glue:GetCrawlers`.
#[rustfmt::skip]
pub const GET_CRAWLERS: Action = Action::known("glue:GetCrawlers");

/// `glue:GetCustomEntityType`.
#[rustfmt::skip]
pub const GET_CUSTOM_ENTITY_TYPE: Action = Action::known("glue:GetCustomEntityType");

/// `glue:GetDashboardUrl`.
#[rustfmt::skip]
pub const GET_DASHBOARD_URL: Action = Action::known("glue:GetDashboardUrl");

/// `glue:GetDatabase`.
#[rustfmt::skip]
pub const GET_DATABASE: Action = Action::known("glue:GetDatabase");

/// `glue:GetDatabases`.
#[rustfmt::skip]
pub const GET_DATABASES: Action = Action::known("glue:GetDatabases");

/// `glue:GetDataCatalogEncryptionSettings`.
#[rustfmt::skip]
pub const GET_DATA_CATALOG_ENCRYPTION_SETTINGS: Action = Action::known("glue:GetDataCatalogEncryptionSettings");

/// `glue:GetDataflowGraph`.
#[rustfmt::skip]
pub const GET_DATAFLOW_GRAPH: Action = Action::known("glue:GetDataflowGraph");

/// `glue:GetDataPreviewStatement`.
#[rustfmt::skip]
pub const GET_DATA_PREVIEW_STATEMENT: Action = Action::known("glue:GetDataPreviewStatement");

/// `glue:GetDataQualityModel`.
#[rustfmt::skip]
pub const GET_DATA_QUALITY_MODEL: Action = Action::known("glue:GetDataQualityModel");

/// `glue:GetDataQualityModelResult`.
#[rustfmt::skip]
pub const GET_DATA_QUALITY_MODEL_RESULT: Action = Action::known("glue:GetDataQualityModelResult");

/// `glue:GetDataQualityResult`.
#[rustfmt::skip]
pub const GET_DATA_QUALITY_RESULT: Action = Action::known("glue:GetDataQualityResult");

/// `glue:GetDataQualityRuleRecommendationRun`.
#[rustfmt::skip]
pub const GET_DATA_QUALITY_RULE_RECOMMENDATION_RUN: Action = Action::known("glue:GetDataQualityRuleRecommendationRun");

/// `glue:GetDataQualityRuleset`.
#[rustfmt::skip]
pub const GET_DATA_QUALITY_RULESET: Action = Action::known("glue:GetDataQualityRuleset");

/// `glue:GetDataQualityRulesetEvaluationRun`.
#[rustfmt::skip]
pub const GET_DATA_QUALITY_RULESET_EVALUATION_RUN: Action = Action::known("glue:GetDataQualityRulesetEvaluationRun");

/// `glue:GetDevEndpoint`.
#[rustfmt::skip]
pub const GET_DEV_ENDPOINT: Action = Action::known("glue:GetDevEndpoint");

/// `glue:GetDevEndpoints`.
#[rustfmt::skip]
pub const GET_DEV_ENDPOINTS: Action = Action::known("glue:GetDevEndpoints");

/// `glue:GetEntityRecords`.
#[rustfmt::skip]
pub const GET_ENTITY_RECORDS: Action = Action::known("glue:GetEntityRecords");

/// `glue:GetEnvironment`.
#[rustfmt::skip]
pub const GET_ENVIRONMENT: Action = Action::known("glue:GetEnvironment");

/// `glue:GetExecutors`.
#[rustfmt::skip]
pub const GET_EXECUTORS: Action = Action::known("glue:GetExecutors");

/// `glue:GetExecutorsThreads`.
#[rustfmt::skip]
pub const GET_EXECUTORS_THREADS: Action = Action::known("glue:GetExecutorsThreads");

/// `glue:GetGeneratedCode`.
#[rustfmt::skip]
pub const GET_GENERATED_CODE: Action = Action::known("glue:GetGeneratedCode");

/// `glue:GetGlueIdentityCenterConfiguration`.
#[rustfmt::skip]
pub const GET_GLUE_IDENTITY_CENTER_CONFIGURATION: Action = Action::known("glue:GetGlueIdentityCenterConfiguration");

/// `glue:GetIntegrationResourceProperty`.
#[rustfmt::skip]
pub const GET_INTEGRATION_RESOURCE_PROPERTY: Action = Action::known("glue:GetIntegrationResourceProperty");

/// `glue:GetIntegrationTableProperties`.
#[rustfmt::skip]
pub const GET_INTEGRATION_TABLE_PROPERTIES: Action = Action::known("glue:GetIntegrationTableProperties");

/// `glue:GetJob`.
#[rustfmt::skip]
pub const GET_JOB: Action = Action::known("glue:GetJob");

/// `glue:GetJobBookmark`.
#[rustfmt::skip]
pub const GET_JOB_BOOKMARK: Action = Action::known("glue:GetJobBookmark");

/// `glue:GetJobRun`.
#[rustfmt::skip]
pub const GET_JOB_RUN: Action = Action::known("glue:GetJobRun");

/// `glue:GetJobRuns`.
#[rustfmt::skip]
pub const GET_JOB_RUNS: Action = Action::known("glue:GetJobRuns");

/// `glue:GetJobs`.
#[rustfmt::skip]
pub const GET_JOBS: Action = Action::known("glue:GetJobs");

/// `glue:GetJobUpgradeAnalysis`.
#[rustfmt::skip]
pub const GET_JOB_UPGRADE_ANALYSIS: Action = Action::known("glue:GetJobUpgradeAnalysis");

/// `glue:GetLogParsingStatus`.
#[rustfmt::skip]
pub const GET_LOG_PARSING_STATUS: Action = Action::known("glue:GetLogParsingStatus");

/// `glue:GetMapping`.
#[rustfmt::skip]
pub const GET_MAPPING: Action = Action::known("glue:GetMapping");

/// `glue:GetMLTaskRun`.
#[rustfmt::skip]
pub const GET_ML_TASK_RUN: Action = Action::known("glue:GetMLTaskRun");

/// `glue:GetMLTaskRuns`.
#[rustfmt::skip]
pub const GET_ML_TASK_RUNS: Action = Action::known("glue:GetMLTaskRuns");

/// `glue:GetMLTransform`.
#[rustfmt::skip]
pub const GET_ML_TRANSFORM: Action = Action::known("glue:GetMLTransform");

/// `glue:GetMLTransforms`.
#[rustfmt::skip]
pub const GET_ML_TRANSFORMS: Action = Action::known("glue:GetMLTransforms");

/// `glue:GetNotebookInstanceStatus`.
#[rustfmt::skip]
pub const GET_NOTEBOOK_INSTANCE_STATUS: Action = Action::known("glue:GetNotebookInstanceStatus");

/// `glue:GetPartition`.
#[rustfmt::skip]
pub const GET_PARTITION: Action = Action::known("glue:GetPartition");

/// `glue:GetPartitionIndexes`.
#[rustfmt::skip]
pub const GET_PARTITION_INDEXES: Action = Action::known("glue:GetPartitionIndexes");

/// `glue:GetPartitions`.
#[rustfmt::skip]
pub const GET_PARTITIONS: Action = Action::known("glue:GetPartitions");

/// `glue:GetPlan`.
#[rustfmt::skip]
pub const GET_PLAN: Action = Action::known("glue:GetPlan");

/// `glue:GetQueries`.
#[rustfmt::skip]
pub const GET_QUERIES: Action = Action::known("glue:GetQueries");

/// `glue:GetQuery`.
#[rustfmt::skip]
pub const GET_QUERY: Action = Action::known("glue:GetQuery");

/// `glue:GetRecipeAction`.
#[rustfmt::skip]
pub const GET_RECIPE_ACTION: Action = Action::known("glue:GetRecipeAction");

/// `glue:GetRegistry`.
#[rustfmt::skip]
pub const GET_REGISTRY: Action = Action::known("glue:GetRegistry");

/// `glue:GetResourcePolicies`.
#[rustfmt::skip]
pub const GET_RESOURCE_POLICIES: Action = Action::known("glue:GetResourcePolicies");

/// `glue:GetResourcePolicy`.
#[rustfmt::skip]
pub const GET_RESOURCE_POLICY: Action = Action::known("glue:GetResourcePolicy");

/// `glue:GetSchema`.
#[rustfmt::skip]
pub const GET_SCHEMA: Action = Action::known("glue:GetSchema");

/// `glue:GetSchemaByDefinition`.
#[rustfmt::skip]
pub const GET_SCHEMA_BY_DEFINITION: Action = Action::known("glue:GetSchemaByDefinition");

/// `glue:GetSchemaVersion`.
#[rustfmt::skip]
pub const GET_SCHEMA_VERSION: Action = Action::known("glue:GetSchemaVersion");

/// `glue:GetSchemaVersionsDiff`.
#[rustfmt::skip]
pub const GET_SCHEMA_VERSIONS_DIFF: Action = Action::known("glue:GetSchemaVersionsDiff");

/// `glue:GetSecurityConfiguration`.
#[rustfmt::skip]
pub const GET_SECURITY_CONFIGURATION: Action = Action::known("glue:GetSecurityConfiguration");

/// `glue:GetSecurityConfigurations`.
#[rustfmt::skip]
pub const GET_SECURITY_CONFIGURATIONS: Action = Action::known("glue:GetSecurityConfigurations");

/// `glue:GetSession`.
#[rustfmt::skip]
pub const GET_SESSION: Action = Action::known("glue:GetSession");

/// `glue:GetSessionEndpoint`.
#[rustfmt::skip]
pub const GET_SESSION_ENDPOINT: Action = Action::known("glue:GetSessionEndpoint");

/// `glue:GetStage`.
#[rustfmt::skip]
pub const GET_STAGE: Action = Action::known("glue:GetStage");

/// `glue:GetStageAttempt`.
#[rustfmt::skip]
pub const GET_STAGE_ATTEMPT: Action = Action::known("glue:GetStageAttempt");

/// `glue:GetStageAttemptTaskList`.
#[rustfmt::skip]
pub const GET_STAGE_ATTEMPT_TASK_LIST: Action = Action::known("glue:GetStageAttemptTaskList");

/// `glue:GetStageAttemptTaskSummary`.
#[rustfmt::skip]
pub const GET_STAGE_ATTEMPT_TASK_SUMMARY: Action = Action::known("glue:GetStageAttemptTaskSummary");

/// `glue:GetStageFiles`.
#[rustfmt::skip]
pub const GET_STAGE_FILES: Action = Action::known("glue:GetStageFiles");

/// `glue:GetStages`.
#[rustfmt::skip]
pub const GET_STAGES: Action = Action::known("glue:GetStages");

/// `glue:GetStatement`.
#[rustfmt::skip]
pub const GET_STATEMENT: Action = Action::known("glue:GetStatement");

/// `glue:GetStorage`.
#[rustfmt::skip]
pub const GET_STORAGE: Action = Action::known("glue:GetStorage");

/// `glue:GetStorageUnit`.
#[rustfmt::skip]
pub const GET_STORAGE_UNIT: Action = Action::known("glue:GetStorageUnit");

/// `glue:GetSystemLogsForJobRun`.
#[rustfmt::skip]
pub const GET_SYSTEM_LOGS_FOR_JOB_RUN: Action = Action::known("glue:GetSystemLogsForJobRun");

/// `glue:GetSystemLogsForSession`.
#[rustfmt::skip]
pub const GET_SYSTEM_LOGS_FOR_SESSION: Action = Action::known("glue:GetSystemLogsForSession");

/// `glue:GetTable`.
#[rustfmt::skip]
pub const GET_TABLE: Action = Action::known("glue:GetTable");

/// `glue:GetTableOptimizer`.
#[rustfmt::skip]
pub const GET_TABLE_OPTIMIZER: Action = Action::known("glue:GetTableOptimizer");

/// `glue:GetTables`.
#[rustfmt::skip]
pub const GET_TABLES: Action = Action::known("glue:GetTables");

/// `glue:GetTableVersion`.
#[rustfmt::skip]
pub const GET_TABLE_VERSION: Action = Action::known("glue:GetTableVersion");

/// `glue:GetTableVersions`.
#[rustfmt::skip]
pub const GET_TABLE_VERSIONS: Action = Action::known("glue:GetTableVersions");

/// `glue:GetTags`.
#[rustfmt::skip]
pub const GET_TAGS: Action = Action::known("glue:GetTags");

/// `glue:GetTrigger`.
#[rustfmt::skip]
pub const GET_TRIGGER: Action = Action::known("glue:GetTrigger");

/// `glue:GetTriggers`.
#[rustfmt::skip]
pub const GET_TRIGGERS: Action = Action::known("glue:GetTriggers");

/// `glue:GetUsageProfile`.
#[rustfmt::skip]
pub const GET_USAGE_PROFILE: Action = Action::known("glue:GetUsageProfile");

/// `glue:GetUserDefinedFunction`.
#[rustfmt::skip]
pub const GET_USER_DEFINED_FUNCTION: Action = Action::known("glue:GetUserDefinedFunction");

/// `glue:GetUserDefinedFunctions`.
#[rustfmt::skip]
pub const GET_USER_DEFINED_FUNCTIONS: Action = Action::known("glue:GetUserDefinedFunctions");

/// `glue:GetWorkflow`.
#[rustfmt::skip]
pub const GET_WORKFLOW: Action = Action::known("glue:GetWorkflow");

/// `glue:GetWorkflowRun`.
#[rustfmt::skip]
pub const GET_WORKFLOW_RUN: Action = Action::known("glue:GetWorkflowRun");

/// `glue:GetWorkflowRunProperties`.
#[rustfmt::skip]
pub const GET_WORKFLOW_RUN_PROPERTIES: Action = Action::known("glue:GetWorkflowRunProperties");

/// `glue:GetWorkflowRuns`.
#[rustfmt::skip]
pub const GET_WORKFLOW_RUNS: Action = Action::known("glue:GetWorkflowRuns");

/// `glue:GlueNotebookAuthorize`.
#[rustfmt::skip]
pub const GLUE_NOTEBOOK_AUTHORIZE: Action = Action::known("glue:GlueNotebookAuthorize");

/// `glue:GlueNotebookRefreshCredentials`.
#[rustfmt::skip]
pub const GLUE_NOTEBOOK_REFRESH_CREDENTIALS: Action = Action::known("glue:GlueNotebookRefreshCredentials");

/// `glue:ImportCatalogToGlue`.
#[rustfmt::skip]
pub const IMPORT_CATALOG_TO_GLUE: Action = Action::known("glue:ImportCatalogToGlue");

/// `glue:ListBlueprints`.
#[rustfmt::skip]
pub const LIST_BLUEPRINTS: Action = Action::known("glue:ListBlueprints");

/// `glue:ListColumnStatisticsTaskRuns`.
#[rustfmt::skip]
pub const LIST_COLUMN_STATISTICS_TASK_RUNS: Action = Action::known("glue:ListColumnStatisticsTaskRuns");

/// `glue:ListConnectionTypes`.
#[rustfmt::skip]
pub const LIST_CONNECTION_TYPES: Action = Action::known("glue:ListConnectionTypes");

/// `glue:ListCrawlers`.
#[rustfmt::skip]
pub const LIST_CRAWLERS: Action = Action::known("glue:ListCrawlers");

/// `glue:ListCrawls`.
#[rustfmt::skip]
pub const LIST_CRAWLS: Action = Action::known("glue:ListCrawls");

/// `glue:ListCustomEntityTypes`.
#[rustfmt::skip]
pub const LIST_CUSTOM_ENTITY_TYPES: Action = Action::known("glue:ListCustomEntityTypes");

/// `glue:ListDataQualityResults`.
#[rustfmt::skip]
pub const LIST_DATA_QUALITY_RESULTS: Action = Action::known("glue:ListDataQualityResults");

/// `glue:ListDataQualityRuleRecommendationRuns`.
#[rustfmt::skip]
pub const LIST_DATA_QUALITY_RULE_RECOMMENDATION_RUNS: Action = Action::known("glue:ListDataQualityRuleRecommendationRuns");

/// `glue:ListDataQualityRulesetEvaluationRuns`.
#[rustfmt::skip]
pub const LIST_DATA_QUALITY_RULESET_EVALUATION_RUNS: Action = Action::known("glue:ListDataQualityRulesetEvaluationRuns");

/// `glue:ListDataQualityRulesets`.
#[rustfmt::skip]
pub const LIST_DATA_QUALITY_RULESETS: Action = Action::known("glue:ListDataQualityRulesets");

/// `glue:ListDevEndpoints`.
#[rustfmt::skip]
pub const LIST_DEV_ENDPOINTS: Action = Action::known("glue:ListDevEndpoints");

/// `glue:ListEntities`.
#[rustfmt::skip]
pub const LIST_ENTITIES: Action = Action::known("glue:ListEntities");

/// `glue:ListIntegrationResourceProperties`.
#[rustfmt::skip]
pub const LIST_INTEGRATION_RESOURCE_PROPERTIES: Action = Action::known("glue:ListIntegrationResourceProperties");

/// `glue:ListJobs`.
#[rustfmt::skip]
pub const LIST_JOBS: Action = Action::known("glue:ListJobs");

/// `glue:ListJobUpgradeAnalyses`.
#[rustfmt::skip]
pub const LIST_JOB_UPGRADE_ANALYSES: Action = Action::known("glue:ListJobUpgradeAnalyses");

/// `glue:ListMLTransforms`.
#[rustfmt::skip]
pub const LIST_ML_TRANSFORMS: Action = Action::known("glue:ListMLTransforms");

/// `glue:ListRegistries`.
#[rustfmt::skip]
pub const LIST_REGISTRIES: Action = Action::known("glue:ListRegistries");

/// `glue:ListSchemas`.
#[rustfmt::skip]
pub const LIST_SCHEMAS: Action = Action::known("glue:ListSchemas");

/// `glue:ListSchemaVersions`.
#[rustfmt::skip]
pub const LIST_SCHEMA_VERSIONS: Action = Action::known("glue:ListSchemaVersions");

/// `glue:ListSessions`.
#[rustfmt::skip]
pub const LIST_SESSIONS: Action = Action::known("glue:ListSessions");

/// `glue:ListStatements`.
#[rustfmt::skip]
pub const LIST_STATEMENTS: Action = Action::known("glue:ListStatements");

/// `glue:ListTableOptimizerRuns`.
#[rustfmt::skip]
pub const LIST_TABLE_OPTIMIZER_RUNS: Action = Action::known("glue:ListTableOptimizerRuns");

/// `glue:ListTriggers`.
#[rustfmt::skip]
pub const LIST_TRIGGERS: Action = Action::known("glue:ListTriggers");

/// `glue:ListUsageProfiles`.
#[rustfmt::skip]
pub const LIST_USAGE_PROFILES: Action = Action::known("glue:ListUsageProfiles");

/// `glue:ListWorkflows`.
#[rustfmt::skip]
pub const LIST_WORKFLOWS: Action = Action::known("glue:ListWorkflows");

/// `glue:ManagedConnector`.
#[rustfmt::skip]
pub const MANAGED_CONNECTOR: Action = Action::known("glue:ManagedConnector");

/// `glue:ModifyIntegration`.
#[rustfmt::skip]
pub const MODIFY_INTEGRATION: Action = Action::known("glue:ModifyIntegration");

/// `glue:NotifyEvent`.
#[rustfmt::skip]
pub const NOTIFY_EVENT: Action = Action::known("glue:NotifyEvent");

/// `glue:PassConnection`.
#[rustfmt::skip]
pub const PASS_CONNECTION: Action = Action::known("glue:PassConnection");

/// `glue:PublishDataQuality`.
#[rustfmt::skip]
pub const PUBLISH_DATA_QUALITY: Action = Action::known("glue:PublishDataQuality");

/// `glue:PutDataCatalogEncryptionSettings`.
#[rustfmt::skip]
pub const PUT_DATA_CATALOG_ENCRYPTION_SETTINGS: Action = Action::known("glue:PutDataCatalogEncryptionSettings");

/// `glue:PutDataQualityProfileAnnotation`.
#[rustfmt::skip]
pub const PUT_DATA_QUALITY_PROFILE_ANNOTATION: Action = Action::known("glue:PutDataQualityProfileAnnotation");

/// `glue:PutDataQualityStatisticAnnotation`.
#[rustfmt::skip]
pub const PUT_DATA_QUALITY_STATISTIC_ANNOTATION: Action = Action::known("glue:PutDataQualityStatisticAnnotation");

/// `glue:PutResourcePolicy`.
#[rustfmt::skip]
pub const PUT_RESOURCE_POLICY: Action = Action::known("glue:PutResourcePolicy");

/// `glue:PutSchemaVersionMetadata`.
#[rustfmt::skip]
pub const PUT_SCHEMA_VERSION_METADATA: Action = Action::known("glue:PutSchemaVersionMetadata");

/// `glue:PutWorkflowRunProperties`.
#[rustfmt::skip]
pub const PUT_WORKFLOW_RUN_PROPERTIES: Action = Action::known("glue:PutWorkflowRunProperties");

/// `glue:QuerySchemaVersionMetadata`.
#[rustfmt::skip]
pub const QUERY_SCHEMA_VERSION_METADATA: Action = Action::known("glue:QuerySchemaVersionMetadata");

/// `glue:RefreshOAuth2Tokens`.
#[rustfmt::skip]
pub const REFRESH_O_AUTH2_TOKENS: Action = Action::known("glue:RefreshOAuth2Tokens");

/// `glue:RegisterConnectionType`.
#[rustfmt::skip]
pub const REGISTER_CONNECTION_TYPE: Action = Action::known("glue:RegisterConnectionType");

/// `glue:RegisterSchemaVersion`.
#[rustfmt::skip]
pub const REGISTER_SCHEMA_VERSION: Action = Action::known("glue:RegisterSchemaVersion");

/// `glue:RemoveSchemaVersionMetadata`.
#[rustfmt::skip]
pub const REMOVE_SCHEMA_VERSION_METADATA: Action = Action::known("glue:RemoveSchemaVersionMetadata");

/// `glue:RenameTable`.
#[rustfmt::skip]
pub const RENAME_TABLE: Action = Action::known("glue:RenameTable");

/// `glue:RequestLogParsing`.
#[rustfmt::skip]
pub const REQUEST_LOG_PARSING: Action = Action::known("glue:RequestLogParsing");

/// `glue:ResetJobBookmark`.
#[rustfmt::skip]
pub const RESET_JOB_BOOKMARK: Action = Action::known("glue:ResetJobBookmark");

/// `glue:ResumeWorkflowRun`.
#[rustfmt::skip]
pub const RESUME_WORKFLOW_RUN: Action = Action::known("glue:ResumeWorkflowRun");

/// `glue:RunDataPreviewStatement`.
#[rustfmt::skip]
pub const RUN_DATA_PREVIEW_STATEMENT: Action = Action::known("glue:RunDataPreviewStatement");

/// `glue:RunStatement`.
#[rustfmt::skip]
pub const RUN_STATEMENT: Action = Action::known("glue:RunStatement");

/// `glue:SearchTables`.
#[rustfmt::skip]
pub const SEARCH_TABLES: Action = Action::known("glue:SearchTables");

/// `glue:SendFeedback`.
#[rustfmt::skip]
pub const SEND_FEEDBACK: Action = Action::known("glue:SendFeedback");

/// `glue:SendRecipeAction`.
#[rustfmt::skip]
pub const SEND_RECIPE_ACTION: Action = Action::known("glue:SendRecipeAction");

/// `glue:StartBlueprintRun`.
#[rustfmt::skip]
pub const START_BLUEPRINT_RUN: Action = Action::known("glue:StartBlueprintRun");

/// `glue:StartColumnStatisticsTaskRun`.
#[rustfmt::skip]
pub const START_COLUMN_STATISTICS_TASK_RUN: Action = Action::known("glue:StartColumnStatisticsTaskRun");

/// `glue:StartColumnStatisticsTaskRunSchedule`.
#[rustfmt::skip]
pub const START_COLUMN_STATISTICS_TASK_RUN_SCHEDULE: Action = Action::known("glue:StartColumnStatisticsTaskRunSchedule");

/// `glue:StartCompletion`.
#[rustfmt::skip]
pub const START_COMPLETION: Action = Action::known("glue:StartCompletion");

/// `glue:StartCrawler`.
#[rustfmt::skip]
pub const START_CRAWLER: Action = Action::known("glue:StartCrawler");

/// `glue:StartCrawlerSchedule`.
#[rustfmt::skip]
pub const START_CRAWLER_SCHEDULE: Action = Action::known("glue:StartCrawlerSchedule");

/// `glue:StartDataQualityRuleRecommendationRun`.
#[rustfmt::skip]
pub const START_DATA_QUALITY_RULE_RECOMMENDATION_RUN: Action = Action::known("glue:StartDataQualityRuleRecommendationRun");

/// `glue:StartDataQualityRulesetEvaluationRun`.
#[rustfmt::skip]
pub const START_DATA_QUALITY_RULESET_EVALUATION_RUN: Action = Action::known("glue:StartDataQualityRulesetEvaluationRun");

/// `glue:StartExportLabelsTaskRun`.
#[rustfmt::skip]
pub const START_EXPORT_LABELS_TASK_RUN: Action = Action::known("glue:StartExportLabelsTaskRun");

/// `glue:StartImportLabelsTaskRun`.
#[rustfmt::skip]
pub const START_IMPORT_LABELS_TASK_RUN: Action = Action::known("glue:StartImportLabelsTaskRun");

/// `glue:StartJobRun`.
#[rustfmt::skip]
pub const START_JOB_RUN: Action = Action::known("glue:StartJobRun");

/// `glue:StartJobUpgradeAnalysis`.
#[rustfmt::skip]
pub const START_JOB_UPGRADE_ANALYSIS: Action = Action::known("glue:StartJobUpgradeAnalysis");

/// `glue:StartMLEvaluationTaskRun`.
#[rustfmt::skip]
pub const START_ML_EVALUATION_TASK_RUN: Action = Action::known("glue:StartMLEvaluationTaskRun");

/// `glue:StartMLLabelingSetGenerationTaskRun`.
#[rustfmt::skip]
pub const START_ML_LABELING_SET_GENERATION_TASK_RUN: Action = Action::known("glue:StartMLLabelingSetGenerationTaskRun");

/// `glue:StartNotebook`.
#[rustfmt::skip]
pub const START_NOTEBOOK: Action = Action::known("glue:StartNotebook");

/// `glue:StartTrigger`.
#[rustfmt::skip]
pub const START_TRIGGER: Action = Action::known("glue:StartTrigger");

/// `glue:StartWorkflowRun`.
#[rustfmt::skip]
pub const START_WORKFLOW_RUN: Action = Action::known("glue:StartWorkflowRun");

/// `glue:StopColumnStatisticsTaskRun`.
#[rustfmt::skip]
pub const STOP_COLUMN_STATISTICS_TASK_RUN: Action = Action::known("glue:StopColumnStatisticsTaskRun");

/// `glue:StopColumnStatisticsTaskRunSchedule`.
#[rustfmt::skip]
pub const STOP_COLUMN_STATISTICS_TASK_RUN_SCHEDULE: Action = Action::known("glue:StopColumnStatisticsTaskRunSchedule");

/// `glue:StopCrawler`.
#[rustfmt::skip]
pub const STOP_CRAWLER: Action = Action::known("glue:StopCrawler");

/// `glue:StopCrawlerSchedule`.
#[rustfmt::skip]
pub const STOP_CRAWLER_SCHEDULE: Action = Action::known("glue:StopCrawlerSchedule");

/// `glue:StopJobUpgradeAnalysis`.
#[rustfmt::skip]
pub const STOP_JOB_UPGRADE_ANALYSIS: Action = Action::known("glue:StopJobUpgradeAnalysis");

/// `glue:StopSession`.
#[rustfmt::skip]
pub const STOP_SESSION: Action = Action::known("glue:StopSession");

/// `glue:StopTrigger`.
#[rustfmt::skip]
pub const STOP_TRIGGER: Action = Action::known("glue:StopTrigger");

/// `glue:StopWorkflowRun`.
#[rustfmt::skip]
pub const STOP_WORKFLOW_RUN: Action = Action::known("glue:StopWorkflowRun");

/// `glue:TagResource`.
#[rustfmt::skip]
pub const TAG_RESOURCE: Action = Action::known("glue:TagResource");

/// `glue:TerminateNotebook`.
#[rustfmt::skip]
pub const TERMINATE_NOTEBOOK: Action = Action::known("glue:TerminateNotebook");

/// `glue:TestConnection`.
#[rustfmt::skip]
pub const TEST_CONNECTION: Action = Action::known("glue:TestConnection");

/// `glue:UntagResource`.
#[rustfmt::skip]
pub const UNTAG_RESOURCE: Action = Action::known("glue:UntagResource");

/// `glue:UpdateBlueprint`.
#[rustfmt::skip]
pub const UPDATE_BLUEPRINT: Action = Action::known("glue:UpdateBlueprint");

/// `glue:UpdateCatalog`.
#[rustfmt::skip]
pub const UPDATE_CATALOG: Action = Action::known("glue:UpdateCatalog");

/// `glue:UpdateClassifier`.
#[rustfmt::skip]
pub const UPDATE_CLASSIFIER: Action = Action::known("glue:UpdateClassifier");

/// `glue:UpdateColumnStatisticsForPartition`.
#[rustfmt::skip]
pub const UPDATE_COLUMN_STATISTICS_FOR_PARTITION: Action = Action::known("glue:UpdateColumnStatisticsForPartition");

/// `glue:UpdateColumnStatisticsForTable`.
#[rustfmt::skip]
pub const UPDATE_COLUMN_STATISTICS_FOR_TABLE: Action = Action::known("glue:UpdateColumnStatisticsForTable");

/// `glue:UpdateColumnStatisticsTaskSettings`.
#[rustfmt::skip]
pub const UPDATE_COLUMN_STATISTICS_TASK_SETTINGS: Action = Action::known("glue:UpdateColumnStatisticsTaskSettings");

/// `glue:UpdateConnection`.
#[rustfmt::skip]
pub const UPDATE_CONNECTION: Action = Action::known("glue:UpdateConnection");

/// `glue:UpdateCrawler`.
#[rustfmt::skip]
pub const UPDATE_CRAWLER: Action = Action::known("glue:UpdateCrawler");

/// `glue:UpdateCrawlerSchedule`.
#[rustfmt::skip]
pub const UPDATE_CRAWLER_SCHEDULE: Action = Action::known("glue:UpdateCrawlerSchedule");

/// `glue:UpdateDatabase`.
#[rustfmt::skip]
pub const UPDATE_DATABASE: Action = Action::known("glue:UpdateDatabase");

/// `glue:UpdateDataQualityRuleset`.
#[rustfmt::skip]
pub const UPDATE_DATA_QUALITY_RULESET: Action = Action::known("glue:UpdateDataQualityRuleset");

/// `glue:UpdateDevEndpoint`.
#[rustfmt::skip]
pub const UPDATE_DEV_ENDPOINT: Action = Action::known("glue:UpdateDevEndpoint");

/// `glue:UpdateGlueIdentityCenterConfiguration`.
#[rustfmt::skip]
pub const UPDATE_GLUE_IDENTITY_CENTER_CONFIGURATION: Action = Action::known("glue:UpdateGlueIdentityCenterConfiguration");

/// `glue:UpdateIntegrationResourceProperty`.
#[rustfmt::skip]
pub const UPDATE_INTEGRATION_RESOURCE_PROPERTY: Action = Action::known("glue:UpdateIntegrationResourceProperty");

/// `glue:UpdateIntegrationTableProperties`.
#[rustfmt::skip]
pub const UPDATE_INTEGRATION_TABLE_PROPERTIES: Action = Action::known("glue:UpdateIntegrationTableProperties");

/// `glue:UpdateJob`.
#[rustfmt::skip]
pub const UPDATE_JOB: Action = Action::known("glue:UpdateJob");

/// `glue:UpdateJobFromSourceControl`.
#[rustfmt::skip]
pub const UPDATE_JOB_FROM_SOURCE_CONTROL: Action = Action::known("glue:UpdateJobFromSourceControl");

/// `glue:UpdateMLTransform`.
#[rustfmt::skip]
pub const UPDATE_ML_TRANSFORM: Action = Action::known("glue:UpdateMLTransform");

/// `glue:UpdatePartition`.
#[rustfmt::skip]
pub const UPDATE_PARTITION: Action = Action::known("glue:UpdatePartition");

/// `glue:UpdateRegistry`.
#[rustfmt::skip]
pub const UPDATE_REGISTRY: Action = Action::known("glue:UpdateRegistry");

/// `glue:UpdateSchema`.
#[rustfmt::skip]
pub const UPDATE_SCHEMA: Action = Action::known("glue:UpdateSchema");

/// `glue:UpdateSourceControlFromJob`.
#[rustfmt::skip]
pub const UPDATE_SOURCE_CONTROL_FROM_JOB: Action = Action::known("glue:UpdateSourceControlFromJob");

/// `glue:UpdateTable`.
#[rustfmt::skip]
pub const UPDATE_TABLE: Action = Action::known("glue:UpdateTable");

/// `glue:UpdateTableOptimizer`.
#[rustfmt::skip]
pub const UPDATE_TABLE_OPTIMIZER: Action = Action::known("glue:UpdateTableOptimizer");

/// `glue:UpdateTrigger`.
#[rustfmt::skip]
pub const UPDATE_TRIGGER: Action = Action::known("glue:UpdateTrigger");

/// `glue:UpdateUsageProfile`.
#[rustfmt::skip]
pub const UPDATE_USAGE_PROFILE: Action = Action::known("glue:UpdateUsageProfile");

/// `glue:UpdateUserDefinedFunction`.
#[rustfmt::skip]
pub const UPDATE_USER_DEFINED_FUNCTION: Action = Action::known("glue:UpdateUserDefinedFunction");

/// `glue:UpdateWorkflow`.
#[rustfmt::skip]
pub const UPDATE_WORKFLOW: Action = Action::known("glue:UpdateWorkflow");

/// `glue:UpgradeJob`.
#[rustfmt::skip]
pub const UPGRADE_JOB: Action = Action::known("glue:UpgradeJob");

/// `glue:UseGlueStudio`.
#[rustfmt::skip]
pub const USE_GLUE_STUDIO: Action = Action::known("glue:UseGlueStudio");

/// `glue:UseMLTransforms`.
#[rustfmt::skip]
pub const USE_ML_TRANSFORMS: Action = Action::known("glue:UseMLTransforms");
