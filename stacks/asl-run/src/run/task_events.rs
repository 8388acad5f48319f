//! How events about tasks are named.

use crate::effect::Resource;
use crate::history::Details;

/// How an event about a task is named: by what the task calls.
#[derive(Clone, Copy)]
pub(super) enum About {
    Scheduled,
    Started,
    Submitted,
    Succeeded,
    Failed,
    TimedOut,
}

/// The names of an event and of the field with its details.
pub(super) const fn names(resource: &Resource, about: About) -> (&'static str, &'static str) {
    match (resource, about) {
        (Resource::Function { .. }, About::Scheduled) => (
            "LambdaFunctionScheduled",
            "lambdaFunctionScheduledEventDetails",
        ),
        (Resource::Function { .. }, About::Started | About::Submitted) => {
            ("LambdaFunctionStarted", "lambdaFunctionStartedEventDetails")
        }
        (Resource::Function { .. }, About::Succeeded) => (
            "LambdaFunctionSucceeded",
            "lambdaFunctionSucceededEventDetails",
        ),
        (Resource::Function { .. }, About::Failed) => {
            ("LambdaFunctionFailed", "lambdaFunctionFailedEventDetails")
        }
        (Resource::Function { .. }, About::TimedOut) => (
            "LambdaFunctionTimedOut",
            "lambdaFunctionTimedOutEventDetails",
        ),
        (Resource::Activity { .. }, About::Scheduled) => {
            ("ActivityScheduled", "activityScheduledEventDetails")
        }
        (Resource::Activity { .. }, About::Started | About::Submitted) => {
            ("ActivityStarted", "activityStartedEventDetails")
        }
        (Resource::Activity { .. }, About::Succeeded) => {
            ("ActivitySucceeded", "activitySucceededEventDetails")
        }
        (Resource::Activity { .. }, About::Failed) => {
            ("ActivityFailed", "activityFailedEventDetails")
        }
        (Resource::Activity { .. }, About::TimedOut) => {
            ("ActivityTimedOut", "activityTimedOutEventDetails")
        }
        (Resource::Integration { .. }, About::Scheduled) => {
            ("TaskScheduled", "taskScheduledEventDetails")
        }
        (Resource::Integration { .. }, About::Started) => {
            ("TaskStarted", "taskStartedEventDetails")
        }
        (Resource::Integration { .. }, About::Submitted) => {
            ("TaskSubmitted", "taskSubmittedEventDetails")
        }
        (Resource::Integration { .. }, About::Succeeded) => {
            ("TaskSucceeded", "taskSucceededEventDetails")
        }
        (Resource::Integration { .. }, About::Failed) => ("TaskFailed", "taskFailedEventDetails"),
        (Resource::Integration { .. }, About::TimedOut) => {
            ("TaskTimedOut", "taskTimedOutEventDetails")
        }
    }
}

/// Details that name the integration, where it is one.
pub(super) fn about_integration(resource: &Resource, details: Details) -> Details {
    match resource {
        Resource::Integration { service, .. } => details
            .with("resource", resource.action_in_events())
            .with("resourceType", service.clone()),
        _ => details,
    }
}
