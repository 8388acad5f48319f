//! Signed calls of the AWS APIs whose SDK crate is too heavy, or no longer kept: SageMaker's control
//! plane (its crate takes as long to compile as everything else of AWS together, for six calls) and
//! Lookout for Vision (its crate asks for versions of others that nothing else asks for).
//!
//! The signature is AWS's own crate's, and so is what carries the request.

use std::time::{Duration, SystemTime};

use aws_config::SdkConfig;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4::SigningParams;
use aws_smithy_http_client::Connector;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::{HttpConnector, SharedHttpConnector};
use aws_smithy_runtime_api::http::Request;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use bytes::Bytes;
use serde_json::Value;

/// How long one answer may take. Endpoints answer within a minute.
const ANSWERS_WITHIN: Duration = Duration::from_secs(70);
/// How often a call is tried that the service could not answer.
const ATTEMPTS: u32 = 3;
/// The pause before the second attempt; it doubles.
const FIRST_PAUSE: Duration = Duration::from_millis(200);

/// A client of one service in one region.
#[derive(Debug, Clone)]
pub struct SignedClient {
    connector: SharedHttpConnector,
    credentials: SharedCredentialsProvider,
    region: String,
    endpoint: String,
    service: &'static str,
}

/// What is asked of the service.
#[derive(Debug, Clone)]
pub struct Ask<'a> {
    /// `GET`, `POST`, `DELETE`.
    pub method: &'static str,
    /// The path and query, percent-encoded.
    pub path: &'a str,
    /// Further headers, names in lower case.
    pub headers: &'a [(&'static str, &'a str)],
    /// The body.
    pub body: Bytes,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum SignedError {
    /// The environment does not say where or as whom to ask.
    #[error("no {0} is configured for AWS")]
    NotConfigured(&'static str),
    /// No credentials are to be had.
    #[error("no credentials are to be had: {0}")]
    Credentials(String),
    /// The request could not be made or signed.
    #[error("the request cannot be made: {0}")]
    Request(String),
    /// The service is out of reach.
    #[error("{service} cannot be reached: {detail}")]
    Unreachable {
        /// The service.
        service: &'static str,
        /// Why.
        detail: String,
    },
    /// The service refuses.
    #[error("{code}: {message}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Its name of the error, such as `ResourceNotFoundException`.
        code: String,
        /// Its own words.
        message: String,
    },
}

impl SignedError {
    /// The service's name of the error, where it answered.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Refused { code, .. } => Some(code),
            _ => None,
        }
    }

    /// Whether the same call may succeed a little later.
    pub fn is_worth_a_retry(&self) -> bool {
        match self {
            Self::Unreachable { .. } => true,
            Self::Refused { status, code, .. } => {
                *status >= 500 || *status == 429 || code.contains("Throttl")
            }
            _ => false,
        }
    }
}

impl SignedClient {
    /// A client of `service`, the name in signatures (`sagemaker`), whose host in a region begins
    /// with `host` (`api.sagemaker`). Region, credentials and another endpoint come from `aws`.
    ///
    /// # Errors
    /// When `aws` has no region or credentials.
    pub fn new(aws: &SdkConfig, service: &'static str, host: &str) -> Result<Self, SignedError> {
        let region = aws.region().ok_or(SignedError::NotConfigured("region"))?;
        let credentials = aws.credentials_provider();
        let endpoint = match aws.endpoint_url() {
            Some(endpoint) => endpoint.trim_end_matches('/').to_owned(),
            None => format!("https://{host}.{region}.amazonaws.com"),
        };
        let builder = Connector::builder();
        let connector = if endpoint.starts_with("http://") {
            builder.build_http()
        } else {
            builder
                .proxy_config(ProxyConfig::from_env())
                .tls_provider(Provider::Rustls(CryptoMode::Ring))
                .build()
        };
        Ok(Self {
            connector: SharedHttpConnector::new(connector),
            credentials: credentials.ok_or(SignedError::NotConfigured("credentials provider"))?,
            region: region.to_string(),
            endpoint,
            service,
        })
    }

    /// Asks in awsJson 1.1: `target` is the operation with its prefix (`SageMaker.CreateModel`).
    ///
    /// # Errors
    /// What the service refuses with, or why it cannot be asked.
    pub async fn json(&self, target: &str, input: &Value) -> Result<Value, SignedError> {
        let ask = Ask {
            method: "POST",
            path: "/",
            headers: &[
                ("content-type", "application/x-amz-json-1.1"),
                ("x-amz-target", target),
            ],
            body: input.to_string().into(),
        };
        self.ask(&ask).await
    }

    /// Asks, and reads the answer as JSON; one without a body is null. What the service cannot answer
    /// is asked again: all the calls that are made so may be repeated.
    ///
    /// # Errors
    /// What the service refuses with, or why it cannot be asked.
    pub async fn ask(&self, ask: &Ask<'_>) -> Result<Value, SignedError> {
        let mut pause = FIRST_PAUSE;
        for _ in 1..ATTEMPTS {
            match self.once(ask).await {
                Err(error) if error.is_worth_a_retry() => {}
                answer => return answer,
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
        self.once(ask).await
    }

    async fn once(&self, ask: &Ask<'_>) -> Result<Value, SignedError> {
        let request = self.signed(ask).await?;
        let unreachable = |detail: String| SignedError::Unreachable {
            service: self.service,
            detail,
        };
        let answer = async {
            let response = self.connector.call(request).await;
            let response = response.map_err(|error| unreachable(error.to_string()))?;
            let status = response.status().as_u16();
            let named = response.headers().get("x-amzn-errortype");
            let named = named.map(str::to_owned);
            let body = ByteStream::new(response.into_body()).collect().await;
            let body = body.map_err(|error| unreachable(error.to_string()))?;
            Ok((status, named, body.into_bytes()))
        };
        let answer = tokio::time::timeout(ANSWERS_WITHIN, answer).await;
        let (status, named, body) =
            answer.unwrap_or_else(|_| Err(unreachable("it does not answer".to_owned())))?;
        let value = serde_json::from_slice(&body).unwrap_or(Value::Null);
        if (200..300).contains(&status) {
            return Ok(value);
        }
        Err(refused(status, named.as_deref(), &value))
    }

    async fn signed(&self, ask: &Ask<'_>) -> Result<Request, SignedError> {
        let credentials = self.credentials.provide_credentials().await;
        let credentials =
            credentials.map_err(|error| SignedError::Credentials(error.to_string()))?;
        let identity = credentials.into();
        let not_made = |error: &dyn std::fmt::Display| SignedError::Request(error.to_string());
        let params = SigningParams::builder()
            .identity(&identity)
            .region(&self.region)
            .name(self.service)
            .time(SystemTime::now())
            .settings(SigningSettings::default())
            .build()
            .map_err(|error| not_made(&error))?
            .into();
        let uri = format!("{}{}", self.endpoint, ask.path);
        let signable = SignableRequest::new(
            ask.method,
            uri.as_str(),
            ask.headers.iter().copied(),
            SignableBody::Bytes(&ask.body),
        );
        let signable = signable.map_err(|error| not_made(&error))?;
        let (instructions, _) = sign(signable, &params)
            .map_err(|error| not_made(&error))?
            .into_parts();
        let mut request = Request::new(SdkBody::from(ask.body.clone()));
        request
            .set_method(ask.method)
            .map_err(|error| not_made(&error))?;
        request.set_uri(uri).map_err(|error| not_made(&error))?;
        let headers = request.headers_mut();
        for (name, value) in ask.headers {
            headers
                .try_insert(*name, (*value).to_owned())
                .map_err(|error| not_made(&error))?;
        }
        for (name, value) in instructions.headers() {
            headers
                .try_insert(name.to_owned(), value.to_owned())
                .map_err(|error| not_made(&error))?;
        }
        Ok(request)
    }
}

/// What a refusal says: its code is in the header or in `__type`, with a name space before it or a
/// colon behind.
fn refused(status: u16, named: Option<&str>, body: &Value) -> SignedError {
    let code = named
        .or_else(|| body["__type"].as_str())
        .or_else(|| body["Code"].as_str())
        .unwrap_or_default();
    let code = code.split(':').next().unwrap_or_default();
    let code = code.rsplit('#').next().unwrap_or_default();
    let message = body["message"]
        .as_str()
        .or_else(|| body["Message"].as_str())
        .unwrap_or_default();
    SignedError::Refused {
        status,
        code: if code.is_empty() {
            format!("HTTP {status}")
        } else {
            code.to_owned()
        },
        message: message.to_owned(),
    }
}
