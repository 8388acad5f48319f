//! Databases and tables, in the form in which Glue keeps them.

use std::collections::BTreeMap;
use std::fmt::Debug;

use schema::AthenaType;
use serde_json::Value;

use crate::error::{ErrorKind, QueryError};

/// What there is to ask of. Names are in lower case, as in Glue.
pub trait Catalog: Debug + Send + Sync {
    /// The databases, sorted.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    fn databases(&self) -> Result<Vec<String>, QueryError>;

    /// The names of a database's tables, sorted; `None` when there is no such database.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    fn tables(&self, database: &str) -> Result<Option<Vec<String>>, QueryError>;

    /// A table in the form of Glue's `TableInput`; `None` when there is none.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    fn table(&self, database: &str, table: &str) -> Result<Option<Value>, QueryError>;
}

/// A catalogue in memory, for tests and for checking queries against tables that exist nowhere.
#[derive(Debug, Clone, Default)]
pub struct MemoryCatalog {
    databases: BTreeMap<String, BTreeMap<String, Value>>,
}

impl MemoryCatalog {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// With a database that holds tables, each in the form of Glue's `TableInput`.
    #[must_use]
    pub fn with(mut self, database: &str, tables: impl IntoIterator<Item = Value>) -> Self {
        let known = self.databases.entry(database.to_owned()).or_default();
        for table in tables {
            let name = table["Name"].as_str().unwrap_or_default().to_owned();
            known.insert(name, table);
        }
        self
    }
}

impl Catalog for MemoryCatalog {
    fn databases(&self) -> Result<Vec<String>, QueryError> {
        Ok(self.databases.keys().cloned().collect())
    }

    fn tables(&self, database: &str) -> Result<Option<Vec<String>>, QueryError> {
        let tables = self.databases.get(database);
        Ok(tables.map(|tables| tables.keys().cloned().collect()))
    }

    fn table(&self, database: &str, table: &str) -> Result<Option<Value>, QueryError> {
        let tables = self.databases.get(database);
        Ok(tables.and_then(|tables| tables.get(table).cloned()))
    }
}

/// A table, read from its `TableInput`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct GlueTable {
    pub name: String,
    pub description: Option<String>,
    pub columns: Vec<GlueColumn>,
    pub partition_keys: Vec<GlueColumn>,
    pub parameters: BTreeMap<String, String>,
    /// Such as `s3://bucket/tables/defects/`, always ending in `/`.
    pub location: String,
}

/// A column of a [`GlueTable`].
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct GlueColumn {
    pub name: String,
    pub data_type: AthenaType,
    pub comment: Option<String>,
}

impl GlueTable {
    /// Reads a `TableInput`. Only Parquet is read by this engine.
    pub(crate) fn parse(input: &Value) -> Result<Self, QueryError> {
        let name = input["Name"].as_str().unwrap_or_default().to_lowercase();
        let bad = |what: String| {
            QueryError::new(
                ErrorKind::InvalidTableProperty,
                format!("Table '{name}': {what}"),
            )
        };
        if let Some(kind) = input["TableType"].as_str()
            && kind != "EXTERNAL_TABLE"
        {
            return Err(QueryError::not_supported(format!(
                "Table '{name}' of type {kind}"
            )));
        }
        let storage = &input["StorageDescriptor"];
        let serde = storage["SerdeInfo"]["SerializationLibrary"].as_str();
        if !serde.is_some_and(|serde| serde.to_ascii_lowercase().contains("parquet")) {
            return Err(QueryError::not_supported(format!(
                "Table '{name}' with the serialization library {}; it reads Parquet",
                serde.unwrap_or("(none)")
            )));
        }
        let mut location = storage["Location"]
            .as_str()
            .ok_or_else(|| bad("StorageDescriptor.Location is missing".to_owned()))?
            .to_owned();
        if !location.ends_with('/') {
            location.push('/');
        }
        let parameters = input["Parameters"]
            .as_object()
            .into_iter()
            .flatten()
            .filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())))
            .collect();
        Ok(Self {
            columns: columns(&storage["Columns"]).map_err(bad)?,
            partition_keys: columns(&input["PartitionKeys"]).map_err(bad)?,
            description: input["Description"].as_str().map(str::to_owned),
            parameters,
            location,
            name,
        })
    }
}

fn columns(list: &Value) -> Result<Vec<GlueColumn>, String> {
    list.as_array()
        .into_iter()
        .flatten()
        .map(|column| {
            let name = column["Name"]
                .as_str()
                .ok_or_else(|| "a column has no Name".to_owned())?;
            let text = column["Type"].as_str().unwrap_or("string");
            let data_type = AthenaType::parse_glue(text)
                .map_err(|error| format!("column '{name}': {error}"))?;
            Ok(GlueColumn {
                name: name.to_lowercase(),
                data_type,
                comment: column["Comment"].as_str().map(str::to_owned),
            })
        })
        .collect()
}
