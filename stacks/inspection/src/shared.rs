//! What is the same in every environment: the tables as they were committed last, and the page
//! that tells analysts what is in them.

use std::fmt::Write as _;

use diagnostics::{Address, Diagnostic, Diagnostics};
use manifest::QueryParameter;
use schema::evolution::Snapshot;
use schema::{AllowedValues, AthenaType, Column, Compression, Projection, TableDefinition};
use sql::Query;

use crate::Artefact;
use crate::environments::ACKNOWLEDGED;

/// The tables as `generate` wrote them last.
const COMMITTED: &str = include_str!("../../generated/tables.json");

/// The files that are the same in every environment, and warnings.
///
/// # Errors
/// Changes of the tables that break files or readers and that nobody has acknowledged.
pub fn shared() -> Result<(Vec<Artefact>, Diagnostics), Diagnostics> {
    let tables = schema::tables();
    let now = Snapshot::of(&tables);
    let found = evolution(COMMITTED, &now, ACKNOWLEDGED);
    if found.has_errors() {
        return Err(found);
    }
    let artefacts = vec![
        Artefact {
            path: "data-dictionary.md".to_owned(),
            text: dictionary(&tables, sql::views()?, sql::shipped()?),
        },
        Artefact {
            path: "tables.json".to_owned(),
            text: now.render(),
        },
    ];
    Ok((artefacts, found))
}

/// Changes that break something, and acknowledgements that acknowledge nothing.
fn evolution(committed: &str, now: &Snapshot, acknowledged: &[&str]) -> Diagnostics {
    let place = Address::root().join("tables");
    let before = match Snapshot::parse(committed) {
        Ok(before) => before,
        Err(error) => {
            let problem = Diagnostic::error("schema::snapshot", place, error.to_string());
            let help = "take stacks/generated/tables.json from the last commit";
            return Diagnostics::from_iter([problem.with_help(help)]);
        }
    };
    let changes = before.changes_to(now);
    let mut found = Diagnostics::new();
    for change in &changes {
        let text = change.to_string();
        if let Some(way_out) = &change.way_out
            && !acknowledged.contains(&text.as_str())
        {
            let problem = Diagnostic::error("schema::breaking-change", place.clone(), text.clone());
            found.push(problem.with_detail(way_out).with_help(format!(
                "or, where it is meant, add {text:?} to ACKNOWLEDGED in environments.rs"
            )));
        }
    }
    for text in acknowledged {
        if !changes.iter().any(|change| change.to_string() == **text) {
            let summary = format!("{text:?} is acknowledged, and nothing of the kind has changed");
            let problem =
                Diagnostic::warning("schema::stale-acknowledgement", place.clone(), summary);
            found.push(problem.with_help("remove it from ACKNOWLEDGED in environments.rs"));
        }
    }
    found
}

/// The page for analysts, as Markdown.
fn dictionary(tables: &[TableDefinition], views: &[Query], queries: &[Query]) -> String {
    let mut out = String::from(
        "# Data dictionary\n\n\
         The tables of the lake and the queries that are shipped with them. Made by \
         `cargo xtask generate` from `queries/schema` and `queries/sql`.\n\n\
         Every query names the days that it asks for: `WHERE day >= '2026-01-01'`. Athena reads, \
         and bills, only the files of these days.\n\n## Tables\n",
    );
    for table in tables {
        let _ = write!(out, "\n### `{}`\n\n{}\n\n", table.name, table.description);
        out.push_str("| column | type | unit | values | may be null | what it says |\n");
        out.push_str("|---|---|---|---|---|---|\n");
        for column in &table.columns {
            rows(&mut out, "", column);
        }
        for key in &table.partition_keys {
            let values = match &key.projection {
                Projection::DeviceClasses => "the device classes, `unknown`".to_owned(),
                Projection::Enum(values) => listed(values),
                Projection::Integer { least, most, .. } => format!("{least} to {most}"),
                Projection::Injected => "one must be named".to_owned(),
                Projection::Date { range, .. } => format!("`{range}`"),
            };
            let _ = writeln!(
                out,
                "| `{}` (partition key) | {} | | {values} | no | {} |",
                key.name,
                key.data_type.trino(),
                key.comment
            );
        }
        kept(&mut out, table);
        asked_by(&mut out, table.name, views.iter().chain(queries));
    }
    out.push_str("\n## Views\n");
    for view in views {
        let _ = write!(
            out,
            "\n### `{}`\n\n{} Owner: {}.\n",
            view.name, view.description, view.owner
        );
        columns(&mut out, view);
        asked_by(&mut out, &view.name, queries.iter());
    }
    out.push_str("\n## Queries\n\nAsk one with `cargo xtask query NAME [--param NAME=VALUE]`.\n");
    for query in queries {
        let _ = write!(
            out,
            "\n### {}\n\n{} Owner: {}.\n",
            query.name, query.description, query.owner
        );
        if !query.parameters.is_empty() {
            out.push_str("\n| parameter | type | default | allowed | what it says |\n");
            out.push_str("|---|---|---|---|---|\n");
            for parameter in &query.parameters {
                parameter_row(&mut out, parameter);
            }
        }
        columns(&mut out, query);
        if let Some(parameter) = query.parameters.first() {
            let _ = write!(
                out,
                "\n```sh\ncargo xtask query {} --param {}={}\n```\n",
                query.name, parameter.name, parameter.default
            );
        }
    }
    out
}

/// Where a table's rows are, and for how long.
fn kept(out: &mut String, table: &TableDefinition) {
    let storage = &table.storage;
    let compression = match storage.compression {
        Compression::None => String::new(),
        other => format!(" with {}", other.name()),
    };
    let retention = match storage.retention_days {
        None => "for good".to_owned(),
        Some(days) => format!("until {days} days after they were written"),
    };
    let _ = writeln!(
        out,
        "\nRows are kept {retention}, as {}{compression} below `{}` of the lake's bucket.",
        storage.format.name(),
        storage.location
    );
}

/// The queries and views that ask a table or a view.
fn asked_by<'a>(out: &mut String, name: &str, queries: impl Iterator<Item = &'a Query>) {
    let asked = queries.filter(|query| query.asks(name));
    let asked: Vec<String> = asked
        .map(|query| format!("[{}](#{})", query.name, query.name))
        .collect();
    if !asked.is_empty() {
        let _ = writeln!(out, "\nAsked by {}.", asked.join(", "));
    }
}

/// The columns that a query or a view gives.
fn columns(out: &mut String, query: &Query) {
    out.push_str("\n| column | type | what it says |\n|---|---|---|\n");
    for column in &query.columns {
        let _ = writeln!(
            out,
            "| `{}` | {} | {} |",
            column.name, column.data_type, column.description
        );
    }
}

/// A column, and the fields of the rows within it.
fn rows(out: &mut String, within: &str, column: &Column) {
    let values = match column.allowed {
        AllowedValues::Any => String::new(),
        AllowedValues::Values(values) => listed(values),
        AllowedValues::Range(least, most) => format!("{least} to {most}"),
    };
    let name = format!("{within}{}", column.name);
    // What the fields are is told below, one by one.
    let data_type = match &column.data_type {
        AthenaType::Array(element) if matches!(**element, AthenaType::Row(_)) => {
            "array(row)".to_owned()
        }
        AthenaType::Row(_) => "row".to_owned(),
        other => other.trino(),
    };
    let _ = writeln!(
        out,
        "| `{name}` | {data_type} | {} | {values} | {} | {} |",
        column.unit.unwrap_or_default(),
        if column.nullable { "yes" } else { "no" },
        column.comment
    );
    let within = match column.data_type {
        AthenaType::Array(_) => format!("{name}[]."),
        _ => format!("{name}."),
    };
    for field in &column.fields {
        rows(out, &within, field);
    }
}

fn parameter_row(out: &mut String, parameter: &QueryParameter) {
    let allowed = parameter.allowed.as_ref().map(ToString::to_string);
    let _ = writeln!(
        out,
        "| `{}` | {} | `{}` | {} | {} |",
        parameter.name,
        parameter.kind.name(),
        parameter.default,
        allowed.unwrap_or_default(),
        parameter.description
    );
}

fn listed(values: &[&str]) -> String {
    let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
    values.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = r#"{"t": {"columns": [{"name": "a", "type": "int"}]}}"#;
    const NOW: &str = r#"{"t": {"columns": [{"name": "a", "type": "string"}]}}"#;

    fn told(acknowledged: &[&str]) -> Vec<(String, bool)> {
        let found = evolution(BEFORE, &Snapshot::parse(NOW).unwrap(), acknowledged);
        let is_error = |d: &Diagnostic| d.severity == diagnostics::Severity::Error;
        found
            .iter()
            .map(|d| (d.code.clone(), is_error(d)))
            .collect()
    }

    #[test]
    fn a_breaking_change_stands_until_it_is_acknowledged() {
        let change = "t.a: the type was int and is string";
        let breaking = ("schema::breaking-change".to_owned(), true);
        assert_eq!(told(&[]), std::slice::from_ref(&breaking));
        assert_eq!(told(&[change]), []);
        assert_eq!(
            told(&["t.b: the column is gone"]),
            [
                breaking,
                ("schema::stale-acknowledgement".to_owned(), false)
            ]
        );
    }
}
