//! A view of the lake as Glue is told of it.

use cfn::Map;
use cfn::glue::table::{Column, SerdeInfo, StorageDescriptor, TableInput, TableInputTableType};
use diagnostics::{Diagnostic, Diagnostics};
use schema::{AthenaType, View};
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
        own.push((column.name.as_str(), kind));
    }
    if !found.is_empty() {
        return Err(found);
    }
    let kept = View {
        sql: statement.trim_end().to_owned(),
        database: Some(tables.database.to_owned()),
    };
    let storage = StorageDescriptor::new()
        .columns(columns)
        .location("")
        .serde_info(SerdeInfo::new());
    Ok(TableInput::new()
        .name(&view.name)
        .description(&view.description)
        .table_type(TableInputTableType::VirtualView)
        .parameters(Map::<String>::from_iter(View::PARAMETERS))
        .storage_descriptor(storage)
        .view_original_text(kept.original_text(&own))
        .view_expanded_text(View::EXPANDED_TEXT))
}
