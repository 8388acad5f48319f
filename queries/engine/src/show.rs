//! Statements about definitions: `SHOW`, `DESCRIBE`, and `MSCK REPAIR TABLE`.
//!
//! Answers have the form that Athena gives them, which is Hive's.

use std::fmt::Write as _;

use datafusion::sql::sqlparser::ast::{
    ObjectName, ShowCreateObject, ShowStatementFilter, ShowStatementFilterPosition,
    ShowStatementOptions, Statement,
};

use crate::answer::{Answer, ColumnInfo, Row, StatementKind};
use crate::catalog::{Catalog, GlueColumn, GlueTable};
use crate::error::{ErrorKind, QueryError};
use crate::session::TableName;

/// Answers the statement, when it is one of these.
pub(crate) fn answer(
    catalog: &dyn Catalog,
    database: Option<&str>,
    statement: &Statement,
) -> Result<Option<Answer>, QueryError> {
    let table = |name: &ObjectName| TableName::parse(name, database)?.look_up(catalog);
    Ok(Some(match statement {
        Statement::ShowDatabases { show_options, .. }
        | Statement::ShowSchemas { show_options, .. } => {
            let like = Like::new(show_options)?;
            let names = catalog.databases()?.into_iter();
            lines("database_name", names.filter(|name| like.matches(name)))
        }
        Statement::ShowTables { show_options, .. } => {
            let of = show_options
                .show_in
                .as_ref()
                .and_then(|show_in| show_in.parent_name.as_ref())
                .map(|name| name.to_string().replace(['`', '"'], "").to_lowercase())
                .or_else(|| database.map(str::to_lowercase))
                .ok_or_else(|| {
                    QueryError::new(ErrorKind::SchemaNotFound, "SHOW TABLES names no database")
                })?;
            let like = Like::new(show_options)?;
            let names = catalog.tables(&of)?.ok_or_else(|| {
                QueryError::new(
                    ErrorKind::SchemaNotFound,
                    format!("Schema '{of}' does not exist"),
                )
            })?;
            lines(
                "tab_name",
                names.into_iter().filter(|name| like.matches(name)),
            )
        }
        Statement::ShowColumns { show_options, .. } => {
            let name = show_options
                .show_in
                .as_ref()
                .and_then(|show_in| show_in.parent_name.as_ref())
                .ok_or_else(|| {
                    QueryError::new(ErrorKind::SyntaxError, "SHOW COLUMNS names no table")
                })?;
            let table = table(name)?;
            let columns = table.columns.into_iter().chain(table.partition_keys);
            lines("field", columns.map(|column| column.name))
        }
        Statement::ShowCreate {
            obj_type: ShowCreateObject::Table,
            obj_name,
        } => {
            let name = TableName::parse(obj_name, database)?;
            let ddl = create_statement(&name.database, &table(obj_name)?);
            lines("createtab_stmt", ddl.lines().map(str::to_owned))
        }
        Statement::ExplainTable { table_name, .. } => describe(&table(table_name)?),
        Statement::Msck(msck) => {
            table(&msck.table_name)?;
            // Projected partitions need no repair, and others are never registered.
            Answer::known(StatementKind::Ddl, Vec::new(), Vec::new())
        }
        Statement::ShowVariable { variable } => {
            let words: Vec<String> = variable
                .iter()
                .map(|word| word.value.to_lowercase())
                .collect();
            let Some((first, rest)) = words.split_first() else {
                return Ok(None);
            };
            if first != "partitions" || rest.is_empty() {
                return Ok(None);
            }
            lines("partition", std::iter::empty())
        }
        _ => return Ok(None),
    }))
}

fn lines(column: &str, values: impl Iterator<Item = String>) -> Answer {
    let rows = values.map(|value| vec![Some(value)]).collect();
    Answer::known(StatementKind::Utility, vec![ColumnInfo::text(column)], rows)
}

/// The filter of a `SHOW`: Hive's pattern, where `*` is any text and `|` separates choices.
struct Like(Option<String>);

impl Like {
    fn new(options: &ShowStatementOptions) -> Result<Self, QueryError> {
        let filter = match &options.filter_position {
            None => return Ok(Self(None)),
            Some(
                ShowStatementFilterPosition::Infix(filter)
                | ShowStatementFilterPosition::Suffix(filter),
            ) => filter,
        };
        match filter {
            ShowStatementFilter::Like(pattern) | ShowStatementFilter::NoKeyword(pattern) => {
                Ok(Self(Some(pattern.to_lowercase())))
            }
            _ => Err(QueryError::not_supported(
                "SHOW with a filter other than a pattern",
            )),
        }
    }

    fn matches(&self, name: &str) -> bool {
        match &self.0 {
            None => true,
            Some(pattern) => pattern.split('|').any(|choice| {
                let choice = choice.replace(".*", "*").replace('%', "*");
                wildcard(&choice, name)
            }),
        }
    }
}

/// Whether the name is the pattern's texts in order, with anything in the place of each `*`.
fn wildcard(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// Hive's layout: columns padded and separated by tabs, then the partition keys again.
fn describe(table: &GlueTable) -> Answer {
    let line = |name: &str, data_type: &str, comment: &str| -> Row {
        vec![Some(format!("{name:<20}\t{data_type:<20}\t{comment:<20}"))]
    };
    let column = |column: &GlueColumn| {
        line(
            &column.name,
            &column.data_type.glue(),
            column.comment.as_deref().unwrap_or_default(),
        )
    };
    let mut rows: Vec<Row> = table
        .columns
        .iter()
        .chain(&table.partition_keys)
        .map(column)
        .collect();
    if !table.partition_keys.is_empty() {
        rows.push(line("", "", ""));
        rows.push(line("# Partition Information", "", ""));
        rows.push(line("# col_name", "data_type", "comment"));
        rows.push(line("", "", ""));
        rows.extend(table.partition_keys.iter().map(column));
    }
    Answer::known(
        StatementKind::Utility,
        vec![ColumnInfo::text("col_name")],
        rows,
    )
}

fn create_statement(database: &str, table: &GlueTable) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"));
    let columns = |out: &mut String, columns: &[GlueColumn]| {
        for (at, column) in columns.iter().enumerate() {
            let end = if at + 1 == columns.len() { ")" } else { ", " };
            let _ = write!(out, "  `{}` {}", column.name, column.data_type.glue());
            if let Some(comment) = &column.comment {
                let _ = write!(out, " COMMENT {}", quoted(comment));
            }
            let _ = writeln!(out, "{end}");
        }
    };
    let mut out = format!("CREATE EXTERNAL TABLE `{database}.{}`(\n", table.name);
    columns(&mut out, &table.columns);
    if let Some(description) = &table.description {
        let _ = writeln!(out, "COMMENT {}", quoted(description));
    }
    if !table.partition_keys.is_empty() {
        out.push_str("PARTITIONED BY (\n");
        columns(&mut out, &table.partition_keys);
    }
    let _ = write!(
        out,
        "STORED AS PARQUET\nLOCATION\n  {}\nTBLPROPERTIES (\n",
        quoted(&table.location)
    );
    for (at, (name, value)) in table.parameters.iter().enumerate() {
        let end = if at + 1 == table.parameters.len() {
            ")"
        } else {
            ", "
        };
        let _ = writeln!(out, "  {}={}{end}", quoted(name), quoted(value));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_any_text() {
        for (pattern, name, matches) in [
            ("defects", "defects", true),
            ("defects", "defects2", false),
            ("def*", "defects", true),
            ("*ect*", "defects", true),
            ("*ects", "defects", true),
            ("d*e*s", "defects", true),
            ("d*x*s", "defects", false),
        ] {
            assert_eq!(wildcard(pattern, name), matches, "{pattern} {name}");
        }
    }
}
