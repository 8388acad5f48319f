//! Trino's spelling of types, such as `array(row(id bigint, name varchar(10)))`.

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, Fields, TimeUnit};

/// Reads a type.
///
/// # Errors
/// What of it is none.
pub(crate) fn parse(text: &str) -> Result<DataType, String> {
    let text = text.trim();
    let (name, arguments) = match text.split_once('(') {
        Some((name, rest)) => {
            let inner = rest.trim_end().strip_suffix(')');
            (name.trim(), Some(inner.ok_or_else(|| unknown(text))?))
        }
        None => (text, None),
    };
    let arguments: Vec<&str> = arguments.map_or(Vec::new(), parts);
    Ok(
        match (name.to_ascii_lowercase().as_str(), arguments.as_slice()) {
            ("boolean", []) => DataType::Boolean,
            ("tinyint", []) => DataType::Int8,
            ("smallint", []) => DataType::Int16,
            ("integer" | "int", []) => DataType::Int32,
            ("bigint", []) => DataType::Int64,
            ("real", []) => DataType::Float32,
            ("double" | "double precision", []) => DataType::Float64,
            ("decimal", []) => DataType::Decimal128(38, 0),
            ("decimal", [precision]) => DataType::Decimal128(number(precision)?, 0),
            ("decimal", [precision, scale]) => {
                DataType::Decimal128(number(precision)?, number::<i8>(scale)?)
            }
            ("varchar" | "json" | "uuid", []) | ("varchar" | "char", [_]) | ("char", []) => {
                DataType::Utf8
            }
            ("varbinary", []) => DataType::Binary,
            ("date", []) => DataType::Date32,
            ("timestamp", [] | [_]) => DataType::Timestamp(TimeUnit::Millisecond, None),
            ("array", [element]) => {
                DataType::List(Arc::new(Field::new("item", parse(element)?, true)))
            }
            ("map", [key, value]) => {
                let pair = Fields::from(vec![
                    Field::new("key", parse(key)?, false),
                    Field::new("value", parse(value)?, true),
                ]);
                DataType::Map(
                    Arc::new(Field::new("entries", DataType::Struct(pair), false)),
                    false,
                )
            }
            ("row", [_, ..]) => {
                let fields = arguments
                    .iter()
                    .enumerate()
                    .map(|(at, field)| row_field(at, field));
                DataType::Struct(fields.collect::<Result<_, String>>()?)
            }
            _ => return Err(unknown(text)),
        },
    )
}

fn unknown(text: &str) -> String {
    format!("Unknown type: {text}")
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.trim().parse().map_err(|_| unknown(text))
}

/// A field has a name before its type, or none.
fn row_field(at: usize, text: &str) -> Result<Field, String> {
    if let Ok(kind) = parse(text) {
        return Ok(Field::new(format!("field{at}"), kind, true));
    }
    let text = text.trim();
    let (name, kind) = match text.strip_prefix('"') {
        Some(rest) => rest.split_once('"').ok_or_else(|| unknown(text))?,
        None => text
            .split_once(char::is_whitespace)
            .ok_or_else(|| unknown(text))?,
    };
    Ok(Field::new(name.to_lowercase(), parse(kind)?, true))
}

/// What stands between the commas that are in no bracket.
fn parts(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0_usize, 0);
    for (at, sign) in text.char_indices() {
        match sign {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts
}
