//! How Rust values are kept in columns.

use crate::{AthenaType, Column, Leaf, Levels, RowField, Storage, TableDefinition, Values};

/// A type that a column, an element or a field can have.
pub trait Stored {
    /// Whether a value can be absent.
    const NULLABLE: bool = false;
    /// How many Parquet columns hold it.
    const LEAVES: usize = 1;

    /// Its type in Athena.
    fn athena_type() -> AthenaType;

    /// The fields of the rows within it, with what is known of each.
    fn fields() -> Vec<Column> {
        Vec::new()
    }

    /// Adds the empty columns that hold it: [`Self::LEAVES`] of them. The levels are the deepest
    /// that a value can be at.
    fn add_leaves(deepest: Levels, leaves: &mut Vec<Leaf>);

    /// Appends the value to the [`Self::LEAVES`] columns that hold it.
    fn shred(&self, leaves: &mut [Leaf], levels: Levels);
}

/// A struct whose fields are stored side by side; implemented by `#[derive(Row)]` and
/// `#[derive(Table)]`.
pub trait Row {
    /// How many Parquet columns hold the fields.
    const LEAVES: usize;

    /// The fields, in order.
    fn columns() -> Vec<Column>;

    /// Adds the empty columns of every field. The levels are the deepest of the row itself.
    fn add_field_leaves(deepest: Levels, leaves: &mut Vec<Leaf>);

    /// Appends every field to its columns. The levels are those of the row itself.
    fn shred_fields(&self, leaves: &mut [Leaf], levels: Levels);
}

/// A struct that is a row of a table; implemented by `#[derive(Table)]`.
pub trait Table: Row {
    /// The table's name.
    const NAME: &'static str;
    /// Where and how its rows are kept.
    const STORAGE: Storage;

    /// The table.
    fn definition() -> TableDefinition;

    /// The order of two rows within a file, by the columns of [`TableDefinition::sort_order`].
    fn compare(&self, other: &Self) -> std::cmp::Ordering {
        let _ = other;
        std::cmp::Ordering::Equal
    }
}

/// A point in time, milliseconds since 1970 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// `milliseconds` after the beginning of 1970 UTC.
    pub const fn from_millis(milliseconds: i64) -> Self {
        Self(milliseconds)
    }

    /// Milliseconds since the beginning of 1970 UTC.
    pub const fn as_millis(self) -> i64 {
        self.0
    }
}

/// A day, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

impl Date {
    /// `days` after 1970-01-01.
    pub const fn from_days(days: i32) -> Self {
        Self(days)
    }

    /// Days since 1970-01-01.
    pub const fn as_days(self) -> i32 {
        self.0
    }
}

macro_rules! scalar {
    ($rust:ty, $athena:ident, $values:ident, $push:ident, |$value:ident| $stored:expr) => {
        impl Stored for $rust {
            fn athena_type() -> AthenaType {
                AthenaType::$athena
            }

            fn add_leaves(deepest: Levels, leaves: &mut Vec<Leaf>) {
                leaves.push(Leaf::new(Values::$values(), deepest));
            }

            fn shred(&self, leaves: &mut [Leaf], levels: Levels) {
                let $value = self;
                for leaf in leaves {
                    leaf.$push($stored, levels);
                }
            }
        }
    };
}

scalar!(bool, Boolean, boolean, push_boolean, |value| *value);
scalar!(i32, Integer, integer, push_integer, |value| *value);
scalar!(i64, Bigint, bigint, push_bigint, |value| *value);
scalar!(f64, Double, double, push_double, |value| *value);
scalar!(String, Varchar, varchar, push_varchar, |value| value);
scalar!(Timestamp, Timestamp, bigint, push_bigint, |value| value.0);
scalar!(Date, Date, integer, push_integer, |value| value.0);

impl<T: Stored> Stored for Option<T> {
    const NULLABLE: bool = {
        assert!(
            !T::NULLABLE,
            "a value is absent or not: Option<Option<_>> is neither"
        );
        true
    };
    const LEAVES: usize = T::LEAVES;

    fn athena_type() -> AthenaType {
        T::athena_type()
    }

    fn fields() -> Vec<Column> {
        T::fields()
    }

    fn add_leaves(deepest: Levels, leaves: &mut Vec<Leaf>) {
        T::add_leaves(deepest.present(), leaves);
    }

    fn shred(&self, leaves: &mut [Leaf], levels: Levels) {
        match self {
            Some(value) => value.shred(leaves, levels.present()),
            None => absent(leaves, levels),
        }
    }
}

impl<T: Stored> Stored for Vec<T> {
    const LEAVES: usize = T::LEAVES;

    fn athena_type() -> AthenaType {
        T::athena_type().array()
    }

    fn fields() -> Vec<Column> {
        T::fields()
    }

    fn add_leaves(deepest: Levels, leaves: &mut Vec<Leaf>) {
        add_nested_leaves::<T>(deepest.element(false), leaves);
    }

    fn shred(&self, leaves: &mut [Leaf], levels: Levels) {
        if self.is_empty() {
            absent(leaves, levels);
        }
        for (at, element) in self.iter().enumerate() {
            shred_nested(element, leaves, levels.element(at == 0));
        }
    }
}

/// The type of a [`Row`] within a column. Meant for `#[derive(Row)]`.
pub fn row_type<T: Row>() -> AthenaType {
    AthenaType::Row(
        T::columns()
            .into_iter()
            .map(|column| RowField {
                name: column.name.to_owned(),
                data_type: column.data_type,
            })
            .collect(),
    )
}

/// Adds the columns of an element of an array or of a field of a row. In the files these may
/// always be absent, as Hive has it, so that the type alone tells the files' schema.
/// Meant for `#[derive(Row)]`.
pub fn add_nested_leaves<T: Stored>(deepest: Levels, leaves: &mut Vec<Leaf>) {
    T::add_leaves(
        if T::NULLABLE {
            deepest
        } else {
            deepest.present()
        },
        leaves,
    );
}

/// Appends an element of an array or a field of a row. Meant for `#[derive(Row)]`.
pub fn shred_nested<T: Stored>(value: &T, leaves: &mut [Leaf], levels: Levels) {
    value.shred(
        leaves,
        if T::NULLABLE {
            levels
        } else {
            levels.present()
        },
    );
}

fn absent(leaves: &mut [Leaf], levels: Levels) {
    for leaf in leaves {
        leaf.push_absent(levels);
    }
}
