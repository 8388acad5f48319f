//! Looks at the resources of a stack.

use serde_json::{Map, Value};

use super::super::engine::may;
use super::super::journal::Journal;
use super::super::model::{Actor, Stack, StackResource};
use super::super::permissions::Doing;
use super::super::providers::provider;
use super::compare::differences;
use super::{Detection, DriftStatus, Outcome, ResourceDrift, StackDrift};
use crate::context::Context;
use crate::error::ServiceError;

/// Carries a detection out, and writes what it came to.
///
/// # Errors
/// When the state can't be read or written.
pub(in super::super) async fn run(
    context: &Context,
    journal: &Journal,
    mut detection: Detection,
) -> Result<(), ServiceError> {
    let Some(stack) = journal.stack(&detection.stack_id)? else {
        return Ok(());
    };
    let mut found = Vec::new();
    for resource in journal.resources(&stack)?.into_values() {
        let wanted = &detection.wanted;
        if wanted.is_empty() || wanted.contains(&resource.logical_id) {
            let allowed = allowed(context, &detection.actor, &stack, &resource);
            let drift = look(context, &resource, allowed).await;
            found.extend(drift.map(|drift| (resource, drift)));
        }
    }
    let failure = found.iter().find_map(|(_, drift)| {
        let reason = drift.reason.as_deref()?;
        Some(format!("{}: {reason}", drift.logical_id))
    });
    let statuses: Vec<_> = found.iter().map(|(_, drift)| drift.status).collect();
    let status = overall(&statuses);
    detection.outcome = Some(Outcome {
        stack_status: status.to_owned(),
        drifted: statuses
            .iter()
            .filter(|status| status.has_drifted())
            .count(),
        failure,
    });
    // What an operation changed meanwhile was not looked at.
    let now = journal.resources(&stack)?;
    found.retain(|(resource, _)| now.get(&resource.logical_id) == Some(resource));
    let drift = StackDrift {
        status: status.to_owned(),
        at: detection.at,
    };
    journal.commit(|write| {
        for (_, drift) in &found {
            write.drift(&stack, drift);
        }
        write.stack_drift(&stack, &drift);
        write.detection(&detection);
    })
}

/// Looks at one resource and writes what is found.
///
/// # Errors
/// When the state can't be read or written. `Ok(None)` for a type that can't be read.
pub(in super::super) async fn one(
    context: &Context,
    journal: &Journal,
    stack: &Stack,
    actor: &Actor,
    resource: &StackResource,
) -> Result<Option<ResourceDrift>, ServiceError> {
    let allowed = allowed(context, actor, stack, resource);
    let Some(drift) = look(context, resource, allowed).await else {
        return Ok(None);
    };
    let before = journal.stack_drift(stack)?;
    let status = match before {
        _ if drift.status.has_drifted() => "DRIFTED".to_owned(),
        Some(before) => before.status,
        None => "NOT_CHECKED".to_owned(),
    };
    let of_stack = StackDrift {
        status,
        at: drift.at,
    };
    journal.commit(|write| {
        write.drift(stack, &drift);
        write.stack_drift(stack, &of_stack);
    })?;
    Ok(Some(drift))
}

/// How the resources are that can be looked at. Nothing is written.
pub(in super::super) async fn all(
    context: &Context,
    resources: impl IntoIterator<Item = &StackResource>,
) -> Vec<ResourceDrift> {
    let mut found = Vec::new();
    for resource in resources {
        found.extend(look(context, resource, Ok(())).await);
    }
    found
}

/// How a stack is whose resources are so.
pub(in super::super) fn overall(statuses: &[DriftStatus]) -> &'static str {
    if statuses.iter().any(|status| status.has_drifted()) {
        "DRIFTED"
    } else if statuses.contains(&DriftStatus::Unknown) {
        "UNKNOWN"
    } else {
        "IN_SYNC"
    }
}

/// Whether whoever asked may look at the resource: CloudFormation reads with their permissions.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html>
fn allowed(
    context: &Context,
    actor: &Actor,
    stack: &Stack,
    resource: &StackResource,
) -> Result<(), ServiceError> {
    may(context, actor, &stack.id, Doing::Read, resource, None)
}

/// What a resource is, beside what it should be. None where the type can't be read.
async fn look(
    context: &Context,
    resource: &StackResource,
    allowed: Result<(), ServiceError>,
) -> Option<ResourceDrift> {
    let provider = provider(&resource.kind)?;
    let readable = provider.readable();
    let physical_id = resource.physical_id.as_deref()?;
    if readable.is_empty() || !resource.is_made() {
        return None;
    }
    let expected: Map<String, Value> = resource
        .properties
        .iter()
        .filter(|(name, _)| readable.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let mut drift = ResourceDrift {
        logical_id: resource.logical_id.clone(),
        physical_id: physical_id.to_owned(),
        kind: resource.kind.clone(),
        status: DriftStatus::InSync,
        reason: None,
        at: context.now(),
        expected,
        actual: Map::new(),
        differences: Vec::new(),
    };
    let found = match allowed {
        Ok(()) => {
            provider
                .read(context, physical_id, &resource.properties)
                .await
        }
        Err(refused) => Err(refused),
    };
    match found {
        Ok(Some(actual)) => {
            drift.differences = differences(&drift.expected, &actual);
            if !drift.differences.is_empty() {
                drift.status = DriftStatus::Modified;
            }
            drift.actual = actual;
        }
        Ok(None) => drift.status = DriftStatus::Deleted,
        Err(error) => {
            drift.status = DriftStatus::Unknown;
            drift.reason = Some(error.message);
        }
    }
    Some(drift)
}
