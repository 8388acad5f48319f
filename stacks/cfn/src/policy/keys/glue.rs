//! The condition keys of `glue`. Made by `iam-data`.

use crate::policy::{Key, kind};

/// `glue:CredentialIssuingService`.
#[rustfmt::skip]
pub const CREDENTIAL_ISSUING_SERVICE: Key<kind::Text> = Key::known("glue:CredentialIssuingService");

/// `glue:EnabledForRedshiftAutoDiscovery`.
#[rustfmt::skip]
pub const ENABLED_FOR_REDSHIFT_AUTO_DISCOVERY: Key<kind::Bool> = Key::known("glue:EnabledForRedshiftAutoDiscovery");

/// `glue:FederatedAuthorizationSource`.
#[rustfmt::skip]
pub const FEDERATED_AUTHORIZATION_SOURCE: Key<kind::Text> = Key::known("glue:FederatedAuthorizationSource");

/// `glue:LakeFormationPermissions`.
#[rustfmt::skip]
pub const LAKE_FORMATION_PERMISSIONS: Key<kind::Text> = Key::known("glue:LakeFormationPermissions");

/// `glue:RoleAssumedBy`.
#[rustfmt::skip]
pub const ROLE_ASSUMED_BY: Key<kind::Text> = Key::known("glue:RoleAssumedBy");

/// `glue:SecurityGroupIds`.
#[rustfmt::skip]
pub const SECURITY_GROUP_IDS: Key<kind::Text> = Key::known("glue:SecurityGroupIds");

/// `glue:SubnetIds`.
#[rustfmt::skip]
pub const SUBNET_IDS: Key<kind::Text> = Key::known("glue:SubnetIds");

/// `glue:VpcIds`.
#[rustfmt::skip]
pub const VPC_IDS: Key<kind::Text> = Key::known("glue:VpcIds");
