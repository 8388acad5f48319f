//! Files that are written as rows come: closed and uploaded as they get large, so that memory stays
//! bounded.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use datafusion::arrow::array::{ArrayRef, RecordBatch, UInt32Array};
use datafusion::arrow::compute::take_record_batch;
use datafusion::arrow::datatypes::{DataType, Schema, SchemaRef};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::file::properties::WriterProperties;
use schema::Compression;
use serde_json::{Map, Value};

use super::unwritten;
use crate::error::{ErrorKind, QueryError};
use crate::objects::Objects;
use crate::text;

/// A file is closed once it has so many bytes.
const LARGE: usize = 64 * 1024 * 1024;
/// The value of a partition key that is null, as in Hive.
const NULL_KEY: &str = "__HIVE_DEFAULT_PARTITION__";

/// How rows are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Format {
    /// With its pages compressed so.
    Parquet(Compression),
    /// An object a line.
    Json,
    /// Values a line, with a text between them.
    Text(String),
}

impl Format {
    const fn ending(&self) -> &'static str {
        match self {
            Self::Parquet(_) => ".parquet",
            Self::Json => ".json",
            Self::Text(_) => ".txt",
        }
    }
}

/// The files of one folder.
pub(crate) struct Files<'a> {
    objects: &'a dyn Objects,
    bucket: String,
    /// What the keys begin with.
    begin: String,
    format: Format,
    schema: SchemaRef,
    number: usize,
    open: Open,
}

enum Open {
    Nothing,
    Parquet(Box<ArrowWriter<Vec<u8>>>),
    Lines(Vec<u8>),
}

fn failed(error: impl std::fmt::Display) -> QueryError {
    QueryError::new(ErrorKind::WriterFailed, error.to_string())
}

impl<'a> Files<'a> {
    pub(crate) fn new(
        objects: &'a dyn Objects,
        bucket: String,
        begin: String,
        format: &Format,
        schema: &SchemaRef,
    ) -> Result<Self, QueryError> {
        Ok(Self {
            objects,
            bucket,
            begin,
            format: format.clone(),
            schema: Arc::clone(schema),
            number: 0,
            open: Open::Nothing,
        })
    }

    pub(crate) async fn write(&mut self, batch: &RecordBatch) -> Result<(), QueryError> {
        if matches!(self.open, Open::Nothing) {
            self.open = match self.format {
                Format::Parquet(compression) => {
                    let properties = WriterProperties::builder()
                        .set_compression(compression.codec())
                        .set_created_by("sightline".to_owned());
                    let schema = Arc::clone(&self.schema);
                    let writer = ArrowWriter::try_new(Vec::new(), schema, Some(properties.build()));
                    Open::Parquet(Box::new(writer.map_err(failed)?))
                }
                _ => Open::Lines(Vec::new()),
            };
        }
        let size = match &mut self.open {
            Open::Parquet(writer) => {
                writer.write(batch).map_err(failed)?;
                writer.bytes_written() + writer.in_progress_size()
            }
            Open::Lines(lines) => {
                append(lines, &self.format, &self.schema, batch);
                lines.len()
            }
            Open::Nothing => 0,
        };
        if size >= LARGE {
            self.close().await?;
        }
        Ok(())
    }

    pub(crate) async fn finish(mut self) -> Result<(), QueryError> {
        self.close().await
    }

    /// Uploads the file that is open, if one is.
    async fn close(&mut self) -> Result<(), QueryError> {
        let bytes = match std::mem::replace(&mut self.open, Open::Nothing) {
            Open::Nothing => return Ok(()),
            Open::Parquet(writer) => writer.into_inner().map_err(failed)?,
            Open::Lines(lines) => lines,
        };
        let key = format!("{}-{:05}{}", self.begin, self.number, self.format.ending());
        self.number += 1;
        let written = self.objects.write(&self.bucket, &key, Bytes::from(bytes));
        written.await.map_err(unwritten)
    }
}

fn append(lines: &mut Vec<u8>, format: &Format, schema: &Schema, batch: &RecordBatch) {
    for row in 0..batch.num_rows() {
        let cells = batch
            .columns()
            .iter()
            .map(|column| text::value(column.as_ref(), row));
        let line = match format {
            Format::Text(between) => {
                // What is null has Hive's word.
                let cells = cells.map(|cell| cell.unwrap_or_else(|| "\\N".to_owned()));
                cells.collect::<Vec<_>>().join(between)
            }
            _ => {
                let fields = schema.fields().iter().zip(cells);
                let fields = fields.filter_map(|(field, cell)| {
                    Some((field.name().clone(), json_value(field.data_type(), cell?)))
                });
                Value::Object(fields.collect::<Map<_, _>>()).to_string()
            }
        };
        lines.extend_from_slice(line.as_bytes());
        lines.push(b'\n');
    }
}

/// Numbers and truth values are written as such, everything else as a text.
fn json_value(kind: &DataType, text: String) -> Value {
    let plain = kind.is_integer() || kind.is_floating() || *kind == DataType::Boolean;
    match plain.then(|| serde_json::from_str(&text)) {
        Some(Ok(value)) => value,
        _ => Value::String(text),
    }
}

/// The rows of a batch by the values of their partition keys.
pub(crate) fn partition_of(
    batch: &RecordBatch,
    keys: &[ArrayRef],
) -> Result<Vec<(Vec<String>, RecordBatch)>, QueryError> {
    if keys.is_empty() {
        return Ok(vec![(Vec::new(), batch.clone())]);
    }
    let mut rows: BTreeMap<Vec<String>, Vec<u32>> = BTreeMap::new();
    for row in 0..batch.num_rows() {
        let values = keys
            .iter()
            .map(|key| text::value(key.as_ref(), row).unwrap_or_else(|| NULL_KEY.to_owned()));
        let values: Vec<String> = values.collect();
        // A value becomes a part of a path.
        if let Some(value) = values
            .iter()
            .find(|value| value.contains('/') || value.is_empty())
        {
            return Err(QueryError::new(
                ErrorKind::InvalidPartitionValue,
                format!("{value:?} cannot be the value of a partition key"),
            ));
        }
        rows.entry(values)
            .or_default()
            .push(u32::try_from(row).unwrap_or(u32::MAX));
    }
    rows.into_iter()
        .map(|(values, rows)| {
            let part = take_record_batch(batch, &UInt32Array::from(rows)).map_err(failed)?;
            Ok((values, part))
        })
        .collect()
}
