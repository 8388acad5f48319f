//! `AWS::Glue::*`.

use async_trait::async_trait;
use serde_json::{Map, Value};

use super::{Made, Provider, Read, Request, gone, invalid, present, read};
use crate::context::Context;
use crate::error::ServiceError;

/// Who made a table, followed by the token of the resource: a second attempt knows its own.
const CREATED_BY: &str = "cloudformation.amazonaws.com";
const NAME_LENGTH: usize = 255;

pub(super) struct Database;

#[async_trait]
impl Provider for Database {
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError> {
        own_catalogue(request)?;
        Ok(Some(match named(request.properties, "DatabaseInput") {
            Some(name) => name.to_lowercase(),
            None => request.name("DatabaseName", NAME_LENGTH).to_lowercase(),
        }))
    }

    async fn exists(&self, context: &Context, name: &str) -> Result<bool, ServiceError> {
        super::found(context.glue().database(name))
    }

    async fn put(
        &self,
        request: Request<'_>,
        physical_id: Option<&str>,
    ) -> Result<Made, ServiceError> {
        let (context, name) = (request.context, physical_id.unwrap_or_default());
        let input = input(request, "DatabaseInput", name);
        if self.exists(context, name).await? {
            context.glue().update_database(name, input, None)?;
        } else {
            context.glue().create_database(context, input, Vec::new())?;
        }
        Ok(Made::new(name))
    }

    async fn delete(
        &self,
        context: &Context,
        name: &str,
        _: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        gone(context.glue().delete_database(context, name))
    }

    fn readable(&self) -> &'static [&'static str] {
        &["DatabaseInput"]
    }

    async fn read(&self, context: &Context, name: &str, expected: &Map<String, Value>) -> Read {
        let database = present(context.glue().database(name))?;
        let input = database.map(|database| database.input);
        Ok(input.map(|input| {
            read([(
                "DatabaseInput",
                Some(cased(input, expected, "DatabaseInput")),
            )])
        }))
    }
}

pub(super) struct Table;

#[async_trait]
impl Provider for Table {
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError> {
        own_catalogue(request)?;
        if request.properties.contains_key("OpenTableFormatInput") {
            return Err(invalid("the embedded region has no Iceberg tables"));
        }
        Ok(Some(match named(request.properties, "TableInput") {
            Some(name) => name.to_lowercase(),
            None => request.name("Name", NAME_LENGTH).to_lowercase(),
        }))
    }

    /// `Ref` gives the name alone, which other databases may have, too: `put` tells.
    async fn exists(&self, _: &Context, _: &str) -> Result<bool, ServiceError> {
        Ok(false)
    }

    async fn put(
        &self,
        request: Request<'_>,
        physical_id: Option<&str>,
    ) -> Result<Made, ServiceError> {
        let (context, name) = (request.context, physical_id.unwrap_or_default());
        let database = request.text("DatabaseName").unwrap_or_default();
        let input = input(request, "TableInput", name);
        let creator = format!("{CREATED_BY}/{}", request.token);
        match super::present(context.glue().table(database, name))? {
            None => {
                context
                    .glue()
                    .create_table(context, database, input, &creator)?;
            }
            Some(table) if request.previous.is_some() || table.created_by == creator => {
                context.glue().update_table(context, database, input)?;
            }
            Some(_) => {
                return Err(ServiceError::client(
                    "AlreadyExistsException",
                    format!("Table already exists: {database}.{name}"),
                ));
            }
        }
        Ok(Made::new(name))
    }

    async fn delete(
        &self,
        context: &Context,
        name: &str,
        properties: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        let database = properties
            .get("DatabaseName")
            .and_then(Value::as_str)
            .unwrap_or_default();
        gone(context.glue().delete_table(database, name))
    }

    fn readable(&self) -> &'static [&'static str] {
        &["TableInput"]
    }

    async fn read(&self, context: &Context, name: &str, expected: &Map<String, Value>) -> Read {
        let database = expected.get("DatabaseName").and_then(Value::as_str);
        let table = present(context.glue().table(database.unwrap_or_default(), name))?;
        let input = table.map(|table| table.input);
        Ok(input.map(|input| read([("TableInput", Some(cased(input, expected, "TableInput")))])))
    }
}

fn own_catalogue(request: Request<'_>) -> Result<(), ServiceError> {
    let catalogue = request.text("CatalogId").unwrap_or_default();
    if catalogue == request.context.account() {
        return Ok(());
    }
    Err(invalid(format!(
        "the embedded region has the catalogue of its account {} only, not {catalogue}",
        request.context.account()
    )))
}

fn named<'a>(properties: &'a Map<String, Value>, input: &str) -> Option<&'a str> {
    properties.get(input)?.get("Name")?.as_str()
}

/// The input with the name that the resource has.
fn input(request: Request<'_>, property: &str, name: &str) -> Value {
    let mut input = match request.properties.get(property) {
        Some(Value::Object(input)) => input.clone(),
        _ => Map::new(),
    };
    input.insert("Name".to_owned(), name.into());
    Value::Object(input)
}

/// The input with its name as the template writes it: the catalogue has names in lower case.
fn cased(mut input: Value, expected: &Map<String, Value>, property: &str) -> Value {
    if let (Some(name), Some(Value::String(kept))) = (named(expected, property), input.get("Name"))
        && kept.eq_ignore_ascii_case(name)
    {
        input["Name"] = name.into();
    }
    input
}
