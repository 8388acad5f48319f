//! Bytes: <https://trino.io/docs/current/functions/binary.html>.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::generic::{bytes, is_bytes, rows, text, whole};
use super::scalar::{Call, Scalar, is_text, is_whole};

pub(super) fn functions() -> Vec<Scalar> {
    let hashes = [
        Scalar::new(
            "md5",
            |t| of_bytes(t, DataType::Binary),
            |call| over(call, |bytes| binary(Md5::digest(bytes).to_vec())),
        ),
        Scalar::new(
            "sha1",
            |t| of_bytes(t, DataType::Binary),
            |call| over(call, |bytes| binary(Sha1::digest(bytes).to_vec())),
        ),
        Scalar::new(
            "sha256",
            |t| of_bytes(t, DataType::Binary),
            |call| over(call, |bytes| binary(Sha256::digest(bytes).to_vec())),
        ),
        Scalar::new(
            "sha512",
            |t| of_bytes(t, DataType::Binary),
            |call| over(call, |bytes| binary(Sha512::digest(bytes).to_vec())),
        ),
        Scalar::new(
            "xxhash64",
            |t| of_bytes(t, DataType::Binary),
            |call| {
                over(call, |bytes| {
                    let hash = twox_hash::XxHash64::oneshot(0, bytes);
                    binary(hash.to_be_bytes().to_vec())
                })
            },
        ),
        Scalar::new(
            "crc32",
            |t| of_bytes(t, DataType::Int64),
            |call| {
                over(call, |bytes| {
                    Ok(Some(ScalarValue::from(i64::from(crc32fast::hash(bytes)))))
                })
            },
        ),
    ];
    let codes = [
        Scalar::new(
            "to_utf8",
            |t| of_text(t, DataType::Binary),
            |call| from_text(call, |text| binary(text.as_bytes().to_vec())),
        ),
        Scalar::new(
            "from_utf8",
            |t| of_bytes(t, DataType::Utf8),
            |call| {
                over(call, |bytes| {
                    shown(String::from_utf8_lossy(bytes).into_owned())
                })
            },
        ),
        Scalar::new(
            "to_hex",
            |t| of_bytes(t, DataType::Utf8),
            |call| {
                over(call, |bytes| {
                    shown(bytes.iter().map(|byte| format!("{byte:02X}")).collect())
                })
            },
        ),
        Scalar::new(
            "from_hex",
            |t| of_text(t, DataType::Binary),
            |call| {
                from_text(call, |text| {
                    let wrong = || format!("Invalid hex: {text}");
                    if !text.len().is_multiple_of(2) || !text.is_ascii() {
                        return Err(wrong());
                    }
                    let byte = |at: usize| u8::from_str_radix(&text[at..at + 2], 16);
                    let bytes = (0..text.len()).step_by(2).map(byte);
                    binary(bytes.collect::<Result<_, _>>().map_err(|_| wrong())?)
                })
            },
        ),
        Scalar::new(
            "to_base64",
            |t| of_bytes(t, DataType::Utf8),
            |call| over(call, |bytes| shown(STANDARD.encode(bytes))),
        ),
        Scalar::new(
            "from_base64",
            |t| of_text(t, DataType::Binary),
            |call| {
                from_text(call, |text| {
                    binary(STANDARD.decode(text).map_err(|error| error.to_string())?)
                })
            },
        ),
        Scalar::new(
            "to_base64url",
            |t| of_bytes(t, DataType::Utf8),
            |call| over(call, |bytes| shown(URL_SAFE.encode(bytes))),
        ),
        Scalar::new(
            "from_base64url",
            |t| of_text(t, DataType::Binary),
            |call| {
                from_text(call, |text| {
                    binary(URL_SAFE.decode(text).map_err(|error| error.to_string())?)
                })
            },
        ),
        Scalar::new(
            "to_big_endian_64",
            |t| (t.len() == 1 && is_whole(&t[0])).then_some(DataType::Binary),
            |call| {
                rows(call, |values| {
                    let number = whole(&values[0]);
                    Ok(number.map(|n| ScalarValue::Binary(Some(n.to_be_bytes().to_vec()))))
                })
            },
        ),
        Scalar::new(
            "from_big_endian_64",
            |t| of_bytes(t, DataType::Int64),
            |call| {
                over(call, |bytes| {
                    let bytes = <[u8; 8]>::try_from(bytes);
                    let bytes = bytes.map_err(|_| "expected 8-byte input".to_owned())?;
                    Ok(Some(ScalarValue::from(i64::from_be_bytes(bytes))))
                })
            },
        ),
    ];
    let both = [
        Scalar::new(
            "length",
            |t| text_or_bytes(t, DataType::Int64),
            |call| {
                rows(call, |values| {
                    let length = match text(&values[0]) {
                        Some(text) => Some(text.chars().count()),
                        None => bytes(&values[0]).map(|bytes| bytes.len()),
                    };
                    Ok(length.map(|length| ScalarValue::Int64(i64::try_from(length).ok())))
                })
            },
        ),
        Scalar::new(
            super::names::REVERSED,
            |t| of_bytes(t, DataType::Binary),
            |call| over(call, |bytes| binary(bytes.iter().rev().copied().collect())),
        ),
        Scalar::new(
            super::names::CONCAT_BYTES,
            |t| (t.len() == 2 && t.iter().all(is_bytes)).then_some(DataType::Binary),
            |call| {
                rows(call, |values| {
                    let (Some(one), Some(other)) = (bytes(&values[0]), bytes(&values[1])) else {
                        return Ok(None);
                    };
                    binary([one, other].concat())
                })
            },
        ),
    ];
    hashes.into_iter().chain(codes).chain(both).collect()
}

fn of_bytes(types: &[DataType], result: DataType) -> Option<DataType> {
    (types.len() == 1 && is_bytes(&types[0])).then_some(result)
}

fn of_text(types: &[DataType], result: DataType) -> Option<DataType> {
    (types.len() == 1 && is_text(&types[0])).then_some(result)
}

fn text_or_bytes(types: &[DataType], result: DataType) -> Option<DataType> {
    of_text(types, result.clone()).or_else(|| of_bytes(types, result))
}

type Value = Result<Option<ScalarValue>, String>;

fn over(call: &Call<'_>, value: impl Fn(&[u8]) -> Value) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| match bytes(&values[0]) {
        Some(bytes) => value(&bytes),
        None => Ok(None),
    })
}

fn from_text(call: &Call<'_>, value: impl Fn(&str) -> Value) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| match text(&values[0]) {
        Some(text) => value(text),
        None => Ok(None),
    })
}

fn binary(bytes: Vec<u8>) -> Value {
    Ok(Some(ScalarValue::Binary(Some(bytes))))
}

fn shown(text: String) -> Value {
    Ok(Some(ScalarValue::Utf8(Some(text))))
}
