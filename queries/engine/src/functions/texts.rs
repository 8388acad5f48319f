//! Texts, where DataFusion's functions differ from Trino's or are missing:
//! <https://trino.io/docs/current/functions/string.html>.

use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;

use super::format::format;
use super::generic::{bytes, is_bytes, list, list_of, rows, text, whole};
use super::scalar::{Call, Scalar, is_text, is_whole};

pub(super) fn functions() -> Vec<Scalar> {
    vec![
        Scalar::new("substr", substr_type, substr),
        Scalar::new("substring", substr_type, substr),
        Scalar::new(
            "replace",
            |t| ((2..=3).contains(&t.len()) && t.iter().all(is_text)).then_some(DataType::Utf8),
            replace,
        ),
        Scalar::new("split", split_type, split),
        Scalar::new(
            "split_part",
            |t| {
                let fits = t.len() == 3 && is_text(&t[0]) && is_text(&t[1]) && is_whole(&t[2]);
                fits.then_some(DataType::Utf8)
            },
            split_part,
        ),
        Scalar::new(
            "strpos",
            |t| {
                let fits = (2..=3).contains(&t.len())
                    && t[..2].iter().all(is_text)
                    && t[2..].iter().all(is_whole);
                fits.then_some(DataType::Int64)
            },
            strpos,
        ),
        Scalar::new(
            "codepoint",
            |t| one_text(t, DataType::Int64),
            |call| {
                rows(call, |values| {
                    let mut signs = text(&values[0]).unwrap_or_default().chars();
                    match (values[0].is_null(), signs.next(), signs.next()) {
                        (true, ..) => Ok(None),
                        (_, Some(sign), None) => {
                            Ok(Some(ScalarValue::from(i64::from(u32::from(sign)))))
                        }
                        _ => Err("Input string must be a single character string".to_owned()),
                    }
                })
            },
        ),
        Scalar::new(
            "hamming_distance",
            |t| (t.len() == 2 && t.iter().all(is_text)).then_some(DataType::Int64),
            hamming,
        ),
        Scalar::new("luhn_check", |t| one_text(t, DataType::Boolean), luhn),
        Scalar::new(
            "format",
            |t| t.first().is_some_and(is_text).then_some(DataType::Utf8),
            |call| {
                rows(call, |values| {
                    let Some(pattern) = text(&values[0]) else {
                        return Ok(None);
                    };
                    let made = format(pattern, &values[1..])?;
                    Ok(Some(ScalarValue::Utf8(Some(made))))
                })
            },
        ),
        Scalar::new(
            super::names::SHORTENED,
            |t| (t.len() == 2 && is_text(&t[0]) && is_whole(&t[1])).then_some(DataType::Utf8),
            |call| {
                rows(call, |values| {
                    let (Some(text), Some(most)) = (text(&values[0]), whole(&values[1])) else {
                        return Ok(None);
                    };
                    let most = usize::try_from(most).unwrap_or(0);
                    let kept: String = text.chars().take(most).collect();
                    Ok(Some(ScalarValue::Utf8(Some(kept))))
                })
            },
        ),
    ]
}

fn one_text(types: &[DataType], result: DataType) -> Option<DataType> {
    (types.len() == 1 && is_text(&types[0])).then_some(result)
}

fn substr_type(types: &[DataType]) -> Option<DataType> {
    let fits = (2..=3).contains(&types.len()) && types[1..].iter().all(is_whole);
    match types.first() {
        Some(of) if fits && is_text(of) => Some(DataType::Utf8),
        Some(of) if fits && is_bytes(of) => Some(DataType::Binary),
        _ => None,
    }
}

/// From a place counted from 1, or from the end where it is negative.
fn substr(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        if values.iter().any(ScalarValue::is_null) {
            return Ok(None);
        }
        let start = whole(&values[1]).unwrap_or(0);
        let length = values.get(2).and_then(whole);
        let range = |count: usize| -> std::ops::Range<usize> {
            let total = i64::try_from(count).unwrap_or(i64::MAX);
            let from = match start {
                0 => return 0..0,
                start if start > 0 => start - 1,
                start => total + start,
            };
            if from < 0 || from >= total {
                return 0..0;
            }
            let end = from
                .saturating_add(length.unwrap_or(total).max(0))
                .min(total);
            let place = |at: i64| usize::try_from(at).unwrap_or(0);
            place(from)..place(end)
        };
        if let Some(text) = text(&values[0]) {
            let signs: Vec<char> = text.chars().collect();
            let part: String = signs[range(signs.len())].iter().collect();
            return Ok(Some(ScalarValue::Utf8(Some(part))));
        }
        let bytes = bytes(&values[0]).unwrap_or_default();
        let part = bytes[range(bytes.len())].to_vec();
        Ok(Some(ScalarValue::Binary(Some(part))))
    })
}

fn replace(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        if values.iter().any(ScalarValue::is_null) {
            return Ok(None);
        }
        let part = |at: usize| values.get(at).and_then(text).unwrap_or_default();
        let made = part(0).replace(part(1), part(2));
        Ok(Some(ScalarValue::Utf8(Some(made))))
    })
}

fn split_type(types: &[DataType]) -> Option<DataType> {
    let fits = (2..=3).contains(&types.len())
        && types[..2].iter().all(is_text)
        && types[2..].iter().all(is_whole);
    fits.then(|| list_of(&DataType::Utf8))
}

fn split(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let (Some(whole_text), Some(between)) = (text(&values[0]), text(&values[1])) else {
            return Ok(None);
        };
        if between.is_empty() {
            return Err("The delimiter may not be the empty string".to_owned());
        }
        let parts: Vec<&str> = match values.get(2).and_then(whole) {
            None => whole_text.split(between).collect(),
            Some(most) if most > 0 => whole_text
                .splitn(usize::try_from(most).unwrap_or(usize::MAX), between)
                .collect(),
            Some(_) => return Err("The limit must be positive".to_owned()),
        };
        let parts: Vec<ScalarValue> = parts.into_iter().map(ScalarValue::from).collect();
        list(&parts, &DataType::Utf8).map(Some)
    })
}

fn split_part(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let (Some(whole_text), Some(between), Some(at)) =
            (text(&values[0]), text(&values[1]), whole(&values[2]))
        else {
            return Ok(None);
        };
        let at = usize::try_from(at).ok().filter(|at| *at > 0);
        let at = at.ok_or("Index must be greater than zero")?;
        let part = match between {
            "" => whole_text.chars().nth(at - 1).map(String::from),
            between => whole_text.split(between).nth(at - 1).map(str::to_owned),
        };
        Ok(part.map(|part| ScalarValue::Utf8(Some(part))))
    })
}

/// The place of an instance, counted from the end where its number is negative.
fn strpos(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let (Some(whole_text), Some(part)) = (text(&values[0]), text(&values[1])) else {
            return Ok(None);
        };
        let instance = match values.get(2) {
            None => 1,
            Some(instance) => match whole(instance) {
                Some(0) => {
                    return Err("'instance' must not be a positive or negative number.".to_owned());
                }
                Some(instance) => instance,
                None => return Ok(None),
            },
        };
        let nth = usize::try_from(instance.unsigned_abs()).unwrap_or(usize::MAX) - 1;
        let found = match (part, instance > 0) {
            ("", _) => Some(0),
            (part, true) => whole_text.match_indices(part).nth(nth).map(|(at, _)| at),
            (part, false) => whole_text.rmatch_indices(part).nth(nth).map(|(at, _)| at),
        };
        let place = found.map_or(0, |at| whole_text[..at].chars().count() + 1);
        Ok(Some(ScalarValue::Int64(i64::try_from(place).ok())))
    })
}

fn hamming(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let (Some(one), Some(other)) = (text(&values[0]), text(&values[1])) else {
            return Ok(None);
        };
        if one.chars().count() != other.chars().count() {
            return Err(
                "The input strings to hamming_distance function must have the same length"
                    .to_owned(),
            );
        }
        let differ = one
            .chars()
            .zip(other.chars())
            .filter(|(a, b)| a != b)
            .count();
        Ok(Some(ScalarValue::Int64(i64::try_from(differ).ok())))
    })
}

fn luhn(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let Some(digits) = text(&values[0]) else {
            return Ok(None);
        };
        let digits: Option<Vec<u32>> = digits.chars().map(|sign| sign.to_digit(10)).collect();
        let digits = digits.ok_or("Input must contain digits alone")?;
        let doubled = |at: usize, digit: u32| match (at % 2, digit * 2) {
            (0, _) => digit,
            (_, twice) if twice > 9 => twice - 9,
            (_, twice) => twice,
        };
        let sum: u32 = digits
            .iter()
            .rev()
            .enumerate()
            .map(|(at, digit)| doubled(at, *digit))
            .sum();
        Ok(Some(ScalarValue::Boolean(Some(
            !digits.is_empty() && sum.is_multiple_of(10),
        ))))
    })
}
