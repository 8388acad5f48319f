//! What CloudFormation keeps, as the wire protocol shows it.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::super::model::{ChangeSet, Event, Stack, StackResource, Tags};
use super::super::parameter::Held;
use super::super::plan::{ChangeAction, Replacement, ResourceChange};
use crate::protocol::query::Xml;

/// A time with milliseconds, as AWS writes it.
fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

pub(super) fn stack(stack: &Stack) -> Xml {
    let xml = Xml::new()
        .text("StackId", &stack.id)
        .text("StackName", &stack.name)
        .optional("ChangeSetId", stack.change_set_id.as_deref())
        .optional("Description", stack.description.as_deref())
        .text("CreationTime", time(stack.created_at))
        .optional("LastUpdatedTime", stack.updated_at.map(time))
        .optional("DeletionTime", stack.deleted_at.map(time))
        .element("RollbackConfiguration", Xml::new())
        .text("StackStatus", &stack.status)
        .optional("StackStatusReason", stack.reason.as_deref())
        .text("DisableRollback", stack.disable_rollback.to_string())
        .element("NotificationARNs", Xml::new())
        .text(
            "EnableTerminationProtection",
            stack.termination_protection.to_string(),
        )
        .element(
            "DriftInformation",
            Xml::new().text("StackDriftStatus", "NOT_CHECKED"),
        );
    let xml = match &stack.desired {
        Some(desired) => tags(
            xml.members("Parameters", parameters(&desired.parameters))
                .texts("Capabilities", &desired.capabilities),
            &desired.tags,
        ),
        None => xml,
    };
    xml.members(
        "Outputs",
        stack.outputs.iter().map(|output| {
            Xml::new()
                .text("OutputKey", &output.key)
                .text("OutputValue", &output.value)
                .optional("Description", output.description.as_deref())
                .optional("ExportName", output.export.as_deref())
        }),
    )
}

pub(super) fn stack_summary(stack: &Stack) -> Xml {
    Xml::new()
        .text("StackId", &stack.id)
        .text("StackName", &stack.name)
        .optional("TemplateDescription", stack.description.as_deref())
        .text("CreationTime", time(stack.created_at))
        .optional("LastUpdatedTime", stack.updated_at.map(time))
        .optional("DeletionTime", stack.deleted_at.map(time))
        .text("StackStatus", &stack.status)
        .optional("StackStatusReason", stack.reason.as_deref())
        .element(
            "DriftInformation",
            Xml::new().text("StackDriftStatus", "NOT_CHECKED"),
        )
}

pub(super) fn event(stack: &Stack, event: &Event) -> Xml {
    Xml::new()
        .text("StackId", &stack.id)
        .text("EventId", &event.id)
        .text("StackName", &stack.name)
        .text("LogicalResourceId", &event.logical_id)
        .text("PhysicalResourceId", &event.physical_id)
        .text("ResourceType", &event.kind)
        .text("Timestamp", time(event.at))
        .text("ResourceStatus", &event.status)
        .optional("ResourceStatusReason", event.reason.as_deref())
        .optional("ResourceProperties", event.properties.as_deref())
        .optional("ClientRequestToken", event.client_token.as_deref())
}

pub(super) fn resource(stack: &Stack, resource: &StackResource, detail: bool) -> Xml {
    let at = if detail {
        "LastUpdatedTimestamp"
    } else {
        "Timestamp"
    };
    let xml = Xml::new()
        .text("StackId", &stack.id)
        .text("StackName", &stack.name)
        .text("LogicalResourceId", &resource.logical_id)
        .optional("PhysicalResourceId", resource.physical_id.as_deref())
        .text("ResourceType", &resource.kind)
        .text(at, time(resource.updated_at))
        .text("ResourceStatus", &resource.status)
        .optional("ResourceStatusReason", resource.reason.as_deref())
        .element(
            "DriftInformation",
            Xml::new().text("StackResourceDriftStatus", "NOT_CHECKED"),
        );
    match &resource.metadata {
        Some(metadata) if detail => xml.text("Metadata", metadata.to_string()),
        _ => xml,
    }
}

pub(super) fn resource_summary(resource: &StackResource) -> Xml {
    Xml::new()
        .text("LogicalResourceId", &resource.logical_id)
        .optional("PhysicalResourceId", resource.physical_id.as_deref())
        .text("ResourceType", &resource.kind)
        .text("LastUpdatedTimestamp", time(resource.updated_at))
        .text("ResourceStatus", &resource.status)
        .optional("ResourceStatusReason", resource.reason.as_deref())
        .element(
            "DriftInformation",
            Xml::new().text("StackResourceDriftStatus", "NOT_CHECKED"),
        )
}

pub(super) fn change_set(change_set: &ChangeSet) -> Xml {
    let desired = &change_set.desired;
    tags(
        change_set_summary(change_set)
            .members("Parameters", parameters(&desired.parameters))
            .element("NotificationARNs", Xml::new())
            .texts("Capabilities", &desired.capabilities),
        &desired.tags,
    )
}

pub(super) fn change_set_summary(change_set: &ChangeSet) -> Xml {
    Xml::new()
        .text("ChangeSetName", &change_set.name)
        .text("ChangeSetId", &change_set.id)
        .text("StackId", &change_set.stack_id)
        .text("StackName", &change_set.stack_name)
        .optional("Description", change_set.description.as_deref())
        .text("CreationTime", time(change_set.created_at))
        .text("ExecutionStatus", &change_set.execution_status)
        .text("Status", &change_set.status)
        .optional("StatusReason", change_set.reason.as_deref())
        .text("IncludeNestedStacks", "false")
}

pub(super) fn change(change: &ResourceChange) -> Xml {
    let action = match change.action {
        ChangeAction::Add => "Add",
        ChangeAction::Modify => "Modify",
        ChangeAction::Remove => "Remove",
    };
    let replacement = change.replacement.map(|replacement| match replacement {
        Replacement::False => "False",
        Replacement::Conditional => "Conditional",
        Replacement::True => "True",
    });
    let details = change.details.iter().map(|detail| {
        let target = Xml::new()
            .text("Attribute", &detail.attribute)
            .optional("Name", detail.name.as_deref())
            .optional("RequiresRecreation", detail.requires_recreation.as_deref());
        Xml::new()
            .element("Target", target)
            .text(
                "Evaluation",
                if detail.known { "Static" } else { "Dynamic" },
            )
            .text("ChangeSource", &detail.source)
            .optional("CausingEntity", detail.causing_entity.as_deref())
    });
    let resource = Xml::new()
        .optional("PolicyAction", change.policy_action.as_deref())
        .text("Action", action)
        .text("LogicalResourceId", &change.logical_id)
        .optional("PhysicalResourceId", change.physical_id.as_deref())
        .text("ResourceType", &change.kind)
        .optional("Replacement", replacement)
        .texts("Scope", &change.scope)
        .members("Details", details);
    Xml::new()
        .text("Type", "Resource")
        .element("ResourceChange", resource)
}

fn parameters(parameters: &BTreeMap<String, Held>) -> impl Iterator<Item = Xml> + '_ {
    parameters.iter().map(|(name, held)| {
        Xml::new()
            .text("ParameterKey", name)
            .text("ParameterValue", held.shown())
    })
}

fn tags(xml: Xml, tags: &Tags) -> Xml {
    xml.members(
        "Tags",
        tags.iter()
            .map(|(key, value)| Xml::new().text("Key", key).text("Value", value)),
    )
}
