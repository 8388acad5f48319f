//! The actions of `cloudwatch`. Made by `iam-data`.

use crate::policy::Action;

/// `cloudwatch:AssumeAccessProfile`.
#[rustfmt::skip]
pub const ASSUME_ACCESS_PROFILE: Action = Action::known("cloudwatch:AssumeAccessProfile");

/// `cloudwatch:BatchGetServiceLevelIndicatorReport`.
#[rustfmt::skip]
pub const BATCH_GET_SERVICE_LEVEL_INDICATOR_REPORT: Action = Action::known("cloudwatch:BatchGetServiceLevelIndicatorReport");

/// `cloudwatch:BatchGetServiceLevelObjectiveBudgetReport`.
#[rustfmt::skip]
pub const BATCH_GET_SERVICE_LEVEL_OBJECTIVE_BUDGET_REPORT: Action = Action::known("cloudwatch:BatchGetServiceLevelObjectiveBudgetReport");

/// `cloudwatch:CallWithBearerToken`.
#[rustfmt::skip]
pub const CALL_WITH_BEARER_TOKEN: Action = Action::known("cloudwatch:CallWithBearerToken");

/// `cloudwatch:CreateAccessGrant`.
#[rustfmt::skip]
pub const CREATE_ACCESS_GRANT: Action = Action::known("cloudwatch:CreateAccessGrant");

/// `cloudwatch:CreateAccessProfile`.
#[rustfmt::skip]
pub const CREATE_ACCESS_PROFILE: Action = Action::known("cloudwatch:CreateAccessProfile");

/// `cloudwatch:CreateAlert`.
#[rustfmt::skip]
pub const CREATE_ALERT: Action = Action::known("cloudwatch:CreateAlert");

/// `cloudwatch:CreateDomain`.
#[rustfmt::skip]
pub const CREATE_DOMAIN: Action = Action::known("cloudwatch:CreateDomain");

/// `cloudwatch:CreateDomainAccessGrantForOrganization`.
#[rustfmt::skip]
pub const CREATE_DOMAIN_ACCESS_GRANT_FOR_ORGANIZATION: Action = Action::known("cloudwatch:CreateDomainAccessGrantForOrganization");

/// `cloudwatch:CreateDomainForOrganization`.
#[rustfmt::skip]
pub const CREATE_DOMAIN_FOR_ORGANIZATION: Action = Action::known("cloudwatch:CreateDomainForOrganization");

/// `cloudwatch:CreateIngestionEndpoint`.
#[rustfmt::skip]
pub const CREATE_INGESTION_ENDPOINT: Action = Action::known("cloudwatch:CreateIngestionEndpoint");

/// `cloudwatch:CreateIntegration`.
#[rustfmt::skip]
pub const CREATE_INTEGRATION: Action = Action::known("cloudwatch:CreateIntegration");

/// `cloudwatch:CreateOmniDashboard`.
#[rustfmt::skip]
pub const CREATE_OMNI_DASHBOARD: Action = Action::known("cloudwatch:CreateOmniDashboard");

/// `cloudwatch:CreateOmniThread`.
#[rustfmt::skip]
pub const CREATE_OMNI_THREAD: Action = Action::known("cloudwatch:CreateOmniThread");

/// `cloudwatch:CreateOneTimeDeepLinkCode`.
#[rustfmt::skip]
pub const CREATE_ONE_TIME_DEEP_LINK_CODE: Action = Action::known("cloudwatch:CreateOneTimeDeepLinkCode");

/// `cloudwatch:CreateResourceMetricsConfiguration`.
#[rustfmt::skip]
pub const CREATE_RESOURCE_METRICS_CONFIGURATION: Action = Action::known("cloudwatch:CreateResourceMetricsConfiguration");

/// `cloudwatch:CreateServiceLevelObjective`.
#[rustfmt::skip]
pub const CREATE_SERVICE_LEVEL_OBJECTIVE: Action = Action::known("cloudwatch:CreateServiceLevelObjective");

/// `cloudwatch:CreateSpace`.
#[rustfmt::skip]
pub const CREATE_SPACE: Action = Action::known("cloudwatch:CreateSpace");

/// `cloudwatch:CreateView`.
#[rustfmt::skip]
pub const CREATE_VIEW: Action = Action::known("cloudwatch:CreateView");

/// `cloudwatch:DeleteAccessGrant`.
#[rustfmt::skip]
pub const DELETE_ACCESS_GRANT: Action = Action::known("cloudwatch:DeleteAccessGrant");

/// `cloudwatch:DeleteAccessProfile`.
#[rustfmt::skip]
pub const DELETE_ACCESS_PROFILE: Action = Action::known("cloudwatch:DeleteAccessProfile");

/// `cloudwatch:DeleteAlarmMuteRule`.
#[rustfmt::skip]
pub const DELETE_ALARM_MUTE_RULE: Action = Action::known("cloudwatch:DeleteAlarmMuteRule");

/// `cloudwatch:DeleteAlarms`.
#[rustfmt::skip]
pub const DELETE_ALARMS: Action = Action::known("cloudwatch:DeleteAlarms");

/// `cloudwatch:DeleteAlert`.
#[rustfmt::skip]
pub const DELETE_ALERT: Action = Action::known("cloudwatch:DeleteAlert");

/// `cloudwatch:DeleteAnomalyDetector`.
#[rustfmt::skip]
pub const DELETE_ANOMALY_DETECTOR: Action = Action::known("cloudwatch:DeleteAnomalyDetector");

/// `cloudwatch:DeleteDashboards`.
#[rustfmt::skip]
pub const DELETE_DASHBOARDS: Action = Action::known("cloudwatch:DeleteDashboards");

/// `cloudwatch:DeleteDomain`.
#[rustfmt::skip]
pub const DELETE_DOMAIN: Action = Action::known("cloudwatch:DeleteDomain");

/// `cloudwatch:DeleteDomainAccessGrantForOrganization`.
#[rustfmt::skip]
pub const DELETE_DOMAIN_ACCESS_GRANT_FOR_ORGANIZATION: Action = Action::known("cloudwatch:DeleteDomainAccessGrantForOrganization");

/// `cloudwatch:DeleteDomainForOrganization`.
#[rustfmt::skip]
pub const DELETE_DOMAIN_FOR_ORGANIZATION: Action = Action::known("cloudwatch:DeleteDomainForOrganization");

/// `cloudwatch:DeleteIngestionEndpoint`.
#[rustfmt::skip]
pub const DELETE_INGESTION_ENDPOINT: Action = Action::known("cloudwatch:DeleteIngestionEndpoint");

/// `cloudwatch:DeleteInsightRules`.
#[rustfmt::skip]
pub const DELETE_INSIGHT_RULES: Action = Action::known("cloudwatch:DeleteInsightRules");

/// `cloudwatch:DeleteIntegration`.
#[rustfmt::skip]
pub const DELETE_INTEGRATION: Action = Action::known("cloudwatch:DeleteIntegration");

/// `cloudwatch:DeleteMetricStream`.
#[rustfmt::skip]
pub const DELETE_METRIC_STREAM: Action = Action::known("cloudwatch:DeleteMetricStream");

/// `cloudwatch:DeleteOmniDashboard`.
#[rustfmt::skip]
pub const DELETE_OMNI_DASHBOARD: Action = Action::known("cloudwatch:DeleteOmniDashboard");

/// `cloudwatch:DeleteOmniThread`.
#[rustfmt::skip]
pub const DELETE_OMNI_THREAD: Action = Action::known("cloudwatch:DeleteOmniThread");

/// `cloudwatch:DeletePipelineRule`.
#[rustfmt::skip]
pub const DELETE_PIPELINE_RULE: Action = Action::known("cloudwatch:DeletePipelineRule");

/// `cloudwatch:DeleteResourceMetricsConfiguration`.
#[rustfmt::skip]
pub const DELETE_RESOURCE_METRICS_CONFIGURATION: Action = Action::known("cloudwatch:DeleteResourceMetricsConfiguration");

/// `cloudwatch:DeleteServiceLevelObjective`.
#[rustfmt::skip]
pub const DELETE_SERVICE_LEVEL_OBJECTIVE: Action = Action::known("cloudwatch:DeleteServiceLevelObjective");

/// `cloudwatch:DeleteSpace`.
#[rustfmt::skip]
pub const DELETE_SPACE: Action = Action::known("cloudwatch:DeleteSpace");

/// `cloudwatch:DeleteView`.
#[rustfmt::skip]
pub const DELETE_VIEW: Action = Action::known("cloudwatch:DeleteView");

/// `cloudwatch:DescribeAlarmHistory`.
#[rustfmt::skip]
pub const DESCRIBE_ALARM_HISTORY: Action = Action::known("cloudwatch:DescribeAlarmHistory");

/// `cloudwatch:DescribeAlarms`.
#[rustfmt::skip]
pub const DESCRIBE_ALARMS: Action = Action::known("cloudwatch:DescribeAlarms");

/// `cloudwatch:DescribeAlarmsForMetric`.
#[rustfmt::skip]
pub const DESCRIBE_ALARMS_FOR_METRIC: Action = Action::known("cloudwatch:DescribeAlarmsForMetric");

/// `cloudwatch:DescribeAnomalyDetectors`.
#[rustfmt::skip]
pub const DESCRIBE_ANOMALY_DETECTORS: Action = Action::known("cloudwatch:DescribeAnomalyDetectors");

/// `cloudwatch:DescribeInsightRules`.
#[rustfmt::skip]
pub const DESCRIBE_INSIGHT_RULES: Action = Action::known("cloudwatch:DescribeInsightRules");

/// `cloudwatch:DisableAlarmActions`.
#[rustfmt::skip]
pub const DISABLE_ALARM_ACTIONS: Action = Action::known("cloudwatch:DisableAlarmActions");

/// `cloudwatch:DisableInsightRules`.
#[rustfmt::skip]
pub const DISABLE_INSIGHT_RULES: Action = Action::known("cloudwatch:DisableInsightRules");

/// `cloudwatch:EnableAlarmActions`.
#[rustfmt::skip]
pub const ENABLE_ALARM_ACTIONS: Action = Action::known("cloudwatch:EnableAlarmActions");

/// `cloudwatch:EnableInsightRules`.
#[rustfmt::skip]
pub const ENABLE_INSIGHT_RULES: Action = Action::known("cloudwatch:EnableInsightRules");

/// `cloudwatch:EnableTopologyDiscovery`.
#[rustfmt::skip]
pub const ENABLE_TOPOLOGY_DISCOVERY: Action = Action::known("cloudwatch:EnableTopologyDiscovery");

/// `cloudwatch:GenerateQuery`.
#[rustfmt::skip]
pub const GENERATE_QUERY: Action = Action::known("cloudwatch:GenerateQuery");

/// `cloudwatch:GenerateQueryResultsSummary`.
#[rustfmt::skip]
pub const GENERATE_QUERY_RESULTS_SUMMARY: Action = Action::known("cloudwatch:GenerateQueryResultsSummary");

/// `cloudwatch:GetAccessGrant`.
#[rustfmt::skip]
pub const GET_ACCESS_GRANT: Action = Action::known("cloudwatch:GetAccessGrant");

/// `cloudwatch:GetAccessProfile`.
#[rustfmt::skip]
pub const GET_ACCESS_PROFILE: Action = Action::known("cloudwatch:GetAccessProfile");

/// `cloudwatch:GetAgentGraph`.
#[rustfmt::skip]
pub const GET_AGENT_GRAPH: Action = Action::known("cloudwatch:GetAgentGraph");

/// `cloudwatch:GetAlarmMuteRule`.
#[rustfmt::skip]
pub const GET_ALARM_MUTE_RULE: Action = Action::known("cloudwatch:GetAlarmMuteRule");

/// `cloudwatch:GetAlert`.
#[rustfmt::skip]
pub const GET_ALERT: Action = Action::known("cloudwatch:GetAlert");

/// `cloudwatch:GetContextGraph`.
#[rustfmt::skip]
pub const GET_CONTEXT_GRAPH: Action = Action::known("cloudwatch:GetContextGraph");

/// `cloudwatch:GetDashboard`.
#[rustfmt::skip]
pub const GET_DASHBOARD: Action = Action::known("cloudwatch:GetDashboard");

/// `cloudwatch:GetDataset`.
#[rustfmt::skip]
pub const GET_DATASET: Action = Action::known("cloudwatch:GetDataset");

/// `cloudwatch:GetDomain`.
#[rustfmt::skip]
pub const GET_DOMAIN: Action = Action::known("cloudwatch:GetDomain");

/// `cloudwatch:GetDomainAccessGrantForOrganization`.
#[rustfmt::skip]
pub const GET_DOMAIN_ACCESS_GRANT_FOR_ORGANIZATION: Action = Action::known("cloudwatch:GetDomainAccessGrantForOrganization");

/// `cloudwatch:GetDomainForOrganization`.
#[rustfmt::skip]
pub const GET_DOMAIN_FOR_ORGANIZATION: Action = Action::known("cloudwatch:GetDomainForOrganization");

/// `cloudwatch:GetIngestionEndpoint`.
#[rustfmt::skip]
pub const GET_INGESTION_ENDPOINT: Action = Action::known("cloudwatch:GetIngestionEndpoint");

/// `cloudwatch:GetInsightRuleReport`.
#[rustfmt::skip]
pub const GET_INSIGHT_RULE_REPORT: Action = Action::known("cloudwatch:GetInsightRuleReport");

/// `cloudwatch:GetIntegration`.
#[rustfmt::skip]
pub const GET_INTEGRATION: Action = Action::known("cloudwatch:GetIntegration");

/// `cloudwatch:GetIntelligenceConfiguration`.
#[rustfmt::skip]
pub const GET_INTELLIGENCE_CONFIGURATION: Action = Action::known("cloudwatch:GetIntelligenceConfiguration");

/// `cloudwatch:GetMetricData`.
#[rustfmt::skip]
pub const GET_METRIC_DATA: Action = Action::known("cloudwatch:GetMetricData");

/// `cloudwatch:GetMetricStatistics`.
#[rustfmt::skip]
pub const GET_METRIC_STATISTICS: Action = Action::known("cloudwatch:GetMetricStatistics");

/// `cloudwatch:GetMetricStream`.
#[rustfmt::skip]
pub const GET_METRIC_STREAM: Action = Action::known("cloudwatch:GetMetricStream");

/// `cloudwatch:GetMetricWidgetImage`.
#[rustfmt::skip]
pub const GET_METRIC_WIDGET_IMAGE: Action = Action::known("cloudwatch:GetMetricWidgetImage");

/// `cloudwatch:GetOmniDashboard`.
#[rustfmt::skip]
pub const GET_OMNI_DASHBOARD: Action = Action::known("cloudwatch:GetOmniDashboard");

/// `cloudwatch:GetOmniThread`.
#[rustfmt::skip]
pub const GET_OMNI_THREAD: Action = Action::known("cloudwatch:GetOmniThread");

/// `cloudwatch:GetOTelEnrichment`.
#[rustfmt::skip]
pub const GET_O_TEL_ENRICHMENT: Action = Action::known("cloudwatch:GetOTelEnrichment");

/// `cloudwatch:GetPreferences`.
#[rustfmt::skip]
pub const GET_PREFERENCES: Action = Action::known("cloudwatch:GetPreferences");

/// `cloudwatch:GetRecords`.
#[rustfmt::skip]
pub const GET_RECORDS: Action = Action::known("cloudwatch:GetRecords");

/// `cloudwatch:GetResourceMetricsConfiguration`.
#[rustfmt::skip]
pub const GET_RESOURCE_METRICS_CONFIGURATION: Action = Action::known("cloudwatch:GetResourceMetricsConfiguration");

/// `cloudwatch:GetService`.
#[rustfmt::skip]
pub const GET_SERVICE: Action = Action::known("cloudwatch:GetService");

/// `cloudwatch:GetServiceData`.
#[rustfmt::skip]
pub const GET_SERVICE_DATA: Action = Action::known("cloudwatch:GetServiceData");

/// `cloudwatch:GetServiceLevelObjective`.
#[rustfmt::skip]
pub const GET_SERVICE_LEVEL_OBJECTIVE: Action = Action::known("cloudwatch:GetServiceLevelObjective");

/// `cloudwatch:GetSpace`.
#[rustfmt::skip]
pub const GET_SPACE: Action = Action::known("cloudwatch:GetSpace");

/// `cloudwatch:GetSpaceCredentials`.
#[rustfmt::skip]
pub const GET_SPACE_CREDENTIALS: Action = Action::known("cloudwatch:GetSpaceCredentials");

/// `cloudwatch:GetSpaceCredentialsForOrganization`.
#[rustfmt::skip]
pub const GET_SPACE_CREDENTIALS_FOR_ORGANIZATION: Action = Action::known("cloudwatch:GetSpaceCredentialsForOrganization");

/// `cloudwatch:GetTelemetryQueryResults`.
#[rustfmt::skip]
pub const GET_TELEMETRY_QUERY_RESULTS: Action = Action::known("cloudwatch:GetTelemetryQueryResults");

/// `cloudwatch:GetTopologyDiscoveryStatus`.
#[rustfmt::skip]
pub const GET_TOPOLOGY_DISCOVERY_STATUS: Action = Action::known("cloudwatch:GetTopologyDiscoveryStatus");

/// `cloudwatch:GetTopologyMap`.
#[rustfmt::skip]
pub const GET_TOPOLOGY_MAP: Action = Action::known("cloudwatch:GetTopologyMap");

/// `cloudwatch:GetView`.
#[rustfmt::skip]
pub const GET_VIEW: Action = Action::known("cloudwatch:GetView");

/// `cloudwatch:InvokeIntegration`.
#[rustfmt::skip]
pub const INVOKE_INTEGRATION: Action = Action::known("cloudwatch:InvokeIntegration");

/// `cloudwatch:Link`.
#[rustfmt::skip]
pub const LINK: Action = Action::known("cloudwatch:Link");

/// `cloudwatch:ListAccessGrants`.
#[rustfmt::skip]
pub const LIST_ACCESS_GRANTS: Action = Action::known("cloudwatch:ListAccessGrants");

/// `cloudwatch:ListAccessProfiles`.
#[rustfmt::skip]
pub const LIST_ACCESS_PROFILES: Action = Action::known("cloudwatch:ListAccessProfiles");

/// `cloudwatch:ListAlarmMuteRules`.
#[rustfmt::skip]
pub const LIST_ALARM_MUTE_RULES: Action = Action::known("cloudwatch:ListAlarmMuteRules");

/// `cloudwatch:ListAlertContributors`.
#[rustfmt::skip]
pub const LIST_ALERT_CONTRIBUTORS: Action = Action::known("cloudwatch:ListAlertContributors");

/// `cloudwatch:ListAlerts`.
#[rustfmt::skip]
pub const LIST_ALERTS: Action = Action::known("cloudwatch:ListAlerts");

/// `cloudwatch:ListDashboards`.
#[rustfmt::skip]
pub const LIST_DASHBOARDS: Action = Action::known("cloudwatch:ListDashboards");

/// `cloudwatch:ListDomainAccessGrantsForOrganization`.
#[rustfmt::skip]
pub const LIST_DOMAIN_ACCESS_GRANTS_FOR_ORGANIZATION: Action = Action::known("cloudwatch:ListDomainAccessGrantsForOrganization");

/// `cloudwatch:ListDomains`.
#[rustfmt::skip]
pub const LIST_DOMAINS: Action = Action::known("cloudwatch:ListDomains");

/// `cloudwatch:ListEntitiesForMetric`.
#[rustfmt::skip]
pub const LIST_ENTITIES_FOR_METRIC: Action = Action::known("cloudwatch:ListEntitiesForMetric");

/// `cloudwatch:ListIngestionEndpoints`.
#[rustfmt::skip]
pub const LIST_INGESTION_ENDPOINTS: Action = Action::known("cloudwatch:ListIngestionEndpoints");

/// `cloudwatch:ListIntegrations`.
#[rustfmt::skip]
pub const LIST_INTEGRATIONS: Action = Action::known("cloudwatch:ListIntegrations");

/// `cloudwatch:ListManagedInsightRules`.
#[rustfmt::skip]
pub const LIST_MANAGED_INSIGHT_RULES: Action = Action::known("cloudwatch:ListManagedInsightRules");

/// `cloudwatch:ListMetrics`.
#[rustfmt::skip]
pub const LIST_METRICS: Action = Action::known("cloudwatch:ListMetrics");

/// `cloudwatch:ListMetricStreams`.
#[rustfmt::skip]
pub const LIST_METRIC_STREAMS: Action = Action::known("cloudwatch:ListMetricStreams");

/// `cloudwatch:ListOmniDashboards`.
#[rustfmt::skip]
pub const LIST_OMNI_DASHBOARDS: Action = Action::known("cloudwatch:ListOmniDashboards");

/// `cloudwatch:ListOmniThreads`.
#[rustfmt::skip]
pub const LIST_OMNI_THREADS: Action = Action::known("cloudwatch:ListOmniThreads");

/// `cloudwatch:ListServiceLevelObjectives`.
#[rustfmt::skip]
pub const LIST_SERVICE_LEVEL_OBJECTIVES: Action = Action::known("cloudwatch:ListServiceLevelObjectives");

/// `cloudwatch:ListServices`.
#[rustfmt::skip]
pub const LIST_SERVICES: Action = Action::known("cloudwatch:ListServices");

/// `cloudwatch:ListSpaceAccess`.
#[rustfmt::skip]
pub const LIST_SPACE_ACCESS: Action = Action::known("cloudwatch:ListSpaceAccess");

/// `cloudwatch:ListSpaces`.
#[rustfmt::skip]
pub const LIST_SPACES: Action = Action::known("cloudwatch:ListSpaces");

/// `cloudwatch:ListSpacesForOrganization`.
#[rustfmt::skip]
pub const LIST_SPACES_FOR_ORGANIZATION: Action = Action::known("cloudwatch:ListSpacesForOrganization");

/// `cloudwatch:ListTagsForResource`.
#[rustfmt::skip]
pub const LIST_TAGS_FOR_RESOURCE: Action = Action::known("cloudwatch:ListTagsForResource");

/// `cloudwatch:ListTelemetryFields`.
#[rustfmt::skip]
pub const LIST_TELEMETRY_FIELDS: Action = Action::known("cloudwatch:ListTelemetryFields");

/// `cloudwatch:ListTelemetryQuerySessions`.
#[rustfmt::skip]
pub const LIST_TELEMETRY_QUERY_SESSIONS: Action = Action::known("cloudwatch:ListTelemetryQuerySessions");

/// `cloudwatch:ListViews`.
#[rustfmt::skip]
pub const LIST_VIEWS: Action = Action::known("cloudwatch:ListViews");

/// `cloudwatch:PutAlarmMuteRule`.
#[rustfmt::skip]
pub const PUT_ALARM_MUTE_RULE: Action = Action::known("cloudwatch:PutAlarmMuteRule");

/// `cloudwatch:PutAnomalyDetector`.
#[rustfmt::skip]
pub const PUT_ANOMALY_DETECTOR: Action = Action::known("cloudwatch:PutAnomalyDetector");

/// `cloudwatch:PutCompositeAlarm`.
#[rustfmt::skip]
pub const PUT_COMPOSITE_ALARM: Action = Action::known("cloudwatch:PutCompositeAlarm");

/// `cloudwatch:PutDashboard`.
#[rustfmt::skip]
pub const PUT_DASHBOARD: Action = Action::known("cloudwatch:PutDashboard");

/// `cloudwatch:PutInsightRule`.
#[rustfmt::skip]
pub const PUT_INSIGHT_RULE: Action = Action::known("cloudwatch:PutInsightRule");

/// `cloudwatch:PutIntelligenceConfiguration`.
#[rustfmt::skip]
pub const PUT_INTELLIGENCE_CONFIGURATION: Action = Action::known("cloudwatch:PutIntelligenceConfiguration");

/// `cloudwatch:PutLogAlarm`.
#[rustfmt::skip]
pub const PUT_LOG_ALARM: Action = Action::known("cloudwatch:PutLogAlarm");

/// `cloudwatch:PutManagedInsightRules`.
#[rustfmt::skip]
pub const PUT_MANAGED_INSIGHT_RULES: Action = Action::known("cloudwatch:PutManagedInsightRules");

/// `cloudwatch:PutMetricAlarm`.
#[rustfmt::skip]
pub const PUT_METRIC_ALARM: Action = Action::known("cloudwatch:PutMetricAlarm");

/// `cloudwatch:PutMetricData`.
#[rustfmt::skip]
pub const PUT_METRIC_DATA: Action = Action::known("cloudwatch:PutMetricData");

/// `cloudwatch:PutMetricStream`.
#[rustfmt::skip]
pub const PUT_METRIC_STREAM: Action = Action::known("cloudwatch:PutMetricStream");

/// `cloudwatch:PutPipelineRule`.
#[rustfmt::skip]
pub const PUT_PIPELINE_RULE: Action = Action::known("cloudwatch:PutPipelineRule");

/// `cloudwatch:PutRecords`.
#[rustfmt::skip]
pub const PUT_RECORDS: Action = Action::known("cloudwatch:PutRecords");

/// `cloudwatch:QueryTraces`.
#[rustfmt::skip]
pub const QUERY_TRACES: Action = Action::known("cloudwatch:QueryTraces");

/// `cloudwatch:SearchPrincipals`.
#[rustfmt::skip]
pub const SEARCH_PRINCIPALS: Action = Action::known("cloudwatch:SearchPrincipals");

/// `cloudwatch:SetAlarmState`.
#[rustfmt::skip]
pub const SET_ALARM_STATE: Action = Action::known("cloudwatch:SetAlarmState");

/// `cloudwatch:StartMetricStreams`.
#[rustfmt::skip]
pub const START_METRIC_STREAMS: Action = Action::known("cloudwatch:StartMetricStreams");

/// `cloudwatch:StartOmniThreadSession`.
#[rustfmt::skip]
pub const START_OMNI_THREAD_SESSION: Action = Action::known("cloudwatch:StartOmniThreadSession");

/// `cloudwatch:StartOTelEnrichment`.
#[rustfmt::skip]
pub const START_O_TEL_ENRICHMENT: Action = Action::known("cloudwatch:StartOTelEnrichment");

/// `cloudwatch:StartTelemetryQuery`.
#[rustfmt::skip]
pub const START_TELEMETRY_QUERY: Action = Action::known("cloudwatch:StartTelemetryQuery");

/// `cloudwatch:StartTelemetryQuerySession`.
#[rustfmt::skip]
pub const START_TELEMETRY_QUERY_SESSION: Action = Action::known("cloudwatch:StartTelemetryQuerySession");

/// `cloudwatch:StopMetricStreams`.
#[rustfmt::skip]
pub const STOP_METRIC_STREAMS: Action = Action::known("cloudwatch:StopMetricStreams");

/// `cloudwatch:StopOTelEnrichment`.
#[rustfmt::skip]
pub const STOP_O_TEL_ENRICHMENT: Action = Action::known("cloudwatch:StopOTelEnrichment");

/// `cloudwatch:StopTelemetryQuery`.
#[rustfmt::skip]
pub const STOP_TELEMETRY_QUERY: Action = Action::known("cloudwatch:StopTelemetryQuery");

/// `cloudwatch:StopTelemetryQuerySession`.
#[rustfmt::skip]
pub const STOP_TELEMETRY_QUERY_SESSION: Action = Action::known("cloudwatch:StopTelemetryQuerySession");

/// `cloudwatch:SubmitAlarmFeedback`.
#[rustfmt::skip]
pub const SUBMIT_ALARM_FEEDBACK: Action = Action::known("cloudwatch:SubmitAlarmFeedback");

/// `cloudwatch:SubmitFeedback`.
#[rustfmt::skip]
pub const SUBMIT_FEEDBACK: Action = Action::known("cloudwatch:SubmitFeedback");

/// `cloudwatch:TagResource`.
#[rustfmt::skip]
pub const TAG_RESOURCE: Action = Action::known("cloudwatch:TagResource");

/// `cloudwatch:UntagResource`.
#[rustfmt::skip]
pub const UNTAG_RESOURCE: Action = Action::known("cloudwatch:UntagResource");

/// `cloudwatch:UpdateAccessProfile`.
#[rustfmt::skip]
pub const UPDATE_ACCESS_PROFILE: Action = Action::known("cloudwatch:UpdateAccessProfile");

/// `cloudwatch:UpdateAlert`.
#[rustfmt::skip]
pub const UPDATE_ALERT: Action = Action::known("cloudwatch:UpdateAlert");

/// `cloudwatch:UpdateDomain`.
#[rustfmt::skip]
pub const UPDATE_DOMAIN: Action = Action::known("cloudwatch:UpdateDomain");

/// `cloudwatch:UpdateDomainForOrganization`.
#[rustfmt::skip]
pub const UPDATE_DOMAIN_FOR_ORGANIZATION: Action = Action::known("cloudwatch:UpdateDomainForOrganization");

/// `cloudwatch:UpdateIngestionEndpoint`.
#[rustfmt::skip]
pub const UPDATE_INGESTION_ENDPOINT: Action = Action::known("cloudwatch:UpdateIngestionEndpoint");

/// `cloudwatch:UpdateIntegration`.
#[rustfmt::skip]
pub const UPDATE_INTEGRATION: Action = Action::known("cloudwatch:UpdateIntegration");

/// `cloudwatch:UpdateOmniDashboard`.
#[rustfmt::skip]
pub const UPDATE_OMNI_DASHBOARD: Action = Action::known("cloudwatch:UpdateOmniDashboard");

/// `cloudwatch:UpdateOmniThread`.
#[rustfmt::skip]
pub const UPDATE_OMNI_THREAD: Action = Action::known("cloudwatch:UpdateOmniThread");

/// `cloudwatch:UpdateOTelEnrichment`.
#[rustfmt::skip]
pub const UPDATE_O_TEL_ENRICHMENT: Action = Action::known("cloudwatch:UpdateOTelEnrichment");

/// `cloudwatch:UpdatePreferences`.
#[rustfmt::skip]
pub const UPDATE_PREFERENCES: Action = Action::known("cloudwatch:UpdatePreferences");

/// `cloudwatch:UpdateResourceMetricsConfiguration`.
#[rustfmt::skip]
pub const UPDATE_RESOURCE_METRICS_CONFIGURATION: Action = Action::known("cloudwatch:UpdateResourceMetricsConfiguration");

/// `cloudwatch:UpdateServiceLevelObjective`.
#[rustfmt::skip]
pub const UPDATE_SERVICE_LEVEL_OBJECTIVE: Action = Action::known("cloudwatch:UpdateServiceLevelObjective");

/// `cloudwatch:UpdateSpace`.
#[rustfmt::skip]
pub const UPDATE_SPACE: Action = Action::known("cloudwatch:UpdateSpace");

/// `cloudwatch:UpdateView`.
#[rustfmt::skip]
pub const UPDATE_VIEW: Action = Action::known("cloudwatch:UpdateView");
