//! What CloudFormation keeps, as the wire protocol shows it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use super::super::drift::detect::overall;
use super::super::drift::{Detection, DriftStatus, ResourceDrift, StackDrift};
use super::super::journal::blotted;
use super::super::model::{ChangeSet, Event, OnFailure, Stack, StackResource, Tags};
use super::super::parameter::Held;
use super::super::plan::{ChangeAction, Detail, Replacement, ResourceChange};
use crate::protocol::query::Xml;

/// A time with milliseconds, as AWS writes it.
fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// How resources are and since when that is known, by logical id.
pub(super) type Drifts = BTreeMap<String, (&'static str, Timestamp)>;

pub(super) fn stack(stack: &Stack, drift: Option<&StackDrift>) -> Xml {
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
        .optional("RoleARN", stack.role_arn.as_deref())
        .text("DisableRollback", stack.disable_rollback.to_string())
        .element("NotificationARNs", Xml::new())
        .text(
            "EnableTerminationProtection",
            stack.termination_protection.to_string(),
        )
        .element("DriftInformation", stack_drift(drift));
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

fn stack_drift(drift: Option<&StackDrift>) -> Xml {
    let status = drift.map_or("NOT_CHECKED", |drift| drift.status.as_str());
    Xml::new()
        .text("StackDriftStatus", status)
        .optional("LastCheckTimestamp", drift.map(|drift| time(drift.at)))
}

fn drift_of(drifts: &Drifts, logical_id: &str) -> Xml {
    let drift = drifts.get(logical_id);
    let status = drift.map_or("NOT_CHECKED", |(status, _)| status);
    Xml::new()
        .text("StackResourceDriftStatus", status)
        .optional("LastCheckTimestamp", drift.map(|(_, at)| time(*at)))
}

pub(super) fn stack_summary(stack: &Stack, drift: Option<&StackDrift>) -> Xml {
    Xml::new()
        .text("StackId", &stack.id)
        .text("StackName", &stack.name)
        .optional("TemplateDescription", stack.description.as_deref())
        .text("CreationTime", time(stack.created_at))
        .optional("LastUpdatedTime", stack.updated_at.map(time))
        .optional("DeletionTime", stack.deleted_at.map(time))
        .text("StackStatus", &stack.status)
        .optional("StackStatusReason", stack.reason.as_deref())
        .element("DriftInformation", stack_drift(drift))
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

pub(super) fn resource(
    stack: &Stack,
    resource: &StackResource,
    drifts: &Drifts,
    detail: bool,
) -> Xml {
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
        .element("DriftInformation", drift_of(drifts, &resource.logical_id));
    match &resource.metadata {
        Some(metadata) if detail => xml.text("Metadata", metadata.to_string()),
        _ => xml,
    }
}

pub(super) fn resource_summary(resource: &StackResource, drifts: &Drifts) -> Xml {
    Xml::new()
        .text("LogicalResourceId", &resource.logical_id)
        .optional("PhysicalResourceId", resource.physical_id.as_deref())
        .text("ResourceType", &resource.kind)
        .text("LastUpdatedTimestamp", time(resource.updated_at))
        .text("ResourceStatus", &resource.status)
        .optional("ResourceStatusReason", resource.reason.as_deref())
        .element("DriftInformation", drift_of(drifts, &resource.logical_id))
}

pub(super) fn change_set(change_set: &ChangeSet) -> Xml {
    let desired = &change_set.desired;
    tags(
        change_set_summary(change_set)
            .members("Parameters", parameters(&desired.parameters))
            .element("NotificationARNs", Xml::new())
            .texts("Capabilities", &desired.capabilities)
            .optional("OnStackFailure", change_set.on_failure.map(on_failure))
            .optional(
                "DeploymentMode",
                change_set.drifts.as_ref().map(|_| "REVERT_DRIFT"),
            )
            .optional(
                "StackDriftStatus",
                change_set.drifts.as_ref().map(|drifts| {
                    let statuses: Vec<_> = drifts.iter().map(|drift| drift.status).collect();
                    overall(&statuses)
                }),
            ),
        &desired.tags,
    )
}

fn on_failure(on_failure: OnFailure) -> &'static str {
    match on_failure {
        OnFailure::Rollback => "ROLLBACK",
        OnFailure::DoNothing => "DO_NOTHING",
        OnFailure::Delete => "DELETE",
    }
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

pub(super) fn detection(detection: &Detection) -> Xml {
    let outcome = detection.outcome.as_ref();
    let status = match outcome {
        None => "DETECTION_IN_PROGRESS",
        Some(outcome) if outcome.failure.is_some() => "DETECTION_FAILED",
        Some(_) => "DETECTION_COMPLETE",
    };
    Xml::new()
        .text("StackId", &detection.stack_id)
        .text("StackDriftDetectionId", &detection.id)
        .optional(
            "StackDriftStatus",
            outcome.map(|outcome| outcome.stack_status.as_str()),
        )
        .text("DetectionStatus", status)
        .optional(
            "DetectionStatusReason",
            outcome.and_then(|outcome| outcome.failure.as_deref()),
        )
        .optional(
            "DriftedStackResourceCount",
            outcome.map(|outcome| outcome.drifted.to_string()),
        )
        .text("Timestamp", time(detection.at))
}

pub(super) fn resource_drift(stack: &Stack, drift: &ResourceDrift) -> Xml {
    let held: Vec<&Held> = stack
        .desired
        .iter()
        .flat_map(|desired| desired.parameters.values())
        .collect();
    let shown = |text: String| blotted(held.iter().copied(), text);
    let value = |value: &Option<Value>| match value {
        None => "null".to_owned(),
        Some(Value::String(text)) => shown(text.clone()),
        Some(other) => shown(other.to_string()),
    };
    let whole = |properties: &serde_json::Map<String, Value>| {
        (drift.status != DriftStatus::Deleted)
            .then(|| shown(Value::from(properties.clone()).to_string()))
    };
    let differences = drift.differences.iter().map(|difference| {
        Xml::new()
            .text("PropertyPath", &difference.path)
            .text("ExpectedValue", value(&difference.expected))
            .text("ActualValue", value(&difference.actual))
            .text("DifferenceType", difference.kind())
    });
    Xml::new()
        .text("StackId", &stack.id)
        .text("LogicalResourceId", &drift.logical_id)
        .text("PhysicalResourceId", &drift.physical_id)
        .text("ResourceType", &drift.kind)
        .optional("ExpectedProperties", whole(&drift.expected))
        .optional("ActualProperties", whole(&drift.actual))
        .members("PropertyDifferences", differences)
        .text("StackResourceDriftStatus", drift.status.name())
        .optional("DriftStatusReason", drift.reason.as_deref())
        .text("Timestamp", time(drift.at))
}

/// A change. With `hidden`, values are told, but for those of hidden parameters; with `drifts`, how
/// the resource was found.
pub(super) fn change(
    change: &ResourceChange,
    hidden: Option<&[&Held]>,
    drifts: Option<&[ResourceDrift]>,
) -> Xml {
    let drift = drifts.map(|drifts| {
        drifts
            .iter()
            .find(|drift| drift.logical_id == change.logical_id)
    });
    let action = match change.action {
        ChangeAction::SyncWithActual => "SyncWithActual",
        ChangeAction::Add => "Add",
        ChangeAction::Modify => "Modify",
        ChangeAction::Remove => "Remove",
    };
    let replacement = change.replacement.map(|replacement| match replacement {
        Replacement::False => "False",
        Replacement::Conditional => "Conditional",
        Replacement::True => "True",
    });
    let details = change
        .details
        .iter()
        .flat_map(|detail| details(detail, hidden, drift.flatten()));
    // Of a resource that is yet to be made nothing can be found.
    let status = match change.action {
        ChangeAction::Add => drift.flatten().map(|drift| drift.status.name()),
        _ => drift.map(|found| found.map_or("UNSUPPORTED", |drift| drift.status.name())),
    };
    let resource = Xml::new()
        .optional("PolicyAction", change.policy_action.as_deref())
        .text("Action", action)
        .text("LogicalResourceId", &change.logical_id)
        .optional("PhysicalResourceId", change.physical_id.as_deref())
        .text("ResourceType", &change.kind)
        .optional("Replacement", replacement)
        .texts("Scope", &change.scope)
        .optional("ResourceDriftStatus", status)
        .members("Details", details);
    let resource = match hidden {
        Some(hidden) => {
            let told = |context: &Option<Value>| {
                let context = context.as_ref()?;
                Some(blotted(hidden.iter().copied(), context.to_string()))
            };
            resource
                .optional("BeforeContext", told(&change.before))
                .optional("AfterContext", told(&change.after))
        }
        None => resource,
    };
    Xml::new()
        .text("Type", "Resource")
        .element("ResourceChange", resource)
}

/// A modification: as one, or with `hidden` value by value.
fn details(detail: &Detail, hidden: Option<&[&Held]>, drift: Option<&ResourceDrift>) -> Vec<Xml> {
    let whole = |target: Xml| {
        Xml::new()
            .element("Target", target)
            .text(
                "Evaluation",
                if detail.known { "Static" } else { "Dynamic" },
            )
            .text("ChangeSource", &detail.source)
            .optional("CausingEntity", detail.causing_entity.as_deref())
    };
    let target = Xml::new()
        .text("Attribute", &detail.attribute)
        .optional("Name", detail.name.as_deref())
        .optional("RequiresRecreation", detail.requires_recreation.as_deref());
    let Some(hidden) = hidden else {
        return vec![whole(target)];
    };
    let value = |value: &Option<Value>| {
        let text = match value.as_ref()? {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        Some(blotted(hidden.iter().copied(), text))
    };
    let told = detail.differences.iter().map(|difference| {
        let change = match (&difference.before, &difference.after) {
            (None, _) => "Add",
            (_, None) => "Remove",
            _ => "Modify",
        };
        let target = target
            .clone()
            .text("Path", &difference.path)
            .optional("BeforeValue", value(&difference.before))
            .optional("AfterValue", value(&difference.after))
            .text("AttributeChangeType", change);
        let found = drift.and_then(|drift| {
            let differences = drift.differences.iter();
            let mut at = differences.filter(|one| is_at(&one.path, &difference.path));
            Some((at.next()?, drift.at))
        });
        whole(match found {
            None => target,
            Some((found, at)) => target
                .text("BeforeValueFrom", "ACTUAL_STATE")
                .text("AfterValueFrom", "TEMPLATE")
                .element(
                    "Drift",
                    Xml::new()
                        .optional("PreviousValue", value(&found.expected))
                        .optional("ActualValue", value(&found.actual))
                        .text("DriftDetectionTimestamp", time(at)),
                ),
        })
    });
    told.collect()
}

/// Whether a drift, whose path begins at the properties, is at a change's path or below it.
fn is_at(drift: &str, change: &str) -> bool {
    let Some(change) = change.strip_prefix("/Properties") else {
        return false;
    };
    drift
        .strip_prefix(change)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
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
