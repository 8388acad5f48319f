//! `reduce(array, initial, (state, element) -> state, state -> result)`.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, UInt64Array, new_null_array};
use datafusion::arrow::compute::{CastOptions, cast_with_options, interleave, take};
use datafusion::arrow::datatypes::DataType;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::type_coercion::binary::comparison_coercion;

use super::frame::{Body, Call};
use super::{element, evaluate, spans};

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Reduce;

impl Body<2, 2> for Reduce {
    fn name(&self) -> &'static str {
        "reduce"
    }

    fn parameters(
        &self,
        [list, initial]: [&DataType; 2],
        [merged, _]: [Option<&DataType>; 2],
    ) -> Result<[Option<Vec<DataType>>; 2], DataFusionError> {
        let element = element(list)?;
        // What the first lambda makes of the initial state may need a wider type, which all states
        // then have.
        Ok(match merged {
            None => [Some(vec![initial.clone(), element]), None],
            Some(merged) => {
                let state = widened(initial, merged);
                [Some(vec![state.clone(), element]), Some(vec![state])]
            }
        })
    }

    fn result(
        &self,
        _: [&DataType; 2],
        [_, finished]: [&DataType; 2],
    ) -> Result<DataType, DataFusionError> {
        Ok(finished.clone())
    }

    fn invoke(&self, call: Call<'_, 2, 2>) -> Result<ArrayRef, DataFusionError> {
        let ([list, initial], [merge, finish]) = (call.values, call.lambdas);
        if list.data_type().is_null() {
            return Ok(new_null_array(call.result, call.rows));
        }
        let kind = widened(initial.data_type(), call.results[0]);
        let strictly = |array: &ArrayRef| {
            let options = CastOptions {
                safe: false,
                ..CastOptions::default()
            };
            cast_with_options(array, &kind, &options)
        };
        let mut state = strictly(&initial)?;
        let (spans, values) = spans(&list)?;
        let longest = spans.iter().map(|(from, to)| to - from).max().unwrap_or(0);
        // The rows go on together, an element at a time.
        for at in 0..longest {
            let rows: Vec<u64> = (0_u64..)
                .zip(&spans)
                .filter(|(_, (from, to))| to - from > at)
                .map(|(row, _)| row)
                .collect();
            let places = rows.iter().filter_map(|row| {
                let (from, _) = spans.get(usize::try_from(*row).ok()?)?;
                u64::try_from(from + at).ok()
            });
            let element = take(&values, &UInt64Array::from_iter_values(places), None)?;
            let before = take(&state, &UInt64Array::from(rows.clone()), None)?;
            let merged = evaluate(merge, &[before, element], &rows)?;
            state = replaced(&state, &strictly(&merged)?, &rows)?;
        }
        let rows: Vec<u64> = (0_u64..).take(call.rows).collect();
        let result = evaluate(finish, &[state], &rows)?;
        // What is null is not reduced.
        let places = rows.iter().map(|row| {
            let at = usize::try_from(*row).unwrap_or(0);
            (!list.is_null(at)).then_some(*row)
        });
        Ok(take(&result, &places.collect::<UInt64Array>(), None)?)
    }
}

/// The type that holds both the initial state and what becomes of it.
fn widened(initial: &DataType, merged: &DataType) -> DataType {
    match (initial, merged) {
        // Each step would ask for more digits.
        (DataType::Decimal128(_, one), DataType::Decimal128(_, other)) => {
            DataType::Decimal128(38, *one.max(other))
        }
        (initial, merged) if initial == merged => initial.clone(),
        (initial, merged) => {
            comparison_coercion(initial, merged).unwrap_or_else(|| initial.clone())
        }
    }
}

/// The values with those of some rows replaced.
fn replaced(values: &ArrayRef, by: &ArrayRef, rows: &[u64]) -> Result<ArrayRef, DataFusionError> {
    let mut places: Vec<(usize, usize)> = (0..values.len()).map(|at| (0, at)).collect();
    for (at, row) in rows.iter().enumerate() {
        if let Some(place) = usize::try_from(*row)
            .ok()
            .and_then(|row| places.get_mut(row))
        {
            *place = (1, at);
        }
    }
    Ok(Arc::clone(&interleave(
        &[values.as_ref(), by.as_ref()],
        &places,
    )?))
}
