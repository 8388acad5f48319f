//! `map_filter`, `transform_values` and `transform_keys`.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, MapArray, StructArray, UInt64Array};
use datafusion::arrow::buffer::{NullBuffer, OffsetBuffer};
use datafusion::arrow::compute::take;
use datafusion::arrow::datatypes::DataType;
use datafusion::error::DataFusionError;

use super::frame::{Body, Call};
use super::{evaluate, planning};
use crate::functions::generic::{entry_types, map_of};

/// What becomes of a map's entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum MapLambda {
    /// Some are kept.
    Kept,
    /// Their values change.
    Values,
    /// Their keys change.
    Keys,
}

/// The types of a map's keys and values.
pub(super) fn entries(map: &DataType) -> Result<(&DataType, &DataType), DataFusionError> {
    entry_types(map).ok_or_else(|| planning(format!("expected a map, got {map}")))
}

impl Body<1, 1> for MapLambda {
    fn name(&self) -> &'static str {
        match self {
            Self::Kept => "map_filter",
            Self::Values => "transform_values",
            Self::Keys => "transform_keys",
        }
    }

    fn parameters(
        &self,
        [map]: [&DataType; 1],
        _: [Option<&DataType>; 1],
    ) -> Result<[Option<Vec<DataType>>; 1], DataFusionError> {
        let (key, value) = entries(map)?;
        Ok([Some(vec![key.clone(), value.clone()])])
    }

    fn result(
        &self,
        [map]: [&DataType; 1],
        [made]: [&DataType; 1],
    ) -> Result<DataType, DataFusionError> {
        let (key, value) = entries(map)?;
        Ok(match self {
            Self::Kept => map_of(key, value),
            Self::Values => map_of(key, made),
            Self::Keys => map_of(made, value),
        })
    }

    fn invoke(&self, call: Call<'_, 1, 1>) -> Result<ArrayRef, DataFusionError> {
        let ([map], [lambda]) = (call.values, call.lambdas);
        let map = map.as_map();
        let (mut places, mut rows, mut lengths) = (Vec::new(), Vec::new(), Vec::new());
        for row in 0..map.len() {
            let offsets = map.value_offsets();
            let place = |at: usize| u64::try_from(offsets[at]).unwrap_or(0);
            let span = if map.is_null(row) {
                0..0
            } else {
                place(row)..place(row + 1)
            };
            lengths.push(usize::try_from(span.end - span.start).unwrap_or(0));
            for place in span {
                places.push(place);
                rows.push(u64::try_from(row).unwrap_or(u64::MAX));
            }
        }
        let at = UInt64Array::from(places);
        let (keys, values) = (take(map.keys(), &at, None)?, take(map.values(), &at, None)?);
        let made = evaluate(lambda, &[Arc::clone(&keys), Arc::clone(&values)], &rows)?;
        let (keys, values, lengths) = match self {
            Self::Values => (keys, made, lengths),
            Self::Keys => (made, values, lengths),
            Self::Kept => {
                let wanted = made.as_boolean();
                let mut kept = Vec::new();
                let mut lengths = vec![0; map.len()];
                for (at, row) in (0_u64..).zip(&rows) {
                    let (place, row) = (usize::try_from(at), usize::try_from(*row));
                    let (Ok(place), Ok(row)) = (place, row) else {
                        continue;
                    };
                    if wanted.is_valid(place) && wanted.value(place) {
                        kept.push(at);
                        lengths[row] += 1;
                    }
                }
                let kept = UInt64Array::from(kept);
                (
                    take(&keys, &kept, None)?,
                    take(&values, &kept, None)?,
                    lengths,
                )
            }
        };
        let nulls = map.nulls().cloned();
        assembled(call.result, keys, values, lengths, nulls)
    }
}

/// A map of type `of` whose rows have so many of these entries each, in this order.
pub(super) fn assembled(
    of: &DataType,
    keys: ArrayRef,
    values: ArrayRef,
    lengths: Vec<usize>,
    nulls: Option<NullBuffer>,
) -> Result<ArrayRef, DataFusionError> {
    let DataType::Map(entries, _) = of else {
        return Err(planning("no map"));
    };
    let DataType::Struct(pair) = entries.data_type() else {
        return Err(planning("no map"));
    };
    let entry = StructArray::try_new(pair.clone(), vec![keys, values], None)?;
    let map = MapArray::try_new(
        Arc::clone(entries),
        OffsetBuffer::from_lengths(lengths),
        entry,
        nulls,
        false,
    )?;
    Ok(Arc::new(map))
}
