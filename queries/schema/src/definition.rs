//! A table as data: what [`crate::Table`] says of a struct.

use crate::{AthenaType, Storage};

/// A table of the lake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDefinition {
    /// Its name within the database.
    pub name: &'static str,
    /// What a row is, for people.
    pub description: &'static str,
    /// The columns that the data files hold, in order.
    pub columns: Vec<Column>,
    /// The columns that the files' paths hold, in the order of the path.
    pub partition_keys: Vec<PartitionKey>,
    /// The columns by which the rows of a file are ordered, the first one first: what stands
    /// together is skipped together.
    pub sort_order: Vec<&'static str>,
    /// Where and how its rows are kept.
    pub storage: Storage,
}

/// A column of the data files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it says, with its unit.
    pub comment: &'static str,
    /// Its type.
    pub data_type: AthenaType,
    /// Whether a row may have none.
    pub nullable: bool,
    /// What a number counts or measures, such as `pixels`; nothing where it has no unit.
    pub unit: Option<&'static str>,
    /// The values that it can have.
    pub allowed: AllowedValues,
    /// The fields of the rows within it.
    pub fields: Vec<Self>,
}

/// The values that a column can have, beside null where it is nullable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AllowedValues {
    /// All of its type.
    #[default]
    Any,
    /// These texts alone.
    Values(&'static [&'static str]),
    /// Numbers from the one to the other, both included.
    Range(&'static str, &'static str),
}

/// A column that the path of a data file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartitionKey {
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub comment: &'static str,
    /// Its type.
    pub data_type: AthenaType,
    /// The values that it can have.
    pub projection: Projection,
}

/// How the values of a partition key are told without asking a catalogue for them.
/// <https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html>
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Projection {
    /// An enumeration of the lake's device classes and of `unknown`, known when it is rendered.
    DeviceClasses,
    /// An enumeration.
    Enum(&'static [&'static str]),
    /// Whole numbers from one end to the other.
    Integer {
        /// The least.
        least: i64,
        /// The greatest.
        most: i64,
        /// How far one value is from the next.
        interval: u32,
        /// How many digits every value is written with, zeros in front; nothing for as many as it
        /// has.
        digits: Option<u8>,
    },
    /// Whatever a query names: it must compare the key with a value.
    Injected,
    /// Days, months or hours from one end to the other.
    Date {
        /// Both ends, such as `2020-01-01,NOW+1DAY`.
        range: &'static str,
        /// How many units lie between two values.
        interval: u32,
        /// The unit of the interval: `DAYS`, `HOURS`, ...
        unit: &'static str,
        /// How a value is written, in the letters of Java's `DateTimeFormatter`.
        format: &'static str,
    },
}
