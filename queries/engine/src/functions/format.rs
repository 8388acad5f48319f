//! `format`, after Java's `String.format`:
//! <https://trino.io/docs/current/functions/conversion.html#format>.

use datafusion::common::ScalarValue;

use super::generic::{double, whole};
use crate::text;

/// One `%` of a pattern.
#[derive(Default)]
struct Directive {
    left: bool,
    zeros: bool,
    grouped: bool,
    plus: bool,
    width: usize,
    precision: Option<usize>,
}

/// A pattern with its arguments put in.
pub(super) fn format(pattern: &str, arguments: &[ScalarValue]) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = pattern;
    let mut arguments = arguments.iter();
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let (directive, kind, after) = read(after, pattern)?;
        rest = after;
        match kind {
            '%' => out.push('%'),
            'n' => out.push('\n'),
            kind => {
                let argument = arguments.next();
                let argument = argument.ok_or_else(|| {
                    format!("Invalid format string: {pattern} (Format specifier '%{kind}')")
                })?;
                out.push_str(&directive.shown(kind, argument, pattern)?);
            }
        }
    }
    out.push_str(rest);
    Ok(out)
}

fn read<'t>(text: &'t str, pattern: &str) -> Result<(Directive, char, &'t str), String> {
    let mut directive = Directive::default();
    let flags = text
        .find(|sign| !"-0,+ ".contains(sign))
        .unwrap_or(text.len());
    for flag in text[..flags].chars() {
        match flag {
            '-' => directive.left = true,
            '0' => directive.zeros = true,
            ',' => directive.grouped = true,
            _ => directive.plus = true,
        }
    }
    let (width, text) = digits(&text[flags..]);
    // No one needs a wider field, and memory is not endless.
    directive.width = width.unwrap_or(0).min(1_000);
    let text = match text.strip_prefix('.') {
        Some(after) => {
            let (precision, after) = digits(after);
            directive.precision = precision.map(|precision| precision.min(100));
            after
        }
        None => text,
    };
    let mut signs = text.chars();
    let kind = signs.next();
    let kind = kind.ok_or_else(|| format!("Invalid format string: {pattern}"))?;
    Ok((directive, kind, signs.as_str()))
}

fn digits(text: &str) -> (Option<usize>, &str) {
    let end = text
        .find(|sign: char| !sign.is_ascii_digit())
        .unwrap_or(text.len());
    (text[..end].parse().ok(), &text[end..])
}

impl Directive {
    fn shown(&self, kind: char, value: &ScalarValue, pattern: &str) -> Result<String, String> {
        let wrong = || format!("Invalid format string: {pattern} (%{kind} of {value})");
        let plain = match kind {
            _ if value.is_null() => "null".to_owned(),
            's' | 'S' => {
                let array = value.to_array().map_err(|error| error.to_string())?;
                let shown = text::value(array.as_ref(), 0).unwrap_or_default();
                let most = self.precision.unwrap_or(usize::MAX);
                let shown: String = shown.chars().take(most).collect();
                if kind == 'S' {
                    shown.to_uppercase()
                } else {
                    shown
                }
            }
            'd' => self.signed(&whole(value).ok_or_else(wrong)?.to_string()),
            'x' => format!("{:x}", whole(value).ok_or_else(wrong)?),
            'X' => format!("{:X}", whole(value).ok_or_else(wrong)?),
            'o' => format!("{:o}", whole(value).ok_or_else(wrong)?),
            'b' => matches!(value, ScalarValue::Boolean(Some(true))).to_string(),
            'f' => {
                let precision = self.precision.unwrap_or(6);
                self.signed(&format!("{:.precision$}", double(value).ok_or_else(wrong)?))
            }
            'e' => {
                let precision = self.precision.unwrap_or(6);
                let shown = format!("{:.precision$e}", double(value).ok_or_else(wrong)?);
                let (mantissa, exponent) = shown.split_once('e').unwrap_or((&shown, "0"));
                let (sign, digits) = match exponent.strip_prefix('-') {
                    Some(digits) => ('-', digits),
                    None => ('+', exponent),
                };
                format!("{mantissa}e{sign}{digits:0>2}")
            }
            _ => return Err(wrong()),
        };
        Ok(self.padded(&plain))
    }

    fn signed(&self, number: &str) -> String {
        let (sign, digits) = match number.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None if self.plus => ("+", number),
            None => ("", number),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((whole, fraction)) => (whole, format!(".{fraction}")),
            None => (digits, String::new()),
        };
        let mut shown = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if self.grouped && at > 0 && (whole.len() - at).is_multiple_of(3) {
                shown.push(',');
            }
            shown.push(digit);
        }
        let shown = format!("{shown}{fraction}");
        if self.zeros {
            let width = self.width.saturating_sub(sign.len());
            return format!("{sign}{shown:0>width$}");
        }
        format!("{sign}{shown}")
    }

    fn padded(&self, plain: &str) -> String {
        let width = self.width;
        match self.left {
            true => format!("{plain:<width$}"),
            false => format!("{plain:>width$}"),
        }
    }
}
