//! Values as SQL literals. Escaping is by type: what is not of the type is refused, so that no
//! value can end the literal that it stands in.

use thiserror::Error;

/// The type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Varchar,
    /// A whole number of 64 bits.
    Bigint,
    /// A finite number.
    Double,
    /// `YYYY-MM-DD`, compared as text with the `day` partition.
    Date,
}

impl Kind {
    /// The name in a query's header.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Varchar => "varchar",
            Self::Bigint => "bigint",
            Self::Double => "double",
            Self::Date => "date",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Varchar, Self::Bigint, Self::Double, Self::Date]
            .into_iter()
            .find(|kind| kind.name() == text)
    }
}

/// A value that is not of its parameter's type.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{value:?} is no {}: {allowed}", kind.name())]
pub struct LiteralError {
    kind: Kind,
    value: String,
    allowed: &'static str,
}

/// The value as a literal of the type: `it's` as a varchar gives `'it''s'`.
///
/// # Errors
/// When the value is not of the type.
pub fn literal(kind: Kind, value: &str) -> Result<String, LiteralError> {
    let refuse = |allowed| LiteralError {
        kind,
        value: value.to_owned(),
        allowed,
    };
    match kind {
        Kind::Varchar if value.contains('\0') => Err(refuse("text without NUL is allowed")),
        Kind::Varchar => Ok(format!("'{}'", value.replace('\'', "''"))),
        Kind::Bigint => {
            let number: i64 = value
                .parse()
                .map_err(|_| refuse("a whole number of 64 bits is allowed"))?;
            Ok(number.to_string())
        }
        Kind::Double => match value.parse::<f64>() {
            // With an exponent, so that Trino reads a double: without one it reads a decimal, and
            // dividing decimals keeps no more digits than they have.
            Ok(number) if number.is_finite() => Ok(format!("{number:E}")),
            _ => Err(refuse("a finite number is allowed")),
        },
        Kind::Date if is_date(value) => Ok(format!("'{value}'")),
        Kind::Date => Err(refuse("a date such as 2026-11-22 is allowed")),
    }
}

fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut number = |digits: usize, allowed: std::ops::RangeInclusive<u32>| {
        parts.next().is_some_and(|part| {
            part.len() == digits
                && part.bytes().all(|b| b.is_ascii_digit())
                && part.parse().is_ok_and(|n| allowed.contains(&n))
        })
    };
    number(4, 1..=9999) && number(2, 1..=12) && number(2, 1..=31) && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_cannot_leave_its_literal() {
        assert_eq!(
            literal(Kind::Varchar, "' OR 1=1 --").unwrap(),
            "''' OR 1=1 --'"
        );
        for (kind, value) in [
            (Kind::Bigint, "1; DROP TABLE x"),
            (Kind::Double, "NaN"),
            (Kind::Double, "1e999"),
            (Kind::Date, "2026-11-22'"),
            (Kind::Date, "2026-13-01"),
            (Kind::Date, "2026-1-1"),
            (Kind::Varchar, "a\0b"),
        ] {
            assert!(literal(kind, value).is_err(), "{kind:?} {value:?}");
        }
        assert_eq!(literal(Kind::Double, "1").unwrap(), "1E0");
        assert_eq!(literal(Kind::Bigint, "-7").unwrap(), "-7");
        assert_eq!(literal(Kind::Date, "2026-11-22").unwrap(), "'2026-11-22'");
    }
}
