//! CloudFormation: stacks and change sets over the other services.
//!
//! - [`template`], [`parameter`], [`condition`], [`expression`]: a template, read into types
//! - [`check`], [`graph`]: what its parts say of each other
//! - [`evaluate`], [`resolve`], `outputs`: its values
//! - [`schema`]: the resource types' schemas
//! - [`plan`]: what it would do to a stack
//! - `permissions`: what that needs
//! - `engine`: does it, with `providers` for the resource types
//! - `drift`: what has changed behind its back
//! - `journal`, [`model`]: what is kept
//! - `operations`: the wire protocol

pub mod check;
pub mod condition;
pub mod drift;
mod engine;
pub mod evaluate;
mod exports;
pub mod expression;
pub mod graph;
mod journal;
pub mod model;
mod operations;
mod outputs;
pub mod parameter;
mod permissions;
pub mod plan;
mod providers;
pub mod resolve;
pub mod schema;
pub mod template;
#[cfg(test)]
mod tests;

use std::sync::{Mutex, MutexGuard, PoisonError};

use evaluate::Pseudo;
use journal::{Journal, Write};
use model::{Operation, Stack};

use crate::caller::Caller;
use crate::context::{Context, Scope};
use crate::error::ServiceError;
use crate::protocol::query::{Params, Xml};
use crate::store::StoreError;

/// How long deleted stacks are told of.
const REMEMBERED: jiff::SignedDuration = jiff::SignedDuration::from_hours(90 * 24);

/// CloudFormation of one AWS region.
#[derive(Debug)]
pub struct CloudFormation {
    journal: Journal,
    // Held around every change that a request makes: read, check, write.
    changing: Mutex<()>,
}

impl CloudFormation {
    pub(crate) fn open(scope: &Scope<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            journal: Journal::open(scope)?,
            changing: Mutex::new(()),
        })
    }

    /// Takes up what a restart left unfinished, and forgets what is older than AWS remembers.
    pub(crate) fn start(&self, context: &Context) {
        let then = context.now().saturating_sub(REMEMBERED);
        if let Err(error) = then
            .map_err(|error| ServiceError::internal(error.to_string()))
            .and_then(|then| self.journal.forget_deleted_before(then))
        {
            tracing::warn!(%error, "stacks that were deleted long ago can't be forgotten");
        }
        match self.journal.detections() {
            Ok(detections) => {
                let cut_off = detections.into_iter().filter(|one| one.outcome.is_none());
                cut_off.for_each(|detection| self.look(context, detection));
            }
            Err(error) => tracing::error!(%error, "the unfinished detections can't be read"),
        }
        match self.journal.operations() {
            Ok(operations) => {
                for operation in operations {
                    self.carry_out(context, operation.stack_id);
                }
            }
            Err(error) => {
                tracing::error!(%error, "the unfinished stack operations can't be read");
            }
        }
    }

    /// Answers one operation of the wire protocol.
    pub(crate) async fn call(
        &self,
        context: &Context,
        caller: &Caller,
        operation: &str,
        params: &Params,
    ) -> Result<Xml, ServiceError> {
        tokio::time::sleep(context.faults().cloudformation_answers_after()).await;
        operations::call(self, context, caller, operation, params).await
    }

    /// Begins an operation: writes it, the stack as it is now and `further` together, tells it
    /// in an event and carries it out in the background.
    fn begin(
        &self,
        context: &Context,
        stack: &Stack,
        operation: &Operation,
        further: impl FnOnce(&mut Write<'_>),
    ) -> Result<(), ServiceError> {
        self.journal.commit(|write| {
            write.stack(stack);
            write.operation(stack, operation);
            write.stack_event(context, stack, operation.client_token.as_deref());
            further(write);
        })?;
        self.carry_out(context, stack.id.clone());
        Ok(())
    }

    fn carry_out(&self, context: &Context, stack_id: String) {
        let on = context.clone();
        context.spawn(async move {
            engine::run(&on, &on.cloudformation().journal, &stack_id).await;
        });
    }

    /// Looks for drift in the background.
    fn look(&self, context: &Context, detection: drift::Detection) {
        let on = context.clone();
        context.spawn(async move {
            let journal = &on.cloudformation().journal;
            if let Err(error) = drift::detect::run(&on, journal, detection).await {
                tracing::error!(%error, "a detection of drift was broken off");
            }
        });
    }

    /// The resources of all stacks.
    fn resources(&self) -> Result<Vec<model::StackResource>, ServiceError> {
        self.journal.all_resources()
    }

    fn change(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the pseudo parameters say in a stack.
fn pseudo(context: &Context, stack_name: &str, stack_id: &str) -> Pseudo {
    Pseudo {
        account: context.account().to_owned(),
        region: context.region().to_owned(),
        stack_id: stack_id.to_owned(),
        stack_name: stack_name.to_owned(),
    }
}
