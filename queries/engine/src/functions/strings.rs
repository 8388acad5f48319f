//! Texts.

use std::fmt::Write as _;
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, StringArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::error::DataFusionError;

use super::scalar::{Call, Scalar, is_text};

pub(super) fn functions() -> Vec<Scalar> {
    vec![Scalar::new(
        "concat",
        |t| (t.len() >= 2 && t.iter().all(is_text)).then_some(DataType::Utf8),
        concat,
    )]
}

/// Null when a part is; DataFusion's passes over nulls.
fn concat(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let parts = (0..call.args.len())
        .map(|at| call.texts(at))
        .collect::<Result<Vec<StringArray>, _>>()?;
    let values = call.each(|row| {
        if parts.iter().any(|part| part.is_null(row)) {
            return Ok(None);
        }
        let mut out = String::new();
        for part in &parts {
            let _ = write!(out, "{}", part.value(row));
        }
        Ok(Some(out))
    })?;
    Ok(Arc::new(StringArray::from(values)))
}
