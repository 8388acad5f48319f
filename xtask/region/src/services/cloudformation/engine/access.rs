//! With whose permissions resources are made, changed and deleted.
//!
//! A stack with a role acts as that role, one without as whoever asked; drift is looked for as
//! whoever asked. Before a resource's
//! handler is called, what it will surely call is held against that role's policies and boundary.

use super::super::model::{Actor, Operation, Stack, StackResource};
use super::super::permissions::{Doing, needs};
use super::Engine;
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::iam::Access;
use serde_json::{Map, Value};

/// Who assumes the roles of stacks.
const SERVICE: &str = "cloudformation.amazonaws.com";
/// The name of its sessions.
const SESSION: &str = "AWSCloudFormation";

/// A session of the role for CloudFormation.
///
/// # Errors
/// `AccessDeniedException` when there is no such role or it does not trust CloudFormation.
pub(in super::super) fn assume(
    context: &Context,
    role_arn: &str,
    stack_id: &str,
) -> Result<Caller, ServiceError> {
    let source = Some(stack_id);
    context
        .iam()
        .assume_for_service(context, role_arn, SERVICE, source, SESSION)
}

/// Whether an actor may do something to a stack's resource.
///
/// # Errors
/// `AccessDeniedException` names who may not do what.
pub(in super::super) fn may(
    context: &Context,
    actor: &Actor,
    stack_id: &str,
    doing: Doing,
    resource: &StackResource,
    previous: Option<&Map<String, Value>>,
) -> Result<(), ServiceError> {
    let (caller, on_behalf) = match actor {
        Actor::Account => return Ok(()),
        Actor::Role(arn) => (assume(context, arn, stack_id)?, false),
        Actor::Session { role, session } => {
            let caller = Caller::Role {
                role: role.clone(),
                session: session.clone(),
            };
            (caller, true)
        }
    };
    for need in needs(context, doing, resource, previous)? {
        let mut keys: Vec<(&str, String)> = need
            .keys
            .iter()
            .map(|(key, value)| (key.as_str(), value.clone()))
            .collect();
        if on_behalf {
            keys.push(("aws:ViaAWSService", "true".to_owned()));
            keys.push(("aws:CalledVia", SERVICE.to_owned()));
            keys.push(("aws:CalledViaFirst", SERVICE.to_owned()));
            keys.push(("aws:CalledViaLast", SERVICE.to_owned()));
        }
        let access = Access {
            action: need.action,
            resource: &need.resource,
            keys,
            resource_policy: None,
        };
        context.iam().authorise_access(context, &caller, &access)?;
    }
    Ok(())
}

impl Engine<'_> {
    /// Whether the operation may do something to the resource.
    ///
    /// # Errors
    /// `AccessDeniedException` names who may not do what.
    pub(super) fn may(
        &self,
        stack: &Stack,
        operation: &Operation,
        doing: Doing,
        resource: &StackResource,
        previous: Option<&Map<String, Value>>,
    ) -> Result<(), ServiceError> {
        let actor = &operation.actor;
        may(self.context, actor, &stack.id, doing, resource, previous)
    }
}
