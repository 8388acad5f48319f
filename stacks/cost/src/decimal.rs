//! Decimal numbers as whole numbers of a small unit: exact, without floating point.

use std::fmt;

/// Reads a number such as `0.0000133334` as a whole number of the unit of `digits` decimals:
/// with 12 digits, of a millionth of a millionth.
///
/// # Errors
/// What is wrong with it, as words after "… cannot be taken: ".
pub(crate) fn parse(text: &str, digits: usize) -> Result<u128, String> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(fraction) || text.ends_with('.') {
        return Err("digits with at most one point are allowed".to_owned());
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > digits {
        return Err(format!("at most {digits} decimals are allowed"));
    }
    format!("{whole}{fraction:0<digits$}")
        .parse()
        .map_err(|_| "it is too large".to_owned())
}

/// `numerator / denominator`, rounded half up. The denominator is not zero.
pub(crate) const fn divide(numerator: u128, denominator: u128) -> u128 {
    let quotient = numerator / denominator;
    let rest = numerator % denominator;
    if rest >= denominator - rest {
        quotient + 1
    } else {
        quotient
    }
}

/// A whole number of the unit of `digits` decimals, as people read it: grouped by thousands, with
/// exactly `shown` decimals, rounded half up.
pub(crate) struct Shown {
    pub(crate) value: u128,
    pub(crate) digits: u32,
    pub(crate) shown: u32,
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dropped = 10_u128.pow(self.digits.saturating_sub(self.shown));
        let rounded = divide(self.value, dropped);
        let one = 10_u128.pow(self.shown);
        f.write_str(&grouped(rounded / one))?;
        if self.shown > 0 {
            let width = self.shown as usize;
            write!(f, ".{:0width$}", rounded % one)?;
        }
        Ok(())
    }
}

/// `1234567` as `1,234,567`.
pub(crate) fn grouped(value: u128) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_read_to_its_last_digit() {
        assert_eq!(parse("0.0000133334", 12), Ok(13_333_400));
        assert_eq!(parse("4", 12), Ok(4_000_000_000_000));
        assert_eq!(parse("0.10", 1), Ok(1));
    }

    #[test]
    fn what_is_no_number_is_refused_with_the_reason() {
        for text in ["", ".5", "5.", "1e3", "-1", "1,000", "0.0.1", " 1"] {
            assert!(parse(text, 12).is_err(), "{text:?}");
        }
        assert!(parse("0.123", 2).unwrap_err().contains("2 decimals"));
        assert!(parse(&"9".repeat(40), 12).unwrap_err().contains("large"));
    }

    #[test]
    fn a_half_is_rounded_up() {
        assert_eq!(divide(5, 10), 1);
        assert_eq!(divide(4, 10), 0);
        assert_eq!(divide(15, 10), 2);
        assert_eq!(divide(14, 10), 1);
    }

    #[test]
    fn numbers_are_grouped_and_rounded_when_shown() {
        let shown = |value, digits, shown| {
            Shown {
                value,
                digits,
                shown,
            }
            .to_string()
        };
        assert_eq!(shown(1_234_567_895_000_000, 9, 2), "1,234,567.90");
        assert_eq!(shown(4_999_999, 9, 2), "0.00");
        assert_eq!(shown(5_000_000, 9, 2), "0.01");
        assert_eq!(shown(999, 0, 0), "999");
    }
}
