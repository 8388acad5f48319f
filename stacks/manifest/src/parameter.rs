//! Parameters of queries: types, what is allowed, and values as SQL literals. Escaping is by type:
//! what is not of the type is refused, so that no value can end the literal that it stands in.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

/// What a `?` of a query stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QueryParameter {
    /// Its name, as in `--param name=value`.
    pub name: String,
    /// What it says.
    pub description: String,
    /// How its value is written in SQL.
    #[serde(rename = "type")]
    pub kind: ParameterKind,
    /// The value when none is given.
    pub default: String,
    /// The values that are allowed; all of the type where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Allowed>,
}

impl QueryParameter {
    /// A value as a literal of the type: `it's` as a varchar gives `'it''s'`.
    ///
    /// # Errors
    /// When the value is not of the type or is not allowed.
    pub fn literal(&self, value: &str) -> Result<String, ValueError> {
        let refuse = |allowed: String| ValueError {
            parameter: self.name.clone(),
            value: value.to_owned(),
            allowed,
        };
        let literal = self.kind.literal(value);
        let literal = literal.map_err(|allowed| refuse(allowed.to_owned()))?;
        match &self.allowed {
            Some(allowed) if !allowed.holds(self.kind, value) => Err(refuse(allowed.to_string())),
            _ => Ok(literal),
        }
    }
}

/// The type of a query's parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ParameterKind {
    /// Text, quoted in SQL.
    Varchar,
    /// A whole number of 64 bits.
    Bigint,
    /// A finite number.
    Double,
    /// `YYYY-MM-DD`, quoted in SQL: it is compared as text with the `day` partition.
    Date,
}

impl ParameterKind {
    /// Every type.
    pub const ALL: [Self; 4] = [Self::Varchar, Self::Bigint, Self::Double, Self::Date];

    /// The name in a query's header.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Varchar => "varchar",
            Self::Bigint => "bigint",
            Self::Double => "double",
            Self::Date => "date",
        }
    }

    /// A value as a literal of the type.
    ///
    /// # Errors
    /// What is allowed, where the value is not of the type.
    pub fn literal(self, value: &str) -> Result<String, &'static str> {
        match self {
            Self::Varchar if value.contains('\0') => Err("text without NUL"),
            // There is no other escape in Trino's SQL.
            Self::Varchar => Ok(format!("'{}'", value.replace('\'', "''"))),
            Self::Bigint => match value.parse::<i64>() {
                Ok(number) => Ok(number.to_string()),
                Err(_) => Err("a whole number of 64 bits, such as 10"),
            },
            // With an exponent, so that Trino reads a double: without one it reads a decimal, and
            // dividing decimals keeps no more digits than they have.
            Self::Double => match value.parse::<f64>() {
                Ok(number) if number.is_finite() => Ok(format!("{number:E}")),
                _ => Err("a finite number, such as 0.5"),
            },
            Self::Date if is_date(value) => Ok(format!("'{value}'")),
            Self::Date => Err("a date, such as 2026-11-22"),
        }
    }

    /// The order of two values of the type.
    fn order(self, one: &str, other: &str) -> Option<Ordering> {
        match self {
            Self::Varchar | Self::Date => Some(one.cmp(other)),
            Self::Bigint => Some(one.parse::<i64>().ok()?.cmp(&other.parse().ok()?)),
            Self::Double => one
                .parse::<f64>()
                .ok()?
                .partial_cmp(&other.parse::<f64>().ok()?),
        }
    }
}

/// The values that a parameter may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Allowed {
    /// From the one to the other, both included.
    Range(String, String),
    /// These alone.
    Values(Vec<String>),
}

impl Allowed {
    /// Reads `0 to 1` or `a, b, c`.
    ///
    /// # Errors
    /// Ends or values that are not of the type, and ranges that hold nothing.
    pub fn parse(kind: ParameterKind, text: &str) -> Result<Self, String> {
        let is = |value: &str| {
            let literal = kind.literal(value);
            literal
                .map(drop)
                .map_err(|allowed| format!("{value:?} is not {allowed}"))
        };
        if let Some((least, most)) = text.split_once(" to ") {
            let (least, most) = (least.trim(), most.trim());
            is(least)?;
            is(most)?;
            if kind.order(least, most) == Some(Ordering::Greater) {
                return Err(format!("nothing lies between {least:?} and {most:?}"));
            }
            return Ok(Self::Range(least.to_owned(), most.to_owned()));
        }
        let values: Vec<String> = text.split(',').map(|one| one.trim().to_owned()).collect();
        values.iter().try_for_each(|value| is(value))?;
        Ok(Self::Values(values))
    }

    fn holds(&self, kind: ParameterKind, value: &str) -> bool {
        match self {
            Self::Range(least, most) => {
                let below = kind.order(value, least) == Some(Ordering::Less);
                let above = kind.order(value, most) == Some(Ordering::Greater);
                !below && !above
            }
            Self::Values(values) => values.iter().any(|allowed| allowed == value),
        }
    }
}

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Range(least, most) => write!(f, "{least} to {most}"),
            Self::Values(values) => f.write_str(&values.join(", ")),
        }
    }
}

/// A value that a parameter cannot have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueError {
    parameter: String,
    value: String,
    allowed: String,
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            parameter,
            value,
            allowed,
        } = self;
        write!(
            f,
            "{value:?} is no value of the parameter {parameter:?}: {allowed}"
        )
    }
}

impl std::error::Error for ValueError {}

fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut number = |digits: usize, least: u32, most: u32| {
        let number = parts.next().filter(|part| part.len() == digits)?;
        let number: u32 = number
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| number.parse().ok())??;
        (least..=most).contains(&number).then_some(number)
    };
    let date = (number(4, 1, 9999), number(2, 1, 12), number(2, 1, 31));
    let (Some(year), Some(month), Some(day)) = date else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    day <= days && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads a literal as Trino does: it must end where the text ends.
    fn unquote(literal: &str) -> Option<String> {
        let mut rest = literal.strip_prefix('\'')?.chars().peekable();
        let mut out = String::new();
        while let Some(c) = rest.next() {
            if c == '\'' {
                match rest.next() {
                    Some('\'') => {}
                    None => return Some(out),
                    Some(_) => return None,
                }
            }
            out.push(c);
        }
        None
    }

    proptest! {
        #[test]
        fn no_text_leaves_its_quotes(text in "(?s)[^\0]*|['\\\\;-]{0,20}") {
            let literal = ParameterKind::Varchar.literal(&text).unwrap();
            prop_assert_eq!(unquote(&literal), Some(text));
        }

        #[test]
        fn numbers_keep_their_value(whole in any::<i64>(), number in -1e300..1e300f64) {
            let text = ParameterKind::Bigint.literal(&whole.to_string()).unwrap();
            prop_assert_eq!(text.parse::<i64>().unwrap(), whole);
            let text = ParameterKind::Double.literal(&number.to_string()).unwrap();
            prop_assert_eq!(text.parse::<f64>().unwrap(), number);
        }

        #[test]
        fn a_number_or_date_is_never_anything_else(text in "(?s).{0,20}") {
            for kind in [ParameterKind::Bigint, ParameterKind::Double, ParameterKind::Date] {
                if let Ok(literal) = kind.literal(&text) {
                    prop_assert!(
                        literal.chars().all(|c| c.is_ascii_digit() || "'+-.E".contains(c)),
                        "{literal}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_not_of_the_type_is_refused() {
        for (kind, value) in [
            (ParameterKind::Bigint, "1; DROP TABLE x"),
            (ParameterKind::Double, "NaN"),
            (ParameterKind::Double, "1e999"),
            (ParameterKind::Date, "2026-11-22'"),
            (ParameterKind::Date, "2026-13-01"),
            (ParameterKind::Date, "2026-02-29"),
            (ParameterKind::Date, "2026-1-1"),
            (ParameterKind::Varchar, "a\0b"),
        ] {
            assert!(kind.literal(value).is_err(), "{kind:?} {value:?}");
        }
        assert_eq!(
            ParameterKind::Date.literal("2024-02-29").unwrap(),
            "'2024-02-29'"
        );
    }

    #[test]
    fn ranges_and_lists_of_values_are_read_and_held() {
        let double = ParameterKind::Double;
        let share = Allowed::parse(double, "0 to 1").unwrap();
        assert!(share.holds(double, "0.5") && share.holds(double, "1E0"));
        assert!(!share.holds(double, "1.01") && !share.holds(double, "-1"));
        let days = Allowed::parse(ParameterKind::Date, "2020-01-01 to 2020-12-31").unwrap();
        assert!(days.holds(ParameterKind::Date, "2020-02-29"));
        assert!(!days.holds(ParameterKind::Date, "2021-01-01"));
        let words = Allowed::parse(ParameterKind::Varchar, "day, week").unwrap();
        assert!(words.holds(ParameterKind::Varchar, "week"));
        assert!(!words.holds(ParameterKind::Varchar, "year"));
        assert_eq!(words.to_string(), "day, week");
        assert!(
            Allowed::parse(double, "1 to 0")
                .unwrap_err()
                .contains("nothing lies")
        );
        assert!(
            Allowed::parse(double, "a, b")
                .unwrap_err()
                .contains("\"a\" is not")
        );
    }
}
