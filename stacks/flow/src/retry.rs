//! How a step is tried again.

use asl::{JitterStrategy, Retrier};
use contracts::ServiceError;

/// Errors of the Lambda service itself, which pass by themselves.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html>
const LAMBDA_FAULTS: &[&str] = &[
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.TooManyRequestsException",
];

/// How a step is tried again: with a growing delay, spread at random so that the chunks of a
/// batch do not all come back at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Retry {
    pub(crate) errors: Vec<String>,
    first_delay: u64,
    longest_delay: u64,
    attempts: u64,
}

impl Retry {
    /// On faults of the services in between: those of Lambda, and those that the functions pass
    /// on from the services that they call.
    pub fn service_faults() -> Self {
        let passed_on = ServiceError::ALL
            .into_iter()
            .filter(|error| error.is_worth_a_retry())
            .map(ServiceError::name);
        Self::on(LAMBDA_FAULTS.iter().copied().chain(passed_on))
    }

    /// On faults of the service that tells people.
    pub fn topic_faults() -> Self {
        Self::on([
            "SNS.SdkClientException",
            "SNS.SnsException",
            "States.Timeout",
        ])
    }

    /// On what SageMaker refuses requests by before there is anything; what has failed is not run again.
    ///
    /// A throttled request has no name of its own: it is what the service's errors in general are called, by
    /// the one integration and by the other. A mistake in a request is called the same and tried in vain.
    /// <https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html>
    pub fn sagemaker_refusals() -> Self {
        Self::on([
            "SageMaker.ResourceLimitExceededException",
            "SageMaker.AmazonSageMakerException",
            "SageMaker.SageMakerException",
            "SageMaker.SdkClientException",
        ])
    }

    /// On these errors.
    pub fn on<E: Into<String>>(errors: impl IntoIterator<Item = E>) -> Self {
        let errors = errors.into_iter().map(Into::into).collect();
        Self {
            errors,
            first_delay: 2,
            longest_delay: 60,
            attempts: 5,
        }
    }

    /// With so many retries.
    #[must_use]
    pub fn attempts(mut self, attempts: u64) -> Self {
        self.attempts = attempts;
        self
    }

    pub(crate) fn to_retrier(&self) -> Retrier {
        Retrier::new(self.errors.iter().cloned())
            .interval_seconds(self.first_delay)
            .max_delay_seconds(self.longest_delay)
            .max_attempts(self.attempts)
            .backoff_rate(2.0)
            .jitter(JitterStrategy::Full)
    }
}
