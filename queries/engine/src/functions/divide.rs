//! Division as Trino divides: whole numbers give whole numbers, and decimals keep the larger
//! scale of the two, where DataFusion adds digits.
//!
//! <https://trino.io/docs/current/functions/decimal.html>

use std::sync::Arc;

use datafusion::arrow::array::Scalar as Datum;
use datafusion::arrow::array::new_null_array;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, Decimal128Array};
use datafusion::arrow::compute::kernels::cmp::eq;
use datafusion::arrow::compute::kernels::numeric::div;
use datafusion::arrow::compute::{cast, nullif};
use datafusion::arrow::datatypes::{DataType, Decimal128Type, i256};
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;

use super::names;
use super::scalar::{Call, Scalar};
use crate::error::{ErrorKind, QueryError};

/// The most digits of a decimal.
const MOST_DIGITS: u8 = 38;

pub(super) fn functions() -> Vec<Scalar> {
    vec![Scalar::new(
        names::DIVIDE,
        |t| match t {
            [left, right] => quotient(left, right),
            _ => None,
        },
        divide,
    )]
}

/// The type of a quotient.
fn quotient(left: &DataType, right: &DataType) -> Option<DataType> {
    use DataType as T;
    match (left, right) {
        (T::Null, T::Null) => Some(T::Int32),
        (T::Null, other) | (other, T::Null) => other.is_numeric().then(|| other.clone()),
        (T::Float32, T::Float32) => Some(T::Float32),
        (a, b) if a.is_floating() || b.is_floating() => {
            (a.is_numeric() && b.is_numeric()).then_some(T::Float64)
        }
        (a, b) if a.is_integer() && b.is_integer() => Some(wider(a, b)),
        (a, b) => {
            let ((p1, s1), (_, s2)) = (decimal(a)?, decimal(b)?);
            let digits = p1 + s2 + s2.saturating_sub(s1);
            let scale = i8::try_from(s1.max(s2)).ok()?;
            Some(T::Decimal128(digits.min(MOST_DIGITS), scale))
        }
    }
}

fn wider(one: &DataType, other: &DataType) -> DataType {
    let width = |of: &DataType| of.primitive_width().unwrap_or(8);
    let unsigned = one.is_unsigned_integer() || other.is_unsigned_integer();
    match width(one).max(width(other)) {
        1 if !unsigned => DataType::Int8,
        2 if !unsigned => DataType::Int16,
        4 if !unsigned => DataType::Int32,
        _ => DataType::Int64,
    }
}

/// Digits and scale of a number that is not floating.
fn decimal(data_type: &DataType) -> Option<(u8, u8)> {
    Some(match data_type {
        DataType::Decimal128(precision, scale) => (*precision, u8::try_from(*scale).ok()?),
        DataType::Int8 => (3, 0),
        DataType::Int16 | DataType::UInt8 => (5, 0),
        DataType::Int32 | DataType::UInt16 => (10, 0),
        DataType::Int64 | DataType::UInt32 | DataType::UInt64 => (19, 0),
        _ => return None,
    })
}

fn divide(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let (left, right) = (&call.args[0], &call.args[1]);
    if let DataType::Decimal128(precision, scale) = call.result
        && !left.data_type().is_null()
        && !right.data_type().is_null()
    {
        return divide_decimals(call, *precision, *scale);
    }
    if left.data_type().is_null() || right.data_type().is_null() {
        return Ok(new_null_array(call.result, call.rows));
    }
    let left = cast(left, call.result)?;
    let mut right = cast(right, call.result)?;
    if call.is_lenient() && call.result.is_integer() {
        let zero = ScalarValue::new_zero(call.result)?.to_array()?;
        right = nullif(&right, &eq(&right, &Datum::new(zero))?)?;
    }
    Ok(div(&left, &right)?)
}

fn divide_decimals(call: &Call<'_>, precision: u8, scale: i8) -> Result<ArrayRef, DataFusionError> {
    let operand = |at: usize| -> Result<(Decimal128Array, i8), DataFusionError> {
        let array = &call.args[at];
        let (precision, scale) = decimal(array.data_type())
            .and_then(|(precision, scale)| Some((precision, i8::try_from(scale).ok()?)))
            .ok_or_else(|| DataFusionError::Internal("a quotient of no decimals".to_owned()))?;
        let array = cast(array, &DataType::Decimal128(precision, scale))?;
        Ok((array.as_primitive::<Decimal128Type>().clone(), scale))
    };
    let ((left, s1), (right, s2)) = (operand(0)?, operand(1)?);
    // Both unscaled values stand for integers; this brings the quotient to its scale.
    let shift = u32::from((scale - s1 + s2).unsigned_abs());
    let factor = i256::from_i128(10)
        .checked_pow(shift)
        .ok_or_else(overflow)?;
    let mut values = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        if left.is_null(row) || right.is_null(row) {
            values.push(None);
            continue;
        }
        if right.value(row) == 0 {
            if call.is_lenient() {
                values.push(None);
                continue;
            }
            return Err(QueryError::new(ErrorKind::DivisionByZero, "Division by zero").into());
        }
        values.push(Some(
            quotient_of(left.value(row), right.value(row), factor).ok_or_else(overflow)?,
        ));
    }
    let values = Decimal128Array::from(values).with_precision_and_scale(precision, scale)?;
    Ok(Arc::new(values))
}

/// Rounded half away from zero.
fn quotient_of(left: i128, right: i128, factor: i256) -> Option<i128> {
    let dividend = i256::from_i128(left).checked_mul(factor)?;
    let divisor = i256::from_i128(right);
    let whole = dividend.checked_div(divisor)?;
    let rest = dividend.checked_rem(divisor)?;
    let away = rest.wrapping_abs().checked_mul(i256::from_i128(2))? >= divisor.wrapping_abs();
    let step = if (left < 0) == (right < 0) {
        i256::ONE
    } else {
        i256::MINUS_ONE
    };
    let rounded = if away {
        whole.checked_add(step)?
    } else {
        whole
    };
    rounded.to_i128()
}

fn overflow() -> DataFusionError {
    QueryError::new(ErrorKind::NumericValueOutOfRange, "Decimal overflow").into()
}
