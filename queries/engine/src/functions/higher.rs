//! Functions that take lambdas: <https://trino.io/docs/current/functions/lambda.html>.

mod find_index;
mod map_lambda;
mod map_zip;
mod reduce;
mod replace_by;
mod sort_by;
mod zip_with;

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, UInt64Array};
use datafusion::arrow::compute::take;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{HigherOrderUDF, LambdaArgument, ValueOrLambda};

use super::generic::element_type;
use crate::error::{ErrorKind, QueryError};

pub(super) fn functions() -> Vec<Arc<HigherOrderUDF>> {
    let mut all = vec![
        Arc::new(HigherOrderUDF::new_from_impl(reduce::Reduce::new())),
        Arc::new(HigherOrderUDF::new_from_impl(zip_with::ZipWith::new())),
        Arc::new(HigherOrderUDF::new_from_impl(find_index::FindIndex::new())),
        Arc::new(HigherOrderUDF::new_from_impl(map_zip::MapZip::new())),
        Arc::new(HigherOrderUDF::new_from_impl(replace_by::ReplaceBy::new())),
        Arc::new(HigherOrderUDF::new_from_impl(sort_by::SortBy::new())),
    ];
    all.extend(map_lambda::functions().map(|one| Arc::new(HigherOrderUDF::new_from_impl(one))));
    all
}

/// What a statement's values do not allow.
fn invalid(message: impl Into<String>) -> DataFusionError {
    QueryError::new(ErrorKind::InvalidFunctionArgument, message).into()
}

fn planning(message: impl Into<String>) -> DataFusionError {
    DataFusionError::Plan(message.into())
}

/// A field without a name of its own.
fn field(data_type: &DataType) -> FieldRef {
    Arc::new(Field::new("", data_type.clone(), true))
}

/// The type of an array's elements, from an argument's field.
fn element<L>(argument: Option<&ValueOrLambda<FieldRef, L>>) -> Result<DataType, DataFusionError> {
    match argument {
        Some(ValueOrLambda::Value(list)) => match element_type(list.data_type()) {
            Some(element) => Ok(element.clone()),
            None if list.data_type().is_null() => Ok(DataType::Null),
            None => Err(planning(format!(
                "expected an array, got {}",
                list.data_type()
            ))),
        },
        _ => Err(planning("expected an array")),
    }
}

/// A lambda's values for rows that are given by their number, in this order; `parameters` have a
/// value for each.
fn evaluate(
    lambda: &LambdaArgument,
    parameters: &[ArrayRef],
    rows: &[u64],
) -> Result<ArrayRef, DataFusionError> {
    let given: Vec<_> = parameters
        .iter()
        .map(|array| move || Ok(Arc::clone(array)))
        .collect();
    let given: Vec<&dyn Fn() -> Result<ArrayRef, DataFusionError>> =
        given.iter().map(|one| one as _).collect();
    let at = UInt64Array::from(rows.to_vec());
    let captured = |arrays: &[ArrayRef]| {
        let taken = arrays.iter().map(|array| Ok(take(array, &at, None)?));
        taken.collect::<Result<Vec<_>, DataFusionError>>()
    };
    lambda.evaluate(&given, captured)?.into_array(rows.len())
}

/// Where each row's elements begin and end among all of them, and the rows that are null.
fn spans(list: &ArrayRef) -> Result<(Vec<(usize, usize)>, ArrayRef), DataFusionError> {
    use datafusion::arrow::array::AsArray;
    use datafusion::arrow::compute::cast;

    let element = element_type(list.data_type())
        .cloned()
        .unwrap_or(DataType::Null);
    let wanted = super::generic::list_of(&element);
    let list = cast(list, &wanted)?;
    let list = list.as_list::<i32>();
    let place = |offset: i32| usize::try_from(offset).unwrap_or(0);
    let offsets = list.value_offsets();
    let spans = (0..list.len()).map(|row| match list.is_null(row) {
        true => (0, 0),
        false => (place(offsets[row]), place(offsets[row + 1])),
    });
    Ok((spans.collect(), Arc::clone(list.values())))
}
