//! The resources and the events of stacks.

use super::{Call, validation, xml};
use crate::error::ServiceError;
use crate::protocol::query::Xml;

/// The events or resources on a page.
const PAGE: usize = 100;

impl Call<'_> {
    pub(super) fn describe_stack_events(&self) -> Result<Xml, ServiceError> {
        let stack = self.stack_or_missing()?;
        let mark = self
            .params
            .get("NextToken")
            .filter(|token| !token.is_empty());
        if let Some(mark) = mark
            && !mark.chars().all(|c| c.is_ascii_digit())
        {
            return Err(validation(format!(
                "the NextToken \"{mark}\" was not given by this operation"
            )));
        }
        let (events, next) = self.cloudformation.journal.events(&stack, mark, PAGE)?;
        Ok(Xml::new()
            .members(
                "StackEvents",
                events.iter().map(|event| xml::event(&stack, event)),
            )
            .optional("NextToken", next))
    }

    pub(super) fn describe_stack_resources(&self) -> Result<Xml, ServiceError> {
        let journal = &self.cloudformation.journal;
        let wanted = self
            .params
            .get("LogicalResourceId")
            .filter(|id| !id.is_empty());
        let stack = match self
            .params
            .get("PhysicalResourceId")
            .filter(|id| !id.is_empty())
        {
            None => self.stack()?,
            Some(physical_id) => {
                let mut owner = None;
                for stack in journal
                    .stacks()?
                    .into_iter()
                    .filter(|stack| !stack.is_deleted())
                {
                    let resources = journal.resources(&stack)?;
                    if resources
                        .values()
                        .any(|r| r.physical_id.as_deref() == Some(physical_id))
                    {
                        owner = Some(stack);
                        break;
                    }
                }
                owner
                    .ok_or_else(|| validation(format!("Stack for {physical_id} does not exist")))?
            }
        };
        let resources = journal.resources(&stack)?;
        let drifts = self.drift_of(&stack)?;
        let listed = resources
            .values()
            .filter(|resource| wanted.is_none_or(|wanted| wanted == resource.logical_id));
        Ok(Xml::new().members(
            "StackResources",
            listed.map(|resource| xml::resource(&stack, resource, &drifts, false)),
        ))
    }

    pub(super) fn describe_stack_resource(&self) -> Result<Xml, ServiceError> {
        let stack = self.stack()?;
        let wanted = self.params.required("LogicalResourceId")?;
        let resources = self.cloudformation.journal.resources(&stack)?;
        let resource = resources.get(wanted).ok_or_else(|| {
            validation(format!(
                "Resource {wanted} does not exist for stack {}",
                stack.name
            ))
        })?;
        let drifts = self.drift_of(&stack)?;
        let detail = xml::resource(&stack, resource, &drifts, true);
        Ok(Xml::new().element("StackResourceDetail", detail))
    }

    pub(super) fn list_stack_resources(&self) -> Result<Xml, ServiceError> {
        let stack = self.stack()?;
        let resources = self.cloudformation.journal.resources(&stack)?;
        let drifts = self.drift_of(&stack)?;
        let (page, next) = self.page(resources.into_values().collect(), PAGE)?;
        let told = page
            .iter()
            .map(|resource| xml::resource_summary(resource, &drifts));
        Ok(Xml::new()
            .members("StackResourceSummaries", told)
            .optional("NextToken", next))
    }

    /// DescribeStackEvents has words of its own for a stack that is not there.
    fn stack_or_missing(&self) -> Result<super::super::model::Stack, ServiceError> {
        let name = self.params.required("StackName")?;
        let stack = self.cloudformation.journal.stack(name)?;
        stack.ok_or_else(|| validation(format!("Stack [{name}] does not exist")))
    }
}
