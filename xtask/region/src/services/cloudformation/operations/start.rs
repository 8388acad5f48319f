//! Plans what is asked of a stack, and begins it.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::super::drift::ResourceDrift;
use super::super::drift::live::live;
use super::super::evaluate::Scope;
use super::super::model::{
    Action, ChangeSet, Desired, OnFailure, Operation, OperationKind, Phase, REVIEW, Stack,
    StackResource,
};
use super::super::outputs::{StandingResources, outputs};
use super::super::plan::{ChangeAction, ResourceChange, Standing, plan};
use super::super::template::{Template, TemplateError};
use super::super::{exports, pseudo};
use super::asked::Asked;
use super::{Call, validation};
use crate::error::ServiceError;

/// Why there is nothing to do, as UpdateStack says it.
pub(super) const NO_UPDATES: &str = "No updates are to be performed.";
/// The same, as a change set says it.
pub(super) const NO_CHANGES: &str = "The submitted information didn't contain changes. Submit \
                                     different information to create a change set.";

impl Call<'_> {
    /// A stack that is not there yet.
    pub(super) fn new_stack(&self, name: &str, status: &str) -> Result<Stack, ServiceError> {
        let mut characters = name.chars();
        let well_formed = characters.next().is_some_and(|c| c.is_ascii_alphabetic())
            && characters.all(|c| c.is_ascii_alphanumeric() || c == '-')
            && name.len() <= 128;
        if !well_formed {
            return Err(validation(format!(
                "1 validation error detected: Value '{name}' at 'stackName' failed to satisfy \
                 constraint: Member must satisfy regular expression pattern: \
                 [a-zA-Z][-a-zA-Z0-9]* with at most 128 characters"
            )));
        }
        let uid = Uuid::new_v4();
        Ok(Stack {
            id: self
                .context
                .arn("cloudformation", &format!("stack/{name}/{uid}")),
            name: name.to_owned(),
            status: status.to_owned(),
            reason: Some("User Initiated".to_owned()),
            created_at: self.context.now(),
            updated_at: None,
            deleted_at: None,
            desired: None,
            description: None,
            outputs: Vec::new(),
            imports: Vec::new(),
            disable_rollback: false,
            termination_protection: false,
            change_set_id: None,
            role_arn: None,
        })
    }

    /// What is asked, as changes of what the stack made and of what was found to have `drifts`.
    /// `Ok(Err(..))` is the reason why it can't be done, which a change set keeps.
    pub(super) fn plan(
        &self,
        stack: &Stack,
        asked: &Asked,
        drifts: &[ResourceDrift],
    ) -> Result<Result<Vec<ResourceChange>, TemplateError>, ServiceError> {
        let journal = &self.cloudformation.journal;
        let resources = live(&journal.resources(stack)?, drifts);
        let exported = exports::values(journal)?;
        let pseudo = pseudo(self.context, &stack.name, &stack.id);
        let before = match &stack.desired {
            // A template that was deployed was read before.
            Some(desired) => Some((Template::parse(&desired.template)?, desired)),
            None => None,
        };
        let planned = || {
            let Asked { desired, template } = asked;
            let scope = Scope::new(template, &desired.parameters, &pseudo, &exported)?;
            for name in scope.imports() {
                if !exported.contains_key(&name) {
                    return Err(TemplateError(format!("No export named {name} found")));
                }
            }
            let standing = before.as_ref().map(|(template, desired)| Standing {
                template,
                desired,
                resources: &resources,
            });
            let mut changes = plan(standing, template, desired, &scope)?;
            note_synced(&mut changes, &resources, drifts);
            // What failed is to be tried again even if nothing else is new.
            let unchanged = changes.is_empty()
                && !stack.status.ends_with("_FAILED")
                && before
                    .as_ref()
                    .is_some_and(|(_, had)| had.tags == desired.tags)
                && stack.description == template.description
                && outputs(template, &scope, &StandingResources(&resources))? == stack.outputs;
            if unchanged {
                Err(TemplateError(NO_CHANGES.to_owned()))
            } else {
                Ok(changes)
            }
        };
        Ok(planned())
    }

    /// Refuses a stack on which something is under way, or that can't be updated.
    pub(super) fn updatable(&self, stack: &Stack) -> Result<(), ServiceError> {
        let ends = matches!(
            stack.status.as_str(),
            "CREATE_COMPLETE"
                | "CREATE_FAILED"
                | "UPDATE_COMPLETE"
                | "UPDATE_FAILED"
                | "UPDATE_ROLLBACK_COMPLETE"
        );
        if ends {
            return Ok(());
        }
        let way_out = match stack.status.as_str() {
            "ROLLBACK_COMPLETE" | "ROLLBACK_FAILED" | "DELETE_FAILED" => " Delete it first.",
            "UPDATE_ROLLBACK_FAILED" => " ContinueUpdateRollback first.",
            _ => "",
        };
        Err(validation(format!(
            "Stack:{} is in {} state and can not be updated.{way_out}",
            stack.id, stack.status
        )))
    }

    /// Begins to make the stack what is desired. Its change sets, but for the one that is executed,
    /// can't be executed any more.
    pub(super) fn start(
        &self,
        mut stack: Stack,
        desired: Desired,
        on_failure: OnFailure,
        role_arn: Option<String>,
        executed: Option<&ChangeSet>,
    ) -> Result<Stack, ServiceError> {
        let before = stack.clone();
        let creates = stack.desired.is_none();
        stack.status = if creates {
            "CREATE_IN_PROGRESS"
        } else {
            "UPDATE_IN_PROGRESS"
        }
        .to_owned();
        stack.reason = Some("User Initiated".to_owned());
        stack.updated_at = (!creates || before.status == REVIEW).then(|| self.context.now());
        stack.disable_rollback = on_failure == OnFailure::DoNothing;
        stack.desired = Some(desired);
        stack.role_arn = role_arn;
        stack.change_set_id = executed.map(|change_set| change_set.id.clone());
        let operation = Operation {
            stack_id: stack.id.clone(),
            kind: if creates {
                OperationKind::Create
            } else {
                OperationKind::Update
            },
            phase: Phase::Forward,
            on_failure,
            before,
            failure: None,
            leftovers: self.left_by_failure(&stack)?,
            retained: Vec::new(),
            client_token: self.params.get("ClientRequestToken").map(str::to_owned),
            began_at: Some(self.context.now()),
            actor: self.actor(&stack),
            skipped: Vec::new(),
            force: false,
            retain_except_on_create: self.flag("RetainExceptOnCreate"),
        };
        let journal = &self.cloudformation.journal;
        let drifts = executed.and_then(|executed| executed.drifts.as_deref());
        let drifts = drifts.unwrap_or_default();
        let found = live(&journal.resources(&stack)?, drifts);
        let others = journal.change_sets(&stack)?;
        let steps = journal.steps(&stack)?;
        self.cloudformation
            .begin(self.context, &stack, &operation, |write| {
                for mut other in others {
                    let is_open = other.execution_status == "AVAILABLE";
                    if is_open && executed.is_none_or(|executed| executed.id != other.id) {
                        other.execution_status = "OBSOLETE".to_owned();
                        write.change_set(&stack, &other);
                    }
                }
                // What is compared with, and gone back to, is what there is.
                for drift in drifts.iter().filter(|drift| drift.status.has_drifted()) {
                    match found.get(&drift.logical_id) {
                        Some(resource) => write.resource(&stack, resource),
                        None => write.remove_resource(&stack, &drift.logical_id),
                    }
                    write.remove_drift(&stack, &drift.logical_id);
                }
                // Of an update that failed and was left as it is.
                for logical_id in steps.keys() {
                    write.remove_step(&stack, logical_id);
                }
                if let Some(executed) = executed {
                    let mut executed = executed.clone();
                    executed.execution_status = "EXECUTE_IN_PROGRESS".to_owned();
                    write.change_set(&stack, &executed);
                }
            })?;
        Ok(stack)
    }

    /// What an update that failed and was left as it is has put others in the place of.
    pub(super) fn left_by_failure(
        &self,
        stack: &Stack,
    ) -> Result<Vec<StackResource>, ServiceError> {
        let journal = &self.cloudformation.journal;
        let Some(operation) = journal.operation(stack)? else {
            return Ok(Vec::new());
        };
        let steps = journal.steps(stack)?.into_values();
        let replaced = steps
            .filter(|step| step.done && step.action == Action::Replace)
            .filter_map(|step| step.previous);
        Ok(operation.leftovers.into_iter().chain(replaced).collect())
    }
}

/// Adds the resources that were changed to what the template asks for now.
fn note_synced(
    changes: &mut Vec<ResourceChange>,
    resources: &BTreeMap<String, StackResource>,
    drifts: &[ResourceDrift],
) {
    for drift in drifts.iter().filter(|drift| drift.status.has_drifted()) {
        let is_told = changes
            .iter()
            .any(|change| change.logical_id == drift.logical_id);
        let Some(resource) = resources.get(&drift.logical_id).filter(|_| !is_told) else {
            continue;
        };
        changes.push(ResourceChange {
            action: ChangeAction::SyncWithActual,
            policy_action: None,
            logical_id: resource.logical_id.clone(),
            physical_id: resource.physical_id.clone(),
            kind: resource.kind.clone(),
            replacement: None,
            scope: Vec::new(),
            details: Vec::new(),
            before: None,
            after: None,
        });
    }
    changes.sort_by(|left, right| left.logical_id.cmp(&right.logical_id));
}
