//! The close look through Lookout for Vision. AWS ended it on 31 October 2025; the embedded region
//! serves it, so that what was made for it runs until it is moved over.
//! <https://docs.aws.amazon.com/lookout-for-vision/latest/APIReference/API_DetectAnomalies.html>

use std::sync::Arc;

use async_trait::async_trait;
use aws_config::SdkConfig;
use contracts::ServiceError;
use contracts::answer::Answer;
use contracts::model::{AskedModel, LiveModel};
use contracts::picture::PreparedPicture;
use contracts::tasks::CloseLookError;
use runtime::{Failure, Storage, StorageError};
use serde::Deserialize;
use signed::{Ask, SignedClient, SignedError};

use super::{CloseLookDetector, CloseLooked, elsewhere, shortened};

/// What the live model must be.
const WANTED: &str = "Lookout for Vision";
/// Most bytes of a picture.
const MOST_BYTES: u64 = 8 * 1024 * 1024;

/// Lookout for Vision.
pub struct LookoutCloseLook {
    client: SignedClient,
    pictures: Arc<dyn Storage>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Detected {
    detect_anomaly_result: Answer,
}

impl LookoutCloseLook {
    /// Lookout for Vision at the endpoint that `aws` says.
    ///
    /// # Errors
    /// When `aws` says no region or no credentials.
    pub fn new(aws: &SdkConfig, pictures: Arc<dyn Storage>) -> Result<Self, SignedError> {
        Ok(Self {
            client: SignedClient::new(aws, "lookoutvision", "lookoutvision")?,
            pictures,
        })
    }
}

#[async_trait]
impl CloseLookDetector for LookoutCloseLook {
    async fn look(
        &self,
        picture: &PreparedPicture,
        model: &LiveModel,
    ) -> Result<CloseLooked, Failure<CloseLookError>> {
        let Some(AskedModel::LookoutForVision {
            project,
            model_version,
        }) = &model.asked
        else {
            return Err(elsewhere(picture, WANTED));
        };
        let object = match self.pictures.get(&picture.key, MOST_BYTES).await {
            Ok(Some(object)) => object,
            Ok(None) => return Ok(CloseLooked::Refused(format!("{} is gone", picture.key))),
            Err(error @ StorageError::TooLarge { .. }) => {
                return Ok(CloseLooked::Refused(error.to_string()));
            }
            Err(error) => return Err(error.into()),
        };
        let answer = self
            .client
            .ask(&Ask {
                method: "POST",
                path: &format!("/2020-11-20/projects/{project}/detect/{model_version}"),
                headers: &[("content-type", "image/jpeg")],
                body: object.body,
            })
            .await;
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => return refusal(&picture.key, project, model_version, &error),
        };
        match serde_json::from_value::<Detected>(answer) {
            Ok(detected) => Ok(CloseLooked::Examined(
                detected
                    .detect_anomaly_result
                    .examination(picture.id.clone(), &model.version),
            )),
            Err(error) => Err(Failure::unexpected(format!(
                "Lookout for Vision does not answer as it does: {error}"
            ))),
        }
    }
}

fn refusal(
    key: &str,
    project: &str,
    version: &str,
    error: &SignedError,
) -> Result<CloseLooked, Failure<CloseLookError>> {
    match error.code().unwrap_or_default() {
        "ValidationException" => return Ok(CloseLooked::Refused(shortened(error.to_string()))),
        "ThrottlingException" => {
            let detail = error.to_string();
            return Err(CloseLookError::Throttled { detail }.into());
        }
        "ConflictException" | "ResourceNotFoundException" => {
            return Err(CloseLookError::ModelNotReady {
                model: format!("the model {version} of {project}"),
                detail: error.to_string(),
            }
            .into());
        }
        _ => {}
    }
    let kind = match error {
        error if error.is_worth_a_retry() => ServiceError::ServiceUnavailable,
        SignedError::Refused { status: 403, .. } => ServiceError::AccessDenied,
        _ => ServiceError::ServiceRefused,
    };
    Err(Failure::Service {
        error: kind,
        detail: format!("Lookout for Vision cannot look at {key}: {error}"),
    })
}
