//! `zip_with(one, other, (a, b) -> result)`; what a shorter array lacks is null.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, ListArray, UInt64Array};
use datafusion::arrow::buffer::{NullBuffer, OffsetBuffer};
use datafusion::arrow::compute::take;
use datafusion::arrow::datatypes::{DataType, Field};
use datafusion::error::DataFusionError;

use super::frame::{Body, Call};
use super::{element, evaluate, spans};
use crate::functions::generic::list_of;

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct ZipWith;

impl Body<2, 1> for ZipWith {
    fn name(&self) -> &'static str {
        "zip_with"
    }

    fn parameters(
        &self,
        [one, other]: [&DataType; 2],
        _: [Option<&DataType>; 1],
    ) -> Result<[Option<Vec<DataType>>; 1], DataFusionError> {
        Ok([Some(vec![element(one)?, element(other)?])])
    }

    fn result(
        &self,
        _: [&DataType; 2],
        [made]: [&DataType; 1],
    ) -> Result<DataType, DataFusionError> {
        Ok(list_of(made))
    }

    fn invoke(&self, call: Call<'_, 2, 1>) -> Result<ArrayRef, DataFusionError> {
        let ([one, other], [lambda]) = (call.values, call.lambdas);
        let ((spans, values), (twins, others)) = (spans(&one)?, spans(&other)?);
        let nulls: Vec<bool> = (0..call.rows)
            .map(|row| !one.is_null(row) && !other.is_null(row))
            .collect();
        let (mut left, mut right, mut rows, mut lengths) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (row, is_there) in (0_u64..).zip(&nulls) {
            let at = usize::try_from(row).unwrap_or(0);
            let ((from, to), (start, end)) = (spans[at], twins[at]);
            let length = if *is_there {
                (to - from).max(end - start)
            } else {
                0
            };
            lengths.push(length);
            for step in 0..length {
                let place = |from: usize, to: usize| {
                    (from + step < to).then(|| u64::try_from(from + step).unwrap_or(u64::MAX))
                };
                left.push(place(from, to));
                right.push(place(start, end));
                rows.push(row);
            }
        }
        let left = take(&values, &UInt64Array::from(left), None)?;
        let right = take(&others, &UInt64Array::from(right), None)?;
        let made = evaluate(lambda, &[left, right], &rows)?;
        let list = ListArray::try_new(
            Arc::new(Field::new("item", made.data_type().clone(), true)),
            OffsetBuffer::from_lengths(lengths),
            made,
            Some(NullBuffer::from(nulls)),
        )?;
        Ok(Arc::new(list))
    }
}
