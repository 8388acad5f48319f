//! Makes a stack what it shall be: its resources in their order, then its outputs.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use super::super::check::check;
use super::super::evaluate::Scope;
use super::super::exports;
use super::super::graph::Graph;
use super::super::model::{Operation, OperationKind, Output, Phase, Stack};
use super::super::outputs::{StandingResources, outputs};
use super::super::pseudo;
use super::super::template::{Template, TemplateError};
use super::resource::{Failed, Forward};
use super::schedule::{AfterFailure, each};
use super::{Ended, Engine};
use crate::error::ServiceError;

/// Why an update goes back that nothing went wrong with.
const CANCELLED: &str = "Stack update cancelled";

/// Makes the stack what it shall be. When that is done, the operation's next phase is written.
///
/// # Errors
/// When the state can't be read or written.
pub(super) async fn run(
    engine: &Engine<'_>,
    stack: &Stack,
    operation: &Operation,
) -> Result<Ended, ServiceError> {
    let refuse = |error: TemplateError| Ok(Ended::Failed(error.0));
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
    let forward = &forward;
    each(&graph, AfterFailure::Stop, |logical_id| async move {
        // Nothing more is begun once the update is to go back.
        Ok(!engine.journal.is_cancelled(stack)? && forward.resource(logical_id).await?)
    })
    .await?;
    engine.take_time(stack, operation).await?;
    if engine.journal.is_cancelled(stack)? {
        return Ok(Ended::Failed(CANCELLED.to_owned()));
    }
    let failed = std::mem::take(
        &mut *forward
            .failed
            .lock()
            .unwrap_or_else(PoisonError::into_inner),
    );
    if !failed.is_empty() {
        return Ok(Ended::Failed(reason(&failed)));
    }
    let resources = engine.journal.resources(stack)?;
    let outputs = match outputs(&template, &scope, &StandingResources(&resources)) {
        Ok(outputs) => outputs,
        Err(error) => return refuse(error),
    };
    if let Err(TemplateError(reason)) = exports::check(engine.journal, stack, &outputs)? {
        return Ok(Ended::Failed(reason));
    }
    settle(engine, stack, operation, &template, &scope, outputs, &graph)
}

/// Writes that the resources are as they shall be, unless the update is to go back.
fn settle(
    engine: &Engine<'_>,
    stack: &Stack,
    operation: &Operation,
    template: &Template,
    scope: &Scope<'_>,
    outputs: Vec<Output>,
    graph: &Graph,
) -> Result<Ended, ServiceError> {
    let _turning = engine.journal.turning();
    if engine.journal.is_cancelled(stack)? {
        return Ok(Ended::Failed(CANCELLED.to_owned()));
    }
    let mut stack = stack.clone();
    stack.outputs = outputs;
    stack.description.clone_from(&template.description);
    stack.imports = scope.imports();
    if operation.kind == OperationKind::Create {
        engine.finish(stack, operation, "CREATE_COMPLETE", None)?;
        return Ok(Ended::Done);
    }
    let wanted: BTreeSet<&str> = graph.names().collect();
    let removed = engine
        .journal
        .resources(&stack)?
        .into_values()
        .filter(|resource| !wanted.contains(resource.logical_id.as_str()));
    let replaced = engine.replaced(&stack)?;
    let mut operation = operation.clone();
    operation.leftovers.extend(removed.chain(replaced));
    operation.phase = Phase::Cleanup;
    if operation.leftovers.is_empty() {
        engine.finish(stack, &operation, "UPDATE_COMPLETE", None)?;
        return Ok(Ended::Done);
    }
    let status = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS";
    engine.advance(&mut stack, &operation, status, None)?;
    Ok(Ended::Done)
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
