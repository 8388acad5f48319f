//! Rendering a query for one environment.

use diagnostics::{Diagnostic, Diagnostics};
use manifest::QueryParameter;

use crate::Query;
use crate::template::{Piece, unknown};

/// The lake that a query is rendered for.
#[derive(Debug, Clone, Copy)]
pub struct Tables<'a> {
    /// The Glue database.
    pub database: &'a str,
    /// The names of its tables and views.
    pub names: &'a [&'a str],
}

/// A query with a `?` for every use of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// The statement.
    pub sql: String,
    /// What each `?` stands for, in order.
    pub parameters: Vec<QueryParameter>,
}

impl Query {
    /// The statement with a `?` for every use of a parameter, as Athena's `ExecutionParameters`
    /// take it.
    ///
    /// # Errors
    /// Unknown tables.
    pub fn prepared(&self, tables: Tables<'_>) -> Result<Prepared, Diagnostics> {
        let mut used = Vec::new();
        let sql = self.render(tables, |parameter| {
            used.push(parameter.clone());
            "?".to_owned()
        })?;
        Ok(Prepared {
            sql,
            parameters: used,
        })
    }

    /// The statement with every parameter's default in its place.
    ///
    /// # Errors
    /// Unknown tables.
    pub fn with_defaults(&self, tables: Tables<'_>) -> Result<String, Diagnostics> {
        // The header's check holds defaults to their types.
        self.render(tables, |parameter| {
            parameter.literal(&parameter.default).unwrap_or_default()
        })
    }

    fn render(
        &self,
        tables: Tables<'_>,
        mut value: impl FnMut(&QueryParameter) -> String,
    ) -> Result<String, Diagnostics> {
        let mut found = Diagnostics::new();
        let mut sql = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => sql.push_str(text),
                Piece::Table(name, _) if tables.names.contains(&name.as_str()) => {
                    sql.push_str(&format!("\"{}\".\"{name}\"", tables.database));
                }
                Piece::Table(name, line) => {
                    let summary = unknown("table", name, tables.names.iter().copied());
                    found.push(Diagnostic::error(
                        "sql::unknown-table",
                        self.line(*line),
                        summary,
                    ));
                }
                Piece::Parameter(at) => {
                    if let Some(parameter) = self.parameters.get(*at) {
                        sql.push_str(&value(parameter));
                    }
                }
            }
        }
        if found.is_empty() {
            Ok(sql)
        } else {
            Err(found)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLES: Tables<'_> = Tables {
        database: "db",
        names: &["defects", "pictures"],
    };

    fn query(body: &str) -> Result<Query, Diagnostics> {
        let head = "-- description: d\n-- owner: o\n-- parameter: since date = 2020-01-01 | s\n\
                    -- returns: a bigint | a\n";
        Query::parse("q", &format!("{head}{body}\n"))
    }

    #[test]
    fn every_use_of_a_parameter_is_a_placeholder() {
        let query = query(
            "SELECT 1 FROM {{table \"defects\"}} WHERE day >= {{param \"since\"}} \
             OR day = {{param \"since\"}}",
        )
        .unwrap();
        let prepared = query.prepared(TABLES).unwrap();
        assert_eq!(
            prepared.sql,
            "SELECT 1 FROM \"db\".\"defects\" WHERE day >= ? OR day = ?\n"
        );
        assert_eq!(prepared.parameters.len(), 2);
        let with_defaults = query.with_defaults(TABLES).unwrap();
        assert!(
            with_defaults.contains("day >= '2020-01-01' OR"),
            "{with_defaults}"
        );
    }

    #[test]
    fn an_unknown_table_is_told_with_its_line_and_the_nearest() {
        let query = query("SELECT {{param \"since\"}}\nFROM {{table \"defcts\"}}").unwrap();
        let found = query.prepared(TABLES).unwrap_err().to_string();
        assert!(
            found.contains("q.line 6: there is no table \"defcts\"; did you mean \"defects\"?"),
            "{found}"
        );
    }

    #[test]
    fn an_unknown_parameter_is_told_with_its_line_and_the_nearest() {
        let found = query("SELECT {{param \"since\"}},\n{{param \"sinse\"}}").unwrap_err();
        let found = found.to_string();
        assert!(
            found.contains("q.line 6: there is no parameter \"sinse\"; did you mean \"since\"?"),
            "{found}"
        );
    }

    #[test]
    fn a_parameter_that_nothing_uses_is_a_mistake() {
        let found = query("SELECT 1").unwrap_err().to_string();
        assert!(found.contains("sql::unused-parameter"), "{found}");
    }
}
