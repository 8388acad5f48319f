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
            "regexp_replace",
            |t| {
                let fits = (2..=3).contains(&t.len()) && t.iter().all(is_text);
                fits.then_some(DataType::Utf8)
            },
            replace,
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
    let mut patterns = Cached::new(compiled);
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

/// Every match, by a text in which `$1` and `${name}` stand for groups and `\\` makes the sign after
/// it stand for itself.
fn replace(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let mut patterns = Cached::new(compiled);
    rows(call, |values| {
        if values.iter().any(ScalarValue::is_null) {
            return Ok(None);
        }
        let (Some(whole), Some(pattern)) = (text(&values[0]), text(&values[1])) else {
            return Ok(None);
        };
        let pattern = patterns.get(pattern)?;
        let pieces = pieces(values.get(2).and_then(text).unwrap_or_default(), pattern)?;
        let made = pattern.replace_all(whole, |found: &Captures<'_>| {
            let parts = pieces.iter().map(|piece| match piece {
                Piece::Text(text) => text.as_str(),
                Piece::Group(number) => found.get(*number).map_or("", |part| part.as_str()),
            });
            parts.collect::<String>()
        });
        Ok(Some(ScalarValue::Utf8(Some(made.into_owned()))))
    })
}

/// A part of what matches are replaced by.
enum Piece {
    Text(String),
    Group(usize),
}

fn pieces(by: &str, pattern: &Regex) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut signs = by.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => plain.push(signs.next().ok_or("Illegal replacement sequence: \\")?),
            '$' => {
                let number = match signs.peek() {
                    Some('{') => {
                        signs.next();
                        let name: String = signs.by_ref().take_while(|sign| *sign != '}').collect();
                        named(&name, pattern)?
                    }
                    _ => numbered(&mut signs, pattern)?,
                };
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
                pieces.push(Piece::Group(number));
            }
            sign => plain.push(sign),
        }
    }
    pieces.push(Piece::Text(plain));
    Ok(pieces)
}

fn named(name: &str, pattern: &Regex) -> Result<usize, String> {
    let number = pattern.capture_names().position(|own| own == Some(name));
    number.ok_or_else(|| format!("Illegal replacement sequence: unknown group {{ {name} }}"))
}

/// As many digits as still name a group.
fn numbered(
    signs: &mut std::iter::Peekable<std::str::Chars<'_>>,
    pattern: &Regex,
) -> Result<usize, String> {
    let mut number: Option<usize> = None;
    while let Some(digit) = signs.peek().and_then(|sign| sign.to_digit(10)) {
        let digit = usize::try_from(digit).unwrap_or(0);
        let next = number.unwrap_or(0).saturating_mul(10).saturating_add(digit);
        if number.is_some() && next >= pattern.captures_len() {
            break;
        }
        number = Some(next);
        signs.next();
    }
    let number = number.ok_or("Illegal replacement sequence: $ is followed by no group")?;
    if number >= pattern.captures_len() {
        return Err(format!(
            "Illegal replacement sequence: unknown group [ {number} ]"
        ));
    }
    Ok(number)
}

/// A pattern, ready.
pub(super) fn compiled(pattern: &str) -> Result<Regex, String> {
    Regex::new(pattern).map_err(|error| error.to_string())
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
