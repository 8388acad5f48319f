//! What a change does to permissions, trust, public access and encryption.
//!
//! Told apart from the rest, since it is what a reviewer must not miss.

use std::collections::BTreeSet;

use cfn::Resource;
use serde_json::Value as Json;

use crate::model::{Action, ResourceChange, SecurityChange, SecurityKind};
use crate::resolve::{call, readable};
use crate::resources::Version;

/// Properties that say what the public may reach.
const PUBLIC: &[&str] = &[
    "AccessControl",
    "AuthType",
    "BlockPublicPolicy",
    "CidrIp",
    "PublicAccessBlockConfiguration",
    "PublicPolicy",
    "PubliclyAccessible",
];
/// Properties that say how data are encrypted.
const ENCRYPTION: &[&str] = &[
    "BucketEncryption",
    "EncryptionConfiguration",
    "KmsKeyArn",
    "KmsKeyId",
    "KmsMasterKeyId",
    "SSESpecification",
    "SqsManagedSseEnabled",
];
/// Properties that attach permissions kept elsewhere.
const ATTACHED: &[&str] = &["ManagedPolicyArns", "PermissionsBoundary"];

/// The changes of security that resources' changes make.
pub(crate) fn changes(
    before: &Version<'_>,
    after: &Version<'_>,
    resources: &[ResourceChange],
) -> Vec<SecurityChange> {
    let facts = |version: &Version<'_>, change: &ResourceChange| {
        let resource = version.resource(&change.logical_id);
        resource.map_or_else(BTreeSet::new, |resource| facts(version, resource))
    };
    let mut found = Vec::new();
    for change in resources {
        let is_new = matches!(change.action, Action::Add);
        let is_gone = matches!(change.action, Action::Remove { .. });
        let old = if is_new {
            BTreeSet::new()
        } else {
            facts(before, change)
        };
        let new = if is_gone {
            BTreeSet::new()
        } else {
            facts(after, change)
        };
        for kind in [
            SecurityKind::Permission,
            SecurityKind::Trust,
            SecurityKind::PublicAccess,
            SecurityKind::Encryption,
        ] {
            let of_kind = |all: &BTreeSet<(SecurityKind, String)>, others: &BTreeSet<_>| {
                let alone = all.difference(others).filter(|(of, _)| *of == kind);
                alone.map(|(_, fact)| fact.clone()).collect::<Vec<_>>()
            };
            let (gained, lost) = (of_kind(&new, &old), of_kind(&old, &new));
            if !gained.is_empty() || !lost.is_empty() {
                found.push(SecurityChange {
                    logical_id: change.logical_id.clone(),
                    kind,
                    gained,
                    lost,
                });
            }
        }
    }
    found
}

fn facts(version: &Version<'_>, resource: &Resource) -> BTreeSet<(SecurityKind, String)> {
    let mut found = BTreeSet::new();
    let properties = version.properties(resource);
    if resource.kind() == "AWS::Lambda::Permission" {
        let field = |name: &str| properties.get(name).map(readable);
        let who = field("Principal").unwrap_or_default();
        let what = field("Action").unwrap_or_default();
        let on = field("FunctionName").unwrap_or_default();
        let from = field("SourceArn").map_or(String::new(), |arn| format!(" from {arn}"));
        let fact = format!("{who} may {what} on {on}{from}");
        found.insert((SecurityKind::Permission, fact));
        return found;
    }
    collect(&properties, "", &mut found);
    found
}

fn collect(value: &Json, name: &str, found: &mut BTreeSet<(SecurityKind, String)>) {
    if let Some(statements) = value.get("Statement").filter(|_| is_policy(value)) {
        let kind = if name == "AssumeRolePolicyDocument" {
            SecurityKind::Trust
        } else {
            SecurityKind::Permission
        };
        let one = std::slice::from_ref(statements);
        for statement in statements.as_array().map_or(one, Vec::as_slice) {
            found.insert((kind, told(statement)));
            if is_for_everyone(statement) {
                found.insert((SecurityKind::PublicAccess, told(statement)));
            }
        }
        return;
    }
    let mut note = |kind| found.insert((kind, format!("{name} = {}", readable(value))));
    if PUBLIC.contains(&name) {
        note(SecurityKind::PublicAccess);
    } else if ENCRYPTION.contains(&name) {
        note(SecurityKind::Encryption);
    } else if ATTACHED.contains(&name) {
        note(SecurityKind::Permission);
    } else {
        match value {
            Json::Object(object) => {
                for (name, value) in object {
                    collect(value, name, found);
                }
            }
            Json::Array(items) => items.iter().for_each(|item| collect(item, name, found)),
            _ => {}
        }
    }
}

fn is_policy(value: &Json) -> bool {
    let one = value.get("Statement");
    one.is_some_and(|one| {
        one.get("Effect").is_some() || one.get(0).is_some_and(|s| s.get("Effect").is_some())
    })
}

/// Whether a statement allows everyone something, without a condition.
fn is_for_everyone(statement: &Json) -> bool {
    let everyone = |who: &Json| who == "*" || who.get("AWS").is_some_and(|who| who == "*");
    statement["Effect"] == "Allow"
        && statement.get("Principal").is_some_and(everyone)
        && statement.get("Condition").is_none()
}

/// A statement in one line: `Allow s3:GetObject on arn:… to lambda.amazonaws.com if {…}`.
fn told(statement: &Json) -> String {
    let part = |name: &str, before: &str| {
        let value = statement.get(name);
        value.map_or(String::new(), |value| format!(" {before}{}", list(value)))
    };
    let mut out = statement["Effect"].as_str().unwrap_or("?").to_owned();
    out += &part("Action", "");
    out += &part("NotAction", "all but ");
    out += &part("Resource", "on ");
    out += &part("NotResource", "on all but ");
    out += &part("Principal", "to ");
    out += &part("NotPrincipal", "to all but ");
    out += &part("Condition", "if ");
    out
}

fn list(value: &Json) -> String {
    match value {
        _ if call(value).is_some() => readable(value),
        Json::Array(items) => items.iter().map(readable).collect::<Vec<_>>().join(", "),
        Json::Object(object) if object.values().all(|value| !value.is_object()) => {
            // Principals, by kind.
            let kinds = object.iter().map(|(kind, who)| match kind.as_str() {
                "Service" | "AWS" => list(who),
                kind => format!("{kind} {}", list(who)),
            });
            kinds.collect::<Vec<_>>().join(", ")
        }
        other => readable(other),
    }
}
