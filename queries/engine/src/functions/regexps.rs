//! Regular expressions: <https://trino.io/docs/current/functions/regexp.html>.
//!
//! Trino's patterns are Java's; look-around and back references are not known here.

use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use regex::{Captures, Regex};

use super::generic::{list, list_of, rows, text, whole};
use super::scalar::{Cached, Call, Scalar, is_text, is_whole};

pub(super) fn functions() -> Vec<Scalar> {
    vec![
        Scalar::new(
            "regexp_like",
            |t| two(t, DataType::Boolean),
            |call| {
                over(call, |text, pattern, _| {
                    Ok(Some(ScalarValue::Boolean(Some(pattern.is_match(text)))))
                })
            },
        ),
        Scalar::new(
            "regexp_count",
            |t| two(t, DataType::Int64),
            |call| {
                over(call, |text, pattern, _| {
                    let count = pattern.find_iter(text).count();
                    Ok(Some(ScalarValue::Int64(i64::try_from(count).ok())))
                })
            },
        ),
        Scalar::new(
            "regexp_position",
            |t| grouped(t, DataType::Int64),
            |call| {
                over(call, |text, pattern, start| {
                    let start = usize::try_from(start.unwrap_or(1))
                        .ok()
                        .filter(|at| *at > 0);
                    let start = start.ok_or("start position must be positive")?;
                    let from = text
                        .char_indices()
                        .nth(start - 1)
                        .map_or(text.len(), |(at, _)| at);
                    let found = pattern.find_at(text, from);
                    let place = found.map_or(-1, |found| {
                        let before = text[..found.start()].chars().count();
                        i64::try_from(before + 1).unwrap_or(-1)
                    });
                    Ok(Some(ScalarValue::Int64(Some(place))))
                })
            },
        ),
        Scalar::new(
            "regexp_split",
            |t| two(t, list_of(&DataType::Utf8)),
            |call| {
                over(call, |text, pattern, _| {
                    texts(pattern.split(text).map(Some))
                })
            },
        ),
        Scalar::new(
            "regexp_extract",
            |t| grouped(t, DataType::Utf8),
            |call| {
                over(call, |text, pattern, number| {
                    let number = group(pattern, number)?;
                    let found = pattern
                        .captures(text)
                        .and_then(|found| part(&found, number));
                    Ok(found.map(|part| ScalarValue::Utf8(Some(part))))
                })
            },
        ),
        Scalar::new(
            "regexp_extract_all",
            |t| grouped(t, list_of(&DataType::Utf8)),
            |call| {
                over(call, |text, pattern, number| {
                    let number = group(pattern, number)?;
                    let found = pattern
                        .captures_iter(text)
                        .map(|found| part(&found, number));
                    let found: Vec<Option<String>> = found.collect();
                    texts(found.iter().map(Option::as_deref))
                })
            },
        ),
    ]
}

fn two(types: &[DataType], result: DataType) -> Option<DataType> {
    (types.len() == 2 && types.iter().all(is_text)).then_some(result)
}

fn grouped(types: &[DataType], result: DataType) -> Option<DataType> {
    let fits = (2..=3).contains(&types.len())
        && types[..2].iter().all(is_text)
        && types[2..].iter().all(is_whole);
    fits.then_some(result)
}

/// A text and a pattern, with a number where there is one; null where one of them is.
fn over(
    call: &Call<'_>,
    value: impl Fn(&str, &Regex, Option<i64>) -> Result<Option<ScalarValue>, String>,
) -> Result<ArrayRef, DataFusionError> {
    let mut patterns =
        Cached::new(|pattern| Regex::new(pattern).map_err(|error| error.to_string()));
    rows(call, |values| {
        if values.iter().any(ScalarValue::is_null) {
            return Ok(None);
        }
        let (Some(text), Some(pattern)) = (text(&values[0]), text(&values[1])) else {
            return Ok(None);
        };
        value(text, patterns.get(pattern)?, values.get(2).and_then(whole))
    })
}

fn group(pattern: &Regex, number: Option<i64>) -> Result<usize, String> {
    let number = number.unwrap_or(0);
    let known = pattern.captures_len() - 1;
    let found = usize::try_from(number)
        .ok()
        .filter(|number| *number <= known);
    found.ok_or_else(|| format!("Pattern has {known} groups. Cannot access group {number}"))
}

fn part(found: &Captures<'_>, number: usize) -> Option<String> {
    found.get(number).map(|part| part.as_str().to_owned())
}

fn texts<'t>(parts: impl Iterator<Item = Option<&'t str>>) -> Result<Option<ScalarValue>, String> {
    let parts: Vec<ScalarValue> = parts
        .map(|part| ScalarValue::Utf8(part.map(str::to_owned)))
        .collect();
    list(&parts, &DataType::Utf8).map(Some)
}
