//! From a request to the service that answers it.
//!
//! The service and the AWS region are those of the signature's credential scope. Requests that
//! do not name them there (presigned ones) are S3's.

use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming;
use percent_encoding::percent_decode_str;
use s3s::service::S3Service;
use serde_json::Value;
use uuid::Uuid;

use crate::caller::Caller;
use crate::context::{Context, Shared};
use crate::error::ServiceError;
use crate::protocol::json::Version;
use crate::protocol::query::Params;
use crate::protocol::{BodyError, HttpResponse, cbor, json, query, respond, rest_json};
use crate::scope::CredentialScope;
use crate::services::{s3, sagemaker};

/// The largest body of the JSON and query services.
const BODY_BYTES: usize = 16 * 1024 * 1024;
/// The largest body of Lambda: a zip of 50 MB in Base64.
const LAMBDA_BODY_BYTES: usize = 70 * 1024 * 1024;

/// The JSON services: name in the credential scope, prefix of `X-Amz-Target`, version.
const JSON_SERVICES: &[(&str, &str, Version)] = &[
    ("athena", "AmazonAthena", Version::V1_1),
    ("events", "AWSEvents", Version::V1_1),
    ("glue", "AWSGlue", Version::V1_1),
    ("logs", "Logs_20140328", Version::V1_1),
    ("rekognition", "RekognitionService", Version::V1_1),
    ("sagemaker", "SageMaker", Version::V1_1),
    ("states", "AWSStepFunctions", Version::V1_0),
];

/// The query services: name in the credential scope, XML namespace.
const QUERY_SERVICES: &[(&str, &str)] = &[
    (
        "cloudformation",
        "http://cloudformation.amazonaws.com/doc/2010-05-15/",
    ),
    ("iam", "https://iam.amazonaws.com/doc/2010-05-08/"),
    (
        "monitoring",
        "http://monitoring.amazonaws.com/doc/2010-08-01/",
    ),
    ("sns", "http://sns.amazonaws.com/doc/2010-03-31/"),
    ("sts", "https://sts.amazonaws.com/doc/2011-06-15/"),
];

/// Answers requests.
pub(crate) struct Dispatcher {
    shared: Arc<Shared>,
    s3: S3Service,
}

impl Dispatcher {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        let s3 = s3::wire::service(&shared);
        Self { shared, s3 }
    }

    /// Answers one request.
    pub(crate) async fn answer(&self, request: http::Request<Incoming>) -> HttpResponse {
        let request_id = Uuid::new_v4().to_string();
        if !is_loopback(request.headers()) {
            let message = "the region answers requests to 127.0.0.1 and localhost";
            return respond(421, &[("content-type", "text/plain")], message);
        }
        let scope = CredentialScope::of(request.headers());
        let service = scope
            .as_ref()
            .map_or("s3", |scope| scope.service.as_str())
            .to_owned();
        tracing::debug!(%service, method = %request.method(), path = request.uri().path());
        // SageMaker's runtime signs as its control plane does.
        if service == "sagemaker" && header(&request, "x-amz-target").is_none() {
            let answer = self.answer_sagemaker_runtime(scope, request).await;
            return rest_json::render(&request_id, answer);
        }
        if let Some((name, target, version)) = json_service(&service) {
            let result = self.answer_json(name, target, scope, request).await;
            return json::render(version, &request_id, result);
        }
        // CloudWatch is spoken with in two ways.
        if service == "monitoring"
            && header(&request, "smithy-protocol").as_deref() == Some("rpc-v2-cbor")
        {
            return cbor::render(&request_id, self.answer_cbor(scope, request).await);
        }
        if let Some((name, namespace)) = query_service(&service) {
            let (operation, result) = self.answer_query(name, scope, request).await;
            return query::render(namespace, &operation, &request_id, result);
        }
        match service.as_str() {
            "lambda" => rest_json::render(&request_id, self.answer_lambda(scope, request).await),
            "lookoutvision" => {
                rest_json::render(&request_id, self.answer_lookoutvision(scope, request).await)
            }
            "s3" => self.answer_s3(request).await,
            _ => {
                let error = ServiceError::client(
                    "UnknownService",
                    format!("the embedded region has no service \"{service}\""),
                );
                json::render(Version::V1_0, &request_id, Err(error))
            }
        }
    }

    async fn answer_s3(&self, request: http::Request<Incoming>) -> HttpResponse {
        match self.s3.call(request.map(s3s::Body::from)).await {
            Ok(response) => response.map(|body| body.map_err(BodyError::from).boxed_unsync()),
            Err(error) => {
                tracing::error!(?error, "an S3 request could not be answered");
                respond(500, &[], Bytes::new())
            }
        }
    }

    async fn answer_json(
        &self,
        service: &'static str,
        target: &'static str,
        scope: Option<CredentialScope>,
        request: http::Request<Incoming>,
    ) -> Result<Value, ServiceError> {
        let (context, caller) = self.admit(scope)?;
        let named = header(&request, "x-amz-target").unwrap_or_default();
        let operation = match named.split_once('.') {
            Some((prefix, operation)) if prefix == target => operation.to_owned(),
            _ => return Err(ServiceError::unknown_operation(service, &named)),
        };
        let body = collect(request, BODY_BYTES).await?;
        let input = json::parse_input(&body)?;
        let (context, caller) = (&context, &caller);
        match service {
            "athena" => {
                context
                    .athena()
                    .call(context, caller, &operation, input)
                    .await
            }
            "events" => {
                context
                    .events()
                    .call(context, caller, &operation, input)
                    .await
            }
            "glue" => {
                context
                    .glue()
                    .call(context, caller, &operation, input)
                    .await
            }
            "logs" => {
                context
                    .logs()
                    .call(context, caller, &operation, input)
                    .await
            }
            "rekognition" => {
                context
                    .rekognition()
                    .call(context, caller, &operation, input)
                    .await
            }
            "sagemaker" => {
                context
                    .sagemaker()
                    .call(context, caller, &operation, input)
                    .await
            }
            "states" => {
                context
                    .stepfunctions()
                    .call(context, caller, &operation, input)
                    .await
            }
            _ => Err(ServiceError::unknown_operation(service, &operation)),
        }
    }

    async fn answer_query(
        &self,
        service: &'static str,
        scope: Option<CredentialScope>,
        request: http::Request<Incoming>,
    ) -> (String, Result<query::Xml, ServiceError>) {
        let params = async {
            let admitted = self.admit(scope)?;
            let body = collect(request, BODY_BYTES).await?;
            let params = Params::parse(&body)?;
            let operation = params.required("Action")?.to_owned();
            Ok((admitted, params, operation))
        };
        let ((context, caller), params, operation) = match params.await {
            Ok(parts) => parts,
            Err(error) => return (String::new(), Err(error)),
        };
        let (context, caller) = (&context, &caller);
        let result = match service {
            "cloudformation" => {
                context
                    .cloudformation()
                    .call(context, caller, &operation, &params)
                    .await
            }
            "iam" => {
                context
                    .iam()
                    .call(context, caller, &operation, &params)
                    .await
            }
            "monitoring" => context
                .cloudwatch()
                .call(context, caller, &operation, &params)
                .map(|answer| query::Xml::of(&answer)),
            "sns" => {
                context
                    .sns()
                    .call(context, caller, &operation, &params)
                    .await
            }
            "sts" => {
                context
                    .sts()
                    .call(context, caller, &operation, &params)
                    .await
            }
            _ => Err(ServiceError::unknown_operation(service, &operation)),
        };
        (operation, result)
    }

    async fn answer_cbor(
        &self,
        scope: Option<CredentialScope>,
        request: http::Request<Incoming>,
    ) -> Result<Value, ServiceError> {
        let (context, caller) = self.admit(scope)?;
        let path = request.uri().path().to_owned();
        let operation = cbor::operation(&path)
            .ok_or_else(|| ServiceError::unknown_operation("CloudWatch", &path))?;
        let body = collect(request, BODY_BYTES).await?;
        let params = Params::of(&cbor::parse_input(&body)?);
        context
            .cloudwatch()
            .call(&context, &caller, operation, &params)
    }

    async fn answer_lambda(
        &self,
        scope: Option<CredentialScope>,
        request: http::Request<Incoming>,
    ) -> Result<rest_json::Response, ServiceError> {
        let (context, caller) = self.admit(scope)?;
        let request = read(request, LAMBDA_BODY_BYTES).await?;
        context.lambda().call(&context, &caller, &request).await
    }

    async fn answer_sagemaker_runtime(
        &self,
        scope: Option<CredentialScope>,
        request: http::Request<Incoming>,
    ) -> Result<rest_json::Response, ServiceError> {
        let (context, caller) = self.admit(scope)?;
        let request = read(request, sagemaker::MOST_BYTES).await?;
        context
            .sagemaker()
            .invoke(&context, &caller, &request)
            .await
    }

    async fn answer_lookoutvision(
        &self,
        scope: Option<CredentialScope>,
        request: http::Request<Incoming>,
    ) -> Result<rest_json::Response, ServiceError> {
        let (context, caller) = self.admit(scope)?;
        let request = read(request, BODY_BYTES).await?;
        context
            .lookoutvision()
            .call(&context, &caller, &request)
            .await
    }

    /// The context and the caller that a request's credentials stand for.
    fn admit(&self, scope: Option<CredentialScope>) -> Result<(Context, Caller), ServiceError> {
        let scope = scope.ok_or_else(|| {
            ServiceError::client(
                "MissingAuthenticationToken",
                "the request is not signed; sign it with the access key and secret key \"local\"",
            )
            .with_status(403)
        })?;
        let found = self
            .shared
            .credentials
            .find(&scope.access_key, jiff::Timestamp::now());
        // The root has no token; one that is left over in somebody's environment says nothing.
        let known = found.filter(|(credentials, _)| {
            credentials.token.is_none() || credentials.token == scope.token
        });
        let (_, caller) = known.ok_or_else(|| {
            ServiceError::client(
                "InvalidClientTokenId",
                format!(
                    "the access key \"{}\" is not known here, or its session has ended; the root's is \"local\"",
                    scope.access_key
                ),
            )
            .with_status(403)
        })?;
        // Only now: a context is kept once it is made.
        let context = Context::of(&self.shared, &scope.region)?;
        Ok((context, caller))
    }
}

/// Whether the request names this machine as its host. A page in a browser whose own host name
/// was made to lead here does not.
fn is_loopback(headers: &http::HeaderMap) -> bool {
    let host = headers
        .get(http::header::HOST)
        .and_then(|host| host.to_str().ok());
    let Some(host) = host else { return true };
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name == "127.0.0.1" || name == "localhost" || name.ends_with(".localhost")
}

fn json_service(name: &str) -> Option<(&'static str, &'static str, Version)> {
    JSON_SERVICES
        .iter()
        .find(|service| service.0 == name)
        .copied()
}

fn query_service(name: &str) -> Option<(&'static str, &'static str)> {
    QUERY_SERVICES
        .iter()
        .find(|service| service.0 == name)
        .copied()
}

fn header(request: &http::Request<Incoming>, name: &str) -> Option<String> {
    request
        .headers()
        .get(name)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned)
}

fn parse_query(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        percent_decode_str(&text.replace('+', " "))
            .decode_utf8_lossy()
            .into_owned()
    };
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

/// A request of restJson1, with a body of at most `limit` bytes.
async fn read(
    request: http::Request<Incoming>,
    limit: usize,
) -> Result<rest_json::Request, ServiceError> {
    Ok(rest_json::Request {
        method: request.method().clone(),
        path: request.uri().path().to_owned(),
        query: parse_query(request.uri().query().unwrap_or_default()),
        headers: request.headers().clone(),
        body: collect(request, limit).await?,
    })
}

/// The whole body, refused beyond `limit` bytes.
async fn collect(request: http::Request<Incoming>, limit: usize) -> Result<Bytes, ServiceError> {
    match Limited::new(request.into_body(), limit).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(ServiceError::client(
            "RequestEntityTooLargeException",
            format!("the body is larger than {limit} bytes"),
        )
        .with_status(413)),
        Err(error) => Err(ServiceError::client(
            "IncompleteBody",
            format!("the body can't be read: {error}"),
        )),
    }
}
