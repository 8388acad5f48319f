//! Undoes an update: what was changed is changed back, what was made goes in the cleanup.

use std::collections::BTreeMap;

use super::super::graph::Graph;
use super::super::model::{Action, Operation, Phase, Stack, StackResource, Step};
use super::super::permissions::Doing;
use super::super::providers::{Request, provider};
use super::Engine;
use super::schedule::{AfterFailure, each};
use crate::error::ServiceError;
use crate::faults::Way;

/// Undoes the update. When that is done, the operation's next phase is written.
///
/// # Errors
/// When the state can't be read or written.
pub(super) async fn run(
    engine: &Engine<'_>,
    mut stack: Stack,
    mut operation: Operation,
) -> Result<(), ServiceError> {
    let steps = engine.journal.steps(&stack)?;
    let needs = steps
        .iter()
        .filter_map(|(logical_id, step)| {
            let previous = step.previous.as_ref()?;
            Some((logical_id.clone(), previous.needs.iter().cloned().collect()))
        })
        .collect::<BTreeMap<_, _>>();
    let graph = Graph::new(needs);
    let failed = each(&graph, AfterFailure::GoOn, |logical_id| {
        undo(engine, &stack, &operation, &steps[logical_id])
    })
    .await?;
    if !failed.is_empty() {
        let reason = format!(
            "The following resource(s) failed to update: [{}]. ",
            failed.join(", ")
        );
        operation.phase = Phase::Stalled;
        return engine.advance(
            &mut stack,
            &operation,
            "UPDATE_ROLLBACK_FAILED",
            Some(&reason),
        );
    }
    // Also what failed before it was begun: the stack has it, but only in name.
    let standing = engine.journal.resources(&stack)?;
    let unmade = standing.into_values().filter(|resource| {
        let begun = steps.contains_key(&resource.logical_id);
        !begun && !resource.is_made() && resource.status.starts_with("CREATE_")
    });
    let made = steps
        .values()
        .filter(|step| step.action != Action::Update)
        .map(|step| step.current.clone());
    operation.leftovers.extend(made.chain(unmade));
    operation.phase = Phase::Cleanup;
    let before = operation.before.clone();
    stack.desired = before.desired;
    stack.outputs = before.outputs;
    stack.imports = before.imports;
    stack.description = before.description;
    let status = "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS";
    engine.advance(&mut stack, &operation, status, None)
}

async fn undo(
    engine: &Engine<'_>,
    stack: &Stack,
    operation: &Operation,
    step: &Step,
) -> Result<bool, ServiceError> {
    let Some(mut resource) = step.previous.clone() else {
        return Ok(true);
    };
    let tell = |resource: &StackResource| {
        let token = operation.client_token.as_deref();
        engine.journal.commit(|write| {
            write.resource(stack, resource);
            write.resource_event(engine.context, stack, resource, token);
        })
    };
    resource.reason = None;
    resource.updated_at = engine.context.now();
    let skipped = operation.skipped.contains(&resource.logical_id);
    if step.action == Action::Update && !skipped {
        resource.status = "UPDATE_IN_PROGRESS".to_owned();
        tell(&resource)?;
        let request = Request {
            context: engine.context,
            stack_name: &stack.name,
            logical_id: &resource.logical_id,
            properties: &resource.properties,
            previous: Some(&step.current.properties),
            token: &resource.token,
        };
        let put = match provider(&resource.kind) {
            Some(provider) => {
                let had = Some(&step.current.properties);
                match engine
                    .may(stack, operation, Doing::Update, &resource, had)
                    .and_then(|()| engine.meet_fault(stack, &resource.logical_id, Way::Rollback))
                {
                    Ok(()) => provider.put(request, resource.physical_id.as_deref()).await,
                    Err(fault) => Err(fault),
                }
            }
            None => Err(ServiceError::internal(format!(
                "no provider of {}",
                resource.kind
            ))),
        };
        match put {
            Ok(made) => {
                resource.physical_id = Some(made.physical_id);
                resource.attributes = made.attributes;
            }
            Err(error) => {
                resource.status = "UPDATE_FAILED".to_owned();
                resource.reason = Some(Engine::said(&error, &resource.token));
                tell(&resource)?;
                return Ok(false);
            }
        }
    }
    resource.status = "UPDATE_COMPLETE".to_owned();
    tell(&resource)?;
    Ok(true)
}
