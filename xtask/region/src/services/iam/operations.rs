//! IAM over the wire: what there is can be read. Roles and policies are made by stacks.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::model::{ManagedPolicy, Role};
use super::{Iam, no_such_policy, no_such_role};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::protocol::query::{Params, Xml};

pub(super) fn call(
    iam: &Iam,
    context: &Context,
    caller: &Caller,
    operation: &str,
    params: &Params,
) -> Result<Xml, ServiceError> {
    let role = |action: &str| {
        let name = params.required("RoleName")?;
        let role = iam.role(name)?;
        let arn = role.as_ref().map_or_else(
            || format!("arn:aws:iam::{}:role/{name}", context.account()),
            |role| role.arn.clone(),
        );
        iam.authorise(context, caller, &format!("iam:{action}"), &arn)?;
        role.ok_or_else(|| no_such_role(name))
    };
    match operation {
        "GetRole" => Ok(Xml::new().element("Role", role_xml(&role(operation)?, true))),
        "ListRoles" => {
            let prefix = params.get("PathPrefix").unwrap_or("/");
            iam.authorise(context, caller, "iam:ListRoles", "*")?;
            let roles = iam.roles()?;
            let listed = roles.iter().filter(|role| role.path.starts_with(prefix));
            Ok(all(Xml::new().members(
                "Roles",
                listed.map(|role| role_xml(role, false)),
            )))
        }
        "ListRolePolicies" => Ok(all(
            Xml::new().texts("PolicyNames", role(operation)?.inline.keys())
        )),
        "GetRolePolicy" => {
            let role = role(operation)?;
            let name = params.required("PolicyName")?;
            let document = role.inline.get(name).ok_or_else(|| {
                ServiceError::client(
                    "NoSuchEntity",
                    format!("The role policy with name {name} cannot be found."),
                )
                .with_status(404)
            })?;
            Ok(Xml::new()
                .text("RoleName", &role.name)
                .text("PolicyName", name)
                .text("PolicyDocument", encoded(document)))
        }
        "ListAttachedRolePolicies" => {
            let attached = role(operation)?.attached;
            Ok(all(Xml::new().members(
                "AttachedPolicies",
                attached.iter().map(|arn| {
                    Xml::new()
                        .text("PolicyName", arn.rsplit('/').next().unwrap_or_default())
                        .text("PolicyArn", arn)
                }),
            )))
        }
        "ListRoleTags" => Ok(all(tags(Xml::new(), &role(operation)?))),
        "GetPolicy" => {
            let policy = managed_policy(iam, context, caller, operation, params)?;
            Ok(Xml::new().element("Policy", policy_xml(&policy)))
        }
        "GetPolicyVersion" => {
            let policy = managed_policy(iam, context, caller, operation, params)?;
            let version = params.required("VersionId")?;
            if version != format!("v{}", policy.version) {
                return Err(ServiceError::client(
                    "NoSuchEntity",
                    format!(
                        "Policy {} version {version} does not exist or is not attachable. The \
                         embedded region keeps the last version, v{}",
                        policy.arn, policy.version
                    ),
                )
                .with_status(404));
            }
            Ok(Xml::new().element(
                "PolicyVersion",
                Xml::new()
                    .text("Document", encoded(&policy.document))
                    .text("VersionId", version)
                    .text("IsDefaultVersion", "true")
                    .text("CreateDate", policy.updated_at.to_string()),
            ))
        }
        "CreateOpenIDConnectProvider"
        | "GetOpenIDConnectProvider"
        | "ListOpenIDConnectProviders"
        | "ListOpenIDConnectProviderTags"
        | "DeleteOpenIDConnectProvider" => iam.oidc_call(context, caller, operation, params),
        _ => Err(ServiceError::unknown_operation("IAM", operation)),
    }
}

fn managed_policy(
    iam: &Iam,
    context: &Context,
    caller: &Caller,
    operation: &str,
    params: &Params,
) -> Result<ManagedPolicy, ServiceError> {
    let arn = params.required("PolicyArn")?;
    iam.authorise(context, caller, &format!("iam:{operation}"), arn)?;
    iam.managed_policy(arn)?.ok_or_else(|| no_such_policy(arn))
}

fn role_xml(role: &Role, whole: bool) -> Xml {
    let xml = Xml::new()
        .text("Path", &role.path)
        .text("RoleName", &role.name)
        .text("RoleId", &role.id)
        .text("Arn", &role.arn)
        .text("CreateDate", role.created_at.to_string())
        .text("AssumeRolePolicyDocument", encoded(&role.trust))
        .optional("Description", role.description.as_deref())
        .text("MaxSessionDuration", role.max_session_seconds.to_string());
    // Lists leave these out, as AWS's do.
    if !whole {
        return xml;
    }
    let xml = match &role.boundary {
        Some(arn) => xml.element(
            "PermissionsBoundary",
            Xml::new()
                .text("PermissionsBoundaryType", "Policy")
                .text("PermissionsBoundaryArn", arn),
        ),
        None => xml,
    };
    tags(xml, role)
}

fn tags(xml: Xml, role: &Role) -> Xml {
    xml.members(
        "Tags",
        role.tags
            .iter()
            .map(|(key, value)| Xml::new().text("Key", key).text("Value", value)),
    )
}

fn policy_xml(policy: &ManagedPolicy) -> Xml {
    Xml::new()
        .text("PolicyName", &policy.name)
        .text("PolicyId", &policy.id)
        .text("Arn", &policy.arn)
        .text("Path", &policy.path)
        .text("DefaultVersionId", format!("v{}", policy.version))
        .text("IsAttachable", "true")
        .text("CreateDate", policy.created_at.to_string())
        .text("UpdateDate", policy.updated_at.to_string())
        .optional("Description", policy.description.as_deref())
}

/// Lists are small enough to be given whole.
fn all(xml: Xml) -> Xml {
    xml.text("IsTruncated", "false")
}

/// IAM gives documents URL-encoded, as RFC 3986 has it.
fn encoded(document: &Value) -> String {
    utf8_percent_encode(&document.to_string(), NON_ALPHANUMERIC).to_string()
}
