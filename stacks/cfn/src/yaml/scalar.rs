//! What a scalar without quotes is: YAML 1.1, in which `yes` is true and `017` is 15. Dates stay
//! texts.
//! <https://yaml.org/type/>

use serde_json::{Number, Value as Json};

/// The value of a scalar without quotes.
pub(super) fn plain(text: &str) -> Json {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Json::Null,
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => true.into(),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => false.into(),
        _ => number(text).map_or_else(|| text.into(), Json::Number),
    }
}

/// A number; nothing where the text is none, or none that can be told exactly.
pub(super) fn number(text: &str) -> Option<Number> {
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return None;
    }
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    integer(digits, negative).or_else(|| decimal(digits, negative))
}

fn integer(digits: &str, negative: bool) -> Option<Number> {
    let first = digits.chars().next()?;
    if !first.is_ascii_digit() {
        return None;
    }
    let clean = digits.replace('_', "");
    let magnitude = if let Some(hex) = clean.strip_prefix("0x") {
        radix(hex, 16)?
    } else if let Some(binary) = clean.strip_prefix("0b") {
        radix(binary, 2)?
    } else if clean.len() > 1 && clean.starts_with('0') {
        radix(&clean[1..], 8)?
    } else if clean.contains(':') {
        sexagesimal(&clean)?
    } else {
        radix(&clean, 10)?
    };
    if negative {
        i64::try_from(-i128::from(magnitude)).ok().map(Number::from)
    } else {
        Some(magnitude.into())
    }
}

fn radix(digits: &str, radix: u32) -> Option<u64> {
    // `from_str_radix` would take a sign as well.
    let fits = digits.chars().all(|c| c.is_digit(radix));
    fits.then(|| u64::from_str_radix(digits, radix).ok())?
}

/// `1:30` is 90: digits to the base of 60.
fn sexagesimal(digits: &str) -> Option<u64> {
    let mut parts = digits.split(':');
    let mut value = radix(parts.next()?, 10)?;
    for part in parts {
        let part = radix(part, 10).filter(|part| *part < 60)?;
        value = value.checked_mul(60)?.checked_add(part)?;
    }
    Some(value)
}

fn decimal(digits: &str, negative: bool) -> Option<Number> {
    let (mantissa, exponent) = match digits.find(['e', 'E']) {
        Some(at) => (&digits[..at], Some(&digits[at + 1..])),
        None => (digits, None),
    };
    let (whole, fraction) = mantissa.split_once('.')?;
    let is_digits = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == '_');
    let begins = whole.starts_with(|c: char| c.is_ascii_digit());
    if !is_digits(whole) || !is_digits(fraction) || (!begins && fraction.is_empty()) {
        return None;
    }
    // In YAML 1.1 an exponent has a sign.
    let exponent = exponent.unwrap_or("+0");
    let power = exponent.strip_prefix(['+', '-'])?;
    if power.is_empty() || !power.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let sign = if negative { "-" } else { "" };
    let text = format!("{sign}0{whole}.{fraction}0e{exponent}").replace('_', "");
    Number::from_f64(text.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn scalars_are_those_of_yaml_1_1() {
        for (text, value) in [
            ("yes", json!(true)),
            ("off", json!(false)),
            ("y", json!("y")),
            ("~", json!(null)),
            ("0777", json!(511)),
            ("0o17", json!("0o17")),
            ("012345678901", json!("012345678901")),
            ("123456789012", json!(123_456_789_012_u64)),
            ("0x1F", json!(31)),
            ("1_000", json!(1000)),
            ("-12", json!(-12)),
            ("22:30", json!(1350)),
            ("1.5", json!(1.5)),
            (".5", json!(0.5)),
            ("1e3", json!("1e3")),
            ("1.0e+3", json!(1000.0)),
            ("2010-09-09", json!("2010-09-09")),
            ("10.0.0.0/16", json!("10.0.0.0/16")),
            ("99999999999999999999999", json!("99999999999999999999999")),
            (".", json!(".")),
            ("-", json!("-")),
        ] {
            assert_eq!(plain(text), value, "{text}");
        }
    }
}
