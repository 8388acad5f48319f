//! Results, a page at a time, read from the result object.

use serde_json::{Value, json};

use super::model::{Column, Execution, Kind, State};
use super::{Athena, csv, invalid};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;

/// The largest page.
const PAGE: usize = 1000;
/// How much of the object is read at once.
const READ: u64 = 256 * 1024;
/// Bytes of one page. Rows that are wider give smaller pages.
const PAGE_BYTES: usize = 4 * 1024 * 1024;

impl Athena {
    /// A page of results. The first row of data is the columns' names, as in Athena.
    pub(super) async fn results(
        &self,
        context: &Context,
        caller: &Caller,
        id: &str,
        token: Option<&str>,
        limit: Option<usize>,
    ) -> Result<Value, ServiceError> {
        let execution = self.execution(id)?;
        match execution.state {
            State::Succeeded => {}
            State::Failed => {
                let reason = execution.reason.unwrap_or_default();
                return Err(invalid(format!(
                    "Query did not finish successfully. Final query state: FAILED. {reason}"
                )));
            }
            other => {
                return Err(invalid(format!(
                    "Query has not yet finished. Current state: {}",
                    other.as_str()
                )));
            }
        }
        let limit = limit.unwrap_or(PAGE);
        if !(1..=PAGE).contains(&limit) {
            return Err(invalid(format!(
                "MaxResults is {limit}; 1 to {PAGE} are allowed"
            )));
        }
        let start: u64 = match token {
            None => 0,
            Some(token) => token
                .parse()
                .map_err(|_| invalid(format!("NextToken {token:?} is not one that was given")))?,
        };
        let (rows, next) = read_page(context, caller, &execution, start, limit).await?;
        let mut answer = json!({
            "UpdateCount": execution.written,
            "ResultSet": {
                "Rows": rows,
                "ResultSetMetadata": {
                    "ColumnInfo": execution.columns.iter().map(column_json).collect::<Vec<_>>(),
                },
            },
        });
        if let Some(next) = next {
            answer["NextToken"] = Value::from(next.to_string());
        }
        Ok(answer)
    }
}

async fn read_page(
    context: &Context,
    caller: &Caller,
    execution: &Execution,
    start: u64,
    limit: usize,
) -> Result<(Vec<Value>, Option<u64>), ServiceError> {
    let read = match execution.kind {
        Some(Kind::Ddl | Kind::Utility) => csv::read_plain,
        _ => csv::read,
    };
    let output = execution.output();
    let (bucket, key) = output
        .strip_prefix("s3://")
        .and_then(|rest| rest.split_once('/'))
        .ok_or_else(|| invalid(format!("{output} is no S3 path")))?;
    context.authorise(
        caller,
        "s3:GetObject",
        &format!("arn:aws:s3:::{bucket}/{key}"),
    )?;
    let size = context
        .s3()
        .head_object(bucket, key, None)
        .map_err(|error| invalid(format!("Could not find results: {}", error.message)))?
        .size();
    let (mut rows, mut used, mut held) = (Vec::new(), 0, Vec::new());
    let mut end = start.min(size);
    while rows.len() < limit && used < PAGE_BYTES {
        if let Some((row, length)) = read(&held[used..]) {
            used += length;
            rows.push(row_json(row));
        } else if end < size {
            let range = end..size.min(end + READ);
            end = range.end;
            let (_, body) = context
                .s3()
                .get_object(bucket, key, None, Some(range))
                .await?;
            held.extend_from_slice(&body.bytes(READ).await?);
        } else {
            break;
        }
    }
    let reached = start + used as u64;
    Ok((rows, (reached < size).then_some(reached)))
}

fn row_json(row: engine::Row) -> Value {
    let data: Vec<Value> = row
        .into_iter()
        .map(|value| match value {
            Some(value) => json!({ "VarCharValue": value }),
            None => json!({}),
        })
        .collect();
    json!({ "Data": data })
}

fn column_json(column: &Column) -> Value {
    json!({
        "CatalogName": "hive",
        "SchemaName": "",
        "TableName": "",
        "Name": column.name,
        "Label": column.name,
        "Type": column.data_type,
        "Precision": column.precision,
        "Scale": column.scale,
        "Nullable": "UNKNOWN",
        "CaseSensitive": column.case_sensitive,
    })
}
