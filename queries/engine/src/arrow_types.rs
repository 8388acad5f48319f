//! Athena's types as Arrow's, and the names of Arrow's types in Athena.

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, Fields, TimeUnit};
use schema::{AthenaType, RowField};

/// The Arrow type in which values of an Athena type are read.
pub(crate) fn to_arrow(data_type: &AthenaType) -> DataType {
    match data_type {
        AthenaType::Boolean => DataType::Boolean,
        AthenaType::Tinyint => DataType::Int8,
        AthenaType::Smallint => DataType::Int16,
        AthenaType::Integer => DataType::Int32,
        AthenaType::Bigint => DataType::Int64,
        AthenaType::Real => DataType::Float32,
        AthenaType::Double => DataType::Float64,
        AthenaType::Decimal { precision, scale } => {
            // At most 38, so that it fits.
            DataType::Decimal128(*precision, i8::try_from(*scale).unwrap_or(i8::MAX))
        }
        AthenaType::Varchar => DataType::Utf8,
        AthenaType::Varbinary => DataType::Binary,
        AthenaType::Date => DataType::Date32,
        AthenaType::Timestamp => DataType::Timestamp(TimeUnit::Millisecond, None),
        AthenaType::Array(element) => {
            DataType::List(Arc::new(Field::new("element", to_arrow(element), true)))
        }
        AthenaType::Map(key, value) => {
            let entries = Fields::from(vec![
                Field::new("key", to_arrow(key), false),
                Field::new("value", to_arrow(value), true),
            ]);
            let entries = Field::new("key_value", DataType::Struct(entries), false);
            DataType::Map(Arc::new(entries), false)
        }
        AthenaType::Row(fields) => DataType::Struct(
            fields
                .iter()
                .map(|field| Field::new(&field.name, to_arrow(&field.data_type), true))
                .collect(),
        ),
    }
}

/// The Athena type of a column that is written; nothing for types that files do not have.
pub(crate) fn from_arrow(data_type: &DataType) -> Option<AthenaType> {
    Some(match data_type {
        DataType::Boolean => AthenaType::Boolean,
        DataType::Int8 => AthenaType::Tinyint,
        DataType::Int16 | DataType::UInt8 => AthenaType::Smallint,
        DataType::Int32 | DataType::UInt16 => AthenaType::Integer,
        DataType::Int64 | DataType::UInt32 | DataType::UInt64 => AthenaType::Bigint,
        DataType::Float32 => AthenaType::Real,
        DataType::Float64 => AthenaType::Double,
        DataType::Decimal128(precision, scale) => AthenaType::Decimal {
            precision: *precision,
            scale: u8::try_from(*scale).ok()?,
        },
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => AthenaType::Varchar,
        DataType::Binary | DataType::LargeBinary => AthenaType::Varbinary,
        DataType::Date32 => AthenaType::Date,
        DataType::Timestamp(_, None) => AthenaType::Timestamp,
        DataType::List(element) => from_arrow(element.data_type())?.array(),
        DataType::Map(entries, _) => match entries.data_type() {
            DataType::Struct(pair) if pair.len() == 2 => AthenaType::Map(
                Box::new(from_arrow(pair[0].data_type())?),
                Box::new(from_arrow(pair[1].data_type())?),
            ),
            _ => return None,
        },
        DataType::Struct(fields) => AthenaType::Row(
            fields
                .iter()
                .map(|field| {
                    Some(RowField {
                        name: field.name().clone(),
                        data_type: from_arrow(field.data_type())?,
                    })
                })
                .collect::<Option<_>>()?,
        ),
        _ => return None,
    })
}

/// A type as Trino writes it, with its parts.
pub(crate) fn full_name(data_type: &DataType) -> String {
    match data_type {
        DataType::Decimal128(precision, scale) => format!("decimal({precision},{scale})"),
        DataType::Timestamp(_, None) => "timestamp(3)".to_owned(),
        DataType::Timestamp(_, Some(_)) => "timestamp(3) with time zone".to_owned(),
        DataType::Float32 => "real".to_owned(),
        DataType::List(element)
        | DataType::LargeList(element)
        | DataType::FixedSizeList(element, _) => {
            format!("array({})", full_name(element.data_type()))
        }
        DataType::Map(entries, _) => match entries.data_type() {
            DataType::Struct(pair) if pair.len() == 2 => {
                let (key, value) = (pair[0].data_type(), pair[1].data_type());
                format!("map({}, {})", full_name(key), full_name(value))
            }
            _ => "map".to_owned(),
        },
        DataType::Struct(fields) => {
            let fields = fields.iter();
            let fields =
                fields.map(|field| format!("{} {}", field.name(), full_name(field.data_type())));
            format!("row({})", fields.collect::<Vec<_>>().join(", "))
        }
        other => type_name(other).to_owned(),
    }
}

/// The name that Athena gives the type of a result's column.
pub(crate) fn type_name(data_type: &DataType) -> &'static str {
    match data_type {
        DataType::Null => "unknown",
        DataType::Boolean => "boolean",
        DataType::Int8 => "tinyint",
        DataType::Int16 | DataType::UInt8 => "smallint",
        DataType::Int32 | DataType::UInt16 => "integer",
        DataType::Int64 | DataType::UInt32 | DataType::UInt64 => "bigint",
        DataType::Float16 | DataType::Float32 => "float",
        DataType::Float64 => "double",
        DataType::Decimal32(..)
        | DataType::Decimal64(..)
        | DataType::Decimal128(..)
        | DataType::Decimal256(..) => "decimal",
        DataType::Date32 | DataType::Date64 => "date",
        DataType::Timestamp(_, None) => "timestamp",
        DataType::Timestamp(_, Some(_)) => "timestamp with time zone",
        DataType::Time32(_) | DataType::Time64(_) => "time",
        DataType::Interval(_) | DataType::Duration(_) => "interval day to second",
        DataType::Binary
        | DataType::LargeBinary
        | DataType::BinaryView
        | DataType::FixedSizeBinary(_) => "varbinary",
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) => "array",
        DataType::Map(..) => "map",
        DataType::Struct(_) => "row",
        _ => "varchar",
    }
}
