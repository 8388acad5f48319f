//! `round` as Trino has it: half away from zero, whole numbers and decimals exactly, and a decimal
//! keeps its scale, where DataFusion shortens it.
//!
//! <https://trino.io/docs/current/functions/math.html#round>

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Decimal128Array, Float64Array};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Decimal128Type, Float64Type};
use datafusion::error::DataFusionError;

use super::scalar::{Call, Scalar};

/// The most digits of a decimal.
const MOST_DIGITS: u8 = 38;

pub(super) fn functions() -> Vec<Scalar> {
    vec![Scalar::new(
        "round",
        |types| match types {
            [number] => whole(number),
            [number, digits] if digits.is_integer() => kept(number),
            _ => None,
        },
        round,
    )]
}

/// The type of a number that is rounded to a whole one.
fn whole(number: &DataType) -> Option<DataType> {
    match number {
        DataType::Decimal128(digits, scale) => {
            let scale = u8::try_from(*scale).ok()?;
            let digits = digits.checked_sub(scale)? + scale.min(1);
            Some(DataType::Decimal128(digits, 0))
        }
        other => kept(other),
    }
}

/// The type of a number that is rounded to so many digits.
fn kept(number: &DataType) -> Option<DataType> {
    match number {
        DataType::Decimal128(digits, scale) => Some(DataType::Decimal128(
            digits.saturating_add(1).min(MOST_DIGITS),
            *scale,
        )),
        DataType::Float32 | DataType::Float64 => Some(number.clone()),
        DataType::Null => Some(DataType::Float64),
        whole if whole.is_integer() => Some(whole.clone()),
        _ => None,
    }
}

fn round(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let digits = match call.args.len() {
        1 => None,
        _ => Some(call.numbers(1)?),
    };
    let digits_at = |row: usize| match &digits {
        None => Some(0),
        Some(digits) => digits.is_valid(row).then(|| digits.value(row)),
    };
    let number = &call.args[0];
    if let DataType::Decimal128(_, scale) = number.data_type() {
        let numbers = number.as_primitive::<Decimal128Type>();
        let DataType::Decimal128(precision, kept) = *call.result else {
            return Err(DataFusionError::Internal("round's type is wrong".into()));
        };
        let dropped = 10i128.pow(u32::from(scale.abs_diff(kept)));
        let rounded: Decimal128Array = (0..numbers.len())
            .map(|row| {
                let digits = digits_at(row).filter(|_| numbers.is_valid(row))?;
                let unit = i64::from(*scale).saturating_sub(digits);
                Some(to_unit(numbers.value(row), unit) / dropped)
            })
            .collect();
        return Ok(Arc::new(rounded.with_precision_and_scale(precision, kept)?));
    }
    if call.result.is_integer() {
        let numbers = call.numbers(0)?;
        let rounded: datafusion::arrow::array::Int64Array = (0..numbers.len())
            .map(|row| {
                let digits = digits_at(row).filter(|_| numbers.is_valid(row))?;
                let value = to_unit(i128::from(numbers.value(row)), digits.saturating_neg());
                i64::try_from(value).ok()
            })
            .collect();
        return Ok(cast(&rounded, call.result)?);
    }
    let numbers = cast(number, &DataType::Float64)?;
    let numbers = numbers.as_primitive::<Float64Type>();
    let rounded: Float64Array = (0..numbers.len())
        .map(|row| {
            let digits = digits_at(row).filter(|_| numbers.is_valid(row))?;
            Some(float(numbers.value(row), digits))
        })
        .collect();
    Ok(cast(&rounded, call.result)?)
}

/// Rounds to a multiple of 10 to the power of `unit`.
fn to_unit(value: i128, unit: i64) -> i128 {
    let Ok(unit) = u32::try_from(unit) else {
        return value;
    };
    let Some(unit) = 10i128.checked_pow(unit) else {
        return 0;
    };
    let (quotient, rest) = (value / unit, value % unit);
    let away = if rest.unsigned_abs() * 2 >= unit.unsigned_abs() {
        value.signum()
    } else {
        0
    };
    (quotient + away).saturating_mul(unit)
}

fn float(value: f64, digits: i64) -> f64 {
    // A double has digits between the 324th after the point and the 308th before it.
    let factor = 10f64.powi(digits.clamp(-400, 400) as i32);
    let scaled = value * factor;
    if scaled.is_finite() && factor != 0.0 {
        scaled.round() / factor
    } else if factor == 0.0 {
        0.0
    } else {
        value
    }
}
