//! The actions of `xray`. Made by `iam-data`.

use crate::policy::Action;

/// `xray:BatchGetTraces`.
#[rustfmt::skip]
pub const BATCH_GET_TRACES: Action = Action::known("xray:BatchGetTraces");

/// `xray:BatchGetTraceSummaryById`.
#[rustfmt::skip]
pub const BATCH_GET_TRACE_SUMMARY_BY_ID: Action = Action::known("xray:BatchGetTraceSummaryById");

/// `xray:CallWithBearerToken`.
#[rustfmt::skip]
pub const CALL_WITH_BEARER_TOKEN: Action = Action::known("xray:CallWithBearerToken");

/// `xray:CancelTraceRetrieval`.
#[rustfmt::skip]
pub const CANCEL_TRACE_RETRIEVAL: Action = Action::known("xray:CancelTraceRetrieval");

/// `xray:CreateGroup`.
#[rustfmt::skip]
pub const CREATE_GROUP: Action = Action::known("xray:CreateGroup");

/// `xray:CreateSamplingRule`.
#[rustfmt::skip]
pub const CREATE_SAMPLING_RULE: Action = Action::known("xray:CreateSamplingRule");

/// `xray:DeleteGroup`.
#[rustfmt::skip]
pub const DELETE_GROUP: Action = Action::known("xray:DeleteGroup");

/// `xray:DeleteResourcePolicy`.
#[rustfmt::skip]
pub const DELETE_RESOURCE_POLICY: Action = Action::known("xray:DeleteResourcePolicy");

/// `xray:DeleteSamplingRule`.
#[rustfmt::skip]
pub const DELETE_SAMPLING_RULE: Action = Action::known("xray:DeleteSamplingRule");

/// `xray:GetDistinctTraceGraphs`.
#[rustfmt::skip]
pub const GET_DISTINCT_TRACE_GRAPHS: Action = Action::known("xray:GetDistinctTraceGraphs");

/// `xray:GetEncryptionConfig`.
#[rustfmt::skip]
pub const GET_ENCRYPTION_CONFIG: Action = Action::known("xray:GetEncryptionConfig");

/// `xray:GetGroup`.
#[rustfmt::skip]
pub const GET_GROUP: Action = Action::known("xray:GetGroup");

/// `xray:GetGroups`.
#[rustfmt::skip]
pub const GET_GROUPS: Action = Action::known("xray:GetGroups");

/// `xray:GetIndexingRules`.
#[rustfmt::skip]
pub const GET_INDEXING_RULES: Action = Action::known("xray:GetIndexingRules");

/// `xray:GetInsight`.
#[rustfmt::skip]
pub const GET_INSIGHT: Action = Action::known("xray:GetInsight");

/// `xray:GetInsightEvents`.
#[rustfmt::skip]
pub const GET_INSIGHT_EVENTS: Action = Action::known("xray:GetInsightEvents");

/// `xray:GetInsightImpactGraph`.
#[rustfmt::skip]
pub const GET_INSIGHT_IMPACT_GRAPH: Action = Action::known("xray:GetInsightImpactGraph");

/// `xray:GetInsightSummaries`.
#[rustfmt::skip]
pub const GET_INSIGHT_SUMMARIES: Action = Action::known("xray:GetInsightSummaries");

/// `xray:GetRetrievedTracesGraph`.
#[rustfmt::skip]
pub const GET_RETRIEVED_TRACES_GRAPH: Action = Action::known("xray:GetRetrievedTracesGraph");

/// `xray:GetSamplingRules`.
#[rustfmt::skip]
pub const GET_SAMPLING_RULES: Action = Action::known("xray:GetSamplingRules");

/// `xray:GetSamplingStatisticSummaries`.
#[rustfmt::skip]
pub const GET_SAMPLING_STATISTIC_SUMMARIES: Action = Action::known("xray:GetSamplingStatisticSummaries");

/// `xray:GetSamplingTargets`.
#[rustfmt::skip]
pub const GET_SAMPLING_TARGETS: Action = Action::known("xray:GetSamplingTargets");

/// `xray:GetServiceGraph`.
#[rustfmt::skip]
pub const GET_SERVICE_GRAPH: Action = Action::known("xray:GetServiceGraph");

/// `xray:GetTimeSeriesServiceStatistics`.
#[rustfmt::skip]
pub const GET_TIME_SERIES_SERVICE_STATISTICS: Action = Action::known("xray:GetTimeSeriesServiceStatistics");

/// `xray:GetTraceGraph`.
#[rustfmt::skip]
pub const GET_TRACE_GRAPH: Action = Action::known("xray:GetTraceGraph");

/// `xray:GetTraceSegmentDestination`.
#[rustfmt::skip]
pub const GET_TRACE_SEGMENT_DESTINATION: Action = Action::known("xray:GetTraceSegmentDestination");

/// `xray:GetTraceSummaries`.
#[rustfmt::skip]
pub const GET_TRACE_SUMMARIES: Action = Action::known("xray:GetTraceSummaries");

/// `xray:Link`.
#[rustfmt::skip]
pub const LINK: Action = Action::known("xray:Link");

/// `xray:ListResourcePolicies`.
#[rustfmt::skip]
pub const LIST_RESOURCE_POLICIES: Action = Action::known("xray:ListResourcePolicies");

/// `xray:ListRetrievedTraces`.
#[rustfmt::skip]
pub const LIST_RETRIEVED_TRACES: Action = Action::known("xray:ListRetrievedTraces");

/// `xray:ListTagsForResource`.
#[rustfmt::skip]
pub const LIST_TAGS_FOR_RESOURCE: Action = Action::known("xray:ListTagsForResource");

/// `xray:PutEncryptionConfig`.
#[rustfmt::skip]
pub const PUT_ENCRYPTION_CONFIG: Action = Action::known("xray:PutEncryptionConfig");

/// `xray:PutResourcePolicy`.
#[rustfmt::skip]
pub const PUT_RESOURCE_POLICY: Action = Action::known("xray:PutResourcePolicy");

/// `xray:PutSpans`.
#[rustfmt::skip]
pub const PUT_SPANS: Action = Action::known("xray:PutSpans");

/// `xray:PutSpansForIndexing`.
#[rustfmt::skip]
pub const PUT_SPANS_FOR_INDEXING: Action = Action::known("xray:PutSpansForIndexing");

/// `xray:PutTelemetryRecords`.
#[rustfmt::skip]
pub const PUT_TELEMETRY_RECORDS: Action = Action::known("xray:PutTelemetryRecords");

/// `xray:PutTraceSegments`.
#[rustfmt::skip]
pub const PUT_TRACE_SEGMENTS: Action = Action::known("xray:PutTraceSegments");

/// `xray:StartTraceRetrieval`.
#[rustfmt::skip]
pub const START_TRACE_RETRIEVAL: Action = Action::known("xray:StartTraceRetrieval");

/// `xray:TagResource`.
#[rustfmt::skip]
pub const TAG_RESOURCE: Action = Action::known("xray:TagResource");

/// `xray:UntagResource`.
#[rustfmt::skip]
pub const UNTAG_RESOURCE: Action = Action::known("xray:UntagResource");

/// `xray:UpdateGroup`.
#[rustfmt::skip]
pub const UPDATE_GROUP: Action = Action::known("xray:UpdateGroup");

/// `xray:UpdateIndexingRule`.
#[rustfmt::skip]
pub const UPDATE_INDEXING_RULE: Action = Action::known("xray:UpdateIndexingRule");

/// `xray:UpdateSamplingRule`.
#[rustfmt::skip]
pub const UPDATE_SAMPLING_RULE: Action = Action::known("xray:UpdateSamplingRule");

/// `xray:UpdateTraceSegmentDestination`.
#[rustfmt::skip]
pub const UPDATE_TRACE_SEGMENT_DESTINATION: Action = Action::known("xray:UpdateTraceSegmentDestination");
