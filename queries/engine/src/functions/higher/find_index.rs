//! `find_first_index(array, element -> boolean)`: 0 where there is none.

use std::sync::Arc;

use datafusion::arrow::array::{Array, AsArray, Int64Array};
use datafusion::arrow::compute::{cast, concat};
use datafusion::arrow::datatypes::{DataType, FieldRef};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{
    ColumnarValue, HigherOrderFunctionArgs, HigherOrderReturnFieldArgs, HigherOrderSignature,
    HigherOrderUDFImpl, LambdaParametersProgress, ValueOrLambda, Volatility,
};

use super::{element, evaluate, field, planning, spans};

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct FindIndex {
    signature: HigherOrderSignature,
}

impl FindIndex {
    pub(super) fn new() -> Self {
        Self {
            signature: HigherOrderSignature::exact(
                vec![ValueOrLambda::Value(()), ValueOrLambda::Lambda(())],
                Volatility::Immutable,
            ),
        }
    }
}

impl HigherOrderUDFImpl for FindIndex {
    fn name(&self) -> &'static str {
        "find_first_index"
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
        Ok(LambdaParametersProgress::Complete(vec![vec![field(
            &element,
        )]]))
    }

    fn return_field_from_args(
        &self,
        _: HigherOrderReturnFieldArgs<'_>,
    ) -> Result<FieldRef, DataFusionError> {
        Ok(field(&DataType::Int64))
    }

    fn invoke_with_args(
        &self,
        args: HigherOrderFunctionArgs,
    ) -> Result<ColumnarValue, DataFusionError> {
        let [ValueOrLambda::Value(list), ValueOrLambda::Lambda(lambda)] = args.args.as_slice()
        else {
            return Err(planning("find_first_index expects an array and a lambda"));
        };
        let list = list.to_array(args.number_rows)?;
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
        Ok(ColumnarValue::Array(Arc::new(places)))
    }
}
