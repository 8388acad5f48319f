//! A transform job at work: the model's container is started as an endpoint starts it, asked about each input,
//! and what it answers is written beside the input's name. An input without an answer stops no other, and
//! fails the job when all are done.
//! <https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html>

use std::time::Duration;

use futures::stream::{self, StreamExt};

use super::container::{Answer, Ask, Container};
use super::containers::fetch;
use super::input::s3_place;
use super::inputs::{self, Input, MOST_OBJECTS};
use super::training::JobStatus;
use super::transform::{Request, TransformJob};
use super::{invalid, models};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::s3::{PutOptions, object_arn};

/// Most requests at once, whatever a job asks for: a machine has no room for more.
const MOST_AT_ONCE: u64 = 16;
/// The pause before an input is asked about again; it doubles.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// Answers of a container that may be others a little later.
const WORTH_A_RETRY: [u16; 2] = [408, 429];
/// Characters of a container's words that are told.
const SAID: usize = 300;

/// How a job ended.
enum End {
    Completed,
    Stopped,
}

/// Runs a job in the background, from its beginning.
pub(super) fn begin(context: &Context, job: &TransformJob) {
    let name = job.name.clone();
    let context = context.clone();
    let work = context.clone();
    work.spawn(async move {
        let sagemaker = context.sagemaker();
        let Ok(_turn) = sagemaker.job_turns.acquire().await else {
            return;
        };
        let ended = run(&context, &name).await;
        let now = context.now();
        let changed = sagemaker.change_transform_job(&name, |job| {
            job.status = match ended {
                Ok(End::Completed) => JobStatus::Completed,
                Ok(End::Stopped) => JobStatus::Stopped,
                Err(error) => {
                    job.failure = Some(error.message);
                    JobStatus::Failed
                }
            };
            job.started = job.started.or(Some(now));
            job.ended = Some(now);
        });
        if let Err(error) = changed {
            tracing::error!(%error, job = name, "how a transform job ended cannot be kept");
        }
        sagemaker.ended.send_modify(|_| {});
    });
}

async fn run(context: &Context, name: &str) -> Result<End, ServiceError> {
    let sagemaker = context.sagemaker();
    let mut stops = sagemaker.stops.subscribe();
    let stopped = async {
        loop {
            let job = sagemaker.transform_job(name);
            if job.is_ok_and(|job| job.status == JobStatus::Stopping)
                || stops.changed().await.is_err()
            {
                return;
            }
        }
    };
    tokio::select! {
        transformed = transform(context, name) => transformed.map(|()| End::Completed),
        // The container ends as its handle goes.
        () = stopped => Ok(End::Stopped),
    }
}

async fn transform(context: &Context, name: &str) -> Result<(), ServiceError> {
    let sagemaker = context.sagemaker();
    let job = sagemaker.transform_job(name)?;
    let request = job.request()?;
    let model = sagemaker.model(&request.model_name)?;
    let role = models::assume(context, &model.role, &job.arn)?;
    let source = &request.transform_input.data_source.s3_data_source;
    let inputs = inputs::named(context, &role, source).await?;
    if inputs.is_empty() || inputs.len() > MOST_OBJECTS {
        return Err(invalid(format!(
            "ClientError: {}: {} objects, where 1 to {MOST_OBJECTS} are taken",
            source.s3_uri,
            inputs.len()
        )));
    }
    let mut environment = request.environment.clone();
    environment.extend(request.variables());
    let container = sagemaker
        .start_container(context, &model, environment)
        .await?;
    let started = context.now();
    sagemaker.change_transform_job(name, |job| job.started = Some(started))?;
    let at_once = match request.at_once() {
        Some(number) => number,
        None => container.at_once().await.unwrap_or(1),
    };
    let asking = Asking {
        context,
        role: &role,
        request: &request,
        container: &container,
    };
    let all = inputs.len();
    let at_once = usize::try_from(at_once.clamp(1, MOST_AT_ONCE)).unwrap_or(1);
    let refused: Vec<String> = stream::iter(inputs)
        .map(|input| asking.about(input))
        .buffer_unordered(at_once)
        .filter_map(|answered| async move { answered.err() })
        .collect()
        .await;
    match refused.first() {
        None => Ok(()),
        Some(first) => Err(invalid(format!(
            "AlgorithmError: {} of {all} inputs gave no answer, the others did; the first: {first}",
            refused.len()
        ))),
    }
}

/// A container that is asked about inputs.
struct Asking<'a> {
    context: &'a Context,
    role: &'a Caller,
    request: &'a Request,
    container: &'a Container,
}

impl Asking<'_> {
    /// Asks about an input and writes the answer; the error is why there is none, as a sentence.
    async fn about(&self, input: Input) -> Result<(), String> {
        let Input { bucket, key, path } = input;
        let told = |why: String| format!("s3://{bucket}/{key}: {why}");
        let most = self.request.payload_bytes();
        let body = fetch(self.context, self.role, &bucket, &key, most)
            .await
            .map_err(|error| error.message)?;
        let mut pause = FIRST_PAUSE;
        let mut attempt = 1;
        let answer = loop {
            let asked = self.container.invoke(
                Ask {
                    content_type: self.request.transform_input.content_type.clone(),
                    accept: self.request.transform_output.accept.clone(),
                    attributes: None,
                    body: body.clone(),
                },
                self.request.answers_within(),
            );
            let (why, again) = match asked.await {
                Ok(answer) if answer.status == 200 => break answer,
                Ok(answer) => (bad_status(&answer), is_worth_a_retry(answer.status)),
                Err(why) => (why, true),
            };
            if !again || attempt >= self.request.attempts() {
                return Err(told(why));
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
            attempt += 1;
        };
        self.write(&path, answer)
            .await
            .map_err(|error| told(format!("{}: {}", error.code, error.message)))
    }

    async fn write(&self, path: &str, answer: Answer) -> Result<(), ServiceError> {
        let place = format!("{}{path}.out", self.request.output_path());
        let (bucket, key) = s3_place("S3OutputPath", &place)?;
        self.context
            .authorise(self.role, "s3:PutObject", &object_arn(&bucket, &key))?;
        let mut options = PutOptions::default();
        options.attributes.content_type = Some(answer.content_type);
        self.context
            .s3()
            .put_object(self.context, &bucket, &key, answer.body, options)
            .await?;
        Ok(())
    }
}

fn is_worth_a_retry(status: u16) -> bool {
    status >= 500 || WORTH_A_RETRY.contains(&status)
}

fn bad_status(answer: &Answer) -> String {
    let said: String = String::from_utf8_lossy(&answer.body)
        .chars()
        .take(SAID)
        .collect();
    format!(
        "Bad HTTP status received from algorithm: {}: {said}",
        answer.status
    )
}
