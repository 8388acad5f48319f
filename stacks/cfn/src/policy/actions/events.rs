//! The actions of `events`. Made by `iam-data`.

use crate::policy::Action;

/// `events:ActivateEventSource`.
#[rustfmt::skip]
pub const ACTIVATE_EVENT_SOURCE: Action = Action::known("events:ActivateEventSource");

/// `events:AllowVendedLogDeliveryForResource`.
#[rustfmt::skip]
pub const ALLOW_VENDED_LOG_DELIVERY_FOR_RESOURCE: Action = Action::known("events:AllowVendedLogDeliveryForResource");

/// `events:CancelReplay`.
#[rustfmt::skip]
pub const CANCEL_REPLAY: Action = Action::known("events:CancelReplay");

/// `events:CreateApiDestination`.
#[rustfmt::skip]
pub const CREATE_API_DESTINATION: Action = Action::known("events:CreateApiDestination");

/// `events:CreateArchive`.
#[rustfmt::skip]
pub const CREATE_ARCHIVE: Action = Action::known("events:CreateArchive");

/// `events:CreateConnection`.
#[rustfmt::skip]
pub const CREATE_CONNECTION: Action = Action::known("events:CreateConnection");

/// `events:CreateEndpoint`.
#[rustfmt::skip]
pub const CREATE_ENDPOINT: Action = Action::known("events:CreateEndpoint");

/// `events:CreateEventBus`.
#[rustfmt::skip]
pub const CREATE_EVENT_BUS: Action = Action::known("events:CreateEventBus");

/// `events:CreateEventSource`.
#[rustfmt::skip]
pub const CREATE_EVENT_SOURCE: Action = Action::known("events:CreateEventSource");

/// `events:CreatePartnerEventSource`.
#[rustfmt::skip]
pub const CREATE_PARTNER_EVENT_SOURCE: Action = Action::known("events:CreatePartnerEventSource");

/// `events:CreateSubscriber`.
#[rustfmt::skip]
pub const CREATE_SUBSCRIBER: Action = Action::known("events:CreateSubscriber");

/// `events:DeactivateEventSource`.
#[rustfmt::skip]
pub const DEACTIVATE_EVENT_SOURCE: Action = Action::known("events:DeactivateEventSource");

/// `events:DeauthorizeConnection`.
#[rustfmt::skip]
pub const DEAUTHORIZE_CONNECTION: Action = Action::known("events:DeauthorizeConnection");

/// `events:DeleteApiDestination`.
#[rustfmt::skip]
pub const DELETE_API_DESTINATION: Action = Action::known("events:DeleteApiDestination");

/// `events:DeleteArchive`.
#[rustfmt::skip]
pub const DELETE_ARCHIVE: Action = Action::known("events:DeleteArchive");

/// `events:DeleteConnection`.
#[rustfmt::skip]
pub const DELETE_CONNECTION: Action = Action::known("events:DeleteConnection");

/// `events:DeleteEndpoint`.
#[rustfmt::skip]
pub const DELETE_ENDPOINT: Action = Action::known("events:DeleteEndpoint");

/// `events:DeleteEventBus`.
#[rustfmt::skip]
pub const DELETE_EVENT_BUS: Action = Action::known("events:DeleteEventBus");

/// `events:DeleteEventSource`.
#[rustfmt::skip]
pub const DELETE_EVENT_SOURCE: Action = Action::known("events:DeleteEventSource");

/// `events:DeletePartnerEventSource`.
#[rustfmt::skip]
pub const DELETE_PARTNER_EVENT_SOURCE: Action = Action::known("events:DeletePartnerEventSource");

/// `events:DeleteResourcePolicy`.
#[rustfmt::skip]
pub const DELETE_RESOURCE_POLICY: Action = Action::known("events:DeleteResourcePolicy");

/// `events:DeleteRule`.
#[rustfmt::skip]
pub const DELETE_RULE: Action = Action::known("events:DeleteRule");

/// `events:DeleteSubscriber`.
#[rustfmt::skip]
pub const DELETE_SUBSCRIBER: Action = Action::known("events:DeleteSubscriber");

/// `events:DescribeApiDestination`.
#[rustfmt::skip]
pub const DESCRIBE_API_DESTINATION: Action = Action::known("events:DescribeApiDestination");

/// `events:DescribeArchive`.
#[rustfmt::skip]
pub const DESCRIBE_ARCHIVE: Action = Action::known("events:DescribeArchive");

/// `events:DescribeConnection`.
#[rustfmt::skip]
pub const DESCRIBE_CONNECTION: Action = Action::known("events:DescribeConnection");

/// `events:DescribeEndpoint`.
#[rustfmt::skip]
pub const DESCRIBE_ENDPOINT: Action = Action::known("events:DescribeEndpoint");

/// `events:DescribeEventBus`.
#[rustfmt::skip]
pub const DESCRIBE_EVENT_BUS: Action = Action::known("events:DescribeEventBus");

/// `events:DescribeEventSource`.
#[rustfmt::skip]
pub const DESCRIBE_EVENT_SOURCE: Action = Action::known("events:DescribeEventSource");

/// `events:DescribePartnerEventSource`.
#[rustfmt::skip]
pub const DESCRIBE_PARTNER_EVENT_SOURCE: Action = Action::known("events:DescribePartnerEventSource");

/// `events:DescribeReplay`.
#[rustfmt::skip]
pub const DESCRIBE_REPLAY: Action = Action::known("events:DescribeReplay");

/// `events:DescribeRule`.
#[rustfmt::skip]
pub const DESCRIBE_RULE: Action = Action::known("events:DescribeRule");

/// `events:DescribeSubscriber`.
#[rustfmt::skip]
pub const DESCRIBE_SUBSCRIBER: Action = Action::known("events:DescribeSubscriber");

/// `events:DisableRule`.
#[rustfmt::skip]
pub const DISABLE_RULE: Action = Action::known("events:DisableRule");

/// `events:EnableRule`.
#[rustfmt::skip]
pub const ENABLE_RULE: Action = Action::known("events:EnableRule");

/// `events:GetResourcePolicy`.
#[rustfmt::skip]
pub const GET_RESOURCE_POLICY: Action = Action::known("events:GetResourcePolicy");

/// `events:InvokeApiDestination`.
#[rustfmt::skip]
pub const INVOKE_API_DESTINATION: Action = Action::known("events:InvokeApiDestination");

/// `events:ListApiDestinations`.
#[rustfmt::skip]
pub const LIST_API_DESTINATIONS: Action = Action::known("events:ListApiDestinations");

/// `events:ListArchives`.
#[rustfmt::skip]
pub const LIST_ARCHIVES: Action = Action::known("events:ListArchives");

/// `events:ListConnections`.
#[rustfmt::skip]
pub const LIST_CONNECTIONS: Action = Action::known("events:ListConnections");

/// `events:ListEndpoints`.
#[rustfmt::skip]
pub const LIST_ENDPOINTS: Action = Action::known("events:ListEndpoints");

/// `events:ListEventBuses`.
#[rustfmt::skip]
pub const LIST_EVENT_BUSES: Action = Action::known("events:ListEventBuses");

/// `events:ListEventSources`.
#[rustfmt::skip]
pub const LIST_EVENT_SOURCES: Action = Action::known("events:ListEventSources");

/// `events:ListPartnerEventSourceAccounts`.
#[rustfmt::skip]
pub const LIST_PARTNER_EVENT_SOURCE_ACCOUNTS: Action = Action::known("events:ListPartnerEventSourceAccounts");

/// `events:ListPartnerEventSources`.
#[rustfmt::skip]
pub const LIST_PARTNER_EVENT_SOURCES: Action = Action::known("events:ListPartnerEventSources");

/// `events:ListReplays`.
#[rustfmt::skip]
pub const LIST_REPLAYS: Action = Action::known("events:ListReplays");

/// `events:ListResourcePolicies`.
#[rustfmt::skip]
pub const LIST_RESOURCE_POLICIES: Action = Action::known("events:ListResourcePolicies");

/// `events:ListRuleNamesByTarget`.
#[rustfmt::skip]
pub const LIST_RULE_NAMES_BY_TARGET: Action = Action::known("events:ListRuleNamesByTarget");

/// `events:ListRules`.
#[rustfmt::skip]
pub const LIST_RULES: Action = Action::known("events:ListRules");

/// `events:ListSubscribers`.
#[rustfmt::skip]
pub const LIST_SUBSCRIBERS: Action = Action::known("events:ListSubscribers");

/// `events:ListTagsForResource`.
#[rustfmt::skip]
pub const LIST_TAGS_FOR_RESOURCE: Action = Action::known("events:ListTagsForResource");

/// `events:ListTargetsByRule`.
#[rustfmt::skip]
pub const LIST_TARGETS_BY_RULE: Action = Action::known("events:ListTargetsByRule");

/// `events:PutEvents`.
#[rustfmt::skip]
pub const PUT_EVENTS: Action = Action::known("events:PutEvents");

/// `events:PutPartnerEvents`.
#[rustfmt::skip]
pub const PUT_PARTNER_EVENTS: Action = Action::known("events:PutPartnerEvents");

/// `events:PutPermission`.
#[rustfmt::skip]
pub const PUT_PERMISSION: Action = Action::known("events:PutPermission");

/// `events:PutRawEvents`.
#[rustfmt::skip]
pub const PUT_RAW_EVENTS: Action = Action::known("events:PutRawEvents");

/// `events:PutResourcePolicy`.
#[rustfmt::skip]
pub const PUT_RESOURCE_POLICY: Action = Action::known("events:PutResourcePolicy");

/// `events:PutRule`.
#[rustfmt::skip]
pub const PUT_RULE: Action = Action::known("events:PutRule");

/// `events:PutTargets`.
#[rustfmt::skip]
pub const PUT_TARGETS: Action = Action::known("events:PutTargets");

/// `events:RemovePermission`.
#[rustfmt::skip]
pub const REMOVE_PERMISSION: Action = Action::known("events:RemovePermission");

/// `events:RemoveTargets`.
#[rustfmt::skip]
pub const REMOVE_TARGETS: Action = Action::known("events:RemoveTargets");

/// `events:RetrieveConnectionCredentials`.
#[rustfmt::skip]
pub const RETRIEVE_CONNECTION_CREDENTIALS: Action = Action::known("events:RetrieveConnectionCredentials");

/// `events:RevokeResource`.
#[rustfmt::skip]
pub const REVOKE_RESOURCE: Action = Action::known("events:RevokeResource");

/// `events:StartReplay`.
#[rustfmt::skip]
pub const START_REPLAY: Action = Action::known("events:StartReplay");

/// `events:TagResource`.
#[rustfmt::skip]
pub const TAG_RESOURCE: Action = Action::known("events:TagResource");

/// `events:TestEventPattern`.
#[rustfmt::skip]
pub const TEST_EVENT_PATTERN: Action = Action::known("events:TestEventPattern");

/// `events:UntagResource`.
#[rustfmt::skip]
pub const UNTAG_RESOURCE: Action = Action::known("events:UntagResource");

/// `events:UpdateApiDestination`.
#[rustfmt::skip]
pub const UPDATE_API_DESTINATION: Action = Action::known("events:UpdateApiDestination");

/// `events:UpdateArchive`.
#[rustfmt::skip]
pub const UPDATE_ARCHIVE: Action = Action::known("events:UpdateArchive");

/// `events:UpdateConnection`.
#[rustfmt::skip]
pub const UPDATE_CONNECTION: Action = Action::known("events:UpdateConnection");

/// `events:UpdateEndpoint`.
#[rustfmt::skip]
pub const UPDATE_ENDPOINT: Action = Action::known("events:UpdateEndpoint");

/// `events:UpdateEventBus`.
#[rustfmt::skip]
pub const UPDATE_EVENT_BUS: Action = Action::known("events:UpdateEventBus");

/// `events:UpdateEventSource`.
#[rustfmt::skip]
pub const UPDATE_EVENT_SOURCE: Action = Action::known("events:UpdateEventSource");

/// `events:UpdateSubscriber`.
#[rustfmt::skip]
pub const UPDATE_SUBSCRIBER: Action = Action::known("events:UpdateSubscriber");
