//! `reduce(array, initial, (state, element) -> state, state -> result)`.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, UInt64Array, new_null_array};
use datafusion::arrow::compute::{CastOptions, cast_with_options, interleave, take};
use datafusion::arrow::datatypes::{DataType, FieldRef};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::type_coercion::binary::comparison_coercion;
use datafusion::logical_expr::{
    ColumnarValue, HigherOrderFunctionArgs, HigherOrderReturnFieldArgs, HigherOrderSignature,
    HigherOrderUDFImpl, LambdaParametersProgress, ValueOrLambda, Volatility,
};

use super::{element, evaluate, field, planning, spans};

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Reduce {
    signature: HigherOrderSignature,
}

impl Reduce {
    pub(super) fn new() -> Self {
        let (value, lambda) = (ValueOrLambda::Value(()), ValueOrLambda::Lambda(()));
        Self {
            signature: HigherOrderSignature::exact(
                vec![value.clone(), value, lambda.clone(), lambda],
                Volatility::Immutable,
            ),
        }
    }
}

impl HigherOrderUDFImpl for Reduce {
    fn name(&self) -> &'static str {
        "reduce"
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
        let element = element(fields.first())?;
        let Some(ValueOrLambda::Value(state)) = fields.get(1) else {
            return Err(planning("reduce expects an initial state"));
        };
        let initial = state.data_type();
        // What the first lambda makes of the initial state may need a wider type, which all states
        // then have.
        let Some(ValueOrLambda::Lambda(Some(merged))) = fields.get(2) else {
            let parameters = vec![field(initial), field(&element)];
            return Ok(LambdaParametersProgress::Partial(vec![
                Some(parameters),
                None,
            ]));
        };
        let state = widened(initial, merged.data_type());
        Ok(LambdaParametersProgress::Complete(vec![
            vec![field(&state), field(&element)],
            vec![field(&state)],
        ]))
    }

    fn return_field_from_args(
        &self,
        args: HigherOrderReturnFieldArgs<'_>,
    ) -> Result<FieldRef, DataFusionError> {
        match args.arg_fields.get(3) {
            Some(ValueOrLambda::Lambda(result)) => Ok(field(result.data_type())),
            _ => Err(planning("reduce expects two lambdas")),
        }
    }

    fn invoke_with_args(
        &self,
        args: HigherOrderFunctionArgs,
    ) -> Result<ColumnarValue, DataFusionError> {
        let [
            ValueOrLambda::Value(list),
            ValueOrLambda::Value(initial),
            ValueOrLambda::Lambda(merge),
            ValueOrLambda::Lambda(finish),
        ] = args.args.as_slice()
        else {
            return Err(planning("reduce expects an array, a state and two lambdas"));
        };
        let list = list.to_array(args.number_rows)?;
        if list.data_type().is_null() {
            let none = new_null_array(args.return_field.data_type(), args.number_rows);
            return Ok(ColumnarValue::Array(none));
        }
        let initial = initial.to_array(args.number_rows)?;
        let kind = match args.arg_fields.get(2) {
            Some(ValueOrLambda::Lambda(merged)) => widened(initial.data_type(), merged.data_type()),
            _ => initial.data_type().clone(),
        };
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
        let rows: Vec<u64> = (0_u64..).take(args.number_rows).collect();
        let result = evaluate(finish, &[state], &rows)?;
        // What is null is not reduced.
        let places = rows.iter().map(|row| {
            let at = usize::try_from(*row).unwrap_or(0);
            (!list.is_null(at)).then_some(*row)
        });
        let result = take(&result, &places.collect::<UInt64Array>(), None)?;
        Ok(ColumnarValue::Array(result))
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
