//! ISO 8601, Unix time, and a text or a time as a date.

use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, Date32Array, Float64Array, Int64Array, StringArray,
    TimestampMillisecondArray,
};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Float64Type, TimestampMillisecondType};
use datafusion::error::DataFusionError;
use jiff::civil::{Date, DateTime, ISOWeekDate, Weekday};

use super::scalar::{Call, Scalar, instant, is_text, is_time, is_whole};
use crate::time::{datetime_of_millis, days_of_date};
use crate::zone;

pub(super) fn functions() -> Vec<Scalar> {
    vec![
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
            "from_unixtime_nanos",
            |t| (t.len() == 1 && is_whole(&t[0])).then(instant),
            |call| {
                let millis = call.numbers(0)?;
                let millis: Int64Array = millis.unary(|nanos| nanos.div_euclid(1_000_000));
                let values = millis.reinterpret_cast::<TimestampMillisecondType>();
                Ok(Arc::new(values.with_timezone(zone::UTC)))
            },
        ),
        Scalar::new(
            "to_unixtime",
            |t| (t.len() == 1 && is_time(&t[0])).then_some(DataType::Float64),
            to_unixtime,
        ),
        Scalar::new(
            "millisecond",
            |t| (t.len() == 1 && is_time(&t[0])).then_some(DataType::Int64),
            |call| {
                let millis: Int64Array = call.millis(0)?.unary(|millis| millis.rem_euclid(1_000));
                Ok(Arc::new(millis))
            },
        ),
    ]
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
        Some(_) => {
            let local = call.local(0)?;
            let days = local.iter().map(|millis| {
                millis.and_then(|millis| i32::try_from(millis.div_euclid(86_400_000)).ok())
            });
            Ok(Arc::new(Date32Array::from_iter(days)))
        }
        None => Err(DataFusionError::Internal(
            "date without an argument".to_owned(),
        )),
    }
}

fn to_iso(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let (kind, millis) = (call.args[0].data_type().clone(), call.millis(0)?);
    let zone = call.zone(0);
    let values = call.each(|row| {
        if millis.is_null(row) {
            return Ok(None);
        }
        let millis = millis.value(row);
        let local = zone
            .as_ref()
            .map_or(millis, |zone| zone.local_millis(millis));
        let at = datetime_of_millis(local).ok_or("the date is out of range")?;
        Ok(Some(match kind {
            DataType::Date32 | DataType::Date64 => at.date().to_string(),
            DataType::Timestamp(_, Some(_)) => {
                let offset = zone
                    .as_ref()
                    .map_or("Z".to_owned(), |zone| offset(zone.offset_seconds(millis)));
                format!("{}.{:03}{offset}", seconds(at), at.millisecond())
            }
            _ => format!("{}.{:03}", seconds(at), at.millisecond()),
        }))
    })?;
    Ok(Arc::new(StringArray::from(values)))
}

/// `+01:00`.
fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
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
