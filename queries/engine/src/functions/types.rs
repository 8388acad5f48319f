//! `typeof`, and casts to types that SQL's own grammar here does not spell.

use std::sync::Arc;

use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    Volatility,
};
use serde_json::Value as Json;

use super::generic::{
    element_type, elements, entries, entry_types, fields, list, map, row, rows, text,
};
use super::scalar::{Call, Scalar};
use crate::arrow_types::full_name;
use crate::error::{ErrorKind, QueryError};
use crate::{text as texts, trino_type};

pub(super) fn functions() -> Vec<Scalar> {
    vec![Scalar::new(
        "typeof",
        |t| (t.len() == 1).then_some(DataType::Utf8),
        |call| {
            let name = full_name(call.args[0].data_type());
            rows(call, |_| Ok(Some(ScalarValue::Utf8(Some(name.clone())))))
        },
    )]
}

/// `CAST(value AS type)` for types of several parts, whose second argument is the type's text.
pub(super) fn casts() -> Vec<ScalarUDF> {
    let kind = |name: &'static str, lenient, reads_json| {
        ScalarUDF::from(CastTo {
            name,
            lenient,
            reads_json,
            signature: Signature::any(2, Volatility::Immutable),
        })
    };
    vec![
        kind(super::names::CAST, false, false),
        kind(super::names::TRY_CAST, true, false),
        kind(super::names::CAST_JSON, false, true),
    ]
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct CastTo {
    name: &'static str,
    lenient: bool,
    /// Whether a text is JSON.
    reads_json: bool,
    signature: Signature,
}

impl ScalarUDFImpl for CastTo {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType, DataFusionError> {
        Err(DataFusionError::Internal(
            "the type is in an argument".to_owned(),
        ))
    }

    fn return_field_from_args(
        &self,
        args: ReturnFieldArgs<'_>,
    ) -> Result<FieldRef, DataFusionError> {
        let named = args.scalar_arguments.get(1).copied().flatten();
        let named = named.and_then(text).unwrap_or_default();
        let unknown = |why: String| QueryError::new(ErrorKind::SyntaxError, why);
        let wanted = trino_type::parse(named).map_err(unknown)?;
        Ok(Arc::new(Field::new(self.name, wanted, true)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue, DataFusionError> {
        let arrays = vec![args.args[0].to_array(args.number_rows)?];
        let wanted = args.return_field.data_type().clone();
        let call = Call::new(arrays, args.number_rows, &wanted, self.lenient);
        Ok(ColumnarValue::Array(self.cast(&call)?))
    }
}

impl CastTo {
    fn cast(&self, call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
        rows(call, |values| {
            let value = &values[0];
            if self.reads_json
                && let Some(json) = text(value)
            {
                let json: Json = serde_json::from_str(json).map_err(|error| error.to_string())?;
                return from_json(&json, call.result).map(Some);
            }
            converted(value, call.result).map(Some)
        })
    }
}

/// A value as another type, part by part; rows by place.
fn converted(value: &ScalarValue, to: &DataType) -> Result<ScalarValue, String> {
    if value.is_null() {
        return ScalarValue::try_from(to).map_err(|error| error.to_string());
    }
    if let Some(element) = element_type(to) {
        let items = elements(value)?.unwrap_or_default();
        let items = items.iter().map(|item| converted(item, element));
        return list(&items.collect::<Result<Vec<_>, _>>()?, element);
    }
    if let Some((key, of)) = entry_types(to) {
        let pairs = entries(value)?.unwrap_or_default().into_iter();
        let pairs = pairs.map(|(k, v)| Ok((converted(&k, key)?, converted(&v, of)?)));
        return map(pairs.collect::<Result<Vec<_>, String>>()?, key, of);
    }
    match to {
        DataType::Struct(wanted) => {
            let parts = fields(value)?.unwrap_or_default();
            if parts.len() != wanted.len() {
                return Err(format!(
                    "a row of {} fields is no row of {}",
                    parts.len(),
                    wanted.len()
                ));
            }
            let parts = parts
                .iter()
                .zip(wanted)
                .map(|(part, field)| converted(part, field.data_type()));
            row(parts.collect::<Result<Vec<_>, _>>()?, to)
        }
        DataType::Utf8 => {
            let array = value.to_array().map_err(|error| error.to_string())?;
            Ok(ScalarValue::Utf8(texts::value(array.as_ref(), 0)))
        }
        to => value
            .cast_to(to)
            .map_err(|_| format!("Cannot cast '{value}' to {}", full_name(to))),
    }
}

/// What JSON says as a value of a type. <https://trino.io/docs/current/functions/json.html#cast-from-json>
fn from_json(json: &Json, to: &DataType) -> Result<ScalarValue, String> {
    let wrong = || format!("Cannot cast to {}: {json}", full_name(to));
    if json.is_null() {
        return ScalarValue::try_from(to).map_err(|error| error.to_string());
    }
    if let Some(element) = element_type(to) {
        let items = json.as_array().ok_or_else(wrong)?.iter();
        let items = items.map(|item| from_json(item, element));
        return list(&items.collect::<Result<Vec<_>, _>>()?, element);
    }
    if let Some((key, of)) = entry_types(to) {
        let pairs = json.as_object().ok_or_else(wrong)?.iter();
        let pairs = pairs.map(|(name, value)| {
            Ok((
                converted(&ScalarValue::from(name.as_str()), key)?,
                from_json(value, of)?,
            ))
        });
        return map(pairs.collect::<Result<Vec<_>, String>>()?, key, of);
    }
    if let DataType::Struct(wanted) = to {
        let null = Json::Null;
        let pick = |at: usize, name: &str| match json {
            Json::Array(items) => items.get(at).unwrap_or(&null),
            json => json.get(name).unwrap_or(&null),
        };
        let parts = wanted.iter().enumerate();
        let parts = parts.map(|(at, field)| from_json(pick(at, field.name()), field.data_type()));
        return row(parts.collect::<Result<Vec<_>, _>>()?, to);
    }
    let plain = match json {
        Json::String(text) => ScalarValue::from(text.as_str()),
        Json::Bool(flag) => ScalarValue::from(*flag),
        Json::Number(number) => match number.as_i64() {
            Some(number) => ScalarValue::from(number),
            None => ScalarValue::from(number.as_f64().ok_or_else(wrong)?),
        },
        _ => return Err(wrong()),
    };
    converted(&plain, to)
}
