//! Which containers run: one for what an endpoint answers with, started when it is asked for, a bounded
//! number at once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use tokio::sync::Semaphore;

use super::container::{Container, Start, program};
use super::input::s3_place;
use super::record::{Kind, Model};
use super::{SageMaker, invalid, models};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::s3::object_arn;

/// Containers at once; the one that was not asked for longest ends.
const MOST: usize = 8;
/// How long one is kept without a request.
const IDLE: Duration = Duration::from_secs(600);
/// Most bytes of a model's archive.
const ARCHIVE_BYTES: u64 = 256 << 20;

/// The running containers.
#[derive(Default)]
pub(super) struct Containers {
    /// The one that was asked last comes last.
    running: Mutex<Vec<Running>>,
    /// Held while one is started: a machine has no room to start several at once.
    starting: tokio::sync::Mutex<()>,
}

struct Running {
    endpoint: String,
    configuration: String,
    container: Arc<Container>,
    asked: Instant,
}

impl Containers {
    fn lock(&self) -> MutexGuard<'_, Vec<Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends those that have not been asked for long, and forgets those that have ended. Gives how long it is
    /// until that can be so of another one.
    fn reap(&self, now: Instant) -> Duration {
        let left = |one: &Running| IDLE.saturating_sub(now.saturating_duration_since(one.asked));
        let mut running = self.lock();
        running.retain(|one| one.container.is_alive() && !left(one).is_zero());
        // The one that was not asked for longest; what is started meanwhile has all its time.
        running.first().map_or(IDLE, left)
    }

    fn find(&self, endpoint: &str, configuration: &str) -> Option<Arc<Container>> {
        self.reap(Instant::now());
        let mut running = self.lock();
        let place = running
            .iter()
            .position(|one| one.endpoint == endpoint && one.configuration == configuration)?;
        let mut found = running.remove(place);
        found.asked = Instant::now();
        let container = Arc::clone(&found.container);
        running.push(found);
        Some(container)
    }

    fn keep(&self, endpoint: &str, configuration: &str, container: &Arc<Container>) {
        let mut running = self.lock();
        if running.len() >= MOST {
            running.remove(0);
        }
        running.push(Running {
            endpoint: endpoint.to_owned(),
            configuration: configuration.to_owned(),
            container: Arc::clone(container),
            asked: Instant::now(),
        });
    }

    /// Ends those of an endpoint, but for what it answers with.
    pub(super) fn forget(&self, endpoint: &str, but: Option<&str>) {
        self.lock()
            .retain(|one| one.endpoint != endpoint || Some(one.configuration.as_str()) == but);
    }

    /// Ends all of them.
    pub(super) fn clear(&self) {
        self.lock().clear();
    }
}

impl SageMaker {
    /// Ends containers that nobody asks any more, for as long as the region runs.
    pub(super) fn end_idle_containers(&self, context: &Context) {
        let containers = Arc::clone(&self.containers);
        context.spawn(async move {
            loop {
                let pause = containers.reap(Instant::now());
                tokio::time::sleep(pause).await;
            }
        });
    }

    /// The container of an endpoint with a configuration: the one that runs, or one that is started.
    ///
    /// # Errors
    /// Why it cannot be started.
    pub(super) async fn container(
        &self,
        context: &Context,
        endpoint: &str,
        configuration: &str,
    ) -> Result<Arc<Container>, ServiceError> {
        if let Some(found) = self.containers.find(endpoint, configuration) {
            return Ok(found);
        }
        let _starting = self.containers.starting.lock().await;
        if let Some(found) = self.containers.find(endpoint, configuration) {
            return Ok(found);
        }
        let found = self.configuration(configuration)?;
        let model = self.model(&found.model)?;
        let mut container = self
            .start_container(context, &model, BTreeMap::new())
            .await?;
        if let Kind::Serverless {
            max_concurrency, ..
        } = found.kind
        {
            container.slots = Arc::new(Semaphore::new(max_concurrency as usize));
        }
        let container = Arc::new(container);
        self.containers.keep(endpoint, configuration, &container);
        Ok(container)
    }

    /// A container of a model, with further variables in its environment. It ends as its handle goes.
    ///
    /// # Errors
    /// Why it cannot be started.
    pub(super) async fn start_container(
        &self,
        context: &Context,
        model: &Model,
        further: BTreeMap<String, String>,
    ) -> Result<Container, ServiceError> {
        let role = models::assume(context, &model.role, &model.arn)?;
        let data = match &model.container.model_data {
            None => None,
            Some(place) => {
                let (bucket, key) = s3_place("ModelDataUrl", place)?;
                Some(fetch(context, &role, &bucket, &key, ARCHIVE_BYTES).await?)
            }
        };
        let mut environment = model.container.environment.clone();
        environment.extend(further);
        Container::start(Start {
            program: context.programs().join(program(&model.container.image)?),
            environment,
            model: data,
            folder: self.new_folder(),
        })
        .await
    }
}

/// An object of at most `limit` bytes, read as a role.
pub(super) async fn fetch(
    context: &Context,
    role: &Caller,
    bucket: &str,
    key: &str,
    limit: u64,
) -> Result<Bytes, ServiceError> {
    let refused = |error: ServiceError| {
        invalid(format!(
            "Could not access s3://{bucket}/{key}: {}: {}",
            error.code, error.message
        ))
    };
    context
        .authorise(role, "s3:GetObject", &object_arn(bucket, key))
        .map_err(refused)?;
    let (_, body) = context
        .s3()
        .get_object(bucket, key, None, None)
        .await
        .map_err(refused)?;
    body.bytes(limit).await.map_err(refused)
}

#[cfg(test)]
mod tests {
    use super::super::container::tests::idle;
    use super::*;

    #[tokio::test]
    async fn a_container_that_nobody_asks_ends_by_itself_when_its_time_is_over() {
        let folder = tempfile::tempdir().unwrap();
        let [first, second] = ["first", "second"].map(|name| folder.path().join(name));
        let containers = Containers::default();
        assert_eq!(containers.reap(Instant::now()), IDLE);
        for place in [&first, &second] {
            containers.keep("pipes", "one", &Arc::new(idle(place)));
        }
        // The second was asked a minute later.
        let asked = {
            let mut running = containers.lock();
            running[1].asked += Duration::from_secs(60);
            running[0].asked
        };
        let almost = Duration::from_millis(1);
        assert_eq!(containers.reap(asked + IDLE - almost), almost);
        assert!(first.exists());
        let left = containers.reap(asked + IDLE);
        assert!(left > Duration::from_secs(59), "{left:?}");
        assert!(!first.exists() && second.exists());
        assert_eq!(containers.reap(asked + IDLE + left), IDLE);
        assert!(!second.exists());
    }
}
