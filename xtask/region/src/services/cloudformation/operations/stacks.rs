//! Stacks.

use super::super::exports;
use super::super::model::{OnFailure, Operation, OperationKind, Phase, Stack};
use super::super::template::TemplateError;
use super::start::{NO_CHANGES, NO_UPDATES};
use super::{Call, validation, xml};
use crate::error::ServiceError;
use crate::protocol::query::Xml;

/// The stacks on a page.
const PAGE: usize = 100;

impl Call<'_> {
    pub(super) async fn create_stack(&self) -> Result<Xml, ServiceError> {
        let name = self.params.required("StackName")?;
        let on_failure = match (self.on_failure("OnFailure")?, self.flag("DisableRollback")) {
            (Some(_), true) => {
                return Err(validation(
                    "You can specify either DisableRollback or OnFailure, but not both.",
                ));
            }
            (Some(given), false) => given,
            (None, true) => OnFailure::DoNothing,
            (None, false) => OnFailure::Rollback,
        };
        let role = self.role(name, None)?;
        let asked = self.asked(None).await?;
        let _changing = self.cloudformation.change();
        if self
            .cloudformation
            .journal
            .stack(name)?
            .is_some_and(|stack| !stack.is_deleted())
        {
            return Err(ServiceError::client(
                "AlreadyExistsException",
                format!("Stack [{name}] already exists"),
            ));
        }
        let mut stack = self.new_stack(name, "CREATE_IN_PROGRESS")?;
        stack.termination_protection = self.flag("EnableTerminationProtection");
        self.plan(&stack, &asked, &[])??;
        let stack = self.start(stack, asked.desired, on_failure, role, None)?;
        Ok(Xml::new().text("StackId", &stack.id))
    }

    pub(super) async fn update_stack(&self) -> Result<Xml, ServiceError> {
        let name = self.params.required("StackName")?;
        let missing = || validation(format!("Stack [{name}] does not exist"));
        let journal = &self.cloudformation.journal;
        let standing = journal.stack(name)?.ok_or_else(missing)?;
        let role = self.role(&standing.name, Some(&standing))?;
        let asked = self.asked(Some(&standing)).await?;
        let _changing = self.cloudformation.change();
        let stack = journal.stack(name)?.ok_or_else(missing)?;
        self.updatable(&stack)?;
        match self.plan(&stack, &asked, &[])? {
            Err(TemplateError(reason)) if reason == NO_CHANGES => {
                return Err(validation(NO_UPDATES));
            }
            planned => planned?,
        };
        let on_failure = match self.flag("DisableRollback") {
            true => OnFailure::DoNothing,
            false => OnFailure::Rollback,
        };
        let stack = self.start(stack, asked.desired, on_failure, role, None)?;
        Ok(Xml::new().text("StackId", &stack.id))
    }

    pub(super) fn delete_stack(&self) -> Result<Xml, ServiceError> {
        let name = self.params.required("StackName")?;
        let _changing = self.cloudformation.change();
        let journal = &self.cloudformation.journal;
        // Deleting what is not there succeeds, as in AWS.
        let Some(mut stack) = journal.stack(name)?.filter(|stack| !stack.is_deleted()) else {
            return Ok(Xml::new());
        };
        if stack.is_busy() {
            return match stack.status.as_str() {
                "DELETE_IN_PROGRESS" => Ok(Xml::new()),
                status => Err(validation(format!(
                    "Stack:{} is in {status} state and can not be deleted. Wait until it is done.",
                    stack.id
                ))),
            };
        }
        if stack.termination_protection {
            return Err(validation(format!(
                "Stack [{}] cannot be deleted while TerminationProtection is enabled",
                stack.name
            )));
        }
        for output in &stack.outputs {
            let Some(export) = &output.export else {
                continue;
            };
            let users = exports::importers(journal, export)?;
            if !users.is_empty() {
                return Err(validation(format!(
                    "Export {export} cannot be deleted as it is in use by {}",
                    users.join(", ")
                )));
            }
        }
        let retained = self.params.list("RetainResources");
        if !retained.is_empty() && stack.status != "DELETE_FAILED" {
            return Err(validation(format!(
                "Invalid operation on stack [{}]. RetainResources can only be given for stacks \
                 in the DELETE_FAILED state",
                stack.id
            )));
        }
        let force = match self.params.get("DeletionMode") {
            None | Some("" | "STANDARD") => false,
            Some("FORCE_DELETE_STACK") if stack.status == "DELETE_FAILED" => true,
            Some("FORCE_DELETE_STACK") => {
                return Err(validation(format!(
                    "Invalid operation on stack [{}]. FORCE_DELETE_STACK is for stacks in the \
                     DELETE_FAILED state",
                    stack.id
                )));
            }
            Some(other) => {
                return Err(validation(format!(
                    "DeletionMode is STANDARD or FORCE_DELETE_STACK, not \"{other}\""
                )));
            }
        };
        stack.role_arn = self.role(&stack.name, Some(&stack))?;
        let before = stack.clone();
        stack.status = "DELETE_IN_PROGRESS".to_owned();
        stack.reason = Some("User Initiated".to_owned());
        let operation = Operation {
            stack_id: stack.id.clone(),
            kind: OperationKind::Delete,
            phase: Phase::Forward,
            on_failure: OnFailure::DoNothing,
            before,
            failure: None,
            leftovers: journal
                .operation(&stack)?
                .map(|operation| operation.leftovers)
                .unwrap_or_default(),
            retained,
            client_token: self.params.get("ClientRequestToken").map(str::to_owned),
            began_at: Some(self.context.now()),
            actor: self.actor(&stack),
            skipped: Vec::new(),
            force,
            retain_except_on_create: false,
        };
        self.cloudformation
            .begin(self.context, &stack, &operation, |_| {})?;
        Ok(Xml::new())
    }

    pub(super) fn describe_stacks(&self) -> Result<Xml, ServiceError> {
        let stacks = match self.params.get("StackName").filter(|name| !name.is_empty()) {
            Some(_) => vec![self.stack()?],
            None => self.living()?,
        };
        let (page, next) = self.page(stacks, PAGE)?;
        let told = page.iter().map(|stack| {
            let drift = self.cloudformation.journal.stack_drift(stack)?;
            Ok(xml::stack(stack, drift.as_ref()))
        });
        let told = told.collect::<Result<Vec<_>, ServiceError>>()?;
        Ok(Xml::new()
            .members("Stacks", told)
            .optional("NextToken", next))
    }

    pub(super) fn list_stacks(&self) -> Result<Xml, ServiceError> {
        let filter = self.params.list("StackStatusFilter");
        let mut stacks = self.cloudformation.journal.stacks()?;
        stacks.retain(|stack| filter.is_empty() || filter.contains(&stack.status));
        let (page, next) = self.page(stacks, PAGE)?;
        let told = page.iter().map(|stack| {
            let drift = self.cloudformation.journal.stack_drift(stack)?;
            Ok(xml::stack_summary(stack, drift.as_ref()))
        });
        let told = told.collect::<Result<Vec<_>, ServiceError>>()?;
        Ok(Xml::new()
            .members("StackSummaries", told)
            .optional("NextToken", next))
    }

    pub(super) fn update_termination_protection(&self) -> Result<Xml, ServiceError> {
        let _changing = self.cloudformation.change();
        let mut stack = self.stack()?;
        // The operation under way writes the stack, too.
        if stack.is_busy() || stack.is_deleted() {
            return Err(validation(format!(
                "Stack:{} is in {} state and its termination protection can not be changed.",
                stack.id, stack.status
            )));
        }
        stack.termination_protection = self.flag("EnableTerminationProtection");
        self.cloudformation
            .journal
            .commit(|write| write.stack(&stack))?;
        Ok(Xml::new().text("StackId", &stack.id))
    }

    /// The stacks that are not gone.
    fn living(&self) -> Result<Vec<Stack>, ServiceError> {
        let mut stacks = self.cloudformation.journal.stacks()?;
        stacks.retain(|stack| !stack.is_deleted());
        Ok(stacks)
    }
}
