//! What all functions that take lambdas have in common, so that each says only what is its own:
//! values first, then lambdas, in a number that its type tells.

use std::fmt::Debug;
use std::hash::Hash;
use std::sync::Arc;

use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{
    ColumnarValue, HigherOrderFunctionArgs, HigherOrderReturnFieldArgs, HigherOrderSignature,
    HigherOrderUDF, HigherOrderUDFImpl, LambdaArgument, LambdaParametersProgress, ValueOrLambda,
    Volatility,
};

use super::planning;

/// A function of `VALUES` values and `LAMBDAS` lambdas.
pub(super) trait Body<const VALUES: usize, const LAMBDAS: usize>:
    Debug + Eq + Hash + Send + Sync + 'static
{
    /// Its name.
    fn name(&self) -> &'static str;

    /// The types that its values are cast to before it sees them: by default none.
    fn coerced(&self, values: &[DataType]) -> Vec<DataType> {
        values.to_vec()
    }

    /// The types of each lambda's parameters; nothing where they depend on what an earlier lambda
    /// gives, whose type is then in `results` at the next call.
    fn parameters(
        &self,
        values: [&DataType; VALUES],
        results: [Option<&DataType>; LAMBDAS],
    ) -> Result<[Option<Vec<DataType>>; LAMBDAS], DataFusionError>;

    /// What it gives for values of these types and lambdas that give those.
    fn result(
        &self,
        values: [&DataType; VALUES],
        results: [&DataType; LAMBDAS],
    ) -> Result<DataType, DataFusionError>;

    /// Its value for every row.
    fn invoke(&self, call: Call<'_, VALUES, LAMBDAS>) -> Result<ArrayRef, DataFusionError>;
}

/// A function's arguments for some rows.
pub(super) struct Call<'a, const VALUES: usize, const LAMBDAS: usize> {
    /// The values, `rows` of each.
    pub(super) values: [ArrayRef; VALUES],
    /// The lambdas.
    pub(super) lambdas: [&'a LambdaArgument; LAMBDAS],
    /// What the lambdas give.
    pub(super) results: [&'a DataType; LAMBDAS],
    /// What the function gives, as [`Body::result`] said.
    pub(super) result: &'a DataType,
    /// How many rows.
    pub(super) rows: usize,
}

/// A function as the planner takes it.
pub(super) fn framed<B, const VALUES: usize, const LAMBDAS: usize>(body: B) -> Arc<HigherOrderUDF>
where
    B: Body<VALUES, LAMBDAS>,
{
    let mut arguments = vec![ValueOrLambda::Value(()); VALUES];
    arguments.extend(vec![ValueOrLambda::Lambda(()); LAMBDAS]);
    Arc::new(HigherOrderUDF::new_from_impl(Framed {
        body,
        signature: HigherOrderSignature::exact(arguments, Volatility::Immutable),
    }))
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Framed<B, const VALUES: usize, const LAMBDAS: usize> {
    body: B,
    signature: HigherOrderSignature,
}

impl<B, const VALUES: usize, const LAMBDAS: usize> Framed<B, VALUES, LAMBDAS>
where
    B: Body<VALUES, LAMBDAS>,
{
    /// The values and the lambdas of an argument list.
    fn split<'a, V, L>(
        &self,
        arguments: &'a [ValueOrLambda<V, L>],
    ) -> Result<([&'a V; VALUES], [&'a L; LAMBDAS]), DataFusionError> {
        let (mut values, mut lambdas) = (Vec::new(), Vec::new());
        for argument in arguments {
            match argument {
                ValueOrLambda::Value(value) => values.push(value),
                ValueOrLambda::Lambda(lambda) => lambdas.push(lambda),
            }
        }
        match (values.try_into(), lambdas.try_into()) {
            (Ok(values), Ok(lambdas)) => Ok((values, lambdas)),
            _ => Err(planning(format!(
                "{} expects {VALUES} values, then {LAMBDAS} lambdas",
                self.body.name(),
            ))),
        }
    }
}

impl<B, const VALUES: usize, const LAMBDAS: usize> HigherOrderUDFImpl for Framed<B, VALUES, LAMBDAS>
where
    B: Body<VALUES, LAMBDAS>,
{
    fn name(&self) -> &str {
        self.body.name()
    }

    fn signature(&self) -> &HigherOrderSignature {
        &self.signature
    }

    fn coerce_value_types(&self, types: &[DataType]) -> Result<Vec<DataType>, DataFusionError> {
        Ok(self.body.coerced(types))
    }

    fn lambda_parameters(
        &self,
        _step: usize,
        fields: &[ValueOrLambda<FieldRef, Option<FieldRef>>],
    ) -> Result<LambdaParametersProgress, DataFusionError> {
        let (values, results) = self.split(fields)?;
        let results = results.map(|result| result.as_deref().map(Field::data_type));
        let parameters = self
            .body
            .parameters(values.map(|value| value.data_type()), results)?
            .map(|types| types.map(|types| types.iter().map(field).collect::<Vec<_>>()));
        Ok(if parameters.iter().all(Option::is_some) {
            LambdaParametersProgress::Complete(parameters.into_iter().flatten().collect())
        } else {
            LambdaParametersProgress::Partial(parameters.into())
        })
    }

    fn return_field_from_args(
        &self,
        args: HigherOrderReturnFieldArgs<'_>,
    ) -> Result<FieldRef, DataFusionError> {
        let (values, results) = self.split(args.arg_fields)?;
        let result = self.body.result(
            values.map(|value| value.data_type()),
            results.map(|result| result.data_type()),
        )?;
        Ok(field(&result))
    }

    fn invoke_with_args(
        &self,
        args: HigherOrderFunctionArgs,
    ) -> Result<ColumnarValue, DataFusionError> {
        let (given, lambdas) = self.split(&args.args)?;
        let (_, results) = self.split(&args.arg_fields)?;
        let mut values = Vec::with_capacity(VALUES);
        for value in given {
            values.push(value.to_array(args.number_rows)?);
        }
        let values = values
            .try_into()
            .map_err(|_| planning("a value for each argument"))?;
        let array = self.body.invoke(Call {
            values,
            lambdas,
            results: results.map(|result| result.data_type()),
            result: args.return_field.data_type(),
            rows: args.number_rows,
        })?;
        Ok(ColumnarValue::Array(array))
    }
}

/// A field without a name of its own.
fn field(data_type: &DataType) -> FieldRef {
    Arc::new(Field::new("", data_type.clone(), true))
}
