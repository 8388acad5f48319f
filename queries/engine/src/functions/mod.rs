//! Functions that Trino has and DataFusion lacks, or has with another meaning.

mod aggregate;
mod arrays;
mod cast;
mod dates;
mod divide;
mod iso;
mod json;
mod numbers;
mod round;
mod scalar;
mod strings;

use datafusion::execution::SessionState;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::logical_expr::{Expr, ScalarUDF, lit};
use std::sync::Arc;

use scalar::Scalar;

/// Names of functions that only rewritten statements call.
pub(crate) mod names {
    /// A value as Trino casts it to a text.
    pub(crate) const TO_VARCHAR: &str = "__to_varchar";
    /// A fraction rounded to a whole number, everything else as it is.
    pub(crate) const ROUNDED: &str = "__rounded";
    /// A quotient.
    pub(crate) const DIVIDE: &str = "__divide";
    /// The positions of an array's elements.
    pub(crate) const ORDINALITY: &str = "__ordinality";
}

/// Before the name of a function that gives null where the function of that name fails.
const LENIENT: &str = "__try_";

fn scalars() -> Vec<Scalar> {
    [
        dates::functions(),
        divide::functions(),
        iso::functions(),
        arrays::functions(),
        cast::functions(),
        json::functions(),
        numbers::functions(),
        round::functions(),
        strings::functions(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The lenient form of a function, for those that can fail.
pub(crate) fn lenient_name(name: &str) -> Option<String> {
    let known = scalars().iter().any(|scalar| scalar.is(name));
    known.then(|| format!("{LENIENT}{name}"))
}

/// Adds every function to a session.
pub(crate) fn register(builder: SessionStateBuilder) -> SessionState {
    let mut builder = builder;
    let functions = builder.scalar_functions().get_or_insert_default();
    for scalar in scalars() {
        functions.push(Arc::new(ScalarUDF::from(scalar.lenient())));
        functions.push(Arc::new(ScalarUDF::from(scalar)));
    }
    let aggregates = builder.aggregate_functions().get_or_insert_default();
    aggregates.extend(aggregate::functions().into_iter().map(Arc::new));
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
