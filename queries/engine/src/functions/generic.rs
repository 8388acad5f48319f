//! Functions over values of any type, a row at a time.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, MapArray, StructArray, new_empty_array};
use datafusion::arrow::buffer::OffsetBuffer;
use datafusion::arrow::datatypes::{DataType, Field, Fields};
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;

use super::scalar::Call;

/// A value for each row, from the values of the arguments in that row.
pub(super) fn rows(
    call: &Call<'_>,
    mut value: impl FnMut(&[ScalarValue]) -> Result<Option<ScalarValue>, String>,
) -> Result<ArrayRef, DataFusionError> {
    let mut arguments = Vec::with_capacity(call.args.len());
    let mut failed = None;
    let values = call.each(|row| {
        arguments.clear();
        for array in &call.args {
            match ScalarValue::try_from_array(array, row) {
                Ok(argument) => arguments.push(argument),
                Err(error) => {
                    failed.get_or_insert(error);
                    return Ok(None);
                }
            }
        }
        value(&arguments)
    })?;
    if let Some(error) = failed {
        return Err(error);
    }
    let null = ScalarValue::try_from(call.result)?;
    let values = values
        .into_iter()
        .map(|value| match value {
            Some(value) if value.data_type() == *call.result => Ok(value),
            Some(value) => value.cast_to(call.result),
            None => Ok(null.clone()),
        })
        .collect::<Result<Vec<_>, _>>()?;
    if values.is_empty() {
        return Ok(new_empty_array(call.result));
    }
    ScalarValue::iter_to_array(values)
}

/// The type of an array's elements.
pub(super) fn element_type(data_type: &DataType) -> Option<&DataType> {
    match data_type {
        DataType::List(field) | DataType::LargeList(field) | DataType::FixedSizeList(field, _) => {
            Some(field.data_type())
        }
        _ => None,
    }
}

/// An array of elements of a type.
pub(super) fn list_of(element: &DataType) -> DataType {
    DataType::List(Arc::new(Field::new("item", element.clone(), true)))
}

/// An array's elements; `None` for null.
pub(super) fn elements(value: &ScalarValue) -> Result<Option<Vec<ScalarValue>>, String> {
    let array = match value {
        value if value.is_null() => return Ok(None),
        ScalarValue::List(list) => list.value(0),
        ScalarValue::LargeList(list) => list.value(0),
        ScalarValue::FixedSizeList(list) => list.value(0),
        other => return Err(format!("no array: {other}")),
    };
    let elements = (0..array.len()).map(|at| ScalarValue::try_from_array(&array, at));
    let elements = elements.collect::<Result<Vec<_>, _>>();
    elements.map(Some).map_err(|error| error.to_string())
}

/// An array as a value. The elements are of the type, or can be cast to it.
pub(super) fn list(values: &[ScalarValue], element: &DataType) -> Result<ScalarValue, String> {
    let values = values
        .iter()
        .map(|value| match value {
            value if value.data_type() == *element => Ok(value.clone()),
            value => value.cast_to(element),
        })
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| error.to_string())?;
    let list = ScalarValue::new_list_nullable(&values, element);
    Ok(ScalarValue::List(list))
}

/// The types of a map's keys and values.
pub(super) fn entry_types(data_type: &DataType) -> Option<(&DataType, &DataType)> {
    match data_type {
        DataType::Map(entries, _) => match entries.data_type() {
            DataType::Struct(pair) if pair.len() == 2 => {
                Some((pair[0].data_type(), pair[1].data_type()))
            }
            _ => None,
        },
        _ => None,
    }
}

/// A map from keys of a type to values of another.
pub(super) fn map_of(key: &DataType, value: &DataType) -> DataType {
    DataType::Map(Arc::new(entries_field(key, value)), false)
}

fn pair_fields(key: &DataType, value: &DataType) -> Fields {
    Fields::from(vec![
        Field::new("key", key.clone(), false),
        Field::new("value", value.clone(), true),
    ])
}

fn entries_field(key: &DataType, value: &DataType) -> Field {
    Field::new("entries", DataType::Struct(pair_fields(key, value)), false)
}

/// A map's entries; `None` for null.
pub(super) fn entries(
    value: &ScalarValue,
) -> Result<Option<Vec<(ScalarValue, ScalarValue)>>, String> {
    let map = match value {
        value if value.is_null() => return Ok(None),
        ScalarValue::Map(map) => map.value(0),
        other => return Err(format!("no map: {other}")),
    };
    let part = |column: usize, at: usize| {
        ScalarValue::try_from_array(map.column(column), at).map_err(|error| error.to_string())
    };
    let pairs = (0..map.len()).map(|at| Ok((part(0, at)?, part(1, at)?)));
    pairs.collect::<Result<Vec<_>, String>>().map(Some)
}

/// A map as a value.
pub(super) fn map(
    pairs: Vec<(ScalarValue, ScalarValue)>,
    key: &DataType,
    value: &DataType,
) -> Result<ScalarValue, String> {
    let make = || -> Result<ScalarValue, DataFusionError> {
        let (keys, values): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
        let length = keys.len();
        let array = |values: Vec<ScalarValue>, of: &DataType| {
            let values = values.into_iter().map(|value| value.cast_to(of));
            let values = values.collect::<Result<Vec<_>, _>>()?;
            match values.is_empty() {
                true => Ok(new_empty_array(of)),
                false => ScalarValue::iter_to_array(values),
            }
        };
        let columns = vec![array(keys, key)?, array(values, value)?];
        let entries = StructArray::try_new(pair_fields(key, value), columns, None)?;
        let map = MapArray::try_new(
            Arc::new(entries_field(key, value)),
            OffsetBuffer::from_lengths([length]),
            entries,
            None,
            false,
        )?;
        Ok(ScalarValue::Map(Arc::new(map)))
    };
    make().map_err(|error| error.to_string())
}

/// A row's values; `None` for null.
pub(super) fn fields(value: &ScalarValue) -> Result<Option<Vec<ScalarValue>>, String> {
    let row = match value {
        value if value.is_null() => return Ok(None),
        ScalarValue::Struct(row) => row,
        other => return Err(format!("no row: {other}")),
    };
    let fields = row.columns().iter();
    let fields = fields.map(|column| ScalarValue::try_from_array(column, 0));
    let fields = fields.collect::<Result<Vec<_>, _>>();
    fields.map(Some).map_err(|error| error.to_string())
}

/// A row of fields without names of their own.
pub(super) fn row_of(types: &[DataType]) -> DataType {
    let fields = types.iter().enumerate();
    let fields = fields.map(|(at, kind)| Field::new(format!("field{at}"), kind.clone(), true));
    DataType::Struct(fields.collect())
}

/// A row as a value of a type that [`row_of`] gives.
pub(super) fn row(values: Vec<ScalarValue>, of: &DataType) -> Result<ScalarValue, String> {
    let DataType::Struct(fields) = of else {
        return Err(format!("no row: {of}"));
    };
    let columns = values
        .into_iter()
        .zip(fields)
        .map(|(value, field)| value.cast_to(field.data_type())?.to_array())
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| error.to_string())?;
    let row = StructArray::try_new(fields.clone(), columns, None);
    let row = row.map_err(|error| error.to_string())?;
    Ok(ScalarValue::Struct(Arc::new(row)))
}

/// A text; `None` for null.
pub(super) fn text(value: &ScalarValue) -> Option<&str> {
    value.try_as_str().flatten()
}

/// A whole number; `None` for null.
pub(super) fn whole(value: &ScalarValue) -> Option<i64> {
    match value.cast_to(&DataType::Int64) {
        Ok(ScalarValue::Int64(number)) => number,
        _ => None,
    }
}

/// A number; `None` for null.
pub(super) fn double(value: &ScalarValue) -> Option<f64> {
    match value.cast_to(&DataType::Float64) {
        Ok(ScalarValue::Float64(number)) => number,
        _ => None,
    }
}

/// Bytes; `None` for null.
pub(super) fn bytes(value: &ScalarValue) -> Option<Vec<u8>> {
    match value.cast_to(&DataType::Binary) {
        Ok(ScalarValue::Binary(bytes)) => bytes,
        _ => None,
    }
}

/// Whether it is a kind of bytes, or a null that can be one.
pub(super) fn is_bytes(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Binary
            | DataType::LargeBinary
            | DataType::BinaryView
            | DataType::FixedSizeBinary(_)
            | DataType::Null
    )
}

/// Whether it is a number, or a null that can be one.
pub(super) fn is_number(data_type: &DataType) -> bool {
    data_type.is_numeric() || *data_type == DataType::Null
}
