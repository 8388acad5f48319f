//! What a zone's clocks show, and how far they are before UTC.
//!
//! <https://trino.io/docs/current/functions/datetime.html#timezone-extraction-functions>

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Int64Array, TimestampMillisecondArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, IntervalMonthDayNanoType, IntervalUnit, TimeUnit};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{Expr, ScalarUDF, cast as cast_to};
use jiff::Span;

use super::names;
use super::scalar::{Call, Scalar, timestamp};
use crate::time::{datetime_of_millis, millis_of_datetime};
use crate::zone::{self, Zone};

pub(super) fn functions() -> Vec<Scalar> {
    vec![
        Scalar::new(
            names::LOCAL,
            |t| match t {
                [of] if zone::of(of).is_some() => Some(timestamp()),
                [of] => Some(of.clone()),
                _ => None,
            },
            |call| match zone::of(call.args[0].data_type()) {
                Some(_) => Ok(Arc::new(
                    call.local(0)?
                        .reinterpret_cast::<datafusion::arrow::datatypes::TimestampMillisecondType>(
                        ),
                )),
                None => Ok(Arc::clone(&call.args[0])),
            },
        ),
        Scalar::new("timezone_hour", zoned, |call| {
            offset(call, |minutes| minutes / 60)
        }),
        Scalar::new("timezone_minute", zoned, |call| {
            offset(call, |minutes| minutes % 60)
        }),
        mover(),
    ]
}

fn zoned(types: &[DataType]) -> Option<DataType> {
    let [of] = types else { return None };
    (zone::of(of).is_some() || of.is_null()).then_some(DataType::Int64)
}

fn offset(call: &Call<'_>, part: fn(i64) -> i64) -> Result<ArrayRef, DataFusionError> {
    let zone = Zone::of(call.args[0].data_type());
    let millis = call.millis(0)?;
    let minutes: Int64Array = millis.unary(|millis| {
        let seconds = zone.as_ref().map_or(0, |zone| zone.offset_seconds(millis));
        part(i64::from(seconds) / 60)
    });
    Ok(Arc::new(minutes))
}

/// A point in time that is an interval later: months on the zone's calendar, days and less as so many
/// seconds.
fn mover() -> Scalar {
    Scalar::new(
        "__moved",
        |t| match t {
            [of @ DataType::Timestamp(_, Some(_)), DataType::Interval(_)] => {
                Zone::of(of).map(|zone| zone.data_type())
            }
            _ => None,
        },
        |call| {
            let zone = Zone::of(call.result);
            let zone = zone.ok_or_else(|| DataFusionError::Internal("no zone".to_owned()))?;
            let millis = call.millis(0)?;
            let spans = cast(
                &call.args[1],
                &DataType::Interval(IntervalUnit::MonthDayNano),
            )?;
            let spans = spans.as_primitive::<IntervalMonthDayNanoType>();
            let values = call.each(|row| {
                if millis.is_null(row) || spans.is_null(row) {
                    return Ok(None);
                }
                let (at, span) = (millis.value(row), spans.value(row));
                let at = match span.months {
                    0 => at,
                    months => months_later(&zone, at, months)?,
                };
                let rest = i64::from(span.days) * 86_400_000 + span.nanoseconds / 1_000_000;
                let later = at.checked_add(rest).ok_or("the interval is too long")?;
                Ok(Some(later))
            })?;
            let values = TimestampMillisecondArray::from(values);
            Ok(Arc::new(values.with_timezone(zone.name)))
        },
    )
}

fn months_later(zone: &Zone, at: i64, months: i32) -> Result<i64, String> {
    let out_of_range = || "the time is out of range".to_owned();
    let span = Span::new().try_months(months).map_err(|_| out_of_range())?;
    let local = datetime_of_millis(zone.local_millis(at)).ok_or_else(out_of_range)?;
    let local = local.checked_add(span).map_err(|_| out_of_range())?;
    let later = millis_of_datetime(local).and_then(|local| zone.instant_millis(local));
    later.ok_or_else(out_of_range)
}

/// The call that moves a point in time by an interval.
pub(crate) fn moved(time: Expr, by: Expr) -> Expr {
    ScalarUDF::from(mover()).call(vec![time, by])
}

/// A day, a time or a point in time as a point in time in UTC.
pub(crate) fn as_instant(expr: Expr, of: &DataType, instant: &DataType) -> Expr {
    let expr = match zone::of(of) {
        Some(_) => expr,
        None => cast_to(expr, DataType::Timestamp(TimeUnit::Millisecond, None)),
    };
    cast_to(expr, instant.clone())
}
