//! Views, as Athena keeps them in Glue: a table of the type `VIRTUAL_VIEW` whose text holds the
//! statement, as Presto writes it.
//! <https://docs.aws.amazon.com/athena/latest/ug/views.html>

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use datafusion::arrow::datatypes::Schema;
use serde_json::{Value, json};

use crate::arrow_types::{from_arrow, full_name};
use crate::error::{ErrorKind, QueryError};
use crate::rewrite;

/// The type of a view's table.
pub(crate) const TYPE: &str = "VIRTUAL_VIEW";
const BEGIN: &str = "/* Presto View: ";
const END: &str = " */";

/// A view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct View {
    /// The statement that it stands for.
    pub(crate) sql: String,
    /// The database of tables that the statement names without one.
    pub(crate) database: Option<String>,
}

/// The view that a table of Glue is; nothing where it is a table.
pub(crate) fn read(input: &Value) -> Result<Option<View>, QueryError> {
    if input["TableType"] != TYPE {
        return Ok(None);
    }
    let name = input["Name"].as_str().unwrap_or_default();
    let text = input["ViewOriginalText"].as_str().unwrap_or_default();
    let kept = text
        .strip_prefix(BEGIN)
        .and_then(|rest| rest.strip_suffix(END));
    let kept = kept.and_then(|kept| STANDARD.decode(kept).ok());
    let kept = kept.and_then(|kept| serde_json::from_slice::<Value>(&kept).ok());
    let sql = kept.as_ref().and_then(|kept| kept["originalSql"].as_str());
    let (Some(kept), Some(sql)) = (&kept, sql) else {
        return Err(QueryError::new(
            ErrorKind::InvalidView,
            format!("View '{name}' has no statement that Athena has written"),
        ));
    };
    Ok(Some(View {
        sql: sql.to_owned(),
        database: kept["schema"].as_str().map(str::to_owned),
    }))
}

/// A view in the form of Glue's `TableInput`.
pub(crate) fn input(
    name: &str,
    sql: &str,
    database: Option<&str>,
    schema: &Schema,
) -> Result<Value, QueryError> {
    let (mut columns, mut own) = (Vec::new(), Vec::new());
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
        columns.push(json!({ "Name": label, "Type": kind.glue() }));
        own.push(json!({ "name": label, "type": kind.trino() }));
    }
    let kept = json!({
        "originalSql": sql,
        "catalog": "awsdatacatalog",
        "schema": database,
        "columns": own,
    });
    Ok(json!({
        "Name": name,
        "TableType": TYPE,
        "Parameters": { "presto_view": "true", "comment": "Presto View" },
        "PartitionKeys": [],
        "StorageDescriptor": { "Columns": columns, "Location": "", "SerdeInfo": {} },
        "ViewOriginalText": format!("{BEGIN}{}{END}", STANDARD.encode(kept.to_string())),
        "ViewExpandedText": "/* Presto View */",
    }))
}

/// A column of a type that tables and views do not have.
pub(crate) fn unnameable(column: &str, kind: &str) -> QueryError {
    QueryError::not_supported(format_args!(
        "column '{column}' of type {kind} in a table or view"
    ))
}
