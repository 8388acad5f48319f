//! What is settled of a resource before it is begun.

use super::super::model::{Action, StackResource};
use super::super::permissions::Doing;
use super::super::providers::{Provider, Request, provider};
use super::super::schema::Schema;
use super::Engine;
use super::resource::Forward;
use crate::error::ServiceError;

impl Forward<'_> {
    /// Checks the properties and the permissions, and settles the physical id. `Ok(Err(..))` is the
    /// resource's failure: nothing was begun.
    pub(super) async fn prepare(
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
        let mut named = resource.clone();
        if action != Action::Update {
            match self.name(provider, resource, previous).await {
                Ok(physical_id) => named.physical_id = physical_id,
                Err(error) => return Ok(Err(Engine::said(&error, &resource.token))),
            }
        }
        let doing = match action {
            Action::Update => Doing::Update,
            Action::Create | Action::Replace => Doing::Create,
        };
        let had = previous.map(|previous| &previous.properties);
        match self
            .engine
            .may(self.stack, self.operation, doing, &named, had)
        {
            Ok(()) => {
                *resource = named;
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
}

pub(super) fn unprovided(kind: &str) -> ServiceError {
    ServiceError::client(
        "NotFound",
        format!("the embedded region does not provide {kind}"),
    )
}
