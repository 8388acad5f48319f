//! Questions to the lake, asked through Athena.

use aws_sdk_athena::types::{QueryExecutionContext, QueryExecutionState, ResultSet};
use serde_json::{Map, Value};
use ui::Problem;

use crate::poll::Pauses;
use crate::sdk_error::Asked;
use crate::session::Session;

/// A column of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub name: String,
    /// Athena's name of the type, such as `bigint`.
    pub kind: String,
}

/// An answer: text as Athena gives it, `None` for NULL.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Option<String>>>,
    /// Bytes of the lake that were read.
    pub scanned: u64,
}

/// Asks; each `?` in the text stands for one of the literals.
pub(crate) async fn ask(
    session: &Session,
    what: &str,
    sql: &str,
    literals: Vec<String>,
) -> anyhow::Result<Answer> {
    let names = &session.manifest().names;
    let athena = &session.clients.athena;
    let started = athena
        .start_query_execution()
        .query_string(sql)
        .work_group(&names.workgroup)
        .query_execution_context(
            QueryExecutionContext::builder()
                .database(&names.database)
                .build(),
        )
        // Athena refuses an empty list.
        .set_execution_parameters(Some(literals).filter(|literals| !literals.is_empty()))
        .send()
        .await
        .asked(format!("start the query {what}"))?;
    let id = started.query_execution_id().unwrap_or_default();
    let scanned = finished(session, what, id).await?;
    let mut pages = athena
        .get_query_results()
        .query_execution_id(id)
        .into_paginator()
        .send();
    let mut answer = Answer {
        scanned,
        ..Answer::default()
    };
    let mut first = true;
    while let Some(page) = pages.next().await {
        let page = page.asked(format!("give the results of the query {what}"))?;
        if let Some(results) = page.result_set() {
            answer.take(results, first);
        }
        first = false;
    }
    Ok(answer)
}

/// Waits for the query's end; gives the bytes that it read.
async fn finished(session: &Session, what: &str, id: &str) -> anyhow::Result<u64> {
    let mut pauses = Pauses::new(session.manifest().embedded);
    loop {
        let execution = session
            .clients
            .athena
            .get_query_execution()
            .query_execution_id(id)
            .send()
            .await
            .asked(format!("say how far the query {what} is"))?;
        let status = execution.query_execution().and_then(|query| query.status());
        match status.and_then(|status| status.state()) {
            Some(QueryExecutionState::Succeeded) => {
                let statistics = execution
                    .query_execution()
                    .and_then(|query| query.statistics());
                let scanned = statistics.and_then(|statistics| statistics.data_scanned_in_bytes());
                return Ok(scanned
                    .and_then(|bytes| u64::try_from(bytes).ok())
                    .unwrap_or(0));
            }
            Some(state @ (QueryExecutionState::Failed | QueryExecutionState::Cancelled)) => {
                let reason = status
                    .and_then(|status| status.state_change_reason())
                    .unwrap_or("no reason was given");
                return Err(
                    Problem::new(format!("the query {what} is {}", state.as_str()))
                        .because(reason)
                        .next("see the query in queries/sql, or `cargo xtask deploy` first")
                        .into(),
                );
            }
            _ => pauses.pause().await,
        }
    }
}

impl Answer {
    /// Takes a page. The first row of the first repeats the columns' names.
    fn take(&mut self, page: &ResultSet, first: bool) {
        if first && let Some(metadata) = page.result_set_metadata() {
            self.columns = metadata
                .column_info()
                .iter()
                .map(|column| Column {
                    name: column.name().to_owned(),
                    kind: column.r#type().to_owned(),
                })
                .collect();
        }
        let rows = page.rows().iter().skip(usize::from(first));
        self.rows.extend(rows.map(|row| {
            row.data()
                .iter()
                .map(|datum| datum.var_char_value().map(str::to_owned))
                .collect()
        }));
    }

    /// The place of a column.
    pub(crate) fn column(&self, name: &str) -> anyhow::Result<usize> {
        self.columns
            .iter()
            .position(|column| column.name == name)
            .ok_or_else(|| anyhow::anyhow!("Athena's answer has no column {name:?}"))
    }

    /// The rows as JSON objects, with numbers and booleans as such.
    pub(crate) fn to_json(&self) -> Value {
        let object = |row: &Vec<Option<String>>| {
            let fields = self.columns.iter().zip(row);
            let fields = fields.map(|(column, value)| {
                let value = value
                    .as_deref()
                    .map_or(Value::Null, |text| column.to_json(text));
                (column.name.clone(), value)
            });
            Value::Object(fields.collect::<Map<_, _>>())
        };
        self.rows.iter().map(object).collect()
    }
}

impl Column {
    /// Whether its values are numbers.
    pub(crate) fn is_number(&self) -> bool {
        matches!(
            self.kind.as_str(),
            "tinyint" | "smallint" | "integer" | "bigint" | "real" | "float" | "double" | "decimal"
        )
    }

    /// The text as its type has it in JSON. What JSON cannot hold, such as NaN, stays text.
    fn to_json(&self, text: &str) -> Value {
        let number = match self.kind.as_str() {
            "boolean" => {
                return text
                    .parse::<bool>()
                    .map_or_else(|_| text.into(), Value::from);
            }
            "tinyint" | "smallint" | "integer" | "bigint" => {
                text.parse::<i64>().ok().map(Value::from)
            }
            _ if self.is_number() => text
                .parse::<f64>()
                .ok()
                .filter(|number| number.is_finite())
                .map(Value::from),
            _ => None,
        };
        number.unwrap_or_else(|| text.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_athena::types::{ColumnInfo, Datum, ResultSetMetadata, Row};

    fn row(cells: &[Option<&str>]) -> Row {
        let data = cells.iter().map(|cell| {
            Datum::builder()
                .set_var_char_value(cell.map(str::to_owned))
                .build()
        });
        Row::builder().set_data(Some(data.collect())).build()
    }

    fn answer() -> Answer {
        let column = |name: &str, kind: &str| {
            ColumnInfo::builder()
                .name(name)
                .r#type(kind)
                .build()
                .unwrap()
        };
        let metadata = ResultSetMetadata::builder()
            .column_info(column("device", "varchar"))
            .column_info(column("defects", "bigint"))
            .column_info(column("rate", "double"))
            .column_info(column("urgent", "boolean"))
            .build();
        let first = ResultSet::builder()
            .result_set_metadata(metadata)
            .rows(row(&[
                Some("device"),
                Some("defects"),
                Some("rate"),
                Some("urgent"),
            ]))
            .rows(row(&[Some("12"), Some("3"), Some("0.5"), Some("true")]))
            .build();
        let second = ResultSet::builder()
            .rows(row(&[Some("m"), None, Some("NaN"), Some("false")]))
            .build();
        let mut answer = Answer::default();
        answer.take(&first, true);
        answer.take(&second, false);
        answer
    }

    #[test]
    fn types_are_honoured_in_json_and_pages_are_joined() {
        assert_eq!(
            answer().to_json(),
            serde_json::json!([
                {"device": "12", "defects": 3, "rate": 0.5, "urgent": true},
                {"device": "m", "defects": null, "rate": "NaN", "urgent": false},
            ])
        );
    }

    #[test]
    fn a_column_that_is_missing_is_named() {
        assert_eq!(answer().column("rate").unwrap(), 2);
        let error = answer().column("raet").unwrap_err().to_string();
        assert!(error.contains("\"raet\""), "{error}");
    }
}
