//! Functions that Trino has and DataFusion lacks, or has with another meaning.

mod aggregate;
mod arithmetic;
mod arrays;
mod binary;
mod cast;
mod clocks;
mod codes;
mod collecting;
mod collections;
mod contents;
mod dates;
mod distributions;
mod divide;
mod durations;
mod format;
mod generic;
mod higher;
mod iso;
mod json;
mod json_path;
mod keyed_hashes;
mod language;
mod maps;
mod mathematics;
mod numbers;
mod regexps;
mod round;
mod scalar;
mod sequences;
mod session;
mod sql_json;
mod strings;
mod sum;
mod summaries;
mod texts;
mod types;
mod urls;
mod zones;

use datafusion::execution::SessionState;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::logical_expr::{Expr, ScalarUDF, lit};
use std::sync::Arc;

use scalar::Scalar;

pub(crate) use arithmetic::{Arithmetic, checked};
pub(crate) use clocks::{as_instant, moved};

/// Names of functions that only rewritten statements call.
pub(crate) mod names {
    /// A value as Trino casts it to a text.
    pub(crate) const TO_VARCHAR: &str = "__to_varchar";
    /// A fraction rounded to a whole number, everything else as it is.
    pub(crate) const ROUNDED: &str = "__rounded";
    /// A quotient.
    pub(crate) const DIVIDE: &str = "__divide";
    /// An array's element or a map's value, which must be there.
    pub(crate) const SUBSCRIPT: &str = "__subscript";
    /// A row of values.
    pub(crate) const ROW: &str = "__row";
    /// Arrays one after the other.
    pub(crate) const CONCAT_ARRAYS: &str = "__concat_arrays";
    /// An array's texts with another between them.
    pub(crate) const CONCAT_ELEMENTS: &str = "__concat_elements";
    /// Bytes one after the other.
    pub(crate) const CONCAT_BYTES: &str = "__concat_bytes";
    /// Bytes from the last to the first.
    pub(crate) const REVERSED: &str = "__reversed";
    /// A text's first characters.
    pub(crate) const SHORTENED: &str = "__shortened";
    /// The least or greatest whole number that is not less or not greater.
    pub(crate) const CEIL: &str = "__ceil";
    pub(crate) const FLOOR: &str = "__floor";
    /// A number as the type of another.
    pub(crate) const LIKE_INPUT: &str = "__like_input";
    /// A mean of decimals as the type of a decimal, anything else as it is.
    pub(crate) const LIKE_DECIMAL: &str = "__like_decimal";
    /// `max_by` and the like that give several values.
    pub(crate) const MAX_BY: &str = "__max_by";
    pub(crate) const MIN_BY: &str = "__min_by";
    pub(crate) const MAX: &str = "__max";
    pub(crate) const MIN: &str = "__min";
    /// A value as a point in time.
    pub(crate) const INSTANT: &str = "__instant";
    /// A point in time as its zone's clocks show it, everything else as it is.
    pub(crate) const LOCAL: &str = "__local";
    pub(crate) use trino::names::{CAST, CAST_JSON, TO_JSON, TRY_CAST};
    /// An array in the order that a lambda says.
    pub(crate) const SORT_BY: &str = "__array_sort_by";
    /// A text whose matches are replaced by what a lambda makes of them.
    pub(crate) const REPLACE_BY: &str = "__regexp_replace_by";
    /// The positions of an array's elements.
    pub(crate) const ORDINALITY: &str = "__ordinality";
}

/// Before the name of a function that gives null where the function of that name fails.
const LENIENT: &str = "__try_";

fn scalars() -> Vec<Scalar> {
    [
        arithmetic::functions(),
        clocks::functions(),
        dates::functions(),
        distributions::functions(),
        divide::functions(),
        durations::functions(),
        iso::functions(),
        arrays::functions(),
        binary::functions(),
        codes::functions(),
        collections::functions(),
        contents::functions(),
        cast::functions(),
        json::functions(),
        keyed_hashes::functions(),
        language::functions(),
        maps::functions(),
        mathematics::functions(),
        numbers::functions(),
        regexps::functions(),
        round::functions(),
        sequences::functions(),
        sql_json::functions(),
        strings::functions(),
        texts::functions(),
        types::functions(),
        urls::functions(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The lenient form of a function, for those that can fail.
pub(crate) fn lenient_name(name: &str) -> Option<String> {
    let known = zones::is_one(name) || scalars().iter().any(|scalar| scalar.is(name));
    known.then(|| format!("{LENIENT}{name}"))
}

/// Adds every function to a session over a database.
pub(crate) fn register(
    builder: SessionStateBuilder,
    catalog: &str,
    database: &str,
) -> SessionState {
    let mut builder = builder;
    let functions = builder.scalar_functions().get_or_insert_default();
    for scalar in scalars() {
        functions.push(Arc::new(ScalarUDF::from(scalar.lenient())));
        functions.push(Arc::new(ScalarUDF::from(scalar)));
    }
    functions.extend(types::casts().into_iter().map(Arc::new));
    functions.extend(zones::functions().into_iter().map(Arc::new));
    functions.extend(session::functions(catalog, database).map(Arc::new));
    let higher = builder.higher_order_functions().get_or_insert_default();
    higher.extend(higher::functions());
    let aggregates = builder.aggregate_functions().get_or_insert_default();
    aggregates.extend(aggregate::functions().into_iter().map(Arc::new));
    aggregates.extend(collecting::functions().into_iter().map(Arc::new));
    aggregates.extend(summaries::functions().into_iter().map(Arc::new));
    aggregates.push(Arc::new(sum::function()));
    builder.build()
}

/// The positions of an array's elements, as an array.
pub(crate) fn ordinality(array: Expr) -> Expr {
    ScalarUDF::from(arrays::ordinality()).call(vec![array])
}

/// A field of a row.
pub(crate) fn field(row: Expr, name: &str) -> Expr {
    datafusion::functions::core::get_field().call(vec![row, lit(name)])
}
