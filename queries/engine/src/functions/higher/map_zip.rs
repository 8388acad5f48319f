//! `map_zip_with(one, other, (key, value, value) -> result)`; what one of them lacks is null.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, MapArray, StructArray, UInt64Array};
use datafusion::arrow::buffer::{NullBuffer, OffsetBuffer};
use datafusion::arrow::compute::{cast, concat, take};
use datafusion::arrow::datatypes::{DataType, FieldRef};
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{
    ColumnarValue, HigherOrderFunctionArgs, HigherOrderReturnFieldArgs, HigherOrderSignature,
    HigherOrderUDFImpl, LambdaParametersProgress, ValueOrLambda, Volatility,
};

use super::map_lambda::types;
use super::{evaluate, field, planning};
use crate::functions::generic::map_of;

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct MapZip {
    signature: HigherOrderSignature,
}

impl MapZip {
    pub(super) fn new() -> Self {
        let value = ValueOrLambda::Value(());
        Self {
            signature: HigherOrderSignature::exact(
                vec![value.clone(), value, ValueOrLambda::Lambda(())],
                Volatility::Immutable,
            ),
        }
    }
}

impl HigherOrderUDFImpl for MapZip {
    fn name(&self) -> &'static str {
        "map_zip_with"
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
        let ((key, one), (_, other)) = (types(fields.first())?, types(fields.get(1))?);
        let parameters = vec![field(&key), field(&one), field(&other)];
        Ok(LambdaParametersProgress::Complete(vec![parameters]))
    }

    fn return_field_from_args(
        &self,
        args: HigherOrderReturnFieldArgs<'_>,
    ) -> Result<FieldRef, DataFusionError> {
        let (key, _) = types(args.arg_fields.first())?;
        match args.arg_fields.get(2) {
            Some(ValueOrLambda::Lambda(result)) => Ok(field(&map_of(&key, result.data_type()))),
            _ => Err(planning("map_zip_with expects a lambda")),
        }
    }

    fn invoke_with_args(
        &self,
        args: HigherOrderFunctionArgs,
    ) -> Result<ColumnarValue, DataFusionError> {
        let [
            ValueOrLambda::Value(one),
            ValueOrLambda::Value(other),
            ValueOrLambda::Lambda(lambda),
        ] = args.args.as_slice()
        else {
            return Err(planning("map_zip_with expects two maps and a lambda"));
        };
        let one = one.to_array(args.number_rows)?;
        let other = other.to_array(args.number_rows)?;
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
        let DataType::Map(entries, _) = args.return_field.data_type() else {
            return Err(planning("no map"));
        };
        let DataType::Struct(pair) = entries.data_type() else {
            return Err(planning("no map"));
        };
        let entry = StructArray::try_new(pair.clone(), vec![keys, made], None)?;
        let map = MapArray::try_new(
            Arc::clone(entries),
            OffsetBuffer::from_lengths(lengths),
            entry,
            Some(NullBuffer::from(is_there)),
            false,
        )?;
        Ok(ColumnarValue::Array(Arc::new(map)))
    }
}

/// Where a row's entries are.
fn span(map: &MapArray, row: usize) -> std::ops::Range<usize> {
    let place = |at: usize| usize::try_from(map.value_offsets()[at]).unwrap_or(0);
    place(row)..place(row + 1)
}
