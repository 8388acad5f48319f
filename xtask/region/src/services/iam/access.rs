//! Whether a caller may do something.

use std::sync::Arc;

use super::Iam;
use super::condition::Keys;
use super::managed;
use super::model::Role;
use super::policy::{Decision, Kind, Policy, Question, keys};
use super::readings::Reading;
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use serde_json::Value;

/// What a caller wants to do.
#[derive(Debug, Clone, Default)]
pub struct Access<'a> {
    /// Such as `s3:GetObject`.
    pub action: &'a str,
    /// The ARN of what it is done to.
    pub resource: &'a str,
    /// Condition keys of the request, such as `s3:prefix`.
    pub keys: Vec<(&'a str, String)>,
    /// The policy of the resource itself, where it has one.
    pub resource_policy: Option<&'a Value>,
}

impl Iam {
    /// Whether `caller` may do `action` (`s3:GetObject`) on `resource` (an ARN). The root and
    /// the services of the region may do everything.
    ///
    /// # Errors
    /// `AccessDeniedException` in the words of AWS.
    pub fn authorise(
        &self,
        context: &Context,
        caller: &Caller,
        action: &str,
        resource: &str,
    ) -> Result<(), ServiceError> {
        self.authorise_access(
            context,
            caller,
            &Access {
                action,
                resource,
                ..Access::default()
            },
        )
    }

    /// The same with the request's own condition keys and the resource's policy, which may
    /// allow or deny as the role's policies may. A resource's policy binds the root, too, where
    /// it denies.
    ///
    /// The region answers on loopback without TLS; `aws:SecureTransport` is true there all the
    /// same, so that "TLS only" policies mean what they mean in AWS: no request in the clear
    /// over a network.
    ///
    /// # Errors
    /// `AccessDeniedException` in the words of AWS.
    pub fn authorise_access(
        &self,
        context: &Context,
        caller: &Caller,
        access: &Access<'_>,
    ) -> Result<(), ServiceError> {
        let reading = match caller {
            Caller::Role { role, .. } => self.reading(role)?,
            Caller::Root | Caller::Service(_) => None,
        };
        let role = reading.as_deref().map(|reading| &reading.role);
        let keys = request_keys(context, caller, role, access);
        let principals = principals(context, caller, role);
        let question = Question {
            action: access.action,
            resource: access.resource,
            principals: &principals,
            keys: &keys,
        };
        let refuse = |why: &str| {
            let caller = caller.arn(context.account());
            Err(ServiceError::access_denied(
                &caller,
                access.action,
                access.resource,
                why,
            ))
        };
        let by_resource = match access.resource_policy {
            Some(policy) => read(policy, Kind::Resource)?.decide(&question),
            None => Decision::Unmatched,
        };
        if by_resource == Decision::Denied {
            return refuse("with an explicit deny in a resource-based policy");
        }
        if !matches!(caller, Caller::Role { .. }) {
            return Ok(());
        }
        let Some(reading) = reading else {
            return refuse("because the role no longer exists");
        };
        let by_identity = reading
            .identity
            .iter()
            .fold(Decision::Unmatched, |decision, policy| {
                decision.and(policy.decide(&question))
            });
        if by_identity == Decision::Denied {
            return refuse("with an explicit deny in an identity-based policy");
        }
        if by_identity == Decision::Unmatched && by_resource == Decision::Unmatched {
            let action = access.action;
            return refuse(&format!(
                "because no identity-based policy allows the {action} action"
            ));
        }
        if let Some(boundary) = &reading.boundary {
            match boundary.decide(&question) {
                Decision::Allowed => {}
                Decision::Denied => {
                    return refuse("with an explicit deny in a permissions boundary");
                }
                Decision::Unmatched if by_resource == Decision::Allowed => {}
                Decision::Unmatched => {
                    let action = access.action;
                    return refuse(&format!(
                        "because no permissions boundary allows the {action} action"
                    ));
                }
            }
        }
        Ok(())
    }

    /// Whether a resource's policy lets an AWS service (`events.amazonaws.com`) use the
    /// resource, as when a rule publishes to a topic. Without a policy it may not.
    ///
    /// # Errors
    /// `AccessDeniedException` in the words of AWS.
    pub fn authorise_service(
        &self,
        context: &Context,
        service: &str,
        access: &Access<'_>,
    ) -> Result<(), ServiceError> {
        let mut keys = request_keys(context, &Caller::Root, None, access);
        keys.entry("aws:sourceaccount".to_owned())
            .or_insert_with(|| vec![context.account().to_owned()]);
        let principals = [("Service", service.to_owned())];
        let question = Question {
            action: access.action,
            resource: access.resource,
            principals: &principals,
            keys: &keys,
        };
        let decision = match access.resource_policy {
            Some(policy) => read(policy, Kind::Resource)?.decide(&question),
            None => Decision::Unmatched,
        };
        match decision {
            Decision::Allowed => Ok(()),
            Decision::Denied | Decision::Unmatched => Err(ServiceError::access_denied(
                service,
                access.action,
                access.resource,
                "because no resource-based policy allows it",
            )),
        }
    }

    /// A session of the role for an AWS service (`lambda.amazonaws.com`), when the role's trust
    /// policy lets the service assume it. `source` is the ARN on whose behalf it does, such as a
    /// state machine's.
    ///
    /// # Errors
    /// `AccessDeniedException` when there is no such role or it does not trust the service.
    pub fn assume_for_service(
        &self,
        context: &Context,
        role_arn: &str,
        service: &str,
        source: Option<&str>,
        session: &str,
    ) -> Result<Caller, ServiceError> {
        let mut given = vec![("aws:SourceAccount", context.account().to_owned())];
        given.extend(source.map(|arn| ("aws:SourceArn", arn.to_owned())));
        let principals = [("Service", service.to_owned())];
        self.assume(context, role_arn, service, &principals, given, session)
    }

    /// A session of the role for a caller, as `sts:AssumeRole` gives it.
    ///
    /// # Errors
    /// `AccessDeniedException` when there is no such role, it does not trust the caller, or the
    /// caller may not.
    pub fn assume_for_caller(
        &self,
        context: &Context,
        role_arn: &str,
        caller: &Caller,
        session: &str,
    ) -> Result<Caller, ServiceError> {
        self.authorise(context, caller, "sts:AssumeRole", role_arn)?;
        let reading = match caller {
            Caller::Role { role, .. } => self.reading(role)?,
            Caller::Root | Caller::Service(_) => None,
        };
        let role = reading.as_deref().map(|reading| &reading.role);
        let mut principals = principals(context, caller, role);
        // Trusting the account is trusting whoever the account lets assume the role.
        principals.push(("AWS", format!("arn:aws:iam::{}:root", context.account())));
        principals.push(("AWS", context.account().to_owned()));
        let who = caller.arn(context.account());
        self.assume(context, role_arn, &who, &principals, Vec::new(), session)
    }

    fn assume(
        &self,
        context: &Context,
        role_arn: &str,
        who: &str,
        principals: &[(&str, String)],
        given: Vec<(&str, String)>,
        session: &str,
    ) -> Result<Caller, ServiceError> {
        let action = "sts:AssumeRole";
        let assumed = Caller::role(role_arn, session);
        let reading = match &assumed {
            Some(Caller::Role { role, .. }) => self.reading(role)?,
            _ => None,
        };
        let reading = reading.filter(|reading| reading.role.arn == role_arn);
        let (Some(assumed), Some(reading)) = (assumed, reading) else {
            let why = "because no such role exists";
            return Err(ServiceError::access_denied(who, action, role_arn, why));
        };
        let access = Access {
            action,
            resource: role_arn,
            keys: given,
            resource_policy: None,
        };
        let keys = request_keys(context, &Caller::Root, None, &access);
        let question = Question {
            action,
            resource: role_arn,
            principals,
            keys: &keys,
        };
        match reading.trust.decide(&question) {
            Decision::Allowed => Ok(assumed),
            Decision::Denied | Decision::Unmatched => Err(ServiceError::access_denied(
                who,
                action,
                role_arn,
                "because the role's trust policy does not allow it",
            )),
        }
    }

    /// A role, with its policies read.
    fn reading(&self, name: &str) -> Result<Option<Arc<Reading>>, ServiceError> {
        self.readings.get(name, || {
            let Some(role) = self.role(name)? else {
                return Ok(None);
            };
            let own = role
                .inline
                .values()
                .map(|document| read(document, Kind::Identity));
            let attached = role
                .attached
                .iter()
                .map(|arn| read(&self.document(arn)?, Kind::Identity));
            let identity = own.chain(attached).collect::<Result<_, _>>()?;
            let boundary = role.boundary.as_ref();
            let boundary = boundary.map(|arn| read(&self.document(arn)?, Kind::Identity));
            Ok(Some(Reading {
                identity,
                boundary: boundary.transpose()?,
                trust: read(&role.trust, Kind::Trust)?,
                role,
            }))
        })
    }

    /// The document of a managed policy, the account's or AWS's.
    fn document(&self, arn: &str) -> Result<Value, ServiceError> {
        let own = self.managed_policy(arn)?.map(|policy| policy.document);
        own.or_else(|| managed::document(arn))
            .ok_or_else(|| super::no_such_policy(arn))
    }
}

fn request_keys(
    context: &Context,
    caller: &Caller,
    role: Option<&Role>,
    access: &Access<'_>,
) -> Keys {
    let principal = match role {
        Some(role) => role.arn.clone(),
        None => caller.arn(context.account()),
    };
    let common = [
        ("aws:SecureTransport", "true".to_owned()),
        ("aws:CurrentTime", context.now().to_string()),
        ("aws:RequestedRegion", context.region().to_owned()),
        ("aws:PrincipalAccount", context.account().to_owned()),
        ("aws:ResourceAccount", context.account().to_owned()),
        ("aws:PrincipalArn", principal),
    ];
    keys(common.into_iter().chain(access.keys.iter().cloned()))
}

/// The names that a caller goes by in the policies of resources.
fn principals(
    context: &Context,
    caller: &Caller,
    role: Option<&Role>,
) -> Vec<(&'static str, String)> {
    match caller {
        Caller::Service(name) => vec![("Service", (*name).to_owned())],
        Caller::Root | Caller::Role { .. } => {
            let own = ("AWS", caller.arn(context.account()));
            role.map(|role| ("AWS", role.arn.clone()))
                .into_iter()
                .chain([own])
                .collect()
        }
    }
}

/// Documents are checked when they are stored, so one that can't be read is the region's own
/// failure.
fn read(document: &Value, kind: Kind) -> Result<Policy, ServiceError> {
    Policy::parse(document, kind).map_err(|error| ServiceError::internal(error.to_string()))
}
