//! The actions of `iam`. Made by `iam-data`.

use crate::policy::Action;

/// `iam:AcceptDelegationRequest`.
#[rustfmt::skip]
pub const ACCEPT_DELEGATION_REQUEST: Action = Action::known("iam:AcceptDelegationRequest");

/// `iam:AddClientIDToOpenIDConnectProvider`.
#[rustfmt::skip]
pub const ADD_CLIENT_ID_TO_OPEN_ID_CONNECT_PROVIDER: Action = Action::known("iam:AddClientIDToOpenIDConnectProvider");

/// `iam:AddRoleToInstanceProfile`.
#[rustfmt::skip]
pub const ADD_ROLE_TO_INSTANCE_PROFILE: Action = Action::known("iam:AddRoleToInstanceProfile");

/// `iam:AddUserToGroup`.
#[rustfmt::skip]
pub const ADD_USER_TO_GROUP: Action = Action::known("iam:AddUserToGroup");

/// `iam:AssociateDelegationRequest`.
#[rustfmt::skip]
pub const ASSOCIATE_DELEGATION_REQUEST: Action = Action::known("iam:AssociateDelegationRequest");

/// `iam:AttachGroupPolicy`.
#[rustfmt::skip]
pub const ATTACH_GROUP_POLICY: Action = Action::known("iam:AttachGroupPolicy");

/// `iam:AttachRolePolicy`.
#[rustfmt::skip]
pub const ATTACH_ROLE_POLICY: Action = Action::known("iam:AttachRolePolicy");

/// `iam:AttachUserPolicy`.
#[rustfmt::skip]
pub const ATTACH_USER_POLICY: Action = Action::known("iam:AttachUserPolicy");

/// `iam:ChangePassword`.
#[rustfmt::skip]
pub const CHANGE_PASSWORD: Action = Action::known("iam:ChangePassword");

/// `iam:CreateAccessKey`.
#[rustfmt::skip]
pub const CREATE_ACCESS_KEY: Action = Action::known("iam:CreateAccessKey");

/// `iam:CreateAccountAlias`.
#[rustfmt::skip]
pub const CREATE_ACCOUNT_ALIAS: Action = Action::known("iam:CreateAccountAlias");

/// `iam:CreateDelegationRequest`.
#[rustfmt::skip]
pub const CREATE_DELEGATION_REQUEST: Action = Action::known("iam:CreateDelegationRequest");

/// `iam:CreateGroup`.
#[rustfmt::skip]
pub const CREATE_GROUP: Action = Action::known("iam:CreateGroup");

/// `iam:CreateInstanceProfile`.
#[rustfmt::skip]
pub const CREATE_INSTANCE_PROFILE: Action = Action::known("iam:CreateInstanceProfile");

/// `iam:CreateLoginProfile`.
#[rustfmt::skip]
pub const CREATE_LOGIN_PROFILE: Action = Action::known("iam:CreateLoginProfile");

/// `iam:CreateOpenIDConnectProvider`.
#[rustfmt::skip]
pub const CREATE_OPEN_ID_CONNECT_PROVIDER: Action = Action::known("iam:CreateOpenIDConnectProvider");

/// `iam:CreatePolicy`.
#[rustfmt::skip]
pub const CREATE_POLICY: Action = Action::known("iam:CreatePolicy");

/// `iam:CreatePolicyVersion`.
#[rustfmt::skip]
pub const CREATE_POLICY_VERSION: Action = Action::known("iam:CreatePolicyVersion");

/// `iam:CreateRole`.
#[rustfmt::skip]
pub const CREATE_ROLE: Action = Action::known("iam:CreateRole");

/// `iam:CreateSAMLProvider`.
#[rustfmt::skip]
pub const CREATE_SAML_PROVIDER: Action = Action::known("iam:CreateSAMLProvider");

/// `iam:CreateServiceLinkedRole`.
#[rustfmt::skip]
pub const CREATE_SERVICE_LINKED_ROLE: Action = Action::known("iam:CreateServiceLinkedRole");

/// `iam:CreateServiceSpecificCredential`.
#[rustfmt::skip]
pub const CREATE_SERVICE_SPECIFIC_CREDENTIAL: Action = Action::known("iam:CreateServiceSpecificCredential");

/// `iam:CreateUser`.
#[rustfmt::skip]
pub const CREATE_USER: Action = Action::known("iam:CreateUser");

/// `iam:CreateVirtualMFADevice`.
#[rustfmt::skip]
pub const CREATE_VIRTUAL_MFA_DEVICE: Action = Action::known("iam:CreateVirtualMFADevice");

/// `iam:DeactivateMFADevice`.
#[rustfmt::skip]
pub const DEACTIVATE_MFA_DEVICE: Action = Action::known("iam:DeactivateMFADevice");

/// `iam:DeleteAccessKey`.
#[rustfmt::skip]
pub const DELETE_ACCESS_KEY: Action = Action::known("iam:DeleteAccessKey");

/// `iam:DeleteAccountAlias`.
#[rustfmt::skip]
pub const DELETE_ACCOUNT_ALIAS: Action = Action::known("iam:DeleteAccountAlias");

/// `iam:DeleteAccountPasswordPolicy`.
#[rustfmt::skip]
pub const DELETE_ACCOUNT_PASSWORD_POLICY: Action = Action::known("iam:DeleteAccountPasswordPolicy");

/// `iam:DeleteCloudFrontPublicKey`.
#[rustfmt::skip]
pub const DELETE_CLOUD_FRONT_PUBLIC_KEY: Action = Action::known("iam:DeleteCloudFrontPublicKey");

/// `iam:DeleteGroup`.
#[rustfmt::skip]
pub const DELETE_GROUP: Action = Action::known("iam:DeleteGroup");

/// `iam:DeleteGroupPolicy`.
#[rustfmt::skip]
pub const DELETE_GROUP_POLICY: Action = Action::known("iam:DeleteGroupPolicy");

/// `iam:DeleteInstanceProfile`.
#[rustfmt::skip]
pub const DELETE_INSTANCE_PROFILE: Action = Action::known("iam:DeleteInstanceProfile");

/// `iam:DeleteLoginProfile`.
#[rustfmt::skip]
pub const DELETE_LOGIN_PROFILE: Action = Action::known("iam:DeleteLoginProfile");

/// `iam:DeleteOpenIDConnectProvider`.
#[rustfmt::skip]
pub const DELETE_OPEN_ID_CONNECT_PROVIDER: Action = Action::known("iam:DeleteOpenIDConnectProvider");

/// `iam:DeletePolicy`.
#[rustfmt::skip]
pub const DELETE_POLICY: Action = Action::known("iam:DeletePolicy");

/// `iam:DeletePolicyVersion`.
#[rustfmt::skip]
pub const DELETE_POLICY_VERSION: Action = Action::known("iam:DeletePolicyVersion");

/// `iam:DeleteRole`.
#[rustfmt::skip]
pub const DELETE_ROLE: Action = Action::known("iam:DeleteRole");

/// `iam:DeleteRolePermissionsBoundary`.
#[rustfmt::skip]
pub const DELETE_ROLE_PERMISSIONS_BOUNDARY: Action = Action::known("iam:DeleteRolePermissionsBoundary");

/// `iam:DeleteRolePolicy`.
#[rustfmt::skip]
pub const DELETE_ROLE_POLICY: Action = Action::known("iam:DeleteRolePolicy");

/// `iam:DeleteSAMLProvider`.
#[rustfmt::skip]
pub const DELETE_SAML_PROVIDER: Action = Action::known("iam:DeleteSAMLProvider");

/// `iam:DeleteServerCertificate`.
#[rustfmt::skip]
pub const DELETE_SERVER_CERTIFICATE: Action = Action::known("iam:DeleteServerCertificate");

/// `iam:DeleteServiceLinkedRole`.
#[rustfmt::skip]
pub const DELETE_SERVICE_LINKED_ROLE: Action = Action::known("iam:DeleteServiceLinkedRole");

/// `iam:DeleteServiceSpecificCredential`.
#[rustfmt::skip]
pub const DELETE_SERVICE_SPECIFIC_CREDENTIAL: Action = Action::known("iam:DeleteServiceSpecificCredential");

/// `iam:DeleteSigningCertificate`.
#[rustfmt::skip]
pub const DELETE_SIGNING_CERTIFICATE: Action = Action::known("iam:DeleteSigningCertificate");

/// `iam:DeleteSSHPublicKey`.
#[rustfmt::skip]
pub const DELETE_SSH_PUBLIC_KEY: Action = Action::known("iam:DeleteSSHPublicKey");

/// `iam:DeleteUser`.
#[rustfmt::skip]
pub const DELETE_USER: Action = Action::known("iam:DeleteUser");

/// `iam:DeleteUserPermissionsBoundary`.
#[rustfmt::skip]
pub const DELETE_USER_PERMISSIONS_BOUNDARY: Action = Action::known("iam:DeleteUserPermissionsBoundary");

/// `iam:DeleteUserPolicy`.
#[rustfmt::skip]
pub const DELETE_USER_POLICY: Action = Action::known("iam:DeleteUserPolicy");

/// `iam:DeleteVirtualMFADevice`.
#[rustfmt::skip]
pub const DELETE_VIRTUAL_MFA_DEVICE: Action = Action::known("iam:DeleteVirtualMFADevice");

/// `iam:DetachGroupPolicy`.
#[rustfmt::skip]
pub const DETACH_GROUP_POLICY: Action = Action::known("iam:DetachGroupPolicy");

/// `iam:DetachRolePolicy`.
#[rustfmt::skip]
pub const DETACH_ROLE_POLICY: Action = Action::known("iam:DetachRolePolicy");

/// `iam:DetachUserPolicy`.
#[rustfmt::skip]
pub const DETACH_USER_POLICY: Action = Action::known("iam:DetachUserPolicy");

/// `iam:DisableOrganizationsRootCredentialsManagement`.
#[rustfmt::skip]
pub const DISABLE_ORGANIZATIONS_ROOT_CREDENTIALS_MANAGEMENT: Action = Action::known("iam:DisableOrganizationsRootCredentialsManagement");

/// `iam:DisableOrganizationsRootSessions`.
#[rustfmt::skip]
pub const DISABLE_ORGANIZATIONS_ROOT_SESSIONS: Action = Action::known("iam:DisableOrganizationsRootSessions");

/// `iam:DisableOutboundWebIdentityFederation`.
#[rustfmt::skip]
pub const DISABLE_OUTBOUND_WEB_IDENTITY_FEDERATION: Action = Action::known("iam:DisableOutboundWebIdentityFederation");

/// `iam:EnableMFADevice`.
#[rustfmt::skip]
pub const ENABLE_MFA_DEVICE: Action = Action::known("iam:EnableMFADevice");

/// `iam:EnableOrganizationsRootCredentialsManagement`.
#[rustfmt::skip]
pub const ENABLE_ORGANIZATIONS_ROOT_CREDENTIALS_MANAGEMENT: Action = Action::known("iam:EnableOrganizationsRootCredentialsManagement");

/// `iam:EnableOrganizationsRootSessions`.
#[rustfmt::skip]
pub const ENABLE_ORGANIZATIONS_ROOT_SESSIONS: Action = Action::known("iam:EnableOrganizationsRootSessions");

/// `iam:EnableOutboundWebIdentityFederation`.
#[rustfmt::skip]
pub const ENABLE_OUTBOUND_WEB_IDENTITY_FEDERATION: Action = Action::known("iam:EnableOutboundWebIdentityFederation");

/// `iam:GenerateCredentialReport`.
#[rustfmt::skip]
pub const GENERATE_CREDENTIAL_REPORT: Action = Action::known("iam:GenerateCredentialReport");

/// `iam:GenerateOrganizationsAccessReport`.
#[rustfmt::skip]
pub const GENERATE_ORGANIZATIONS_ACCESS_REPORT: Action = Action::known("iam:GenerateOrganizationsAccessReport");

/// `iam:GenerateServiceLastAccessedDetails`.
#[rustfmt::skip]
pub const GENERATE_SERVICE_LAST_ACCESSED_DETAILS: Action = Action::known("iam:GenerateServiceLastAccessedDetails");

/// `iam:GetAccessKeyLastUsed`.
#[rustfmt::skip]
pub const GET_ACCESS_KEY_LAST_USED: Action = Action::known("iam:GetAccessKeyLastUsed");

/// `iam:GetAccountAuthorizationDetails`.
#[rustfmt::skip]
pub const GET_ACCOUNT_AUTHORIZATION_DETAILS: Action = Action::known("iam:GetAccountAuthorizationDetails");

/// `iam:GetAccountEmailAddress`.
#[rustfmt::skip]
pub const GET_ACCOUNT_EMAIL_ADDRESS: Action = Action::known("iam:GetAccountEmailAddress");

/// `iam:GetAccountName`.
#[rustfmt::skip]
pub const GET_ACCOUNT_NAME: Action = Action::known("iam:GetAccountName");

/// `iam:GetAccountPasswordPolicy`.
#[rustfmt::skip]
pub const GET_ACCOUNT_PASSWORD_POLICY: Action = Action::known("iam:GetAccountPasswordPolicy");

/// `iam:GetAccountProperties`.
#[rustfmt::skip]
pub const GET_ACCOUNT_PROPERTIES: Action = Action::known("iam:GetAccountProperties");

/// `iam:GetAccountSummary`.
#[rustfmt::skip]
pub const GET_ACCOUNT_SUMMARY: Action = Action::known("iam:GetAccountSummary");

/// `iam:GetCloudFrontPublicKey`.
#[rustfmt::skip]
pub const GET_CLOUD_FRONT_PUBLIC_KEY: Action = Action::known("iam:GetCloudFrontPublicKey");

/// `iam:GetContextKeysForCustomPolicy`.
#[rustfmt::skip]
pub const GET_CONTEXT_KEYS_FOR_CUSTOM_POLICY: Action = Action::known("iam:GetContextKeysForCustomPolicy");

/// `iam:GetContextKeysForPrincipalPolicy`.
#[rustfmt::skip]
pub const GET_CONTEXT_KEYS_FOR_PRINCIPAL_POLICY: Action = Action::known("iam:GetContextKeysForPrincipalPolicy");

/// `iam:GetCredentialReport`.
#[rustfmt::skip]
pub const GET_CREDENTIAL_REPORT: Action = Action::known("iam:GetCredentialReport");

/// `iam:GetDelegationRequest`.
#[rustfmt::skip]
pub const GET_DELEGATION_REQUEST: Action = Action::known("iam:GetDelegationRequest");

/// `iam:GetGroup`.
#[rustfmt::skip]
pub const GET_GROUP: Action = Action::known("iam:GetGroup");

/// `iam:GetGroupPolicy`.
#[rustfmt::skip]
pub const GET_GROUP_POLICY: Action = Action::known("iam:GetGroupPolicy");

/// `iam:GetHumanReadableSummary`.
#[rustfmt::skip]
pub const GET_HUMAN_READABLE_SUMMARY: Action = Action::known("iam:GetHumanReadableSummary");

/// `iam:GetInstanceProfile`.
#[rustfmt::skip]
pub const GET_INSTANCE_PROFILE: Action = Action::known("iam:GetInstanceProfile");

/// `iam:GetLoginProfile`.
#[rustfmt::skip]
pub const GET_LOGIN_PROFILE: Action = Action::known("iam:GetLoginProfile");

/// `iam:GetMFADevice`.
#[rustfmt::skip]
pub const GET_MFA_DEVICE: Action = Action::known("iam:GetMFADevice");

/// `iam:GetOpenIDConnectProvider`.
#[rustfmt::skip]
pub const GET_OPEN_ID_CONNECT_PROVIDER: Action = Action::known("iam:GetOpenIDConnectProvider");

/// `iam:GetOrganizationsAccessReport`.
#[rustfmt::skip]
pub const GET_ORGANIZATIONS_ACCESS_REPORT: Action = Action::known("iam:GetOrganizationsAccessReport");

/// `iam:GetOutboundWebIdentityFederationInfo`.
#[rustfmt::skip]
pub const GET_OUTBOUND_WEB_IDENTITY_FEDERATION_INFO: Action = Action::known("iam:GetOutboundWebIdentityFederationInfo");

/// `iam:GetPolicy`.
#[rustfmt::skip]
pub const GET_POLICY: Action = Action::known("iam:GetPolicy");

/// `iam:GetPolicyVersion`.
#[rustfmt::skip]
pub const GET_POLICY_VERSION: Action = Action::known("iam:GetPolicyVersion");

/// `iam:GetRole`.
#[rustfmt::skip]
pub const GET_ROLE: Action = Action::known("iam:GetRole");

/// `iam:GetRolePolicy`.
#[rustfmt::skip]
pub const GET_ROLE_POLICY: Action = Action::known("iam:GetRolePolicy");

/// `iam:GetRoleTemplateVersion`.
#[rustfmt::skip]
pub const GET_ROLE_TEMPLATE_VERSION: Action = Action::known("iam:GetRoleTemplateVersion");

/// `iam:GetSAMLProvider`.
#[rustfmt::skip]
pub const GET_SAML_PROVIDER: Action = Action::known("iam:GetSAMLProvider");

/// `iam:GetServerCertificate`.
#[rustfmt::skip]
pub const GET_SERVER_CERTIFICATE: Action = Action::known("iam:GetServerCertificate");

/// `iam:GetServiceLastAccessedDetails`.
#[rustfmt::skip]
pub const GET_SERVICE_LAST_ACCESSED_DETAILS: Action = Action::known("iam:GetServiceLastAccessedDetails");

/// `iam:GetServiceLastAccessedDetailsWithEntities`.
#[rustfmt::skip]
pub const GET_SERVICE_LAST_ACCESSED_DETAILS_WITH_ENTITIES: Action = Action::known("iam:GetServiceLastAccessedDetailsWithEntities");

/// `iam:GetServiceLinkedRoleDeletionStatus`.
#[rustfmt::skip]
pub const GET_SERVICE_LINKED_ROLE_DELETION_STATUS: Action = Action::known("iam:GetServiceLinkedRoleDeletionStatus");

/// `iam:GetSSHPublicKey`.
#[rustfmt::skip]
pub const GET_SSH_PUBLIC_KEY: Action = Action::known("iam:GetSSHPublicKey");

/// `iam:GetUser`.
#[rustfmt::skip]
pub const GET_USER: Action = Action::known("iam:GetUser");

/// `iam:GetUserPolicy`.
#[rustfmt::skip]
pub const GET_USER_POLICY: Action = Action::known("iam:GetUserPolicy");

/// `iam:ListAccessKeys`.
#[rustfmt::skip]
pub const LIST_ACCESS_KEYS: Action = Action::known("iam:ListAccessKeys");

/// `iam:ListAccountAliases`.
#[rustfmt::skip]
pub const LIST_ACCOUNT_ALIASES: Action = Action::known("iam:ListAccountAliases");

/// `iam:ListAttachedGroupPolicies`.
#[rustfmt::skip]
pub const LIST_ATTACHED_GROUP_POLICIES: Action = Action::known("iam:ListAttachedGroupPolicies");

/// `iam:ListAttachedRolePolicies`.
#[rustfmt::skip]
pub const LIST_ATTACHED_ROLE_POLICIES: Action = Action::known("iam:ListAttachedRolePolicies");

/// `iam:ListAttachedUserPolicies`.
#[rustfmt::skip]
pub const LIST_ATTACHED_USER_POLICIES: Action = Action::known("iam:ListAttachedUserPolicies");

/// `iam:ListCloudFrontPublicKeys`.
#[rustfmt::skip]
pub const LIST_CLOUD_FRONT_PUBLIC_KEYS: Action = Action::known("iam:ListCloudFrontPublicKeys");

/// `iam:ListDelegationRequests`.
#[rustfmt::skip]
pub const LIST_DELEGATION_REQUESTS: Action = Action::known("iam:ListDelegationRequests");

/// `iam:ListEntitiesForPolicy`.
#[rustfmt::skip]
pub const LIST_ENTITIES_FOR_POLICY: Action = Action::known("iam:ListEntitiesForPolicy");

/// `iam:ListGroupPolicies`.
#[rustfmt::skip]
pub const LIST_GROUP_POLICIES: Action = Action::known("iam:ListGroupPolicies");

/// `iam:ListGroups`.
#[rustfmt::skip]
pub const LIST_GROUPS: Action = Action::known("iam:ListGroups");

/// `iam:ListGroupsForUser`.
#[rustfmt::skip]
pub const LIST_GROUPS_FOR_USER: Action = Action::known("iam:ListGroupsForUser");

/// `iam:ListInstanceProfiles`.
#[rustfmt::skip]
pub const LIST_INSTANCE_PROFILES: Action = Action::known("iam:ListInstanceProfiles");

/// `iam:ListInstanceProfilesForRole`.
#[rustfmt::skip]
pub const LIST_INSTANCE_PROFILES_FOR_ROLE: Action = Action::known("iam:ListInstanceProfilesForRole");

/// `iam:ListInstanceProfileTags`.
#[rustfmt::skip]
pub const LIST_INSTANCE_PROFILE_TAGS: Action = Action::known("iam:ListInstanceProfileTags");

/// `iam:ListMFADevices`.
#[rustfmt::skip]
pub const LIST_MFA_DEVICES: Action = Action::known("iam:ListMFADevices");

/// `iam:ListMFADeviceTags`.
#[rustfmt::skip]
pub const LIST_MFA_DEVICE_TAGS: Action = Action::known("iam:ListMFADeviceTags");

/// `iam:ListOpenIDConnectProviders`.
#[rustfmt::skip]
pub const LIST_OPEN_ID_CONNECT_PROVIDERS: Action = Action::known("iam:ListOpenIDConnectProviders");

/// `iam:ListOpenIDConnectProviderTags`.
#[rustfmt::skip]
pub const LIST_OPEN_ID_CONNECT_PROVIDER_TAGS: Action = Action::known("iam:ListOpenIDConnectProviderTags");

/// `iam:ListOrganizationsFeatures`.
#[rustfmt::skip]
pub const LIST_ORGANIZATIONS_FEATURES: Action = Action::known("iam:ListOrganizationsFeatures");

/// `iam:ListPolicies`.
#[rustfmt::skip]
pub const LIST_POLICIES: Action = Action::known("iam:ListPolicies");

/// `iam:ListPoliciesGrantingServiceAccess`.
#[rustfmt::skip]
pub const LIST_POLICIES_GRANTING_SERVICE_ACCESS: Action = Action::known("iam:ListPoliciesGrantingServiceAccess");

/// `iam:ListPolicyTags`.
#[rustfmt::skip]
pub const LIST_POLICY_TAGS: Action = Action::known("iam:ListPolicyTags");

/// `iam:ListPolicyVersions`.
#[rustfmt::skip]
pub const LIST_POLICY_VERSIONS: Action = Action::known("iam:ListPolicyVersions");

/// `iam:ListRolePolicies`.
#[rustfmt::skip]
pub const LIST_ROLE_POLICIES: Action = Action::known("iam:ListRolePolicies");

/// `iam:ListRoles`.
#[rustfmt::skip]
pub const LIST_ROLES: Action = Action::known("iam:ListRoles");

/// `iam:ListRoleTags`.
#[rustfmt::skip]
pub const LIST_ROLE_TAGS: Action = Action::known("iam:ListRoleTags");

/// `iam:ListSAMLProviders`.
#[rustfmt::skip]
pub const LIST_SAML_PROVIDERS: Action = Action::known("iam:ListSAMLProviders");

/// `iam:ListSAMLProviderTags`.
#[rustfmt::skip]
pub const LIST_SAML_PROVIDER_TAGS: Action = Action::known("iam:ListSAMLProviderTags");

/// `iam:ListServerCertificates`.
#[rustfmt::skip]
pub const LIST_SERVER_CERTIFICATES: Action = Action::known("iam:ListServerCertificates");

/// `iam:ListServerCertificateTags`.
#[rustfmt::skip]
pub const LIST_SERVER_CERTIFICATE_TAGS: Action = Action::known("iam:ListServerCertificateTags");

/// `iam:ListServiceSpecificCredentials`.
#[rustfmt::skip]
pub const LIST_SERVICE_SPECIFIC_CREDENTIALS: Action = Action::known("iam:ListServiceSpecificCredentials");

/// `iam:ListSigningCertificates`.
#[rustfmt::skip]
pub const LIST_SIGNING_CERTIFICATES: Action = Action::known("iam:ListSigningCertificates");

/// `iam:ListSSHPublicKeys`.
#[rustfmt::skip]
pub const LIST_SSH_PUBLIC_KEYS: Action = Action::known("iam:ListSSHPublicKeys");

/// `iam:ListSTSRegionalEndpointsStatus`.
#[rustfmt::skip]
pub const LIST_STS_REGIONAL_ENDPOINTS_STATUS: Action = Action::known("iam:ListSTSRegionalEndpointsStatus");

/// `iam:ListUserPolicies`.
#[rustfmt::skip]
pub const LIST_USER_POLICIES: Action = Action::known("iam:ListUserPolicies");

/// `iam:ListUsers`.
#[rustfmt::skip]
pub const LIST_USERS: Action = Action::known("iam:ListUsers");

/// `iam:ListUserTags`.
#[rustfmt::skip]
pub const LIST_USER_TAGS: Action = Action::known("iam:ListUserTags");

/// `iam:ListVirtualMFADevices`.
#[rustfmt::skip]
pub const LIST_VIRTUAL_MFA_DEVICES: Action = Action::known("iam:ListVirtualMFADevices");

/// `iam:PassRole`.
#[rustfmt::skip]
pub const PASS_ROLE: Action = Action::known("iam:PassRole");

/// `iam:PutAccountProperties`.
#[rustfmt::skip]
pub const PUT_ACCOUNT_PROPERTIES: Action = Action::known("iam:PutAccountProperties");

/// `iam:PutGroupPolicy`.
#[rustfmt::skip]
pub const PUT_GROUP_POLICY: Action = Action::known("iam:PutGroupPolicy");

/// `iam:PutRolePermissionsBoundary`.
#[rustfmt::skip]
pub const PUT_ROLE_PERMISSIONS_BOUNDARY: Action = Action::known("iam:PutRolePermissionsBoundary");

/// `iam:PutRolePolicy`.
#[rustfmt::skip]
pub const PUT_ROLE_POLICY: Action = Action::known("iam:PutRolePolicy");

/// `iam:PutUserPermissionsBoundary`.
#[rustfmt::skip]
pub const PUT_USER_PERMISSIONS_BOUNDARY: Action = Action::known("iam:PutUserPermissionsBoundary");

/// `iam:PutUserPolicy`.
#[rustfmt::skip]
pub const PUT_USER_POLICY: Action = Action::known("iam:PutUserPolicy");

/// `iam:RejectDelegationRequest`.
#[rustfmt::skip]
pub const REJECT_DELEGATION_REQUEST: Action = Action::known("iam:RejectDelegationRequest");

/// `iam:RemoveClientIDFromOpenIDConnectProvider`.
#[rustfmt::skip]
pub const REMOVE_CLIENT_ID_FROM_OPEN_ID_CONNECT_PROVIDER: Action = Action::known("iam:RemoveClientIDFromOpenIDConnectProvider");

/// `iam:RemoveRoleFromInstanceProfile`.
#[rustfmt::skip]
pub const REMOVE_ROLE_FROM_INSTANCE_PROFILE: Action = Action::known("iam:RemoveRoleFromInstanceProfile");

/// `iam:RemoveUserFromGroup`.
#[rustfmt::skip]
pub const REMOVE_USER_FROM_GROUP: Action = Action::known("iam:RemoveUserFromGroup");

/// `iam:ResetServiceSpecificCredential`.
#[rustfmt::skip]
pub const RESET_SERVICE_SPECIFIC_CREDENTIAL: Action = Action::known("iam:ResetServiceSpecificCredential");

/// `iam:ResyncMFADevice`.
#[rustfmt::skip]
pub const RESYNC_MFA_DEVICE: Action = Action::known("iam:ResyncMFADevice");

/// `iam:SendDelegationToken`.
#[rustfmt::skip]
pub const SEND_DELEGATION_TOKEN: Action = Action::known("iam:SendDelegationToken");

/// `iam:SetDefaultPolicyVersion`.
#[rustfmt::skip]
pub const SET_DEFAULT_POLICY_VERSION: Action = Action::known("iam:SetDefaultPolicyVersion");

/// `iam:SetSecurityTokenServicePreferences`.
#[rustfmt::skip]
pub const SET_SECURITY_TOKEN_SERVICE_PREFERENCES: Action = Action::known("iam:SetSecurityTokenServicePreferences");

/// `iam:SetSTSRegionalEndpointStatus`.
#[rustfmt::skip]
pub const SET_STS_REGIONAL_ENDPOINT_STATUS: Action = Action::known("iam:SetSTSRegionalEndpointStatus");

/// `iam:SimulateCustomPolicy`.
#[rustfmt::skip]
pub const SIMULATE_CUSTOM_POLICY: Action = Action::known("iam:SimulateCustomPolicy");

/// `iam:SimulatePrincipalPolicy`.
#[rustfmt::skip]
pub const SIMULATE_PRINCIPAL_POLICY: Action = Action::known("iam:SimulatePrincipalPolicy");

/// `iam:TagInstanceProfile`.
#[rustfmt::skip]
pub const TAG_INSTANCE_PROFILE: Action = Action::known("iam:TagInstanceProfile");

/// `iam:TagMFADevice`.
#[rustfmt::skip]
pub const TAG_MFA_DEVICE: Action = Action::known("iam:TagMFADevice");

/// `iam:TagOpenIDConnectProvider`.
#[rustfmt::skip]
pub const TAG_OPEN_ID_CONNECT_PROVIDER: Action = Action::known("iam:TagOpenIDConnectProvider");

/// `iam:TagPolicy`.
#[rustfmt::skip]
pub const TAG_POLICY: Action = Action::known("iam:TagPolicy");

/// `iam:TagRole`.
#[rustfmt::skip]
pub const TAG_ROLE: Action = Action::known("iam:TagRole");

/// `iam:TagSAMLProvider`.
#[rustfmt::skip]
pub const TAG_SAML_PROVIDER: Action = Action::known("iam:TagSAMLProvider");

/// `iam:TagServerCertificate`.
#[rustfmt::skip]
pub const TAG_SERVER_CERTIFICATE: Action = Action::known("iam:TagServerCertificate");

/// `iam:TagUser`.
#[rustfmt::skip]
pub const TAG_USER: Action = Action::known("iam:TagUser");

/// `iam:UntagInstanceProfile`.
#[rustfmt::skip]
pub const UNTAG_INSTANCE_PROFILE: Action = Action::known("iam:UntagInstanceProfile");

/// `iam:UntagMFADevice`.
#[rustfmt::skip]
pub const UNTAG_MFA_DEVICE: Action = Action::known("iam:UntagMFADevice");

/// `iam:UntagOpenIDConnectProvider`.
#[rustfmt::skip]
pub const UNTAG_OPEN_ID_CONNECT_PROVIDER: Action = Action::known("iam:UntagOpenIDConnectProvider");

/// `iam:UntagPolicy`.
#[rustfmt::skip]
pub const UNTAG_POLICY: Action = Action::known("iam:UntagPolicy");

/// `iam:UntagRole`.
#[rustfmt::skip]
pub const UNTAG_ROLE: Action = Action::known("iam:UntagRole");

/// `iam:UntagSAMLProvider`.
#[rustfmt::skip]
pub const UNTAG_SAML_PROVIDER: Action = Action::known("iam:UntagSAMLProvider");

/// `iam:UntagServerCertificate`.
#[rustfmt::skip]
pub const UNTAG_SERVER_CERTIFICATE: Action = Action::known("iam:UntagServerCertificate");

/// `iam:UntagUser`.
#[rustfmt::skip]
pub const UNTAG_USER: Action = Action::known("iam:UntagUser");

/// `iam:UpdateAccessKey`.
#[rustfmt::skip]
pub const UPDATE_ACCESS_KEY: Action = Action::known("iam:UpdateAccessKey");

/// `iam:UpdateAccountEmailAddress`.
#[rustfmt::skip]
pub const UPDATE_ACCOUNT_EMAIL_ADDRESS: Action = Action::known("iam:UpdateAccountEmailAddress");

/// `iam:UpdateAccountName`.
#[rustfmt::skip]
pub const UPDATE_ACCOUNT_NAME: Action = Action::known("iam:UpdateAccountName");

/// `iam:UpdateAccountPasswordPolicy`.
#[rustfmt::skip]
pub const UPDATE_ACCOUNT_PASSWORD_POLICY: Action = Action::known("iam:UpdateAccountPasswordPolicy");

/// `iam:UpdateAssumeRolePolicy`.
#[rustfmt::skip]
pub const UPDATE_ASSUME_ROLE_POLICY: Action = Action::known("iam:UpdateAssumeRolePolicy");

/// `iam:UpdateCloudFrontPublicKey`.
#[rustfmt::skip]
pub const UPDATE_CLOUD_FRONT_PUBLIC_KEY: Action = Action::known("iam:UpdateCloudFrontPublicKey");

/// `iam:UpdateGroup`.
#[rustfmt::skip]
pub const UPDATE_GROUP: Action = Action::known("iam:UpdateGroup");

/// `iam:UpdateLoginProfile`.
#[rustfmt::skip]
pub const UPDATE_LOGIN_PROFILE: Action = Action::known("iam:UpdateLoginProfile");

/// `iam:UpdateOpenIDConnectProviderThumbprint`.
#[rustfmt::skip]
pub const UPDATE_OPEN_ID_CONNECT_PROVIDER_THUMBPRINT: Action = Action::known("iam:UpdateOpenIDConnectProviderThumbprint");

/// `iam:UpdateRole`.
#[rustfmt::skip]
pub const UPDATE_ROLE: Action = Action::known("iam:UpdateRole");

/// `iam:UpdateRoleDescription`.
#[rustfmt::skip]
pub const UPDATE_ROLE_DESCRIPTION: Action = Action::known("iam:UpdateRoleDescription");

/// `iam:UpdateSAMLProvider`.
#[rustfmt::skip]
pub const UPDATE_SAML_PROVIDER: Action = Action::known("iam:UpdateSAMLProvider");

/// `iam:UpdateServerCertificate`.
#[rustfmt::skip]
pub const UPDATE_SERVER_CERTIFICATE: Action = Action::known("iam:UpdateServerCertificate");

/// `iam:UpdateServiceSpecificCredential`.
#[rustfmt::skip]
pub const UPDATE_SERVICE_SPECIFIC_CREDENTIAL: Action = Action::known("iam:UpdateServiceSpecificCredential");

/// `iam:UpdateSigningCertificate`.
#[rustfmt::skip]
pub const UPDATE_SIGNING_CERTIFICATE: Action = Action::known("iam:UpdateSigningCertificate");

/// `iam:UpdateSSHPublicKey`.
#[rustfmt::skip]
pub const UPDATE_SSH_PUBLIC_KEY: Action = Action::known("iam:UpdateSSHPublicKey");

/// `iam:UpdateUser`.
#[rustfmt::skip]
pub const UPDATE_USER: Action = Action::known("iam:UpdateUser");

/// `iam:UploadCloudFrontPublicKey`.
#[rustfmt::skip]
pub const UPLOAD_CLOUD_FRONT_PUBLIC_KEY: Action = Action::known("iam:UploadCloudFrontPublicKey");

/// `iam:UploadServerCertificate`.
#[rustfmt::skip]
pub const UPLOAD_SERVER_CERTIFICATE: Action = Action::known("iam:UploadServerCertificate");

/// `iam:UploadSigningCertificate`.
#[rustfmt::skip]
pub const UPLOAD_SIGNING_CERTIFICATE: Action = Action::known("iam:UploadSigningCertificate");

/// `iam:UploadSSHPublicKey`.
#[rustfmt::skip]
pub const UPLOAD_SSH_PUBLIC_KEY: Action = Action::known("iam:UploadSSHPublicKey");
