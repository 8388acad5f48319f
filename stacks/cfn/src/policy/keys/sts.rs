//! The condition keys of `sts`. Made by `iam-data`.

use crate::policy::{Key, KeyFamily, kind};

/// `sts:AWSServiceName`.
#[rustfmt::skip]
pub const AWS_SERVICE_NAME: Key<kind::Text> = Key::known("sts:AWSServiceName");

/// `sts:DurationSeconds`.
#[rustfmt::skip]
pub const DURATION_SECONDS: Key<kind::Number> = Key::known("sts:DurationSeconds");

/// `sts:ExternalId`.
#[rustfmt::skip]
pub const EXTERNAL_ID: Key<kind::Text> = Key::known("sts:ExternalId");

/// `sts:IdentityTokenAudience`.
#[rustfmt::skip]
pub const IDENTITY_TOKEN_AUDIENCE: Key<kind::Text> = Key::known("sts:IdentityTokenAudience");

/// `sts:RequestContext/${ContextKey}`.
#[rustfmt::skip]
pub const REQUEST_CONTEXT: KeyFamily<kind::Text> = KeyFamily::known("sts:RequestContext/");

/// `sts:RequestContextProviders`.
#[rustfmt::skip]
pub const REQUEST_CONTEXT_PROVIDERS: Key<kind::Arn> = Key::known("sts:RequestContextProviders");

/// `sts:RoleAuthorizedByIdp`.
#[rustfmt::skip]
pub const ROLE_AUTHORIZED_BY_IDP: Key<kind::Bool> = Key::known("sts:RoleAuthorizedByIdp");

/// `sts:RoleSessionName`.
#[rustfmt::skip]
pub const ROLE_SESSION_NAME: Key<kind::Text> = Key::known("sts:RoleSessionName");

/// `sts:SigningAlgorithm`.
#[rustfmt::skip]
pub const SIGNING_ALGORITHM: Key<kind::Text> = Key::known("sts:SigningAlgorithm");

/// `sts:SourceIdentity`.
#[rustfmt::skip]
pub const SOURCE_IDENTITY: Key<kind::Text> = Key::known("sts:SourceIdentity");

/// `sts:TaskPolicyArn`.
#[rustfmt::skip]
pub const TASK_POLICY_ARN: Key<kind::Arn> = Key::known("sts:TaskPolicyArn");

/// `sts:TransitiveTagKeys`.
#[rustfmt::skip]
pub const TRANSITIVE_TAG_KEYS: Key<kind::Text> = Key::known("sts:TransitiveTagKeys");
