//! How a model gets behind an endpoint of SageMaker: a model, a configuration, an endpoint; changed in
//! place when one of them changes, so that SageMaker shifts requests without a gap.
//! <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html>
//!
//! Models and configurations are named by what they are made of: the same is made once, and what was made
//! before is there when it is gone back to. Nothing here waits: a deploy asks again after a pause, and so
//! does a state machine.

mod blueprint;
mod kind;

use aws_config::SdkConfig;
use serde_json::{Value, json};
use signed::{SignedClient, SignedError};

pub use blueprint::Blueprint;
pub use kind::Kind;

/// The status of an endpoint that goes.
const DELETING: &str = "Deleting";

/// The endpoints of an account in one region.
#[derive(Debug, Clone)]
pub struct Endpoints {
    client: SignedClient,
}

/// What runs in an endpoint's model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container<'a> {
    /// An image, with the model's archive at `s3://bucket/key`.
    Image {
        /// The image in ECR.
        image: &'a str,
        /// The archive.
        archive: &'a str,
    },
    /// A model package, by its ARN.
    Package(&'a str),
}

/// How far an endpoint is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It answers with the configuration.
    Answers,
    /// It does not yet.
    Underway {
        /// The configuration that it was told to answer with; none while it could not be told yet. Of one
        /// that is deleted to be made anew, the one that it answered with: something was done to it.
        told: Option<String>,
        /// What it is now: `Creating`, `Updating`, `Deleting`; none where there is none yet.
        status: Option<String>,
    },
}

/// An endpoint as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The configuration's name.
    pub configuration: String,
    /// `InService`, `Creating`, ...
    pub status: String,
    /// Why it failed.
    pub reason: Option<String>,
    /// What it is.
    pub kind: Kind,
}

/// What became of the wish that an endpoint goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "what is refused has to be asked for again"]
pub enum Deletion {
    /// It goes, or is not there.
    Begun,
    /// SageMaker makes, changes or deletes it, and takes no such wish until it is done.
    Refused,
}

/// What became of the wish that an endpoint goes, with what it answers with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "what is refused has to be asked for again"]
pub enum Removal {
    /// There is none.
    Missing,
    /// It goes.
    Removed,
    /// SageMaker makes or changes it, and takes no such wish until it is done.
    Refused {
        /// `Creating`, `Updating`, ...
        status: String,
    },
}

/// Why an endpoint cannot be given a model.
#[derive(Debug, thiserror::Error)]
pub enum ServingError {
    /// SageMaker refuses, or is out of reach.
    #[error("AWS did not {doing}: {error}")]
    Refused {
        /// What was tried.
        doing: String,
        /// Its own words.
        error: SignedError,
    },
    /// It has failed.
    #[error("the endpoint {endpoint} is {status}{}", because(reason))]
    Failed {
        /// The endpoint.
        endpoint: String,
        /// What it is.
        status: String,
        /// SageMaker's own words.
        reason: Option<String>,
    },
    /// What it was told did not do.
    #[error(
        "SageMaker took the endpoint {endpoint} back to what it was before{}",
        because(reason)
    )]
    TakenBack {
        /// The endpoint.
        endpoint: String,
        /// SageMaker's own words.
        reason: Option<String>,
    },
}

fn because(reason: &Option<String>) -> String {
    reason
        .as_ref()
        .map_or_else(String::new, |reason| format!(": {reason}"))
}

impl Endpoints {
    /// Endpoints in the account and region that `aws` says.
    ///
    /// # Errors
    /// When `aws` has no region or credentials.
    pub fn new(aws: &SdkConfig) -> Result<Self, SignedError> {
        let client = SignedClient::new(aws, "sagemaker", "api.sagemaker")?;
        Ok(Self { client })
    }

    /// Makes a model and the configuration of an endpoint that answers with it, both of this name. What is
    /// there is the same.
    ///
    /// # Errors
    /// What SageMaker refuses with.
    pub async fn make(
        &self,
        blueprint: &Blueprint<'_>,
        name: &str,
        container: Container<'_>,
    ) -> Result<(), ServingError> {
        let model = blueprint.model(name, container);
        self.create("CreateModel", &model).await?;
        let configuration = blueprint.configuration(name);
        self.create("CreateEndpointConfig", &configuration).await
    }

    /// Makes a model package of an image and a model's archive, as the Marketplace's training gives one;
    /// its ARN.
    ///
    /// # Errors
    /// What SageMaker refuses with.
    pub async fn make_package(
        &self,
        name: &str,
        image: &str,
        archive: &str,
    ) -> Result<String, ServingError> {
        let package = json!({
            "ModelPackageName": name,
            "InferenceSpecification": {
                "Containers": [{ "Image": image, "ModelDataUrl": archive }],
                "SupportedContentTypes": ["image/jpeg", "image/png"],
                "SupportedResponseMIMETypes": ["application/json"],
            },
        });
        self.create("CreateModelPackage", &package).await?;
        let asked = json!({ "ModelPackageName": name });
        let found = self.client.json("SageMaker.DescribeModelPackage", &asked);
        let found = found.await;
        let found = found.map_err(|error| refused("describe the model package", error))?;
        let arn = found["ModelPackageArn"].as_str();
        Ok(arn.unwrap_or_default().to_owned())
    }

    /// Lets an endpoint answer with a configuration, one step: it is made when it is not there, told when it
    /// answers with another one, and made anew when it has failed or is of a kind that cannot become the
    /// blueprint's, which is all that SageMaker does with such a one: until it is there again, nothing
    /// answers. `told` is what it was told before, so that it is not told for ever what SageMaker does not
    /// bring about.
    ///
    /// # Errors
    /// What SageMaker refuses with, and an endpoint that has failed or went back.
    pub async fn point(
        &self,
        blueprint: &Blueprint<'_>,
        endpoint: &str,
        configuration: &str,
        told: Option<&str>,
    ) -> Result<Standing, ServingError> {
        let asked = json!({ "EndpointName": endpoint, "EndpointConfigName": configuration });
        let is_told = told == Some(configuration);
        let underway = |is_told: bool, status: Option<String>| Standing::Underway {
            told: is_told.then(|| configuration.to_owned()),
            status,
        };
        let Some(found) = self.find(endpoint).await? else {
            if is_told {
                return Ok(underway(true, None));
            }
            return match self.client.json("SageMaker.CreateEndpoint", &asked).await {
                Ok(_) => Ok(underway(true, None)),
                // Somebody was first, with whatever they want.
                Err(error) if exists(&error) => Ok(underway(false, None)),
                Err(error) => Err(refused("make the endpoint", error)),
            };
        };
        let is_wanted = found.configuration == configuration;
        let can_become = found.kind.can_become(Kind::of(blueprint.variant));
        let Found {
            configuration: before,
            status,
            reason,
            ..
        } = found;
        let endpoint = || endpoint.to_owned();
        match status.as_str() {
            "InService" if is_wanted => Ok(Standing::Answers),
            "InService" if is_told => Err(ServingError::TakenBack {
                endpoint: endpoint(),
                reason,
            }),
            "InService" if !can_become => Ok(match self.delete(&endpoint()).await? {
                Deletion::Begun => Standing::Underway {
                    told: Some(before),
                    status: Some(DELETING.to_owned()),
                },
                Deletion::Refused => underway(false, Some(status)),
            }),
            "InService" => match self.client.json("SageMaker.UpdateEndpoint", &asked).await {
                Ok(_) => Ok(underway(true, Some(status))),
                Err(error) if is_in_progress(&error) => Ok(underway(false, Some(status))),
                Err(error) => Err(refused("update the endpoint", error)),
            },
            "Failed" if !is_told => Ok(match self.delete(&endpoint()).await? {
                Deletion::Begun => underway(false, Some(DELETING.to_owned())),
                Deletion::Refused => underway(false, Some(status)),
            }),
            "Failed" | "OutOfService" | "UpdateRollbackFailed" => Err(ServingError::Failed {
                endpoint: endpoint(),
                status,
                reason,
            }),
            _ => Ok(underway(is_told, Some(status))),
        }
    }

    /// Deletes an endpoint alone, and leaves what it answers with; one that is not there is no error.
    ///
    /// # Errors
    /// What SageMaker refuses with, but that it is at it.
    pub async fn delete(&self, endpoint: &str) -> Result<Deletion, ServingError> {
        let asked = json!({ "EndpointName": endpoint });
        match self.client.json("SageMaker.DeleteEndpoint", &asked).await {
            Ok(_) => Ok(Deletion::Begun),
            Err(error) if is_missing(&error) => Ok(Deletion::Begun),
            Err(error) if is_in_progress(&error) => Ok(Deletion::Refused),
            Err(error) => Err(refused("delete the endpoint", error)),
        }
    }

    /// Whether an endpoint answers with a configuration.
    ///
    /// # Errors
    /// What SageMaker refuses with.
    pub async fn answers_with(
        &self,
        endpoint: &str,
        configuration: &str,
    ) -> Result<bool, ServingError> {
        let found = self.find(endpoint).await?;
        Ok(found.is_some_and(|found| {
            found.configuration == configuration && found.status == "InService"
        }))
    }

    /// The endpoint; `None` when there is none.
    ///
    /// # Errors
    /// What SageMaker refuses with.
    pub async fn find(&self, endpoint: &str) -> Result<Option<Found>, ServingError> {
        let asked = json!({ "EndpointName": endpoint });
        let found = match self.client.json("SageMaker.DescribeEndpoint", &asked).await {
            Ok(found) => found,
            Err(error) if is_missing(&error) => return Ok(None),
            Err(error) => {
                return Err(refused(&format!("describe the endpoint {endpoint}"), error));
            }
        };
        let text = |member: &str| found[member].as_str().map(str::to_owned);
        Ok(Some(Found {
            configuration: text("EndpointConfigName").unwrap_or_default(),
            status: text("EndpointStatus").unwrap_or_default(),
            reason: text("FailureReason"),
            kind: Kind::described(&found),
        }))
    }

    /// Deletes an endpoint, and what it answers with, one step: what SageMaker makes or changes, it does
    /// not delete until it is done.
    ///
    /// # Errors
    /// What SageMaker refuses with, but that it is at it.
    pub async fn remove(&self, endpoint: &str) -> Result<Removal, ServingError> {
        let Some(found) = self.find(endpoint).await? else {
            return Ok(Removal::Missing);
        };
        // What somebody else deletes already, nobody has to.
        if found.status != DELETING && self.delete(endpoint).await? == Deletion::Refused {
            return Ok(Removal::Refused {
                status: found.status,
            });
        }
        let name = found.configuration.as_str();
        for (operation, member) in [
            ("DeleteEndpointConfig", "EndpointConfigName"),
            ("DeleteModel", "ModelName"),
        ] {
            let target = format!("SageMaker.{operation}");
            match self.client.json(&target, &json!({ member: name })).await {
                Ok(_) => {}
                Err(error) if is_missing(&error) => {}
                Err(error) => return Err(refused(&format!("delete {name} in SageMaker"), error)),
            }
        }
        Ok(Removal::Removed)
    }

    /// Makes something whose name says what it is: one that is there is the same.
    async fn create(&self, operation: &str, input: &Value) -> Result<(), ServingError> {
        match self
            .client
            .json(&format!("SageMaker.{operation}"), input)
            .await
        {
            Ok(_) => Ok(()),
            Err(error) if exists(&error) => Ok(()),
            Err(error) => Err(refused(&format!("do {operation}"), error)),
        }
    }
}

fn refused(doing: &str, error: SignedError) -> ServingError {
    ServingError::Refused {
        doing: doing.to_owned(),
        error,
    }
}

/// SageMaker says so by words alone: its code is that of every mistake in a request.
fn exists(error: &SignedError) -> bool {
    let text = error.to_string();
    error.code() == Some("ValidationException")
        && (text.contains("already existing") || text.contains("already exists"))
}

fn is_in_progress(error: &SignedError) -> bool {
    let text = error.to_string();
    error.code() == Some("ValidationException") && text.contains("Cannot update in-progress")
}

fn is_missing(error: &SignedError) -> bool {
    let text = error.to_string();
    error.code() == Some("ValidationException") && text.contains("Could not find")
}
