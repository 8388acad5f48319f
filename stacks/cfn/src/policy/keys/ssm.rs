//! The condition keys of `ssm`. Made by `iam-data`.

use crate::policy::{Key, KeyFamily, kind};

/// `ssm:AccessRequestId`.
#[rustfmt::skip]
pub const ACCESS_REQUEST_ID: Key<kind::Text> = Key::known("ssm:AccessRequestId");

/// `ssm:AutoApprove`.
#[rustfmt::skip]
pub const AUTO_APPROVE: Key<kind::Bool> = Key::known("ssm:AutoApprove");

/// `ssm:DocumentCategories`.
#[rustfmt::skip]
pub const DOCUMENT_CATEGORIES: Key<kind::Text> = Key::known("ssm:DocumentCategories");

/// `ssm:DocumentType`.
#[rustfmt::skip]
pub const DOCUMENT_TYPE: Key<kind::Text> = Key::known("ssm:DocumentType");

/// `ssm:DocumentVersion`.
#[rustfmt::skip]
pub const DOCUMENT_VERSION: Key<kind::Text> = Key::known("ssm:DocumentVersion");

/// `ssm:InventoryTypeName`.
#[rustfmt::skip]
pub const INVENTORY_TYPE_NAME: Key<kind::Text> = Key::known("ssm:InventoryTypeName");

/// `ssm:NodeAccountId`.
#[rustfmt::skip]
pub const NODE_ACCOUNT_ID: Key<kind::Text> = Key::known("ssm:NodeAccountId");

/// `ssm:NodeOrgId`.
#[rustfmt::skip]
pub const NODE_ORG_ID: Key<kind::Text> = Key::known("ssm:NodeOrgId");

/// `ssm:Overwrite`.
#[rustfmt::skip]
pub const OVERWRITE: Key<kind::Text> = Key::known("ssm:Overwrite");

/// `ssm:Policies`.
#[rustfmt::skip]
pub const POLICIES: Key<kind::Text> = Key::known("ssm:Policies");

/// `ssm:Recursive`.
#[rustfmt::skip]
pub const RECURSIVE: Key<kind::Text> = Key::known("ssm:Recursive");

/// `ssm:SessionDocumentAccessCheck`.
#[rustfmt::skip]
pub const SESSION_DOCUMENT_ACCESS_CHECK: Key<kind::Bool> = Key::known("ssm:SessionDocumentAccessCheck");

/// `ssm:SourceInstanceARN`.
#[rustfmt::skip]
pub const SOURCE_INSTANCE_ARN: Key<kind::Arn> = Key::known("ssm:SourceInstanceARN");

/// `ssm:SyncType`.
#[rustfmt::skip]
pub const SYNC_TYPE: Key<kind::Text> = Key::known("ssm:SyncType");

/// `ssm:resourceTag/${TagKey}`.
#[rustfmt::skip]
pub const RESOURCE_TAG: KeyFamily<kind::Text> = KeyFamily::known("ssm:resourceTag/");

/// `ssm:resourceTag/aws:ssmmessages:session-id`.
#[rustfmt::skip]
pub const RESOURCE_TAG_AWS_SSMMESSAGES_SESSION_ID: Key<kind::Text> = Key::known("ssm:resourceTag/aws:ssmmessages:session-id");

/// `ssm:resourceTag/aws:ssmmessages:target-id`.
#[rustfmt::skip]
pub const RESOURCE_TAG_AWS_SSMMESSAGES_TARGET_ID: Key<kind::Text> = Key::known("ssm:resourceTag/aws:ssmmessages:target-id");

/// `ssm:resourceTag/tag-key`.
#[rustfmt::skip]
pub const RESOURCE_TAG_TAG_KEY: Key<kind::Text> = Key::known("ssm:resourceTag/tag-key");
