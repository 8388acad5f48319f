//! What all scalar functions have in common.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray, Int64Array, StringArray};
use datafusion::arrow::compute::{CastOptions, cast_with_options};
use datafusion::arrow::datatypes::{DataType, Int64Type, TimeUnit, TimestampMillisecondType};
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, TypeSignature, Volatility,
};

use crate::arrow_types::type_name;
use crate::error::{ErrorKind, QueryError};
use crate::zone::{self, Zone};

type Types = fn(&[DataType]) -> Option<DataType>;
type Run = fn(&Call<'_>) -> Result<ArrayRef, DataFusionError>;

/// A function of rows: it has no state, and a value depends on its row alone.
#[derive(Debug, Clone)]
pub(super) struct Scalar {
    name: String,
    /// The name in messages.
    shown: &'static str,
    signature: Signature,
    /// The type of the result; `None` when the function does not take such arguments.
    types: Types,
    run: Run,
    lenient: bool,
}

impl Scalar {
    pub(super) fn new(name: &'static str, types: Types, run: Run) -> Self {
        Self {
            name: name.to_owned(),
            shown: name,
            signature: Signature::one_of(
                vec![TypeSignature::Nullary, TypeSignature::VariadicAny],
                Volatility::Immutable,
            ),
            types,
            run,
            lenient: false,
        }
    }

    /// The same, whose values differ from call to call.
    pub(super) fn volatile(mut self) -> Self {
        self.signature.volatility = Volatility::Volatile;
        self
    }

    /// The same, giving null where it would fail.
    pub(super) fn lenient(&self) -> Self {
        Self {
            name: format!("{}{}", super::LENIENT, self.name),
            lenient: true,
            ..self.clone()
        }
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.name == name
    }
}

impl PartialEq for Scalar {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Scalar {}

impl Hash for Scalar {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl ScalarUDFImpl for Scalar {
    fn name(&self) -> &str {
        &self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType, DataFusionError> {
        (self.types)(types).ok_or_else(|| {
            let given: Vec<&str> = types.iter().map(type_name).collect();
            QueryError::new(
                ErrorKind::FunctionNotFound,
                format!(
                    "Unexpected parameters ({}) for function {}",
                    given.join(", "),
                    self.shown
                ),
            )
            .into()
        })
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue, DataFusionError> {
        let constant = self.signature.volatility == Volatility::Immutable
            && (args.args.iter()).all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let rows = if constant { 1 } else { args.number_rows };
        let arrays = args
            .args
            .iter()
            .map(|arg| arg.to_array(rows))
            .collect::<Result<Vec<_>, _>>()?;
        let result = (self.run)(&Call {
            args: arrays,
            rows,
            result: args.return_type(),
            lenient: self.lenient,
        })?;
        if constant {
            Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(
                &result, 0,
            )?))
        } else {
            Ok(ColumnarValue::Array(result))
        }
    }
}

/// One call over a batch of rows.
pub(super) struct Call<'a> {
    pub(super) args: Vec<ArrayRef>,
    pub(super) rows: usize,
    /// The type of the result.
    pub(super) result: &'a DataType,
    lenient: bool,
}

impl<'a> Call<'a> {
    pub(super) fn new(
        args: Vec<ArrayRef>,
        rows: usize,
        result: &'a DataType,
        lenient: bool,
    ) -> Self {
        Self {
            args,
            rows,
            result,
            lenient,
        }
    }
}

impl Call<'_> {
    /// Whether null is wanted where the function would fail.
    pub(super) fn is_lenient(&self) -> bool {
        self.lenient
    }

    /// An argument as texts.
    pub(super) fn texts(&self, at: usize) -> Result<StringArray, DataFusionError> {
        Ok(self.cast(at, &DataType::Utf8)?.as_string::<i32>().clone())
    }

    /// An argument as whole numbers.
    pub(super) fn numbers(&self, at: usize) -> Result<Int64Array, DataFusionError> {
        Ok(self
            .cast(at, &DataType::Int64)?
            .as_primitive::<Int64Type>()
            .clone())
    }

    /// A date or timestamp as milliseconds since 1970.
    pub(super) fn millis(&self, at: usize) -> Result<Int64Array, DataFusionError> {
        let array = self.cast(at, &DataType::Timestamp(TimeUnit::Millisecond, None))?;
        let array = array.as_primitive::<TimestampMillisecondType>();
        Ok(array.reinterpret_cast::<Int64Type>())
    }

    /// The zone of an argument, where it has one other than UTC.
    pub(super) fn zone(&self, at: usize) -> Option<Zone> {
        let zone = Zone::of(self.args.get(at)?.data_type())?;
        (!zone.is_utc()).then_some(zone)
    }

    /// A date or timestamp as its zone's clocks show it: milliseconds since 1970 there.
    pub(super) fn local(&self, at: usize) -> Result<Int64Array, DataFusionError> {
        let millis = self.millis(at)?;
        Ok(match self.zone(at) {
            Some(zone) => millis.unary(|millis| zone.local_millis(millis)),
            None => millis,
        })
    }

    fn cast(&self, at: usize, to: &DataType) -> Result<ArrayRef, DataFusionError> {
        let Some(array) = self.args.get(at) else {
            return Err(DataFusionError::Internal(format!(
                "argument {at} is missing"
            )));
        };
        if array.data_type() == to {
            return Ok(Arc::clone(array));
        }
        let options = CastOptions {
            safe: false,
            ..CastOptions::default()
        };
        Ok(cast_with_options(array, to, &options)?)
    }

    /// A value for each row. An error ends the statement, or is a null within `try`.
    pub(super) fn each<T>(
        &self,
        mut value: impl FnMut(usize) -> Result<Option<T>, String>,
    ) -> Result<Vec<Option<T>>, DataFusionError> {
        let mut out = Vec::with_capacity(self.rows);
        for row in 0..self.rows {
            out.push(match value(row) {
                Ok(value) => value,
                Err(_) if self.lenient => None,
                Err(error) => {
                    return Err(QueryError::new(ErrorKind::InvalidFunctionArgument, error).into());
                }
            });
        }
        Ok(out)
    }
}

/// Reads something from a text once for as long as the text stays the same: patterns and paths
/// are nearly always constants.
pub(super) struct Cached<T> {
    read: fn(&str) -> Result<T, String>,
    last: Option<(String, Result<T, String>)>,
}

impl<T> Cached<T> {
    pub(super) fn new(read: fn(&str) -> Result<T, String>) -> Self {
        Self { read, last: None }
    }

    pub(super) fn get(&mut self, text: &str) -> Result<&T, String> {
        if self.last.as_ref().is_none_or(|(known, _)| known != text) {
            self.last = Some((text.to_owned(), (self.read)(text)));
        }
        match &self.last {
            Some((_, Ok(value))) => Ok(value),
            Some((_, Err(error))) => Err(error.clone()),
            None => Err(String::new()),
        }
    }
}

/// Whether it is a text, or a null that can be one.
pub(super) fn is_text(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null
    )
}

/// Whether it is a whole number, or a null that can be one.
pub(super) fn is_whole(data_type: &DataType) -> bool {
    data_type.is_integer() || *data_type == DataType::Null
}

/// Whether it is a date or a timestamp, or a null that can be one.
pub(super) fn is_time(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) | DataType::Null
    )
}

/// The type of times that our functions give.
pub(super) fn timestamp() -> DataType {
    DataType::Timestamp(TimeUnit::Millisecond, None)
}

/// The type of instants that our functions give.
pub(super) fn instant() -> DataType {
    zone::instant()
}
