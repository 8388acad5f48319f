//! Views, as Athena keeps them in Glue.

use datafusion::arrow::datatypes::Schema;
use schema::View;
use serde_json::{Map, Value, json};

use crate::arrow_types::{from_arrow, full_name};
use crate::error::{ErrorKind, QueryError};
use crate::rewrite;

/// The view that a table of Glue is; nothing where it is a table.
pub(crate) fn read(input: &Value) -> Result<Option<View>, QueryError> {
    if input["TableType"] != View::TABLE_TYPE {
        return Ok(None);
    }
    let name = input["Name"].as_str().unwrap_or_default();
    let text = input["ViewOriginalText"].as_str().unwrap_or_default();
    let unreadable = || {
        QueryError::new(
            ErrorKind::InvalidView,
            format!("View '{name}' has no statement that Athena has written"),
        )
    };
    View::parse(text).map(Some).ok_or_else(unreadable)
}

/// A view in the form of Glue's `TableInput`.
pub(crate) fn input(
    name: &str,
    sql: &str,
    database: Option<&str>,
    schema: &Schema,
) -> Result<Value, QueryError> {
    let mut columns = Vec::new();
    for (at, field) in schema.fields().iter().enumerate() {
        let label = rewrite::label(field.name());
        let kind = from_arrow(field.data_type())
            .ok_or_else(|| unnameable(label, &full_name(field.data_type())))?;
        if label.starts_with("_col") {
            return Err(QueryError::new(
                ErrorKind::SyntaxError,
                format!("Column name not specified at position {}", at + 1),
            ));
        }
        columns.push((label, kind));
    }
    let view = View {
        sql: sql.to_owned(),
        database: database.map(str::to_owned),
    };
    let own: Vec<_> = columns.iter().map(|(name, kind)| (*name, kind)).collect();
    let text = view.original_text(&own);
    let columns: Vec<Value> = columns
        .iter()
        .map(|(name, kind)| json!({ "Name": name, "Type": kind.glue() }))
        .collect();
    let parameters: Map<String, Value> = View::PARAMETERS
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Value::from(*value)))
        .collect();
    Ok(json!({
        "Name": name,
        "TableType": View::TABLE_TYPE,
        "Parameters": parameters,
        "PartitionKeys": [],
        "StorageDescriptor": { "Columns": columns, "Location": "", "SerdeInfo": {} },
        "ViewOriginalText": text,
        "ViewExpandedText": View::EXPANDED_TEXT,
    }))
}

/// A column of a type that tables and views do not have.
pub(crate) fn unnameable(column: &str, kind: &str) -> QueryError {
    QueryError::not_supported(format_args!(
        "column '{column}' of type {kind} in a table or view"
    ))
}
