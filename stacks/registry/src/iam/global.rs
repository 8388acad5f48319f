//! The condition keys that requests of every service can have.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>

use super::service::{KeyKind, same_key};

/// The global condition keys with the kind of their values.
pub const GLOBAL_KEYS: &[(&str, KeyKind)] = &[
    ("aws:AssumedRoot", KeyKind::Text),
    ("aws:CalledVia", KeyKind::Text),
    ("aws:CalledViaFirst", KeyKind::Text),
    ("aws:CalledViaLast", KeyKind::Text),
    ("aws:CalledViaAWSMCP", KeyKind::Text),
    ("aws:ChatbotSourceArn", KeyKind::Arn),
    ("aws:CurrentTime", KeyKind::Date),
    ("aws:Ec2InstanceSourceVpc", KeyKind::Text),
    ("aws:Ec2InstanceSourcePrivateIPv4", KeyKind::Address),
    ("aws:EpochTime", KeyKind::Date),
    ("aws:FederatedProvider", KeyKind::Text),
    ("aws:IsMcpServiceAction", KeyKind::Bool),
    ("aws:MultiFactorAuthAge", KeyKind::Number),
    ("aws:MultiFactorAuthPresent", KeyKind::Bool),
    ("aws:PrincipalAccount", KeyKind::Text),
    ("aws:PrincipalArn", KeyKind::Arn),
    ("aws:PrincipalIsAWSService", KeyKind::Bool),
    ("aws:PrincipalOrgID", KeyKind::Text),
    ("aws:PrincipalOrgPaths", KeyKind::Text),
    ("aws:PrincipalServiceName", KeyKind::Text),
    ("aws:PrincipalServiceNamesList", KeyKind::Text),
    ("aws:PrincipalTag/${TagKey}", KeyKind::Text),
    ("aws:PrincipalType", KeyKind::Text),
    ("aws:Referer", KeyKind::Text),
    ("aws:RequestTag/${TagKey}", KeyKind::Text),
    ("aws:RequestedRegion", KeyKind::Text),
    ("aws:ResourceAccount", KeyKind::Text),
    ("aws:ResourceOrgID", KeyKind::Text),
    ("aws:ResourceOrgPaths", KeyKind::Text),
    ("aws:ResourceTag/${TagKey}", KeyKind::Text),
    ("aws:SecureTransport", KeyKind::Bool),
    ("aws:SourceAccount", KeyKind::Text),
    ("aws:SourceArn", KeyKind::Arn),
    ("aws:SourceIdentity", KeyKind::Text),
    ("aws:SourceIp", KeyKind::Address),
    ("aws:SourceOrgID", KeyKind::Text),
    ("aws:SourceOrgPaths", KeyKind::Text),
    ("aws:SourceOwner", KeyKind::Text),
    ("aws:SourceVpc", KeyKind::Text),
    ("aws:SourceVpcArn", KeyKind::Arn),
    ("aws:SourceVpce", KeyKind::Text),
    ("aws:TagKeys", KeyKind::Text),
    ("aws:TokenIssueTime", KeyKind::Date),
    ("aws:UserAgent", KeyKind::Text),
    ("aws:ViaAWSMCPService", KeyKind::Bool),
    ("aws:ViaAWSService", KeyKind::Bool),
    ("aws:VpceAccount", KeyKind::Text),
    ("aws:VpceOrgID", KeyKind::Text),
    ("aws:VpceOrgPaths", KeyKind::Text),
    ("aws:VpcSourceIp", KeyKind::Address),
    ("aws:userid", KeyKind::Text),
    ("aws:username", KeyKind::Text),
];

/// The kind of a global condition key, compared without regard to case.
pub fn global_key(name: &str) -> Option<KeyKind> {
    let mut keys = GLOBAL_KEYS.iter();
    keys.find_map(|(known, kind)| same_key(known, name).then_some(*kind))
}
