//! Spans of time as texts, and numbers with a unit's sign:
//! <https://trino.io/docs/current/functions/datetime.html#duration-function>.

use datafusion::arrow::array::{Array, ArrayRef, AsArray, IntervalMonthDayNanoArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{
    DataType, IntervalMonthDayNano, IntervalMonthDayNanoType, IntervalUnit,
};
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use std::sync::Arc;

use super::generic::{double, is_number, rows};
use super::scalar::{Call, Scalar, is_text};

/// Units of `parse_duration`, in milliseconds.
const UNITS: [(&str, f64); 7] = [
    ("ns", 1e-6),
    ("us", 1e-3),
    ("ms", 1.0),
    ("s", 1e3),
    ("m", 6e4),
    ("h", 3.6e6),
    ("d", 8.64e7),
];

pub(super) fn functions() -> Vec<Scalar> {
    vec![
        Scalar::new(
            "parse_duration",
            |t| {
                let fits = t.len() == 1 && is_text(&t[0]);
                fits.then_some(DataType::Interval(IntervalUnit::MonthDayNano))
            },
            parse_duration,
        ),
        Scalar::new("human_readable_seconds", number, |call| {
            rows(call, |values| match double(&values[0]) {
                Some(seconds) => readable(seconds).map(text),
                None => Ok(None),
            })
        }),
        Scalar::new("format_number", number, |call| {
            rows(call, |values| {
                Ok(double(&values[0]).and_then(|number| text(with_unit(number))))
            })
        }),
        Scalar::new(
            "to_milliseconds",
            |t| {
                let fits = matches!(t, [DataType::Interval(_) | DataType::Duration(_)]);
                fits.then_some(DataType::Int64)
            },
            to_milliseconds,
        ),
    ]
}

fn number(types: &[DataType]) -> Option<DataType> {
    (types.len() == 1 && is_number(&types[0])).then_some(DataType::Utf8)
}

fn text(text: String) -> Option<ScalarValue> {
    Some(ScalarValue::Utf8(Some(text)))
}

/// `42.8ms`: milliseconds are what an interval is counted in.
fn parse_duration(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let texts = call.texts(0)?;
    let values = call.each(|row| {
        if texts.is_null(row) {
            return Ok(None);
        }
        let text = texts.value(row);
        let wrong = || format!("duration is not a valid data duration string: {text}");
        let end = text.find(|sign: char| !(sign.is_ascii_digit() || sign == '.'));
        let (count, unit) = text.split_at(end.ok_or_else(wrong)?);
        let count: f64 = count.parse().map_err(|_| wrong())?;
        let unit = unit.trim();
        let length = UNITS.iter().find(|(name, _)| *name == unit);
        let (_, length) = length.ok_or_else(|| format!("Unknown time unit: {unit}"))?;
        let millis = (count * length).round();
        // An interval of days and nanoseconds ends somewhere, too.
        if millis > 1e15 {
            return Err(wrong());
        }
        let millis = millis as i64;
        let days = i32::try_from(millis / 86_400_000).map_err(|_| wrong())?;
        let nanos = millis % 86_400_000 * 1_000_000;
        Ok(Some(IntervalMonthDayNano::new(0, days, nanos)))
    })?;
    Ok(Arc::new(IntervalMonthDayNanoArray::from(values)))
}

fn to_milliseconds(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let spans = cast(
        &call.args[0],
        &DataType::Interval(IntervalUnit::MonthDayNano),
    )?;
    let spans = spans.as_primitive::<IntervalMonthDayNanoType>();
    let values = call.each(|row| {
        if spans.is_null(row) {
            return Ok(None);
        }
        let span = spans.value(row);
        let days = i64::from(span.days) * 86_400_000;
        Ok(Some(days + span.nanoseconds / 1_000_000))
    })?;
    Ok(Arc::new(datafusion::arrow::array::Int64Array::from(values)))
}

/// `1 hour, 2 minutes, 42 seconds`.
fn readable(seconds: f64) -> Result<String, String> {
    if !seconds.is_finite() {
        return Err("Invalid argument found: the seconds must be finite".to_owned());
    }
    let sign = if seconds < 0.0 { "-" } else { "" };
    let mut rest = seconds.abs().round() as u64;
    let mut parts = Vec::new();
    for (name, length) in [
        ("week", 604_800),
        ("day", 86_400),
        ("hour", 3_600),
        ("minute", 60),
        ("second", 1),
    ] {
        let count = rest / length;
        rest %= length;
        if count > 0 || (name == "second" && parts.is_empty()) {
            let plural = if count == 1 { "" } else { "s" };
            parts.push(format!("{count} {name}{plural}"));
        }
    }
    Ok(format!("{sign}{}", parts.join(", ")))
}

/// `123K`: three digits at most, and the sign of the unit.
fn with_unit(number: f64) -> String {
    const SIGNS: [&str; 6] = ["", "K", "M", "B", "T", "Q"];
    let (mut rest, mut unit) = (number.abs(), 0);
    while rest >= 1_000.0 && unit + 1 < SIGNS.len() {
        rest /= 1_000.0;
        unit += 1;
    }
    let digits = match rest {
        rest if rest >= 100.0 => 0,
        rest if rest >= 10.0 => 1,
        _ => 2,
    };
    let mut shown = format!("{rest:.digits$}");
    if shown.contains('.') {
        shown = shown.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    let sign = if number < 0.0 { "-" } else { "" };
    format!("{sign}{shown}{}", SIGNS[unit])
}
