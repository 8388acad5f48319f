//! Models: trained, described, hosted, deleted.

use std::path::PathBuf;

use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::record::{Model, Status};
use super::{LookoutVision, accepted, conflict, invalid, not_found};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::protocol::rest_json::Response;
use crate::services::rekognition::eyes;
use crate::services::rekognition::image::S3Object;
use crate::services::rekognition::record::{RoleSession, seconds};
use crate::services::rekognition::training::{learn, read_manifest};
use crate::store;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Create {
    description: Option<String>,
    #[serde(default)]
    output_config: Value,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Start {
    min_inference_units: u32,
}

impl LookoutVision {
    pub(super) fn create_model(
        &self,
        context: &Context,
        caller: &Caller,
        project: &str,
        input: Create,
    ) -> Result<Response, ServiceError> {
        let action = "lookoutvision:CreateModel";
        if input.output_config["S3Location"]["Bucket"]
            .as_str()
            .is_none_or(str::is_empty)
        {
            return Err(invalid("OutputConfig.S3Location.Bucket is missing"));
        }
        let model = {
            let _writing = self.write_lock();
            let mut project = self.project(context, caller, project, action)?;
            let Some(dataset) = project.train.clone() else {
                return Err(conflict(format!(
                    "Project {} has no dataset train; make it first with CreateDataset.",
                    project.name
                )));
            };
            project.last += 1;
            let version = project.last.to_string();
            let arn = context.arn(
                "lookoutvision",
                &format!("model/{}/{version}", project.name),
            );
            let model = Model {
                project: project.name.clone(),
                version,
                arn,
                id: Uuid::new_v4().simple().to_string(),
                description: input.description,
                output: input.output_config,
                dataset,
                status: Status::Training,
                message: "The model is being trained.".to_owned(),
                trained_for: RoleSession::of(caller),
                created: context.now(),
                trained: None,
                units: None,
            };
            self.projects.put(&project.name, &project)?;
            self.models.put(&model.key(), &model)?;
            model
        };
        let told = metadata(&model);
        begin(context, model);
        Ok(accepted(&json!({ "ModelMetadata": told })))
    }

    pub(super) fn list_models(
        &self,
        context: &Context,
        caller: &Caller,
        project: &str,
    ) -> Result<Response, ServiceError> {
        let project = self.project(context, caller, project, "lookoutvision:ListModels")?;
        let mut models = self
            .models
            .scan(&store::key([project.name.as_str(), ""]))
            .map(|entry| entry.map(|(_, model)| model))
            .collect::<Result<Vec<_>, _>>()?;
        // The latest first, as AWS lists them.
        models.sort_by_key(|model| std::cmp::Reverse(model.created));
        let listed: Vec<Value> = models.iter().map(metadata).collect();
        Ok(Response::json(200, &json!({ "Models": listed })))
    }

    pub(super) fn describe_model(
        &self,
        context: &Context,
        caller: &Caller,
        project: &str,
        version: &str,
    ) -> Result<Response, ServiceError> {
        let action = "lookoutvision:DescribeModel";
        let model = self.model(context, caller, project, version, action)?;
        let mut description = metadata(&model);
        description["OutputConfig"] = model.output.clone();
        if let Some(trained) = model.trained {
            description["EvaluationEndTimestamp"] = json!(seconds(trained));
        }
        if let Some(units) = model.units {
            description["MinInferenceUnits"] = json!(units);
        }
        let body = json!({ "ModelDescription": description });
        Ok(Response::json(200, &body))
    }

    pub(super) fn start_model(
        &self,
        context: &Context,
        caller: &Caller,
        project: &str,
        version: &str,
        input: Start,
    ) -> Result<Response, ServiceError> {
        let action = "lookoutvision:StartModel";
        self.model(context, caller, project, version, action)?;
        if input.min_inference_units == 0 {
            return Err(invalid("MinInferenceUnits must be at least 1"));
        }
        let model = self.change(project, version, |model| {
            if !matches!(model.status, Status::Trained | Status::HostingFailed) {
                return Err(refused(
                    model,
                    "only a trained one that is not hosted can be started",
                ));
            }
            model.status = Status::StartingHosting;
            model.message = "The model is being started.".to_owned();
            model.units = Some(input.min_inference_units);
            Ok(())
        })?;
        finish_starting(context, model);
        Ok(accepted(&json!({ "Status": "STARTING_HOSTING" })))
    }

    pub(super) fn stop_model(
        &self,
        context: &Context,
        caller: &Caller,
        project: &str,
        version: &str,
    ) -> Result<Response, ServiceError> {
        let action = "lookoutvision:StopModel";
        self.model(context, caller, project, version, action)?;
        self.change(project, version, |model| {
            if model.status != Status::Hosted {
                return Err(refused(model, "only a hosted one can be stopped"));
            }
            model.status = Status::Trained;
            model.message = "The model is stopped.".to_owned();
            model.units = None;
            Ok(())
        })?;
        Ok(accepted(&json!({ "Status": "STOPPING_HOSTING" })))
    }

    pub(super) fn delete_model(
        &self,
        context: &Context,
        caller: &Caller,
        project: &str,
        version: &str,
    ) -> Result<Response, ServiceError> {
        let action = "lookoutvision:DeleteModel";
        let model = self.model(context, caller, project, version, action)?;
        if matches!(
            model.status,
            Status::Training | Status::StartingHosting | Status::Hosted
        ) {
            return Err(refused(
                &model,
                "stop it first, or wait until it is trained",
            ));
        }
        let _writing = self.write_lock();
        self.models.delete(&model.key())?;
        let _ = std::fs::remove_file(self.model_file(&model.id));
        Ok(accepted(&json!({ "ModelArn": model.arn })))
    }

    /// A model, if the caller may do this with it.
    pub(super) fn model(
        &self,
        context: &Context,
        caller: &Caller,
        project: &str,
        version: &str,
        action: &str,
    ) -> Result<Model, ServiceError> {
        let arn = context.arn("lookoutvision", &format!("model/{project}/{version}"));
        context.authorise(caller, action, &arn)?;
        self.find(project, version)
    }

    fn find(&self, project: &str, version: &str) -> Result<Model, ServiceError> {
        self.models
            .get(&store::key([project, version]))?
            .ok_or_else(|| not_found(format!("Project {project} has no model {version}.")))
    }

    fn change(
        &self,
        project: &str,
        version: &str,
        change: impl FnOnce(&mut Model) -> Result<(), ServiceError>,
    ) -> Result<Model, ServiceError> {
        let _writing = self.write_lock();
        let mut model = self.find(project, version)?;
        change(&mut model)?;
        self.models.put(&model.key(), &model)?;
        Ok(model)
    }

    /// Where a model is kept.
    pub(super) fn model_file(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}.model"))
    }
}

/// Trains a model in the background.
pub(super) fn begin(context: &Context, model: Model) {
    let with = context.clone();
    context.spawn(async move {
        let trained = train(&with, &model).await;
        let now = with.now();
        let changed = with
            .lookoutvision()
            .change(&model.project, &model.version, |model| {
                (model.status, model.message) = match trained {
                    Ok(pictures) => (
                        Status::Trained,
                        format!("The model was trained on {pictures} pictures."),
                    ),
                    Err(error) => (Status::TrainingFailed, error.message),
                };
                model.trained = Some(now);
                Ok(())
            });
        if let Err(error) = changed {
            tracing::error!(%error, model = model.arn, "a training could not be recorded");
        }
    });
}

async fn train(context: &Context, model: &Model) -> Result<usize, ServiceError> {
    let trainer = RoleSession::caller(model.trained_for.as_ref());
    let object = S3Object::new(&model.dataset.bucket, &model.dataset.key);
    let pictures = read_manifest(context, &trainer, &object).await?;
    let file = context.lookoutvision().model_file(&model.id);
    learn(context, &trainer, pictures, file).await
}

/// Reads a model that is starting; then it is hosted, or has failed.
pub(super) fn finish_starting(context: &Context, model: Model) {
    let with = context.clone();
    context.spawn(async move {
        let reader = with.clone();
        let id = model.id.clone();
        let read = eyes::look(move || -> Result<(), ServiceError> {
            let lookout = reader.lookoutvision();
            lookout.read.get(&id, &lookout.model_file(&id))?;
            eyes::backbone().map(|_| ())
        })
        .await
        .and_then(|read| read);
        let changed = with
            .lookoutvision()
            .change(&model.project, &model.version, |model| {
                (model.status, model.message) = match read {
                    Ok(()) => (Status::Hosted, "The model is running.".to_owned()),
                    Err(error) => (Status::HostingFailed, error.message),
                };
                Ok(())
            });
        if let Err(error) = changed {
            tracing::error!(%error, model = model.arn, "a model was not hosted");
        }
    });
}

fn refused(model: &Model, why: &str) -> ServiceError {
    conflict(format!(
        "Model {} of project {} is {}; {why}.",
        model.version,
        model.project,
        model.status.as_str()
    ))
}

fn metadata(model: &Model) -> Value {
    let mut told = json!({
        "CreationTimestamp": seconds(model.created),
        "ModelVersion": model.version,
        "ModelArn": model.arn,
        "Status": model.status.as_str(),
        "StatusMessage": model.message,
    });
    if let Some(description) = &model.description {
        told["Description"] = json!(description);
    }
    told
}
