//! From JSON to YAML: short tags for the functions, block scalars for texts of several lines,
//! quotes where they are needed. What is written reads back as the very same.

use std::fmt::Write as _;

use serde_json::{Map, Number, Value as Json};

use super::{scalar, tag};

/// A document as YAML, ending in a line feed.
pub(crate) fn render(json: &Json) -> String {
    let mut out = String::new();
    let mut writer = Writer { out: &mut out };
    match json {
        Json::Object(object) if !object.is_empty() && call(json).is_none() => {
            writer.object(object, 0, false);
        }
        Json::Array(items) if !items.is_empty() => writer.list(items, 0, false),
        _ => writer.value(json, 0, Place::Start),
    }
    out
}

/// What was written just before a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Nothing.
    Start,
    /// `key:`.
    Key,
    /// `-`, which what follows may stand right behind.
    Dash,
    /// A tag.
    Tag,
}

struct Writer<'a> {
    out: &'a mut String,
}

/// A call of a function that its short tag can tell: the tag and what it is given.
fn call(json: &Json) -> Option<(&str, &Json)> {
    let object = json.as_object()?;
    let (name, argument) = object.iter().next().filter(|_| object.len() == 1)?;
    let tag = tag::tag(name)?;
    let fits = match argument {
        // A value has one tag.
        Json::Object(_) => call(argument).is_none() && tag != "Condition" && tag != "Ref",
        Json::Array(_) => tag != "Condition" && tag != "Ref",
        Json::String(_) => true,
        // What a tag is given as a scalar is a text.
        _ => false,
    };
    fits.then_some((tag, argument))
}

/// `Queue.Arn`, where what a `!GetAtt` is given can be told so.
fn attribute(tag: &str, argument: &Json) -> Option<String> {
    match argument.as_array()?.as_slice() {
        [Json::String(id), Json::String(attribute)] if tag == "GetAtt" && !id.contains('.') => {
            Some(format!("{id}.{attribute}"))
        }
        _ => None,
    }
}

impl Writer<'_> {
    fn line(&mut self, indent: usize) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        for _ in 0..indent {
            self.out.push(' ');
        }
    }

    /// Writes a value and the line feed after it. `indent` is that of what is within it.
    fn value(&mut self, json: &Json, indent: usize, place: Place) {
        if let Some((tag, argument)) = call(json) {
            if place != Place::Start {
                self.out.push(' ');
            }
            self.out.push('!');
            self.out.push_str(tag);
            if let Some(text) = attribute(tag, argument) {
                self.scalar(&Json::from(text), indent);
            } else {
                self.value(argument, indent, Place::Tag);
            }
            return;
        }
        match json {
            Json::Object(object) if !object.is_empty() => {
                self.object(object, indent, place == Place::Dash);
            }
            Json::Array(items) if !items.is_empty() => {
                self.list(items, indent, place == Place::Dash);
            }
            scalar => self.scalar(scalar, indent),
        }
    }

    fn object(&mut self, object: &Map<String, Json>, indent: usize, behind_dash: bool) {
        for (at, (key, value)) in object.iter().enumerate() {
            if at == 0 && behind_dash {
                self.out.push(' ');
            } else {
                self.next_line(indent);
            }
            self.out.push_str(&key_text(key));
            self.out.push(':');
            self.value(value, indent + 2, Place::Key);
        }
    }

    fn list(&mut self, items: &[Json], indent: usize, behind_dash: bool) {
        for (at, item) in items.iter().enumerate() {
            if at == 0 && behind_dash {
                self.out.push(' ');
            } else {
                self.next_line(indent);
            }
            self.out.push('-');
            self.value(item, indent + 2, Place::Dash);
        }
    }

    fn next_line(&mut self, indent: usize) {
        if self.out.ends_with('\n') {
            for _ in 0..indent {
                self.out.push(' ');
            }
        } else {
            self.line(indent);
        }
    }

    fn scalar(&mut self, json: &Json, indent: usize) {
        if !self.out.is_empty() {
            self.out.push(' ');
        }
        match json {
            Json::String(text) if is_block(text) => self.block(text, indent.max(2)),
            Json::String(text) => self.out.push_str(&quoted(text)),
            Json::Number(number) => self.out.push_str(&number_text(number)),
            Json::Array(_) => self.out.push_str("[]"),
            Json::Object(_) => self.out.push_str("{}"),
            other => self.out.push_str(&other.to_string()),
        }
        if !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// A text of several lines as it is.
    fn block(&mut self, text: &str, indent: usize) {
        let body = text.trim_end_matches('\n');
        let ends = text.len() - body.len();
        self.out.push_str(match ends {
            0 => "|-",
            1 => "|",
            _ => "|+",
        });
        for line in body
            .split('\n')
            .chain(std::iter::repeat_n("", ends.saturating_sub(1)))
        {
            self.out.push('\n');
            if !line.is_empty() {
                for _ in 0..indent {
                    self.out.push(' ');
                }
                self.out.push_str(line);
            }
        }
        self.out.push('\n');
    }
}

/// Whether a text reads back from a block scalar.
fn is_block(text: &str) -> bool {
    let body = text.trim_end_matches('\n');
    let lines = || body.split('\n');
    body.contains('\n')
        && !body.starts_with([' ', '\t', '\n'])
        && lines().all(|line| line.is_empty() || !line.trim_matches([' ', '\t']).is_empty())
        // A document begins or ends with such a line.
        && lines().all(|line| !line.starts_with("---") && !line.starts_with("..."))
        && text.chars().all(|c| c == '\n' || c == '\t' || is_printable(c))
}

const fn is_printable(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{2027}' | '\u{202a}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}'
        | '\u{ff00}'..='\u{fffd}' | '\u{10000}'..)
}

fn key_text(key: &str) -> String {
    // Keys are texts whatever they look like, so that quotes are for readers other than ours.
    if key == "<<" {
        // The merge key; nothing else can be meant by it here.
        return "\"<<\"".to_owned();
    }
    quoted(key)
}

/// A text, in quotes where it would be read as something else.
fn quoted(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    if text.chars().all(|c| is_printable(c) && c != '\'') {
        return format!("'{text}'");
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_printable(c) => out.push(c),
            c if u32::from(c) > 0xffff => {
                let _ = write!(out, "\\U{:08x}", u32::from(c));
            }
            c => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
        }
    }
    out.push('"');
    out
}

fn is_plain(text: &str) -> bool {
    let starts =
        text.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '$'));
    starts
        && scalar::plain(text).is_string()
        && !text.starts_with(|c: char| c.is_ascii_digit()) | is_safe_with_digit(text)
        // Single letters are booleans to some readers.
        && !matches!(text, "y" | "Y" | "n" | "N" | "=")
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && text.chars().all(|c| is_printable(c) && !"[]{},&*#?|><!%@`\"'".contains(c) || c == '*' || c == '@')
}

/// Whether a text that begins with a digit is a number to nobody: an address, a date, a size.
fn is_safe_with_digit(text: &str) -> bool {
    text.contains(['/'])
        || text.contains(|c: char| c.is_ascii_alphabetic() && !"eExXoObB_".contains(c))
}

/// A number as YAML 1.1 takes it: with a dot and the exponent's sign.
fn number_text(number: &Number) -> String {
    let text = number.to_string();
    if number.is_i64() || number.is_u64() {
        return text;
    }
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((&text, ""));
    let mut out = mantissa.to_owned();
    if !mantissa.contains('.') {
        out.push_str(".0");
    }
    if !exponent.is_empty() {
        out.push('e');
        if !exponent.starts_with(['+', '-']) {
            out.push('+');
        }
        out.push_str(exponent);
    }
    out
}
