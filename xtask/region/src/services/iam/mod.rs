//! IAM: roles, their policies, and whether somebody may do something.
//!
//! Roles and policies are made by CloudFormation through the typed methods here; over the wire
//! they can be read.
//!
//! - [`policy`], [`condition`]: policy documents and what they decide
//! - [`access`]: the decision for a caller
//! - [`model`]: what is kept
//! - `oidc`: providers of identities

pub mod access;
pub mod condition;
mod managed;
pub mod model;
mod oidc;
mod operations;
mod pattern;
pub mod policy;
mod readings;
#[cfg(test)]
mod tests;

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

pub use access::Access;
use model::{ManagedPolicy, Role, RoleInput};
pub use oidc::{OidcInput, OidcProvider, oidc_arn};
use policy::{Kind, Policy, PolicyError};
use readings::Readings;

use crate::caller::Caller;
use crate::context::{Context, Scope};
use crate::error::ServiceError;
use crate::protocol::query::{Params, Xml};
use crate::store::{StoreError, Table};

/// The most managed policies attached to one role.
const MAX_ATTACHED: usize = 10;

/// IAM of the account.
#[derive(Debug)]
pub struct Iam {
    roles: Table<Role>,
    policies: Table<ManagedPolicy>,
    oidc_providers: Table<OidcProvider>,
    // Held around every change: read, check, write.
    changing: Mutex<()>,
    readings: Readings,
}

impl Iam {
    pub(crate) fn open(scope: &Scope<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            roles: scope.table("iam.roles")?,
            policies: scope.table("iam.policies")?,
            oidc_providers: scope.table("iam.oidc-providers")?,
            changing: Mutex::new(()),
            readings: Readings::default(),
        })
    }

    /// Answers one operation of the wire protocol.
    pub(crate) async fn call(
        &self,
        context: &Context,
        caller: &Caller,
        operation: &str,
        params: &Params,
    ) -> Result<Xml, ServiceError> {
        operations::call(self, context, caller, operation, params)
    }

    /// The role with this name.
    pub fn role(&self, name: &str) -> Result<Option<Role>, ServiceError> {
        Ok(self.roles.get(name)?)
    }

    /// All roles, by name.
    pub fn roles(&self) -> Result<Vec<Role>, ServiceError> {
        Ok(self.roles.all()?)
    }

    /// Makes a role, or changes the one with this name: its own policies and those attached
    /// stay as they are.
    ///
    /// # Errors
    /// `MalformedPolicyDocument` when the trust policy can't be read.
    pub fn put_role(&self, context: &Context, input: RoleInput) -> Result<Role, ServiceError> {
        parse(&input.trust, Kind::Trust)?;
        if let Some(boundary) = &input.boundary {
            self.known_policy(boundary)?;
        }
        let _changing = self.change();
        let previous = self.roles.get(&input.name)?;
        let arn = iam_arn(context, "role", &input.path, &input.name);
        let role = Role {
            id: previous
                .as_ref()
                .map_or_else(|| unique_id("AROA"), |role| role.id.clone()),
            created_at: previous
                .as_ref()
                .map_or_else(|| context.now(), |role| role.created_at),
            inline: previous
                .as_ref()
                .map(|role| role.inline.clone())
                .unwrap_or_default(),
            attached: previous.map(|role| role.attached).unwrap_or_default(),
            arn,
            name: input.name,
            path: input.path,
            description: input.description,
            max_session_seconds: input.max_session_seconds,
            trust: input.trust,
            boundary: input.boundary,
            tags: input.tags,
        };
        self.roles.put(&role.name, &role)?;
        Ok(role)
    }

    /// Deletes a role and its own policies, if it is there.
    pub fn delete_role(&self, name: &str) -> Result<(), ServiceError> {
        let _changing = self.change();
        Ok(self.roles.delete(name)?)
    }

    /// Gives a role a policy of its own.
    ///
    /// # Errors
    /// `NoSuchEntity`, `MalformedPolicyDocument`.
    pub fn put_role_policy(
        &self,
        role: &str,
        name: &str,
        document: &Value,
    ) -> Result<(), ServiceError> {
        parse(document, Kind::Identity)?;
        self.change_role(role, |role| {
            role.inline.insert(name.to_owned(), document.clone());
            Ok(())
        })
    }

    /// Takes a policy of its own from a role. That one or the other is not there is fine.
    pub fn delete_role_policy(&self, role: &str, name: &str) -> Result<(), ServiceError> {
        let _changing = self.change();
        if let Some(mut role) = self.roles.get(role)?
            && role.inline.remove(name).is_some()
        {
            self.roles.put(&role.name.clone(), &role)?;
        }
        Ok(())
    }

    /// Attaches a managed policy to a role.
    ///
    /// # Errors
    /// `NoSuchEntity` for a role or a policy that is not there, `LimitExceeded`.
    pub fn attach_role_policy(&self, role: &str, policy_arn: &str) -> Result<(), ServiceError> {
        self.known_policy(policy_arn)?;
        self.change_role(role, |role| {
            if role.attached.iter().any(|arn| arn == policy_arn) {
                return Ok(());
            }
            if role.attached.len() >= MAX_ATTACHED {
                return Err(ServiceError::client(
                    "LimitExceeded",
                    format!(
                        "Cannot exceed quota for PoliciesPerRole: {MAX_ATTACHED} (role {})",
                        role.name
                    ),
                )
                .with_status(409));
            }
            role.attached.push(policy_arn.to_owned());
            Ok(())
        })
    }

    /// Detaches a managed policy from a role. That one or the other is not there is fine.
    pub fn detach_role_policy(&self, role: &str, policy_arn: &str) -> Result<(), ServiceError> {
        let _changing = self.change();
        if let Some(mut role) = self.roles.get(role)? {
            role.attached.retain(|arn| arn != policy_arn);
            self.roles.put(&role.name.clone(), &role)?;
        }
        Ok(())
    }

    /// The account's managed policy with this ARN.
    pub fn managed_policy(&self, arn: &str) -> Result<Option<ManagedPolicy>, ServiceError> {
        let name = arn.rsplit('/').next().unwrap_or_default();
        Ok(self.policies.get(name)?.filter(|policy| policy.arn == arn))
    }

    /// Makes a managed policy, or a new version of the one with this name.
    ///
    /// # Errors
    /// `MalformedPolicyDocument`.
    pub fn put_managed_policy(
        &self,
        context: &Context,
        name: &str,
        path: &str,
        description: Option<&str>,
        document: &Value,
    ) -> Result<ManagedPolicy, ServiceError> {
        parse(document, Kind::Identity)?;
        let _changing = self.change();
        let previous = self.policies.get(name)?;
        let now: Timestamp = context.now();
        let policy = ManagedPolicy {
            name: name.to_owned(),
            path: path.to_owned(),
            arn: iam_arn(context, "policy", path, name),
            id: previous
                .as_ref()
                .map_or_else(|| unique_id("ANPA"), |policy| policy.id.clone()),
            created_at: previous.as_ref().map_or(now, |policy| policy.created_at),
            updated_at: now,
            description: description.map(str::to_owned),
            version: match &previous {
                Some(policy) if policy.document == *document => policy.version,
                Some(policy) => policy.version + 1,
                None => 1,
            },
            document: document.clone(),
        };
        self.policies.put(name, &policy)?;
        Ok(policy)
    }

    /// Deletes a managed policy of the account, if it is there.
    ///
    /// # Errors
    /// `DeleteConflict` while a role has it attached.
    pub fn delete_managed_policy(&self, arn: &str) -> Result<(), ServiceError> {
        let _changing = self.change();
        let name = arn.rsplit('/').next().unwrap_or_default();
        if let Some(role) = self
            .roles()?
            .iter()
            .find(|role| role.attached.iter().any(|attached| attached == arn))
        {
            return Err(ServiceError::client(
                "DeleteConflict",
                format!(
                    "Cannot delete a policy attached to entities. ({arn} is attached to the role \
                     {})",
                    role.name
                ),
            )
            .with_status(409));
        }
        Ok(self.policies.delete(name)?)
    }

    fn change_role(
        &self,
        name: &str,
        change: impl FnOnce(&mut Role) -> Result<(), ServiceError>,
    ) -> Result<(), ServiceError> {
        let _changing = self.change();
        let mut role = self.roles.get(name)?.ok_or_else(|| no_such_role(name))?;
        change(&mut role)?;
        Ok(self.roles.put(name, &role)?)
    }

    fn known_policy(&self, arn: &str) -> Result<(), ServiceError> {
        if self.managed_policy(arn)?.is_some() || managed::document(arn).is_some() {
            return Ok(());
        }
        Err(no_such_policy(arn))
    }

    fn change(&self) -> Changing<'_> {
        Changing {
            _alone: self.changing.lock().unwrap_or_else(PoisonError::into_inner),
            readings: &self.readings,
        }
    }
}

/// A change that is under way. When it has been made, what was read before is forgotten.
struct Changing<'a> {
    _alone: MutexGuard<'a, ()>,
    readings: &'a Readings,
}

impl Drop for Changing<'_> {
    fn drop(&mut self) {
        self.readings.forget();
    }
}

/// Checks a document.
///
/// # Errors
/// `MalformedPolicyDocument`.
pub fn parse(document: &Value, kind: Kind) -> Result<Policy, ServiceError> {
    Policy::parse(document, kind)
        .map_err(|PolicyError(message)| ServiceError::client("MalformedPolicyDocument", message))
}

pub(crate) fn no_such_role(name: &str) -> ServiceError {
    ServiceError::client(
        "NoSuchEntity",
        format!("The role with name {name} cannot be found."),
    )
    .with_status(404)
}

pub(crate) fn no_such_policy(arn: &str) -> ServiceError {
    ServiceError::client(
        "NoSuchEntity",
        format!("Policy {arn} does not exist or is not attachable."),
    )
    .with_status(404)
}

fn iam_arn(context: &Context, what: &str, path: &str, name: &str) -> String {
    format!("arn:aws:iam::{}:{what}{path}{name}", context.account())
}

/// An id as IAM makes them: a prefix that tells the kind and 17 characters.
fn unique_id(prefix: &str) -> String {
    let mut digits = Uuid::new_v4().simple().to_string().to_uppercase();
    digits.truncate(17);
    format!("{prefix}{digits}")
}
