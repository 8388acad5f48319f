//! Versions of a project: trained, described, started, stopped, deleted.

use std::path::PathBuf;

use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::input::{check_name, decode, page, page_told};
use super::record::{RoleSession, Status, Units, Version, seconds, version_key};
use super::{Rekognition, eyes, in_use, invalid, not_found, training};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::store;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Create {
    project_arn: String,
    version_name: String,
    output_config: Value,
    training_data: Option<Value>,
    testing_data: Option<Value>,
    version_description: Option<String>,
    tags: Option<Value>,
    kms_key_id: Option<String>,
    feature_config: Option<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Describe {
    project_arn: String,
    version_names: Option<Vec<String>>,
    next_token: Option<String>,
    max_results: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Start {
    project_version_arn: String,
    min_inference_units: u32,
    max_inference_units: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Named {
    project_version_arn: String,
}

impl Rekognition {
    pub(super) async fn create_version(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let input: Create = decode(input)?;
        check_name("VersionName", &input.version_name)?;
        context.authorise(
            caller,
            "rekognition:CreateProjectVersion",
            &input.project_arn,
        )?;
        let project = self.project(&input.project_arn)?;
        for (member, given) in [
            ("Tags", input.tags.is_some()),
            ("KmsKeyId", input.kms_key_id.is_some()),
            ("FeatureConfig", input.feature_config.is_some()),
        ] {
            if given {
                return Err(invalid(format!(
                    "{member} is not served by the embedded region"
                )));
            }
        }
        if input.output_config["S3Bucket"]
            .as_str()
            .is_none_or(str::is_empty)
        {
            return Err(invalid("OutputConfig.S3Bucket is missing"));
        }
        let training = input.training_data.ok_or_else(|| {
            invalid(
                "TrainingData is missing: datasets of a project are not served by the embedded \
                 region, name a manifest in TrainingData.Assets",
            )
        })?;
        training::check_manifests(context, caller, &training).await?;

        let now = context.now();
        let name = input.version_name;
        let arn = context.arn(
            "rekognition",
            &format!(
                "project/{}/version/{name}/{}",
                project.name,
                now.as_millisecond()
            ),
        );
        let version = Version {
            project: project.name,
            name,
            arn: arn.clone(),
            id: Uuid::new_v4().simple().to_string(),
            description: input.version_description,
            created: now,
            status: Status::TrainingInProgress,
            message: "The model is being trained.".to_owned(),
            output: input.output_config,
            training,
            testing: input.testing_data.unwrap_or_default(),
            trained_for: RoleSession::of(caller),
            trained: None,
            units: None,
        };
        {
            let _writing = self.write_lock();
            // Once more, under the lock: it may have been deleted.
            self.project(&input.project_arn)?;
            if self.versions.get(&version.key())?.is_some() {
                return Err(in_use(format!(
                    "the project has a version named \"{}\" already",
                    version.name
                )));
            }
            self.versions.put(&version.key(), &version)?;
        }
        training::begin(context, version);
        Ok(json!({ "ProjectVersionArn": arn }))
    }

    pub(super) fn describe_versions(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let input: Describe = decode(input)?;
        context.authorise(
            caller,
            "rekognition:DescribeProjectVersions",
            &input.project_arn,
        )?;
        let project = self.project(&input.project_arn)?;
        let mut versions = self
            .versions
            .scan(&store::key([project.name.as_str(), ""]))
            .map(|entry| entry.map(|(_, version)| version))
            .collect::<Result<Vec<_>, _>>()?;
        if let Some(names) = &input.version_names {
            versions.retain(|version| names.contains(&version.name));
        }
        // The latest first, as AWS lists them.
        versions.sort_by_key(|version| std::cmp::Reverse(version.created));
        let (versions, next) = page(versions, input.max_results, input.next_token.as_deref())?;
        let described: Vec<Value> = versions.iter().map(describe).collect();
        Ok(page_told("ProjectVersionDescriptions", described, next))
    }

    pub(super) fn start_version(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let input: Start = decode(input)?;
        let arn = &input.project_version_arn;
        context.authorise(caller, "rekognition:StartProjectVersion", arn)?;
        let (least, most) = (input.min_inference_units, input.max_inference_units);
        if least == 0 || most.is_some_and(|most| most < least) {
            return Err(invalid(
                "MinInferenceUnits must be at least 1 and MaxInferenceUnits no less than that",
            ));
        }
        let version = self.change(arn, |version| {
            if !matches!(
                version.status,
                Status::TrainingCompleted | Status::Stopped | Status::Failed
            ) {
                return Err(in_use(format!(
                    "{arn} is {}; only a trained version that does not run can be started",
                    version.status.as_str()
                )));
            }
            version.status = Status::Starting;
            version.message = "The model is being started.".to_owned();
            version.units = Some(Units { least, most });
            Ok(())
        })?;
        finish_starting(context, version);
        Ok(json!({ "Status": "STARTING" }))
    }

    pub(super) fn stop_version(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let Named {
            project_version_arn: arn,
        } = decode(input)?;
        context.authorise(caller, "rekognition:StopProjectVersion", &arn)?;
        self.change(&arn, |version| {
            if version.status != Status::Running {
                return Err(in_use(format!(
                    "{arn} is {}; only a running version can be stopped",
                    version.status.as_str()
                )));
            }
            version.status = Status::Stopped;
            version.message = "The model is stopped.".to_owned();
            version.units = None;
            Ok(())
        })?;
        Ok(json!({ "Status": "STOPPING" }))
    }

    pub(super) fn delete_version(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let Named {
            project_version_arn: arn,
        } = decode(input)?;
        context.authorise(caller, "rekognition:DeleteProjectVersion", &arn)?;
        let _writing = self.write_lock();
        let version = self.version(&arn)?;
        if matches!(
            version.status,
            Status::TrainingInProgress | Status::Starting | Status::Running
        ) {
            return Err(in_use(format!(
                "{arn} is {}; stop it first, or wait until it is trained",
                version.status.as_str()
            )));
        }
        self.versions.delete(&version.key())?;
        // What stays behind when this fails is swept at the next start.
        let _ = std::fs::remove_file(self.model_file(&version.id));
        Ok(json!({ "Status": "DELETING" }))
    }

    /// The version of an ARN.
    pub(super) fn version(&self, arn: &str) -> Result<Version, ServiceError> {
        let path = arn.split_once(":project/").map(|(_, path)| path);
        let mut parts = path.unwrap_or_default().split('/');
        let (Some(project), Some("version"), Some(name)) =
            (parts.next(), parts.next(), parts.next())
        else {
            return Err(invalid(format!(
                "ProjectVersionArn \"{arn}\" is not arn:aws:rekognition:<region>:<account>:\
                 project/<name>/version/<version>/<time>"
            )));
        };
        self.versions
            .get(&version_key(project, name))?
            .filter(|version| version.arn == arn)
            .ok_or_else(|| not_found(format!("there is no project version {arn}")))
    }

    /// Changes a version, if `change` agrees.
    pub(super) fn change(
        &self,
        arn: &str,
        change: impl FnOnce(&mut Version) -> Result<(), ServiceError>,
    ) -> Result<Version, ServiceError> {
        let _writing = self.write_lock();
        let mut version = self.version(arn)?;
        change(&mut version)?;
        self.versions.put(&version.key(), &version)?;
        Ok(version)
    }

    /// Where the model of a version is kept.
    pub(super) fn model_file(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}.model"))
    }

    /// Removes model files that no version has.
    pub(super) fn sweep(&self, versions: &[Version]) {
        let Ok(files) = std::fs::read_dir(&self.folder) else {
            return;
        };
        let kept: Vec<PathBuf> = versions.iter().map(|v| self.model_file(&v.id)).collect();
        for file in files.flatten().map(|entry| entry.path()) {
            if !kept.contains(&file) {
                let _ = std::fs::remove_file(file);
            }
        }
    }
}

/// Reads the model of a version that is starting; then it runs, or has failed.
pub(super) fn finish_starting(context: &Context, version: Version) {
    let with = context.clone();
    context.spawn(async move {
        let reader = with.clone();
        let id = version.id.clone();
        let read = eyes::look(move || -> Result<(), ServiceError> {
            let rekognition = reader.rekognition();
            rekognition.models.get(&id, &rekognition.model_file(&id))?;
            eyes::backbone().map(|_| ())
        })
        .await
        .and_then(|read| read);
        let changed = with.rekognition().change(&version.arn, |version| {
            (version.status, version.message) = match read {
                Ok(()) => (Status::Running, "The model is running.".to_owned()),
                Err(error) => (Status::Failed, error.message),
            };
            Ok(())
        });
        if let Err(error) = changed {
            tracing::error!(%error, version = version.arn, "a custom labels version did not start");
        }
    });
}

fn describe(version: &Version) -> Value {
    let mut output = Map::new();
    let mut put = |name: &str, value: Value| {
        output.insert(name.to_owned(), value);
    };
    put("ProjectVersionArn", json!(version.arn));
    put("CreationTimestamp", json!(seconds(version.created)));
    put("Status", json!(version.status.as_str()));
    put("StatusMessage", json!(version.message));
    put("OutputConfig", version.output.clone());
    put("TrainingDataResult", json!({ "Input": version.training }));
    if !version.testing.is_null() {
        put("TestingDataResult", json!({ "Input": version.testing }));
    }
    put("Feature", json!("CUSTOM_LABELS"));
    if let Some(description) = &version.description {
        put("VersionDescription", json!(description));
    }
    if let Some(trained) = version.trained {
        let took = seconds(trained) - seconds(version.created);
        put("TrainingEndTimestamp", json!(seconds(trained)));
        put("BillableTrainingTimeInSeconds", json!(took.ceil() as u64));
    }
    if let Some(units) = version.units {
        put("MinInferenceUnits", json!(units.least));
        if let Some(most) = units.most {
            put("MaxInferenceUnits", json!(most));
        }
    }
    Value::Object(output)
}
