//! Trino's SQL, as Athena engine 3 has it: statements are read and typed against the tables of a
//! lake, without running anything.
//!
//! ```
//! use trino::{Catalog, check};
//!
//! let tables = schema::tables();
//! let catalog = Catalog { database: "lake", tables: &tables, views: &[] };
//! let checked = check("SELECT device_id FROM defects WHERE day >= '2026-01-01'", &[], &catalog);
//! assert!(checked.problems.is_empty());
//! assert_eq!(checked.columns[0].data_type.to_string(), "varchar");
//! ```
//!
//! Types and coercions are those of <https://trino.io/docs/current/language/types.html>, functions
//! those of <https://trino.io/docs/current/functions.html> that Athena has
//! (<https://docs.aws.amazon.com/athena/latest/ug/functions-env3.html>).

mod check;
mod data_type;
mod dialect;
pub mod functions;
pub mod names;
mod parse;
mod spelling;
mod spelling_json;

pub use check::{
    Catalog, Checked, NO_PARTITION_FILTER, OpenTable, OutputColumn, Problem, View, check,
    check_view,
};
pub use data_type::{Type, UnknownType};
pub use dialect::Dialect;
pub use parse::{Location, SyntaxError, parse_tokens, tokenize};
