//! Trino's types, what is coerced to what without being asked, and what can be cast.
//!
//! <https://trino.io/docs/current/language/types.html>

use std::fmt;

use schema::AthenaType;

/// The type of an expression.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// Of something that is wrong and was told: fits everywhere, so that nothing is told twice.
    Wrong,
    /// Of `NULL`: becomes any other.
    Unknown,
    /// True or false.
    Boolean,
    /// 8 bits, signed.
    Tinyint,
    /// 16 bits, signed.
    Smallint,
    /// 32 bits, signed.
    Integer,
    /// 64 bits, signed.
    Bigint,
    /// IEEE 754, 32 bits.
    Real,
    /// IEEE 754, 64 bits.
    Double,
    /// A decimal number.
    Decimal {
        /// Digits in all, 1 to 38.
        precision: u8,
        /// Digits after the point.
        scale: u8,
    },
    /// Text.
    Varchar,
    /// Text of a fixed length.
    Char,
    /// Bytes.
    Varbinary,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A point in time without a zone.
    Timestamp,
    /// A point in time with its zone.
    TimestampWithTimeZone,
    /// Days to milliseconds.
    IntervalDayToSecond,
    /// Years and months.
    IntervalYearToMonth,
    /// JSON.
    Json,
    /// Elements of one type.
    Array(Box<Self>),
    /// Keys and values.
    Map(Box<Self>, Box<Self>),
    /// Fields, with names or without.
    Row(Vec<(Option<String>, Self)>),
    /// A type that has nothing in common with others, such as `hyperloglog`.
    Other(&'static str),
}

/// Types that only their own functions take.
const OTHERS: [&str; 12] = [
    "hyperloglog",
    "p4hyperloglog",
    "qdigest",
    "tdigest",
    "setdigest",
    "ipaddress",
    "uuid",
    "geometry",
    "sphericalgeography",
    "bingtile",
    "color",
    "codepoints",
];

/// A text that is no type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Unknown type: {0}")]
pub struct UnknownType(pub String);

impl From<&AthenaType> for Type {
    fn from(column: &AthenaType) -> Self {
        match column {
            AthenaType::Boolean => Self::Boolean,
            AthenaType::Tinyint => Self::Tinyint,
            AthenaType::Smallint => Self::Smallint,
            AthenaType::Integer => Self::Integer,
            AthenaType::Bigint => Self::Bigint,
            AthenaType::Real => Self::Real,
            AthenaType::Double => Self::Double,
            AthenaType::Decimal { precision, scale } => Self::Decimal {
                precision: *precision,
                scale: *scale,
            },
            AthenaType::Varchar => Self::Varchar,
            AthenaType::Varbinary => Self::Varbinary,
            AthenaType::Date => Self::Date,
            AthenaType::Timestamp => Self::Timestamp,
            AthenaType::Array(element) => Self::from(element.as_ref()).array(),
            AthenaType::Map(key, value) => Self::Map(
                Box::new(Self::from(key.as_ref())),
                Box::new(Self::from(value.as_ref())),
            ),
            AthenaType::Row(fields) => Self::Row(
                fields
                    .iter()
                    .map(|field| (Some(field.name.clone()), Self::from(&field.data_type)))
                    .collect(),
            ),
        }
    }
}

impl Type {
    /// An array of this type.
    #[must_use]
    pub fn array(self) -> Self {
        Self::Array(Box::new(self))
    }

    /// Reads Trino's spelling, such as `array(row(id bigint, name varchar(10)))`.
    ///
    /// # Errors
    /// What of it is no type.
    pub fn parse(text: &str) -> Result<Self, UnknownType> {
        let text = text.trim();
        let unknown = || UnknownType(text.to_owned());
        let lower = text.to_ascii_lowercase();
        // The precision of a time may stand before the zone.
        if lower.starts_with("timestamp") {
            return match lower.ends_with("with time zone") {
                true => Ok(Self::TimestampWithTimeZone),
                false => Ok(Self::Timestamp),
            };
        }
        let (name, arguments) = match text.split_once('(') {
            Some((name, rest)) => {
                let inner = rest.trim_end().strip_suffix(')').ok_or_else(unknown)?;
                (name.trim().to_ascii_lowercase(), parts(inner))
            }
            None => (lower, Vec::new()),
        };
        let number = |text: &str| text.trim().parse::<u8>().map_err(|_| unknown());
        Ok(match (name.as_str(), arguments.as_slice()) {
            ("boolean", []) => Self::Boolean,
            ("tinyint", []) => Self::Tinyint,
            ("smallint", []) => Self::Smallint,
            ("integer" | "int", []) => Self::Integer,
            ("bigint", []) => Self::Bigint,
            ("real", []) => Self::Real,
            ("double" | "double precision", []) => Self::Double,
            ("decimal", []) => Self::decimal(38, 0),
            ("decimal", [precision]) => Self::decimal(number(precision)?, 0),
            ("decimal", [precision, scale]) => Self::decimal(number(precision)?, number(scale)?),
            ("varchar", [] | [_]) => Self::Varchar,
            ("char", [] | [_]) => Self::Char,
            ("varbinary", []) => Self::Varbinary,
            ("date", []) => Self::Date,
            ("time" | "time with time zone", [] | [_]) => Self::Time,
            ("interval day to second", []) => Self::IntervalDayToSecond,
            ("interval year to month", []) => Self::IntervalYearToMonth,
            ("json", []) => Self::Json,
            ("unknown", []) => Self::Unknown,
            ("array", [element]) => Self::parse(element)?.array(),
            ("map", [key, value]) => {
                Self::Map(Box::new(Self::parse(key)?), Box::new(Self::parse(value)?))
            }
            ("row", [_, ..]) => {
                let fields = arguments.iter().map(|field| row_field(field));
                Self::Row(fields.collect::<Result<_, _>>()?)
            }
            (name, _) => {
                let other = OTHERS.into_iter().find(|other| *other == name);
                Self::Other(other.ok_or_else(unknown)?)
            }
        })
    }

    pub(crate) const fn decimal(precision: u8, scale: u8) -> Self {
        Self::Decimal { precision, scale }
    }

    /// Whether it is a number.
    pub const fn is_number(&self) -> bool {
        self.rank().is_some()
    }

    /// Whether it is a whole number.
    pub const fn is_integer(&self) -> bool {
        matches!(
            self,
            Self::Tinyint | Self::Smallint | Self::Integer | Self::Bigint
        )
    }

    /// Whether it is a day or a point in time.
    pub const fn is_datetime(&self) -> bool {
        matches!(
            self,
            Self::Date | Self::Time | Self::Timestamp | Self::TimestampWithTimeZone
        )
    }

    /// Whether values can be put in an order.
    pub fn is_orderable(&self) -> bool {
        match self {
            Self::Map(..) | Self::Json => false,
            Self::Array(element) => element.is_orderable(),
            Self::Row(fields) => fields.iter().all(|(_, field)| field.is_orderable()),
            Self::Other(name) => matches!(*name, "uuid" | "ipaddress"),
            _ => true,
        }
    }

    /// The place among the numbers, the narrowest first.
    const fn rank(&self) -> Option<u8> {
        Some(match self {
            Self::Tinyint => 0,
            Self::Smallint => 1,
            Self::Integer => 2,
            Self::Bigint => 3,
            Self::Decimal { .. } => 4,
            Self::Real => 5,
            Self::Double => 6,
            _ => return None,
        })
    }

    /// The decimal that holds every value of a whole number's type.
    pub(crate) const fn as_decimal(&self) -> Option<(u8, u8)> {
        Some(match self {
            Self::Tinyint => (3, 0),
            Self::Smallint => (5, 0),
            Self::Integer => (10, 0),
            Self::Bigint => (19, 0),
            Self::Decimal { precision, scale } => (*precision, *scale),
            _ => return None,
        })
    }

    /// The type that both are coerced to, where there is one.
    pub fn common(&self, other: &Self) -> Option<Self> {
        use Type::{Array, Char, Date, Decimal, Map, Row, Time, Timestamp, TimestampWithTimeZone};
        use Type::{Unknown, Varchar, Wrong};
        Some(match (self, other) {
            (one, other) if one == other => one.clone(),
            (Wrong, _) | (_, Wrong) => Wrong,
            (Unknown, known) | (known, Unknown) => known.clone(),
            (Decimal { .. }, _) | (_, Decimal { .. }) if self.as_decimal().is_some() => {
                let ((p1, s1), (p2, s2)) = match (self.as_decimal(), other.as_decimal()) {
                    (Some(one), Some(two)) => (one, two),
                    _ if matches!(other, Self::Real | Self::Double) => return Some(other.clone()),
                    _ => return None,
                };
                let scale = s1.max(s2);
                let whole = (p1 - s1.min(p1)).max(p2 - s2.min(p2));
                Self::decimal((whole + scale).min(38), scale)
            }
            (one, two) if one.is_number() && two.is_number() => match one.rank() >= two.rank() {
                true => one.clone(),
                false => two.clone(),
            },
            (Varchar, Char) | (Char, Varchar) => Varchar,
            (Date, Timestamp) | (Timestamp, Date) => Timestamp,
            (Date | Timestamp | Time, TimestampWithTimeZone)
            | (TimestampWithTimeZone, Date | Timestamp | Time) => TimestampWithTimeZone,
            (Array(one), Array(two)) => one.common(two)?.array(),
            (Map(k1, v1), Map(k2, v2)) => Map(Box::new(k1.common(k2)?), Box::new(v1.common(v2)?)),
            (Row(one), Row(two)) if one.len() == two.len() => {
                let fields = one.iter().zip(two).map(|((name, one), (other, two))| {
                    let name = name.clone().filter(|name| Some(name) == other.as_ref());
                    Some((name, one.common(two)?))
                });
                Row(fields.collect::<Option<_>>()?)
            }
            _ => return None,
        })
    }

    /// Whether a value is coerced to another type without being asked.
    pub fn coerces_to(&self, wanted: &Self) -> bool {
        match (self, wanted) {
            (Self::Wrong, _) | (_, Self::Wrong) => true,
            // A scale that does not hold every digit is a cast.
            (Self::Decimal { .. }, Self::Decimal { .. }) => true,
            (Self::Row(one), Self::Row(two)) => {
                one.len() == two.len()
                    && one
                        .iter()
                        .zip(two)
                        .all(|((_, one), (_, two))| one.coerces_to(two))
            }
            (Self::Array(one), Self::Array(two)) => one.coerces_to(two),
            (Self::Map(k1, v1), Self::Map(k2, v2)) => k1.coerces_to(k2) && v1.coerces_to(v2),
            _ => self.common(wanted).as_ref() == Some(wanted),
        }
    }

    /// Whether `CAST` takes a value of this type to another.
    pub fn casts_to(&self, wanted: &Self) -> bool {
        use Type::{Boolean, Char, Date, Json, Time, Timestamp, TimestampWithTimeZone, Varchar};
        if self.coerces_to(wanted) {
            return true;
        }
        match (self, wanted) {
            (Self::Array(one), Self::Array(two)) => one.casts_to(two),
            (Self::Map(k1, v1), Self::Map(k2, v2)) => k1.casts_to(k2) && v1.casts_to(v2),
            (Self::Row(one), Self::Row(two)) => {
                one.len() == two.len()
                    && one
                        .iter()
                        .zip(two)
                        .all(|((_, one), (_, two))| one.casts_to(two))
            }
            (Json, other) | (other, Json) => !matches!(other, Self::Varbinary | Time),
            (Self::Array(_) | Self::Map(..) | Self::Row(_) | Self::Varbinary, _)
            | (_, Self::Array(_) | Self::Map(..) | Self::Row(_)) => false,
            (_, Varchar | Char) | (Varchar | Char, _) => true,
            (Boolean, other) | (other, Boolean) => other.is_number(),
            (one, two) if one.is_number() => two.is_number(),
            (Date | Timestamp | TimestampWithTimeZone | Time, two) => two.is_datetime(),
            (Self::Other(_), Self::Other(_)) => true,
            (Self::Other("hyperloglog" | "qdigest" | "tdigest" | "uuid"), Self::Varbinary) => true,
            _ => false,
        }
    }
}

/// A field has a name before its type, or none.
fn row_field(text: &str) -> Result<(Option<String>, Type), UnknownType> {
    if let Ok(kind) = Type::parse(text) {
        return Ok((None, kind));
    }
    let text = text.trim();
    let unknown = || UnknownType(text.to_owned());
    let (name, kind) = match text.strip_prefix('"') {
        Some(rest) => rest.split_once('"').ok_or_else(unknown)?,
        None => text.split_once(char::is_whitespace).ok_or_else(unknown)?,
    };
    Ok((Some(name.to_lowercase()), Type::parse(kind)?))
}

/// What stands between the commas that are in no bracket.
pub(crate) fn parts(text: &str) -> Vec<&str> {
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

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Wrong | Self::Unknown => "unknown",
            Self::Boolean => "boolean",
            Self::Tinyint => "tinyint",
            Self::Smallint => "smallint",
            Self::Integer => "integer",
            Self::Bigint => "bigint",
            Self::Real => "real",
            Self::Double => "double",
            Self::Decimal { precision, scale } => {
                return write!(f, "decimal({precision},{scale})");
            }
            Self::Varchar => "varchar",
            Self::Char => "char",
            Self::Varbinary => "varbinary",
            Self::Date => "date",
            Self::Time => "time",
            Self::Timestamp => "timestamp(3)",
            Self::TimestampWithTimeZone => "timestamp(3) with time zone",
            Self::IntervalDayToSecond => "interval day to second",
            Self::IntervalYearToMonth => "interval year to month",
            Self::Json => "json",
            Self::Array(element) => return write!(f, "array({element})"),
            Self::Map(key, value) => return write!(f, "map({key}, {value})"),
            Self::Row(fields) => {
                f.write_str("row(")?;
                for (at, (name, kind)) in fields.iter().enumerate() {
                    let comma = if at > 0 { ", " } else { "" };
                    match name {
                        Some(name) => write!(f, "{comma}{name} {kind}")?,
                        None => write!(f, "{comma}{kind}")?,
                    }
                }
                return f.write_str(")");
            }
            Self::Other(name) => name,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Type {
        Type::parse(text).unwrap()
    }

    #[test]
    fn types_are_read_and_written() {
        for text in [
            "bigint",
            "decimal(12,3)",
            "array(row(name varchar, confidence double))",
            "map(varchar, array(integer))",
            "timestamp(3) with time zone",
            "row(bigint, varchar)",
        ] {
            assert_eq!(of(text).to_string(), text);
        }
        for text in ["strng", "array(", "decimal(1000)", "row()", ""] {
            assert!(Type::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_common_type_is_trinos() {
        for (one, two, common) in [
            ("integer", "bigint", Some("bigint")),
            ("bigint", "double", Some("double")),
            ("integer", "decimal(3,1)", Some("decimal(11,1)")),
            ("decimal(5,2)", "decimal(10,4)", Some("decimal(10,4)")),
            ("decimal(5,2)", "double", Some("double")),
            ("date", "timestamp", Some("timestamp(3)")),
            ("array(integer)", "array(double)", Some("array(double)")),
            ("varchar", "bigint", None),
            ("varchar", "date", None),
            ("boolean", "integer", None),
            ("array(integer)", "integer", None),
        ] {
            let found = of(one).common(&of(two));
            assert_eq!(
                found.map(|t| t.to_string()).as_deref(),
                common,
                "{one} {two}"
            );
        }
    }

    #[test]
    fn casts_are_trinos() {
        for (one, two, can) in [
            ("varchar", "date", true),
            ("bigint", "varchar", true),
            ("boolean", "integer", true),
            ("date", "bigint", false),
            ("timestamp", "date", true),
            ("boolean", "date", false),
            ("array(integer)", "array(varchar)", true),
            ("array(integer)", "varchar", false),
            ("json", "array(varchar)", true),
        ] {
            assert_eq!(of(one).casts_to(&of(two)), can, "{one} {two}");
        }
    }
}
