//! Glue's operations (`AWSGlue.*`).

use regex::Regex;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Database, Glue, GlueTable, as_object, invalid, not_found};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::protocol::json::decode;

/// The largest page.
const PAGE: usize = 100;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    catalog_id: Option<String>,
    name: Option<String>,
    database_name: Option<String>,
    table_name: Option<String>,
    database_input: Option<Value>,
    table_input: Option<Value>,
    expression: Option<String>,
    tables_to_delete: Option<Vec<String>>,
    tags: Option<Map<String, Value>>,
    tags_to_add: Option<Map<String, Value>>,
    tags_to_remove: Option<Vec<String>>,
    resource_arn: Option<String>,
    max_results: Option<usize>,
    next_token: Option<String>,
}

impl Input {
    fn database(&self) -> Result<&str, ServiceError> {
        self.database_name
            .as_deref()
            .ok_or_else(|| invalid("DatabaseName is missing"))
    }

    fn name(&self) -> Result<&str, ServiceError> {
        self.name
            .as_deref()
            .ok_or_else(|| invalid("Name is missing"))
    }

    fn table(&self) -> Result<&str, ServiceError> {
        self.table_name
            .as_deref()
            .ok_or_else(|| invalid("TableName is missing"))
    }

    /// A page of items, and the token of the next.
    fn page<T>(&self, items: Vec<T>) -> Result<(Vec<T>, Option<String>), ServiceError> {
        let start: usize = match &self.next_token {
            None => 0,
            Some(token) => token
                .parse()
                .map_err(|_| invalid("NextToken is not one that was given"))?,
        };
        let count = self.max_results.unwrap_or(PAGE).clamp(1, PAGE);
        let next = (start + count < items.len()).then(|| (start + count).to_string());
        Ok((items.into_iter().skip(start).take(count).collect(), next))
    }
}

impl Glue {
    /// Answers one operation of the wire protocol.
    pub(crate) async fn call(
        &self,
        context: &Context,
        caller: &Caller,
        operation: &str,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let mut input: Input = decode(input)?;
        if let Some(catalog) = &input.catalog_id
            && catalog != context.account()
        {
            return Err(not_found(format!(
                "Catalog {catalog} not found; the account's own is {}",
                context.account()
            )));
        }
        authorise(context, caller, operation, &input)?;
        match operation {
            "CreateDatabase" => {
                let tags = pairs(input.tags.take());
                self.create_database(
                    context,
                    input.database_input.take().unwrap_or_default(),
                    tags,
                )?;
                Ok(json!({}))
            }
            "GetDatabase" => {
                let database = self.database(input.name()?)?;
                Ok(json!({ "Database": database_json(context, &database) }))
            }
            "GetDatabases" => {
                let (databases, next) = input.page(self.databases()?)?;
                let list: Vec<Value> = databases
                    .iter()
                    .map(|one| database_json(context, one))
                    .collect();
                Ok(with_token(json!({ "DatabaseList": list }), next))
            }
            "UpdateDatabase" => {
                let given = input.database_input.take().unwrap_or_default();
                self.update_database(input.name()?, given, None)?;
                Ok(json!({}))
            }
            "DeleteDatabase" => {
                self.delete_database(context, input.name()?)?;
                Ok(json!({}))
            }
            "CreateTable" => {
                let given = input.table_input.take().unwrap_or_default();
                self.create_table(
                    context,
                    input.database()?,
                    given,
                    &caller.arn(context.account()),
                )?;
                Ok(json!({}))
            }
            "GetTable" => {
                let table = self.table(input.database()?, input.name()?)?;
                Ok(json!({ "Table": table_json(context, &table) }))
            }
            "GetTables" => self.list_tables(context, &input),
            "UpdateTable" => {
                let given = input.table_input.take().unwrap_or_default();
                self.update_table(context, input.database()?, given)?;
                Ok(json!({}))
            }
            "DeleteTable" => {
                self.delete_table(input.database()?, input.name()?)?;
                Ok(json!({}))
            }
            "BatchDeleteTable" => self.batch_delete(&input),
            "GetPartitions" => {
                // As on AWS: partitions that are projected are not registered.
                self.table(input.database()?, input.table()?)?;
                Ok(json!({ "Partitions": [] }))
            }
            "GetPartition" => {
                self.table(input.database()?, input.table()?)?;
                Err(not_found("Cannot find partition."))
            }
            "TagResource" => {
                let given = pairs(input.tags_to_add.take());
                self.change_tags(tagged(&input)?, |tags| {
                    tags.retain(|(key, _)| !given.iter().any(|(other, _)| other == key));
                    tags.extend(given);
                })?;
                Ok(json!({}))
            }
            "UntagResource" => {
                let keys = input.tags_to_remove.take().unwrap_or_default();
                self.change_tags(tagged(&input)?, |tags| {
                    tags.retain(|(key, _)| !keys.contains(key));
                })?;
                Ok(json!({}))
            }
            "GetTags" => {
                let tags = self.database(tagged(&input)?)?.tags;
                let tags: Map<String, Value> = tags
                    .into_iter()
                    .map(|(key, value)| (key, Value::from(value)))
                    .collect();
                Ok(json!({ "Tags": tags }))
            }
            _ => Err(ServiceError::unknown_operation("Glue", operation)),
        }
    }

    fn list_tables(&self, context: &Context, input: &Input) -> Result<Value, ServiceError> {
        let mut tables = self.tables(input.database()?)?;
        if let Some(expression) = &input.expression {
            // The whole name has to match, as in Glue.
            let pattern = Regex::new(&format!("^(?:{expression})$")).map_err(|error| {
                invalid(format!("Expression {expression:?} is no pattern: {error}"))
            })?;
            tables.retain(|table| pattern.is_match(&table.name));
        }
        let (tables, next) = input.page(tables)?;
        let list: Vec<Value> = tables
            .iter()
            .map(|table| table_json(context, table))
            .collect();
        Ok(with_token(json!({ "TableList": list }), next))
    }

    fn batch_delete(&self, input: &Input) -> Result<Value, ServiceError> {
        let database = input.database()?;
        self.database(database)?;
        let mut errors = Vec::new();
        for name in input.tables_to_delete.iter().flatten() {
            if let Err(error) = self.delete_table(database, name) {
                let detail = json!({ "ErrorCode": error.code, "ErrorMessage": error.message });
                errors.push(json!({ "TableName": name, "ErrorDetail": detail }));
            }
        }
        Ok(json!({ "Errors": errors }))
    }
}

/// Glue asks for a permission on the thing and on all that holds it.
fn authorise(
    context: &Context,
    caller: &Caller,
    operation: &str,
    input: &Input,
) -> Result<(), ServiceError> {
    let action = format!("glue:{operation}");
    if let Some(arn) = &input.resource_arn {
        return context.authorise(caller, &action, arn);
    }
    context.authorise(caller, &action, &context.arn("glue", "catalog"))?;
    let named = |input: &Option<Value>| {
        let name = input.as_ref().and_then(|input| input["Name"].as_str());
        name.map(str::to_lowercase)
    };
    let of_table = operation.contains("Table") || operation.contains("Partition");
    let database = if of_table {
        input.database_name.clone()
    } else {
        input.name.clone().or_else(|| named(&input.database_input))
    };
    let Some(database) = database.map(|name| name.to_lowercase()) else {
        return Ok(());
    };
    context.authorise(
        caller,
        &action,
        &context.arn("glue", &format!("database/{database}")),
    )?;
    if !of_table {
        return Ok(());
    }
    let one = input
        .name
        .clone()
        .or_else(|| input.table_name.clone())
        .or_else(|| named(&input.table_input));
    let tables = match (one, &input.tables_to_delete) {
        (_, Some(tables)) => tables.clone(),
        (Some(table), None) => vec![table],
        (None, None) => vec!["*".to_owned()],
    };
    tables.iter().try_for_each(|table| {
        let resource = format!("table/{database}/{}", table.to_lowercase());
        context.authorise(caller, &action, &context.arn("glue", &resource))
    })
}

/// The database that an ARN names; tables have no tags.
fn tagged(input: &Input) -> Result<&str, ServiceError> {
    let arn = input.resource_arn.as_deref().unwrap_or_default();
    arn.split_once(":database/")
        .map(|(_, name)| name)
        .ok_or_else(|| {
            invalid(format!(
                "the embedded region tags databases; {arn:?} is the ARN of none"
            ))
        })
}

fn pairs(tags: Option<Map<String, Value>>) -> Vec<(String, String)> {
    let text = |value: Value| value.as_str().unwrap_or_default().to_owned();
    tags.into_iter()
        .flatten()
        .map(|(key, value)| (key, text(value)))
        .collect()
}

fn with_token(mut answer: Value, token: Option<String>) -> Value {
    if let Some(token) = token {
        answer["NextToken"] = Value::from(token);
    }
    answer
}

/// Seconds since 1970, as the JSON protocol writes times.
fn seconds(at: jiff::Timestamp) -> Value {
    Value::from(at.as_millisecond() as f64 / 1_000.0)
}

fn database_json(context: &Context, database: &Database) -> Value {
    let mut out = as_object(&database.input);
    out.insert("CreateTime".to_owned(), seconds(database.created));
    out.insert("CatalogId".to_owned(), Value::from(context.account()));
    Value::Object(out)
}

fn table_json(context: &Context, table: &GlueTable) -> Value {
    let mut out = as_object(&table.input);
    out.insert(
        "DatabaseName".to_owned(),
        Value::from(table.database.clone()),
    );
    out.insert("CreateTime".to_owned(), seconds(table.created));
    out.insert("UpdateTime".to_owned(), seconds(table.updated));
    out.insert(
        "CreatedBy".to_owned(),
        Value::from(table.created_by.clone()),
    );
    out.insert(
        "IsRegisteredWithLakeFormation".to_owned(),
        Value::from(false),
    );
    out.insert("CatalogId".to_owned(), Value::from(context.account()));
    out.insert(
        "VersionId".to_owned(),
        Value::from(table.version.to_string()),
    );
    Value::Object(out)
}
