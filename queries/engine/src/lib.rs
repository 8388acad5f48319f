//! An embedded Athena over the Parquet files of a lake.
//!
//! [`Engine::start`] takes a statement in Trino's SQL, as Athena's engine version 3 runs it, and
//! gives an [`Answer`]: typed columns, and rows of texts as Athena writes them, a batch at a
//! time. Tables come from a [`Catalog`] in the form in which Glue keeps them, files from
//! [`Objects`]. DataFusion does the work; what it lacks of Trino is added as functions and by
//! rewriting the parsed statement. What cannot be answered is an error that names it.
//!
//! Dropping an answer cancels its statement.

mod answer;
mod arrow_types;
mod catalog;
mod change;
mod error;
mod functions;
mod objects;
mod planner;
mod prepared;
mod projection;
mod rewrite;
mod session;
mod show;
mod statement;
mod strict;
mod table;
mod text;
mod time;
mod time_format;
mod trino_type;
mod view;
mod write;
mod zone;

pub use answer::{Answer, ColumnInfo, Row, StatementKind};
pub use catalog::{Catalog, MemoryCatalog};
pub use error::{ErrorKind, QueryError};
pub use objects::{Object, Objects};
pub use prepared::{Prepared, prepared};
pub use session::{Engine, Limits, Request};
