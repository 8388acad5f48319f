//! ISO 8601, Unix time, and a text or a time as a date.

use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, Date32Array, Float64Array, Int64Array, StringArray,
    TimestampMillisecondArray,
};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Float64Type};
use datafusion::error::DataFusionError;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, ISOWeekDate, Weekday};

use super::scalar::{Call, Scalar, instant, is_text, is_time};
use crate::time::{datetime_of_millis, days_of_date, millis_of_datetime};

pub(super) fn functions() -> Vec<Scalar> {
    vec![
        Scalar::new(
            "from_iso8601_timestamp",
            |t| (t.len() == 1 && is_text(&t[0])).then(instant),
            |call| {
                let values = TimestampMillisecondArray::from(iso_instants(call)?);
                Ok(Arc::new(values.with_timezone("UTC")))
            },
        ),
        Scalar::new(
            "from_iso8601_date",
            |t| (t.len() == 1 && is_text(&t[0])).then_some(DataType::Date32),
            date_of_text,
        ),
        Scalar::new(
            "to_iso8601",
            |t| (t.len() == 1 && is_time(&t[0])).then_some(DataType::Utf8),
            to_iso,
        ),
        Scalar::new(
            "date",
            |t| (t.len() == 1 && (is_time(&t[0]) || is_text(&t[0]))).then_some(DataType::Date32),
            date,
        ),
        Scalar::new(
            "from_unixtime",
            |t| (t.len() == 1 && (t[0].is_numeric() || t[0].is_null())).then(instant),
            from_unixtime,
        ),
        Scalar::new(
            "to_unixtime",
            |t| (t.len() == 1 && is_time(&t[0])).then_some(DataType::Float64),
            to_unixtime,
        ),
        Scalar::new(
            "to_milliseconds",
            |t| (t.len() == 1 && is_time(&t[0])).then_some(DataType::Int64),
            |call| Ok(Arc::new(call.millis(0)?)),
        ),
        Scalar::new(
            "millisecond",
            |t| (t.len() == 1 && is_time(&t[0])).then_some(DataType::Int64),
            |call| {
                let millis: Int64Array = call.millis(0)?.unary(|millis| millis.rem_euclid(1_000));
                Ok(Arc::new(millis))
            },
        ),
        Scalar::new(
            "with_timezone",
            |t| (t.len() == 2 && is_time(&t[0]) && is_text(&t[1])).then(instant),
            with_timezone,
        ),
    ]
}

fn iso_instants(call: &Call<'_>) -> Result<Vec<Option<i64>>, DataFusionError> {
    let texts = call.texts(0)?;
    call.each(|row| {
        if texts.is_null(row) {
            return Ok(None);
        }
        let text = texts.value(row);
        let invalid = |_| format!("Invalid format: \"{text}\"");
        // Without an offset the session's zone is meant, which is UTC in Athena.
        match text.parse::<Timestamp>() {
            Ok(at) => Ok(Some(at.as_millisecond())),
            Err(_) => {
                let at: DateTime = text.parse().map_err(invalid)?;
                Ok(millis_of_datetime(at))
            }
        }
    })
}

fn parse_date(text: &str) -> Result<i32, String> {
    let trimmed = text.trim();
    let date = trimmed.parse().ok().or_else(|| by_week_or_day(trimmed));
    let date: Date = date.ok_or_else(|| format!("Value cannot be cast to date: {text}"))?;
    days_of_date(date).ok_or_else(|| format!("Value cannot be cast to date: {text}"))
}

/// `2020-W10`, `2020-W10-3` and `2020-123`.
fn by_week_or_day(text: &str) -> Option<Date> {
    let (year, rest) = text.split_once('-')?;
    let year: i16 = year.parse().ok()?;
    let Some(rest) = rest.strip_prefix('W') else {
        let day: i16 = rest.parse().ok().filter(|_| rest.len() == 3)?;
        return Date::new(year, 1, 1)
            .ok()?
            .with()
            .day_of_year(day)
            .build()
            .ok();
    };
    let (week, day) = rest.split_once('-').unwrap_or((rest, "1"));
    let day = Weekday::from_monday_one_offset(day.parse().ok()?).ok()?;
    Some(ISOWeekDate::new(year, week.parse().ok()?, day).ok()?.date())
}

fn date_of_text(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let texts = call.texts(0)?;
    let values = call.each(|row| {
        if texts.is_null(row) {
            return Ok(None);
        }
        parse_date(texts.value(row)).map(Some)
    })?;
    Ok(Arc::new(Date32Array::from(values)))
}

fn date(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    match call.args.first() {
        Some(array) if is_text(array.data_type()) => date_of_text(call),
        Some(array) => Ok(cast(array, &DataType::Date32)?),
        None => Err(DataFusionError::Internal(
            "date without an argument".to_owned(),
        )),
    }
}

fn to_iso(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let (kind, millis) = (call.args[0].data_type().clone(), call.millis(0)?);
    let values = call.each(|row| {
        if millis.is_null(row) {
            return Ok(None);
        }
        let at = datetime_of_millis(millis.value(row)).ok_or("the date is out of range")?;
        Ok(Some(match kind {
            DataType::Date32 | DataType::Date64 => at.date().to_string(),
            DataType::Timestamp(_, Some(_)) => format!("{}.{:03}Z", seconds(at), at.millisecond()),
            _ => format!("{}.{:03}", seconds(at), at.millisecond()),
        }))
    })?;
    Ok(Arc::new(StringArray::from(values)))
}

fn seconds(at: DateTime) -> String {
    format!(
        "{}T{:02}:{:02}:{:02}",
        at.date(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

fn from_unixtime(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let numbers = cast(&call.args[0], &DataType::Float64)?;
    let numbers = numbers.as_primitive::<Float64Type>();
    let values = call.each(|row| {
        if numbers.is_null(row) {
            return Ok(None);
        }
        let millis = (numbers.value(row) * 1_000.0).round();
        // Beyond 2^53 a double is no longer exact; the years end long before.
        if millis.abs() > 9.0e15 {
            return Err(format!("Timestamp overflow: {}", numbers.value(row)));
        }
        Ok(Some(millis as i64))
    })?;
    Ok(Arc::new(
        TimestampMillisecondArray::from(values).with_timezone("UTC"),
    ))
}

fn to_unixtime(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let millis = call.millis(0)?;
    let seconds: Float64Array = millis.unary(|millis| millis as f64 / 1_000.0);
    Ok(Arc::new(seconds))
}

/// `+01:00` in milliseconds.
fn offset_millis(zone: &str) -> Option<i64> {
    let (sign, rest) = match zone.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..=14).contains(&hours) && (0..60).contains(&minutes))
        .then_some(sign * (hours * 60 + minutes) * 60_000)
}

fn with_timezone(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let (millis, zones) = (call.millis(0)?, call.texts(1)?);
    let values = call.each(|row| {
        if millis.is_null(row) || zones.is_null(row) {
            return Ok(None);
        }
        match zones.value(row) {
            "UTC" | "Z" | "GMT" | "+00:00" => Ok(Some(millis.value(row))),
            // A time so many hours ahead of UTC was so many hours earlier there.
            zone if offset_millis(zone).is_some() => {
                Ok(offset_millis(zone).map(|offset| millis.value(row) - offset))
            }
            other => Err(format!(
                "the embedded engine knows the time zone UTC alone, not '{other}'"
            )),
        }
    })?;
    Ok(Arc::new(
        TimestampMillisecondArray::from(values).with_timezone("UTC"),
    ))
}
