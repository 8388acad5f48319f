//! What AWS said when it refused, as people can read it.

use std::error::Error;

use aws_sdk_s3::error::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use ui::Problem;

/// Turns the SDK's errors into sentences.
pub(crate) trait Asked<T> {
    /// `what` was asked, such as `create the change set x`.
    fn asked(self, what: impl AsRef<str>) -> anyhow::Result<T>;
}

impl<T, E> Asked<T> for Result<T, SdkError<E>>
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    fn asked(self, what: impl AsRef<str>) -> anyhow::Result<T> {
        self.map_err(|error| explain(&error, what.as_ref()))
    }
}

/// The error's code, where a service answered with one.
pub(crate) fn code<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> Option<&str> {
    match error {
        SdkError::ServiceError(service) => service.err().code(),
        _ => None,
    }
}

/// The error as people can read it; `what` was asked.
pub(crate) fn explain<E>(error: &SdkError<E>, what: &str) -> anyhow::Error
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    let summary = format!("AWS did not {what}");
    match error {
        SdkError::ServiceError(service) => {
            // What answers HEAD has no body, so that its status is all that there is.
            let code = service
                .err()
                .code()
                .unwrap_or(match service.raw().status().as_u16() {
                    401 | 403 => "AccessDenied",
                    404 => "NotFound",
                    _ => "no code",
                });
            let status = service.raw().status().as_u16();
            let said = match service.err().message() {
                Some(message) => format!("{code}: {message}"),
                None => format!("{code} (HTTP status {status}, without a message)"),
            };
            match next(code) {
                Some(next) => Problem::new(summary).because(said).next(next).into(),
                None => anyhow::Error::msg(said).context(summary),
            }
        }
        SdkError::DispatchFailure(failure) => {
            let problem = Problem::new(summary).because(causes(error));
            if failure.is_io() || failure.is_timeout() {
                problem.next(
                    "check the network and AWS_ENDPOINT_URL; for `local`, the region that was \
                     used has ended: run the command again",
                )
            } else {
                problem.next(
                    "check the credentials: `aws sts get-caller-identity` must answer, or set \
                     AWS_PROFILE",
                )
            }
            .into()
        }
        other => anyhow::Error::msg(causes(other)).context(summary),
    }
}

/// The error and its causes in a line. (The SDK's own way to say them ends in a dump of its
/// structures.)
fn causes(error: &(dyn Error + 'static)) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut next = Some(error);
    while let Some(cause) = next {
        let text = cause.to_string();
        if !said.iter().any(|earlier| earlier.contains(&text)) {
            said.push(text);
        }
        next = cause.source();
    }
    said.join(": ")
}

/// What the user can do about a service's refusal.
fn next(code: &str) -> Option<&'static str> {
    Some(match code {
        "AccessDenied" | "AccessDeniedException" | "UnauthorizedOperation" => {
            "give the caller this permission, or use another profile (AWS_PROFILE)"
        }
        "ExpiredToken" | "ExpiredTokenException" | "RequestExpired" => {
            "sign in again: the credentials have expired"
        }
        "InvalidClientTokenId"
        | "UnrecognizedClientException"
        | "SignatureDoesNotMatch"
        | "InvalidAccessKeyId" => "check the credentials (AWS_PROFILE, AWS_ACCESS_KEY_ID)",
        "LimitExceededException" | "LimitExceeded" | "TooManyRequestsException" => {
            "raise the service quota or remove what is not needed"
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_s3::config::http::HttpResponse;
    use aws_sdk_s3::error::ConnectorError;
    use aws_sdk_sts::operation::get_caller_identity::GetCallerIdentityError;
    use aws_smithy_types::body::SdkBody;
    use aws_smithy_types::error::ErrorMetadata;
    use ui::Exit;

    fn answered(status: u16, metadata: ErrorMetadata) -> SdkError<GetCallerIdentityError> {
        let response = HttpResponse::new(status.try_into().unwrap(), SdkBody::empty());
        SdkError::service_error(GetCallerIdentityError::generic(metadata), response)
    }

    fn refused(code: &str) -> SdkError<GetCallerIdentityError> {
        let metadata = ErrorMetadata::builder();
        answered(400, metadata.code(code).message("no such thing").build())
    }

    #[test]
    fn an_answer_without_a_body_is_told_by_its_status() {
        for (status, told, exit) in [
            (403, "AccessDenied (HTTP status 403", Exit::Fixable),
            (500, "no code (HTTP status 500", Exit::Unexpected),
        ] {
            let error = explain(&answered(status, ErrorMetadata::default()), "look");
            let text = ui::unstyled(&ui::render_error(error.as_ref()));
            assert!(text.contains(told), "{text}");
            assert_eq!(ui::exit_of(error.as_ref()), exit, "{text}");
        }
    }

    #[test]
    fn a_refusal_reads_as_the_service_said_it() {
        let error = Err::<(), _>(refused("Strange"))
            .asked("say who calls")
            .unwrap_err();
        assert_eq!(
            format!("{error:#}"),
            "AWS did not say who calls: Strange: no such thing"
        );
        assert_eq!(ui::exit_of(error.as_ref()), Exit::Unexpected);
    }

    #[test]
    fn what_never_reached_aws_is_told_in_a_line() {
        let error: SdkError<GetCallerIdentityError> =
            SdkError::dispatch_failure(ConnectorError::io("no route to host".into()));
        let error = explain(&error, "say who calls");
        let text = ui::unstyled(&ui::render_error(error.as_ref()));
        assert!(text.contains("no route to host\n"), "{text}");
        assert!(text.contains("AWS_ENDPOINT_URL"), "{text}");
    }

    #[test]
    fn a_missing_permission_is_the_users_to_fix() {
        let error = explain(&refused("AccessDenied"), "say who calls");
        assert_eq!(ui::exit_of(error.as_ref()), Exit::Fixable);
        assert!(ui::render_error(error.as_ref()).contains("AWS_PROFILE"));
    }
}
