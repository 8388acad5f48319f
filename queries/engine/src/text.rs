//! Values as Athena writes them in its results.
//!
//! <https://docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html>

use std::fmt::Write as _;

use datafusion::arrow::array::{Array, AsArray};
use datafusion::arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, DurationMicrosecondType, DurationMillisecondType,
    DurationNanosecondType, DurationSecondType, Float32Type, Float64Type, Int8Type, Int16Type,
    Int32Type, Int64Type, IntervalMonthDayNanoType, IntervalUnit, IntervalYearMonthType, TimeUnit,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use datafusion::arrow::util::display::array_value_to_string;
use jiff::civil::DateTime;

use crate::time::{date_of_days, datetime_of_millis};
use crate::zone::Zone;

/// The value of a row; `None` for null.
pub(crate) fn value(array: &dyn Array, row: usize) -> Option<String> {
    if array.is_null(row) || *array.data_type() == DataType::Null {
        return None;
    }
    let mut out = String::new();
    write(&mut out, array, row);
    Some(out)
}

fn write(out: &mut String, array: &dyn Array, row: usize) {
    if array.is_null(row) {
        out.push_str("null");
        return;
    }
    macro_rules! number {
        ($type:ty) => {{
            let _ = write!(out, "{}", array.as_primitive::<$type>().value(row));
        }};
    }
    match array.data_type() {
        DataType::Null => out.push_str("null"),
        DataType::Boolean => {
            let _ = write!(out, "{}", array.as_boolean().value(row));
        }
        DataType::Int8 => number!(Int8Type),
        DataType::Int16 => number!(Int16Type),
        DataType::Int32 => number!(Int32Type),
        DataType::Int64 => number!(Int64Type),
        DataType::UInt8 => number!(UInt8Type),
        DataType::UInt16 => number!(UInt16Type),
        DataType::UInt32 => number!(UInt32Type),
        DataType::UInt64 => number!(UInt64Type),
        DataType::Float32 => {
            let value = array.as_primitive::<Float32Type>().value(row);
            out.push_str(&java_number(&format!("{value:e}"), f64::from(value)));
        }
        DataType::Float64 => out.push_str(&double(array.as_primitive::<Float64Type>().value(row))),
        DataType::Decimal128(..) => {
            out.push_str(&array.as_primitive::<Decimal128Type>().value_as_string(row));
        }
        DataType::Utf8 => out.push_str(array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => out.push_str(array.as_string::<i64>().value(row)),
        DataType::Utf8View => out.push_str(array.as_string_view().value(row)),
        DataType::Binary => bytes(out, array.as_binary::<i32>().value(row)),
        DataType::LargeBinary => bytes(out, array.as_binary::<i64>().value(row)),
        DataType::BinaryView => bytes(out, array.as_binary_view().value(row)),
        DataType::Date32 => match date_of_days(array.as_primitive::<Date32Type>().value(row)) {
            Some(date) => {
                let _ = write!(out, "{date}");
            }
            None => out.push_str("null"),
        },
        DataType::Timestamp(unit, zone) => {
            let value = match unit {
                TimeUnit::Second => array.as_primitive::<TimestampSecondType>().value(row) * 1_000,
                TimeUnit::Millisecond => {
                    array.as_primitive::<TimestampMillisecondType>().value(row)
                }
                TimeUnit::Microsecond => array
                    .as_primitive::<TimestampMicrosecondType>()
                    .value(row)
                    .div_euclid(1_000),
                TimeUnit::Nanosecond => array
                    .as_primitive::<TimestampNanosecondType>()
                    .value(row)
                    .div_euclid(1_000_000),
            };
            match zone.as_ref().and_then(|_| Zone::of(array.data_type())) {
                Some(zone) => {
                    let _ = write!(out, "{} {}", timestamp(zone.local_millis(value)), zone.name);
                }
                None => out.push_str(&timestamp(value)),
            }
        }
        DataType::List(_) => elements(out, array.as_list::<i32>().value(row).as_ref()),
        DataType::LargeList(_) => elements(out, array.as_list::<i64>().value(row).as_ref()),
        DataType::FixedSizeList(..) => {
            elements(out, array.as_fixed_size_list().value(row).as_ref());
        }
        DataType::Struct(fields) => {
            let columns = array.as_struct().columns();
            separated(out, '{', '}', fields.len(), |out, at| {
                let _ = write!(out, "{}=", fields[at].name());
                write(out, columns[at].as_ref(), row);
            });
        }
        DataType::Map(..) => {
            let entries = array.as_map().value(row);
            separated(out, '{', '}', entries.len(), |out, at| {
                write(out, entries.column(0).as_ref(), at);
                out.push('=');
                write(out, entries.column(1).as_ref(), at);
            });
        }
        DataType::Interval(IntervalUnit::MonthDayNano) => {
            let value = array.as_primitive::<IntervalMonthDayNanoType>().value(row);
            let nanos = i128::from(value.days) * 86_400_000_000_000 + i128::from(value.nanoseconds);
            match value.months {
                0 => out.push_str(&days(nanos / 1_000_000)),
                months => out.push_str(&months_text(months)),
            }
        }
        DataType::Interval(IntervalUnit::YearMonth) => {
            out.push_str(&months_text(
                array.as_primitive::<IntervalYearMonthType>().value(row),
            ));
        }
        DataType::Duration(unit) => {
            let (value, per_milli) = match unit {
                TimeUnit::Second => (array.as_primitive::<DurationSecondType>().value(row), 0.001),
                TimeUnit::Millisecond => (
                    array.as_primitive::<DurationMillisecondType>().value(row),
                    1.0,
                ),
                TimeUnit::Microsecond => (
                    array.as_primitive::<DurationMicrosecondType>().value(row),
                    1e3,
                ),
                TimeUnit::Nanosecond => (
                    array.as_primitive::<DurationNanosecondType>().value(row),
                    1e6,
                ),
            };
            out.push_str(&days((value as f64 / per_milli) as i128));
        }
        // Other intervals and times: rare, and told as Arrow tells them.
        _ => match array_value_to_string(array, row) {
            Ok(text) => out.push_str(&text),
            Err(_) => out.push_str("null"),
        },
    }
}

fn elements(out: &mut String, values: &dyn Array) {
    separated(out, '[', ']', values.len(), |out, at| {
        write(out, values, at);
    });
}

fn separated(
    out: &mut String,
    open: char,
    close: char,
    count: usize,
    write: impl Fn(&mut String, usize),
) {
    out.push(open);
    for at in 0..count {
        if at > 0 {
            out.push_str(", ");
        }
        write(out, at);
    }
    out.push(close);
}

/// `2 03:00:00.000`.
fn days(millis: i128) -> String {
    let sign = if millis < 0 { "-" } else { "" };
    let millis = millis.unsigned_abs();
    let (seconds, rest) = (millis / 1_000, millis % 1_000);
    let (hours, minutes) = (seconds / 3_600 % 24, seconds / 60 % 60);
    format!(
        "{sign}{} {hours:02}:{minutes:02}:{:02}.{rest:03}",
        seconds / 86_400,
        seconds % 60
    )
}

/// `3-5`: years and months.
fn months_text(months: i32) -> String {
    let sign = if months < 0 { "-" } else { "" };
    let months = months.unsigned_abs();
    format!("{sign}{}-{}", months / 12, months % 12)
}

fn bytes(out: &mut String, bytes: &[u8]) {
    for (at, byte) in bytes.iter().enumerate() {
        let separator = if at > 0 { " " } else { "" };
        let _ = write!(out, "{separator}{byte:02x}");
    }
}

/// `2026-11-22 13:00:00.000`.
pub(crate) fn timestamp(millis: i64) -> String {
    match datetime_of_millis(millis) {
        Some(at) => datetime(at),
        None => "null".to_owned(),
    }
}

fn datetime(at: DateTime) -> String {
    format!(
        "{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:03}",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second(),
        at.millisecond()
    )
}

/// A double as Java writes it: `1.0`, `0.25`, `1.0E10`.
pub(crate) fn double(value: f64) -> String {
    java_number(&format!("{value:e}"), value)
}

/// Rust's shortest digits, laid out as Java does: plain from 10^-3 to 10^7.
fn java_number(scientific: &str, value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if value != 0.0 && !(-3..7).contains(&exponent) {
        let point = if mantissa.contains('.') { "" } else { ".0" };
        return format!("{mantissa}{point}E{exponent}");
    }
    let (sign, digits) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest.replace('.', "")),
        None => ("", mantissa.replace('.', "")),
    };
    // How many digits stand before the point; below 0, how many zeros follow it.
    match usize::try_from(exponent + 1) {
        Ok(0) => format!("{sign}0.{digits}"),
        Ok(before) if before >= digits.len() => format!("{sign}{digits:0<before$}.0"),
        Ok(before) => format!("{sign}{}.{}", &digits[..before], &digits[before..]),
        Err(_) => {
            let zeros = "0".repeat((exponent + 1).unsigned_abs() as usize);
            format!("{sign}0.{zeros}{digits}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_are_written_as_java_writes_them() {
        for (value, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (-2.5, "-2.5"),
            (0.001, "0.001"),
            (0.000_12, "1.2E-4"),
            (1_234_567.0, "1234567.0"),
            (12_345_678.0, "1.2345678E7"),
            (1e10, "1.0E10"),
            (0.1 + 0.2, "0.30000000000000004"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(double(value), text);
        }
    }

    #[test]
    fn a_timestamp_has_three_digits_of_a_second() {
        assert_eq!(timestamp(0), "1970-01-01 00:00:00.000");
        assert_eq!(timestamp(-1), "1969-12-31 23:59:59.999");
        assert_eq!(timestamp(1_795_352_400_123), "2026-11-22 13:00:00.123");
    }
}
