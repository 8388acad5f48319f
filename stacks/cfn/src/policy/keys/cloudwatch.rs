//! The condition keys of `cloudwatch`. Made by `iam-data`.

use crate::policy::{Key, kind};

/// `cloudwatch:AlarmActions`.
#[rustfmt::skip]
pub const ALARM_ACTIONS: Key<kind::Text> = Key::known("cloudwatch:AlarmActions");

/// `cloudwatch:AlarmTagsPropagationEnabled`.
#[rustfmt::skip]
pub const ALARM_TAGS_PROPAGATION_ENABLED: Key<kind::Bool> = Key::known("cloudwatch:AlarmTagsPropagationEnabled");

/// `cloudwatch:HasAccessGrant`.
#[rustfmt::skip]
pub const HAS_ACCESS_GRANT: Key<kind::Text> = Key::known("cloudwatch:HasAccessGrant");

/// `cloudwatch:ResourceArn`.
#[rustfmt::skip]
pub const RESOURCE_ARN: Key<kind::Arn> = Key::known("cloudwatch:ResourceArn");

/// `cloudwatch:namespace`.
#[rustfmt::skip]
pub const NAMESPACE: Key<kind::Text> = Key::known("cloudwatch:namespace");

/// `cloudwatch:requestInsightRuleLogGroups`.
#[rustfmt::skip]
pub const REQUEST_INSIGHT_RULE_LOG_GROUPS: Key<kind::Text> = Key::known("cloudwatch:requestInsightRuleLogGroups");

/// `cloudwatch:requestManagedResourceARNs`.
#[rustfmt::skip]
pub const REQUEST_MANAGED_RESOURCE_AR_NS: Key<kind::Arn> = Key::known("cloudwatch:requestManagedResourceARNs");
