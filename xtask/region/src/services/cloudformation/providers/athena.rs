//! `AWS::Athena::*`.

use async_trait::async_trait;
use serde_json::{Map, Value, json};

use super::{Made, Provider, Read, Request, invalid, present, read, tag_list};
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::athena::{model, modified};

/// The workgroup of queries that name none.
const PRIMARY: &str = "primary";

pub(super) struct WorkGroup;

#[async_trait]
impl Provider for WorkGroup {
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError> {
        Ok(request.text("Name").map(str::to_owned))
    }

    async fn exists(&self, context: &Context, name: &str) -> Result<bool, ServiceError> {
        let workgroups = context.athena().workgroups()?;
        Ok(workgroups.iter().any(|workgroup| workgroup.name == name))
    }

    async fn put(
        &self,
        request: Request<'_>,
        physical_id: Option<&str>,
    ) -> Result<Made, ServiceError> {
        let (context, name) = (request.context, physical_id.unwrap_or_default());
        if request
            .properties
            .contains_key("WorkGroupConfigurationUpdates")
        {
            return Err(invalid(
                "WorkGroupConfigurationUpdates is no longer taken: change \
                                WorkGroupConfiguration",
            ));
        }
        let configuration = request
            .properties
            .get("WorkGroupConfiguration")
            .cloned()
            .unwrap_or_else(|| json!({}));
        let description = request.text("Description").map(str::to_owned);
        let tags: Vec<(String, String)> = request.tags().into_iter().collect();
        let enabled = request.text("State") != Some("DISABLED");
        if !self.exists(context, name).await? {
            context.athena().create_workgroup(
                context,
                name,
                description.clone(),
                configuration.clone(),
                tags.clone(),
            )?;
        }
        context
            .athena()
            .update_workgroup(context, name, |workgroup| {
                workgroup.description = description;
                workgroup.configuration = configuration;
                workgroup.enabled = enabled;
                workgroup.tags = tags;
            })?;
        let workgroup = context.athena().workgroup(context, name)?;
        let engine = "Athena engine version 3";
        Ok(Made::new(name)
            .with("CreationTime", workgroup.created.as_second().to_string())
            .with(
                "WorkGroupConfiguration.EngineVersion.EffectiveEngineVersion",
                engine,
            ))
    }

    async fn delete(
        &self,
        context: &Context,
        name: &str,
        properties: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        if !self.exists(context, name).await? {
            return Ok(());
        }
        let recursive = properties.get("RecursiveDeleteOption") == Some(&Value::Bool(true));
        context.athena().delete_workgroup(context, name, recursive)
    }

    fn readable(&self) -> &'static [&'static str] {
        &["Description", "State", "WorkGroupConfiguration", "Tags"]
    }

    async fn read(&self, context: &Context, name: &str, _: &Map<String, Value>) -> Read {
        if !self.exists(context, name).await? {
            return Ok(None);
        }
        let workgroup = context.athena().workgroup(context, name)?;
        let state = if workgroup.enabled {
            "ENABLED"
        } else {
            "DISABLED"
        };
        Ok(Some(read([
            ("Description", workgroup.description.map(Value::from)),
            ("State", Some(state.into())),
            ("WorkGroupConfiguration", Some(workgroup.configuration)),
            ("Tags", tag_list(workgroup.tags)),
        ])))
    }
}

pub(super) struct NamedQuery;

#[async_trait]
impl Provider for NamedQuery {
    /// Athena makes the id.
    fn physical_id(&self, _: Request<'_>) -> Result<Option<String>, ServiceError> {
        Ok(None)
    }

    async fn exists(&self, _: &Context, _: &str) -> Result<bool, ServiceError> {
        Ok(false)
    }

    async fn put(&self, request: Request<'_>, _: Option<&str>) -> Result<Made, ServiceError> {
        let text = |name| request.text(name).unwrap_or_default().to_owned();
        let query = model::NamedQuery {
            named_query_id: String::new(),
            name: match request.text("Name") {
                Some(name) => name.to_owned(),
                None => request.generated_name(128),
            },
            description: request.text("Description").map(str::to_owned),
            database: text("Database"),
            query_string: text("QueryString"),
            work_group: request.text("WorkGroup").unwrap_or(PRIMARY).to_owned(),
        };
        // Every property makes a new query when it changes, so there is nothing to update, and
        // a second attempt is recognised by its token.
        let context = request.context;
        let kept = context
            .athena()
            .create_named_query(context, query, Some(request.token))?;
        let id = kept.named_query_id;
        Ok(Made::new(id.clone()).with("NamedQueryId", id))
    }

    async fn delete(
        &self,
        context: &Context,
        id: &str,
        _: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        match context.athena().delete_named_query(id) {
            Err(error) if error.message.contains("is not found") => Ok(()),
            other => other,
        }
    }
}

pub(super) struct PreparedStatement;

#[async_trait]
impl Provider for PreparedStatement {
    /// `<name>|<workgroup>`, as the type's primary identifier has it.
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError> {
        let text = |name| request.text(name).unwrap_or_default();
        Ok(Some(format!(
            "{}|{}",
            text("StatementName"),
            text("WorkGroup")
        )))
    }

    async fn exists(&self, context: &Context, id: &str) -> Result<bool, ServiceError> {
        let (name, workgroup) = parts(id);
        match context.athena().prepared_statement(workgroup, name) {
            Ok(_) => Ok(true),
            Err(error) if error.code == "ResourceNotFoundException" => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn put(
        &self,
        request: Request<'_>,
        physical_id: Option<&str>,
    ) -> Result<Made, ServiceError> {
        let id = physical_id.unwrap_or_default();
        let (name, workgroup) = parts(id);
        let context = request.context;
        let statement = model::PreparedStatement {
            statement_name: name.to_owned(),
            work_group_name: workgroup.to_owned(),
            query_statement: request
                .text("QueryStatement")
                .unwrap_or_default()
                .to_owned(),
            description: request.text("Description").map(str::to_owned),
            last_modified_time: modified(context),
        };
        context
            .athena()
            .put_prepared_statement(context, &statement, true)?;
        Ok(Made::new(id))
    }

    async fn delete(
        &self,
        context: &Context,
        id: &str,
        _: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        let (name, workgroup) = parts(id);
        match context.athena().delete_prepared_statement(workgroup, name) {
            Err(error) if error.code == "ResourceNotFoundException" => Ok(()),
            other => other,
        }
    }

    fn readable(&self) -> &'static [&'static str] {
        &["QueryStatement", "Description"]
    }

    async fn read(&self, context: &Context, id: &str, _: &Map<String, Value>) -> Read {
        let (name, workgroup) = parts(id);
        let statement = present(context.athena().prepared_statement(workgroup, name))?;
        Ok(statement.map(|statement| {
            read([
                ("QueryStatement", Some(statement.query_statement.into())),
                ("Description", statement.description.map(Value::from)),
            ])
        }))
    }
}

/// The name and the workgroup of a prepared statement's id.
fn parts(id: &str) -> (&str, &str) {
    id.split_once('|').unwrap_or((id, PRIMARY))
}
