//! Dates: differences, sums, and texts by pattern.

use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, Date32Array, Int64Array, StringArray, TimestampMillisecondArray,
};
use datafusion::arrow::datatypes::DataType;
use datafusion::error::DataFusionError;
use jiff::Span;
use jiff::civil::DateTime;

use super::scalar::{Cached, Call, Scalar, instant, is_text, is_time, is_whole, timestamp};
use crate::time::{datetime_of_millis, days_of_date, millis_of_datetime};
use crate::time_format::Pattern;
use crate::zone::Zone;

pub(super) fn functions() -> Vec<Scalar> {
    vec![
        Scalar::new(
            "date_diff",
            |t| three(t, is_text, is_time, is_time).then_some(DataType::Int64),
            date_diff,
        ),
        Scalar::new(
            "date_add",
            |t| three(t, is_text, is_whole, is_time).then(|| same_time(&t[2])),
            date_add,
        ),
        Scalar::new(
            "date_trunc",
            |t| (t.len() == 2 && is_text(&t[0]) && is_time(&t[1])).then(|| same_time(&t[1])),
            date_trunc,
        ),
        Scalar::new(
            "date_format",
            |t| (t.len() == 2 && is_time(&t[0]) && is_text(&t[1])).then_some(DataType::Utf8),
            |call| format(call, Pattern::mysql),
        ),
        Scalar::new(
            "format_datetime",
            |t| (t.len() == 2 && is_time(&t[0]) && is_text(&t[1])).then_some(DataType::Utf8),
            |call| format(call, Pattern::java),
        ),
        Scalar::new(
            "date_parse",
            |t| (t.len() == 2 && t.iter().all(is_text)).then(timestamp),
            |call| {
                Ok(Arc::new(TimestampMillisecondArray::from(parse(
                    call,
                    Pattern::mysql,
                )?)))
            },
        ),
        Scalar::new(
            "parse_datetime",
            |t| (t.len() == 2 && t.iter().all(is_text)).then(instant),
            |call| {
                let parsed = TimestampMillisecondArray::from(parse(call, Pattern::java)?);
                Ok(Arc::new(parsed.with_timezone("UTC")))
            },
        ),
        Scalar::new(
            "last_day_of_month",
            |t| (t.len() == 1 && is_time(&t[0])).then_some(DataType::Date32),
            last_day,
        ),
    ]
}

fn three(
    types: &[DataType],
    first: fn(&DataType) -> bool,
    second: fn(&DataType) -> bool,
    third: fn(&DataType) -> bool,
) -> bool {
    matches!(types, [a, b, c] if first(a) && second(b) && third(c))
}

/// A date stays a date, an instant an instant, and a time is kept to the millisecond.
fn same_time(data_type: &DataType) -> DataType {
    match data_type {
        DataType::Date32 | DataType::Date64 => DataType::Date32,
        DataType::Timestamp(_, Some(_)) => {
            Zone::of(data_type).map_or_else(instant, |zone| zone.data_type())
        }
        _ => timestamp(),
    }
}

/// Milliseconds as the type of the call's result.
fn as_time(call: &Call<'_>, values: Vec<Option<i64>>) -> ArrayRef {
    match call.result {
        DataType::Date32 => Arc::new(Date32Array::from_iter(values.into_iter().map(|millis| {
            millis.and_then(|millis| i32::try_from(millis.div_euclid(86_400_000)).ok())
        }))),
        DataType::Timestamp(_, Some(zone)) => {
            Arc::new(TimestampMillisecondArray::from(values).with_timezone(Arc::clone(zone)))
        }
        _ => Arc::new(TimestampMillisecondArray::from(values)),
    }
}

/// A day's milliseconds, where clocks are not put forward or back.
const DAY: i64 = 86_400_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Millis(i64),
    Months(i64),
}

impl Unit {
    fn parse(text: &str) -> Result<Self, String> {
        Ok(match text.to_ascii_lowercase().as_str() {
            "millisecond" => Self::Millis(1),
            "second" => Self::Millis(1_000),
            "minute" => Self::Millis(60_000),
            "hour" => Self::Millis(3_600_000),
            "day" => Self::Millis(DAY),
            "week" => Self::Millis(7 * DAY),
            "month" => Self::Months(1),
            "quarter" => Self::Months(3),
            "year" => Self::Months(12),
            _ => return Err(format!("'{text}' is not a valid Timestamp field")),
        })
    }
}

fn out_of_range(millis: i64) -> String {
    format!("{millis} milliseconds since 1970 are outside of the years -9999 to 9999")
}

fn datetime(millis: i64) -> Result<DateTime, String> {
    datetime_of_millis(millis).ok_or_else(|| out_of_range(millis))
}

fn plus_months(millis: i64, months: i64) -> Result<i64, String> {
    let span = Span::new()
        .try_months(months)
        .map_err(|error| error.to_string())?;
    let at = datetime(millis)?
        .checked_add(span)
        .map_err(|error| error.to_string())?;
    millis_of_datetime(at).ok_or_else(|| out_of_range(millis))
}

fn date_diff(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let (units, from, to) = (call.texts(0)?, call.millis(1)?, call.millis(2)?);
    let mut unit = Cached::new(Unit::parse);
    // Days and more are those of the first one's calendar.
    let zone = call.zone(1);
    let local = |millis: i64| {
        zone.as_ref()
            .map_or(millis, |zone| zone.local_millis(millis))
    };
    let values = call.each(|row| {
        if units.is_null(row) || from.is_null(row) || to.is_null(row) {
            return Ok(None);
        }
        let (from, to) = (from.value(row), to.value(row));
        Ok(Some(match *unit.get(units.value(row))? {
            Unit::Millis(length) if length < DAY => (to - from) / length,
            Unit::Millis(length) => (local(to) - local(from)) / length,
            Unit::Months(length) => months_between(local(from), local(to))? / length,
        }))
    })?;
    Ok(Arc::new(Int64Array::from(values)))
}

/// Whole months: as many as can be added to `from` without passing `to`.
fn months_between(from: i64, to: i64) -> Result<i64, String> {
    let index = |at: DateTime| i64::from(at.year()) * 12 + i64::from(at.month());
    let months = index(datetime(to)?) - index(datetime(from)?);
    let reached = plus_months(from, months)?;
    Ok(if to >= from && reached > to {
        months - 1
    } else if to < from && reached < to {
        months + 1
    } else {
        months
    })
}

/// A change of what a zone's clocks show.
fn on_calendar(
    zone: Option<&Zone>,
    at: i64,
    change: impl FnOnce(i64) -> Result<i64, String>,
) -> Result<i64, String> {
    let Some(zone) = zone else {
        return change(at);
    };
    let local = change(zone.local_millis(at))?;
    zone.instant_millis(local).ok_or_else(|| out_of_range(at))
}

fn date_add(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let (units, counts, times) = (call.texts(0)?, call.numbers(1)?, call.millis(2)?);
    let mut unit = Cached::new(Unit::parse);
    let zone = call.zone(2);
    let values = call.each(|row| {
        if units.is_null(row) || counts.is_null(row) || times.is_null(row) {
            return Ok(None);
        }
        let (count, at) = (counts.value(row), times.value(row));
        let overflow = || format!("{count} is too many for date_add");
        let plus = |at: i64, length: i64| {
            let span = count.checked_mul(length).ok_or_else(overflow)?;
            at.checked_add(span).ok_or_else(overflow)
        };
        let at = match *unit.get(units.value(row))? {
            Unit::Millis(length) if length < DAY => plus(at, length)?,
            Unit::Millis(length) => on_calendar(zone.as_ref(), at, |at| plus(at, length))?,
            Unit::Months(length) => {
                let months = count.checked_mul(length).ok_or_else(overflow)?;
                on_calendar(zone.as_ref(), at, |at| plus_months(at, months))?
            }
        };
        datetime(at)?;
        Ok(Some(at))
    })?;
    Ok(as_time(call, values))
}

fn date_trunc(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let (units, times) = (call.texts(0)?, call.millis(1)?);
    let mut unit = Cached::new(Unit::parse);
    let zone = call.zone(1);
    let values = call.each(|row| {
        if units.is_null(row) || times.is_null(row) {
            return Ok(None);
        }
        let at = times.value(row);
        let unit = *unit.get(units.value(row))?;
        Ok(Some(match (unit, &zone) {
            // The hour that comes twice stays the one that it is.
            (Unit::Millis(length), Some(zone)) if length < DAY => {
                at - zone.local_millis(at).rem_euclid(length)
            }
            (unit, zone) => on_calendar(zone.as_ref(), at, |at| truncated(at, unit))?,
        }))
    })?;
    Ok(as_time(call, values))
}

fn truncated(at: i64, unit: Unit) -> Result<i64, String> {
    Ok(match unit {
        // 1970-01-01 was a Thursday; weeks begin on Monday.
        Unit::Millis(length) if length == 7 * DAY => {
            let monday = 4 * DAY;
            (at - monday).div_euclid(length) * length + monday
        }
        Unit::Millis(length) => at.div_euclid(length) * length,
        Unit::Months(length) => {
            let date = datetime(at)?.date();
            let length = i8::try_from(length).map_err(|error| error.to_string())?;
            let month = (date.month() - 1) / length * length + 1;
            let first = date
                .with()
                .month(month)
                .day(1)
                .build()
                .map_err(|error| error.to_string())?;
            millis_of_datetime(first.into()).ok_or_else(|| out_of_range(at))?
        }
    })
}

fn format(
    call: &Call<'_>,
    read: fn(&str) -> Result<Pattern, String>,
) -> Result<ArrayRef, DataFusionError> {
    let (times, patterns) = (call.local(0)?, call.texts(1)?);
    let mut pattern = Cached::new(read);
    let values = call.each(|row| {
        if times.is_null(row) || patterns.is_null(row) {
            return Ok(None);
        }
        Ok(Some(
            pattern
                .get(patterns.value(row))?
                .format(datetime(times.value(row))?),
        ))
    })?;
    Ok(Arc::new(StringArray::from(values)))
}

fn parse(
    call: &Call<'_>,
    read: fn(&str) -> Result<Pattern, String>,
) -> Result<Vec<Option<i64>>, DataFusionError> {
    let (texts, patterns) = (call.texts(0)?, call.texts(1)?);
    let mut pattern = Cached::new(read);
    call.each(|row| {
        if texts.is_null(row) || patterns.is_null(row) {
            return Ok(None);
        }
        Ok(millis_of_datetime(
            pattern.get(patterns.value(row))?.parse(texts.value(row))?,
        ))
    })
}

fn last_day(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let times = call.local(0)?;
    let values = call.each(|row| {
        if times.is_null(row) {
            return Ok(None);
        }
        Ok(days_of_date(
            datetime(times.value(row))?.date().last_of_month(),
        ))
    })?;
    Ok(Arc::new(Date32Array::from(values)))
}
