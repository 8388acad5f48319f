//! The container that a job asks. One that ends is started once more; what ends it again, ends the job.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;

use crate::context::Context;
use crate::error::ServiceError;
use crate::services::sagemaker::container::{Answer, Ask, Container};
use crate::services::sagemaker::invalid;
use crate::services::sagemaker::record::Model;

/// A job's container.
pub(super) struct Serving<'a> {
    context: &'a Context,
    model: &'a Model,
    environment: BTreeMap<String, String>,
    /// Held while one is started again, so that nobody asks what is gone.
    current: Mutex<Current>,
}

struct Current {
    container: Arc<Container>,
    /// Whether it was started once more, or was to be.
    is_second: bool,
}

impl<'a> Serving<'a> {
    /// Starts the container of a model, with further variables in its environment.
    ///
    /// # Errors
    /// Why it cannot be started.
    pub(super) async fn start(
        context: &'a Context,
        model: &'a Model,
        environment: BTreeMap<String, String>,
    ) -> Result<Self, ServiceError> {
        let sagemaker = context.sagemaker();
        let container = sagemaker.start_container(context, model, environment.clone());
        let current = Current {
            container: Arc::new(container.await?),
            is_second: false,
        };
        Ok(Self {
            context,
            model,
            environment,
            current: Mutex::new(current),
        })
    }

    /// The container that runs.
    ///
    /// # Errors
    /// When it has ended twice, or cannot be started again: with its last words.
    pub(super) async fn container(&self) -> Result<Arc<Container>, ServiceError> {
        let mut current = self.current.lock().await;
        if current.container.is_alive() {
            return Ok(Arc::clone(&current.container));
        }
        let said = current.container.last_words().await;
        if current.is_second {
            return Err(invalid(format!(
                "AlgorithmError: the container ended twice: {said}"
            )));
        }
        tracing::warn!(
            model = self.model.name,
            said,
            "a container ended; it is started once more"
        );
        current.is_second = true;
        let sagemaker = self.context.sagemaker();
        let started = sagemaker.start_container(self.context, self.model, self.environment.clone());
        let started = started.await.map_err(|error| {
            invalid(format!(
                "AlgorithmError: the container ended: {said}; started again: {}",
                error.message
            ))
        })?;
        current.container = Arc::new(started);
        Ok(Arc::clone(&current.container))
    }

    /// Asks, and asks the next container where one ends over it.
    ///
    /// # Errors
    /// When there is none any more. The error within is why a running one gave no answer, as a sentence.
    pub(super) async fn invoke(
        &self,
        ask: impl Fn() -> Ask,
        within: Duration,
    ) -> Result<Result<Answer, String>, ServiceError> {
        loop {
            let container = self.container().await?;
            let answered = container.invoke(ask(), within).await;
            if answered.is_ok() || !container.has_ended().await {
                return Ok(answered);
            }
        }
    }
}
