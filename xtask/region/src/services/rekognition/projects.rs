//! Projects: made, described, deleted.

use serde::Deserialize;
use serde_json::{Value, json};

use super::input::{check_name, decode, page, page_told};
use super::record::{Project, seconds};
use super::{Rekognition, in_use, invalid, not_found};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::store;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Create {
    project_name: String,
    feature: Option<String>,
    auto_update: Option<String>,
    tags: Option<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Describe {
    project_names: Option<Vec<String>>,
    next_token: Option<String>,
    max_results: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Delete {
    project_arn: String,
}

impl Rekognition {
    pub(super) fn create_project(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let input: Create = decode(input)?;
        let name = input.project_name;
        check_name("ProjectName", &name)?;
        let now = context.now();
        let arn = context.arn(
            "rekognition",
            &format!("project/{name}/{}", now.as_millisecond()),
        );
        context.authorise(caller, "rekognition:CreateProject", &arn)?;
        if let Some(feature) = input.feature.filter(|feature| feature != "CUSTOM_LABELS") {
            return Err(invalid(format!(
                "Feature \"{feature}\" is not served by the embedded region, only CUSTOM_LABELS is"
            )));
        }
        if input.auto_update.is_some_and(|update| update != "DISABLED") {
            return Err(invalid(
                "AutoUpdate is for the feature CONTENT_MODERATION alone",
            ));
        }
        if input
            .tags
            .is_some_and(|tags| tags.as_object().is_none_or(|tags| !tags.is_empty()))
        {
            return Err(invalid("Tags are not served by the embedded region"));
        }
        let _writing = self.write_lock();
        if self.projects.get(&name)?.is_some() {
            return Err(in_use(format!("a project named \"{name}\" exists already")));
        }
        let project = Project {
            name: name.clone(),
            arn: arn.clone(),
            created: now,
        };
        self.projects.put(&name, &project)?;
        Ok(json!({ "ProjectArn": arn }))
    }

    pub(super) fn describe_projects(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        context.authorise(caller, "rekognition:DescribeProjects", "*")?;
        let input: Describe = decode(input)?;
        let projects = match &input.project_names {
            None => {
                let mut projects = self.projects.all()?;
                // The latest first, as AWS lists them.
                projects.sort_by_key(|project| std::cmp::Reverse(project.created));
                projects
            }
            Some(names) => names
                .iter()
                .map(|name| {
                    self.projects
                        .get(name)?
                        .ok_or_else(|| not_found(format!("there is no project \"{name}\"")))
                })
                .collect::<Result<_, ServiceError>>()?,
        };
        let (projects, next) = page(projects, input.max_results, input.next_token.as_deref())?;
        let described: Vec<Value> = projects
            .iter()
            .map(|project| {
                json!({
                    "ProjectArn": project.arn,
                    "CreationTimestamp": seconds(project.created),
                    "Status": "CREATED",
                    "Feature": "CUSTOM_LABELS",
                    "Datasets": [],
                })
            })
            .collect();
        Ok(page_told("ProjectDescriptions", described, next))
    }

    pub(super) fn delete_project(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let input: Delete = decode(input)?;
        context.authorise(caller, "rekognition:DeleteProject", &input.project_arn)?;
        let _writing = self.write_lock();
        let project = self.project(&input.project_arn)?;
        let mut versions = self.versions.scan(&store::key([project.name.as_str(), ""]));
        if versions.next().is_some() {
            return Err(in_use(format!(
                "{} still has versions; delete them first with DeleteProjectVersion",
                project.arn
            )));
        }
        self.projects.delete(&project.name)?;
        Ok(json!({ "Status": "DELETING" }))
    }

    /// The project of an ARN.
    pub(super) fn project(&self, arn: &str) -> Result<Project, ServiceError> {
        let name = arn
            .split_once(":project/")
            .and_then(|(_, path)| path.split('/').next())
            .ok_or_else(|| {
                invalid(format!(
                    "ProjectArn \"{arn}\" is not \
                     arn:aws:rekognition:<region>:<account>:project/<name>/<time>"
                ))
            })?;
        self.projects
            .get(name)?
            .filter(|project| project.arn == arn)
            .ok_or_else(|| not_found(format!("there is no project {arn}")))
    }
}
