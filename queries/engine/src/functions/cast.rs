//! Casts whose results differ from DataFusion's.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray, Float32Array, Float64Array, StringArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Float32Type, Float64Type};
use datafusion::error::DataFusionError;

use super::names;
use super::scalar::{Call, Scalar};
use crate::text;

pub(super) fn functions() -> Vec<Scalar> {
    vec![
        Scalar::new(
            names::TO_VARCHAR,
            |t| (t.len() == 1).then_some(DataType::Utf8),
            to_varchar,
        ),
        Scalar::new(
            names::ROUNDED,
            |t| (t.len() == 1).then(|| t[0].clone()),
            rounded,
        ),
    ]
}

fn to_varchar(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let array = &call.args[0];
    if matches!(array.data_type(), DataType::Utf8) {
        return Ok(Arc::clone(array));
    }
    let texts = (0..call.rows).map(|row| text::value(array.as_ref(), row));
    Ok(Arc::new(StringArray::from_iter(texts)))
}

/// Half away from zero, as Trino's casts round.
fn rounded(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let array = &call.args[0];
    Ok(match array.data_type() {
        DataType::Float64 => {
            let rounded: Float64Array = array.as_primitive::<Float64Type>().unary(f64::round);
            Arc::new(rounded)
        }
        DataType::Float32 => {
            let rounded: Float32Array = array.as_primitive::<Float32Type>().unary(f32::round);
            Arc::new(rounded)
        }
        DataType::Decimal128(precision, _) => {
            // One digit more than before the point, since 9.9 is rounded to 10.
            let whole = cast(array, &DataType::Decimal128(*precision, 0))?;
            cast(&whole, array.data_type())?
        }
        _ => Arc::clone(array),
    })
}
