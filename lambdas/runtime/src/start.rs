//! What a handler is built from: its variables, and clients of AWS from the environment.

use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, SdkConfig};
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};

use crate::storage::S3Bucket;
use crate::variables::Variables;

/// Attempts of a call before the workflow's own retries, which wait longer, take over.
const ATTEMPTS: u32 = 4;
/// A connection within a region stands in milliseconds.
const CONNECT: Duration = Duration::from_secs(3);
/// One attempt, the largest picture included.
const ATTEMPT: Duration = Duration::from_secs(30);
/// All attempts together: less than any function's own timeout.
const OPERATION: Duration = Duration::from_secs(75);

/// Why a function cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The process was not started by Lambda.
    #[error(
        "{variable} is not set: this program is a Lambda function, which Lambda or the local \
         region starts; `cargo xtask deploy` does that"
    )]
    NotInLambda {
        /// The variable that Lambda sets and that is missing.
        variable: &'static str,
    },
    /// Variables are missing or not of their form.
    #[error("the function's environment is wrong: {}", problems.join("; "))]
    Variables {
        /// A sentence for each.
        problems: Vec<String>,
    },
    /// A handler asks for what its task does not declare.
    #[error(
        "the task does not declare the variable {variable} that its handler asks for; add it to \
         Task::VARIABLES"
    )]
    Undeclared {
        /// The variable's name.
        variable: &'static str,
    },
    /// The package is not the one for what looks closely.
    #[error("this package does not look by {by}; deploy again, with the package that does")]
    OtherPackage {
        /// What looks closely.
        by: contracts::close_look::CloseLookBy,
    },
    /// Something that the function ships with cannot be used.
    #[error("{what}: {detail}")]
    Shipped {
        /// What it is.
        what: &'static str,
        /// What is wrong with it.
        detail: String,
    },
}

impl StartError {
    /// The `errorType` that Lambda is told.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::NotInLambda { .. } => "NotInLambda",
            Self::Variables { .. } => "InvalidEnvironment",
            Self::Undeclared { .. } => "UndeclaredVariable",
            Self::OtherPackage { .. } | Self::Shipped { .. } => "InvalidPackage",
        }
    }
}

/// What a handler is built from.
#[derive(Debug)]
pub struct Start {
    /// The variables that the task declares.
    pub variables: Variables,
    /// Region, credentials, endpoint and HTTP client, for the clients of AWS services.
    pub aws: SdkConfig,
}

impl Start {
    /// A bucket in S3.
    pub fn bucket(&self, name: &str) -> S3Bucket {
        S3Bucket::new(&self.aws, name)
    }
}

/// Checks that Lambda started the process: the runtime's own client panics without these.
pub(crate) fn check_lambda() -> Result<(), StartError> {
    let needed = [
        "AWS_LAMBDA_RUNTIME_API",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_VERSION",
    ];
    match needed
        .into_iter()
        .find(|name| std::env::var_os(name).is_none())
    {
        Some(variable) => Err(StartError::NotInLambda { variable }),
        None => Ok(()),
    }
}

/// Reads the standard AWS environment. The HTTP client is built by hand: the SDK's own default
/// brings a second TLS stack.
pub(crate) async fn aws_config() -> SdkConfig {
    let http = aws_smithy_http_client::Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .build_https();
    aws_config::defaults(BehaviorVersion::latest())
        .http_client(http)
        .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS))
        .timeout_config(
            TimeoutConfig::builder()
                .connect_timeout(CONNECT)
                .operation_attempt_timeout(ATTEMPT)
                .operation_timeout(OPERATION)
                .build(),
        )
        .load()
        .await
}
