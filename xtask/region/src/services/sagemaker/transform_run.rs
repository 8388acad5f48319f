//! A transform job at work: the model's container is started as an endpoint starts it, asked about each input,
//! and what it answers is written beside the input's name when all are done. An input without an answer stops
//! no other, and fails the job then.
//! <https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html>

mod kept;
mod serving;

use std::fs;
use std::path::Path;
use std::time::Duration;

use futures::stream::{self, StreamExt};

use self::kept::Kept;
use self::serving::Serving;
use super::container::{Answer, Ask};
use super::containers::fetch;
use super::inputs::{self, Input, MOST_OBJECTS};
use super::training::JobStatus;
use super::transform::{Request, TransformJob};
use super::{invalid, models};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;

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

/// What came of a job's inputs.
struct Asked {
    role: Caller,
    request: Request,
    inputs: usize,
    kept: Vec<Kept>,
    /// Why some inputs have no answer, as sentences.
    refused: Vec<String>,
    /// Why the rest were not asked about, where they were not.
    failure: Option<ServiceError>,
}

/// Runs a job in the background, from its beginning.
pub(super) fn begin(context: &Context, job: &TransformJob) {
    let name = job.name.clone();
    let context = context.clone();
    let work = context.clone();
    work.spawn(async move {
        let sagemaker = context.sagemaker();
        let folder = sagemaker.new_folder();
        let ended = run(&context, &name, folder.path()).await;
        drop(folder);
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

async fn run(context: &Context, name: &str, folder: &Path) -> Result<End, ServiceError> {
    let sagemaker = context.sagemaker();
    let is_stopping = || {
        let job = sagemaker.transform_job(name);
        job.is_ok_and(|job| job.status == JobStatus::Stopping)
    };
    let asking = ask(context, name, folder);
    match sagemaker.in_turn(is_stopping, asking).await {
        Some(asked) => store(context, asked?).await.map(|()| End::Completed),
        None => Ok(End::Stopped),
    }
}

/// Asks about all inputs, and keeps what is answered in a folder.
async fn ask(context: &Context, name: &str, folder: &Path) -> Result<Asked, ServiceError> {
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
    fs::create_dir_all(folder).map_err(|error| ServiceError::internal(error.to_string()))?;
    let mut environment = request.environment.clone();
    environment.extend(request.variables());
    let serving = Serving::start(context, &model, environment).await?;
    let started = context.now();
    sagemaker.change_transform_job(name, |job| job.started = Some(started))?;
    let at_once = match request.at_once() {
        Some(number) => number,
        None => serving.container().await?.at_once().await.unwrap_or(1),
    };
    let asking = Asking {
        context,
        role: &role,
        request: &request,
        serving: &serving,
        folder,
    };
    let all = inputs.len();
    let at_once = usize::try_from(at_once.clamp(1, MOST_AT_ONCE)).unwrap_or(1);
    let (mut kept, mut refused) = (Vec::new(), Vec::new());
    let mut failure = None;
    {
        let mut answers = stream::iter(inputs)
            .enumerate()
            .map(|(at, input)| asking.about(at, input))
            .buffer_unordered(at_once);
        while let Some(answered) = answers.next().await {
            match answered {
                Ok(Ok(answer)) => kept.push(answer),
                Ok(Err(why)) => refused.push(why),
                Err(error) => {
                    failure = Some(error);
                    break;
                }
            }
        }
    }
    Ok(Asked {
        role,
        inputs: all,
        kept,
        refused,
        failure,
        request,
    })
}

/// Stores what was answered; the error is why that is not all.
async fn store(context: &Context, asked: Asked) -> Result<(), ServiceError> {
    let Asked {
        role,
        request,
        inputs,
        kept,
        mut refused,
        failure,
    } = asked;
    let below = request.output_path();
    for one in kept {
        if let Err(error) = one.store(context, &role, &below).await {
            refused.push(
                one.input()
                    .told(&format!("{}: {}", error.code, error.message)),
            );
        }
    }
    match (failure, refused.first()) {
        (Some(failure), _) => Err(failure),
        (None, None) => Ok(()),
        (None, Some(first)) => Err(invalid(format!(
            "AlgorithmError: {} of {inputs} inputs gave no answer, the others did; the first: {first}",
            refused.len()
        ))),
    }
}

/// A container that is asked about inputs.
struct Asking<'a> {
    context: &'a Context,
    role: &'a Caller,
    request: &'a Request,
    serving: &'a Serving<'a>,
    folder: &'a Path,
}

impl Asking<'_> {
    /// Asks about an input, the `at`th, and keeps the answer.
    ///
    /// # Errors
    /// When there is nobody to ask any more. The error within is why there is no answer, as a sentence.
    async fn about(&self, at: usize, input: Input) -> Result<Result<Kept, String>, ServiceError> {
        let most = self.request.payload_bytes();
        let fetched = fetch(self.context, self.role, &input.bucket, &input.key, most).await;
        let body = match fetched {
            Ok(body) => body,
            Err(error) => return Ok(Err(error.message)),
        };
        let ask = || Ask {
            content_type: self.request.transform_input.content_type.clone(),
            accept: self.request.transform_output.accept.clone(),
            attributes: None,
            body: body.clone(),
        };
        let mut pause = FIRST_PAUSE;
        let mut attempt = 1;
        let answer = loop {
            let asked = self.serving.invoke(ask, self.request.answers_within());
            let (why, again) = match asked.await? {
                Ok(answer) if answer.status == 200 => break answer,
                Ok(answer) => (bad_status(&answer), is_worth_a_retry(answer.status)),
                Err(why) => (why, true),
            };
            if !again || attempt >= self.request.attempts() {
                return Ok(Err(input.told(&why)));
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
            attempt += 1;
        };
        Ok(Kept::write(self.folder, at, input, answer))
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
