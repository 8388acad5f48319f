//! Smithy's RPC v2 in CBOR, which newer clients speak with services of the query protocol. A
//! request becomes the query protocol's parameters, and its answer's elements become CBOR.
//! <https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html>

use ciborium::Value;
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;

use super::query::{Params, Xml};
use super::{HttpResponse, respond};
use crate::error::ServiceError;

/// The header by which the protocol is told, and its value.
pub const PROTOCOL: (&str, &str) = ("smithy-protocol", "rpc-v2-cbor");
/// Values nested deeper are refused: nothing that is asked for comes near.
const DEEPEST: usize = 16;
/// Elements that hold whole numbers.
const INTEGERS: [&str; 5] = [
    "Period",
    "EvaluationPeriods",
    "DatapointsToAlarm",
    "MaxRecords",
    "Size",
];
/// Elements that hold numbers.
const DOUBLES: [&str; 1] = ["Threshold"];
/// Elements that hold `true` or `false`.
const BOOLEANS: [&str; 1] = ["ActionsEnabled"];
/// What the names of elements with moments end with.
const MOMENT: &str = "Timestamp";
/// CBOR's tag of seconds since 1970 (RFC 8949, section 3.4.2).
const SECONDS: u64 = 1;

/// The operation that a path names: `/service/<service>/operation/<operation>`.
pub fn operation(path: &str) -> Option<&str> {
    let (service, operation) = path.strip_prefix("/service/")?.split_once("/operation/")?;
    let plain = |text: &str| !text.is_empty() && !text.contains('/');
    (plain(service) && plain(operation)).then_some(operation)
}

/// Reads a request's body as parameters; an empty one has none.
///
/// # Errors
/// `SerializationException`.
pub fn parse(body: &[u8]) -> Result<Params, ServiceError> {
    let malformed = |why: String| ServiceError::client("SerializationException", why);
    let mut params = Params::default();
    if body.is_empty() {
        return Ok(params);
    }
    let value: Value = ciborium::de::from_reader_with_recursion_limit(body, DEEPEST)
        .map_err(|error| malformed(format!("the body is no CBOR: {error}")))?;
    if !value.is_map() {
        return Err(malformed("the body is no CBOR map".to_owned()));
    }
    flatten(&mut params, "", &value).map_err(malformed)?;
    Ok(params)
}

fn flatten(params: &mut Params, name: &str, value: &Value) -> Result<(), String> {
    let below = |part: &str| match name {
        "" => part.to_owned(),
        name => format!("{name}.{part}"),
    };
    match value {
        Value::Map(members) => {
            for (key, value) in members {
                let key = key.as_text().ok_or("a member's name is no text")?;
                flatten(params, &below(key), value)?;
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                flatten(params, &below(&format!("member.{}", at + 1)), item)?;
            }
        }
        Value::Null => {}
        Value::Text(text) => params.set(name, text),
        Value::Bool(is) => params.set(name, &is.to_string()),
        Value::Integer(number) => params.set(name, &i128::from(*number).to_string()),
        Value::Float(number) => params.set(name, &number.to_string()),
        // A moment, in seconds.
        Value::Tag(_, within) => flatten(params, name, within)?,
        _ => return Err(format!("{name} is of a kind that no operation takes")),
    }
    Ok(())
}

/// An answer in the protocol's form.
pub fn render(request_id: &str, result: Result<Xml, ServiceError>) -> HttpResponse {
    let (status, code, body) = match result.and_then(|xml| members(&xml)) {
        Ok(value) => (200, None, value),
        Err(error) => {
            let text = |text: &str| Value::Text(text.to_owned());
            let body = Value::Map(vec![
                (text("__type"), text(&error.code)),
                (text("message"), text(&error.message)),
            ]);
            (error.status, Some(error.code), body)
        }
    };
    let mut bytes = Vec::new();
    // Writing to memory does not fail.
    let _ = ciborium::into_writer(&body, &mut bytes);
    let fault = code.map(|code| format!("{code};Sender"));
    let mut headers = vec![
        ("content-type", "application/cbor"),
        PROTOCOL,
        ("x-amzn-requestid", request_id),
    ];
    if let Some(fault) = &fault {
        headers.push(("x-amzn-query-error", fault));
    }
    respond(status, &headers, bytes)
}

/// An element that is being read.
#[derive(Default)]
struct Element {
    name: String,
    text: String,
    members: Vec<(String, Value)>,
}

impl Element {
    fn value(self) -> Value {
        let Self {
            name,
            text,
            members,
        } = self;
        let name = name.as_str();
        if members.iter().any(|(name, _)| name == "member") || is_list(name) {
            return Value::Array(members.into_iter().map(|(_, value)| value).collect());
        }
        if !members.is_empty() {
            let named = members.into_iter();
            return Value::Map(named.map(|(name, value)| (name.into(), value)).collect());
        }
        let number = || text.parse::<f64>().map(Value::Float).ok();
        let known = if INTEGERS.contains(&name) {
            text.parse::<i64>().map(Value::from).ok()
        } else if DOUBLES.contains(&name) {
            number()
        } else if BOOLEANS.contains(&name) {
            text.parse::<bool>().map(Value::from).ok()
        } else if name.ends_with(MOMENT) {
            let moment = text.parse::<jiff::Timestamp>().ok();
            moment.map(|at| {
                let seconds = at.as_millisecond() as f64 / 1000.0;
                Value::Tag(SECONDS, Box::new(Value::Float(seconds)))
            })
        } else {
            None
        };
        known.unwrap_or(Value::Text(text))
    }
}

/// Lists, which without members look like empty texts.
fn is_list(name: &str) -> bool {
    matches!(
        name,
        "MetricAlarms" | "CompositeAlarms" | "AlarmActions" | "Dimensions" | "DashboardEntries"
    )
}

/// The elements of an answer as a map.
fn members(xml: &Xml) -> Result<Value, ServiceError> {
    let broken = |why: String| ServiceError::internal(format!("an answer is no XML: {why}"));
    let mut reader = Reader::from_str(xml.as_str());
    let mut open: Vec<Element> = vec![Element::default()];
    loop {
        match reader
            .read_event()
            .map_err(|error| broken(error.to_string()))?
        {
            Event::Start(start) => open.push(Element {
                name: String::from_utf8_lossy(start.name().as_ref()).into_owned(),
                ..Element::default()
            }),
            Event::End(_) => {
                let done = open.pop().ok_or_else(|| broken("an end too many".into()))?;
                let name = done.name.clone();
                if let Some(outer) = open.last_mut() {
                    outer.members.push((name, done.value()));
                }
            }
            Event::Text(text) => {
                let text = String::from_utf8_lossy(&text).into_owned();
                let text = unescape(&text).map_err(|error| broken(error.to_string()))?;
                if let Some(element) = open.last_mut() {
                    element.text.push_str(&text);
                }
            }
            Event::GeneralRef(name) => {
                let reference = format!("&{};", String::from_utf8_lossy(&name));
                let text = unescape(&reference).map_err(|error| broken(error.to_string()))?;
                if let Some(element) = open.last_mut() {
                    element.text.push_str(&text);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let root = open.pop().unwrap_or_default();
    let named = root.members.into_iter();
    Ok(Value::Map(
        named.map(|(name, value)| (name.into(), value)).collect(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(value: &Value) -> Vec<u8> {
        let mut bytes = Vec::new();
        ciborium::into_writer(value, &mut bytes).unwrap();
        bytes
    }

    #[test]
    fn a_map_becomes_parameters() {
        let value = Value::Map(vec![
            ("AlarmNamePrefix".into(), "app-".into()),
            ("MaxRecords".into(), 5.into()),
            (
                "AlarmNames".into(),
                Value::Array(vec!["a".into(), "b".into()]),
            ),
            ("NextToken".into(), Value::Null),
        ]);
        let params = parse(&encoded(&value)).unwrap();
        assert_eq!(params.get("MaxRecords"), Some("5"));
        assert_eq!(params.list("AlarmNames"), ["a", "b"]);
        assert_eq!(params.get("NextToken"), None);
        assert_eq!(parse(b"").unwrap(), Params::default());
        for wrong in [&b"\xff"[..], &encoded(&Value::from(1)), b"\xa1\x01\x02"] {
            assert!(parse(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn elements_become_values_of_their_kinds() {
        let alarm = Xml::new()
            .text("AlarmName", "a<b & c")
            .text("Threshold", "1")
            .text("Period", "60")
            .text("ActionsEnabled", "true")
            .text("StateUpdatedTimestamp", "1970-01-01T00:00:01.5Z");
        let xml = Xml::new()
            .members("MetricAlarms", [alarm])
            .members("CompositeAlarms", []);
        let expected = Value::Map(vec![
            (
                "MetricAlarms".into(),
                Value::Array(vec![Value::Map(vec![
                    ("AlarmName".into(), "a<b & c".into()),
                    ("Threshold".into(), 1.0.into()),
                    ("Period".into(), 60.into()),
                    ("ActionsEnabled".into(), true.into()),
                    (
                        "StateUpdatedTimestamp".into(),
                        Value::Tag(SECONDS, Box::new(1.5.into())),
                    ),
                ])]),
            ),
            ("CompositeAlarms".into(), Value::Array(Vec::new())),
        ]);
        assert_eq!(members(&xml).unwrap(), expected);
    }

    #[test]
    fn the_path_names_the_operation() {
        let path = "/service/GraniteServiceVersion20100801/operation/DescribeAlarms";
        assert_eq!(operation(path), Some("DescribeAlarms"));
        for other in ["/", "/service//operation/X", "/service/a/operation/b/c"] {
            assert_eq!(operation(other), None, "{other}");
        }
    }
}
