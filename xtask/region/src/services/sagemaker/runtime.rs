//! The runtime: endpoints asked for an answer, at once or through S3.
//! <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html>

use serde_json::{Value, json};
use tokio::sync::TryAcquireError;
use uuid::Uuid;

use super::SageMaker;
use super::container::{ANSWERS_WITHIN, Ask};
use super::input::s3_place;
use super::queue::{self, Queued};
use super::record::{Configuration, Endpoint, Kind, Status};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::protocol::rest_json::{Request, Response};

/// Most bytes of a request.
const SERVERLESS_BYTES: usize = 4 << 20;
const REAL_TIME_BYTES: usize = 25 << 20;
/// What the dispatcher reads at most: a little more, so that it is refused by name.
pub(crate) const MOST_BYTES: usize = REAL_TIME_BYTES + 4096;

impl SageMaker {
    /// Answers one operation of the runtime.
    pub(crate) async fn invoke(
        &self,
        context: &Context,
        caller: &Caller,
        request: &Request,
    ) -> Result<Response, ServiceError> {
        let segments = request.segments()?;
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match (request.method.as_str(), segments.as_slice()) {
            ("POST", ["endpoints", name, "invocations"]) => {
                self.invoke_endpoint(context, caller, name, request).await
            }
            ("POST", ["endpoints", name, "async-invocations"]) => {
                self.invoke_endpoint_async(context, caller, name, request)
            }
            (method, _) => Err(ServiceError::unknown_operation(
                "SageMaker Runtime",
                &format!("{method} {}", request.path),
            )),
        }
    }

    async fn invoke_endpoint(
        &self,
        context: &Context,
        caller: &Caller,
        name: &str,
        request: &Request,
    ) -> Result<Response, ServiceError> {
        let (endpoint, configuration) =
            self.answering(context, caller, name, "sagemaker:InvokeEndpoint")?;
        let most = match configuration.kind {
            Kind::RealTime(_) => REAL_TIME_BYTES,
            Kind::Serverless { .. } => SERVERLESS_BYTES,
            Kind::Asynchronous { .. } => {
                return Err(invalid(format!(
                    "Endpoint {name} is asynchronous; ask it with InvokeEndpointAsync"
                )));
            }
        };
        if request.body.len() > most {
            return Err(invalid(format!(
                "the body has {} bytes; the endpoint takes at most {most}",
                request.body.len()
            ))
            .with_status(413));
        }
        let container = self
            .container(context, &endpoint.name, &configuration.name)
            .await
            .map_err(|error| not_ready(&endpoint, &error.message))?;
        let _slot = container.slots.try_acquire().map_err(|error| match error {
            TryAcquireError::NoPermits => ServiceError::client(
                "ThrottlingException",
                format!("the endpoint {name} answers as many requests as its MaxConcurrency"),
            )
            .with_status(429),
            TryAcquireError::Closed => not_ready(&endpoint, "it ends"),
        })?;
        let header = |name: &str| request.header(name).map(str::to_owned);
        let answer = container
            .invoke(
                Ask {
                    content_type: header("content-type"),
                    accept: header("accept"),
                    attributes: header("x-amzn-sagemaker-custom-attributes"),
                    body: request.body.clone(),
                },
                ANSWERS_WITHIN,
            )
            .await
            .map_err(|why| model_error(context, &endpoint, 500, &why))?;
        if answer.status != 200 {
            let said = String::from_utf8_lossy(&answer.body);
            return Err(model_error(context, &endpoint, answer.status, &said));
        }
        Ok(Response {
            status: 200,
            headers: vec![
                ("content-type".to_owned(), answer.content_type),
                (
                    "x-amzn-invoked-production-variant".to_owned(),
                    configuration.variant,
                ),
            ],
            body: answer.body,
        })
    }

    fn invoke_endpoint_async(
        &self,
        context: &Context,
        caller: &Caller,
        name: &str,
        request: &Request,
    ) -> Result<Response, ServiceError> {
        let (endpoint, configuration) =
            self.answering(context, caller, name, "sagemaker:InvokeEndpointAsync")?;
        let Kind::Asynchronous {
            output, failures, ..
        } = configuration.kind
        else {
            return Err(invalid(format!(
                "Endpoint {name} is not asynchronous; ask it with InvokeEndpoint"
            )));
        };
        let header = |name: &str| request.header(name).map(str::to_owned);
        let Some(input) = header("x-amzn-sagemaker-inputlocation") else {
            return Err(invalid("InputLocation is missing"));
        };
        s3_place("InputLocation", &input).map_err(|error| invalid(error.message))?;
        if self.queue.places.available_permits() == 0 {
            return Err(ServiceError::client(
                "ThrottlingException",
                format!("as many requests wait for {name} as are taken"),
            )
            .with_status(429));
        }
        let id = Uuid::new_v4().to_string();
        let below = |place: &str| place.trim_end_matches('/').to_owned();
        let queued = Queued {
            id: id.clone(),
            endpoint: endpoint.name,
            input,
            output: format!("{}/{id}.out", below(&output)),
            failure: failures.map(|place| format!("{}/{id}-error.out", below(&place))),
            content_type: header("x-amzn-sagemaker-content-type"),
            accept: header("x-amzn-sagemaker-accept"),
            attributes: header("x-amzn-sagemaker-custom-attributes"),
        };
        self.queued.put(&id, &queued)?;
        let inference = header("x-amzn-sagemaker-inference-id").unwrap_or(id);
        let mut response = Response::json(202, &json!({ "InferenceId": inference }));
        response.headers.push((
            "x-amzn-sagemaker-outputlocation".to_owned(),
            queued.output.clone(),
        ));
        if let Some(failure) = &queued.failure {
            response.headers.push((
                "x-amzn-sagemaker-failurelocation".to_owned(),
                failure.clone(),
            ));
        }
        queue::begin(context, queued);
        Ok(response)
    }

    /// An endpoint that answers, and what it answers with.
    fn answering(
        &self,
        context: &Context,
        caller: &Caller,
        name: &str,
        action: &str,
    ) -> Result<(Endpoint, Configuration), ServiceError> {
        let arn = context.arn("sagemaker", &format!("endpoint/{name}"));
        context.authorise(caller, action, &arn)?;
        let account = context.account();
        let Some(endpoint) = self.endpoints.get(name)? else {
            return Err(invalid(format!(
                "Endpoint {name} of account {account} not found."
            )));
        };
        let Some(answering) = &endpoint.answering else {
            let why = match endpoint.status {
                Status::Failed => endpoint.failure.as_deref().unwrap_or("it failed"),
                status => status.as_str(),
            };
            return Err(not_ready(&endpoint, why));
        };
        let configuration = self
            .configuration(answering)
            .map_err(|error| not_ready(&endpoint, &error.message))?;
        Ok((endpoint, configuration))
    }
}

/// The runtime's code of a mistake in a request is another than that of the control plane.
fn invalid(message: impl Into<String>) -> ServiceError {
    ServiceError::client("ValidationError", message)
}

fn not_ready(endpoint: &Endpoint, why: &str) -> ServiceError {
    ServiceError::client(
        "ModelNotReadyException",
        format!("the endpoint {} does not answer: {why}", endpoint.name),
    )
    .with_status(429)
}

/// What the container answered, as SageMaker hands it on.
fn model_error(context: &Context, endpoint: &Endpoint, status: u16, said: &str) -> ServiceError {
    let message = format!(
        "Received client error ({status}) from primary with message \"{said}\". See the logs of {} \
         for more.",
        endpoint.name
    );
    let group = format!("log-group:/aws/sagemaker/Endpoints/{}", endpoint.name);
    ServiceError::client("ModelError", message)
        .with_status(424)
        .with_field("OriginalStatusCode", Value::from(status))
        .with_field("OriginalMessage", Value::from(said))
        .with_field("LogStreamArn", Value::from(context.arn("logs", &group)))
}
