//! Points in time and their zones. The zone is a part of the type, so it has to be a constant.
//!
//! <https://trino.io/docs/current/functions/datetime.html>

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, TimestampMillisecondArray};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    Volatility,
};
use jiff::civil::DateTime;
use jiff::fmt::temporal::Pieces;

use super::generic::text;
use super::names;
use super::scalar::{Call, is_text, is_time};
use crate::arrow_types::full_name;
use crate::error::{ErrorKind, QueryError};
use crate::time::millis_of_datetime;
use crate::zone::{self, Zone};

/// How a point in time is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Making {
    /// The same instant in another zone.
    At,
    /// The instant at which a zone's clocks show a time.
    With,
    /// Of a text as casts read it, or of a time in UTC.
    Cast,
    /// Of a text in the form of ISO 8601.
    Iso,
}

const ALL: [(&str, Making, usize); 5] = [
    ("at_timezone", Making::At, 2),
    ("with_timezone", Making::With, 2),
    ("from_iso8601_timestamp", Making::Iso, 1),
    ("from_iso8601_timestamp_nanos", Making::Iso, 1),
    (names::INSTANT, Making::Cast, 1),
];

/// Whether one of these has the name.
pub(super) fn is_one(name: &str) -> bool {
    ALL.iter().any(|(known, ..)| *known == name)
}

pub(super) fn functions() -> Vec<ScalarUDF> {
    let all = ALL.into_iter().flat_map(|(name, making, count)| {
        [false, true].map(|lenient| {
            let prefix = if lenient { super::LENIENT } else { "" };
            ScalarUDF::from(Zoned {
                name: format!("{prefix}{name}"),
                shown: name.trim_start_matches('_'),
                making,
                lenient,
                signature: Signature::any(count, Volatility::Immutable),
            })
        })
    });
    all.collect()
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Zoned {
    name: String,
    /// The name in messages.
    shown: &'static str,
    making: Making,
    lenient: bool,
    signature: Signature,
}

impl ScalarUDFImpl for Zoned {
    fn name(&self) -> &str {
        &self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType, DataFusionError> {
        Err(DataFusionError::Internal(
            "the zone is in an argument".to_owned(),
        ))
    }

    fn return_field_from_args(
        &self,
        args: ReturnFieldArgs<'_>,
    ) -> Result<FieldRef, DataFusionError> {
        let kinds: Vec<&DataType> = args.arg_fields.iter().map(|f| f.data_type()).collect();
        let fits = match (self.making, kinds.as_slice()) {
            (Making::At, [time, zone]) => is_time(time) && is_text(zone),
            (Making::With, [time, zone]) => {
                is_time(time) && zone::of(time).is_none() && is_text(zone)
            }
            (Making::Cast, [of]) => is_time(of) || is_text(of),
            (Making::Iso, [of]) => is_text(of),
            _ => false,
        };
        if !fits {
            let given: Vec<String> = kinds.iter().map(|kind| full_name(kind)).collect();
            let message = format!(
                "Unexpected parameters ({}) for function {}",
                given.join(", "),
                self.shown
            );
            return Err(QueryError::new(ErrorKind::FunctionNotFound, message).into());
        }
        let constant = |at: usize| args.scalar_arguments.get(at).copied().flatten();
        let invalid = |why: String| QueryError::new(ErrorKind::InvalidFunctionArgument, why);
        let wanted = match self.making {
            Making::At | Making::With => match constant(1) {
                Some(zone) => match text(zone) {
                    Some(zone) => Zone::parse(zone).map_err(invalid)?.data_type(),
                    None => zone::instant(),
                },
                None => return Err(not_constant(self.shown).into()),
            },
            Making::Cast | Making::Iso => {
                // Of a column of texts, the zone is UTC; other zones are refused row by row.
                let read = constant(0).and_then(text).map(|text| self.read(text));
                // Whatever is given, what is made is in milliseconds.
                match (Zone::of(kinds[0]), read) {
                    (Some(zone), _) | (None, Some(Ok((_, Some(zone))))) => zone.data_type(),
                    _ => zone::instant(),
                }
            }
        };
        Ok(Arc::new(Field::new(&self.name, wanted, true)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue, DataFusionError> {
        let arrays = args
            .args
            .iter()
            .map(|arg| arg.to_array(args.number_rows))
            .collect::<Result<Vec<_>, _>>()?;
        let wanted = args.return_field.data_type().clone();
        let call = Call::new(arrays, args.number_rows, &wanted, self.lenient);
        let made = self.made(&call)?;
        let constant = args
            .args
            .iter()
            .all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        if constant && args.number_rows > 0 {
            let one = ScalarValue::try_from_array(&made, 0)?;
            return Ok(ColumnarValue::Scalar(one));
        }
        Ok(ColumnarValue::Array(made))
    }
}

impl Zoned {
    fn made(&self, call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
        let zone =
            Zone::of(call.result).ok_or_else(|| DataFusionError::Internal("no zone".to_owned()))?;
        let is_text_given = is_text(call.args[0].data_type());
        let values = match self.making {
            Making::At | Making::Cast if !is_text_given => {
                call.millis(0)?.iter().collect::<Vec<_>>()
            }
            Making::With => {
                let local = call.millis(0)?;
                call.each(|row| {
                    Ok(local
                        .is_valid(row)
                        .then(|| zone.instant_millis(local.value(row)))
                        .flatten())
                })?
            }
            _ => {
                let texts = call.texts(0)?;
                let mut other = None;
                let values = call.each(|row| {
                    if texts.is_null(row) {
                        return Ok(None);
                    }
                    let (millis, own) = self.read(texts.value(row))?;
                    let own = own.filter(|own| own.name != zone.name);
                    if let Some(own) = own {
                        other.get_or_insert(own.name);
                    }
                    Ok(Some(millis))
                })?;
                if let Some(other) = other {
                    return Err(several_zones(self.shown, &other).into());
                }
                values
            }
        };
        // A zone that is null makes all null.
        let is_null = |row: usize| call.args.iter().any(|array| array.is_null(row));
        let values = values.into_iter().enumerate();
        let values: TimestampMillisecondArray = values
            .map(|(row, value)| value.filter(|_| !is_null(row)))
            .collect();
        Ok(Arc::new(values.with_timezone(zone.name)))
    }

    /// An instant, and the zone that the text names, where it names one.
    fn read(&self, text: &str) -> Result<(i64, Option<Zone>), String> {
        let invalid = || match self.making {
            Making::Iso => format!("Invalid format: \"{text}\""),
            _ => format!("Value cannot be cast to timestamp with time zone: {text}"),
        };
        if self.making == Making::Iso {
            let pieces = Pieces::parse(text).map_err(|_| invalid())?;
            let time = pieces.time().unwrap_or_default();
            let local = millis_of_datetime(pieces.date().to_datetime(time)).ok_or_else(invalid)?;
            let zone = match pieces.to_numeric_offset() {
                Some(offset) => Some(Zone::fixed(offset.seconds() / 60).ok_or_else(invalid)?),
                None => None,
            };
            // Without an offset the session's zone is meant, which is UTC in Athena.
            let utc = zone
                .as_ref()
                .map_or(Some(local), |zone| zone.instant_millis(local));
            return Ok((utc.ok_or_else(invalid)?, zone));
        }
        let (time, zone) = match zone::split(text) {
            Some((time, zone)) => (time, Some(Zone::parse(zone)?)),
            None => (text.trim(), None),
        };
        let local: DateTime = time.parse().map_err(|_| invalid())?;
        let local = millis_of_datetime(local).ok_or_else(invalid)?;
        let utc = zone
            .as_ref()
            .map_or(Some(local), |zone| zone.instant_millis(local));
        Ok((utc.ok_or_else(invalid)?, zone))
    }
}

fn not_constant(function: &str) -> QueryError {
    QueryError::not_supported(format_args!(
        "{function} with a time zone that is not a constant (a column has one zone here)"
    ))
}

fn several_zones(function: &str, zone: &str) -> QueryError {
    QueryError::not_supported(format_args!(
        "{function} of a column whose texts name other zones than UTC (here {zone}; a column has one \
         zone here)"
    ))
}
