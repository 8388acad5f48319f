//! What a stack's status means for what can be done with it.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html>

use aws_sdk_cloudformation::types::Stack;

use crate::sdk_error::{Asked, code};

/// What can be done with a stack in its present status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// There is none, or none but in name: create it.
    Absent,
    /// Update it.
    Ready,
    /// Something is under way: wait.
    Busy,
    /// Its creation failed: nothing but deleting it is possible.
    Failed,
    /// Its rollback failed: a person has to look.
    Stuck,
}

impl Standing {
    pub(super) fn of(status: &str) -> Self {
        match status {
            "REVIEW_IN_PROGRESS" | "DELETE_COMPLETE" => Self::Absent,
            "ROLLBACK_COMPLETE" | "ROLLBACK_FAILED" | "CREATE_FAILED" | "DELETE_FAILED" => {
                Self::Failed
            }
            "UPDATE_ROLLBACK_FAILED" => Self::Stuck,
            status if status.ends_with("_IN_PROGRESS") => Self::Busy,
            _ => Self::Ready,
        }
    }
}

/// Whether a stack in this status does what was asked of it last.
pub(super) fn succeeded(status: &str) -> bool {
    matches!(
        status,
        "CREATE_COMPLETE" | "UPDATE_COMPLETE" | "IMPORT_COMPLETE"
    )
}

/// The stack, by name or ARN; `None` when there is none.
pub(crate) async fn describe(
    cloudformation: &aws_sdk_cloudformation::Client,
    stack: &str,
) -> anyhow::Result<Option<Stack>> {
    match cloudformation
        .describe_stacks()
        .stack_name(stack)
        .send()
        .await
    {
        Ok(answer) => Ok(answer.stacks.unwrap_or_default().into_iter().next()),
        Err(error) if is_missing(&error) => Ok(None),
        Err(error) => Err(error).asked(format!("describe the stack {stack}")),
    }
}

/// Whether it is refused because there is no such stack. CloudFormation has no error of its own
/// for this.
pub(super) fn is_missing<E, R>(error: &aws_sdk_cloudformation::error::SdkError<E, R>) -> bool
where
    E: aws_smithy_types::error::metadata::ProvideErrorMetadata,
{
    code(error) == Some("ValidationError")
        && error.to_string_of_service().contains("does not exist")
}

/// The service's message.
trait ServiceMessage {
    fn to_string_of_service(&self) -> &str;
}

impl<E, R> ServiceMessage for aws_sdk_cloudformation::error::SdkError<E, R>
where
    E: aws_smithy_types::error::metadata::ProvideErrorMetadata,
{
    fn to_string_of_service(&self) -> &str {
        match self {
            Self::ServiceError(error) => error.err().message().unwrap_or_default(),
            _ => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_says_what_can_be_done() {
        for (status, standing) in [
            ("REVIEW_IN_PROGRESS", Standing::Absent),
            ("CREATE_COMPLETE", Standing::Ready),
            ("UPDATE_ROLLBACK_COMPLETE", Standing::Ready),
            ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", Standing::Busy),
            ("ROLLBACK_COMPLETE", Standing::Failed),
            ("UPDATE_ROLLBACK_FAILED", Standing::Stuck),
        ] {
            assert_eq!(Standing::of(status), standing, "{status}");
        }
    }
}
