//! `map_zip_with(one, other, (key, value, value) -> result)`; what one of them lacks is null.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, MapArray, UInt64Array};
use datafusion::arrow::buffer::NullBuffer;
use datafusion::arrow::compute::{cast, concat, take};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;

use super::evaluate;
use super::frame::{Body, Call};
use super::map_lambda::{assembled, entries};
use crate::functions::generic::map_of;

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct MapZip;

impl Body<2, 1> for MapZip {
    fn name(&self) -> &'static str {
        "map_zip_with"
    }

    fn parameters(
        &self,
        [one, other]: [&DataType; 2],
        _: [Option<&DataType>; 1],
    ) -> Result<[Option<Vec<DataType>>; 1], DataFusionError> {
        let ((key, one), (_, other)) = (entries(one)?, entries(other)?);
        Ok([Some(vec![key.clone(), one.clone(), other.clone()])])
    }

    fn result(
        &self,
        [one, _]: [&DataType; 2],
        [made]: [&DataType; 1],
    ) -> Result<DataType, DataFusionError> {
        let (key, _) = entries(one)?;
        Ok(map_of(key, made))
    }

    fn invoke(&self, call: Call<'_, 2, 1>) -> Result<ArrayRef, DataFusionError> {
        let ([one, other], [lambda]) = (call.values, call.lambdas);
        let (one, other) = (one.as_map(), other.as_map());
        let known = cast(other.keys(), one.keys().data_type())?;
        // The keys of the second follow those of the first.
        let keys: ArrayRef = concat(&[one.keys().as_ref(), known.as_ref()])?;
        let beyond = one.keys().len();
        let is_there: Vec<bool> = (0..one.len())
            .map(|row| !one.is_null(row) && !other.is_null(row))
            .collect();
        let (mut key_at, mut left, mut right) = (Vec::new(), Vec::new(), Vec::new());
        let (mut rows, mut lengths) = (Vec::new(), Vec::new());
        let place = |at: usize| u64::try_from(at).unwrap_or(u64::MAX);
        for (row, is_there) in is_there.iter().enumerate() {
            let before = rows.len();
            let (own, twins) = match is_there {
                true => (span(one, row), span(other, row)),
                false => (0..0, 0..0),
            };
            let mut unpaired: Vec<(ScalarValue, usize)> = Vec::new();
            for at in twins {
                unpaired.push((ScalarValue::try_from_array(&known, at)?, at));
            }
            for at in own {
                let key = ScalarValue::try_from_array(one.keys(), at)?;
                let twin = unpaired.iter().position(|(other, _)| *other == key);
                let twin = twin.map(|twin| unpaired.remove(twin).1);
                key_at.push(place(at));
                left.push(Some(place(at)));
                right.push(twin.map(place));
                rows.push(place(row));
            }
            for (_, at) in unpaired {
                key_at.push(place(beyond + at));
                left.push(None);
                right.push(Some(place(at)));
                rows.push(place(row));
            }
            lengths.push(rows.len() - before);
        }
        let keys = take(&keys, &UInt64Array::from(key_at), None)?;
        let left = take(one.values(), &UInt64Array::from(left), None)?;
        let right = take(other.values(), &UInt64Array::from(right), None)?;
        let made = evaluate(lambda, &[Arc::clone(&keys), left, right], &rows)?;
        let nulls = Some(NullBuffer::from(is_there));
        assembled(call.result, keys, made, lengths, nulls)
    }
}

/// Where a row's entries are.
fn span(map: &MapArray, row: usize) -> std::ops::Range<usize> {
    let place = |at: usize| usize::try_from(map.value_offsets()[at]).unwrap_or(0);
    place(row)..place(row + 1)
}
