//! Sums, differences and products of whole numbers: what does not fit its type is an error, where
//! DataFusion goes on with other bits.
//!
//! <https://trino.io/docs/current/functions/math.html#mathematical-operators>

use datafusion::arrow::array::{ArrayRef, AsArray, Int64Array, new_null_array};
use datafusion::arrow::compute::cast;
use datafusion::arrow::compute::kernels::numeric::{add, mul, sub};
use datafusion::arrow::datatypes::{DataType, Int64Type};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{Expr, ScalarUDF};

use super::scalar::{Call, Scalar, is_whole};
use crate::arrow_types::type_name;
use crate::error::{ErrorKind, QueryError};

/// What is done with two whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
}

impl Arithmetic {
    /// The name in messages, and the sign.
    const fn shown(self) -> (&'static str, char) {
        match self {
            Self::Add => ("addition", '+'),
            Self::Subtract => ("subtraction", '-'),
            Self::Multiply => ("multiplication", '*'),
        }
    }

    const fn of(self, left: i64, right: i64) -> Option<i64> {
        match self {
            Self::Add => left.checked_add(right),
            Self::Subtract => left.checked_sub(right),
            Self::Multiply => left.checked_mul(right),
        }
    }

    fn function(self) -> Scalar {
        match self {
            Self::Add => Scalar::new("__add", wider, |call| run(call, Self::Add)),
            Self::Subtract => Scalar::new("__subtract", wider, |call| run(call, Self::Subtract)),
            Self::Multiply => Scalar::new("__multiply", wider, |call| run(call, Self::Multiply)),
        }
    }
}

/// The call that does it. Within `try(..)`, what overflows is null.
pub(crate) fn checked(arithmetic: Arithmetic, is_lenient: bool, left: Expr, right: Expr) -> Expr {
    let function = arithmetic.function();
    let function = if is_lenient {
        function.lenient()
    } else {
        function
    };
    ScalarUDF::from(function).call(vec![left, right])
}

fn wider(types: &[DataType]) -> Option<DataType> {
    let [left, right] = types else {
        return None;
    };
    let width = |of: &DataType| of.primitive_width().unwrap_or(0);
    let fits = is_whole(left) && is_whole(right);
    fits.then(|| {
        if width(left) >= width(right) {
            left.clone()
        } else {
            right.clone()
        }
    })
}

fn run(call: &Call<'_>, arithmetic: Arithmetic) -> Result<ArrayRef, DataFusionError> {
    if call.args.iter().any(|array| array.data_type().is_null()) {
        return Ok(new_null_array(call.result, call.rows));
    }
    let (left, right) = (
        cast(&call.args[0], call.result)?,
        cast(&call.args[1], call.result)?,
    );
    let quick = match arithmetic {
        Arithmetic::Add => add(&left, &right),
        Arithmetic::Subtract => sub(&left, &right),
        Arithmetic::Multiply => mul(&left, &right),
    };
    if let Ok(quick) = quick {
        return Ok(quick);
    }
    // A row overflows: which one is to be told, or is null.
    let wide = |array: &ArrayRef| -> Result<Int64Array, DataFusionError> {
        Ok(cast(array, &DataType::Int64)?
            .as_primitive::<Int64Type>()
            .clone())
    };
    let (left, right) = (wide(&left)?, wide(&right)?);
    let (least, most) = range(call.result);
    let mut values = Vec::with_capacity(call.rows);
    for (left, right) in left.iter().zip(right.iter()) {
        let Some((left, right)) = left.zip(right) else {
            values.push(None);
            continue;
        };
        let value = arithmetic.of(left, right);
        let value = value.filter(|value| (least..=most).contains(value));
        if value.is_none() && !call.is_lenient() {
            let (name, sign) = arithmetic.shown();
            let kind = type_name(call.result);
            let message = format!("{kind} {name} overflow: {left} {sign} {right}");
            return Err(QueryError::new(ErrorKind::NumericValueOutOfRange, message).into());
        }
        values.push(value);
    }
    Ok(cast(&Int64Array::from(values), call.result)?)
}

/// The least and the greatest number of a type.
const fn range(of: &DataType) -> (i64, i64) {
    match of {
        DataType::Int8 => (i8::MIN as i64, i8::MAX as i64),
        DataType::Int16 => (i16::MIN as i64, i16::MAX as i64),
        DataType::Int32 => (i32::MIN as i64, i32::MAX as i64),
        _ => (i64::MIN, i64::MAX),
    }
}

pub(super) fn functions() -> Vec<Scalar> {
    [Arithmetic::Add, Arithmetic::Subtract, Arithmetic::Multiply]
        .into_iter()
        .map(Arithmetic::function)
        .collect()
}
