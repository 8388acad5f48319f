//! Brings a model behind its class's endpoint, a step at a time, before the class is inspected with it.
//!
//! Models are known by their files: a version that has passed its gate, what was live before, or what is
//! live. Whatever the endpoint is told, the answers say which model they are of, so that rows are right
//! also while it changes.

use std::sync::Arc;

use async_trait::async_trait;
use contracts::ServiceError;
use contracts::serving::{EndpointSettings, ServeInput, ServeTarget, Served};
use contracts::tasks::{PromoteError, ServeModel};
use runtime::{Failure, Handler, Start, StartError, Storage};
use serving::{Blueprint, Container, Endpoints, ServingError, Standing};

use super::log::Log;
use crate::model_file::ModelFile;

/// How often it is asked whether an endpoint answers, before it is given up: with 15 seconds between, an hour.
const MOST_ATTEMPTS: u64 = 240;

/// The handler of [`ServeModel`].
pub struct Serving {
    lake: Arc<dyn Storage>,
    endpoints: Endpoints,
    settings: EndpointSettings,
}

impl Serving {
    /// Builds the handler from the function's environment.
    ///
    /// # Errors
    /// When a variable is missing, or region and credentials are.
    pub async fn start(start: Start) -> Result<Self, StartError> {
        let lake = start.bucket(start.variables.lake_bucket()?);
        let settings = start.variables.endpoint_settings()?.clone();
        let endpoints = Endpoints::new(&start.aws).map_err(|error| StartError::Shipped {
            what: "SageMaker's client",
            detail: error.to_string(),
        })?;
        Ok(Self {
            lake: Arc::new(lake),
            endpoints,
            settings,
        })
    }

    /// The model that is meant; `None` where nothing is live.
    async fn wanted(&self, input: &ServeInput) -> Result<Option<ModelFile>, Failure<PromoteError>> {
        let log = Log::new(&*self.lake, &input.device_class);
        Ok(match input.target {
            ServeTarget::Version => Some(log.passed(input.version.as_ref()).await?.into()),
            ServeTarget::Previous => {
                let (live, _) = log.settled().await?;
                let (to, _) = log.previous(&live, input.version.as_ref()).await?;
                Some(to.into())
            }
            ServeTarget::Live => {
                let (live, _) = log.settled().await?;
                live.model().cloned().map(ModelFile::from)
            }
        })
    }

    /// Takes the next step.
    async fn step(
        &self,
        input: &ServeInput,
        endpoint: &str,
        wanted: &ModelFile,
    ) -> Result<Standing, Failure<PromoteError>> {
        let blueprint = Blueprint::of(&self.settings, self.lake.name());
        let Some(image) = blueprint.image else {
            return Err(Failure::unexpected(
                "no image is said to run in endpoints; what looks is not a version's file",
            ));
        };
        let name = blueprint.name(endpoint, &wanted.version);
        let told = |error| explain(endpoint, &error);
        if !input.told {
            let archive = &wanted.archive(&*self.lake, &input.device_class).await?;
            let container = Container::Image { image, archive };
            let made = self.endpoints.make(&blueprint, &name, container).await;
            made.map_err(told)?;
        }
        let standing = self.endpoints.point(endpoint, &name, input.told).await;
        standing.map_err(told)
    }
}

#[async_trait]
impl Handler<ServeModel> for Serving {
    async fn handle(&self, input: ServeInput) -> Result<Served, Failure<PromoteError>> {
        let class = &input.device_class;
        let endpoint = self.settings.endpoint(class);
        let standing = match self.wanted(&input).await? {
            Some(wanted) => self.step(&input, &endpoint, &wanted).await?,
            None => Standing::Answers,
        };
        match standing {
            Standing::Answers => {
                tracing::info!(class = class.as_str(), endpoint, "answers");
                Ok(Served {
                    endpoint,
                    answers: true,
                    told: input.told,
                    attempt: input.attempt,
                })
            }
            Standing::Underway { status, .. } if input.attempt >= MOST_ATTEMPTS => {
                let status = status.unwrap_or_else(|| "not there".to_owned());
                let attempts = input.attempt;
                Err(PromoteError::NotServed {
                    endpoint,
                    detail: format!("it is {status} after {attempts} times of asking"),
                }
                .into())
            }
            Standing::Underway { told, .. } => Ok(Served {
                endpoint,
                answers: false,
                told,
                attempt: input.attempt + 1,
            }),
        }
    }
}

fn explain(endpoint: &str, error: &ServingError) -> Failure<PromoteError> {
    let ServingError::Refused { error: refusal, .. } = error else {
        return PromoteError::NotServed {
            endpoint: endpoint.to_owned(),
            detail: error.to_string(),
        }
        .into();
    };
    let kind = match refusal.code() {
        _ if refusal.is_worth_a_retry() => ServiceError::ServiceUnavailable,
        Some("AccessDeniedException") => ServiceError::AccessDenied,
        _ => ServiceError::ServiceRefused,
    };
    Failure::Service {
        error: kind,
        detail: error.to_string(),
    }
}
