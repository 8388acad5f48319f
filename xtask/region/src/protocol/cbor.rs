//! rpcv2Cbor: `POST /service/<service>/operation/<operation>`, input and output as CBOR. The newer
//! SDKs speak it with CloudWatch.
//! <https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html>

use std::convert::Infallible;

use jiff::Timestamp;
use minicbor::data::{Tag, Type};
use minicbor::{Decoder, Encoder, decode, encode};
use serde_json::{Map, Number, Value};

use super::{HttpResponse, respond};
use crate::error::ServiceError;

/// How deep an input may be.
const DEPTH: usize = 32;
/// The tag of a time, in seconds since 1970.
const TIME: u64 = 1;

/// The operation that a path names.
pub fn operation(path: &str) -> Option<&str> {
    let (_, operation) = path.strip_prefix("/service/")?.split_once("/operation/")?;
    Some(operation)
}

/// The input of an operation as JSON; times are seconds since 1970. An empty body is an empty
/// input.
///
/// # Errors
/// `SerializationException`.
pub fn parse_input(body: &[u8]) -> Result<Value, ServiceError> {
    if body.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    value(&mut Decoder::new(body), DEPTH).map_err(|error| {
        ServiceError::client(
            "SerializationException",
            format!("the body is not CBOR: {error}"),
        )
    })
}

fn value(decoder: &mut Decoder<'_>, depth: usize) -> Result<Value, decode::Error> {
    let Some(below) = depth.checked_sub(1) else {
        return Err(decode::Error::message("it is too deep"));
    };
    Ok(match decoder.datatype()? {
        Type::Bool => decoder.bool()?.into(),
        Type::Null | Type::Undefined => {
            decoder.skip()?;
            Value::Null
        }
        Type::U8 | Type::U16 | Type::U32 | Type::U64 => decoder.u64()?.into(),
        Type::I8 | Type::I16 | Type::I32 | Type::I64 => decoder.i64()?.into(),
        Type::F16 | Type::F32 | Type::F64 => {
            Number::from_f64(decoder.f64()?).map_or(Value::Null, Value::Number)
        }
        Type::String | Type::StringIndef => {
            let mut text = String::new();
            for part in decoder.str_iter()? {
                text.push_str(part?);
            }
            text.into()
        }
        Type::Array | Type::ArrayIndef => {
            let mut items = Vec::new();
            let mut left = decoder.array()?;
            while more(decoder, &mut left)? {
                items.push(value(decoder, below)?);
            }
            items.into()
        }
        Type::Map | Type::MapIndef => {
            let mut members = Map::new();
            let mut left = decoder.map()?;
            while more(decoder, &mut left)? {
                let name = decoder.str()?.to_owned();
                members.insert(name, value(decoder, below)?);
            }
            members.into()
        }
        Type::Tag => {
            decoder.tag()?;
            value(decoder, below)?
        }
        other => {
            return Err(decode::Error::message(format!(
                "{other} is no part of an input"
            )));
        }
    })
}

/// Whether there is another item. What has no length ends in a break.
fn more(decoder: &mut Decoder<'_>, left: &mut Option<u64>) -> Result<bool, decode::Error> {
    match left {
        Some(0) => Ok(false),
        Some(left) => {
            *left -= 1;
            Ok(true)
        }
        None if decoder.datatype()? == Type::Break => {
            decoder.skip()?;
            Ok(false)
        }
        None => Ok(true),
    }
}

/// An answer in the protocol's form. Texts under names that end in `Timestamp`, and
/// `LastModified`, are times.
pub fn render(request_id: &str, result: Result<Value, ServiceError>) -> HttpResponse {
    let (status, answer) = match result {
        Ok(answer) => (200, answer),
        Err(error) => {
            let mut answer = Map::new();
            answer.insert("__type".to_owned(), error.code.into());
            answer.insert("message".to_owned(), error.message.into());
            answer.extend(error.fields);
            (error.status, answer.into())
        }
    };
    let mut encoder = Encoder::new(Vec::new());
    let headers = [
        ("content-type", "application/cbor"),
        ("smithy-protocol", "rpc-v2-cbor"),
        ("x-amzn-requestid", request_id),
    ];
    match enter(&mut encoder, "", &answer) {
        Ok(()) => respond(status, &headers, encoder.into_writer()),
        Err(error) => {
            tracing::error!(%error, "an answer could not be written");
            respond(500, &headers, Vec::<u8>::new())
        }
    }
}

fn enter(
    encoder: &mut Encoder<Vec<u8>>,
    name: &str,
    value: &Value,
) -> Result<(), encode::Error<Infallible>> {
    match value {
        Value::Null => encoder.null()?.ok(),
        Value::Bool(flag) => encoder.bool(*flag)?.ok(),
        Value::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(number), _) => encoder.u64(number)?.ok(),
            (None, Some(number)) => encoder.i64(number)?.ok(),
            (None, None) => encoder.f64(number.as_f64().unwrap_or_default())?.ok(),
        },
        Value::String(text) => match time(name, text) {
            Some(seconds) => encoder.tag(Tag::new(TIME))?.f64(seconds)?.ok(),
            None => encoder.str(text)?.ok(),
        },
        Value::Array(items) => {
            encoder.array(items.len() as u64)?;
            // Of a name in the plural: `Timestamps` are times.
            let of_each = name.strip_suffix('s').unwrap_or_default();
            items
                .iter()
                .try_for_each(|item| enter(encoder, of_each, item))
        }
        Value::Object(members) => {
            encoder.map(members.len() as u64)?;
            members.iter().try_for_each(|(name, member)| {
                encoder.str(name)?;
                enter(encoder, name, member)
            })
        }
    }
}

fn time(name: &str, text: &str) -> Option<f64> {
    if !name.ends_with("Timestamp") && name != "LastModified" {
        return None;
    }
    let at: Timestamp = text.parse().ok()?;
    Some(at.as_duration().as_secs_f64())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let given = json!({
            "Names": ["a", "b"], "Most": 3, "Least": -4, "Share": 0.5, "On": true, "No": null,
            "StateUpdatedTimestamp": "1970-01-01T00:00:02.5Z",
        });
        let mut encoder = Encoder::new(Vec::new());
        enter(&mut encoder, "", &given).unwrap();
        let mut expected = given;
        expected["StateUpdatedTimestamp"] = json!(2.5);
        assert_eq!(parse_input(&encoder.into_writer()).unwrap(), expected);
    }

    #[test]
    fn what_has_no_length_is_read_to_its_break() {
        // {_ "a": [_ 1, 2]}
        let bytes = [0xbf, 0x61, b'a', 0x9f, 0x01, 0x02, 0xff, 0xff];
        assert_eq!(parse_input(&bytes).unwrap(), json!({"a": [1, 2]}));
    }

    #[test]
    fn what_is_no_input_is_refused() {
        for bytes in [&[0xff][..], &[0x81; 64][..], &[0x61][..]] {
            let error = parse_input(bytes).unwrap_err();
            assert_eq!(error.code, "SerializationException", "{bytes:?}");
        }
    }

    #[test]
    fn a_path_names_its_operation() {
        let path = "/service/GraniteServiceVersion20100801/operation/DescribeAlarms";
        assert_eq!(operation(path), Some("DescribeAlarms"));
        assert_eq!(operation("/"), None);
    }
}
