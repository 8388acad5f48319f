//! Numbers.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray, Float64Array, Int64Array};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Float64Type};
use datafusion::error::DataFusionError;

use super::scalar::{Call, Scalar, is_whole};

pub(super) fn functions() -> Vec<Scalar> {
    vec![Scalar::new(
        "sign",
        |t| match t {
            [one] if is_whole(one) => Some(DataType::Int64),
            [one] if one.is_numeric() => Some(DataType::Float64),
            _ => None,
        },
        sign,
    )]
}

fn sign(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    if *call.result == DataType::Int64 {
        let signs: Int64Array = call.numbers(0)?.unary(i64::signum);
        return Ok(Arc::new(signs));
    }
    let numbers = cast(&call.args[0], &DataType::Float64)?;
    // Unlike Rust's `signum`, that of zero is zero.
    let sign = |number: f64| if number == 0.0 { 0.0 } else { number.signum() };
    let signs: Float64Array = numbers.as_primitive::<Float64Type>().unary(sign);
    Ok(Arc::new(signs))
}
