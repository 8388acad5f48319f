//! `AWS::IAM::*`.

use std::collections::BTreeSet;

use async_trait::async_trait;
use serde_json::{Map, Value, json};

use super::{Made, Provider, Read, Request, gone, read, tag_list};
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::iam::model::RoleInput;

/// The longest session of a role when none is given, in seconds.
const SESSION_SECONDS: u64 = 3600;
const NAME_LENGTH: usize = 64;
const POLICY_NAME_LENGTH: usize = 128;

pub(super) struct Role;

#[async_trait]
impl Provider for Role {
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError> {
        Ok(Some(request.name("RoleName", NAME_LENGTH)))
    }

    async fn exists(&self, context: &Context, name: &str) -> Result<bool, ServiceError> {
        Ok(context.iam().role(name)?.is_some())
    }

    async fn put(
        &self,
        request: Request<'_>,
        physical_id: Option<&str>,
    ) -> Result<Made, ServiceError> {
        let iam = request.context.iam();
        let name = physical_id.unwrap_or_default();
        let role = iam.put_role(
            request.context,
            RoleInput {
                name: name.to_owned(),
                path: request.text("Path").unwrap_or("/").to_owned(),
                description: request.text("Description").map(str::to_owned),
                max_session_seconds: request
                    .properties
                    .get("MaxSessionDuration")
                    .and_then(Value::as_u64)
                    .unwrap_or(SESSION_SECONDS),
                trust: document(request.properties, "AssumeRolePolicyDocument"),
                boundary: request.text("PermissionsBoundary").map(str::to_owned),
                tags: request.tags(),
            },
        )?;
        let wanted = inline(request.properties);
        for (policy, document) in &wanted {
            iam.put_role_policy(name, policy, document)?;
        }
        let attached = texts(request.properties, "ManagedPolicyArns");
        for arn in &attached {
            iam.attach_role_policy(name, arn)?;
        }
        // Policies that other resources gave the role stay: only those it had itself go.
        if let Some(previous) = request.previous {
            for (policy, _) in inline(previous) {
                if !wanted.iter().any(|(name, _)| *name == policy) {
                    iam.delete_role_policy(name, &policy)?;
                }
            }
            for arn in texts(previous, "ManagedPolicyArns") {
                if !attached.contains(&arn) {
                    iam.detach_role_policy(name, &arn)?;
                }
            }
        }
        Ok(Made::new(name)
            .with("Arn", role.arn)
            .with("RoleId", role.id))
    }

    async fn delete(
        &self,
        context: &Context,
        name: &str,
        _: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        context.iam().delete_role(name)
    }

    fn readable(&self) -> &'static [&'static str] {
        &[
            "AssumeRolePolicyDocument",
            "Description",
            "MaxSessionDuration",
            "ManagedPolicyArns",
            "Policies",
            "PermissionsBoundary",
            "Tags",
        ]
    }

    async fn read(&self, context: &Context, name: &str, _: &Map<String, Value>) -> Read {
        let Some(role) = context.iam().role(name)? else {
            return Ok(None);
        };
        // What other resources of stacks gave it is theirs to answer for.
        let (others, attached) = given_by_others(context, name)?;
        let policies: Vec<Value> = role
            .inline
            .into_iter()
            .filter(|(name, _)| !others.contains(name))
            .map(|(name, document)| json!({"PolicyName": name, "PolicyDocument": document}))
            .collect();
        let managed: Vec<String> = role
            .attached
            .into_iter()
            .filter(|arn| !attached.contains(arn))
            .collect();
        Ok(Some(read([
            ("AssumeRolePolicyDocument", Some(role.trust)),
            ("Description", role.description.map(Value::from)),
            ("MaxSessionDuration", Some(role.max_session_seconds.into())),
            ("ManagedPolicyArns", Some(managed.into())),
            ("Policies", Some(policies.into())),
            ("PermissionsBoundary", role.boundary.map(Value::from)),
            ("Tags", tag_list(role.tags)),
        ])))
    }
}

/// A policy of roles' own. Users and groups are not provided.
pub(super) struct Policy;

#[async_trait]
impl Provider for Policy {
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError> {
        for absent in ["Users", "Groups"] {
            if request.properties.contains_key(absent) {
                return Err(super::invalid(format!(
                    "the embedded region has no IAM users and groups: attach the policy to \
                     Roles instead of {absent}"
                )));
            }
        }
        Ok(Some(request.generated_name(POLICY_NAME_LENGTH)))
    }

    async fn exists(&self, _: &Context, _: &str) -> Result<bool, ServiceError> {
        Ok(false)
    }

    async fn put(
        &self,
        request: Request<'_>,
        physical_id: Option<&str>,
    ) -> Result<Made, ServiceError> {
        let iam = request.context.iam();
        let name = request.text("PolicyName").unwrap_or_default();
        let document = document(request.properties, "PolicyDocument");
        let roles = texts(request.properties, "Roles");
        for role in &roles {
            iam.put_role_policy(role, name, &document)?;
        }
        if let Some(previous) = request.previous {
            let old_name = previous
                .get("PolicyName")
                .and_then(Value::as_str)
                .unwrap_or_default();
            for role in texts(previous, "Roles") {
                if old_name != name || !roles.contains(&role) {
                    iam.delete_role_policy(&role, old_name)?;
                }
            }
        }
        let id = physical_id.unwrap_or_default();
        Ok(Made::new(id).with("Id", id))
    }

    async fn delete(
        &self,
        context: &Context,
        _: &str,
        properties: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        let name = properties
            .get("PolicyName")
            .and_then(Value::as_str)
            .unwrap_or_default();
        for role in texts(properties, "Roles") {
            gone(context.iam().delete_role_policy(&role, name))?;
        }
        Ok(())
    }
}

pub(super) struct ManagedPolicy;

#[async_trait]
impl Provider for ManagedPolicy {
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError> {
        Ok(Some(format!(
            "arn:aws:iam::{}:policy{}{}",
            request.context.account(),
            request.text("Path").unwrap_or("/"),
            request.name("ManagedPolicyName", POLICY_NAME_LENGTH)
        )))
    }

    async fn exists(&self, context: &Context, arn: &str) -> Result<bool, ServiceError> {
        Ok(context.iam().managed_policy(arn)?.is_some())
    }

    async fn put(
        &self,
        request: Request<'_>,
        physical_id: Option<&str>,
    ) -> Result<Made, ServiceError> {
        let iam = request.context.iam();
        let arn = physical_id.unwrap_or_default();
        let policy = iam.put_managed_policy(
            request.context,
            arn.rsplit('/').next().unwrap_or_default(),
            request.text("Path").unwrap_or("/"),
            request.text("Description"),
            &document(request.properties, "PolicyDocument"),
        )?;
        let roles = texts(request.properties, "Roles");
        for role in &roles {
            iam.attach_role_policy(role, arn)?;
        }
        for role in request
            .previous
            .map(|old| texts(old, "Roles"))
            .unwrap_or_default()
        {
            if !roles.contains(&role) {
                iam.detach_role_policy(&role, arn)?;
            }
        }
        Ok(Made::new(arn)
            .with("PolicyArn", arn)
            .with("PolicyId", policy.id)
            .with("AttachmentCount", roles.len())
            .with("CreateDate", policy.created_at.to_string())
            .with("UpdateDate", policy.updated_at.to_string())
            .with("DefaultVersionId", format!("v{}", policy.version))
            .with("IsAttachable", true)
            .with("PermissionsBoundaryUsageCount", 0))
    }

    async fn delete(
        &self,
        context: &Context,
        arn: &str,
        properties: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        for role in texts(properties, "Roles") {
            context.iam().detach_role_policy(&role, arn)?;
        }
        context.iam().delete_managed_policy(arn)
    }

    fn readable(&self) -> &'static [&'static str] {
        &["PolicyDocument", "Description"]
    }

    async fn read(&self, context: &Context, arn: &str, _: &Map<String, Value>) -> Read {
        let policy = context.iam().managed_policy(arn)?;
        Ok(policy.map(|policy| {
            read([
                ("PolicyDocument", Some(policy.document)),
                ("Description", policy.description.map(Value::from)),
            ])
        }))
    }
}

/// The names of the policies of a role's own, and the ARNs of those attached to it, that other
/// resources of stacks gave it.
fn given_by_others(
    context: &Context,
    role: &str,
) -> Result<(BTreeSet<String>, BTreeSet<String>), ServiceError> {
    let (mut inline, mut attached) = (BTreeSet::new(), BTreeSet::new());
    for resource in context.cloudformation().resources()? {
        let to_role = texts(&resource.properties, "Roles").contains(&role.to_owned());
        match resource.kind.as_str() {
            "AWS::IAM::Policy" if to_role => {
                let name = resource.properties.get("PolicyName");
                inline.extend(name.and_then(Value::as_str).map(str::to_owned));
            }
            "AWS::IAM::ManagedPolicy" if to_role => attached.extend(resource.physical_id),
            _ => {}
        }
    }
    Ok((inline, attached))
}

/// A role's `Policies`.
fn inline(properties: &Map<String, Value>) -> Vec<(String, Value)> {
    let listed = properties.get("Policies").and_then(Value::as_array);
    listed
        .into_iter()
        .flatten()
        .filter_map(|policy| {
            let name = policy["PolicyName"].as_str()?.to_owned();
            Some((name, document(policy.as_object()?, "PolicyDocument")))
        })
        .collect()
}

/// A policy document, which may be written as text.
pub(super) fn document(properties: &Map<String, Value>, name: &str) -> Value {
    match properties.get(name) {
        Some(Value::String(text)) => {
            serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.clone()))
        }
        Some(document) => document.clone(),
        None => Value::Null,
    }
}

pub(super) fn texts(properties: &Map<String, Value>, name: &str) -> Vec<String> {
    let listed = properties.get(name).and_then(Value::as_array);
    listed
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}
