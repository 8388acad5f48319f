//! Column types, and their two spellings: Hive's in Glue and in DDL, Trino's in queries.
//!
//! <https://docs.aws.amazon.com/athena/latest/ug/data-types.html>

use std::fmt::Write as _;

/// The type of a column or of a part of one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AthenaType {
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
        /// Digits after the point, at most `precision`.
        scale: u8,
    },
    /// Text.
    Varchar,
    /// Bytes.
    Varbinary,
    /// A day without a time zone.
    Date,
    /// A point in time without a time zone, to the millisecond. The lake keeps UTC.
    Timestamp,
    /// Any number of elements of one type.
    Array(Box<Self>),
    /// Keys and their values.
    Map(Box<Self>, Box<Self>),
    /// Named fields.
    Row(Vec<RowField>),
}

/// A field of an [`AthenaType::Row`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RowField {
    /// Its name.
    pub name: String,
    /// Its type.
    pub data_type: AthenaType,
}

/// A text that is no type in Hive's spelling.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no column type: {problem} at character {at}")]
pub struct TypeError {
    text: String,
    problem: String,
    at: usize,
}

impl AthenaType {
    /// An array of this type.
    #[must_use]
    pub fn array(self) -> Self {
        Self::Array(Box::new(self))
    }

    /// Hive's spelling, as Glue and DDL have it: `array<struct<name:string>>`.
    pub fn glue(&self) -> String {
        match self {
            Self::Boolean => "boolean".to_owned(),
            Self::Tinyint => "tinyint".to_owned(),
            Self::Smallint => "smallint".to_owned(),
            Self::Integer => "int".to_owned(),
            Self::Bigint => "bigint".to_owned(),
            Self::Real => "float".to_owned(),
            Self::Double => "double".to_owned(),
            Self::Decimal { precision, scale } => format!("decimal({precision},{scale})"),
            Self::Varchar => "string".to_owned(),
            Self::Varbinary => "binary".to_owned(),
            Self::Date => "date".to_owned(),
            Self::Timestamp => "timestamp".to_owned(),
            Self::Array(element) => format!("array<{}>", element.glue()),
            Self::Map(key, value) => format!("map<{},{}>", key.glue(), value.glue()),
            Self::Row(fields) => joined("struct<", fields, ",", ">", |out, field| {
                let _ = write!(out, "{}:{}", field.name, field.data_type.glue());
            }),
        }
    }

    /// Trino's spelling, as queries have it: `array(row(name varchar))`.
    pub fn trino(&self) -> String {
        match self {
            Self::Integer => "integer".to_owned(),
            Self::Real => "real".to_owned(),
            Self::Varchar => "varchar".to_owned(),
            Self::Varbinary => "varbinary".to_owned(),
            Self::Timestamp => "timestamp(3)".to_owned(),
            Self::Array(element) => format!("array({})", element.trino()),
            Self::Map(key, value) => format!("map({}, {})", key.trino(), value.trino()),
            Self::Row(fields) => joined("row(", fields, ", ", ")", |out, field| {
                let _ = write!(out, "{} {}", field.name, field.data_type.trino());
            }),
            same => same.glue(),
        }
    }

    /// Parses Hive's spelling. `varchar(n)` and `char(n)` are read as text of any length.
    ///
    /// # Errors
    /// When the text is no type that Athena reads from Parquet.
    pub fn parse_glue(text: &str) -> Result<Self, TypeError> {
        let mut parser = Parser { text, at: 0 };
        let parsed = parser.data_type()?;
        if parser.rest().trim().is_empty() {
            Ok(parsed)
        } else {
            Err(parser.error("unexpected text"))
        }
    }
}

fn joined(
    open: &str,
    fields: &[RowField],
    separator: &str,
    close: &str,
    write: impl Fn(&mut String, &RowField),
) -> String {
    let mut out = open.to_owned();
    for (at, field) in fields.iter().enumerate() {
        if at > 0 {
            out.push_str(separator);
        }
        write(&mut out, field);
    }
    out.push_str(close);
    out
}

/// Types nest; the text comes from outside, so the nesting is bounded by its brackets' count.
const DEEPEST: usize = 32;

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn error(&self, problem: impl Into<String>) -> TypeError {
        TypeError {
            text: self.text.to_owned(),
            problem: problem.into(),
            at: self.at + 1,
        }
    }

    fn skip_spaces(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn word(&mut self) -> Result<&'a str, TypeError> {
        self.skip_spaces();
        let rest = self.rest();
        let end = rest
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$')))
            .unwrap_or(rest.len());
        if end == 0 {
            return Err(self.error("a name is missing"));
        }
        self.at += end;
        Ok(&rest[..end])
    }

    fn take(&mut self, expected: char) -> bool {
        self.skip_spaces();
        let found = self.rest().starts_with(expected);
        if found {
            self.at += expected.len_utf8();
        }
        found
    }

    fn expect(&mut self, expected: char) -> Result<(), TypeError> {
        if self.take(expected) {
            Ok(())
        } else {
            Err(self.error(format!("'{expected}' is missing")))
        }
    }

    fn number(&mut self) -> Result<u8, TypeError> {
        let word = self.word()?;
        word.parse()
            .map_err(|_| self.error(format!("{word:?} is no length from 0 to 255")))
    }

    fn data_type(&mut self) -> Result<AthenaType, TypeError> {
        if self.text[..self.at].matches('<').count() > DEEPEST {
            return Err(self.error(format!("nested deeper than {DEEPEST}")));
        }
        let name = self.word()?.to_ascii_lowercase();
        Ok(match name.as_str() {
            "boolean" => AthenaType::Boolean,
            "tinyint" => AthenaType::Tinyint,
            "smallint" => AthenaType::Smallint,
            "int" | "integer" => AthenaType::Integer,
            "bigint" => AthenaType::Bigint,
            "float" | "real" => AthenaType::Real,
            "double" => AthenaType::Double,
            "string" => AthenaType::Varchar,
            "binary" => AthenaType::Varbinary,
            "date" => AthenaType::Date,
            "timestamp" => AthenaType::Timestamp,
            "varchar" | "char" => {
                if self.take('(') {
                    self.word()?;
                    self.expect(')')?;
                }
                AthenaType::Varchar
            }
            "decimal" => self.decimal()?,
            "array" => {
                self.expect('<')?;
                let element = self.data_type()?;
                self.expect('>')?;
                element.array()
            }
            "map" => {
                self.expect('<')?;
                let key = self.data_type()?;
                self.expect(',')?;
                let value = self.data_type()?;
                self.expect('>')?;
                AthenaType::Map(Box::new(key), Box::new(value))
            }
            "struct" => self.row()?,
            unknown => return Err(self.error(format!("unknown type {unknown:?} ends"))),
        })
    }

    fn decimal(&mut self) -> Result<AthenaType, TypeError> {
        let (mut precision, mut scale) = (10, 0);
        if self.take('(') {
            precision = self.number()?;
            if self.take(',') {
                scale = self.number()?;
            }
            self.expect(')')?;
        }
        if (1..=38).contains(&precision) && scale <= precision {
            Ok(AthenaType::Decimal { precision, scale })
        } else {
            Err(self
                .error("a decimal has 1 to 38 digits and no more of them after the point; it ends"))
        }
    }

    fn row(&mut self) -> Result<AthenaType, TypeError> {
        self.expect('<')?;
        let mut fields = Vec::new();
        loop {
            let name = self.word()?.to_owned();
            self.expect(':')?;
            let data_type = self.data_type()?;
            fields.push(RowField { name, data_type });
            if !self.take(',') {
                break;
            }
        }
        self.expect('>')?;
        Ok(AthenaType::Row(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_reads_as_it_is_written() {
        for text in [
            "string",
            "decimal(12,3)",
            "array<struct<name:string,confidence:double>>",
            "map<string,array<int>>",
            "struct<a:float,b:struct<c:binary,d:date>,e:timestamp>",
        ] {
            assert_eq!(AthenaType::parse_glue(text).unwrap().glue(), text);
        }
        assert_eq!(
            AthenaType::parse_glue(" array < struct < a : varchar(20) , b : int > > ")
                .unwrap()
                .trino(),
            "array(row(a varchar, b integer))"
        );
    }

    #[test]
    fn what_is_no_type_is_refused_with_its_place() {
        for (text, told) in [
            ("strng", "unknown type \"strng\""),
            ("array<string", "'>' is missing at character 13"),
            ("decimal(39,0)", "1 to 38"),
            ("struct<a string>", "':' is missing"),
            ("int int", "unexpected text"),
            ("", "a name is missing"),
        ] {
            let error = AthenaType::parse_glue(text).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
        assert!(AthenaType::parse_glue(&"array<".repeat(100_000)).is_err());
    }
}
