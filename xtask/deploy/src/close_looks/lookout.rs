//! Lookout for Vision, which the embedded region alone still has: a project, its dataset, a model
//! that is hosted.
//! <https://docs.aws.amazon.com/lookout-for-vision/latest/APIReference/Welcome.html>

use bytes::Bytes;
use serde_json::{Value, json};
use signed::{Ask, SignedClient, SignedError};
use ui::{Problem, Progress};

use super::Fitted;
use crate::custom_labels::upload_manifest;
use crate::poll::Pauses;
use crate::session::Session;

/// The paths of all calls begin so.
const API: &str = "/2020-11-20/projects";
/// Inference units of a hosted model.
const INFERENCE_UNITS: u32 = 1;

/// The version of a hosted model that was trained on these pictures: the one that there is, or a new
/// one.
pub(super) async fn make_ready(
    session: &Session,
    project: &str,
    fitted: &Fitted<'_>,
    progress: &Progress,
) -> anyhow::Result<String> {
    let client = client(session)?;
    made(post(&client, API, &json!({ "ProjectName": project })).await)?;
    let known = trained_on(&client, project, fitted.training).await?;
    let version = match known {
        Some(version) => version,
        None => train(session, &client, project, fitted).await?,
    };
    let model = format!("{API}/{project}/models/{version}");
    let mut pauses = Pauses::new(session.manifest().embedded);
    let mut started = false;
    loop {
        let found = ask(&client, "GET", &model, None).await.map_err(explain)?;
        let status = found["ModelDescription"]["Status"].as_str();
        let status = status.unwrap_or("unknown").to_owned();
        progress.update(format!("{}: Lookout for Vision: {status}", fitted.class));
        match status.as_str() {
            "HOSTED" => return Ok(version),
            "TRAINED" if !started => {
                let units = json!({ "MinInferenceUnits": INFERENCE_UNITS });
                let started_now = post(&client, &format!("{model}/start"), &units).await;
                started_now.map_err(explain)?;
                started = true;
            }
            "TRAINING_FAILED" | "HOSTING_FAILED" | "SYSTEM_UPDATING" | "DELETING" => {
                let problem = Problem::new(format!("the model {version} of {project} is {status}"));
                let message = found["ModelDescription"]["StatusMessage"].as_str();
                return Err(match message {
                    Some(message) => problem.because(message.to_owned()),
                    None => problem,
                }
                .into());
            }
            _ => {}
        }
        pauses.pause().await;
    }
}

/// Stops a model. One that does not run is no error.
pub(super) async fn stop(session: &Session, project: &str, version: &str) -> anyhow::Result<()> {
    let path = format!("{API}/{project}/models/{version}/stop");
    match post(&client(session)?, &path, &json!({})).await {
        Ok(_) | Err(SignedError::Refused { .. }) => Ok(()),
        Err(error) => Err(explain(error)),
    }
}

/// Deletes a project with all that it holds.
pub(super) async fn remove(session: &Session, project: &str) -> anyhow::Result<()> {
    let client = client(session)?;
    let Some(models) = models(&client, project).await? else {
        return Ok(());
    };
    let mut pauses = Pauses::new(session.manifest().embedded);
    for version in models {
        stop(session, project, &version).await?;
        let model = format!("{API}/{project}/models/{version}");
        ask(&client, "DELETE", &model, None)
            .await
            .map_err(explain)?;
    }
    while models_left(&client, project).await? {
        pauses.pause().await;
    }
    let path = format!("{API}/{project}");
    ask(&client, "DELETE", &path, None).await.map_err(explain)?;
    session
        .ui
        .status("Delete", format!("Lookout for Vision project {project}"));
    Ok(())
}

async fn models_left(client: &SignedClient, project: &str) -> anyhow::Result<bool> {
    Ok(models(client, project)
        .await?
        .is_some_and(|models| !models.is_empty()))
}

/// Replaces the project's dataset and trains a model on it.
async fn train(
    session: &Session,
    client: &SignedClient,
    project: &str,
    fitted: &Fitted<'_>,
) -> anyhow::Result<String> {
    let bucket = &session.manifest().names.pictures_bucket;
    let key = upload_manifest(session, fitted.folder, fitted.training, fitted.pictures).await?;
    // One of other pictures would be trained on instead.
    let dataset = format!("{API}/{project}/datasets/train");
    match ask(client, "DELETE", &dataset, None).await {
        Ok(_) => {}
        Err(error) if error.code() == Some("ResourceNotFoundException") => {}
        Err(error) => return Err(explain(error)),
    }
    let source = json!({
        "DatasetType": "train",
        "DatasetSource": {
            "GroundTruthManifest": { "S3Object": { "Bucket": bucket, "Key": key } },
        },
    });
    let datasets = format!("{API}/{project}/datasets");
    post(client, &datasets, &source).await.map_err(explain)?;
    let model = json!({
        "Description": fitted.training,
        "OutputConfig": {
            "S3Location": { "Bucket": bucket, "Prefix": format!("{}output", fitted.folder) },
        },
    });
    let models = format!("{API}/{project}/models");
    let made = post(client, &models, &model).await.map_err(explain)?;
    let version = made["ModelMetadata"]["ModelVersion"].as_str();
    Ok(version.unwrap_or_default().to_owned())
}

/// The versions of a project's models; `None` when there is no project.
async fn models(client: &SignedClient, project: &str) -> anyhow::Result<Option<Vec<String>>> {
    let Some(listed) = list(client, project).await? else {
        return Ok(None);
    };
    let versions = listed
        .iter()
        .filter_map(|model| model["ModelVersion"].as_str());
    Ok(Some(versions.map(str::to_owned).collect()))
}

async fn list(client: &SignedClient, project: &str) -> anyhow::Result<Option<Vec<Value>>> {
    let path = format!("{API}/{project}/models");
    match ask(client, "GET", &path, None).await {
        Ok(listed) => Ok(Some(
            listed["Models"].as_array().cloned().unwrap_or_default(),
        )),
        Err(error) if error.code() == Some("ResourceNotFoundException") => Ok(None),
        Err(error) => Err(explain(error)),
    }
}

/// A model whose description says that it was trained on these pictures, and did not fail.
async fn trained_on(
    client: &SignedClient,
    project: &str,
    training: &str,
) -> anyhow::Result<Option<String>> {
    let listed = list(client, project).await?.unwrap_or_default();
    let found = listed.iter().find(|model| {
        let status = model["Status"].as_str().unwrap_or_default();
        model["Description"] == training && !status.ends_with("FAILED")
    });
    let version = found.and_then(|model| model["ModelVersion"].as_str());
    Ok(version.map(str::to_owned))
}

fn client(session: &Session) -> anyhow::Result<SignedClient> {
    let aws = &session.clients.aws;
    Ok(SignedClient::new(aws, "lookoutvision", "lookoutvision")?)
}

async fn post(client: &SignedClient, path: &str, input: &Value) -> Result<Value, SignedError> {
    ask(client, "POST", path, Some(input)).await
}

async fn ask(
    client: &SignedClient,
    method: &'static str,
    path: &str,
    input: Option<&Value>,
) -> Result<Value, SignedError> {
    let body = input.map_or_else(Bytes::new, |input| input.to_string().into());
    client
        .ask(&Ask {
            method,
            path,
            headers: &[("content-type", "application/json")],
            body,
        })
        .await
}

/// What is there already is as good as made.
fn made(answer: Result<Value, SignedError>) -> anyhow::Result<()> {
    match answer {
        Ok(_) => Ok(()),
        Err(error) if error.code() == Some("ConflictException") => Ok(()),
        Err(error) => Err(explain(error)),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
fn explain(error: SignedError) -> anyhow::Error {
    Problem::new("Lookout for Vision did not do what was asked")
        .because(error.to_string())
        .into()
}
