//! The condition keys of `events`. Made by `iam-data`.

use crate::policy::{Key, KeyFamily, kind};

/// `events:ContentFilterPresent`.
#[rustfmt::skip]
pub const CONTENT_FILTER_PRESENT: Key<kind::Bool> = Key::known("events:ContentFilterPresent");

/// `events:EventBusArn`.
#[rustfmt::skip]
pub const EVENT_BUS_ARN: Key<kind::Arn> = Key::known("events:EventBusArn");

/// `events:ManagedBy`.
#[rustfmt::skip]
pub const MANAGED_BY: Key<kind::Text> = Key::known("events:ManagedBy");

/// `events:Metadata/${MetadataKey}`.
#[rustfmt::skip]
pub const METADATA: KeyFamily<kind::Text> = KeyFamily::known("events:Metadata/");

/// `events:PolicyName`.
#[rustfmt::skip]
pub const POLICY_NAME: Key<kind::Text> = Key::known("events:PolicyName");

/// `events:SystemMetadata/AwsDetailType`.
#[rustfmt::skip]
pub const SYSTEM_METADATA__AWS_DETAIL_TYPE: Key<kind::Text> = Key::known("events:SystemMetadata/AwsDetailType");

/// `events:SystemMetadata/AwsSource`.
#[rustfmt::skip]
pub const SYSTEM_METADATA__AWS_SOURCE: Key<kind::Text> = Key::known("events:SystemMetadata/AwsSource");

/// `events:SystemMetadata/ContentType`.
#[rustfmt::skip]
pub const SYSTEM_METADATA__CONTENT_TYPE: Key<kind::Text> = Key::known("events:SystemMetadata/ContentType");

/// `events:TargetArn`.
#[rustfmt::skip]
pub const TARGET_ARN: Key<kind::Arn> = Key::known("events:TargetArn");

/// `events:creatorAccount`.
#[rustfmt::skip]
pub const CREATOR_ACCOUNT: Key<kind::Text> = Key::known("events:creatorAccount");

/// `events:detail-type`.
#[rustfmt::skip]
pub const DETAIL_TYPE: Key<kind::Text> = Key::known("events:detail-type");

/// `events:detail.eventTypeCode`.
#[rustfmt::skip]
pub const DETAIL_EVENT_TYPE_CODE: Key<kind::Text> = Key::known("events:detail.eventTypeCode");

/// `events:detail.service`.
#[rustfmt::skip]
pub const DETAIL_SERVICE: Key<kind::Text> = Key::known("events:detail.service");

/// `events:detail.userIdentity.principalId`.
#[rustfmt::skip]
pub const DETAIL_USER_IDENTITY_PRINCIPAL_ID: Key<kind::Text> = Key::known("events:detail.userIdentity.principalId");

/// `events:eventBusInvocation`.
#[rustfmt::skip]
pub const EVENT_BUS_INVOCATION: Key<kind::Text> = Key::known("events:eventBusInvocation");

/// `events:source`.
#[rustfmt::skip]
pub const SOURCE: Key<kind::Text> = Key::known("events:source");
