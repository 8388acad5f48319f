//! The condition keys of `iam`. Made by `iam-data`.

use crate::policy::{Key, KeyFamily, kind};

/// `iam:AWSServiceName`.
#[rustfmt::skip]
pub const AWS_SERVICE_NAME: Key<kind::Text> = Key::known("iam:AWSServiceName");

/// `iam:AccountPropertyNamespaces`.
#[rustfmt::skip]
pub const ACCOUNT_PROPERTY_NAMESPACES: Key<kind::Text> = Key::known("iam:AccountPropertyNamespaces");

/// `iam:AssociatedResourceArn`.
#[rustfmt::skip]
pub const ASSOCIATED_RESOURCE_ARN: Key<kind::Arn> = Key::known("iam:AssociatedResourceArn");

/// `iam:DelegationDuration`.
#[rustfmt::skip]
pub const DELEGATION_DURATION: Key<kind::Text> = Key::known("iam:DelegationDuration");

/// `iam:DelegationRequestOwner`.
#[rustfmt::skip]
pub const DELEGATION_REQUEST_OWNER: Key<kind::Arn> = Key::known("iam:DelegationRequestOwner");

/// `iam:FIDO-FIPS-140-2-certification`.
#[rustfmt::skip]
pub const FIDO_FIPS_140_2_CERTIFICATION: Key<kind::Text> = Key::known("iam:FIDO-FIPS-140-2-certification");

/// `iam:FIDO-FIPS-140-3-certification`.
#[rustfmt::skip]
pub const FIDO_FIPS_140_3_CERTIFICATION: Key<kind::Text> = Key::known("iam:FIDO-FIPS-140-3-certification");

/// `iam:FIDO-certification`.
#[rustfmt::skip]
pub const FIDO_CERTIFICATION: Key<kind::Text> = Key::known("iam:FIDO-certification");

/// `iam:NotificationChannel`.
#[rustfmt::skip]
pub const NOTIFICATION_CHANNEL: Key<kind::Text> = Key::known("iam:NotificationChannel");

/// `iam:OrganizationsPolicyId`.
#[rustfmt::skip]
pub const ORGANIZATIONS_POLICY_ID: Key<kind::Text> = Key::known("iam:OrganizationsPolicyId");

/// `iam:PassedToService`.
#[rustfmt::skip]
pub const PASSED_TO_SERVICE: Key<kind::Text> = Key::known("iam:PassedToService");

/// `iam:PermissionsBoundary`.
#[rustfmt::skip]
pub const PERMISSIONS_BOUNDARY: Key<kind::Arn> = Key::known("iam:PermissionsBoundary");

/// `iam:PolicyARN`.
#[rustfmt::skip]
pub const POLICY_ARN: Key<kind::Arn> = Key::known("iam:PolicyARN");

/// `iam:RegisterSecurityKey`.
#[rustfmt::skip]
pub const REGISTER_SECURITY_KEY: Key<kind::Text> = Key::known("iam:RegisterSecurityKey");

/// `iam:ResourceTag/${TagKey}`.
#[rustfmt::skip]
pub const RESOURCE_TAG: KeyFamily<kind::Text> = KeyFamily::known("iam:ResourceTag/");

/// `iam:RoleTemplateARN`.
#[rustfmt::skip]
pub const ROLE_TEMPLATE_ARN: Key<kind::Arn> = Key::known("iam:RoleTemplateARN");

/// `iam:ServiceSpecificCredentialAgeDays`.
#[rustfmt::skip]
pub const SERVICE_SPECIFIC_CREDENTIAL_AGE_DAYS: Key<kind::Number> = Key::known("iam:ServiceSpecificCredentialAgeDays");

/// `iam:ServiceSpecificCredentialServiceName`.
#[rustfmt::skip]
pub const SERVICE_SPECIFIC_CREDENTIAL_SERVICE_NAME: Key<kind::Text> = Key::known("iam:ServiceSpecificCredentialServiceName");

/// `iam:TemplateArn`.
#[rustfmt::skip]
pub const TEMPLATE_ARN: Key<kind::Arn> = Key::known("iam:TemplateArn");
