//! A view as Presto, and so Athena, keeps it in Glue: a table whose text holds the statement.
//! <https://docs.aws.amazon.com/athena/latest/ug/views.html>

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::AthenaType;

const BEGIN: &str = "/* Presto View: ";
const END: &str = " */";

/// A view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The statement that it stands for.
    pub sql: String,
    /// The database of tables that the statement names without one.
    pub database: Option<String>,
}

impl View {
    /// The `TableType` of a view.
    pub const TABLE_TYPE: &str = "VIRTUAL_VIEW";
    /// The `Parameters` of a view.
    pub const PARAMETERS: [(&str, &str); 2] = [("presto_view", "true"), ("comment", "Presto View")];
    /// The `ViewExpandedText` of a view: for Hive, which cannot read it.
    pub const EXPANDED_TEXT: &str = "/* Presto View */";

    /// The `ViewOriginalText`: the statement and the names and types of its columns, in Base64.
    pub fn original_text(&self, columns: &[(&str, &AthenaType)]) -> String {
        let columns: Vec<Value> = columns
            .iter()
            .map(|(name, kind)| json!({ "name": name, "type": kind.trino() }))
            .collect();
        let kept = json!({
            "originalSql": self.sql,
            "catalog": "awsdatacatalog",
            "schema": self.database,
            "columns": columns,
        });
        format!("{BEGIN}{}{END}", STANDARD.encode(kept.to_string()))
    }

    /// The view that a `ViewOriginalText` holds; nothing where Presto has not written it.
    pub fn parse(original_text: &str) -> Option<Self> {
        let kept = original_text.strip_prefix(BEGIN)?.strip_suffix(END)?;
        let kept: Value = serde_json::from_slice(&STANDARD.decode(kept).ok()?).ok()?;
        Some(Self {
            sql: kept["originalSql"].as_str()?.to_owned(),
            database: kept["schema"].as_str().map(str::to_owned),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let view = View {
            sql: "SELECT 'ä' AS \"a\"".to_owned(),
            database: Some("inspection".to_owned()),
        };
        let text = view.original_text(&[("a", &AthenaType::Varchar)]);
        assert_eq!(View::parse(&text), Some(view));
        for wrong in [
            "",
            "SELECT 1",
            "/* Presto View: ? */",
            "/* Presto View: e30= */",
        ] {
            assert_eq!(View::parse(wrong), None, "{wrong}");
        }
    }
}
