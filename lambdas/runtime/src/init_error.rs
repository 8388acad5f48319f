//! Tells Lambda why a function cannot start.
//! <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-initerror>

use http::{Method, Request};
use lambda_runtime::Error;
use lambda_runtime_api_client::Client;
use lambda_runtime_api_client::body::Body;
use serde_json::json;

/// Reports `message` to the Runtime API that the environment names.
///
/// # Errors
/// When there is none, or it cannot be reached.
pub(crate) async fn report(name: &str, message: &str) -> Result<(), Error> {
    let client = Client::builder().build()?;
    let request = Request::builder()
        .method(Method::POST)
        .uri("/2018-06-01/runtime/init/error")
        .header("content-type", "application/json")
        .header("lambda-runtime-function-error-type", name)
        .body(Body::from(
            json!({ "errorType": name, "errorMessage": message, "stackTrace": [] }).to_string(),
        ))?;
    client.call(request).await?;
    Ok(())
}
