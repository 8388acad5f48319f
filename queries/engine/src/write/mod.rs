//! Statements that write: `CREATE TABLE … AS`, `INSERT INTO`, `UNLOAD`.
//!
//! Files are named by the statement's id, so that a statement that runs again after it was cut off
//! writes the same files, and no row twice. A table is made only after all of its files are there.

mod files;
mod options;

use std::collections::HashMap;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, RecordBatch, new_null_array};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{Field, Schema, SchemaRef};
use datafusion::physical_plan::SendableRecordBatchStream;
use futures::StreamExt;
use schema::{AthenaType, COMPRESSION, Compression, ParquetFormat};
use serde_json::{Value, json};

pub(crate) use files::Format;
use files::{Files, partition_of};
pub(crate) use options::{CreateOptions, UnloadOptions};

use crate::arrow_types::{from_arrow, full_name, to_arrow};
use crate::catalog::GlueTable;
use crate::error::{ErrorKind, QueryError};
use crate::objects::Objects;
use crate::rewrite;
use crate::view::unnameable;

/// Partitions that one statement writes to at most, as in Athena.
/// <https://docs.aws.amazon.com/athena/latest/ug/ctas-insert-into.html>
const MOST_PARTITIONS: usize = 100;

/// `s3://bucket/prefix/`, taken apart.
pub(crate) fn place(location: &str) -> Result<(String, String), QueryError> {
    let parts = location
        .strip_prefix("s3://")
        .and_then(|rest| rest.split_once('/'))
        .filter(|(bucket, _)| !bucket.is_empty());
    let (bucket, prefix) = parts.ok_or_else(|| {
        QueryError::new(
            ErrorKind::InvalidTableProperty,
            format!("{location:?} is no s3:// location"),
        )
    })?;
    let slash = if prefix.is_empty() || prefix.ends_with('/') {
        ""
    } else {
        "/"
    };
    Ok((bucket.to_owned(), format!("{prefix}{slash}")))
}

/// Writes all rows to one folder; gives how many there were.
pub(crate) async fn folder(
    objects: &dyn Objects,
    location: &str,
    id: &str,
    format: &Format,
    mut stream: SendableRecordBatchStream,
) -> Result<u64, QueryError> {
    let (bucket, prefix) = place(location)?;
    if !objects
        .list(&bucket, &prefix, None)
        .await
        .map_err(unwritten)?
        .is_empty()
    {
        // A statement that was cut off finds its own files and writes them anew.
        let own = objects.list(&bucket, &format!("{prefix}{id}"), None).await;
        if own.map_err(unwritten)?.is_empty() {
            return Err(QueryError::new(
                ErrorKind::PathAlreadyExists,
                format!("Target directory for table already exists: {location}"),
            ));
        }
    }
    let named = labelled(&stream.schema());
    let mut files = Files::new(objects, bucket, format!("{prefix}{id}"), format, &named)?;
    let mut rows = 0;
    while let Some(batch) = stream.next().await {
        let batch = batch?;
        rows += batch.num_rows() as u64;
        let batch = RecordBatch::try_new(Arc::clone(&named), batch.columns().to_vec())
            .map_err(|error| QueryError::new(ErrorKind::InternalError, error.to_string()))?;
        files.write(&batch).await?;
    }
    files.finish().await?;
    Ok(rows)
}

/// Writes all rows to a table's folders; gives how many there were.
pub(crate) async fn table(
    objects: &dyn Objects,
    table: &GlueTable,
    columns: &[String],
    id: &str,
    mut stream: SendableRecordBatchStream,
) -> Result<u64, QueryError> {
    let keys = table.partition_keys.len();
    let all: Vec<_> = table.columns.iter().chain(&table.partition_keys).collect();
    let source = stream.schema();
    let places = sources(table, columns, &source)?;
    let fields: Vec<Field> = table
        .columns
        .iter()
        .map(|column| Field::new(&column.name, to_arrow(&column.data_type), true))
        .collect();
    let stored: SchemaRef = Arc::new(Schema::new(fields));
    let format = Format::Parquet(compression_of(table)?);
    let mut open: HashMap<Vec<String>, Files<'_>> = HashMap::new();
    let mut rows = 0;
    while let Some(batch) = stream.next().await {
        let batch = batch?;
        rows += batch.num_rows() as u64;
        let mut arrays: Vec<ArrayRef> = Vec::with_capacity(all.len());
        for (column, place) in all.iter().zip(&places) {
            let kind = to_arrow(&column.data_type);
            arrays.push(match place {
                Some(at) => cast(batch.column(*at), &kind).map_err(|error| {
                    QueryError::new(ErrorKind::InvalidCastArgument, error.to_string())
                })?,
                None => new_null_array(&kind, batch.num_rows()),
            });
        }
        let key_arrays = arrays.split_off(arrays.len() - keys);
        let wide = RecordBatch::try_new(Arc::clone(&stored), arrays)
            .map_err(|error| QueryError::new(ErrorKind::InternalError, error.to_string()))?;
        for (values, part) in partition_of(&wide, &key_arrays)? {
            if !open.contains_key(&values) {
                if open.len() == MOST_PARTITIONS {
                    return Err(QueryError::new(
                        ErrorKind::TooManyOpenPartitions,
                        format!("Exceeded limit of {MOST_PARTITIONS} open writers for partitions"),
                    ));
                }
                let (bucket, prefix) = place(&partition_location(table, &values))?;
                let begin = format!("{prefix}{id}");
                let files = Files::new(objects, bucket, begin, &format, &stored)?;
                open.insert(values.clone(), files);
            }
            if let Some(files) = open.get_mut(&values) {
                files.write(&part).await?;
            }
        }
    }
    for files in open.into_values() {
        files.finish().await?;
    }
    Ok(rows)
}

/// For each column of a table, partition keys last, the column of the rows that it comes from.
fn sources(
    table: &GlueTable,
    columns: &[String],
    source: &Schema,
) -> Result<Vec<Option<usize>>, QueryError> {
    let all: Vec<_> = table.columns.iter().chain(&table.partition_keys).collect();
    let named: Vec<&str> = match columns {
        [] => all.iter().map(|column| column.name.as_str()).collect(),
        columns => columns.iter().map(String::as_str).collect(),
    };
    let mut seen: Vec<&str> = Vec::new();
    for name in &named {
        if !all.iter().any(|column| column.name == *name) {
            return Err(QueryError::new(
                ErrorKind::ColumnNotFound,
                format!("Insert column name does not exist in target table: {name}"),
            ));
        }
        if seen.contains(name) {
            return Err(QueryError::new(
                ErrorKind::SyntaxError,
                format!("Insert column name is specified more than once: {name}"),
            ));
        }
        seen.push(name);
    }
    let wanted = |name: &str| {
        let column = all.iter().find(|column| column.name == name);
        column.map(|column| &column.data_type)
    };
    let fits = named.len() == source.fields().len()
        && named.iter().zip(source.fields()).all(|(name, field)| {
            let kind = trino::Type::parse(&full_name(field.data_type()));
            match (kind, wanted(name)) {
                (Ok(kind), Some(wanted)) => kind.coerces_to(&trino::Type::from(wanted)),
                _ => false,
            }
        });
    if !fits {
        let ours: Vec<String> = named
            .iter()
            .filter_map(|name| wanted(name).map(AthenaType::trino))
            .collect();
        let theirs = source.fields().iter();
        let theirs: Vec<String> = theirs.map(|field| full_name(field.data_type())).collect();
        return Err(QueryError::new(
            ErrorKind::TypeMismatch,
            format!(
                "Insert query has mismatched column types: Table: [{}], Query: [{}]",
                ours.join(", "),
                theirs.join(", ")
            ),
        ));
    }
    let places = all
        .iter()
        .map(|column| named.iter().position(|name| *name == column.name));
    let places: Vec<Option<usize>> = places.collect();
    let keys = places.iter().zip(&all).skip(table.columns.len());
    for (place, key) in keys {
        if place.is_none() {
            return Err(QueryError::new(
                ErrorKind::SyntaxError,
                format!("the partition key '{}' is given no value", key.name),
            ));
        }
    }
    Ok(places)
}

/// How a table's new files are compressed.
fn compression_of(table: &GlueTable) -> Result<Compression, QueryError> {
    let said = [COMPRESSION, "write.compression"].into_iter();
    let mut said = said.filter_map(|key| Some((key, table.parameters.get(key)?)));
    let Some((key, value)) = said.next() else {
        return Ok(Compression::default());
    };
    Compression::parse(value).ok_or_else(|| {
        QueryError::not_supported(format!(
            "writing to '{}', whose {key} is {value}; SNAPPY, ZSTD, GZIP and UNCOMPRESSED are, so that \
             this",
            table.name
        ))
    })
}

/// The folder of a partition.
fn partition_location(table: &GlueTable, values: &[String]) -> String {
    let keys = table.partition_keys.iter().zip(values);
    match table.parameters.get("storage.location.template") {
        Some(template) => {
            let filled = keys.fold(template.clone(), |text, (key, value)| {
                text.replace(&format!("${{{}}}", key.name), value)
            });
            if filled.ends_with('/') {
                filled
            } else {
                format!("{filled}/")
            }
        }
        None => keys.fold(table.location.clone(), |text, (key, value)| {
            format!("{text}{}={value}/", key.name)
        }),
    }
}

/// A table of Parquet files in the form of Glue's `TableInput`, with the columns of rows.
pub(crate) fn table_input(
    name: &str,
    location: &str,
    compression: Compression,
    schema: &Schema,
) -> Result<Value, QueryError> {
    let mut columns = Vec::new();
    for (at, field) in schema.fields().iter().enumerate() {
        let label = rewrite::label(field.name());
        if label.starts_with("_col") {
            return Err(QueryError::new(
                ErrorKind::SyntaxError,
                format!("Column name not specified at position {}", at + 1),
            ));
        }
        let kind = from_arrow(field.data_type())
            .ok_or_else(|| unnameable(label, &full_name(field.data_type())))?;
        columns.push(json!({ "Name": label, "Type": kind.glue() }));
    }
    Ok(json!({
        "Name": name,
        "TableType": "EXTERNAL_TABLE",
        "Parameters": {
            "EXTERNAL": "TRUE",
            "classification": "parquet",
            COMPRESSION: compression.property(),
        },
        "PartitionKeys": [],
        "StorageDescriptor": {
            "Columns": columns,
            "Location": location,
            "InputFormat": ParquetFormat::INPUT,
            "OutputFormat": ParquetFormat::OUTPUT,
            "SerdeInfo": {
                "SerializationLibrary": ParquetFormat::SERDE,
                "Parameters": { "serialization.format": "1" },
            },
        },
    }))
}

/// A schema with the names that people see.
fn labelled(schema: &Schema) -> SchemaRef {
    let fields = schema.fields().iter().map(|field| {
        Field::new(
            rewrite::label(field.name()),
            field.data_type().clone(),
            true,
        )
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

pub(crate) fn unwritten(error: String) -> QueryError {
    QueryError::new(ErrorKind::WriterFailed, error)
}
