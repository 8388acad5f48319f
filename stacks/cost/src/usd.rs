//! Money.
//!
//! The rounding rule: a line of a bill is the usage times the price, both exact, rounded half up
//! to a billionth of a dollar once. Sums are sums of such lines and are not rounded again, so that
//! services add up to the total to the last digit; cents are for showing alone.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

use serde::{Serialize, Serializer};

use crate::decimal::{Shown, divide};

/// An amount in US dollars, in whole billionths; negative where something costs more than what it is
/// compared with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Usd(i128);

/// Billionths of a dollar have this many decimals.
const DIGITS: u32 = 9;

impl Usd {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Whole billionths of a dollar.
    pub const fn nanos(nanos: i128) -> Self {
        Self(nanos)
    }

    /// Whole cents.
    pub const fn cents(cents: i128) -> Self {
        Self(cents * 10_000_000)
    }

    /// Whole billionths of a dollar; nothing where it is negative or more than fit.
    pub fn to_nanos(self) -> Option<u64> {
        u64::try_from(self.0).ok()
    }

    /// The amount in whole cents, half a cent rounded away from zero.
    pub const fn to_cents(self) -> i128 {
        let cents = divide(self.0.unsigned_abs(), 10_000_000).cast_signed();
        if self.0 < 0 { -cents } else { cents }
    }

    /// What a thousand of `number` costs when all of them cost this; `None` where there are none, for what
    /// is paid anyway is then paid for nothing.
    #[must_use]
    pub const fn per_thousand(self, number: u64) -> Option<Self> {
        if number == 0 {
            return None;
        }
        let nanos = divide(self.0.unsigned_abs() * 1000, number as u128).cast_signed();
        Some(Self(if self.0 < 0 { -nanos } else { nanos }))
    }

    /// As people read it, with this many decimals, at most 9: `1,234.50`, `-0.07`.
    pub fn shown(self, decimals: u32) -> String {
        let shown = Shown {
            value: self.0.unsigned_abs(),
            digits: DIGITS,
            shown: decimals.min(DIGITS),
        };
        let text = shown.to_string();
        // What rounds to nothing has no sign.
        let is_less = self.0 < 0 && text.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
        format!("{}{text}", if is_less { "-" } else { "" })
    }
}

/// Exact, without grouping: `1234.5`.
impl fmt::Display for Usd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        let exact = format!("{}.{:09}", nanos / 1_000_000_000, nanos % 1_000_000_000);
        write!(
            f,
            "{sign}{}",
            exact.trim_end_matches('0').trim_end_matches('.')
        )
    }
}

/// As text: a program that reads it as a binary fraction does so knowingly.
impl Serialize for Usd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Add for Usd {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Usd {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Sum for Usd {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_shown_in_cents_and_told_exactly() {
        let amount = Usd::nanos(1_234_567_005_000_001);
        assert_eq!(amount.shown(2), "1,234,567.01");
        assert_eq!(amount.to_string(), "1234567.005000001");
        assert_eq!(amount.to_cents(), 123_456_701);
        assert_eq!(Usd::cents(150).to_string(), "1.5");
        assert_eq!(Usd::ZERO.to_string(), "0");
    }

    #[test]
    fn what_costs_more_is_negative() {
        let less = Usd::cents(5) - Usd::cents(12);
        assert_eq!(less.shown(2), "-0.07");
        assert_eq!(less.to_string(), "-0.07");
        assert_eq!(less.to_cents(), -7);
        assert_eq!(less.per_thousand(2000), Some(Usd::nanos(-35_000_000)));
        assert_eq!(Usd::nanos(-1).shown(2), "0.00");
    }

    #[test]
    fn a_thousand_of_none_has_no_price() {
        assert_eq!(Usd::cents(5).per_thousand(0), None);
    }
}
