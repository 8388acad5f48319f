//! Makes and changes the resources of a stack.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value};
use uuid::Uuid;

use super::super::check::check;
use super::super::evaluate::{Resources, Scope};
use super::super::exports;
use super::super::graph::Graph;
use super::super::journal::Write;
use super::super::model::{
    Action, Desired, Failed, Operation, OperationKind, Output, Phase, Stack, StackResource, Step,
};
use super::super::outputs::{StandingResources, outputs};
use super::super::providers::{Made, Provider, Request, provider};
use super::super::pseudo;
use super::super::resolve::resolve;
use super::super::schema::{Recreation, Schema};
use super::super::template::{Resource, Template, TemplateError};
use super::schedule::{AfterFailure, each};
use super::{Ended, Engine};
use crate::error::ServiceError;

const REPLACES: &str = "Requested update requires the creation of a new physical resource; hence \
                        creating one.";

/// Makes the stack what it shall be. When that is done, the operation's next phase is written.
///
/// # Errors
/// When the state can't be read or written.
pub(super) async fn run(
    engine: &Engine<'_>,
    stack: &Stack,
    operation: &Operation,
) -> Result<Ended, ServiceError> {
    let refuse = |error: TemplateError| Ok(Ended::Failed(Vec::new(), error.0));
    let Some(desired) = &stack.desired else {
        return Err(ServiceError::internal(
            "a stack without a template is under way",
        ));
    };
    let template = match Template::parse(&desired.template)
        .and_then(|template| check(&template).map(|()| template))
    {
        Ok(template) => template,
        Err(error) => return refuse(error),
    };
    let pseudo = pseudo(engine.context, &stack.name, &stack.id);
    let exported = exports::values(engine.journal)?;
    let scope = match Scope::new(&template, &desired.parameters, &pseudo, &exported) {
        Ok(scope) => scope,
        Err(error) => return refuse(error),
    };
    let mut absent = BTreeSet::new();
    for (logical_id, resource) in &template.resources {
        match scope.condition(resource.condition.as_deref()) {
            Ok(true) => {}
            Ok(false) => {
                absent.insert(logical_id.as_str());
            }
            Err(error) => return refuse(error),
        }
    }
    let graph = Graph::of(&template).restricted(|logical_id| !absent.contains(logical_id));
    let forward = Forward {
        engine,
        stack,
        operation,
        desired,
        template: &template,
        scope: &scope,
        graph: &graph,
        steps: engine.journal.steps(stack)?,
        resources: Mutex::new(engine.journal.resources(stack)?),
        failed: Mutex::new(Vec::new()),
    };
    each(&graph, AfterFailure::Stop, |logical_id| {
        forward.resource(logical_id)
    })
    .await?;
    let failed = forward
        .failed
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    if !failed.is_empty() {
        let reason = reason(&failed);
        return Ok(Ended::Failed(failed, reason));
    }
    let resources = engine.journal.resources(stack)?;
    let outputs = match outputs(&template, &scope, &StandingResources(&resources)) {
        Ok(outputs) => outputs,
        Err(error) => return refuse(error),
    };
    if let Err(TemplateError(reason)) = exports::check(engine.journal, stack, &outputs)? {
        return Ok(Ended::Failed(Vec::new(), reason));
    }
    settle(engine, stack, operation, &template, &scope, outputs, &graph)?;
    Ok(Ended::Done)
}

/// Writes that the resources are as they shall be.
fn settle(
    engine: &Engine<'_>,
    stack: &Stack,
    operation: &Operation,
    template: &Template,
    scope: &Scope<'_>,
    outputs: Vec<Output>,
    graph: &Graph,
) -> Result<(), ServiceError> {
    let mut stack = stack.clone();
    stack.outputs = outputs;
    stack.description.clone_from(&template.description);
    stack.imports = scope.imports();
    if operation.kind == OperationKind::Create {
        return engine.finish(stack, operation, "CREATE_COMPLETE", None);
    }
    let wanted: BTreeSet<&str> = graph.names().collect();
    let removed = engine
        .journal
        .resources(&stack)?
        .into_values()
        .filter(|resource| !wanted.contains(resource.logical_id.as_str()));
    let replaced = engine
        .journal
        .steps(&stack)?
        .into_values()
        .filter(|step| step.action == Action::Replace)
        .filter_map(|step| step.previous);
    let mut operation = operation.clone();
    operation.leftovers = removed.chain(replaced).collect();
    operation.phase = Phase::Cleanup;
    if operation.leftovers.is_empty() {
        return engine.finish(stack, &operation, "UPDATE_COMPLETE", None);
    }
    engine.advance(
        &mut stack,
        &operation,
        "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
        None,
    )
}

fn reason(failed: &[Failed]) -> String {
    let mut reason = String::new();
    for (creating, verb) in [(true, "create"), (false, "update")] {
        let names: BTreeSet<&str> = failed
            .iter()
            .filter(|failed| failed.creating == creating)
            .map(|failed| failed.logical_id.as_str())
            .collect();
        if !names.is_empty() {
            let names = names.into_iter().collect::<Vec<_>>().join(", ");
            reason.push_str(&format!(
                "The following resource(s) failed to {verb}: [{names}]. "
            ));
        }
    }
    reason
}

struct Forward<'a> {
    engine: &'a Engine<'a>,
    stack: &'a Stack,
    operation: &'a Operation,
    desired: &'a Desired,
    template: &'a Template,
    scope: &'a Scope<'a>,
    graph: &'a Graph,
    steps: BTreeMap<String, Step>,
    resources: Mutex<BTreeMap<String, StackResource>>,
    failed: Mutex<Vec<Failed>>,
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
    async fn resource(&self, logical_id: &str) -> Result<bool, ServiceError> {
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
            Some(provider) => provider.put(request, resource.physical_id.as_deref()).await,
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

    /// Checks the properties and settles the physical id. `Ok(Err(..))` is the resource's
    /// failure.
    async fn prepare(
        &self,
        action: Action,
        resource: &mut StackResource,
        previous: Option<&StackResource>,
    ) -> Result<Result<(), String>, ServiceError> {
        let (Some(schema), Some(provider)) = (Schema::of(&resource.kind), provider(&resource.kind))
        else {
            return Ok(Err(unprovided(&resource.kind).message));
        };
        let problems = schema.problems(&resource.properties);
        if !problems.is_empty() {
            return Ok(Err(format!(
                "Properties validation failed for resource {} with message: {}",
                resource.logical_id,
                problems.join(", ")
            )));
        }
        if action == Action::Update {
            return Ok(Ok(()));
        }
        match self.name(provider, resource, previous).await {
            Ok(physical_id) => {
                resource.physical_id = physical_id;
                Ok(Ok(()))
            }
            Err(error) => Ok(Err(Engine::said(&error, &resource.token))),
        }
    }

    /// The physical id of a resource that is to be made, where it is known before.
    async fn name(
        &self,
        provider: &dyn Provider,
        resource: &StackResource,
        previous: Option<&StackResource>,
    ) -> Result<Option<String>, ServiceError> {
        let request = Request {
            context: self.engine.context,
            stack_name: &self.stack.name,
            logical_id: &resource.logical_id,
            properties: &resource.properties,
            previous: None,
            token: &resource.token,
        };
        let Some(physical_id) = provider.physical_id(request)? else {
            return Ok(None);
        };
        if previous.and_then(|previous| previous.physical_id.as_ref()) == Some(&physical_id) {
            return Err(ServiceError::client(
                "AlreadyExists",
                format!(
                    "CloudFormation cannot update a stack when a custom-named resource requires \
                     replacing. Rename {physical_id} and update the stack again."
                ),
            ));
        }
        let ours = resource.physical_id.as_ref() == Some(&physical_id);
        if !ours && provider.exists(self.engine.context, &physical_id).await? {
            return Err(ServiceError::client(
                "AlreadyExists",
                format!(
                    "Resource of type '{}' with identifier '{physical_id}' already exists.",
                    resource.kind
                ),
            ));
        }
        Ok(Some(physical_id))
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
            write.step(self.stack, &resource.logical_id, &step)
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

fn unprovided(kind: &str) -> ServiceError {
    ServiceError::client(
        "NotFound",
        format!("the embedded region does not provide {kind}"),
    )
}
