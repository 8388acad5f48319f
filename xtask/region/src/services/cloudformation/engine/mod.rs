//! Carries operations out: makes, changes and deletes the resources of a stack in the order of
//! their needs, tells it in events, and goes back when something fails.
//!
//! Every step is written before it begins and after it is done, and providers may be asked for
//! the same thing twice. So an operation that was cut off is simply run again: what is done is
//! passed over, what was begun is done again, what was not begun is begun.
//!
//! - [`access`]: with whose permissions
//! - [`forward`]: makes a stack what it shall be
//! - [`resource`]: one resource on that way
//! - [`backward`]: undoes an update
//! - [`removal`]: deletes resources
//! - [`schedule`]: several at once, in order

mod access;
mod backward;
mod forward;
mod prepare;
mod removal;
mod resource;
mod schedule;

pub(super) use access::{assume, may};

use std::collections::BTreeSet;
use std::pin::pin;

use super::journal::Journal;
use super::model::{Action, OnFailure, Operation, OperationKind, Phase, Stack, StackResource};
use super::template::Retention;
use crate::context::Context;
use crate::error::ServiceError;
use crate::faults::Way;

/// An operation on a stack.
pub(super) struct Engine<'a> {
    context: &'a Context,
    journal: &'a Journal,
}

/// How the way forward ended.
enum Ended {
    /// Everything is as it shall be.
    Done,
    /// Something failed, for this reason.
    Failed(String),
}

/// Runs the operation under way on the stack with this ARN until it is done.
pub(super) async fn run(context: &Context, journal: &Journal, stack_id: &str) {
    let engine = Engine { context, journal };
    if let Err(error) = engine.run(stack_id).await {
        // The journal has what was done; the operation is taken up at the next start.
        tracing::error!(stack = stack_id, %error, "the operation on the stack was broken off");
    }
}

impl Engine<'_> {
    async fn run(&self, stack_id: &str) -> Result<(), ServiceError> {
        // Each phase ends by writing the next one, or that the operation is over.
        while let Some(stack) = self.journal.stack(stack_id)? {
            let Some(operation) = self.journal.operation(&stack)? else {
                break;
            };
            match (operation.kind, operation.phase) {
                (_, Phase::Stalled | Phase::Preserved) => break,
                (OperationKind::Delete, _) => self.delete(stack, operation).await?,
                (_, Phase::Forward) => self.forward(stack, operation).await?,
                (OperationKind::Create, _) => self.undo_creation(stack, operation).await?,
                (OperationKind::Update, Phase::Rollback) => {
                    self.undo_update(stack, operation).await?;
                }
                (OperationKind::Update, Phase::Cleanup) => self.clean_up(stack, operation).await?,
            }
        }
        Ok(())
    }

    async fn forward(&self, stack: Stack, operation: Operation) -> Result<(), ServiceError> {
        match forward::run(self, &stack, &operation).await? {
            Ended::Done => Ok(()),
            Ended::Failed(reason) => self.turn_back(stack, operation, &reason),
        }
    }

    /// Decides what follows a failure.
    fn turn_back(
        &self,
        mut stack: Stack,
        mut operation: Operation,
        reason: &str,
    ) -> Result<(), ServiceError> {
        let creates = operation.kind == OperationKind::Create;
        operation.failure = Some(reason.to_owned());
        let _turning = self.journal.turning();
        let on_failure = match self.journal.is_cancelled(&stack)? {
            true => OnFailure::Rollback,
            false => operation.on_failure,
        };
        match on_failure {
            OnFailure::DoNothing if creates => {
                self.finish(stack, &operation, "CREATE_FAILED", Some(reason.to_owned()))
            }
            OnFailure::DoNothing => {
                operation.phase = Phase::Preserved;
                self.finish(stack, &operation, "UPDATE_FAILED", Some(reason.to_owned()))
            }
            OnFailure::Delete if creates => {
                operation.kind = OperationKind::Delete;
                operation.phase = Phase::Forward;
                self.advance(&mut stack, &operation, "DELETE_IN_PROGRESS", Some(reason))
            }
            OnFailure::Rollback | OnFailure::Delete => {
                operation.phase = Phase::Rollback;
                let status = match creates {
                    true => "ROLLBACK_IN_PROGRESS",
                    false => "UPDATE_ROLLBACK_IN_PROGRESS",
                };
                self.advance(&mut stack, &operation, status, Some(reason))
            }
        }
    }

    /// Writes the next phase.
    fn advance(
        &self,
        stack: &mut Stack,
        operation: &Operation,
        status: &str,
        reason: Option<&str>,
    ) -> Result<(), ServiceError> {
        stack.status = status.to_owned();
        stack.reason = reason.map(str::to_owned);
        self.journal.commit(|write| {
            write.stack(stack);
            write.operation(stack, operation);
            write.remove_cancel(stack);
            write.stack_event(self.context, stack, operation.client_token.as_deref());
        })
    }

    /// Writes that the operation is over. One that is left as it is stays to be undone.
    fn finish(
        &self,
        mut stack: Stack,
        operation: &Operation,
        status: &str,
        reason: Option<String>,
    ) -> Result<(), ServiceError> {
        stack.status = status.to_owned();
        stack.reason = reason;
        if stack.is_deleted() {
            stack.deleted_at = Some(self.context.now());
            stack.outputs.clear();
        }
        let steps = self.journal.steps(&stack)?;
        let change_sets = self.journal.change_sets(&stack)?;
        self.journal.commit(|write| {
            write.stack(&stack);
            write.remove_cancel(&stack);
            if operation.phase == Phase::Preserved {
                write.operation(&stack, operation);
            } else {
                write.remove_operation(&stack);
                for logical_id in steps.keys() {
                    write.remove_step(&stack, logical_id);
                }
            }
            for mut change_set in change_sets {
                if stack.is_deleted() {
                    write.remove_change_set(&stack, &change_set.name);
                } else if stack.change_set_id.as_deref() == Some(change_set.id.as_str()) {
                    let well = matches!(status, "CREATE_COMPLETE" | "UPDATE_COMPLETE");
                    let ended = if well {
                        "EXECUTE_COMPLETE"
                    } else {
                        "EXECUTE_FAILED"
                    };
                    change_set.execution_status = ended.to_owned();
                    write.change_set(&stack, &change_set);
                }
            }
            write.stack_event(self.context, &stack, operation.client_token.as_deref());
        })
    }

    /// Deletes the stack.
    async fn delete(&self, stack: Stack, operation: Operation) -> Result<(), ServiceError> {
        let resources = self.journal.resources(&stack)?.into_values().collect();
        let retained = |resource: &StackResource| {
            resource.deletion_policy != Retention::Delete
                || operation.retained.contains(&resource.logical_id)
        };
        // Of an update whose undoing had stopped in the middle.
        let mut orphans = self.orphans(&stack)?;
        orphans.extend(operation.leftovers.iter().cloned());
        let mut failed = Vec::new();
        for round in rounds(orphans).into_iter().chain([resources]) {
            failed.extend(removal::run(self, &stack, &operation, round, &retained).await?);
        }
        self.take_time(&stack, &operation).await?;
        if operation.force && !failed.is_empty() {
            self.leave(&stack, &operation, &failed)?;
            failed.clear();
        }
        if failed.is_empty() {
            return self.finish(stack, &operation, "DELETE_COMPLETE", None);
        }
        let reason = format!(
            "The following resource(s) failed to delete: [{}]. ",
            failed.join(", ")
        );
        self.finish(stack, &operation, "DELETE_FAILED", Some(reason))
    }

    /// Gives up resources that can't be deleted: they stay, and the stack forgets them.
    fn leave(
        &self,
        stack: &Stack,
        operation: &Operation,
        failed: &[String],
    ) -> Result<(), ServiceError> {
        let resources = self.journal.resources(stack)?;
        let left = failed.iter().filter_map(|name| resources.get(name));
        for mut resource in left.cloned() {
            resource.status = "DELETE_SKIPPED".to_owned();
            resource.updated_at = self.context.now();
            let token = operation.client_token.as_deref();
            self.journal.commit(|write| {
                write.remove_resource(stack, &resource.logical_id);
                write.resource_event(self.context, stack, &resource, token);
            })?;
        }
        Ok(())
    }

    /// Deletes what was made of a stack that could not be made.
    async fn undo_creation(&self, stack: Stack, operation: Operation) -> Result<(), ServiceError> {
        let resources = self.journal.resources(&stack)?.into_values().collect();
        let retained = |resource: &StackResource| {
            resource.deletion_policy == Retention::Retain && !operation.retain_except_on_create
        };
        let failed = removal::run(self, &stack, &operation, resources, &retained).await?;
        if failed.is_empty() {
            return self.finish(stack, &operation, "ROLLBACK_COMPLETE", None);
        }
        let reason = format!(
            "The following resource(s) failed to delete: [{}]. ",
            failed.join(", ")
        );
        self.finish(stack, &operation, "ROLLBACK_FAILED", Some(reason))
    }

    async fn undo_update(&self, stack: Stack, operation: Operation) -> Result<(), ServiceError> {
        backward::run(self, stack, operation).await
    }

    /// Deletes what an update, or its undoing, has left over. What can't be deleted is told and
    /// left, as in AWS.
    async fn clean_up(&self, stack: Stack, operation: Operation) -> Result<(), ServiceError> {
        let undone = stack.status.starts_with("UPDATE_ROLLBACK");
        let standing = self.journal.resources(&stack)?;
        let retained = |resource: &StackResource| {
            let replaced = standing
                .get(&resource.logical_id)
                .is_some_and(|standing| standing.token != resource.token);
            match (undone, replaced) {
                // Made a moment ago by the update that is undone.
                (true, _) => {
                    resource.deletion_policy == Retention::Retain
                        && !operation.retain_except_on_create
                }
                (false, true) => resource.update_replace_policy != Retention::Delete,
                (false, false) => resource.deletion_policy != Retention::Delete,
            }
        };
        for round in rounds(operation.leftovers.clone()) {
            removal::run(self, &stack, &operation, round, &retained).await?;
        }
        let status = if undone {
            "UPDATE_ROLLBACK_COMPLETE"
        } else {
            "UPDATE_COMPLETE"
        };
        self.finish(stack, &operation, status, None)
    }

    /// The resources that the operation under way has put others in the place of.
    fn replaced(&self, stack: &Stack) -> Result<Vec<StackResource>, ServiceError> {
        let steps = self.journal.steps(stack)?.into_values();
        Ok(steps
            .filter(|step| step.done && step.action == Action::Replace)
            .filter_map(|step| step.previous)
            .collect())
    }

    /// Of resources that were replaced, the ones that do not stand in the stack now.
    fn orphans(&self, stack: &Stack) -> Result<Vec<StackResource>, ServiceError> {
        let standing = self.journal.resources(stack)?;
        let steps = self.journal.steps(stack)?.into_values();
        let both = steps
            .filter(|step| step.action == Action::Replace)
            .flat_map(|step| step.previous.into_iter().chain([step.current]));
        Ok(both
            .filter(|resource| {
                standing
                    .get(&resource.logical_id)
                    .is_none_or(|standing| standing.token != resource.token)
            })
            .collect())
    }

    /// Waits until the operation has taken as long as it is told to take at least, or is to go
    /// back.
    async fn take_time(&self, stack: &Stack, operation: &Operation) -> Result<(), ServiceError> {
        let least = self.context.faults().stack_takes();
        let took = operation
            .began_at
            .and_then(|began| self.context.now().duration_since(began).try_into().ok());
        let mut over = pin!(tokio::time::sleep(
            least.saturating_sub(took.unwrap_or_default())
        ));
        loop {
            let mut cancelled = pin!(self.journal.cancelled.notified());
            cancelled.as_mut().enable();
            if self.journal.is_cancelled(stack)? {
                return Ok(());
            }
            tokio::select! {
                () = &mut over => return Ok(()),
                () = cancelled => {}
            }
        }
    }

    /// Fails where the resource is told to.
    fn meet_fault(&self, stack: &Stack, logical_id: &str, way: Way) -> Result<(), ServiceError> {
        let region = self.context.region();
        match self
            .context
            .faults()
            .failure(region, &stack.name, logical_id, way)
        {
            None => Ok(()),
            Some(reason) => Err(ServiceError::client("InvalidRequest", reason)),
        }
    }

    /// What a resource's failure says in its event, in the form of AWS's resource handlers.
    fn said(error: &ServiceError, token: &str) -> String {
        let code = match error.code.as_str() {
            "AccessDenied" | "AccessDeniedException" => "AccessDenied",
            code if code.contains("AlreadyExists") || code.contains("AlreadyOwned") => {
                "AlreadyExists"
            }
            code if code.contains("NotFound") || code.starts_with("NoSuch") => "NotFound",
            _ if error.status >= 500 => "InternalFailure",
            _ => "InvalidRequest",
        };
        format!(
            "Resource handler returned message: \"{}\" (RequestToken: {token}, \
             HandlerErrorCode: {code})",
            error.message
        )
    }
}

/// Resources in rounds in which no logical id comes twice: of one that was replaced again and again
/// there may be several.
fn rounds(resources: Vec<StackResource>) -> Vec<Vec<StackResource>> {
    let mut rounds: Vec<(BTreeSet<String>, Vec<StackResource>)> = Vec::new();
    for resource in resources {
        let name = resource.logical_id.clone();
        match rounds.iter_mut().find(|(names, _)| !names.contains(&name)) {
            Some((names, round)) => {
                names.insert(name);
                round.push(resource);
            }
            None => rounds.push((BTreeSet::from([name]), vec![resource])),
        }
    }
    rounds.into_iter().map(|(_, round)| round).collect()
}
