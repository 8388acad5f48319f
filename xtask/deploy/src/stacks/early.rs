//! What CloudFormation finds in a change set before anything is made: properties that a schema
//! refuses, names that are taken, buckets that are not empty.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html>

use aws_sdk_cloudformation::types::{EventFilter, EventType, OperationEvent, ValidationStatus};

use crate::session::Session;

/// What was found in a change set, a line each. Nothing where it cannot be asked: an emulator may not
/// know the operation, and the change set's own reason is told in any case.
pub(super) async fn findings(session: &Session, stack: &str, change_set: &str) -> Vec<String> {
    if session.manifest().embedded {
        // It tells all that it finds as the change set's own reason.
        return Vec::new();
    }
    let mut token = None;
    let mut lines = Vec::new();
    loop {
        let page = session
            .clients
            .cloudformation
            .describe_events()
            .stack_name(stack)
            .change_set_name(change_set)
            .filters(EventFilter::builder().failed_events(true).build())
            .set_next_token(token)
            .send()
            .await;
        let Ok(page) = page else {
            return lines;
        };
        lines.extend(page.operation_events().iter().filter_map(line));
        token = page.next_token().map(str::to_owned);
        if token.is_none() {
            return lines;
        }
    }
}

/// `PrepareFunction /Resources/PrepareFunction/Properties/Timeout: 0 is less than 1`.
fn line(event: &OperationEvent) -> Option<String> {
    let is_finding = event.event_type() == Some(&EventType::ValidationError)
        && event.validation_status() == Some(&ValidationStatus::Failed);
    if !is_finding {
        return None;
    }
    let place = [event.logical_resource_id(), event.validation_path()];
    let place: Vec<&str> = place.into_iter().flatten().collect();
    let reason = event.validation_status_reason();
    let reason = reason
        .or(event.validation_name())
        .unwrap_or("it is refused");
    Some(match place.is_empty() {
        true => reason.to_owned(),
        false => format!("{}: {reason}", place.join(" ")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_names_the_resource_the_place_and_the_reason() {
        let finding = OperationEvent::builder()
            .event_type(EventType::ValidationError)
            .validation_status(ValidationStatus::Failed)
            .validation_name("PROPERTY_VALIDATION")
            .logical_resource_id("PrepareFunction")
            .validation_path("/Resources/PrepareFunction/Properties/Timeout")
            .validation_status_reason("0 is less than 1");
        assert_eq!(
            line(&finding.clone().build()).unwrap(),
            "PrepareFunction /Resources/PrepareFunction/Properties/Timeout: 0 is less than 1"
        );
        let bare = OperationEvent::builder()
            .event_type(EventType::ValidationError)
            .validation_status(ValidationStatus::Failed)
            .validation_name("NAME_CONFLICT_VALIDATION");
        assert_eq!(line(&bare.build()).unwrap(), "NAME_CONFLICT_VALIDATION");
        let skipped = finding.clone().validation_status(ValidationStatus::Skipped);
        assert_eq!(line(&skipped.build()), None);
        let other = finding.event_type(EventType::StackEvent);
        assert_eq!(line(&other.build()), None);
    }
}
