//! Deletes resources, each after those that need it.

use std::collections::BTreeMap;

use super::super::graph::Graph;
use super::super::model::{Operation, Stack, StackResource};
use super::super::permissions::Doing;
use super::super::providers::provider;
use super::Engine;
use super::schedule::{AfterFailure, each};
use crate::error::ServiceError;
use crate::faults::Way;

/// Deletes `resources`, but for those that `retained` holds back: they are only forgotten. Gives
/// the logical ids of those that could not be deleted.
///
/// # Errors
/// When the state can't be read or written.
pub(super) async fn run(
    engine: &Engine<'_>,
    stack: &Stack,
    operation: &Operation,
    resources: Vec<StackResource>,
    retained: &(dyn Fn(&StackResource) -> bool + Sync),
) -> Result<Vec<String>, ServiceError> {
    let standing = engine.journal.resources(stack)?;
    let by_id: BTreeMap<String, StackResource> = resources
        .into_iter()
        .map(|resource| (resource.logical_id.clone(), resource))
        .collect();
    let needs = by_id.values().map(|resource| {
        (
            resource.logical_id.clone(),
            resource.needs.iter().cloned().collect(),
        )
    });
    let graph = Graph::new(needs).reversed();
    let failed = each(&graph, AfterFailure::GoOn, |logical_id| {
        let resource = by_id[logical_id].clone();
        let removal = Removal {
            engine,
            stack,
            operation,
            retain: retained(&resource),
            // Of a resource that was replaced the stack has the new one.
            stands: standing
                .get(logical_id)
                .is_some_and(|other| other.token == resource.token),
            resource,
        };
        removal.run()
    })
    .await?;
    Ok(failed.into_iter().map(str::to_owned).collect())
}

struct Removal<'a> {
    engine: &'a Engine<'a>,
    stack: &'a Stack,
    operation: &'a Operation,
    resource: StackResource,
    retain: bool,
    stands: bool,
}

impl Removal<'_> {
    async fn run(mut self) -> Result<bool, ServiceError> {
        let Some(physical_id) = self.resource.physical_id.clone() else {
            // It was never begun, so there is nothing to tell.
            if self.stands {
                let (stack, logical_id) = (self.stack, &self.resource.logical_id);
                self.engine
                    .journal
                    .commit(|write| write.remove_resource(stack, logical_id))?;
            }
            return Ok(true);
        };
        if self.retain {
            self.tell("DELETE_SKIPPED", None)?;
            return Ok(true);
        }
        self.tell("DELETE_IN_PROGRESS", None)?;
        let deleted = match provider(&self.resource.kind) {
            Some(provider) => {
                let (logical_id, properties) =
                    (&self.resource.logical_id, &self.resource.properties);
                let engine = self.engine;
                match engine
                    .may(
                        self.stack,
                        self.operation,
                        Doing::Delete,
                        &self.resource,
                        None,
                    )
                    .and_then(|()| engine.meet_fault(self.stack, logical_id, Way::Delete))
                {
                    Ok(()) => {
                        let context = self.engine.context;
                        provider.delete(context, &physical_id, properties).await
                    }
                    Err(fault) => Err(fault),
                }
            }
            // A state of an older version may hold types that this one does not provide.
            None => Err(ServiceError::internal(format!(
                "the embedded region does not provide {}",
                self.resource.kind
            ))),
        };
        match deleted {
            Ok(()) => {
                self.tell("DELETE_COMPLETE", None)?;
                Ok(true)
            }
            Err(error) => {
                let reason = Engine::said(&error, &self.resource.token);
                self.tell("DELETE_FAILED", Some(reason))?;
                Ok(false)
            }
        }
    }

    /// Writes the resource's status and its event; a resource that is gone is forgotten.
    fn tell(&mut self, status: &str, reason: Option<String>) -> Result<(), ServiceError> {
        let context = self.engine.context;
        self.resource.status = status.to_owned();
        self.resource.reason = reason;
        self.resource.updated_at = context.now();
        let gone = matches!(status, "DELETE_COMPLETE" | "DELETE_SKIPPED");
        let token = self.operation.client_token.as_deref();
        self.engine.journal.commit(|write| {
            match (self.stands, gone) {
                (true, true) => write.remove_resource(self.stack, &self.resource.logical_id),
                (true, false) => write.resource(self.stack, &self.resource),
                (false, _) => {}
            }
            write.resource_event(context, self.stack, &self.resource, token);
        })
    }
}
