//! One resource on the way forward: made, changed, replaced or left as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value};
use uuid::Uuid;

use super::super::evaluate::{Resources, Scope};
use super::super::graph::Graph;
use super::super::journal::Write;
use super::super::model::{Action, Desired, Operation, Stack, StackResource, Step};
use super::super::providers::{Made, Request, provider};
use super::super::resolve::resolve;
use super::super::schema::{Recreation, Schema};
use super::super::template::{Resource, Template, TemplateError};
use super::Engine;
use super::prepare::unprovided;
use crate::error::ServiceError;
use crate::faults::Way;

const REPLACES: &str = "Requested update requires the creation of a new physical resource; hence \
                        creating one.";

/// A resource that failed.
pub(super) struct Failed {
    /// Its logical id.
    pub(super) logical_id: String,
    /// Whether it failed to be made; else to be changed.
    pub(super) creating: bool,
}

/// The way forward of one operation, and what it has come to.
pub(super) struct Forward<'a> {
    pub(super) engine: &'a Engine<'a>,
    pub(super) stack: &'a Stack,
    pub(super) operation: &'a Operation,
    pub(super) desired: &'a Desired,
    pub(super) template: &'a Template,
    pub(super) scope: &'a Scope<'a>,
    pub(super) graph: &'a Graph,
    pub(super) steps: BTreeMap<String, Step>,
    pub(super) resources: Mutex<BTreeMap<String, StackResource>>,
    pub(super) failed: Mutex<Vec<Failed>>,
}

impl Resources for Forward<'_> {
    fn reference(&self, logical_id: &str) -> Option<Value> {
        self.standing()
            .get(logical_id)?
            .physical_id
            .clone()
            .map(Value::from)
    }
    fn attribute(&self, logical_id: &str, attribute: &str) -> Option<Value> {
        self.standing()
            .get(logical_id)?
            .attributes
            .get(attribute)
            .cloned()
    }
}

impl Forward<'_> {
    fn standing(&self) -> MutexGuard<'_, BTreeMap<String, StackResource>> {
        self.resources
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the resource what it shall be. False when that fails.
    pub(super) async fn resource(&self, logical_id: &str) -> Result<bool, ServiceError> {
        let step = self.steps.get(logical_id);
        if step.is_some_and(|step| step.done) {
            return Ok(true);
        }
        let wanted = &self.template.resources[logical_id];
        let standing = self.standing().get(logical_id).cloned();
        // What the resource was before the operation, which may have been cut off in the midst.
        let previous = match step {
            Some(step) => step.previous.clone(),
            None => standing.clone().filter(StackResource::is_made),
        };
        let properties = match resolve(self.scope, self, wanted, &self.desired.tags) {
            Ok(properties) => properties,
            Err(TemplateError(reason)) => {
                let resource = match &previous {
                    Some(previous) => previous.clone(),
                    None => self.fresh(logical_id, wanted, standing.as_ref()),
                };
                return self.fail(resource, previous.as_ref(), reason);
            }
        };
        let action = match (step, &previous) {
            (Some(step), _) => step.action,
            (None, None) => Action::Create,
            (None, Some(previous)) => match change(previous, &properties) {
                Some(action) => action,
                None => return self.keep(previous.clone(), wanted),
            },
        };
        let mut resource = match (action, &previous, step) {
            (_, _, Some(step)) => step.current.clone(),
            (Action::Update, Some(previous), None) => previous.clone(),
            _ => self.fresh(logical_id, wanted, standing.as_ref()),
        };
        resource.properties = properties;
        self.describe(&mut resource, wanted);
        self.carry_out(action, resource, previous, step.is_some())
            .await
    }

    /// A resource that is yet to be made. An attempt that failed or was cut off lends its name.
    fn fresh(
        &self,
        logical_id: &str,
        wanted: &Resource,
        standing: Option<&StackResource>,
    ) -> StackResource {
        let attempt = standing.filter(|standing| !standing.is_made());
        let mut resource = StackResource {
            logical_id: logical_id.to_owned(),
            kind: wanted.kind.clone(),
            physical_id: attempt.and_then(|attempt| attempt.physical_id.clone()),
            status: String::new(),
            reason: None,
            updated_at: self.engine.context.now(),
            properties: Map::new(),
            attributes: BTreeMap::new(),
            deletion_policy: wanted.deletion_policy,
            update_replace_policy: wanted.update_replace_policy,
            metadata: wanted.metadata.clone(),
            needs: Vec::new(),
            token: match attempt {
                Some(attempt) => attempt.token.clone(),
                None => Uuid::new_v4().simple().to_string(),
            },
        };
        self.describe(&mut resource, wanted);
        resource
    }

    /// What the template says of the resource beside its properties.
    fn describe(&self, resource: &mut StackResource, wanted: &Resource) {
        resource.deletion_policy = wanted.deletion_policy;
        resource.update_replace_policy = wanted.update_replace_policy;
        resource.metadata.clone_from(&wanted.metadata);
        resource.needs = self
            .graph
            .needs(&resource.logical_id)
            .map(str::to_owned)
            .collect();
    }

    /// The resource is as it shall be already.
    fn keep(&self, mut resource: StackResource, wanted: &Resource) -> Result<bool, ServiceError> {
        let before = resource.clone();
        self.describe(&mut resource, wanted);
        if resource != before {
            self.write(&resource, |_| {})?;
        }
        Ok(true)
    }

    async fn carry_out(
        &self,
        action: Action,
        mut resource: StackResource,
        previous: Option<StackResource>,
        begun: bool,
    ) -> Result<bool, ServiceError> {
        let (begins, reason) = match action {
            Action::Create => ("CREATE_IN_PROGRESS", None),
            Action::Update => ("UPDATE_IN_PROGRESS", None),
            Action::Replace => ("UPDATE_IN_PROGRESS", Some(REPLACES)),
        };
        resource.status = begins.to_owned();
        resource.reason = reason.map(str::to_owned);
        if !begun {
            self.tell(&resource, previous.is_none(), |_| {})?;
            if let Err(reason) = self
                .prepare(action, &mut resource, previous.as_ref())
                .await?
            {
                return self.fail(resource, previous.as_ref(), reason);
            }
            // From here on the resource with this physical id is the stack's.
            let step = Step {
                action,
                done: false,
                previous: previous.clone(),
                current: resource.clone(),
            };
            let logical_id = resource.logical_id.clone();
            match action {
                Action::Update => self.write(&resource, |write| {
                    write.step(self.stack, &logical_id, &step);
                })?,
                Action::Create | Action::Replace => {
                    resource.reason = Some("Resource creation Initiated".to_owned());
                    self.tell(&resource, action == Action::Create, |write| {
                        write.step(self.stack, &logical_id, &step);
                    })?;
                }
            }
        }
        let request = Request {
            context: self.engine.context,
            stack_name: &self.stack.name,
            logical_id: &resource.logical_id,
            properties: &resource.properties,
            previous: previous
                .as_ref()
                .filter(|_| action == Action::Update)
                .map(|previous| &previous.properties),
            token: &resource.token,
        };
        let put = match provider(&resource.kind) {
            Some(provider) => {
                let logical_id = &resource.logical_id;
                match self.engine.meet_fault(self.stack, logical_id, Way::Forward) {
                    Ok(()) => provider.put(request, resource.physical_id.as_deref()).await,
                    Err(fault) => Err(fault),
                }
            }
            None => Err(unprovided(&resource.kind)),
        };
        match put {
            Ok(made) => self.succeed(action, resource, previous, made),
            Err(error) => {
                let reason = Engine::said(&error, &resource.token);
                self.fail(resource, previous.as_ref(), reason)
            }
        }
    }

    fn succeed(
        &self,
        action: Action,
        mut resource: StackResource,
        previous: Option<StackResource>,
        made: Made,
    ) -> Result<bool, ServiceError> {
        resource.physical_id = Some(made.physical_id);
        resource.attributes = made.attributes;
        resource.status = if action == Action::Create {
            "CREATE_COMPLETE"
        } else {
            "UPDATE_COMPLETE"
        }
        .to_owned();
        resource.reason = None;
        let step = Step {
            action,
            done: true,
            previous,
            current: resource.clone(),
        };
        self.tell(&resource, true, |write| {
            write.step(self.stack, &resource.logical_id, &step);
        })?;
        Ok(true)
    }

    fn fail(
        &self,
        mut resource: StackResource,
        previous: Option<&StackResource>,
        reason: String,
    ) -> Result<bool, ServiceError> {
        let creating = previous.is_none();
        resource.status = if creating {
            "CREATE_FAILED"
        } else {
            "UPDATE_FAILED"
        }
        .to_owned();
        resource.reason = Some(reason);
        self.failed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Failed {
                logical_id: resource.logical_id.clone(),
                creating,
            });
        match previous {
            None => self.tell(&resource, true, |_| {})?,
            Some(previous) => {
                // The stack keeps what the resource was, so that the next update tries again.
                let mut kept = previous.clone();
                kept.status.clone_from(&resource.status);
                kept.reason.clone_from(&resource.reason);
                kept.updated_at = self.engine.context.now();
                self.tell(&resource, false, |write| write.resource(self.stack, &kept))?;
                self.standing().insert(kept.logical_id.clone(), kept);
            }
        }
        Ok(false)
    }

    /// Writes an event of the resource and, when `stands`, that it is the stack's.
    fn tell(
        &self,
        resource: &StackResource,
        stands: bool,
        further: impl FnOnce(&mut Write<'_>),
    ) -> Result<(), ServiceError> {
        let mut resource = resource.clone();
        resource.updated_at = self.engine.context.now();
        let token = self.operation.client_token.as_deref();
        self.engine.journal.commit(|write| {
            if stands {
                write.resource(self.stack, &resource);
            }
            write.resource_event(self.engine.context, self.stack, &resource, token);
            further(write);
        })?;
        if stands {
            self.standing()
                .insert(resource.logical_id.clone(), resource);
        }
        Ok(())
    }

    /// Writes the resource without an event.
    fn write(
        &self,
        resource: &StackResource,
        further: impl FnOnce(&mut Write<'_>),
    ) -> Result<(), ServiceError> {
        self.engine.journal.commit(|write| {
            write.resource(self.stack, resource);
            further(write);
        })?;
        self.standing()
            .insert(resource.logical_id.clone(), resource.clone());
        Ok(())
    }
}

/// What is to be done so that the resource has these properties; none when it has them.
fn change(previous: &StackResource, properties: &Map<String, Value>) -> Option<Action> {
    let failed = previous.status == "UPDATE_FAILED";
    if previous.properties == *properties && !failed {
        return None;
    }
    let schema = Schema::of(&previous.kind)?;
    let names: BTreeSet<&String> = previous
        .properties
        .keys()
        .chain(properties.keys())
        .collect();
    let most = names
        .into_iter()
        .map(|name| (name, previous.properties.get(name), properties.get(name)))
        .filter(|(_, old, new)| old != new)
        .map(|(name, old, new)| schema.recreation(name, old, new))
        .max();
    Some(match most {
        Some(Recreation::Always) => Action::Replace,
        _ => Action::Update,
    })
}
