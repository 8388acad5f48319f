//! Rekognition Custom Labels: projects and their versions, for either look.
//! <https://docs.aws.amazon.com/rekognition/latest/customlabels-dg/what-is.html>

mod running;

use aws_sdk_rekognition::types::{
    Asset, GroundTruthManifest, OutputConfig, ProjectVersionDescription, ProjectVersionStatus,
    S3Object, TestingData, TrainingData,
};
use contracts::DeviceClass;
use serde_json::json;
use ui::Progress;

use crate::objects::{self, Body, Upload};
use crate::poll::Pauses;
use crate::sdk_error::{Asked, code};
use crate::session::Session;

use running::Wanted;

pub(crate) use running::{Run, is_running, run, stop};

/// The label of a sound device, and that of any other.
const NORMAL: &str = "normal";
const ANOMALOUS: &str = "anomaly";

/// What a version is trained on.
#[derive(Debug)]
pub(crate) struct Training<'a> {
    /// The project's name.
    pub project: &'a str,
    pub class: &'a DeviceClass,
    /// The folder of the pictures in the pictures bucket.
    pub folder: &'a str,
    /// The version's name, the same for the same pictures.
    pub version: &'a str,
    /// The pictures, with their labels.
    pub pictures: &'a [Picture],
    /// Inference units of the running version. They cost by the hour.
    pub inference_units: u32,
}

/// A picture to train on.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    /// Its key in the pictures bucket.
    pub key: String,
    /// Whether something is wrong with the device.
    pub is_anomalous: bool,
}

/// The ARN of a running version that was trained on these pictures: the one that there is, or a
/// new one.
pub(crate) async fn running_version(
    session: &Session,
    training: &Training<'_>,
    progress: &Progress,
) -> anyhow::Result<String> {
    let project = project(session, training.project).await?;
    if describe(session, &project, training.version)
        .await?
        .is_none()
    {
        train(session, &project, training).await?;
    }
    let wanted = Wanted {
        class: training.class,
        project: &project,
        version: training.version,
        inference_units: training.inference_units,
    };
    running::wait(session, &wanted, progress).await
}

/// The project's ARN; it is made when it is not there.
async fn project(session: &Session, name: &str) -> anyhow::Result<String> {
    if let Some(arn) = find_project(session, name).await? {
        return Ok(arn);
    }
    let made = session
        .clients
        .rekognition
        .create_project()
        .project_name(name)
        .send()
        .await
        .asked(format!("create the Rekognition project {name}"))?;
    Ok(made.project_arn().unwrap_or_default().to_owned())
}

async fn find_project(session: &Session, name: &str) -> anyhow::Result<Option<String>> {
    let found = session
        .clients
        .rekognition
        .describe_projects()
        .project_names(name)
        .send()
        .await;
    let found = match found {
        Err(error) if code(&error) == Some("ResourceNotFoundException") => return Ok(None),
        found => found.asked(format!("describe the Rekognition project {name}"))?,
    };
    let first = found.project_descriptions().first();
    Ok(first
        .and_then(|project| project.project_arn())
        .map(str::to_owned))
}

/// The version of that name; `None` when there is none.
async fn describe(
    session: &Session,
    project: &str,
    version: &str,
) -> anyhow::Result<Option<ProjectVersionDescription>> {
    let answer = session
        .clients
        .rekognition
        .describe_project_versions()
        .project_arn(project)
        .version_names(version)
        .send()
        .await;
    match answer {
        Err(error) if code(&error) == Some("ResourceNotFoundException") => Ok(None),
        answer => {
            let answer = answer.asked(format!("describe the versions of {project}"))?;
            let versions = answer.project_version_descriptions.unwrap_or_default();
            Ok(versions.into_iter().next())
        }
    }
}

/// Begins the training of a version.
async fn train(session: &Session, project: &str, training: &Training<'_>) -> anyhow::Result<()> {
    let names = &session.manifest().names;
    let bucket = &names.pictures_bucket;
    let key = upload_manifest(
        session,
        training.folder,
        training.version,
        training.pictures,
    )
    .await?;
    let object = S3Object::builder().bucket(bucket).name(key).build();
    let asset = Asset::builder()
        .ground_truth_manifest(GroundTruthManifest::builder().s3_object(object).build())
        .build();
    session
        .clients
        .rekognition
        .create_project_version()
        .project_arn(project)
        .version_name(training.version)
        .output_config(
            OutputConfig::builder()
                .s3_bucket(bucket)
                .s3_key_prefix(format!("{}output", training.folder))
                .build(),
        )
        .training_data(TrainingData::builder().assets(asset).build())
        .testing_data(TestingData::builder().auto_create(true).build())
        .send()
        .await
        .asked(format!("train a version of {project}"))?;
    Ok(())
}

/// Puts the pictures' labels into their folder; gives the key. Lookout for Vision reads the same form.
pub(crate) async fn upload_manifest(
    session: &Session,
    folder: &str,
    job: &str,
    pictures: &[Picture],
) -> anyhow::Result<String> {
    let bucket = &session.manifest().names.pictures_bucket;
    let key = format!("{folder}labels.jsonl");
    let upload = Upload {
        key: key.clone(),
        body: Body::Bytes(manifest(bucket, job, pictures).into_bytes().into()),
    };
    objects::put(&session.clients.s3, bucket, upload).await?;
    Ok(key)
}

/// The pictures and their labels, in the form of Ground Truth: a JSON object a line.
/// <https://docs.aws.amazon.com/rekognition/latest/customlabels-dg/md-create-manifest-file-classification.html>
fn manifest(bucket: &str, job: &str, pictures: &[Picture]) -> String {
    let line = |picture: &Picture| {
        let name = if picture.is_anomalous {
            ANOMALOUS
        } else {
            NORMAL
        };
        let line = json!({
            "source-ref": format!("s3://{bucket}/{}", picture.key),
            "condition": u8::from(picture.is_anomalous),
            "condition-metadata": {
                "class-name": name,
                "confidence": 1,
                "type": "groundtruth/image-classification",
                "job-name": job,
                "human-annotated": "yes",
                // The form asks for one, and the same pictures must give the same manifest.
                "creation-date": "2026-01-01T00:00:00",
            },
        });
        format!("{line}\n")
    };
    pictures.iter().map(line).collect()
}

/// Removes the project with all its versions. `false` when there is none.
pub(crate) async fn remove(session: &Session, name: &str) -> anyhow::Result<bool> {
    let Some(project) = find_project(session, name).await? else {
        return Ok(false);
    };
    let rekognition = &session.clients.rekognition;
    let mut pauses = Pauses::new(session.manifest().embedded);
    loop {
        let answer = rekognition
            .describe_project_versions()
            .project_arn(&project)
            .send()
            .await
            .asked(format!("describe the versions of {project}"))?;
        let versions = answer.project_version_descriptions();
        if versions.is_empty() {
            break;
        }
        for version in versions {
            let arn = version.project_version_arn().unwrap_or_default();
            match version.status() {
                Some(ProjectVersionStatus::Running) => stop(session, arn).await,
                Some(
                    ProjectVersionStatus::Deleting
                    | ProjectVersionStatus::Stopping
                    | ProjectVersionStatus::Starting
                    | ProjectVersionStatus::TrainingInProgress,
                ) => {}
                _ => {
                    rekognition
                        .delete_project_version()
                        .project_version_arn(arn)
                        .send()
                        .await
                        .asked(format!("delete the custom labels model {arn}"))?;
                }
            }
        }
        pauses.pause().await;
    }
    rekognition
        .delete_project()
        .project_arn(&project)
        .send()
        .await
        .asked(format!("delete the Rekognition project {name}"))?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_is_an_object_a_line_and_the_same_every_time() {
        let picture = |key: &str, is_anomalous| Picture {
            key: key.to_owned(),
            is_anomalous,
        };
        let pictures = [
            picture("training/meter/s/a.jpg", true),
            picture("training/meter/s/b.jpg", false),
        ];
        let text = manifest("pictures", "s", &pictures);
        assert_eq!(text, manifest("pictures", "s", &pictures));
        let lines: Vec<serde_json::Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(
            lines[1]["source-ref"],
            "s3://pictures/training/meter/s/b.jpg"
        );
        assert_eq!(lines[0]["condition-metadata"]["class-name"], "anomaly");
        assert_eq!(lines[1]["condition-metadata"]["class-name"], "normal");
    }
}
