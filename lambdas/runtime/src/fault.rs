//! What went wrong with a call to an AWS service, told apart by what a workflow can do about it.

use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use contracts::ServiceError;

/// Codes by which services ask to try again later.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>,
/// <https://docs.aws.amazon.com/rekognition/latest/dg/error-handling.html>
const WORTH_A_RETRY: [&str; 14] = [
    "ConditionalRequestConflict",
    "InternalError",
    "InternalServerError",
    "LimitExceededException",
    "OperationAborted",
    "ProvisionedThroughputExceededException",
    "RequestTimeTooSkewed",
    "RequestTimeout",
    "ServiceUnavailable",
    "SlowDown",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "503 Slow Down",
];

/// Codes by which services say that a permission is missing.
const DENIED: [&str; 8] = [
    "AccessDenied",
    "AccessDeniedException",
    "AllAccessDisabled",
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
];

/// A failed call: what kind of failure, the service's code where it gave one, and a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What a workflow can do about it.
    pub error: ServiceError,
    /// The service's own code, such as `NoSuchBucket`.
    pub code: Option<String>,
    /// The HTTP status, where there was an answer.
    pub status: Option<u16>,
    /// What happened, in the service's own words.
    pub detail: String,
}

impl Fault {
    /// Whether the request was refused as its condition did not hold.
    pub fn is_precondition(&self) -> bool {
        match self.code.as_deref() {
            Some(code) => code == "PreconditionFailed",
            None => self.status == Some(412),
        }
    }
}

/// Errors of SDK calls that can be told apart.
pub trait TellsFaults {
    /// What went wrong.
    fn fault(&self) -> Fault;
}

impl<E> TellsFaults for SdkError<E, HttpResponse>
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    fn fault(&self) -> Fault {
        let status = self.raw_response().map(|answer| answer.status().as_u16());
        let code = self.code().map(ToOwned::to_owned);
        let error = match self {
            Self::TimeoutError(_) | Self::DispatchFailure(_) | Self::ResponseError(_) => {
                ServiceError::ServiceUnavailable
            }
            Self::ServiceError(_) => kind_of(code.as_deref(), status),
            _ => ServiceError::ServiceRefused,
        };
        let detail = match (self.code(), self.message()) {
            (Some(code), Some(message)) => format!("{code}: {message}"),
            (Some(code), None) => code.to_owned(),
            _ => DisplayErrorContext(self).to_string(),
        };
        Fault {
            error,
            code,
            status,
            detail,
        }
    }
}

fn kind_of(code: Option<&str>, status: Option<u16>) -> ServiceError {
    match (code, status) {
        (Some(code), _) if WORTH_A_RETRY.contains(&code) => ServiceError::ServiceUnavailable,
        (Some(code), _) if DENIED.contains(&code) => ServiceError::AccessDenied,
        (_, Some(429 | 500..)) => ServiceError::ServiceUnavailable,
        (None, Some(401 | 403)) => ServiceError::AccessDenied,
        _ => ServiceError::ServiceRefused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_named_by_what_can_be_done_about_it() {
        let cases = [
            (
                Some("SlowDown"),
                Some(503),
                ServiceError::ServiceUnavailable,
            ),
            (
                Some("Throttling"),
                Some(400),
                ServiceError::ServiceUnavailable,
            ),
            (
                Some("SomethingNew"),
                Some(500),
                ServiceError::ServiceUnavailable,
            ),
            (Some("AccessDenied"), Some(403), ServiceError::AccessDenied),
            (None, Some(403), ServiceError::AccessDenied),
            (
                Some("NoSuchBucket"),
                Some(404),
                ServiceError::ServiceRefused,
            ),
        ];
        for (code, status, expected) in cases {
            assert_eq!(kind_of(code, status), expected, "{code:?} {status:?}");
        }
    }
}
