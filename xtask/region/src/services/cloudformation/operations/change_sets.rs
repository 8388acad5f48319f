//! Change sets.

use uuid::Uuid;

use super::super::drift::detect;
use super::super::model::{ChangeSet, OnFailure, REVIEW, Stack};
use super::super::template::TemplateError;
use super::{Call, validation, xml};
use crate::error::ServiceError;
use crate::protocol::query::Xml;

/// The changes on a page.
const PAGE: usize = 100;

impl Call<'_> {
    pub(super) async fn create_change_set(&self) -> Result<Xml, ServiceError> {
        let stack_name = self.params.required("StackName")?;
        let name = self.params.required("ChangeSetName")?;
        check_name(name)?;
        let creates = match self.params.get("ChangeSetType") {
            Some("CREATE") => true,
            Some("UPDATE") | None => false,
            Some(other) => {
                return Err(validation(format!(
                    "the embedded region makes change sets of the types CREATE and UPDATE, not \
                     {other}"
                )));
            }
        };
        let reverts = self.reverts_drift(creates)?;
        let on_failure = self.on_failure("OnStackFailure")?;
        if on_failure == Some(OnFailure::Delete) && !creates {
            return Err(validation(
                "OnStackFailure DELETE is only for change sets of the type CREATE; an update has \
                 ROLLBACK or DO_NOTHING",
            ));
        }
        let journal = &self.cloudformation.journal;
        let standing = journal
            .stack(stack_name)?
            .filter(|stack| !stack.is_deleted());
        let role_arn = self.role(stack_name, None)?;
        let asked = self.asked(standing.as_ref()).await?;
        let drifts = match &standing {
            Some(stack) if reverts => {
                let resources = journal.resources(stack)?;
                Some(detect::all(self.context, resources.values()).await)
            }
            _ => None,
        };
        let _changing = self.cloudformation.change();
        // Looked at again: the template may have been fetched meanwhile.
        let standing = journal
            .stack(stack_name)?
            .filter(|stack| !stack.is_deleted());
        let (stack, is_new) = match (standing, creates) {
            (None, true) => (self.new_stack(stack_name, REVIEW)?, true),
            (None, false) => {
                return Err(validation(format!("Stack [{stack_name}] does not exist")));
            }
            (Some(stack), true) if stack.status == REVIEW => (stack, false),
            (Some(stack), true) => {
                return Err(validation(format!(
                    "Stack [{}] already exists and cannot be created again with the changeSet \
                     [{name}].",
                    stack.name
                )));
            }
            (Some(stack), false) => {
                self.updatable(&stack)?;
                (stack, false)
            }
        };
        // One that was carried out or overtaken is only kept to be read.
        let standing = journal.change_set(&stack, name)?;
        let is_over = |status: &str| matches!(status, "EXECUTE_COMPLETE" | "OBSOLETE");
        if standing.is_some_and(|standing| !is_over(&standing.execution_status)) {
            return Err(ServiceError::client(
                "AlreadyExistsException",
                format!("ChangeSet {name} already exists"),
            ));
        }
        let planned = self.plan(&stack, &asked, drifts.as_deref().unwrap_or_default())?;
        let (changes, reason) = match planned {
            Ok(changes) => (changes, None),
            Err(TemplateError(reason)) => (Vec::new(), Some(reason)),
        };
        let status = if reason.is_none() {
            "CREATE_COMPLETE"
        } else {
            "FAILED"
        };
        let execution_status = if reason.is_none() {
            "AVAILABLE"
        } else {
            "UNAVAILABLE"
        };
        let uid = Uuid::new_v4();
        let change_set = ChangeSet {
            id: self
                .context
                .arn("cloudformation", &format!("changeSet/{name}/{uid}")),
            name: name.to_owned(),
            stack_id: stack.id.clone(),
            stack_name: stack.name.clone(),
            creates,
            status: status.to_owned(),
            reason,
            execution_status: execution_status.to_owned(),
            created_at: self.context.now(),
            description: self.params.get("Description").map(str::to_owned),
            desired: asked.desired,
            changes,
            on_failure,
            role_arn,
            drifts,
        };
        journal.commit(|write| {
            if is_new {
                write.stack(&stack);
                write.stack_event(self.context, &stack, self.params.get("ClientToken"));
            }
            write.change_set(&stack, &change_set);
        })?;
        Ok(Xml::new()
            .text("Id", &change_set.id)
            .text("StackId", &stack.id))
    }

    pub(super) fn describe_change_set(&self) -> Result<Xml, ServiceError> {
        let (stack, change_set) = self.change_set()?;
        let (changes, next) = self.page(change_set.changes.clone(), PAGE)?;
        let drifts = change_set.drifts.as_deref();
        let described = xml::change_set(&change_set);
        let hidden: Vec<_> = stack
            .desired
            .iter()
            .chain([&change_set.desired])
            .flat_map(|desired| desired.parameters.values())
            .collect();
        let hidden = self
            .flag("IncludePropertyValues")
            .then_some(hidden.as_slice());
        let changes = changes
            .iter()
            .map(|change| xml::change(change, hidden, drifts));
        Ok(described
            .members("Changes", changes)
            .optional("NextToken", next))
    }

    pub(super) fn execute_change_set(&self) -> Result<Xml, ServiceError> {
        let _changing = self.cloudformation.change();
        let (stack, change_set) = self.change_set()?;
        if change_set.execution_status != "AVAILABLE" {
            let reached = match change_set.status.as_str() {
                "CREATE_COMPLETE" => {
                    format!("execution status of [{}]", change_set.execution_status)
                }
                other => format!("status of [{other}]"),
            };
            return Err(ServiceError::client(
                "InvalidChangeSetStatus",
                format!(
                    "ChangeSet [{}] cannot be executed in its current {reached}",
                    change_set.id
                ),
            ));
        }
        if stack.status != REVIEW {
            self.updatable(&stack)?;
        }
        let given = self.params.get("DisableRollback").filter(|v| !v.is_empty());
        let on_failure = match (given, change_set.on_failure) {
            (Some(_), Some(_)) => {
                return Err(validation(
                    "DisableRollback can't be given: the change set was made with OnStackFailure",
                ));
            }
            (Some(given), None) if given.eq_ignore_ascii_case("true") => OnFailure::DoNothing,
            (_, on_failure) => on_failure.unwrap_or_default(),
        };
        let role = change_set.role_arn.clone().or(stack.role_arn.clone());
        let desired = change_set.desired.clone();
        self.start(stack, desired, on_failure, role, Some(&change_set))?;
        Ok(Xml::new())
    }

    pub(super) fn delete_change_set(&self) -> Result<Xml, ServiceError> {
        let _changing = self.cloudformation.change();
        // Deleting what is not there succeeds, as in AWS.
        let (stack, change_set) = match self.change_set() {
            Err(error) if error.code == "ChangeSetNotFound" => return Ok(Xml::new()),
            found => found?,
        };
        if change_set.execution_status == "EXECUTE_IN_PROGRESS" {
            return Err(ServiceError::client(
                "InvalidChangeSetStatus",
                format!(
                    "ChangeSet [{}] cannot be deleted in its current status of \
                     [EXECUTE_IN_PROGRESS]",
                    change_set.id
                ),
            ));
        }
        self.cloudformation
            .journal
            .commit(|write| write.remove_change_set(&stack, &change_set.name))?;
        Ok(Xml::new())
    }

    pub(super) fn list_change_sets(&self) -> Result<Xml, ServiceError> {
        let stack = self.stack()?;
        let change_sets = self.cloudformation.journal.change_sets(&stack)?;
        let (page, next) = self.page(change_sets, PAGE)?;
        Ok(Xml::new()
            .members("Summaries", page.iter().map(xml::change_set_summary))
            .optional("NextToken", next))
    }

    /// The change set that the parameters name, by its ARN or by its name and its stack's.
    pub(super) fn change_set(&self) -> Result<(Stack, ChangeSet), ServiceError> {
        let named = self.params.required("ChangeSetName")?;
        let journal = &self.cloudformation.journal;
        let found = match (named.starts_with("arn:"), self.params.get("StackName")) {
            (true, _) => journal.change_set_of_id(named)?,
            (false, Some(stack)) => match journal.stack(stack)? {
                Some(stack) => journal
                    .change_set(&stack, named)?
                    .map(|found| (stack, found)),
                None => {
                    return Err(validation(format!("Stack [{stack}] does not exist")));
                }
            },
            (false, None) => {
                return Err(validation(
                    "StackName must be specified if ChangeSetName is not specified as an ARN.",
                ));
            }
        };
        found.ok_or_else(|| {
            ServiceError::client(
                "ChangeSetNotFound",
                format!("ChangeSet [{named}] does not exist"),
            )
            .with_status(404)
        })
    }

    /// Whether the change set is to be aware of drift.
    fn reverts_drift(&self, creates: bool) -> Result<bool, ServiceError> {
        match self.params.get("DeploymentMode") {
            None | Some("") => Ok(false),
            Some("REVERT_DRIFT") if creates => Err(validation(
                "DeploymentMode REVERT_DRIFT is only for change sets of the type UPDATE: a stack that \
                 is yet to be made has not drifted",
            )),
            Some("REVERT_DRIFT") => Ok(true),
            Some(other) => Err(validation(format!(
                "DeploymentMode is REVERT_DRIFT or left out, not \"{other}\""
            ))),
        }
    }

    /// What happens when a resource fails, as `parameter` says.
    pub(super) fn on_failure(&self, parameter: &str) -> Result<Option<OnFailure>, ServiceError> {
        match self.params.get(parameter) {
            None | Some("") => Ok(None),
            Some("ROLLBACK") => Ok(Some(OnFailure::Rollback)),
            Some("DO_NOTHING") => Ok(Some(OnFailure::DoNothing)),
            Some("DELETE") => Ok(Some(OnFailure::Delete)),
            Some(other) => Err(validation(format!(
                "{parameter} is ROLLBACK, DO_NOTHING or DELETE, not \"{other}\""
            ))),
        }
    }
}

fn check_name(name: &str) -> Result<(), ServiceError> {
    let mut characters = name.chars();
    let well_formed = characters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && characters.all(|c| c.is_ascii_alphanumeric() || c == '-')
        && name.len() <= 128;
    if well_formed {
        return Ok(());
    }
    Err(validation(format!(
        "1 validation error detected: Value '{name}' at 'changeSetName' failed to satisfy \
         constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]* with \
         at most 128 characters"
    )))
}
