//! The close look through SageMaker's endpoints: in one request, or through S3.
//!
//! What answers is the project's own container or AWS's Marketplace model 'Computer Vision Defect
//! Detection', which answer alike ([`contracts::answer`]).
//! <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html>

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_config::timeout::TimeoutConfig;
use aws_sdk_sagemakerruntime::Client;
use aws_sdk_sagemakerruntime::operation::invoke_endpoint::InvokeEndpointError;
use aws_smithy_types::Blob;
use bytes::Bytes;
use contracts::answer::Answer;
use contracts::examination::Examination;
use contracts::layout;
use contracts::model::{AskedModel, LiveModel};
use contracts::picture::PreparedPicture;
use contracts::tasks::CloseLookError;
use runtime::{Failure, Fault, Storage, StorageError, TellsFaults};
use tokio::time::Instant;

use super::no_answer::NoAnswer;
use super::{CloseLookDetector, CloseLooked, elsewhere, failure};

/// What the live model must be.
const WANTED: &str = "an endpoint of SageMaker";
/// The media type of prepared pictures.
const JPEG: &str = "image/jpeg";
/// Asked for by name, so that the project's own container tells all that it knows.
const JSON: &str = "application/json";
/// An endpoint answers within 60 seconds.
const ANSWERS_WITHIN: Duration = Duration::from_secs(65);
/// Most bytes of an answer: a verdict and some boxes.
const LARGEST_ANSWER: u64 = 256 * 1024;
/// How soon an answer is looked for; the pause doubles up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(3);
/// An endpoint that answers at once: real-time or serverless.
pub struct EndpointCloseLook {
    client: Client,
    pictures: Arc<dyn Storage>,
    max_bytes: u64,
}

/// An endpoint that answers through S3.
pub struct AsynchronousEndpointCloseLook {
    client: Client,
    /// The pictures bucket; the endpoint reads them itself.
    bucket: String,
    lake: Arc<dyn Storage>,
    answers_within: Duration,
}

fn client(aws: &SdkConfig) -> Client {
    let timeouts = TimeoutConfig::builder()
        .operation_attempt_timeout(ANSWERS_WITHIN)
        .operation_timeout(2 * ANSWERS_WITHIN)
        .build();
    let config = aws_sdk_sagemakerruntime::config::Builder::from(aws).timeout_config(timeouts);
    Client::from_conf(config.build())
}

/// The endpoint of a live model.
fn endpoint<'a>(
    picture: &PreparedPicture,
    model: &'a LiveModel,
) -> Result<&'a str, Failure<CloseLookError>> {
    match &model.asked {
        Some(AskedModel::SagemakerEndpoint { endpoint, .. }) => Ok(endpoint),
        _ => Err(elsewhere(picture, WANTED)),
    }
}

impl EndpointCloseLook {
    /// SageMaker in the account and region that `aws` says; pictures of more than `max_bytes` are
    /// refused before they are sent.
    pub fn new(aws: &SdkConfig, pictures: Arc<dyn Storage>, max_bytes: u64) -> Self {
        Self {
            client: client(aws),
            pictures,
            max_bytes,
        }
    }
}

#[async_trait]
impl CloseLookDetector for EndpointCloseLook {
    async fn look(
        &self,
        picture: &PreparedPicture,
        model: &LiveModel,
    ) -> Result<CloseLooked, Failure<CloseLookError>> {
        look(self, picture, model).await
    }
}

#[async_trait]
impl Ask for EndpointCloseLook {
    /// Each request has a bound of its own.
    fn waits(&self) -> Duration {
        2 * ANSWERS_WITHIN
    }

    async fn ask(&self, picture: &PreparedPicture, endpoint: &str, _: Instant) -> Asked {
        let object = match self.pictures.get(&picture.key, self.max_bytes).await {
            Ok(Some(object)) => object,
            Ok(None) => return Ok(Err(NoAnswer::Refused(format!("{} is gone", picture.key)))),
            Err(error @ StorageError::TooLarge { .. }) => {
                return Ok(Err(NoAnswer::Refused(format!(
                    "{error}: the endpoint takes no more"
                ))));
            }
            Err(error) => return Err(error.into()),
        };
        let answer = self
            .client
            .invoke_endpoint()
            .endpoint_name(endpoint)
            .content_type(JPEG)
            .accept(JSON)
            .body(Blob::new(object.body))
            .send()
            .await;
        match answer {
            Ok(answer) => Ok(Ok(answer.body.unwrap_or_default().into_inner().into())),
            Err(error) => match error.as_service_error() {
                Some(InvokeEndpointError::ModelError(error)) => Ok(Err(NoAnswer::of_status(
                    error.original_status_code().unwrap_or_default(),
                    error.original_message().unwrap_or_default(),
                ))),
                _ => Err(refusal(picture, endpoint, error.fault())),
            },
        }
    }
}

impl AsynchronousEndpointCloseLook {
    /// SageMaker in the account and region that `aws` says, which reads pictures from `bucket` and
    /// leaves answers in the lake.
    pub fn new(
        aws: &SdkConfig,
        bucket: &str,
        lake: Arc<dyn Storage>,
        answers_within_seconds: u32,
    ) -> Self {
        Self {
            client: client(aws),
            bucket: bucket.to_owned(),
            lake,
            answers_within: Duration::from_secs(answers_within_seconds.into()),
        }
    }

    /// The key of an answer, which must be where the configuration lets endpoints write.
    fn key<'a>(
        &self,
        endpoint: &str,
        location: Option<&'a str>,
    ) -> Result<&'a str, Failure<CloseLookError>> {
        let place = format!("s3://{}/", self.lake.name());
        let key = location.and_then(|location| location.strip_prefix(&place));
        key.filter(|key| key.starts_with(layout::INFERENCES))
            .ok_or_else(|| {
                let location = location.unwrap_or("nowhere");
                Failure::unexpected(format!(
                    "the endpoint {endpoint} answers to {location}; it must be below \
                     {place}{}",
                    layout::INFERENCES
                ))
            })
    }

    /// What came to a key; an inner `Err` where it is no answer.
    async fn object(
        &self,
        key: &str,
    ) -> Result<Option<Result<Bytes, NoAnswer>>, Failure<CloseLookError>> {
        match self.lake.get(key, LARGEST_ANSWER).await {
            Ok(object) => Ok(object.map(|object| Ok(object.body))),
            Err(error @ StorageError::TooLarge { .. }) => {
                Ok(Some(Err(NoAnswer::Failed(error.to_string()))))
            }
            Err(error) => Err(error.into()),
        }
    }
}

#[async_trait]
impl CloseLookDetector for AsynchronousEndpointCloseLook {
    async fn look(
        &self,
        picture: &PreparedPicture,
        model: &LiveModel,
    ) -> Result<CloseLooked, Failure<CloseLookError>> {
        look(self, picture, model).await
    }
}

#[async_trait]
impl Ask for AsynchronousEndpointCloseLook {
    fn waits(&self) -> Duration {
        self.answers_within
    }

    async fn ask(&self, picture: &PreparedPicture, endpoint: &str, deadline: Instant) -> Asked {
        let taken = self
            .client
            .invoke_endpoint_async()
            .endpoint_name(endpoint)
            .content_type(JPEG)
            .accept(JSON)
            .inference_id(picture.id.as_str())
            .input_location(format!("s3://{}/{}", self.bucket, picture.key))
            .send()
            .await;
        let taken = match taken {
            Ok(taken) => taken,
            Err(error) => return Err(refusal(picture, endpoint, error.fault())),
        };
        let output = self.key(endpoint, taken.output_location())?;
        let failed = match taken.failure_location() {
            None => None,
            location => Some(self.key(endpoint, location)?),
        };
        let mut pause = FIRST_PAUSE;
        loop {
            if let Some(answer) = self.object(output).await? {
                return Ok(answer);
            }
            if let Some(failed) = failed
                && let Some(failure) = self.object(failed).await?
            {
                return Ok(Err(failure.map_or_else(
                    |no_answer| no_answer,
                    |body| NoAnswer::of_failure(&String::from_utf8_lossy(&body)),
                )));
            }
            if Instant::now() >= deadline {
                return Ok(Err(NoAnswer::Late(format!(
                    "nothing came to {output} within {} seconds",
                    self.answers_within.as_secs()
                ))));
            }
            tokio::time::sleep(pause).await;
            pause = (2 * pause).min(LONGEST_PAUSE);
        }
    }
}

/// A container's answer, or why it gave none; the failure is about all pictures.
type Asked = Result<Result<Bytes, NoAnswer>, Failure<CloseLookError>>;

/// One request to an endpoint.
#[async_trait]
trait Ask: Send + Sync {
    /// How long a picture is waited for, however often it is asked about.
    fn waits(&self) -> Duration;

    /// What the endpoint answers until `deadline`.
    async fn ask(&self, picture: &PreparedPicture, endpoint: &str, deadline: Instant) -> Asked;
}

/// Asks, and once more where the container failed. What it fails on twice is refused by itself: one picture
/// that a model cannot bear must not take those beside it along.
async fn look(
    endpoints: &dyn Ask,
    picture: &PreparedPicture,
    model: &LiveModel,
) -> Result<CloseLooked, Failure<CloseLookError>> {
    let endpoint = endpoint(picture, model)?;
    let deadline = Instant::now() + endpoints.waits();
    let mut failed: Option<String> = None;
    loop {
        let answer = endpoints.ask(picture, endpoint, deadline).await?;
        let why = match answer.and_then(|body| read(picture, model, &body)) {
            Ok(examination) => return Ok(CloseLooked::Examined(examination)),
            Err(why) => why,
        };
        match (why, failed.take()) {
            (NoAnswer::Refused(detail), _) => return Ok(CloseLooked::Refused(detail)),
            (NoAnswer::Busy(detail), _) => return Err(CloseLookError::Throttled { detail }.into()),
            (NoAnswer::Failed(detail), None) => {
                tracing::warn!(key = picture.key, endpoint, detail, "the endpoint failed");
                failed = Some(detail);
            }
            (NoAnswer::Failed(detail), Some(_)) => {
                let text = format!("the endpoint failed on it twice: {detail}");
                return Ok(CloseLooked::Refused(text));
            }
            (NoAnswer::Late(late), Some(detail)) => {
                let text = format!("the endpoint failed on it: {detail}; then {late}");
                return Ok(CloseLooked::Refused(text));
            }
            (NoAnswer::Late(detail), None) => {
                return Err(CloseLookError::ModelNotReady {
                    model: endpoint.to_owned(),
                    detail,
                }
                .into());
            }
        }
    }
}

/// What an answer says. One in a form that nobody knows may be about this picture alone: a number that is none
/// for a picture that is all black.
fn read(
    picture: &PreparedPicture,
    model: &LiveModel,
    body: &[u8],
) -> Result<Examination, NoAnswer> {
    let answer: Answer = serde_json::from_slice(body).map_err(|error| {
        NoAnswer::Failed(format!(
            "it does not answer as a defect detection does: {error}"
        ))
    })?;
    // While an endpoint is given another version, its answer alone knows which of them it is of. A model
    // package knows nothing of versions.
    let version = match &model.asked {
        Some(AskedModel::SagemakerEndpoint {
            model_package: None,
            ..
        }) => answer.version(),
        _ => None,
    };
    let version = version.unwrap_or(&model.version);
    Ok(answer.examination(picture.id.clone(), version))
}

/// What a call means that did not get to the container.
fn refusal(picture: &PreparedPicture, endpoint: &str, fault: Fault) -> Failure<CloseLookError> {
    let code = fault.code.as_deref().unwrap_or_default();
    // An endpoint that is not there is a mistake in the request to SageMaker.
    let is_missing = code == "ValidationError" && fault.detail.contains("not found");
    if code == "ModelNotReadyException" || is_missing {
        return CloseLookError::ModelNotReady {
            model: endpoint.to_owned(),
            detail: fault.detail,
        }
        .into();
    }
    failure(&picture.key, "SageMaker", fault)
}
