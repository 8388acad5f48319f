//! Going back: from an update that is under way, that failed, or that got stuck going back.

use super::super::model::{OnFailure, Operation, OperationKind, Phase, Stack};
use super::{Call, validation};
use crate::error::ServiceError;
use crate::protocol::query::Xml;

impl Call<'_> {
    pub(super) fn cancel_update_stack(&self) -> Result<Xml, ServiceError> {
        let _changing = self.cloudformation.change();
        let stack = self.stack()?;
        if self.cloudformation.journal.cancel(&stack)? {
            return Ok(Xml::new());
        }
        Err(validation(format!(
            "CancelUpdateStack cannot be called from current stack status: {} is in {} state",
            stack.id, stack.status
        )))
    }

    pub(super) fn rollback_stack(&self) -> Result<Xml, ServiceError> {
        let _changing = self.cloudformation.change();
        let journal = &self.cloudformation.journal;
        let mut stack = self.stack()?;
        let refused = || {
            Err(validation(format!(
                "Stack:{} is in {} state and can not be rolled back. It must be in CREATE_FAILED \
                 or UPDATE_FAILED state",
                stack.id, stack.status
            )))
        };
        let preserved = journal
            .operation(&stack)?
            .filter(|operation| operation.phase == Phase::Preserved);
        let mut operation = match (stack.status.as_str(), preserved) {
            ("UPDATE_FAILED", Some(operation)) => operation,
            ("CREATE_FAILED", _) => Operation {
                stack_id: stack.id.clone(),
                kind: OperationKind::Create,
                phase: Phase::Rollback,
                on_failure: OnFailure::Rollback,
                before: stack.clone(),
                failure: None,
                leftovers: Vec::new(),
                retained: Vec::new(),
                client_token: None,
                began_at: None,
                actor: self.actor(&stack),
                skipped: Vec::new(),
                force: false,
                retain_except_on_create: false,
            },
            _ => return refused(),
        };
        operation.retain_except_on_create = self.flag("RetainExceptOnCreate");
        let status = match operation.kind {
            OperationKind::Create => "ROLLBACK_IN_PROGRESS",
            OperationKind::Update | OperationKind::Delete => "UPDATE_ROLLBACK_IN_PROGRESS",
        };
        self.go_back(&mut stack, operation, status)?;
        Ok(Xml::new().text("StackId", &stack.id))
    }

    pub(super) fn continue_update_rollback(&self) -> Result<Xml, ServiceError> {
        let _changing = self.cloudformation.change();
        let journal = &self.cloudformation.journal;
        let mut stack = self.stack()?;
        let stalled = journal
            .operation(&stack)?
            .filter(|operation| operation.phase == Phase::Stalled);
        let Some(mut operation) = stalled else {
            return Err(validation(format!(
                "Stack:{} is in {} state and can not continue rolling back.",
                stack.id, stack.status
            )));
        };
        let skipped = self.params.list("ResourcesToSkip");
        let resources = journal.resources(&stack)?;
        for name in &skipped {
            let status = resources
                .get(name)
                .map_or("not there", |resource| resource.status.as_str());
            if status != "UPDATE_FAILED" {
                return Err(validation(format!(
                    "Only resources in UPDATE_FAILED state can be skipped: {name} of {} is \
                     {status}",
                    stack.name
                )));
            }
        }
        operation.skipped.extend(skipped);
        self.go_back(&mut stack, operation, "UPDATE_ROLLBACK_IN_PROGRESS")?;
        Ok(Xml::new())
    }

    fn go_back(
        &self,
        stack: &mut Stack,
        mut operation: Operation,
        status: &str,
    ) -> Result<(), ServiceError> {
        stack.role_arn = self.role(&stack.name, Some(stack))?;
        operation.phase = Phase::Rollback;
        operation.actor = self.actor(stack);
        operation.began_at = Some(self.context.now());
        operation.client_token = self.params.get("ClientRequestToken").map(str::to_owned);
        stack.status = status.to_owned();
        stack.reason = Some("User Initiated".to_owned());
        self.cloudformation
            .begin(self.context, stack, &operation, |_| {})
    }
}
