//! Arrays and maps.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Int64Array, ListArray, UInt64Array};
use datafusion::arrow::compute::{cast, take};
use datafusion::arrow::datatypes::{DataType, Field, Int64Type};
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;

use super::names;
use super::scalar::{Call, Scalar, is_whole};

pub(super) fn functions() -> Vec<Scalar> {
    vec![
        Scalar::new(
            "cardinality",
            |t| (t.len() == 1 && is_collection(&t[0])).then_some(DataType::Int64),
            cardinality,
        ),
        Scalar::new(
            "element_at",
            |t| (t.len() == 2).then(|| element_type(t)).flatten(),
            element_at,
        ),
        ordinality(),
    ]
}

/// The positions of an array's elements: `[1, 2, 3]` of an array of three.
pub(super) fn ordinality() -> Scalar {
    Scalar::new(
        names::ORDINALITY,
        |t| {
            let element = Field::new("item", DataType::Int64, true);
            (t.len() == 1 && is_collection(&t[0])).then(|| DataType::List(Arc::new(element)))
        },
        |call| {
            let lengths = lengths(&call.args[0])?;
            Ok(Arc::new(ListArray::from_iter_primitive::<Int64Type, _, _>(
                lengths
                    .iter()
                    .map(|length| length.map(|length| (1..=length).map(Some))),
            )))
        },
    )
}

fn is_collection(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::List(_)
            | DataType::LargeList(_)
            | DataType::FixedSizeList(..)
            | DataType::Map(..)
            | DataType::Null
    )
}

fn lengths(array: &ArrayRef) -> Result<Int64Array, DataFusionError> {
    let length = |row: usize| -> usize {
        match array.data_type() {
            DataType::List(_) => array.as_list::<i32>().value(row).len(),
            DataType::LargeList(_) => array.as_list::<i64>().value(row).len(),
            DataType::FixedSizeList(_, length) => usize::try_from(*length).unwrap_or(0),
            DataType::Map(..) => array.as_map().value(row).len(),
            _ => 0,
        }
    };
    Ok((0..array.len())
        .map(|row| {
            (!array.is_null(row) && *array.data_type() != DataType::Null)
                .then(|| i64::try_from(length(row)).unwrap_or(i64::MAX))
        })
        .collect())
}

fn cardinality(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    Ok(Arc::new(lengths(&call.args[0])?))
}

fn element_type(types: &[DataType]) -> Option<DataType> {
    match &types[0] {
        DataType::List(element)
        | DataType::LargeList(element)
        | DataType::FixedSizeList(element, _) => {
            is_whole(&types[1]).then(|| element.data_type().clone())
        }
        DataType::Map(entries, _) => match entries.data_type() {
            DataType::Struct(pair) if pair.len() == 2 => Some(pair[1].data_type().clone()),
            _ => None,
        },
        _ => None,
    }
}

fn element_at(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    if matches!(call.args[0].data_type(), DataType::Map(..)) {
        return value_of_key(call);
    }
    let list = match call.args[0].data_type() {
        DataType::List(_) => Arc::clone(&call.args[0]),
        DataType::LargeList(element) | DataType::FixedSizeList(element, _) => {
            cast(&call.args[0], &DataType::List(Arc::clone(element)))?
        }
        _ => {
            return Err(DataFusionError::Internal(
                "element_at of no array".to_owned(),
            ));
        }
    };
    let (list, at) = (list.as_list::<i32>(), call.numbers(1)?);
    let places = call.each(|row| {
        if list.is_null(row) || at.is_null(row) {
            return Ok(None);
        }
        let length = i64::from(list.value_length(row));
        let start = i64::from(list.value_offsets()[row]);
        Ok(match at.value(row) {
            0 => return Err("SQL array indices start at 1".to_owned()),
            at if at > 0 && at <= length => u64::try_from(start + at - 1).ok(),
            at if at < 0 && -at <= length => u64::try_from(start + length + at).ok(),
            _ => None,
        })
    })?;
    Ok(take(list.values(), &UInt64Array::from(places), None)?)
}

fn value_of_key(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let map = call.args[0].as_map();
    let keys = cast(&call.args[1], map.keys().data_type())?;
    let places = (0..call.rows)
        .map(|row| {
            if map.is_null(row) || keys.is_null(row) {
                return Ok(None);
            }
            let wanted = ScalarValue::try_from_array(&keys, row)?;
            let start = usize::try_from(map.value_offsets()[row]).unwrap_or(0);
            for at in start..start + map.value(row).len() {
                if ScalarValue::try_from_array(map.keys(), at)? == wanted {
                    return Ok(u64::try_from(at).ok());
                }
            }
            Ok(None)
        })
        .collect::<Result<UInt64Array, DataFusionError>>()?;
    Ok(take(map.values(), &places, None)?)
}
