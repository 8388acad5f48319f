//! `zip_with(one, other, (a, b) -> result)`; what a shorter array lacks is null.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ListArray, UInt64Array};
use datafusion::arrow::buffer::{NullBuffer, OffsetBuffer};
use datafusion::arrow::compute::take;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{
    ColumnarValue, HigherOrderFunctionArgs, HigherOrderReturnFieldArgs, HigherOrderSignature,
    HigherOrderUDFImpl, LambdaParametersProgress, ValueOrLambda, Volatility,
};

use super::{element, evaluate, field, planning, spans};
use crate::functions::generic::list_of;

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct ZipWith {
    signature: HigherOrderSignature,
}

impl ZipWith {
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

impl HigherOrderUDFImpl for ZipWith {
    fn name(&self) -> &'static str {
        "zip_with"
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
        let (one, other) = (element(fields.first())?, element(fields.get(1))?);
        let parameters = vec![field(&one), field(&other)];
        Ok(LambdaParametersProgress::Complete(vec![parameters]))
    }

    fn return_field_from_args(
        &self,
        args: HigherOrderReturnFieldArgs<'_>,
    ) -> Result<FieldRef, DataFusionError> {
        match args.arg_fields.get(2) {
            Some(ValueOrLambda::Lambda(result)) => Ok(field(&list_of(result.data_type()))),
            _ => Err(planning("zip_with expects a lambda")),
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
            return Err(planning("zip_with expects two arrays and a lambda"));
        };
        let (one, other) = (
            one.to_array(args.number_rows)?,
            other.to_array(args.number_rows)?,
        );
        let ((spans, values), (twins, others)) = (spans(&one)?, spans(&other)?);
        let nulls: Vec<bool> = (0..args.number_rows)
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
        Ok(ColumnarValue::Array(Arc::new(list)))
    }
}
