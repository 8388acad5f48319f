//! Brings a model behind its class's endpoint, a step at a time, before the class is inspected with it.
//!
//! Models are known by their files: a version that has passed its gate, what was live before, or what is
//! live. Whatever the endpoint is told, the answers say which model they are of, so that rows are right
//! also while it changes.

use std::sync::Arc;

use async_trait::async_trait;
use contracts::model::{AskedModel, LiveModel};
use contracts::serving::{EndpointSettings, ServeInput, ServeTarget, Served};
use contracts::tasks::{PromoteError, ServeModel};
use contracts::{DeviceClass, ServiceError};
use runtime::{Failure, Handler, Start, StartError, Storage};
use serving::{Blueprint, Container, Deletion, Endpoints, ServingError, Standing};

use super::log::Log;
use super::{conflict, package};
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
    async fn wanted(&self, input: &ServeInput) -> Result<Option<Wanted>, Failure<PromoteError>> {
        let log = Log::new(&*self.lake, &input.device_class);
        Ok(match (input.target, &input.model_package) {
            (ServeTarget::Version, Some(arn)) => Some(Wanted::Package {
                version: package::version(arn),
                arn: arn.clone(),
            }),
            (ServeTarget::Version, None) => {
                let version = log.passed(input.version.as_ref()).await?;
                Some(Wanted::File(version.into()))
            }
            (ServeTarget::Previous, _) => {
                let (live, _) = log.settled().await?;
                let (to, _) = log.previous(&live, input.version.as_ref()).await?;
                Some(to.into())
            }
            // What looks from elsewhere needs no endpoint.
            (ServeTarget::Live, _) => {
                let (live, _) = log.settled().await?;
                let live = live
                    .model()
                    .filter(|live| self.is_asked(live, &input.device_class));
                live.cloned().map(Wanted::from)
            }
        })
    }

    /// Whether a live model looks by the class's endpoint.
    fn is_asked(&self, live: &LiveModel, class: &DeviceClass) -> bool {
        matches!(
            &live.asked,
            Some(AskedModel::SagemakerEndpoint { endpoint, .. })
                if *endpoint == self.settings.endpoint(class)
        )
    }

    /// Takes the next step.
    async fn step(
        &self,
        input: &ServeInput,
        endpoint: &str,
        wanted: &Wanted,
    ) -> Result<Standing, Failure<PromoteError>> {
        let class = &input.device_class;
        let blueprint = Blueprint::of(&self.settings, self.lake.name());
        let name = blueprint.name(endpoint, wanted.version());
        let told = |error| explain(endpoint, &error);
        if input.told.as_deref() != Some(name.as_str()) {
            let archive;
            let container = match (blueprint.image, wanted) {
                (Some(image), Wanted::File(file)) => {
                    archive = file.archive(&*self.lake, class).await?;
                    let archive = &archive;
                    Container::Image { image, archive }
                }
                (None, Wanted::Package { arn, .. }) => Container::Package(arn),
                (Some(_), Wanted::Package { arn, .. }) => {
                    let detail = format!(
                        "{arn} is a model package, and endpoints run the project's own container: \
                         promote a version, or choose EndpointModel::Marketplace and deploy first"
                    );
                    return Err(conflict(class, detail));
                }
                (None, Wanted::File(file)) => {
                    let detail = format!(
                        "{} is a version for the project's own container, and endpoints run model \
                         packages: promote one with --model-package, or choose \
                         EndpointModel::Container and deploy first",
                        file.version
                    );
                    return Err(conflict(class, detail));
                }
            };
            let made = self.endpoints.make(&blueprint, &name, container).await;
            made.map_err(told)?;
        }
        let standing = self
            .endpoints
            .point(&blueprint, endpoint, &name, input.told.as_deref())
            .await;
        standing.map_err(told)
    }
}

/// What an endpoint is to answer with.
enum Wanted {
    /// A version's file, in the project's own container.
    File(ModelFile),
    /// A model package.
    Package { version: String, arn: String },
}

impl Wanted {
    fn version(&self) -> &str {
        match self {
            Self::File(file) => &file.version,
            Self::Package { version, .. } => version,
        }
    }
}

impl From<LiveModel> for Wanted {
    fn from(model: LiveModel) -> Self {
        match package::of(&model) {
            Some(arn) => Self::Package {
                arn: arn.to_owned(),
                version: model.version,
            },
            None => Self::File(model.into()),
        }
    }
}

#[async_trait]
impl Handler<ServeModel> for Serving {
    async fn handle(&self, input: ServeInput) -> Result<Served, Failure<PromoteError>> {
        let class = &input.device_class;
        let endpoint = self.settings.endpoint(class);
        let standing = match self.wanted(&input).await? {
            Some(wanted) => self.step(&input, &endpoint, &wanted).await?,
            // An endpoint that nothing live asks was made in vain, and costs.
            None => {
                let deleted = self.endpoints.delete(&endpoint).await;
                match deleted.map_err(|error| explain(&endpoint, &error))? {
                    Deletion::Begun => Standing::Answers,
                    Deletion::Refused => Standing::Underway {
                        told: input.told.clone(),
                        status: Some("not to be deleted yet".to_owned()),
                    },
                }
            }
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
