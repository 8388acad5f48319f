//! Drift: what somebody changed by hand, as CloudFormation finds it.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/detect-drift-stack.html>

use std::collections::BTreeMap;

use aws_sdk_cloudformation::types::{
    Stack as Described, StackDriftDetectionStatus, StackDriftStatus, StackResourceDrift,
    StackResourceDriftStatus,
};
use futures::{StreamExt, TryStreamExt};
use plan::{DriftStatus, DriftedProperty, DriftedResource};
use ui::Problem;

use crate::objects::{self, Body, Upload};
use crate::poll::Pauses;
use crate::sdk_error::Asked;
use crate::session::Session;

/// Stacks that are looked at at once.
const AT_ONCE: usize = 16;

/// Where accepted drift is kept in the artefacts bucket.
const ACCEPTED: &str = "drift/accepted.json";

/// Drift that somebody said is meant, by stack.
pub(crate) type Accepted = BTreeMap<String, Vec<DriftedResource>>;

/// Looks for drift of stacks now, of many at once since CloudFormation takes a while. Gives what was
/// found in their order.
pub(crate) async fn detect_all<'a>(
    stacks: impl IntoIterator<Item = (&'a Session, &'a str)>,
) -> anyhow::Result<Vec<Vec<DriftedResource>>> {
    futures::stream::iter(stacks)
        .map(|(session, stack)| detect(session, stack))
        .buffered(AT_ONCE)
        .try_collect()
        .await
}

async fn detect(session: &Session, stack: &str) -> anyhow::Result<Vec<DriftedResource>> {
    let cloudformation = &session.clients.cloudformation;
    let progress = session.ui.progress("Drift", stack);
    let begun = cloudformation
        .detect_stack_drift()
        .stack_name(stack)
        .send()
        .await
        .asked(format!("look for drift of the stack {stack}"))?;
    let id = begun.stack_drift_detection_id().unwrap_or_default();
    let mut pauses = Pauses::new(session.manifest().embedded);
    loop {
        let status = cloudformation
            .describe_stack_drift_detection_status()
            .stack_drift_detection_id(id)
            .send()
            .await
            .asked(format!("say how the search for drift of {stack} stands"))?;
        match status.detection_status() {
            Some(StackDriftDetectionStatus::DetectionInProgress) => {}
            Some(StackDriftDetectionStatus::DetectionComplete) => break,
            _ => {
                let reason = status.detection_status_reason();
                return Err(Problem::new(format!(
                    "drift of the stack {stack} could not be looked for"
                ))
                .because(reason.unwrap_or("no reason was given").to_owned())
                .into());
            }
        }
        pauses.pause().await;
    }
    let accepted = accepted(session).await?;
    let found = found(session, stack, &accepted).await?;
    progress.done(match found.len() {
        0 => format!("{stack}: none"),
        number => format!("{stack}: {}", ui::count(number, "resource")),
    });
    Ok(found)
}

/// What the last search found, where there was one and it found something.
pub(crate) async fn last_found(
    session: &Session,
    described: &Described,
) -> anyhow::Result<Vec<DriftedResource>> {
    let status = described
        .drift_information()
        .and_then(|drift| drift.stack_drift_status());
    if status != Some(&StackDriftStatus::Drifted) {
        return Ok(Vec::new());
    }
    let accepted = accepted(session).await?;
    found(
        session,
        described.stack_name().unwrap_or_default(),
        &accepted,
    )
    .await
}

async fn found(
    session: &Session,
    stack: &str,
    accepted: &Accepted,
) -> anyhow::Result<Vec<DriftedResource>> {
    let mut token = None;
    let mut all = Vec::new();
    loop {
        let page = session
            .clients
            .cloudformation
            .describe_stack_resource_drifts()
            .stack_name(stack)
            .stack_resource_drift_status_filters(StackResourceDriftStatus::Modified)
            .stack_resource_drift_status_filters(StackResourceDriftStatus::Deleted)
            .set_next_token(token)
            .send()
            .await
            .asked(format!("tell the drift of the stack {stack}"))?;
        all.extend(page.stack_resource_drifts().iter().filter_map(drifted));
        token = page.next_token().map(str::to_owned);
        if token.is_none() {
            break;
        }
    }
    let of_stack = accepted.get(stack).map(Vec::as_slice).unwrap_or_default();
    for resource in &mut all {
        resource.accepted = of_stack.iter().any(|known| known.is_same_as(resource));
    }
    Ok(all)
}

fn drifted(drift: &StackResourceDrift) -> Option<DriftedResource> {
    let status = match drift.stack_resource_drift_status()? {
        StackResourceDriftStatus::Modified => DriftStatus::Modified,
        StackResourceDriftStatus::Deleted => DriftStatus::Deleted,
        _ => return None,
    };
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let found_at = drift.timestamp();
    Some(DriftedResource {
        logical_id: text(drift.logical_resource_id()),
        kind: text(drift.resource_type()),
        physical_id: text(drift.physical_resource_id()),
        status,
        properties: drift
            .property_differences()
            .iter()
            .map(|difference| DriftedProperty {
                path: text(difference.property_path()),
                expected: text(difference.expected_value()),
                actual: text(difference.actual_value()),
            })
            .collect(),
        found_at: found_at
            .and_then(|at| jiff::Timestamp::from_second(at.secs()).ok())
            .map(|at| at.to_string()),
        accepted: false,
    })
}

/// The drift that was accepted in this region.
async fn accepted(session: &Session) -> anyhow::Result<Accepted> {
    let bucket = &session.manifest().names.artefacts_bucket;
    let read = objects::get_json(&session.clients.s3, bucket, ACCEPTED).await?;
    Ok(read.unwrap_or_default())
}

/// Says of this drift that it is meant: plans show it as accepted until it changes again.
pub(crate) async fn accept(session: &Session, drift: &Accepted) -> anyhow::Result<()> {
    let upload = Upload {
        key: ACCEPTED.to_owned(),
        body: Body::Bytes(serde_json::to_vec_pretty(drift)?.into()),
    };
    let bucket = &session.manifest().names.artefacts_bucket;
    objects::put(&session.clients.s3, bucket, upload).await
}
