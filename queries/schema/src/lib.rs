//! The tables of the data lake as Rust types.
//!
//! A table is a struct that derives [`Table`]: its fields are the columns, its documentation
//! the description and the comments. From it follow the Glue table
//! ([`glue_table_input`]), the DDL ([`create_table_ddl`]) and, with the feature `parquet`, the
//! data files (`write_parquet`), so that a renamed column is renamed everywhere or does not
//! compile.
//!
//! ```
//! use schema::{Stored, Table, Row};
//!
//! /// Something that was measured.
//! #[derive(Table)]
//! #[table(name = "readings", partitions = schema::tables::by_class_and_day)]
//! struct Reading {
//!     /// The device.
//!     device_id: String,
//!     /// Degrees Celsius; absent when the sensor did not answer.
//!     temperature: Option<f64>,
//! }
//!
//! let table = Reading::definition();
//! assert_eq!(table.description, "Something that was measured.");
//! assert_eq!(table.columns[1].data_type.glue(), "double");
//! assert!(table.columns[1].nullable);
//! ```

// The derive macros name this crate by its full path, also from inside it.
extern crate self as schema;

mod athena_type;
mod definition;
pub mod evolution;
#[cfg(feature = "parquet")]
mod parquet_file;
mod render;
mod shred;
mod storage;
mod stored;
pub mod tables;
mod view;

pub use athena_type::{AthenaType, RowField, TypeError};
pub use definition::{AllowedValues, Column, PartitionKey, Projection, TableDefinition};
#[cfg(feature = "parquet")]
pub use parquet_file::{TableWriter, WriteError, write_columns, write_parquet};
pub use render::{
    COMPRESSION, Lake, ParquetFormat, create_table_ddl, glue_table_input, table_properties,
};
pub use schema_derive::{Row, Table};
pub use shred::{Leaf, Levels, Values};
pub use storage::{Compression, Format, Storage};
pub use stored::{Date, Row, Stored, Table, Timestamp};
pub use tables::tables;
pub use view::View;

/// What the derive macros call; not meant for people.
#[doc(hidden)]
pub mod derived {
    pub use crate::stored::{add_nested_leaves, row_type, shred_nested};
}
