//! Drift, over the wire.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::super::drift::{Detection, detect};
use super::super::model::{Actor, Stack};
use super::{Call, validation, xml};
use crate::error::ServiceError;
use crate::protocol::query::Xml;

/// The resources on a page.
const PAGE: usize = 100;
/// The states of a stack in which it can be looked at.
const SETTLED: [&str; 4] = [
    "CREATE_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE",
    "UPDATE_ROLLBACK_FAILED",
];

impl Call<'_> {
    pub(super) fn detect_stack_drift(&self) -> Result<Xml, ServiceError> {
        let stack = self.settled()?;
        let wanted = self.params.list("LogicalResourceIds");
        let resources = self.cloudformation.journal.resources(&stack)?;
        if let Some(missing) = wanted.iter().find(|id| !resources.contains_key(*id)) {
            return Err(validation(format!(
                "Resource {missing} does not exist for stack {}",
                stack.name
            )));
        }
        let detection = Detection {
            id: Uuid::new_v4().to_string(),
            stack_id: stack.id,
            at: self.context.now(),
            actor: Actor::of(self.caller),
            wanted,
            outcome: None,
        };
        self.cloudformation
            .journal
            .commit(|write| write.detection(&detection))?;
        let answer = Xml::new().text("StackDriftDetectionId", &detection.id);
        self.cloudformation.look(self.context, detection);
        Ok(answer)
    }

    pub(super) fn describe_stack_drift_detection_status(&self) -> Result<Xml, ServiceError> {
        let id = self.params.required("StackDriftDetectionId")?;
        let detection = self.cloudformation.journal.detection(id)?;
        let detection =
            detection.ok_or_else(|| validation(format!("Drift detection {id} does not exist")))?;
        Ok(xml::detection(&detection))
    }

    pub(super) fn describe_stack_resource_drifts(&self) -> Result<Xml, ServiceError> {
        let stack = self.stack()?;
        let filter = self.params.list("StackResourceDriftStatusFilters");
        let known = ["IN_SYNC", "MODIFIED", "DELETED", "NOT_CHECKED", "UNKNOWN"];
        if let Some(other) = filter.iter().find(|name| !known.contains(&name.as_str())) {
            return Err(validation(format!(
                "StackResourceDriftStatusFilters holds {}, not \"{other}\"",
                known.join(", ")
            )));
        }
        let mut drifts: Vec<_> = self
            .cloudformation
            .journal
            .drifts(&stack)?
            .into_values()
            .collect();
        drifts.retain(|drift| {
            filter.is_empty() || filter.iter().any(|name| name == drift.status.name())
        });
        let (page, next) = self.page(drifts, PAGE)?;
        let members = page.iter().map(|drift| xml::resource_drift(&stack, drift));
        Ok(Xml::new()
            .members("StackResourceDrifts", members)
            .optional("NextToken", next))
    }

    pub(super) async fn detect_stack_resource_drift(&self) -> Result<Xml, ServiceError> {
        let stack = self.settled()?;
        let wanted = self.params.required("LogicalResourceId")?;
        let journal = &self.cloudformation.journal;
        let resources = journal.resources(&stack)?;
        let resource = resources.get(wanted).ok_or_else(|| {
            validation(format!(
                "Resource {wanted} does not exist for stack {}",
                stack.name
            ))
        })?;
        let drift = detect::one(
            self.context,
            journal,
            &stack,
            &Actor::of(self.caller),
            resource,
        )
        .await?;
        let drift = drift.ok_or_else(|| {
            validation(format!(
                "Drift detection is not supported for resource type {}",
                resource.kind
            ))
        })?;
        Ok(Xml::new().element("StackResourceDrift", xml::resource_drift(&stack, &drift)))
    }

    /// The stack, on which nothing is under way.
    fn settled(&self) -> Result<Stack, ServiceError> {
        let stack = self.stack()?;
        if SETTLED.contains(&stack.status.as_str()) {
            return Ok(stack);
        }
        Err(validation(format!(
            "Drift detection can't be run on the stack {} in {} state; it must be in {}",
            stack.id,
            stack.status,
            SETTLED.join(", ")
        )))
    }

    /// How the stack's resources are, by logical id, where they were looked at.
    pub(super) fn drift_of(&self, stack: &Stack) -> Result<xml::Drifts, ServiceError> {
        let drifts = self.cloudformation.journal.drifts(stack)?;
        let told = drifts.into_iter();
        Ok(told
            .map(|(name, drift)| (name, (drift.status.name(), drift.at)))
            .collect::<BTreeMap<_, _>>())
    }
}
