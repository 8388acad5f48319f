//! A stack's events: followed as they come, shown, and searched for what failed first.

use std::collections::BTreeSet;

use aws_sdk_cloudformation::types::StackEvent;
use ui::Problem;

use crate::sdk_error::Asked;
use crate::session::Session;

const STACK: &str = "AWS::CloudFormation::Stack";

/// Something that happened to a resource, or to the stack itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    id: String,
    pub(super) resource: String,
    physical: String,
    pub(super) kind: String,
    pub(super) status: String,
    pub(super) reason: Option<String>,
}

/// Follows the events of a stack from a moment on.
#[derive(Debug)]
pub(super) struct Events {
    cloudformation: aws_sdk_cloudformation::Client,
    stack_arn: String,
    seen: BTreeSet<String>,
    /// What came since then, the oldest first.
    pub all: Vec<Event>,
}

impl Events {
    /// Follows what happens from now on.
    pub(super) async fn from_now(
        cloudformation: &aws_sdk_cloudformation::Client,
        stack_arn: &str,
    ) -> anyhow::Result<Self> {
        let mut events = Self {
            cloudformation: cloudformation.clone(),
            stack_arn: stack_arn.to_owned(),
            seen: BTreeSet::new(),
            all: Vec::new(),
        };
        // The newest alone: reading on stops at the first that is known.
        let newest = events.page(None).await?.0.into_iter().next();
        events.seen.extend(newest.map(|event| event.id));
        Ok(events)
    }

    /// What came since the last time, the oldest first.
    pub(super) async fn fresh(&mut self) -> anyhow::Result<Vec<Event>> {
        let mut fresh = Vec::new();
        let mut token = None;
        'pages: loop {
            let (events, next) = self.page(token).await?;
            for event in events {
                if self.seen.contains(&event.id) {
                    break 'pages;
                }
                fresh.push(event);
            }
            match next {
                Some(next) => token = Some(next),
                None => break,
            }
        }
        fresh.reverse();
        self.seen.extend(fresh.iter().map(|event| event.id.clone()));
        self.all.extend(fresh.iter().cloned());
        Ok(fresh)
    }

    /// One page, the newest first.
    async fn page(&self, token: Option<String>) -> anyhow::Result<(Vec<Event>, Option<String>)> {
        let page = self
            .cloudformation
            .describe_stack_events()
            .stack_name(&self.stack_arn)
            .set_next_token(token)
            .send()
            .await
            .asked(format!("give the events of the stack {}", self.stack_arn))?;
        let events = page.stack_events().iter().map(Event::from).collect();
        Ok((events, page.next_token))
    }
}

impl From<&StackEvent> for Event {
    fn from(event: &StackEvent) -> Self {
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        Self {
            id: text(event.event_id()),
            resource: text(event.logical_resource_id()),
            physical: text(event.physical_resource_id()),
            kind: text(event.resource_type()),
            status: text(event.resource_status().map(|status| status.as_str())),
            reason: event
                .resource_status_reason()
                .filter(|reason| !reason.is_empty())
                .map(str::to_owned),
        }
    }
}

impl Event {
    /// The status of the stack itself, where the event is about that and about its end.
    pub(super) fn end_of(&self, stack_arn: &str) -> Option<&str> {
        let about_the_stack = self.kind == STACK && self.physical == stack_arn;
        // After the cleanup of an update comes a last event.
        let ended = !self.status.ends_with("_IN_PROGRESS");
        (about_the_stack && ended).then_some(self.status.as_str())
    }

    /// A line for people; `None` for what only announces that something began.
    pub(super) fn line(&self) -> Option<String> {
        if self.status.ends_with("_IN_PROGRESS") && self.reason.is_none() {
            return None;
        }
        if self.kind == STACK || self.status.ends_with("_IN_PROGRESS") && !self.is_trouble() {
            return None;
        }
        let mut line = format!("{:<20} {} ({})", self.status, self.resource, self.kind);
        if let Some(reason) = self.reason.as_deref().filter(|_| self.is_trouble()) {
            line.push_str(": ");
            line.push_str(reason);
        }
        Some(line)
    }

    /// What is under way, in a few words.
    pub(super) fn brief(&self) -> String {
        format!("{} {}", self.resource, self.status)
    }

    /// Whether a resource is what it should be.
    pub(super) fn is_a_resources_end(&self) -> bool {
        self.kind != STACK && self.status.ends_with("_COMPLETE")
    }

    pub(super) fn is_trouble(&self) -> bool {
        self.status.ends_with("_FAILED")
    }

    /// Whether it failed only because something else had failed before.
    fn is_cascade(&self) -> bool {
        self.reason.as_deref().is_some_and(|reason| {
            let reason = reason.to_lowercase();
            reason.contains("cancelled") || reason.contains("the following resource(s) failed")
        })
    }
}

/// What failed first: the resource that the others failed after.
pub(super) fn first_failure(events: &[Event]) -> Option<&Event> {
    let failed = || events.iter().filter(|event| event.is_trouble());
    failed()
        .find(|event| event.kind != STACK && !event.is_cascade())
        .or_else(|| failed().next())
        .or_else(|| {
            // A stack may roll back for a reason of its own.
            events.iter().find(|event| {
                event.kind == STACK && event.reason.is_some() && event.status.contains("ROLLBACK")
            })
        })
}

/// Why a stack did not become what it should, what was done about it, and where to look.
pub(super) fn failure(session: &Session, stack: &str, status: &str, events: &[Event]) -> Problem {
    let manifest = session.manifest();
    let problem =
        because(stack, status, events).next("correct this in stacks/inspection and deploy again");
    if manifest.embedded {
        return problem;
    }
    let (region, arn) = (&manifest.region, stack_arn(events).unwrap_or(stack));
    problem.next(format!(
        "see all events: https://{region}.console.aws.amazon.com/cloudformation/home?region=\
         {region}#/stacks/events?stackId={arn}"
    ))
}

fn stack_arn(events: &[Event]) -> Option<&str> {
    let own = events.iter().find(|event| event.kind == STACK);
    own.map(|event| event.physical.as_str())
}

/// What was rolled back.
fn outcome(status: &str) -> Option<&'static str> {
    Some(match status {
        "ROLLBACK_COMPLETE" => "what was made of it is deleted again",
        "UPDATE_ROLLBACK_COMPLETE" => "it is again what it was before",
        "UPDATE_ROLLBACK_FAILED" => "going back to what it was failed, too",
        "ROLLBACK_FAILED" => "deleting what was made of it failed, too",
        _ => return None,
    })
}

fn because(stack: &str, status: &str, events: &[Event]) -> Problem {
    let problem = Problem::new(match outcome(status) {
        Some(outcome) => format!("the stack {stack} is {status}: {outcome}"),
        None => format!("the stack {stack} is {status}"),
    });
    match first_failure(events) {
        Some(event) => problem.because(format!(
            "{} ({}) is {}: {}",
            event.resource,
            event.kind,
            event.status,
            event.reason.as_deref().unwrap_or("no reason was given")
        )),
        None => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARN: &str = "arn:aws:cloudformation:us-east-1:000000000000:stack/s/1";

    fn event(resource: &str, status: &str, reason: Option<&str>) -> Event {
        Event {
            id: format!("{resource}-{status}"),
            resource: resource.to_owned(),
            physical: match resource {
                "s" => ARN.to_owned(),
                other => format!("{other}-1"),
            },
            kind: match resource {
                "s" => STACK.to_owned(),
                _ => "AWS::Lambda::Function".to_owned(),
            },
            status: status.to_owned(),
            reason: reason.map(str::to_owned),
        }
    }

    fn a_failed_creation() -> Vec<Event> {
        vec![
            event("s", "CREATE_IN_PROGRESS", Some("User Initiated")),
            event("A", "CREATE_IN_PROGRESS", None),
            event(
                "B",
                "CREATE_IN_PROGRESS",
                Some("Resource creation Initiated"),
            ),
            event("A", "CREATE_COMPLETE", None),
            event("C", "CREATE_FAILED", Some("Resource creation cancelled")),
            event(
                "B",
                "CREATE_FAILED",
                Some("The role cannot be assumed by Lambda."),
            ),
            event(
                "s",
                "ROLLBACK_IN_PROGRESS",
                Some("The following resource(s) failed to create: [B, C]. Rollback requested."),
            ),
            event("A", "DELETE_COMPLETE", None),
            event("s", "ROLLBACK_COMPLETE", None),
        ]
    }

    #[test]
    fn the_first_failure_is_shown_and_not_what_followed_from_it() {
        let events = a_failed_creation();
        let text = ui::render_error(&because("s", "ROLLBACK_COMPLETE", &events));
        insta::assert_snapshot!(ui::unstyled(&text), @r"
        error: the stack s is ROLLBACK_COMPLETE: what was made of it is deleted again
          because: B (AWS::Lambda::Function) is CREATE_FAILED: The role cannot be assumed by Lambda.
        ");
    }

    #[test]
    fn the_stack_itself_is_blamed_only_when_no_resource_failed() {
        let events = [event(
            "s",
            "UPDATE_ROLLBACK_IN_PROGRESS",
            Some("Rollback requested by alarm"),
        )];
        assert_eq!(first_failure(&events), Some(&events[0]));
        assert_eq!(first_failure(&[event("A", "CREATE_COMPLETE", None)]), None);
    }

    #[test]
    fn only_what_came_to_an_end_is_a_line() {
        let lines: Vec<_> = a_failed_creation().iter().filter_map(Event::line).collect();
        insta::assert_snapshot!(lines.join("\n"), @r"
        CREATE_COMPLETE      A (AWS::Lambda::Function)
        CREATE_FAILED        C (AWS::Lambda::Function): Resource creation cancelled
        CREATE_FAILED        B (AWS::Lambda::Function): The role cannot be assumed by Lambda.
        DELETE_COMPLETE      A (AWS::Lambda::Function)
        ");
    }

    #[test]
    fn the_end_is_the_stacks_own_and_not_a_resources() {
        let ends: Vec<_> = a_failed_creation()
            .iter()
            .filter_map(|event| event.end_of(ARN).map(str::to_owned))
            .collect();
        assert_eq!(ends, ["ROLLBACK_COMPLETE"]);
    }
}
