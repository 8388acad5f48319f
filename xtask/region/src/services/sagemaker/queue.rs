//! What asynchronous endpoints have taken: kept until it is answered, asked one by one.
//! <https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html>

use std::sync::Arc;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use super::container::{ANSWERS_WITHIN, Answer, Ask};
use super::containers::fetch;
use super::input::s3_place;
use super::models;
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::s3::{PutOptions, object_arn};

/// Requests that are asked at once; a container works on as many as there are processors.
const AT_ONCE: usize = 2;
/// Requests that may wait.
const MOST_WAITING: usize = 1_000;
/// Most bytes of an input here; AWS takes 1 GB.
const INPUT_BYTES: u64 = 64 << 20;

/// A request that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Queued {
    pub(super) id: String,
    pub(super) endpoint: String,
    /// `s3://bucket/key`, all three.
    pub(super) input: String,
    pub(super) output: String,
    pub(super) failure: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) accept: Option<String>,
    pub(super) attributes: Option<String>,
}

/// The bounds of what waits and of what is asked.
pub(super) struct Queue {
    asking: Arc<Semaphore>,
    /// Places in line.
    pub(super) places: Arc<Semaphore>,
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            asking: Arc::new(Semaphore::new(AT_ONCE)),
            places: Arc::new(Semaphore::new(MOST_WAITING)),
        }
    }
}

/// Asks in the background, and leaves the answer where it was said to come.
pub(super) fn begin(context: &Context, queued: Queued) {
    let context = context.clone();
    let work = context.clone();
    work.spawn(async move {
        let sagemaker = context.sagemaker();
        let queue = &sagemaker.queue;
        let Ok(_place) = Arc::clone(&queue.places).acquire_owned().await else {
            return;
        };
        let Ok(_turn) = Arc::clone(&queue.asking).acquire_owned().await else {
            return;
        };
        if let Err(error) = answer(&context, &queued).await {
            tracing::warn!(%error, endpoint = queued.endpoint, "an inference left no answer");
        }
        if let Err(error) = sagemaker.queued.delete(&queued.id) {
            tracing::error!(%error, "an inference that is answered is still queued");
        }
    });
}

/// Asks; what comes is written to one of the two places.
async fn answer(context: &Context, queued: &Queued) -> Result<(), ServiceError> {
    let asked = ask(context, queued).await;
    let (place, body, content_type) = match asked {
        Ok(answer) if answer.status == 200 => {
            (Some(&queued.output), answer.body, answer.content_type)
        }
        Ok(answer) => (queued.failure.as_ref(), answer.body, answer.content_type),
        Err(error) => {
            let body = Bytes::from(error.message);
            (queued.failure.as_ref(), body, "text/plain".to_owned())
        }
    };
    let Some(place) = place else {
        return Ok(());
    };
    let (bucket, key) = s3_place("OutputLocation", place)?;
    let sagemaker = context.sagemaker();
    let endpoint = sagemaker.endpoint(&queued.endpoint)?;
    let model = sagemaker.model(&sagemaker.configuration(&endpoint.configuration)?.model)?;
    let role = models::assume(context, &model.role, &model.arn)?;
    context.authorise(&role, "s3:PutObject", &object_arn(&bucket, &key))?;
    let mut options = PutOptions::default();
    options.attributes.content_type = Some(content_type);
    context
        .s3()
        .put_object(context, &bucket, &key, body, options)
        .await?;
    Ok(())
}

async fn ask(context: &Context, queued: &Queued) -> Result<Answer, ServiceError> {
    let sagemaker = context.sagemaker();
    let endpoint = sagemaker.endpoint(&queued.endpoint)?;
    let configuration = endpoint.answering.unwrap_or(endpoint.configuration);
    let model = sagemaker.model(&sagemaker.configuration(&configuration)?.model)?;
    let role = models::assume(context, &model.role, &model.arn)?;
    let (bucket, key) = s3_place("InputLocation", &queued.input)?;
    let body = fetch(context, &role, &bucket, &key, INPUT_BYTES).await?;
    let container = sagemaker
        .container(context, &queued.endpoint, &configuration)
        .await?;
    let ask = Ask {
        content_type: queued.content_type.clone(),
        accept: queued.accept.clone(),
        attributes: queued.attributes.clone(),
        body,
    };
    let asked = container.invoke(ask, ANSWERS_WITHIN);
    asked.await.map_err(ServiceError::internal)
}
