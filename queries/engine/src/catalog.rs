//! Databases and tables, in the form in which Glue keeps them.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

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

    /// Whether there is a database of that name.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    fn has_database(&self, database: &str) -> Result<bool, QueryError>;

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

    /// Keeps a table or view, in the form of Glue's `TableInput`; one of the same name gives way.
    ///
    /// # Errors
    /// When the catalogue takes none.
    fn put_table(&self, database: &str, input: Value) -> Result<(), QueryError> {
        let _ = (database, input);
        Err(QueryError::not_supported(
            "a table or view in this catalogue",
        ))
    }

    /// Forgets a table or view that is there.
    ///
    /// # Errors
    /// When the catalogue lets none go.
    fn delete_table(&self, database: &str, table: &str) -> Result<(), QueryError> {
        let _ = (database, table);
        Err(QueryError::not_supported(
            "dropping a table or view of this catalogue",
        ))
    }
}

type Databases = BTreeMap<String, BTreeMap<String, Value>>;

/// A catalogue in memory, for tests and for checking queries against tables that exist nowhere.
#[derive(Debug, Default)]
pub struct MemoryCatalog {
    databases: RwLock<Databases>,
}

impl MemoryCatalog {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// With a database that holds tables, each in the form of Glue's `TableInput`.
    #[must_use]
    pub fn with(self, database: &str, tables: impl IntoIterator<Item = Value>) -> Self {
        let mut databases = self.write();
        let known = databases.entry(database.to_owned()).or_default();
        for table in tables {
            let name = table["Name"].as_str().unwrap_or_default().to_owned();
            known.insert(name, table);
        }
        drop(databases);
        self
    }

    fn read(&self) -> RwLockReadGuard<'_, Databases> {
        self.databases
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Databases> {
        self.databases
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Catalog for MemoryCatalog {
    fn databases(&self) -> Result<Vec<String>, QueryError> {
        Ok(self.read().keys().cloned().collect())
    }

    fn has_database(&self, database: &str) -> Result<bool, QueryError> {
        Ok(self.read().contains_key(database))
    }

    fn tables(&self, database: &str) -> Result<Option<Vec<String>>, QueryError> {
        let databases = self.read();
        let tables = databases.get(database);
        Ok(tables.map(|tables| tables.keys().cloned().collect()))
    }

    fn table(&self, database: &str, table: &str) -> Result<Option<Value>, QueryError> {
        let databases = self.read();
        let tables = databases.get(database);
        Ok(tables.and_then(|tables| tables.get(table).cloned()))
    }

    fn put_table(&self, database: &str, input: Value) -> Result<(), QueryError> {
        let name = input["Name"].as_str().unwrap_or_default().to_owned();
        let mut databases = self.write();
        databases
            .entry(database.to_owned())
            .or_default()
            .insert(name, input);
        Ok(())
    }

    fn delete_table(&self, database: &str, table: &str) -> Result<(), QueryError> {
        if let Some(tables) = self.write().get_mut(database) {
            tables.remove(table);
        }
        Ok(())
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
    pub is_view: bool,
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
        let is_view = input["TableType"] == schema::View::TABLE_TYPE;
        if let Some(kind) = input["TableType"].as_str()
            && kind != "EXTERNAL_TABLE"
            && !is_view
        {
            return Err(QueryError::not_supported(format!(
                "Table '{name}' of type {kind}"
            )));
        }
        let storage = &input["StorageDescriptor"];
        let serde = storage["SerdeInfo"]["SerializationLibrary"].as_str();
        if !is_view && !serde.is_some_and(|serde| serde.to_ascii_lowercase().contains("parquet")) {
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
            is_view,
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
