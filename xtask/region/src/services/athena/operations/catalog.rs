//! The data catalogue through Athena's eyes.

use regex::Regex;
use serde_json::{Value, json};

use super::{Input, required, with_token};
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::athena::{CATALOG, invalid};
use crate::services::glue::{Database, GlueTable};

pub(super) fn call(
    context: &Context,
    operation: &str,
    input: &Input,
) -> Result<Value, ServiceError> {
    check(input.catalog_name.as_deref().or(input.name.as_deref()))?;
    let missing = |error: ServiceError| match error.status {
        400 => ServiceError::client("MetadataException", error.message),
        _ => error,
    };
    let database = || required(input.database_name.as_deref(), "DatabaseName");
    match operation {
        "ListDataCatalogs" => Ok(catalogs()),
        "GetDataCatalog" => Ok(json!({
            "DataCatalog": { "Name": CATALOG, "Type": "GLUE" },
        })),
        "ListDatabases" => {
            let (databases, next) = input.page(context.glue().databases()?)?;
            let list: Vec<Value> = databases.iter().map(database_json).collect();
            Ok(with_token(json!({ "DatabaseList": list }), next))
        }
        "GetDatabase" => {
            let found = context.glue().database(database()?).map_err(missing)?;
            Ok(json!({ "Database": database_json(&found) }))
        }
        "ListTableMetadata" => {
            let mut tables = context.glue().tables(database()?).map_err(missing)?;
            if let Some(expression) = &input.expression {
                let pattern = Regex::new(&format!("^(?:{expression})$")).map_err(|error| {
                    invalid(format!("Expression {expression:?} is no pattern: {error}"))
                })?;
                tables.retain(|table| pattern.is_match(&table.name));
            }
            let (tables, next) = input.page(tables)?;
            let list: Vec<Value> = tables.iter().map(table_json).collect();
            Ok(with_token(json!({ "TableMetadataList": list }), next))
        }
        _ => {
            let name = required(input.table_name.as_deref(), "TableName")?;
            let table = context.glue().table(database()?, name).map_err(missing)?;
            Ok(json!({ "TableMetadata": table_json(&table) }))
        }
    }
}

pub(super) fn check(name: Option<&str>) -> Result<(), ServiceError> {
    match name {
        Some(name) if !name.eq_ignore_ascii_case(CATALOG) => Err(invalid(format!(
            "Catalog {name} is not found; the embedded region has {CATALOG}"
        ))),
        _ => Ok(()),
    }
}

fn catalogs() -> Value {
    json!({ "DataCatalogsSummary": [{ "CatalogName": CATALOG, "Type": "GLUE" }] })
}

fn database_json(database: &Database) -> Value {
    let mut out = json!({ "Name": database.name });
    for member in ["Description", "Parameters"] {
        if let Some(value) = database.input.get(member) {
            out[member] = value.clone();
        }
    }
    out
}

fn table_json(table: &GlueTable) -> Value {
    let columns = |list: &Value| -> Vec<Value> { list.as_array().cloned().unwrap_or_default() };
    let storage = &table.input["StorageDescriptor"];
    let mut parameters = table.input["Parameters"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    for (name, value) in [
        ("location", &storage["Location"]),
        ("inputformat", &storage["InputFormat"]),
        ("outputformat", &storage["OutputFormat"]),
        (
            "serde.serialization.lib",
            &storage["SerdeInfo"]["SerializationLibrary"],
        ),
    ] {
        if value.is_string() {
            parameters.insert(name.to_owned(), value.clone());
        }
    }
    json!({
        "Name": table.name,
        "CreateTime": table.created.as_millisecond() as f64 / 1_000.0,
        "TableType": table.input["TableType"].as_str().unwrap_or("EXTERNAL_TABLE"),
        "Columns": columns(&storage["Columns"]),
        "PartitionKeys": columns(&table.input["PartitionKeys"]),
        "Parameters": parameters,
    })
}
