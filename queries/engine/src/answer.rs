//! What a statement gives: columns, and rows batch by batch.

use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::{DataType, Field};
use datafusion::physical_plan::SendableRecordBatchStream;
use futures::StreamExt;
use tokio::time::Instant;

use crate::arrow_types::type_name;
use crate::error::{ErrorKind, QueryError};
use crate::objects::Scan;
use crate::{rewrite, text};

/// A row: a text per column, `None` for null.
pub type Row = Vec<Option<String>>;

/// What a statement does, in Athena's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementKind {
    /// It asks for data. Its results are CSV.
    Dml,
    /// It changes definitions. Its results are plain text.
    Ddl,
    /// It asks for definitions. Its results are plain text.
    Utility,
}

impl StatementKind {
    /// The name in Athena's API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dml => "DML",
            Self::Ddl => "DDL",
            Self::Utility => "UTILITY",
        }
    }
}

/// A column of an answer.
/// <https://docs.aws.amazon.com/athena/latest/APIReference/API_ColumnInfo.html>
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnInfo {
    /// Its name.
    pub name: String,
    /// Its type, such as `varchar`, without the types within.
    pub data_type: &'static str,
    /// Digits or characters at most; 0 where there is no such thing.
    pub precision: i32,
    /// Digits after the point.
    pub scale: i32,
    /// Whether case matters in comparisons.
    pub case_sensitive: bool,
}

impl ColumnInfo {
    fn new(field: &Field) -> Self {
        let data_type = field.data_type();
        let (precision, scale) = match data_type {
            DataType::Decimal128(precision, scale) | DataType::Decimal256(precision, scale) => {
                (i32::from(*precision), i32::from(*scale))
            }
            _ => (precision(type_name(data_type)), 0),
        };
        Self {
            name: rewrite::label(field.name()).to_owned(),
            data_type: type_name(data_type),
            precision,
            scale,
            case_sensitive: type_name(data_type) == "varchar",
        }
    }

    pub(crate) fn text(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            data_type: "string",
            precision: 0,
            scale: 0,
            case_sensitive: false,
        }
    }
}

fn precision(name: &str) -> i32 {
    match name {
        "varchar" => i32::MAX,
        "varbinary" => 1_073_741_824,
        "tinyint" => 3,
        "smallint" => 5,
        "integer" => 10,
        "bigint" => 19,
        "float" | "double" => 17,
        "timestamp" | "timestamp with time zone" | "time" => 3,
        _ => 0,
    }
}

/// The rows of a statement. Dropping it ends the statement.
pub struct Answer {
    columns: Vec<ColumnInfo>,
    kind: StatementKind,
    rows: Rows,
    scan: Arc<Scan>,
    deadline: Option<Instant>,
    written: Option<u64>,
}

enum Rows {
    Known(Option<Vec<Row>>),
    Stream(SendableRecordBatchStream),
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer")
            .field("columns", &self.columns)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

impl Answer {
    pub(crate) fn known(kind: StatementKind, columns: Vec<ColumnInfo>, rows: Vec<Row>) -> Self {
        Self {
            columns,
            kind,
            rows: Rows::Known(Some(rows)),
            scan: Arc::new(Scan::new(None)),
            deadline: None,
            written: None,
        }
    }

    /// Of a statement that gives nothing.
    pub fn empty(kind: StatementKind) -> Self {
        Self::known(kind, Vec::new(), Vec::new())
    }

    /// Of a statement that has written rows.
    pub(crate) fn written(kind: StatementKind, rows: u64, scan: Arc<Scan>) -> Self {
        Self {
            scan,
            written: Some(rows),
            ..Self::known(kind, Vec::new(), Vec::new())
        }
    }

    /// How many rows the statement has written; nothing where it writes none.
    pub const fn rows_written(&self) -> Option<u64> {
        self.written
    }

    pub(crate) fn streamed(
        stream: SendableRecordBatchStream,
        scan: Arc<Scan>,
        deadline: Option<Instant>,
    ) -> Self {
        let schema = stream.schema();
        Self {
            columns: schema
                .fields()
                .iter()
                .map(|field| ColumnInfo::new(field))
                .collect(),
            kind: StatementKind::Dml,
            rows: Rows::Stream(stream),
            scan,
            deadline,
            written: None,
        }
    }

    /// The columns, in order.
    pub fn columns(&self) -> &[ColumnInfo] {
        &self.columns
    }

    /// What kind of statement it answers.
    pub const fn kind(&self) -> StatementKind {
        self.kind
    }

    /// Bytes of data files read so far.
    pub fn bytes_scanned(&self) -> u64 {
        self.scan.bytes()
    }

    /// The next rows: a few thousand at most, never none. `None` at the end.
    ///
    /// # Errors
    /// When the statement fails or exceeds a limit.
    pub async fn next(&mut self) -> Result<Option<Vec<Row>>, QueryError> {
        match &mut self.rows {
            Rows::Known(rows) => Ok(rows.take().filter(|rows| !rows.is_empty())),
            Rows::Stream(stream) => loop {
                let next = match self.deadline {
                    None => stream.next().await,
                    Some(deadline) => tokio::time::timeout_at(deadline, stream.next())
                        .await
                        .map_err(|_| out_of_time())?,
                };
                match next {
                    None => return Ok(None),
                    Some(Ok(batch)) if batch.num_rows() == 0 => {}
                    Some(Ok(batch)) => return Ok(Some(rows(&batch))),
                    Some(Err(error)) => return Err(self.scan.cause(error)),
                }
            },
        }
    }

    /// All rows that are left. For answers that are known to be small.
    ///
    /// # Errors
    /// As for [`Self::next`].
    pub async fn collect(&mut self) -> Result<Vec<Row>, QueryError> {
        let mut all = Vec::new();
        while let Some(mut rows) = self.next().await? {
            all.append(&mut rows);
        }
        Ok(all)
    }
}

pub(crate) fn out_of_time() -> QueryError {
    QueryError::new(
        ErrorKind::ExceededTimeLimit,
        "Query exceeded the maximum run time limit",
    )
}

fn rows(batch: &RecordBatch) -> Vec<Row> {
    (0..batch.num_rows())
        .map(|row| {
            let columns = batch.columns().iter();
            columns
                .map(|column| text::value(column.as_ref(), row))
                .collect()
        })
        .collect()
}
