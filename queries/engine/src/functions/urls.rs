//! Addresses: <https://trino.io/docs/current/functions/url.html>.

use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use url::{Url, form_urlencoded};

use super::generic::{rows, text};
use super::scalar::{Call, Scalar, is_text};

pub(super) fn functions() -> Vec<Scalar> {
    vec![
        Scalar::new("url_extract_protocol", one, |call| {
            parts(call, |url| Some(url.scheme().to_owned()))
        }),
        Scalar::new("url_extract_host", one, |call| {
            parts(call, |url| url.host_str().map(str::to_owned))
        }),
        Scalar::new(
            "url_extract_port",
            |t| one(t).map(|_| DataType::Int64),
            |call| {
                rows(call, |values| {
                    let url = text(&values[0]).and_then(|text| Url::parse(text).ok());
                    let port = url.and_then(|url| url.port());
                    Ok(port.map(|port| ScalarValue::from(i64::from(port))))
                })
            },
        ),
        Scalar::new("url_extract_path", one, |call| {
            parts(call, |url| Some(url.path().to_owned()))
        }),
        Scalar::new("url_extract_query", one, |call| {
            parts(call, |url| Some(url.query().unwrap_or_default().to_owned()))
        }),
        Scalar::new("url_extract_fragment", one, |call| {
            parts(call, |url| {
                Some(url.fragment().unwrap_or_default().to_owned())
            })
        }),
        Scalar::new(
            "url_extract_parameter",
            |t| (t.len() == 2 && t.iter().all(is_text)).then_some(DataType::Utf8),
            |call| {
                rows(call, |values| {
                    let url = text(&values[0]).and_then(|text| Url::parse(text).ok());
                    let (Some(url), Some(name)) = (url, text(&values[1])) else {
                        return Ok(None);
                    };
                    let mut pairs = url.query_pairs();
                    let found = pairs.find(|(known, _)| known == name);
                    Ok(found.map(|(_, value)| ScalarValue::Utf8(Some(value.into_owned()))))
                })
            },
        ),
        Scalar::new("url_encode", one, |call| {
            texts(call, |text| {
                form_urlencoded::byte_serialize(text.as_bytes()).collect()
            })
        }),
        Scalar::new("url_decode", one, |call| {
            texts(call, |text| {
                let spaced = text.replace('+', " ");
                percent_encoding::percent_decode_str(&spaced)
                    .decode_utf8_lossy()
                    .into_owned()
            })
        }),
    ]
}

fn one(types: &[DataType]) -> Option<DataType> {
    (types.len() == 1 && is_text(&types[0])).then_some(DataType::Utf8)
}

/// A part of an address; null where it is none.
fn parts(call: &Call<'_>, part: fn(&Url) -> Option<String>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let url = text(&values[0]).and_then(|text| Url::parse(text).ok());
        let part = url.as_ref().and_then(part);
        Ok(part.map(|part| ScalarValue::Utf8(Some(part))))
    })
}

fn texts(call: &Call<'_>, change: fn(&str) -> String) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        Ok(text(&values[0]).map(|text| ScalarValue::Utf8(Some(change(text)))))
    })
}
