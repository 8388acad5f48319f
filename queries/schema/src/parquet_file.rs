//! Data files: rows written as Parquet, a row group at a time.

use std::io::Write;
use std::marker::PhantomData;
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{
    Compression as Codec, GzipLevel, LogicalType, Repetition, TimeUnit, Type as PhysicalType,
    ZstdLevel,
};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use crate::{AthenaType, Compression, Leaf, Levels, Table, Values};

/// Most rows of a row group.
const MOST_ROWS: usize = 128 * 1024;
/// Most bytes of a row group before encoding: what a writer holds in memory.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// Rows between two looks at the size.
const ROWS_BETWEEN_LOOKS: usize = 1024;

/// The level that Athena writes with.
/// <https://docs.aws.amazon.com/athena/latest/ug/compression-support-zstd-levels.html>
const ZSTD_LEVEL: i32 = 3;

/// A data file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The type has no form in a data file here.
    #[error(
        "column {column:?} of table {table:?} is of type {data_type}, which data files are not written with; use another Rust type"
    )]
    Unsupported {
        /// The table.
        table: &'static str,
        /// The column.
        column: String,
        /// The type, in Trino's spelling.
        data_type: String,
    },
    /// The destination or the encoder failed.
    #[error("writing Parquet failed: {0}")]
    Parquet(#[from] ParquetError),
}

/// Writes all `rows` to one data file, in the table's order.
///
/// # Errors
/// When the destination fails, or a column is of a type that files are not written with.
pub fn write_parquet<T: Table>(rows: &[T], out: impl Write + Send) -> Result<(), WriteError> {
    let mut writer = TableWriter::new(out)?;
    let mut order: Vec<&T> = rows.iter().collect();
    // Rows that are equal stay in the order in which they came.
    order.sort_by(|one, other| one.compare(other));
    for row in order {
        writer.push(row)?;
    }
    writer.finish()?;
    Ok(())
}

/// Writes columns that were filled by hand to one data file; each may be null, so that its leaf
/// is made for `Levels::default().present()`.
///
/// # Errors
/// When the destination fails, or a column is of a type that files are not written with.
pub fn write_columns(
    columns: &[(&str, AthenaType)],
    leaves: &mut [Leaf],
    out: impl Write + Send,
) -> Result<(), WriteError> {
    let mut fields = Vec::new();
    for (name, data_type) in columns {
        let field = field_type(name, data_type, Repetition::OPTIONAL)?;
        let field = field.ok_or_else(|| WriteError::Unsupported {
            table: "of the answer",
            column: (*name).to_owned(),
            data_type: data_type.trino(),
        })?;
        fields.push(Arc::new(field));
    }
    let schema = Type::group_type_builder("schema").with_fields(fields);
    let mut file = SerializedFileWriter::new(
        out,
        Arc::new(schema.build()?),
        Arc::new(properties(Compression::default())),
    )?;
    let mut group = file.next_row_group()?;
    for leaf in leaves {
        let missing = || ParquetError::General("there are more leaves than columns".to_owned());
        let mut column = group.next_column()?.ok_or_else(missing)?;
        write_leaf(&mut column, leaf)?;
        column.close()?;
    }
    group.close()?;
    file.close()?;
    Ok(())
}

impl Compression {
    const fn is_built(self) -> bool {
        match self {
            Self::Snappy | Self::None => true,
            Self::Zstd => cfg!(feature = "zstd"),
            Self::Gzip => cfg!(feature = "gzip"),
        }
    }

    /// What a writer of Parquet is told.
    pub fn codec(self) -> Codec {
        match self {
            Self::Snappy => Codec::SNAPPY,
            Self::Zstd => Codec::ZSTD(ZstdLevel::try_new(ZSTD_LEVEL).unwrap_or_default()),
            Self::Gzip => Codec::GZIP(GzipLevel::default()),
            Self::None => Codec::UNCOMPRESSED,
        }
    }
}

fn properties(compression: Compression) -> WriterProperties {
    WriterProperties::builder()
        .set_compression(compression.codec())
        .set_statistics_enabled(EnabledStatistics::Page)
        // The default names the library's version: the same rows then give other bytes
        // after an update.
        .set_created_by("sightline".to_owned())
        .build()
}

/// A data file that is written piece by piece in bounded memory: 64 MiB of rows beside the
/// encoder's own.
pub struct TableWriter<T, W: Write + Send> {
    file: SerializedFileWriter<W>,
    leaves: Vec<Leaf>,
    buffered: usize,
    rows: PhantomData<fn(T)>,
}

impl<T: Table, W: Write + Send> TableWriter<T, W> {
    /// Begins a file.
    ///
    /// # Errors
    /// As for [`write_parquet`].
    pub fn new(out: W) -> Result<Self, WriteError> {
        const {
            assert!(
                T::STORAGE.compression.is_built(),
                "the table is compressed with what this crate is built without: turn on the feature \
                 `zstd` or `gzip` of `schema` for whoever writes it"
            );
        }
        let mut leaves = Vec::with_capacity(T::LEAVES);
        T::add_field_leaves(Levels::default(), &mut leaves);
        Ok(Self {
            file: SerializedFileWriter::new(
                out,
                Arc::new(file_schema::<T>()?),
                Arc::new(properties(T::STORAGE.compression)),
            )?,
            leaves,
            buffered: 0,
            rows: PhantomData,
        })
    }

    /// Appends rows. Whoever wants them in the table's order gives them in it.
    ///
    /// # Errors
    /// When the destination fails.
    pub fn write(&mut self, rows: &[T]) -> Result<(), WriteError> {
        rows.iter().try_for_each(|row| self.push(row))
    }

    fn push(&mut self, row: &T) -> Result<(), WriteError> {
        row.shred_fields(&mut self.leaves, Levels::default());
        self.buffered += 1;
        let look = self.buffered.is_multiple_of(ROWS_BETWEEN_LOOKS);
        if self.buffered == MOST_ROWS || (look && self.size() >= MOST_BYTES) {
            self.flush()?;
        }
        Ok(())
    }

    /// Writes what is left and the footer, and gives back the destination.
    ///
    /// # Errors
    /// When the destination fails.
    pub fn finish(mut self) -> Result<W, WriteError> {
        if self.buffered > 0 {
            self.flush()?;
        }
        Ok(self.file.into_inner()?)
    }

    fn size(&self) -> usize {
        self.leaves.iter().map(Leaf::size).sum()
    }

    fn flush(&mut self) -> Result<(), WriteError> {
        let mut group = self.file.next_row_group()?;
        for leaf in &mut self.leaves {
            let mut column = group.next_column()?.ok_or_else(|| {
                ParquetError::General("the schema has fewer columns than the rows".to_owned())
            })?;
            write_leaf(&mut column, leaf)?;
            column.close()?;
            leaf.clear();
        }
        group.close()?;
        self.buffered = 0;
        Ok(())
    }
}

fn write_leaf(
    column: &mut SerializedColumnWriter<'_>,
    leaf: &mut Leaf,
) -> Result<(), ParquetError> {
    let definitions = (!leaf.definitions.is_empty()).then_some(leaf.definitions.as_slice());
    let repetitions = (!leaf.repetitions.is_empty()).then_some(leaf.repetitions.as_slice());
    match &mut leaf.values {
        Values::Boolean(values) => {
            column
                .typed::<BoolType>()
                .write_batch(values, definitions, repetitions)
        }
        Values::Integer(values) => {
            column
                .typed::<Int32Type>()
                .write_batch(values, definitions, repetitions)
        }
        Values::Bigint(values) => {
            column
                .typed::<Int64Type>()
                .write_batch(values, definitions, repetitions)
        }
        Values::Double(values) => {
            column
                .typed::<DoubleType>()
                .write_batch(values, definitions, repetitions)
        }
        Values::Varchar { text, ends } => {
            let text = Bytes::from(std::mem::take(text));
            let mut start = 0;
            let values: Vec<ByteArray> = ends
                .iter()
                .map(|end| ByteArray::from(text.slice(std::mem::replace(&mut start, *end)..*end)))
                .collect();
            column
                .typed::<ByteArrayType>()
                .write_batch(&values, definitions, repetitions)
        }
    }?;
    Ok(())
}

fn file_schema<T: Table>() -> Result<Type, WriteError> {
    let mut fields = Vec::new();
    for column in T::columns() {
        let repetition = if column.nullable {
            Repetition::OPTIONAL
        } else {
            Repetition::REQUIRED
        };
        let field = field_type(column.name, &column.data_type, repetition)?.ok_or_else(|| {
            WriteError::Unsupported {
                table: T::NAME,
                column: column.name.to_owned(),
                data_type: column.data_type.trino(),
            }
        })?;
        fields.push(Arc::new(field));
    }
    Ok(Type::group_type_builder("schema")
        .with_fields(fields)
        .build()?)
}

/// `None` for a type that no Rust type gives.
fn field_type(
    name: &str,
    data_type: &AthenaType,
    repetition: Repetition,
) -> Result<Option<Type>, ParquetError> {
    let (physical, logical) = match data_type {
        AthenaType::Boolean => (PhysicalType::BOOLEAN, None),
        AthenaType::Integer => (PhysicalType::INT32, None),
        AthenaType::Bigint => (PhysicalType::INT64, None),
        AthenaType::Double => (PhysicalType::DOUBLE, None),
        AthenaType::Varchar => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String)),
        AthenaType::Date => (PhysicalType::INT32, Some(LogicalType::Date)),
        // Athena's timestamp has no time zone, and so Athena writes it not adjusted to UTC.
        AthenaType::Timestamp => (
            PhysicalType::INT64,
            Some(LogicalType::timestamp(false, TimeUnit::MILLIS)),
        ),
        AthenaType::Array(element) => return list_type(name, element, repetition),
        AthenaType::Row(fields) => {
            let mut nested = Vec::with_capacity(fields.len());
            for field in fields {
                match field_type(&field.name, &field.data_type, Repetition::OPTIONAL)? {
                    Some(field) => nested.push(Arc::new(field)),
                    None => return Ok(None),
                }
            }
            return Type::group_type_builder(name)
                .with_repetition(repetition)
                .with_fields(nested)
                .build()
                .map(Some);
        }
        _ => return Ok(None),
    };
    Type::primitive_type_builder(name, physical)
        .with_repetition(repetition)
        .with_logical_type(logical)
        .build()
        .map(Some)
}

/// The three levels of a list that every reader understands.
/// <https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#lists>
fn list_type(
    name: &str,
    element: &AthenaType,
    repetition: Repetition,
) -> Result<Option<Type>, ParquetError> {
    let Some(element) = field_type("element", element, Repetition::OPTIONAL)? else {
        return Ok(None);
    };
    let list = Type::group_type_builder("list")
        .with_repetition(Repetition::REPEATED)
        .with_fields(vec![Arc::new(element)])
        .build()?;
    Type::group_type_builder(name)
        .with_repetition(repetition)
        .with_logical_type(Some(LogicalType::List))
        .with_fields(vec![Arc::new(list)])
        .build()
        .map(Some)
}
