//! A view of the lake as Athena keeps it in Glue: a table of the type `VIRTUAL_VIEW` whose text holds the
//! statement, as Presto writes it.
//! <https://docs.aws.amazon.com/athena/latest/ug/views.html>

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cfn::Map;
use cfn::glue::table::{Column, SerdeInfo, StorageDescriptor, TableInput, TableInputTableType};
use diagnostics::{Diagnostic, Diagnostics};
use schema::AthenaType;
use serde_json::json;
use sql::{Query, Tables};

/// The types that the columns of a view may have.
const TYPES: [AthenaType; 7] = [
    AthenaType::Boolean,
    AthenaType::Integer,
    AthenaType::Bigint,
    AthenaType::Double,
    AthenaType::Varchar,
    AthenaType::Date,
    AthenaType::Timestamp,
];

/// What Glue is told of a view.
///
/// # Errors
/// Unknown tables, and columns of types that views here do not have.
pub(crate) fn view_input(view: &Query, tables: Tables<'_>) -> Result<TableInput, Diagnostics> {
    let statement = view.with_defaults(tables)?;
    let mut found = Diagnostics::new();
    let (mut columns, mut own) = (Vec::new(), Vec::new());
    for column in &view.columns {
        let Some(kind) = TYPES.iter().find(|kind| kind.trino() == column.data_type) else {
            let allowed: Vec<String> = TYPES.iter().map(AthenaType::trino).collect();
            let summary = format!(
                "the view's column {} is a {}",
                column.name, column.data_type
            );
            let problem = Diagnostic::error("sql::view-column", view.line(1), summary);
            found.push(problem.with_help(format!("a view has {}", allowed.join(", "))));
            continue;
        };
        let described = Column::new(&column.name).type_(kind.glue());
        columns.push(described.comment(&column.description));
        own.push(json!({ "name": column.name, "type": kind.trino() }));
    }
    if !found.is_empty() {
        return Err(found);
    }
    let kept = json!({
        "originalSql": statement.trim_end(),
        "catalog": "awsdatacatalog",
        "schema": tables.database,
        "columns": own,
    });
    let parameters = [("presto_view", "true"), ("comment", "Presto View")];
    let storage = StorageDescriptor::new()
        .columns(columns)
        .location("")
        .serde_info(SerdeInfo::new());
    Ok(TableInput::new()
        .name(&view.name)
        .description(&view.description)
        .table_type(TableInputTableType::VirtualView)
        .parameters(Map::<String>::from_iter(parameters))
        .storage_descriptor(storage)
        .view_original_text(format!(
            "/* Presto View: {} */",
            STANDARD.encode(kept.to_string())
        ))
        .view_expanded_text("/* Presto View */"))
}
