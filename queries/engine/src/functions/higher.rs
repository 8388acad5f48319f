//! Functions that take lambdas: <https://trino.io/docs/current/functions/lambda.html>.

mod find_index;
mod frame;
mod map_lambda;
mod map_zip;
mod reduce;
mod replace_by;
mod sort_by;
mod zip_with;

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, UInt64Array};
use datafusion::arrow::compute::{cast, take};
use datafusion::arrow::datatypes::DataType;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{HigherOrderUDF, LambdaArgument};

use self::find_index::FindIndex;
use self::frame::framed;
use self::map_lambda::MapLambda;
use self::map_zip::MapZip;
use self::reduce::Reduce;
use self::replace_by::ReplaceBy;
use self::sort_by::SortBy;
use self::zip_with::ZipWith;
use super::generic::{element_type, list_of};
use crate::error::{ErrorKind, QueryError};

pub(super) fn functions() -> [Arc<HigherOrderUDF>; 9] {
    [
        framed(Reduce),
        framed(ZipWith),
        framed(FindIndex),
        framed(MapZip),
        framed(ReplaceBy),
        framed(SortBy),
        framed(MapLambda::Kept),
        framed(MapLambda::Values),
        framed(MapLambda::Keys),
    ]
}

/// What a statement's values do not allow.
fn invalid(message: impl Into<String>) -> DataFusionError {
    QueryError::new(ErrorKind::InvalidFunctionArgument, message).into()
}

fn planning(message: impl Into<String>) -> DataFusionError {
    DataFusionError::Plan(message.into())
}

/// The type of an array's elements.
fn element(list: &DataType) -> Result<DataType, DataFusionError> {
    match element_type(list) {
        Some(element) => Ok(element.clone()),
        None if list.is_null() => Ok(DataType::Null),
        None => Err(planning(format!("expected an array, got {list}"))),
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
    let element = element_type(list.data_type())
        .cloned()
        .unwrap_or(DataType::Null);
    let wanted = list_of(&element);
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
