//! The actions of `sts`. Made by `iam-data`.

use crate::policy::Action;

/// `sts:AssumeRole`.
#[rustfmt::skip]
pub const ASSUME_ROLE: Action = Action::known("sts:AssumeRole");

/// `sts:AssumeRoleWithSAML`.
#[rustfmt::skip]
pub const ASSUME_ROLE_WITH_SAML: Action = Action::known("sts:AssumeRoleWithSAML");

/// `sts:AssumeRoleWithWebIdentity`.
#[rustfmt::skip]
pub const ASSUME_ROLE_WITH_WEB_IDENTITY: Action = Action::known("sts:AssumeRoleWithWebIdentity");

/// `sts:AssumeRoot`.
#[rustfmt::skip]
pub const ASSUME_ROOT: Action = Action::known("sts:AssumeRoot");

/// `sts:DecodeAuthorizationMessage`.
#[rustfmt::skip]
pub const DECODE_AUTHORIZATION_MESSAGE: Action = Action::known("sts:DecodeAuthorizationMessage");

/// `sts:GetAccessKeyInfo`.
#[rustfmt::skip]
pub const GET_ACCESS_KEY_INFO: Action = Action::known("sts:GetAccessKeyInfo");

/// `sts:GetCallerIdentity`.
#[rustfmt::skip]
pub const GET_CALLER_IDENTITY: Action = Action::known("sts:GetCallerIdentity");

/// `sts:GetDelegatedAccessToken`.
#[rustfmt::skip]
pub const GET_DELEGATED_ACCESS_TOKEN: Action = Action::known("sts:GetDelegatedAccessToken");

/// `sts:GetFederationToken`.
#[rustfmt::skip]
pub const GET_FEDERATION_TOKEN: Action = Action::known("sts:GetFederationToken");

/// `sts:GetServiceBearerToken`.
#[rustfmt::skip]
pub const GET_SERVICE_BEARER_TOKEN: Action = Action::known("sts:GetServiceBearerToken");

/// `sts:GetSessionToken`.
#[rustfmt::skip]
pub const GET_SESSION_TOKEN: Action = Action::known("sts:GetSessionToken");

/// `sts:GetWebIdentityToken`.
#[rustfmt::skip]
pub const GET_WEB_IDENTITY_TOKEN: Action = Action::known("sts:GetWebIdentityToken");

/// `sts:SetContext`.
#[rustfmt::skip]
pub const SET_CONTEXT: Action = Action::known("sts:SetContext");

/// `sts:SetSourceIdentity`.
#[rustfmt::skip]
pub const SET_SOURCE_IDENTITY: Action = Action::known("sts:SetSourceIdentity");

/// `sts:TagGetWebIdentityToken`.
#[rustfmt::skip]
pub const TAG_GET_WEB_IDENTITY_TOKEN: Action = Action::known("sts:TagGetWebIdentityToken");

/// `sts:TagSession`.
#[rustfmt::skip]
pub const TAG_SESSION: Action = Action::known("sts:TagSession");
