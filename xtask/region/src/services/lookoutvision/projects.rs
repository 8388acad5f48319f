//! Projects: made, listed, described, deleted.

use serde::Deserialize;
use serde_json::{Value, json};

use super::record::{Dataset, Project};
use super::{LookoutVision, conflict, invalid, not_found};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::protocol::rest_json::Response;
use crate::services::rekognition::record::seconds;
use crate::store;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Create {
    project_name: String,
}

impl LookoutVision {
    pub(super) fn create_project(
        &self,
        context: &Context,
        caller: &Caller,
        input: Create,
    ) -> Result<Response, ServiceError> {
        let name = input.project_name;
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
        if !(1..=255).contains(&name.len())
            || !name.bytes().all(allowed)
            || name.starts_with(['-', '_'])
        {
            return Err(invalid(format!(
                "projectName \"{name}\" must be 1 to 255 letters, digits, dashes and underscores, \
                 beginning with a letter or digit"
            )));
        }
        let arn = context.arn("lookoutvision", &format!("project/{name}"));
        context.authorise(caller, "lookoutvision:CreateProject", &arn)?;
        let _writing = self.write_lock();
        if self.projects.get(&name)?.is_some() {
            return Err(conflict(format!("Project {name} already exists.")));
        }
        let project = Project {
            name: name.clone(),
            arn,
            created: context.now(),
            train: None,
            test: None,
            last: 0,
        };
        self.projects.put(&name, &project)?;
        Ok(Response::json(
            200,
            &json!({ "ProjectMetadata": metadata(&project) }),
        ))
    }

    pub(super) fn list_projects(
        &self,
        context: &Context,
        caller: &Caller,
    ) -> Result<Response, ServiceError> {
        context.authorise(caller, "lookoutvision:ListProjects", "*")?;
        let projects = self.projects.all()?;
        let listed: Vec<Value> = projects.iter().map(metadata).collect();
        Ok(Response::json(200, &json!({ "Projects": listed })))
    }

    pub(super) fn describe_project(
        &self,
        context: &Context,
        caller: &Caller,
        name: &str,
    ) -> Result<Response, ServiceError> {
        let project = self.project(context, caller, name, "lookoutvision:DescribeProject")?;
        let mut description = metadata(&project);
        let datasets = [("train", &project.train), ("test", &project.test)];
        let datasets = datasets
            .into_iter()
            .filter_map(|(kind, dataset)| Some(dataset_metadata(kind, dataset.as_ref()?)));
        description["Datasets"] = datasets.collect();
        let body = json!({ "ProjectDescription": description });
        Ok(Response::json(200, &body))
    }

    pub(super) fn delete_project(
        &self,
        context: &Context,
        caller: &Caller,
        name: &str,
    ) -> Result<Response, ServiceError> {
        let project = self.project(context, caller, name, "lookoutvision:DeleteProject")?;
        let _writing = self.write_lock();
        if self.models.scan(&store::key([name, ""])).next().is_some() {
            return Err(conflict(format!(
                "Project {name} still has models; delete them first with DeleteModel."
            )));
        }
        self.projects.delete(name)?;
        Ok(Response::json(200, &json!({ "ProjectArn": project.arn })))
    }

    /// A project, if the caller may do this with it.
    pub(super) fn project(
        &self,
        context: &Context,
        caller: &Caller,
        name: &str,
        action: &str,
    ) -> Result<Project, ServiceError> {
        let arn = context.arn("lookoutvision", &format!("project/{name}"));
        context.authorise(caller, action, &arn)?;
        self.projects
            .get(name)?
            .ok_or_else(|| not_found(format!("Project {name} not found.")))
    }
}

fn metadata(project: &Project) -> Value {
    json!({
        "ProjectArn": project.arn,
        "ProjectName": project.name,
        "CreationTimestamp": seconds(project.created),
    })
}

pub(super) fn dataset_metadata(kind: &str, dataset: &Dataset) -> Value {
    json!({
        "DatasetType": kind,
        "CreationTimestamp": seconds(dataset.created),
        "Status": "CREATE_COMPLETE",
        "StatusMessage": "The dataset was created.",
    })
}
