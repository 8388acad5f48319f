//! The condition keys of `aws`. Made by `iam-data`.

use crate::policy::{Key, KeyFamily, kind};

/// `aws:AssumedRoot`.
#[rustfmt::skip]
pub const ASSUMED_ROOT: Key<kind::Text> = Key::known("aws:AssumedRoot");

/// `aws:CalledVia`.
#[rustfmt::skip]
pub const CALLED_VIA: Key<kind::Text> = Key::known("aws:CalledVia");

/// `aws:CalledViaFirst`.
#[rustfmt::skip]
pub const CALLED_VIA_FIRST: Key<kind::Text> = Key::known("aws:CalledViaFirst");

/// `aws:CalledViaLast`.
#[rustfmt::skip]
pub const CALLED_VIA_LAST: Key<kind::Text> = Key::known("aws:CalledViaLast");

/// `aws:CalledViaAWSMCP`.
#[rustfmt::skip]
pub const CALLED_VIA_AWSMCP: Key<kind::Text> = Key::known("aws:CalledViaAWSMCP");

/// `aws:ChatbotSourceArn`.
#[rustfmt::skip]
pub const CHATBOT_SOURCE_ARN: Key<kind::Arn> = Key::known("aws:ChatbotSourceArn");

/// `aws:CurrentTime`.
#[rustfmt::skip]
pub const CURRENT_TIME: Key<kind::Date> = Key::known("aws:CurrentTime");

/// `aws:Ec2InstanceSourceVpc`.
#[rustfmt::skip]
pub const EC2_INSTANCE_SOURCE_VPC: Key<kind::Text> = Key::known("aws:Ec2InstanceSourceVpc");

/// `aws:Ec2InstanceSourcePrivateIPv4`.
#[rustfmt::skip]
pub const EC2_INSTANCE_SOURCE_PRIVATE_I_PV4: Key<kind::Address> = Key::known("aws:Ec2InstanceSourcePrivateIPv4");

/// `aws:EpochTime`.
#[rustfmt::skip]
pub const EPOCH_TIME: Key<kind::Date> = Key::known("aws:EpochTime");

/// `aws:FederatedProvider`.
#[rustfmt::skip]
pub const FEDERATED_PROVIDER: Key<kind::Text> = Key::known("aws:FederatedProvider");

/// `aws:IsMcpServiceAction`.
#[rustfmt::skip]
pub const IS_MCP_SERVICE_ACTION: Key<kind::Bool> = Key::known("aws:IsMcpServiceAction");

/// `aws:MultiFactorAuthAge`.
#[rustfmt::skip]
pub const MULTI_FACTOR_AUTH_AGE: Key<kind::Number> = Key::known("aws:MultiFactorAuthAge");

/// `aws:MultiFactorAuthPresent`.
#[rustfmt::skip]
pub const MULTI_FACTOR_AUTH_PRESENT: Key<kind::Bool> = Key::known("aws:MultiFactorAuthPresent");

/// `aws:PrincipalAccount`.
#[rustfmt::skip]
pub const PRINCIPAL_ACCOUNT: Key<kind::Text> = Key::known("aws:PrincipalAccount");

/// `aws:PrincipalArn`.
#[rustfmt::skip]
pub const PRINCIPAL_ARN: Key<kind::Arn> = Key::known("aws:PrincipalArn");

/// `aws:PrincipalIsAWSService`.
#[rustfmt::skip]
pub const PRINCIPAL_IS_AWS_SERVICE: Key<kind::Bool> = Key::known("aws:PrincipalIsAWSService");

/// `aws:PrincipalOrgID`.
#[rustfmt::skip]
pub const PRINCIPAL_ORG_ID: Key<kind::Text> = Key::known("aws:PrincipalOrgID");

/// `aws:PrincipalOrgPaths`.
#[rustfmt::skip]
pub const PRINCIPAL_ORG_PATHS: Key<kind::Text> = Key::known("aws:PrincipalOrgPaths");

/// `aws:PrincipalServiceName`.
#[rustfmt::skip]
pub const PRINCIPAL_SERVICE_NAME: Key<kind::Text> = Key::known("aws:PrincipalServiceName");

/// `aws:PrincipalServiceNamesList`.
#[rustfmt::skip]
pub const PRINCIPAL_SERVICE_NAMES_LIST: Key<kind::Text> = Key::known("aws:PrincipalServiceNamesList");

/// `aws:PrincipalTag/${TagKey}`.
#[rustfmt::skip]
pub const PRINCIPAL_TAG: KeyFamily<kind::Text> = KeyFamily::known("aws:PrincipalTag/");

/// `aws:PrincipalType`.
#[rustfmt::skip]
pub const PRINCIPAL_TYPE: Key<kind::Text> = Key::known("aws:PrincipalType");

/// `aws:Referer`.
#[rustfmt::skip]
pub const REFERER: Key<kind::Text> = Key::known("aws:Referer");

/// `aws:RequestTag/${TagKey}`.
#[rustfmt::skip]
pub const REQUEST_TAG: KeyFamily<kind::Text> = KeyFamily::known("aws:RequestTag/");

/// `aws:RequestedRegion`.
#[rustfmt::skip]
pub const REQUESTED_REGION: Key<kind::Text> = Key::known("aws:RequestedRegion");

/// `aws:ResourceAccount`.
#[rustfmt::skip]
pub const RESOURCE_ACCOUNT: Key<kind::Text> = Key::known("aws:ResourceAccount");

/// `aws:ResourceOrgID`.
#[rustfmt::skip]
pub const RESOURCE_ORG_ID: Key<kind::Text> = Key::known("aws:ResourceOrgID");

/// `aws:ResourceOrgPaths`.
#[rustfmt::skip]
pub const RESOURCE_ORG_PATHS: Key<kind::Text> = Key::known("aws:ResourceOrgPaths");

/// `aws:ResourceTag/${TagKey}`.
#[rustfmt::skip]
pub const RESOURCE_TAG: KeyFamily<kind::Text> = KeyFamily::known("aws:ResourceTag/");

/// `aws:SecureTransport`.
#[rustfmt::skip]
pub const SECURE_TRANSPORT: Key<kind::Bool> = Key::known("aws:SecureTransport");

/// `aws:SourceAccount`.
#[rustfmt::skip]
pub const SOURCE_ACCOUNT: Key<kind::Text> = Key::known("aws:SourceAccount");

/// `aws:SourceArn`.
#[rustfmt::skip]
pub const SOURCE_ARN: Key<kind::Arn> = Key::known("aws:SourceArn");

/// `aws:SourceIdentity`.
#[rustfmt::skip]
pub const SOURCE_IDENTITY: Key<kind::Text> = Key::known("aws:SourceIdentity");

/// `aws:SourceIp`.
#[rustfmt::skip]
pub const SOURCE_IP: Key<kind::Address> = Key::known("aws:SourceIp");

/// `aws:SourceOrgID`.
#[rustfmt::skip]
pub const SOURCE_ORG_ID: Key<kind::Text> = Key::known("aws:SourceOrgID");

/// `aws:SourceOrgPaths`.
#[rustfmt::skip]
pub const SOURCE_ORG_PATHS: Key<kind::Text> = Key::known("aws:SourceOrgPaths");

/// `aws:SourceOwner`.
#[rustfmt::skip]
pub const SOURCE_OWNER: Key<kind::Text> = Key::known("aws:SourceOwner");

/// `aws:SourceVpc`.
#[rustfmt::skip]
pub const SOURCE_VPC: Key<kind::Text> = Key::known("aws:SourceVpc");

/// `aws:SourceVpcArn`.
#[rustfmt::skip]
pub const SOURCE_VPC_ARN: Key<kind::Arn> = Key::known("aws:SourceVpcArn");

/// `aws:SourceVpce`.
#[rustfmt::skip]
pub const SOURCE_VPCE: Key<kind::Text> = Key::known("aws:SourceVpce");

/// `aws:TagKeys`.
#[rustfmt::skip]
pub const TAG_KEYS: Key<kind::Text> = Key::known("aws:TagKeys");

/// `aws:TokenIssueTime`.
#[rustfmt::skip]
pub const TOKEN_ISSUE_TIME: Key<kind::Date> = Key::known("aws:TokenIssueTime");

/// `aws:UserAgent`.
#[rustfmt::skip]
pub const USER_AGENT: Key<kind::Text> = Key::known("aws:UserAgent");

/// `aws:ViaAWSMCPService`.
#[rustfmt::skip]
pub const VIA_AWSMCP_SERVICE: Key<kind::Bool> = Key::known("aws:ViaAWSMCPService");

/// `aws:ViaAWSService`.
#[rustfmt::skip]
pub const VIA_AWS_SERVICE: Key<kind::Bool> = Key::known("aws:ViaAWSService");

/// `aws:VpceAccount`.
#[rustfmt::skip]
pub const VPCE_ACCOUNT: Key<kind::Text> = Key::known("aws:VpceAccount");

/// `aws:VpceOrgID`.
#[rustfmt::skip]
pub const VPCE_ORG_ID: Key<kind::Text> = Key::known("aws:VpceOrgID");

/// `aws:VpceOrgPaths`.
#[rustfmt::skip]
pub const VPCE_ORG_PATHS: Key<kind::Text> = Key::known("aws:VpceOrgPaths");

/// `aws:VpcSourceIp`.
#[rustfmt::skip]
pub const VPC_SOURCE_IP: Key<kind::Address> = Key::known("aws:VpcSourceIp");

/// `aws:userid`.
#[rustfmt::skip]
pub const USERID: Key<kind::Text> = Key::known("aws:userid");

/// `aws:username`.
#[rustfmt::skip]
pub const USERNAME: Key<kind::Text> = Key::known("aws:username");
