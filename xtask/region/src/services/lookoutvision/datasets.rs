//! Datasets: a manifest in the form of Ground Truth, with what was found in it.

use serde::Deserialize;
use serde_json::json;

use super::projects::dataset_metadata;
use super::record::{Dataset, Project};
use super::{LookoutVision, accepted, conflict, invalid, not_found};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::protocol::rest_json::Response;
use crate::services::rekognition::image::S3Object;
use crate::services::rekognition::record::seconds;
use crate::services::rekognition::training::read_manifest;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Create {
    dataset_type: String,
    dataset_source: Option<Source>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Source {
    ground_truth_manifest: Manifest,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Manifest {
    s3_object: ManifestObject,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ManifestObject {
    bucket: String,
    key: String,
}

impl LookoutVision {
    pub(super) async fn create_dataset(
        &self,
        context: &Context,
        caller: &Caller,
        project: &str,
        input: Create,
    ) -> Result<Response, ServiceError> {
        self.project(context, caller, project, "lookoutvision:CreateDataset")?;
        let Some(source) = input.dataset_source else {
            return Err(invalid(
                "DatasetSource is missing: entries of a dataset are not changed one by one here, name \
                 a manifest",
            ));
        };
        let ManifestObject { bucket, key } = source.ground_truth_manifest.s3_object;
        let object = S3Object::new(&bucket, &key);
        let pictures = read_manifest(context, caller, &object)
            .await
            .map_err(|error| invalid(error.message))?;
        let anomalous = pictures.iter().filter(|picture| picture.anomalous).count();
        let dataset = Dataset {
            bucket,
            key,
            normal: pictures.len() - anomalous,
            anomalous,
            created: context.now(),
        };
        let kind = input.dataset_type;
        let told = dataset_metadata(&kind, &dataset);
        {
            let _writing = self.write_lock();
            let mut project =
                self.project(context, caller, project, "lookoutvision:CreateDataset")?;
            let place = place(&mut project, &kind)?;
            if place.is_some() {
                return Err(conflict(format!(
                    "The project has a dataset {kind} already."
                )));
            }
            *place = Some(dataset);
            self.projects.put(&project.name, &project)?;
        }
        Ok(accepted(&json!({ "DatasetMetadata": told })))
    }

    pub(super) fn describe_dataset(
        &self,
        context: &Context,
        caller: &Caller,
        project: &str,
        kind: &str,
    ) -> Result<Response, ServiceError> {
        let mut project =
            self.project(context, caller, project, "lookoutvision:DescribeDataset")?;
        let name = project.name.clone();
        let Some(dataset) = place(&mut project, kind)?.clone() else {
            return Err(missing(&name, kind));
        };
        let (normal, anomalous) = (dataset.normal, dataset.anomalous);
        Ok(Response::json(
            200,
            &json!({ "DatasetDescription": {
                "ProjectName": name,
                "DatasetType": kind,
                "CreationTimestamp": seconds(dataset.created),
                "LastUpdatedTimestamp": seconds(dataset.created),
                "Status": "CREATE_COMPLETE",
                "StatusMessage": "The dataset was created.",
                "ImageStats": {
                    "Total": normal + anomalous,
                    "Labeled": normal + anomalous,
                    "Normal": normal,
                    "Anomaly": anomalous,
                },
            } }),
        ))
    }

    pub(super) fn delete_dataset(
        &self,
        context: &Context,
        caller: &Caller,
        project: &str,
        kind: &str,
    ) -> Result<Response, ServiceError> {
        let _writing = self.write_lock();
        let mut project = self.project(context, caller, project, "lookoutvision:DeleteDataset")?;
        let name = project.name.clone();
        if place(&mut project, kind)?.take().is_none() {
            return Err(missing(&name, kind));
        }
        self.projects.put(&name, &project)?;
        Ok(accepted(&json!({})))
    }
}

fn missing(project: &str, kind: &str) -> ServiceError {
    not_found(format!("Project {project} has no dataset {kind}."))
}

fn place<'a>(
    project: &'a mut Project,
    kind: &str,
) -> Result<&'a mut Option<Dataset>, ServiceError> {
    match kind {
        "train" => Ok(&mut project.train),
        "test" => Ok(&mut project.test),
        _ => Err(invalid(format!(
            "datasetType \"{kind}\" must be train or test"
        ))),
    }
}
