//! `find_first_index(array, element -> boolean)`: 0 where there is none.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Int64Array};
use datafusion::arrow::compute::{cast, concat};
use datafusion::arrow::datatypes::DataType;
use datafusion::error::DataFusionError;

use super::frame::{Body, Call};
use super::{element, evaluate, spans};

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct FindIndex;

impl Body<1, 1> for FindIndex {
    fn name(&self) -> &'static str {
        "find_first_index"
    }

    fn parameters(
        &self,
        [list]: [&DataType; 1],
        _: [Option<&DataType>; 1],
    ) -> Result<[Option<Vec<DataType>>; 1], DataFusionError> {
        Ok([Some(vec![element(list)?])])
    }

    fn result(&self, _: [&DataType; 1], _: [&DataType; 1]) -> Result<DataType, DataFusionError> {
        Ok(DataType::Int64)
    }

    fn invoke(&self, call: Call<'_, 1, 1>) -> Result<ArrayRef, DataFusionError> {
        let ([list], [lambda]) = (call.values, call.lambdas);
        let (spans, values) = spans(&list)?;
        let rows: Vec<u64> = (0_u64..)
            .zip(&spans)
            .flat_map(|(row, (from, to))| std::iter::repeat_n(row, to - from))
            .collect();
        // What lies between the spans belongs to rows that are null.
        let parts: Vec<_> = spans
            .iter()
            .map(|(from, to)| values.slice(*from, to - from))
            .collect();
        let parts: Vec<&dyn Array> = parts.iter().map(AsRef::as_ref).collect();
        let elements = match parts.is_empty() {
            true => values.slice(0, 0),
            false => concat(&parts)?,
        };
        let wanted = evaluate(lambda, &[elements], &rows)?;
        let wanted = cast(&wanted, &DataType::Boolean)?;
        let wanted = wanted.as_boolean();
        let mut at = 0;
        let places = spans.iter().enumerate().map(|(row, (from, to))| {
            let mut own = at..at + (to - from);
            at = own.end;
            let found = own.position(|at| wanted.is_valid(at) && wanted.value(at));
            let place = found.map_or(0, |found| i64::try_from(found + 1).unwrap_or(i64::MAX));
            (!list.is_null(row)).then_some(place)
        });
        let places: Int64Array = places.collect();
        Ok(Arc::new(places))
    }
}
