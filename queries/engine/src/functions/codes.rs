//! Numbers as bytes, bytes as base 32, texts by their sound:
//! <https://trino.io/docs/current/functions/binary.html>,
//! <https://trino.io/docs/current/functions/string.html#soundex>.

use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;

use super::generic::{bytes, double, is_bytes, is_number, rows, text, whole};
use super::scalar::{Call, Scalar, is_text, is_whole};

/// RFC 4648, section 6.
const BASE_32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

type Value = Result<Option<ScalarValue>, String>;

pub(super) fn functions() -> Vec<Scalar> {
    let numbers = [
        Scalar::new(
            "to_big_endian_32",
            |t| (t.len() == 1 && is_whole(&t[0])).then_some(DataType::Binary),
            |call| {
                rows(call, |values| match whole(&values[0]) {
                    None => Ok(None),
                    Some(number) => match i32::try_from(number) {
                        Ok(number) => binary(number.to_be_bytes().to_vec()),
                        Err(_) => Err(format!("Out of range for integer: {number}")),
                    },
                })
            },
        ),
        Scalar::new(
            "from_big_endian_32",
            |t| of_bytes(t, DataType::Int32),
            |call| {
                exactly(call, |bytes: [u8; 4]| {
                    ScalarValue::from(i32::from_be_bytes(bytes))
                })
            },
        ),
        Scalar::new(
            "to_ieee754_32",
            |t| of_number(t, DataType::Binary),
            |call| {
                rows(call, |values| match double(&values[0]) {
                    #[allow(clippy::cast_possible_truncation, reason = "a real is asked for")]
                    Some(number) => binary((number as f32).to_be_bytes().to_vec()),
                    None => Ok(None),
                })
            },
        ),
        Scalar::new(
            "from_ieee754_32",
            |t| of_bytes(t, DataType::Float32),
            |call| {
                exactly(call, |bytes: [u8; 4]| {
                    ScalarValue::from(f32::from_be_bytes(bytes))
                })
            },
        ),
        Scalar::new(
            "to_ieee754_64",
            |t| of_number(t, DataType::Binary),
            |call| {
                rows(call, |values| match double(&values[0]) {
                    Some(number) => binary(number.to_be_bytes().to_vec()),
                    None => Ok(None),
                })
            },
        ),
        Scalar::new(
            "from_ieee754_64",
            |t| of_bytes(t, DataType::Float64),
            |call| {
                exactly(call, |bytes: [u8; 8]| {
                    ScalarValue::from(f64::from_be_bytes(bytes))
                })
            },
        ),
    ];
    let texts = [
        Scalar::new(
            "to_base32",
            |t| of_bytes(t, DataType::Utf8),
            |call| {
                rows(call, |values| {
                    let encoded = bytes(&values[0]).map(|bytes| to_base_32(&bytes));
                    Ok(encoded.map(ScalarValue::from))
                })
            },
        ),
        Scalar::new(
            "from_base32",
            |t| of_text(t, DataType::Binary),
            |call| {
                rows(call, |values| match text(&values[0]) {
                    Some(text) => binary(from_base_32(text)?),
                    None => Ok(None),
                })
            },
        ),
        Scalar::new(
            "soundex",
            |t| of_text(t, DataType::Utf8),
            |call| {
                rows(call, |values| {
                    Ok(text(&values[0]).map(|text| ScalarValue::from(soundex(text))))
                })
            },
        ),
    ];
    numbers.into_iter().chain(texts).collect()
}

fn of_bytes(types: &[DataType], result: DataType) -> Option<DataType> {
    (types.len() == 1 && is_bytes(&types[0])).then_some(result)
}

fn of_text(types: &[DataType], result: DataType) -> Option<DataType> {
    (types.len() == 1 && is_text(&types[0])).then_some(result)
}

fn of_number(types: &[DataType], result: DataType) -> Option<DataType> {
    (types.len() == 1 && is_number(&types[0])).then_some(result)
}

fn binary(bytes: Vec<u8>) -> Value {
    Ok(Some(ScalarValue::Binary(Some(bytes))))
}

fn exactly<const N: usize>(
    call: &Call<'_>,
    number: impl Fn([u8; N]) -> ScalarValue,
) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| match bytes(&values[0]) {
        None => Ok(None),
        Some(bytes) => match <[u8; N]>::try_from(bytes.as_ref()) {
            Ok(bytes) => Ok(Some(number(bytes))),
            Err(_) => Err(format!(
                "expected {N}-byte input, but got instead: {}",
                bytes.len()
            )),
        },
    })
}

fn to_base_32(bytes: &[u8]) -> String {
    let mut out = String::new();
    for group in bytes.chunks(5) {
        let mut bits = [0_u8; 8];
        bits[3..3 + group.len()].copy_from_slice(group);
        let number = u64::from_be_bytes(bits);
        let digits = (group.len() * 8).div_ceil(5);
        for at in 0..8 {
            let digit = usize::try_from(number >> (35 - 5 * at) & 31).unwrap_or_default();
            out.push(if at < digits {
                char::from(BASE_32[digit])
            } else {
                '='
            });
        }
    }
    out
}

fn from_base_32(text: &str) -> Result<Vec<u8>, String> {
    let wrong = || format!("Invalid input: {text}");
    let (mut out, mut number, mut bits) = (Vec::new(), 0_u64, 0_u32);
    for sign in text.trim_end_matches('=').bytes() {
        let digit = BASE_32.iter().position(|known| *known == sign);
        number = number << 5 | u64::try_from(digit.ok_or_else(wrong)?).unwrap_or_default();
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from(number >> bits & 0xff).unwrap_or_default());
            number &= (1 << bits) - 1;
        }
    }
    Ok(out)
}

/// American Soundex: <https://www.archives.gov/research/census/soundex>.
fn soundex(text: &str) -> String {
    let digit = |letter: char| match letter {
        'B' | 'F' | 'P' | 'V' => Some('1'),
        'C' | 'G' | 'J' | 'K' | 'Q' | 'S' | 'X' | 'Z' => Some('2'),
        'D' | 'T' => Some('3'),
        'L' => Some('4'),
        'M' | 'N' => Some('5'),
        'R' => Some('6'),
        _ => None,
    };
    let letters = text.chars().filter(char::is_ascii_alphabetic);
    let mut letters = letters.map(|letter| letter.to_ascii_uppercase());
    let Some(first) = letters.next() else {
        return String::new();
    };
    let mut code = String::from(first);
    let mut before = digit(first);
    for letter in letters {
        let own = digit(letter);
        if let Some(own) = own
            && Some(own) != before
        {
            code.push(own);
        }
        // H and W do not keep two letters of one sound apart.
        if !matches!(letter, 'H' | 'W') {
            before = own;
        }
    }
    code.push_str("000");
    code.chars().take(4).collect()
}
