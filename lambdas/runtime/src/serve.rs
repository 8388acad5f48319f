//! Answers invocations of one task until the process is ended.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;
use std::sync::Arc;

use async_trait::async_trait;
use contracts::{ServiceError, Task};
use futures::FutureExt;
use lambda_runtime::{Diagnostic, LambdaEvent, service_fn};
use serde_json::Value;

use crate::failure::{Failure, shortened};
use crate::start::{Start, StartError, aws_config, check_lambda};
use crate::variables::Variables;
use crate::{init_error, logging};

/// The work of a task.
#[async_trait]
pub trait Handler<T: Task>: Send + Sync {
    /// Does the work for one input.
    ///
    /// # Errors
    /// With an error that the task declares, or one that any function may end with.
    async fn handle(&self, input: T::Input) -> Result<T::Output, Failure<T::Error>>;
}

/// Starts the task's function: reads the environment, builds the handler and answers
/// invocations. What is wrong with the start is reported to Lambda as an initialisation error.
pub fn serve<T, H, F>(start: impl FnOnce(Start) -> F) -> ExitCode
where
    T: Task + 'static,
    T::Input: Send,
    H: Handler<T> + 'static,
    F: Future<Output = Result<H, StartError>>,
{
    logging::start();
    // One thread waits for the network; pictures are worked on by the blocking pool.
    let tokio = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    {
        Ok(tokio) => tokio,
        Err(error) => {
            tracing::error!(%error, "the asynchronous runtime cannot start");
            return ExitCode::FAILURE;
        }
    };
    tokio.block_on(async {
        match begin::<T, H, F>(start).await {
            Ok(handler) => answer::<T, H>(handler).await,
            Err(error) => {
                let message = error.to_string();
                tracing::error!(error = %message, "the function cannot start");
                if matches!(error, StartError::NotInLambda { .. }) {
                    return ExitCode::FAILURE;
                }
                if let Err(error) = init_error::report(error.name(), &message).await {
                    tracing::error!(%error, "the runtime API cannot be told");
                }
                ExitCode::FAILURE
            }
        }
    })
}

/// The handler that the function was made with, by which a program of several tasks tells which of
/// them it is to serve.
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime>
pub fn handler_name() -> Option<String> {
    std::env::var("_HANDLER").ok()
}

/// Ends a program whose handler is none of the tasks that it knows.
pub fn unknown_handler(found: Option<&str>, known: &[&str]) -> ExitCode {
    logging::start();
    let known = known.join(", ");
    match found {
        Some(found) => tracing::error!(found, known, "the program has no such handler"),
        None => tracing::error!(
            known,
            "_HANDLER is not set: this program is a Lambda function, which Lambda or the local \
             region starts"
        ),
    }
    ExitCode::FAILURE
}

async fn begin<T, H, F>(start: impl FnOnce(Start) -> F) -> Result<H, StartError>
where
    T: Task,
    F: Future<Output = Result<H, StartError>>,
{
    check_lambda()?;
    // Before the AWS configuration: a wrong variable is told even where nothing else works.
    let variables = Variables::read(T::VARIABLES, |name| std::env::var(name).ok())?;
    let aws = aws_config().await;
    start(Start { variables, aws }).await
}

async fn answer<T, H>(handler: H) -> ExitCode
where
    T: Task + 'static,
    T::Input: Send,
    H: Handler<T> + 'static,
{
    let handler = Arc::new(handler);
    let service = service_fn(|event: LambdaEvent<Value>| {
        let handler = Arc::clone(&handler);
        async move { invoke::<T, H>(&handler, event.payload).await }
    });
    match lambda_runtime::run(service).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the runtime API is lost");
            ExitCode::FAILURE
        }
    }
}

/// One invocation: payload in, payload out, and every failure under a name that is declared.
async fn invoke<T, H>(handler: &H, payload: Value) -> Result<Value, Diagnostic>
where
    T: Task,
    H: Handler<T>,
{
    let input: T::Input = serde_path_to_error::deserialize(payload).map_err(|error| {
        diagnostic(
            ServiceError::InvalidInput,
            format!("the payload is not what {} takes: {error}", T::NAME),
        )
    })?;
    let work = AssertUnwindSafe(async { handler.handle(input).await });
    let output = match work.catch_unwind().await {
        Ok(outcome) => outcome.map_err(Diagnostic::from)?,
        Err(panic) => {
            return Err(diagnostic(
                ServiceError::Unexpected,
                format!("{} panicked: {}", T::NAME, panic_message(&*panic)),
            ));
        }
    };
    serde_json::to_value(output).map_err(|error| {
        diagnostic(
            ServiceError::Unexpected,
            format!("the output of {} cannot be written: {error}", T::NAME),
        )
    })
}

fn diagnostic(error: ServiceError, message: String) -> Diagnostic {
    Diagnostic {
        error_type: error.name().to_owned(),
        error_message: shortened(message),
    }
}

fn panic_message(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a message")
}

#[cfg(test)]
mod tests {
    use contracts::recording::{SummariseInput, Summary};
    use contracts::tasks::Summarise;
    use serde_json::json;

    use super::*;

    struct Panicking;

    #[async_trait]
    impl Handler<Summarise> for Panicking {
        async fn handle(&self, input: SummariseInput) -> Result<Summary, Failure> {
            panic!("no sums for {}", input.batch);
        }
    }

    async fn error(payload: Value) -> Diagnostic {
        invoke::<Summarise, _>(&Panicking, payload)
            .await
            .unwrap_err()
    }

    #[tokio::test(flavor = "current_thread")]
    async fn a_payload_of_another_form_is_told_with_its_place() {
        let error = error(json!({ "batch": "a/b", "execution": "e" })).await;
        assert_eq!(error.error_type, "InvalidInput");
        assert!(
            error
                .error_message
                .contains("summarise takes: batch: \"a/b\" is no batch name"),
            "{}",
            error.error_message
        );
    }

    #[tokio::test(flavor = "current_thread")]
    async fn a_panic_becomes_an_error_with_a_name() {
        let error = error(json!({ "batch": "b", "execution": "e" })).await;
        assert_eq!(error.error_type, "Unexpected");
        assert_eq!(error.error_message, "summarise panicked: no sums for b");
    }
}
