//! Glue: the data catalogue's databases and tables.
//!
//! A table is kept as its `TableInput`, the form in which CloudFormation and the API give it and
//! in which the SQL engine reads it. Names are lowered, as Glue lowers them. Partitions are not
//! registered: the lake's tables project theirs.

mod operations;

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::context::{Context, Scope};
use crate::error::ServiceError;
use crate::store::{StoreError, Table, key};

/// The longest name of a database, a table or a column.
const LONGEST_NAME: usize = 255;
/// Members of a `DatabaseInput` that are kept.
const DATABASE_MEMBERS: [&str; 5] = [
    "Name",
    "Description",
    "LocationUri",
    "Parameters",
    "CreateTableDefaultPermissions",
];
/// Members of a `TableInput` that are kept.
const TABLE_MEMBERS: [&str; 12] = [
    "Name",
    "Description",
    "Owner",
    "LastAccessTime",
    "LastAnalyzedTime",
    "Retention",
    "StorageDescriptor",
    "PartitionKeys",
    "ViewOriginalText",
    "ViewExpandedText",
    "TableType",
    "Parameters",
];

/// Glue of one AWS region.
pub struct Glue {
    databases: Table<Database>,
    tables: Table<GlueTable>,
    writing: Mutex<()>,
}

/// A database.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Database {
    /// Its name, in lower case.
    pub name: String,
    /// Its `DatabaseInput`.
    pub input: Value,
    /// When it was made.
    pub created: Timestamp,
    /// Its tags, in order.
    pub tags: Vec<(String, String)>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GlueTable {
    /// Its database.
    pub database: String,
    /// Its name, in lower case.
    pub name: String,
    /// Its `TableInput`.
    pub input: Value,
    /// When it was made.
    pub created: Timestamp,
    /// When it was changed.
    pub updated: Timestamp,
    /// How often it was changed.
    pub version: u64,
    /// Who made it.
    pub created_by: String,
}

impl fmt::Debug for Glue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Glue").finish_non_exhaustive()
    }
}

impl Glue {
    pub(crate) fn open(scope: &Scope<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            databases: scope.table("glue.databases")?,
            tables: scope.table("glue.tables")?,
            writing: Mutex::new(()),
        })
    }

    /// Makes a database from its `DatabaseInput`.
    ///
    /// # Errors
    /// `AlreadyExistsException`, `InvalidInputException`.
    pub fn create_database(
        &self,
        context: &Context,
        input: Value,
        tags: Vec<(String, String)>,
    ) -> Result<Database, ServiceError> {
        let (name, input) = checked(input, "DatabaseInput", &DATABASE_MEMBERS)?;
        let _writing = self.write_lock();
        if self.databases.get(&name)?.is_some() {
            return Err(ServiceError::client(
                "AlreadyExistsException",
                format!("Database already exists: {name}"),
            ));
        }
        let database = Database {
            name,
            input,
            created: context.now(),
            tags,
        };
        self.databases.put(&database.name, &database)?;
        Ok(database)
    }

    /// A database.
    ///
    /// # Errors
    /// `EntityNotFoundException`.
    pub fn database(&self, name: &str) -> Result<Database, ServiceError> {
        let name = name.to_lowercase();
        self.databases
            .get(&name)?
            .ok_or_else(|| not_found(format!("Database {name} not found.")))
    }

    /// All databases, by name.
    pub fn databases(&self) -> Result<Vec<Database>, ServiceError> {
        Ok(self.databases.all()?)
    }

    /// Changes a database; its name stays. `tags` replace those it has, when given.
    ///
    /// # Errors
    /// `EntityNotFoundException`, `InvalidInputException`.
    pub fn update_database(
        &self,
        name: &str,
        input: Value,
        tags: Option<Vec<(String, String)>>,
    ) -> Result<(), ServiceError> {
        let (renamed, input) = checked(input, "DatabaseInput", &DATABASE_MEMBERS)?;
        let _writing = self.write_lock();
        let mut database = self.database(name)?;
        if renamed != database.name {
            return Err(invalid(format!(
                "a database keeps its name: {} can't become {renamed}",
                database.name
            )));
        }
        database.input = input;
        if let Some(tags) = tags {
            database.tags = tags;
        }
        Ok(self.databases.put(&database.name, &database)?)
    }

    /// Removes a database and its tables. The tables' files stay where they are.
    ///
    /// # Errors
    /// `EntityNotFoundException`.
    pub fn delete_database(&self, context: &Context, name: &str) -> Result<(), ServiceError> {
        let _writing = self.write_lock();
        let database = self.database(name)?;
        let mut batch = context.store().batch();
        for table in self.tables_of(&database.name)? {
            batch.delete(&self.tables, &key([&table.database, &table.name]));
        }
        batch.delete(&self.databases, &database.name);
        Ok(batch.commit()?)
    }

    /// Makes a table from its `TableInput`.
    ///
    /// # Errors
    /// `EntityNotFoundException` for the database, `AlreadyExistsException`,
    /// `InvalidInputException`.
    pub fn create_table(
        &self,
        context: &Context,
        database: &str,
        input: Value,
        created_by: &str,
    ) -> Result<GlueTable, ServiceError> {
        let (name, input) = checked_table(input)?;
        let _writing = self.write_lock();
        let database = self.database(database)?.name;
        let place = key([&database, &name]);
        if self.tables.get(&place)?.is_some() {
            return Err(ServiceError::client(
                "AlreadyExistsException",
                format!("Table already exists: {database}.{name}"),
            ));
        }
        let now = context.now();
        let table = GlueTable {
            database,
            name,
            input,
            created: now,
            updated: now,
            version: 0,
            created_by: created_by.to_owned(),
        };
        self.tables.put(&place, &table)?;
        Ok(table)
    }

    /// A table.
    ///
    /// # Errors
    /// `EntityNotFoundException` for the database or the table.
    pub fn table(&self, database: &str, name: &str) -> Result<GlueTable, ServiceError> {
        let database = self.database(database)?.name;
        let name = name.to_lowercase();
        self.tables
            .get(&key([&database, &name]))?
            .ok_or_else(|| not_found(format!("Table {name} not found.")))
    }

    /// The tables of a database, by name.
    ///
    /// # Errors
    /// `EntityNotFoundException`.
    pub fn tables(&self, database: &str) -> Result<Vec<GlueTable>, ServiceError> {
        self.tables_of(&self.database(database)?.name)
    }

    /// Changes a table; its name stays.
    ///
    /// # Errors
    /// `EntityNotFoundException`, `InvalidInputException`.
    pub fn update_table(
        &self,
        context: &Context,
        database: &str,
        input: Value,
    ) -> Result<(), ServiceError> {
        let (name, input) = checked_table(input)?;
        let _writing = self.write_lock();
        let mut table = self.table(database, &name)?;
        table.input = input;
        table.updated = context.now();
        table.version += 1;
        Ok(self.tables.put(&key([&table.database, &name]), &table)?)
    }

    /// Removes a table. Its files stay where they are.
    ///
    /// # Errors
    /// `EntityNotFoundException`.
    pub fn delete_table(&self, database: &str, name: &str) -> Result<(), ServiceError> {
        let _writing = self.write_lock();
        let table = self.table(database, name)?;
        Ok(self.tables.delete(&key([&table.database, &table.name]))?)
    }

    fn tables_of(&self, database: &str) -> Result<Vec<GlueTable>, ServiceError> {
        let tables = self.tables.scan(&key([database, ""]));
        Ok(tables
            .map(|entry| entry.map(|(_, table)| table))
            .collect::<Result<_, _>>()?)
    }

    /// Changes a database's tags.
    fn change_tags(
        &self,
        name: &str,
        change: impl FnOnce(&mut Vec<(String, String)>),
    ) -> Result<(), ServiceError> {
        let _writing = self.write_lock();
        let mut database = self.database(name)?;
        change(&mut database.tags);
        Ok(self.databases.put(&database.name, &database)?)
    }

    fn write_lock(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The name, lowered, and the input with it. What is not kept would be lost in silence, and so is
/// refused.
fn checked(input: Value, shape: &str, members: &[&str]) -> Result<(String, Value), ServiceError> {
    let Value::Object(mut input) = input else {
        return Err(invalid(format!("{shape} is missing")));
    };
    input.retain(|_, value| !value.is_null());
    if let Some(unknown) = input
        .keys()
        .find(|member| !members.contains(&member.as_str()))
    {
        return Err(invalid(format!(
            "{shape}.{unknown} is not served by the embedded region; it serves {}",
            members.join(", ")
        )));
    }
    let name = input
        .get("Name")
        .and_then(Value::as_str)
        .map(str::to_lowercase)
        .ok_or_else(|| invalid(format!("{shape}.Name is missing")))?;
    let plain = name.chars().all(|c| !c.is_control() && c != '/');
    if name.is_empty() || name.len() > LONGEST_NAME || !plain {
        return Err(invalid(format!(
            "{shape}.Name {name:?} is no name: 1 to {LONGEST_NAME} bytes without '/' and control characters"
        )));
    }
    input.insert("Name".to_owned(), Value::from(name.clone()));
    Ok((name, Value::Object(input)))
}

fn checked_table(input: Value) -> Result<(String, Value), ServiceError> {
    let (name, input) = checked(input, "TableInput", &TABLE_MEMBERS)?;
    let columns = |list: &Value, place: &str| -> Result<(), ServiceError> {
        for (at, column) in list.as_array().into_iter().flatten().enumerate() {
            if column
                .get("Name")
                .and_then(Value::as_str)
                .is_none_or(str::is_empty)
            {
                return Err(invalid(format!("TableInput.{place}[{at}].Name is missing")));
            }
        }
        Ok(())
    };
    columns(&input["PartitionKeys"], "PartitionKeys")?;
    columns(
        &input["StorageDescriptor"]["Columns"],
        "StorageDescriptor.Columns",
    )?;
    Ok((name, input))
}

fn as_object(input: &Value) -> Map<String, Value> {
    input.as_object().cloned().unwrap_or_default()
}

fn invalid(message: impl Into<String>) -> ServiceError {
    ServiceError::client("InvalidInputException", message)
}

fn not_found(message: impl Into<String>) -> ServiceError {
    ServiceError::client("EntityNotFoundException", message)
}
