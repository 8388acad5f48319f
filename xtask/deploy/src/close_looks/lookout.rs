//! Lookout for Vision, which the embedded region alone still has: a project, its dataset, a model
//! that is hosted.
//! <https://docs.aws.amazon.com/lookout-for-vision/latest/APIReference/Welcome.html>

use bytes::Bytes;
use contracts::DeviceClass;
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
/// The status of a model that answers.
const HOSTED: &str = "HOSTED";

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
    host(
        &client,
        session,
        (project, &version),
        fitted.class,
        progress,
    )
    .await?;
    Ok(version)
}

/// Whether a model is hosted. One that is not there is not.
pub(super) async fn is_hosted(
    session: &Session,
    project: &str,
    version: &str,
) -> anyhow::Result<bool> {
    let status = status(&client(session)?, project, version).await?;
    Ok(status.is_some_and(|(status, _)| status == HOSTED))
}

/// Hosts a model that was trained before; `false` where it is not there.
pub(super) async fn host_again(
    session: &Session,
    class: &DeviceClass,
    project: &str,
    version: &str,
) -> anyhow::Result<bool> {
    let client = client(session)?;
    match status(&client, project, version).await? {
        None => Ok(false),
        Some((status, _)) if status == HOSTED => Ok(true),
        Some((status, _)) => {
            let text = format!("{class}: Lookout for Vision: {status}");
            let progress = session.ui.progress("Models", text);
            host(&client, session, (project, version), class, &progress).await?;
            progress.done(format!(
                "{class}: the model {version} of {project} is hosted"
            ));
            Ok(true)
        }
    }
}

/// Waits until a model is hosted, and starts it when it can be.
async fn host(
    client: &SignedClient,
    session: &Session,
    (project, version): (&str, &str),
    class: &DeviceClass,
    progress: &Progress,
) -> anyhow::Result<()> {
    let mut pauses = Pauses::new(session.manifest().embedded);
    let mut started = false;
    loop {
        let Some((status, message)) = status(client, project, version).await? else {
            anyhow::bail!("the model {version} of {project} is gone");
        };
        progress.update(format!("{class}: Lookout for Vision: {status}"));
        match status.as_str() {
            HOSTED => return Ok(()),
            "TRAINED" if !started => {
                let units = json!({ "MinInferenceUnits": INFERENCE_UNITS });
                let start = format!("{API}/{project}/models/{version}/start");
                post(client, &start, &units).await.map_err(explain)?;
                started = true;
            }
            "TRAINING_FAILED" | "HOSTING_FAILED" | "SYSTEM_UPDATING" | "DELETING" => {
                let problem = Problem::new(format!("the model {version} of {project} is {status}"));
                return Err(match message {
                    Some(message) => problem.because(message),
                    None => problem,
                }
                .into());
            }
            _ => {}
        }
        pauses.pause().await;
    }
}

/// A model's status, and what is told with it; `None` when there is no such model.
async fn status(
    client: &SignedClient,
    project: &str,
    version: &str,
) -> anyhow::Result<Option<(String, Option<String>)>> {
    let model = format!("{API}/{project}/models/{version}");
    let found = match ask(client, "GET", &model, None).await {
        Ok(found) => found,
        Err(error) if error.code() == Some("ResourceNotFoundException") => return Ok(None),
        Err(error) => return Err(explain(error)),
    };
    let told = |member: &str| {
        let told = found["ModelDescription"][member].as_str();
        told.map(str::to_owned)
    };
    let status = told("Status").unwrap_or_else(|| "unknown".to_owned());
    Ok(Some((status, told("StatusMessage"))))
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
