//! `map_filter`, `transform_values` and `transform_keys`.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, MapArray, StructArray, UInt64Array};
use datafusion::arrow::buffer::{NullBuffer, OffsetBuffer};
use datafusion::arrow::compute::take;
use datafusion::arrow::datatypes::{DataType, FieldRef};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{
    ColumnarValue, HigherOrderFunctionArgs, HigherOrderReturnFieldArgs, HigherOrderSignature,
    HigherOrderUDFImpl, LambdaParametersProgress, ValueOrLambda, Volatility,
};

use super::{evaluate, field, planning};
use crate::functions::generic::{entry_types, map_of};

/// What becomes of a map's entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Change {
    Kept,
    Values,
    Keys,
}

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct MapLambda {
    name: &'static str,
    change: Change,
    signature: HigherOrderSignature,
}

pub(super) fn functions() -> impl Iterator<Item = MapLambda> {
    let all = [
        ("map_filter", Change::Kept),
        ("transform_values", Change::Values),
        ("transform_keys", Change::Keys),
    ];
    all.into_iter().map(|(name, change)| MapLambda {
        name,
        change,
        signature: HigherOrderSignature::exact(
            vec![ValueOrLambda::Value(()), ValueOrLambda::Lambda(())],
            Volatility::Immutable,
        ),
    })
}

pub(super) fn types<L>(
    argument: Option<&ValueOrLambda<FieldRef, L>>,
) -> Result<(DataType, DataType), DataFusionError> {
    match argument {
        Some(ValueOrLambda::Value(map)) => entry_types(map.data_type())
            .map(|(key, value)| (key.clone(), value.clone()))
            .ok_or_else(|| planning(format!("expected a map, got {}", map.data_type()))),
        _ => Err(planning("expected a map")),
    }
}

impl HigherOrderUDFImpl for MapLambda {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &HigherOrderSignature {
        &self.signature
    }

    fn coerce_value_types(&self, types: &[DataType]) -> Result<Vec<DataType>, DataFusionError> {
        Ok(types.to_vec())
    }

    fn lambda_parameters(
        &self,
        _step: usize,
        fields: &[ValueOrLambda<FieldRef, Option<FieldRef>>],
    ) -> Result<LambdaParametersProgress, DataFusionError> {
        let (key, value) = types(fields.first())?;
        let parameters = vec![field(&key), field(&value)];
        Ok(LambdaParametersProgress::Complete(vec![parameters]))
    }

    fn return_field_from_args(
        &self,
        args: HigherOrderReturnFieldArgs<'_>,
    ) -> Result<FieldRef, DataFusionError> {
        let (key, value) = types(args.arg_fields.first())?;
        let Some(ValueOrLambda::Lambda(result)) = args.arg_fields.get(1) else {
            return Err(planning(format!("{} expects a lambda", self.name)));
        };
        Ok(field(&match self.change {
            Change::Kept => map_of(&key, &value),
            Change::Values => map_of(&key, result.data_type()),
            Change::Keys => map_of(result.data_type(), &value),
        }))
    }

    fn invoke_with_args(
        &self,
        args: HigherOrderFunctionArgs,
    ) -> Result<ColumnarValue, DataFusionError> {
        let [ValueOrLambda::Value(map), ValueOrLambda::Lambda(lambda)] = args.args.as_slice()
        else {
            return Err(planning(format!(
                "{} expects a map and a lambda",
                self.name
            )));
        };
        let map = map.to_array(args.number_rows)?;
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
        let (keys, values, lengths) = match self.change {
            Change::Values => (keys, made, lengths),
            Change::Keys => (made, values, lengths),
            Change::Kept => {
                let wanted = made.as_boolean();
                let is_kept = |at: &usize| wanted.is_valid(*at) && wanted.value(*at);
                let kept: Vec<usize> = (0..wanted.len()).filter(is_kept).collect();
                let count = |row: usize| {
                    let row = u64::try_from(row).unwrap_or(u64::MAX);
                    kept.iter()
                        .filter(|at| rows.get(**at) == Some(&row))
                        .count()
                };
                let lengths = (0..map.len()).map(count).collect();
                let kept = kept.iter().map(|at| u64::try_from(*at).unwrap_or(u64::MAX));
                let kept = UInt64Array::from_iter_values(kept);
                (
                    take(&keys, &kept, None)?,
                    take(&values, &kept, None)?,
                    lengths,
                )
            }
        };
        let nulls = map.nulls().cloned();
        Ok(ColumnarValue::Array(assembled(
            args.return_field.data_type(),
            keys,
            values,
            lengths,
            nulls,
        )?))
    }
}

fn assembled(
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
