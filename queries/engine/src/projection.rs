//! Partition projection: which values a partition key can have, and where they are stored.
//!
//! The values are told by the table's properties and not by a catalogue. Athena asks for every
//! projected location; here the files that exist are listed once and kept when the properties
//! project their partition, which gives the same rows without a million empty requests.
//! <https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html>

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::DateTime;

use crate::catalog::GlueTable;
use crate::error::{ErrorKind, QueryError};
use crate::time_format::Pattern;

/// How the partitions of a table are found.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Projection {
    keys: Vec<Key>,
    /// The texts between the keys' values: one more than there are places for values.
    literals: Vec<String>,
    /// Which key stands at each place.
    places: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq)]
struct Key {
    name: String,
    values: Values,
}

/// The values of a key.
#[derive(Debug, Clone, PartialEq)]
enum Values {
    Enum(Vec<String>),
    Integer {
        least: i64,
        most: i64,
        interval: i64,
        /// Written with at least so many digits.
        digits: usize,
    },
    Date {
        first: DateTime,
        last: DateTime,
        pattern: Pattern,
        step: Step,
    },
    /// Any; a statement has to name one.
    Injected,
}

/// What lies between two dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    count: i64,
    unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Months(i64),
    Seconds(i64),
}

impl Projection {
    /// Reads a table's properties. `None` when the table is partitioned and does not project:
    /// its partitions would have to be registered, and there are none.
    pub(crate) fn parse(table: &GlueTable, now: DateTime) -> Result<Option<Self>, QueryError> {
        let properties = &table.parameters;
        let enabled = properties
            .get("projection.enabled")
            .is_some_and(|value| value.eq_ignore_ascii_case("true"));
        if !enabled {
            return Ok(table
                .partition_keys
                .is_empty()
                .then(|| Self::whole(&table.location)));
        }
        let bad = |what: String| {
            QueryError::new(
                ErrorKind::InvalidTableProperty,
                format!("Table '{}': {what}", table.name),
            )
        };
        let mut keys = Vec::new();
        for key in &table.partition_keys {
            let values = Values::parse(&key.name, properties, now).map_err(bad)?;
            keys.push(Key {
                name: key.name.clone(),
                values,
            });
        }
        let template = properties
            .get("storage.location.template")
            .cloned()
            .unwrap_or_else(|| {
                let mut template = table.location.clone();
                for key in &keys {
                    template.push_str(&format!("{name}=${{{name}}}/", name = key.name));
                }
                template
            });
        Self::with_template(keys, &template).map(Some).map_err(bad)
    }

    fn whole(location: &str) -> Self {
        Self {
            keys: Vec::new(),
            literals: vec![location.to_owned()],
            places: Vec::new(),
        }
    }

    fn with_template(keys: Vec<Key>, template: &str) -> Result<Self, String> {
        let (mut literals, mut places) = (Vec::new(), Vec::new());
        let mut rest = template;
        while let Some((literal, after)) = rest.split_once("${") {
            let (name, after) = after
                .split_once('}')
                .ok_or_else(|| "a '${' of storage.location.template is not closed".to_owned())?;
            let place = keys
                .iter()
                .position(|key| key.name.eq_ignore_ascii_case(name))
                .ok_or_else(|| {
                    format!("storage.location.template names '{name}', which is no partition key")
                })?;
            literals.push(literal.to_owned());
            places.push(place);
            rest = after;
        }
        let mut last = rest.to_owned();
        if !last.ends_with('/') {
            last.push('/');
        }
        literals.push(last);
        if let Some(key) = keys.iter().enumerate().find(|(at, _)| !places.contains(at)) {
            return Err(format!(
                "storage.location.template does not name the partition key '{}'",
                key.1.name
            ));
        }
        Ok(Self {
            keys,
            literals,
            places,
        })
    }

    /// The locations to list, given the values that a statement names for some of the keys.
    /// The keys of the template are filled in from the left as far as their values are few.
    pub(crate) fn prefixes(&self, named: &BTreeMap<String, Vec<String>>) -> Vec<String> {
        /// More locations than this are not worth their requests.
        const MOST: usize = 64;
        let mut prefixes = vec![self.literals[0].clone()];
        for (at, place) in self.places.iter().enumerate() {
            let key = &self.keys[*place];
            let values: Vec<&String> = match (named.get(&key.name), &key.values) {
                (Some(values), _) => values.iter().filter(|v| key.values.contains(v)).collect(),
                (None, Values::Enum(values)) => values.iter().collect(),
                _ => break,
            };
            if prefixes.len() * values.len() > MOST {
                break;
            }
            let literal = &self.literals[at + 1];
            prefixes = prefixes
                .iter()
                .flat_map(|prefix| {
                    values
                        .iter()
                        .map(move |value| format!("{prefix}{value}{literal}"))
                })
                .collect();
        }
        prefixes
    }

    /// The keys that a statement has to name a value of.
    pub(crate) fn injected(&self) -> impl Iterator<Item = &str> {
        self.keys
            .iter()
            .filter(|key| key.values == Values::Injected)
            .map(|key| key.name.as_str())
    }

    /// The values of the partition that a file belongs to, in the order of the keys; `None`
    /// when the file is in no projected partition or is hidden.
    pub(crate) fn values_of(&self, file: &str) -> Option<Vec<String>> {
        let mut values = vec![String::new(); self.keys.len()];
        let mut rest = file.strip_prefix(self.literals[0].as_str())?;
        for (place, literal) in self.places.iter().zip(&self.literals[1..]) {
            let key = &self.keys[*place];
            let value = key.values.take(rest, literal)?;
            if !key.values.contains(value) {
                return None;
            }
            rest = rest[value.len()..].strip_prefix(literal.as_str())?;
            values[*place] = value.to_owned();
        }
        let hidden = rest.split('/').any(|part| part.starts_with(['_', '.']));
        (!rest.is_empty() && !hidden).then_some(values)
    }
}

impl Values {
    fn parse(
        name: &str,
        properties: &BTreeMap<String, String>,
        now: DateTime,
    ) -> Result<Self, String> {
        let property = |what: &str| properties.get(&format!("projection.{name}.{what}"));
        let required = |what: &str| {
            property(what).ok_or_else(|| format!("projection.{name}.{what} is missing"))
        };
        let kind = required("type")?;
        match kind.to_ascii_lowercase().as_str() {
            "enum" => Ok(Self::Enum(
                required("values")?
                    .split(',')
                    .map(|value| value.trim().to_owned())
                    .collect(),
            )),
            "integer" => {
                let number = |what: &str, text: &str| {
                    text.trim().parse::<i64>().map_err(|_| {
                        format!("projection.{name}.{what}: {text:?} is no whole number")
                    })
                };
                let range = required("range")?;
                let (least, most) = range.split_once(',').ok_or_else(|| {
                    format!("projection.{name}.range: {range:?} is not \"least,most\"")
                })?;
                Ok(Self::Integer {
                    least: number("range", least)?,
                    most: number("range", most)?,
                    interval: property("interval")
                        .map_or(Ok(1), |text| number("interval", text))?
                        .max(1),
                    digits: property("digits")
                        .map_or(Ok(0), |text| number("digits", text))?
                        .clamp(0, 20) as usize,
                })
            }
            "date" => Self::date(name, properties, now),
            "injected" => Ok(Self::Injected),
            other => Err(format!(
                "projection.{name}.type: {other:?} is none of enum, integer, date, injected"
            )),
        }
    }

    fn date(
        name: &str,
        properties: &BTreeMap<String, String>,
        now: DateTime,
    ) -> Result<Self, String> {
        let property = |what: &str| properties.get(&format!("projection.{name}.{what}"));
        let required = |what: &str| {
            property(what).ok_or_else(|| format!("projection.{name}.{what} is missing"))
        };
        let pattern = Pattern::java(required("format")?)
            .map_err(|error| format!("projection.{name}.format: {error}"))?;
        let range = required("range")?;
        let (first, last) = range
            .split_once(',')
            .ok_or_else(|| format!("projection.{name}.range: {range:?} is not \"first,last\""))?;
        let end = |text: &str| {
            date_end(text.trim(), &pattern, now)
                .map_err(|error| format!("projection.{name}.range: {error}"))
        };
        let count = match property("interval") {
            None => 1,
            Some(text) => text
                .trim()
                .parse()
                .ok()
                .filter(|count| *count > 0)
                .ok_or_else(|| {
                    format!("projection.{name}.interval: {text:?} is no positive number")
                })?,
        };
        let unit = property("interval.unit").map_or("DAYS", String::as_str);
        Ok(Self::Date {
            first: end(first)?,
            last: end(last)?,
            step: Step {
                count,
                unit: Unit::parse(unit).ok_or_else(|| {
                    format!("projection.{name}.interval.unit: {unit:?} is none of YEARS, MONTHS, WEEKS, DAYS, HOURS, MINUTES, SECONDS")
                })?,
            },
            pattern,
        })
    }

    /// The value at the beginning of a path.
    fn take<'a>(&self, text: &'a str, literal: &str) -> Option<&'a str> {
        // A value ends at the text that follows in the template, or with its folder.
        let slashes = match self {
            Self::Date { pattern, .. } => pattern.slashes(),
            _ => 0,
        };
        let folder = text
            .match_indices('/')
            .nth(slashes)
            .map_or(text.len(), |(at, _)| at);
        if literal.starts_with('/') {
            return Some(&text[..folder]);
        }
        text[..folder].find(literal).map(|at| &text[..at])
    }

    fn contains(&self, value: &str) -> bool {
        match self {
            Self::Enum(values) => values.iter().any(|known| known == value),
            Self::Integer {
                least,
                most,
                interval,
                digits,
            } => value.parse::<i64>().is_ok_and(|number| {
                (*least..=*most).contains(&number)
                    && number
                        .abs_diff(*least)
                        .is_multiple_of(interval.unsigned_abs())
                    && format!("{number:0width$}", width = *digits) == value
            }),
            Self::Date {
                first,
                last,
                pattern,
                step,
            } => pattern
                .parse(value)
                .is_ok_and(|at| *first <= at && at <= *last && step.reaches(*first, at)),
            Self::Injected => !value.is_empty(),
        }
    }
}

impl Unit {
    fn parse(text: &str) -> Option<Self> {
        Some(
            match text.trim().to_ascii_uppercase().trim_end_matches('S') {
                "YEAR" => Self::Months(12),
                "MONTH" => Self::Months(1),
                "WEEK" => Self::Seconds(7 * 86_400),
                "DAY" => Self::Seconds(86_400),
                "HOUR" => Self::Seconds(3_600),
                "MINUTE" => Self::Seconds(60),
                "SECOND" => Self::Seconds(1),
                _ => return None,
            },
        )
    }

    fn span(self, count: i64) -> Result<Span, jiff::Error> {
        match self {
            Self::Months(months) => Span::new().try_months(months.saturating_mul(count)),
            Self::Seconds(seconds) => Span::new().try_seconds(seconds.saturating_mul(count)),
        }
    }
}

impl Step {
    fn reaches(self, first: DateTime, at: DateTime) -> bool {
        match self.unit {
            Unit::Months(months) => {
                let index = |at: DateTime| i64::from(at.year()) * 12 + i64::from(at.month());
                (index(at) - index(first)) % (months * self.count) == 0
            }
            Unit::Seconds(seconds) => {
                // The first value may be in the middle of a unit (NOW); days are told by date.
                let from = if seconds >= 86_400 {
                    first.date().into()
                } else {
                    first
                };
                let passed = at.duration_since(from).as_secs();
                passed % (seconds * self.count) == 0
            }
        }
    }
}

/// An end of a range: a date in the pattern, or `NOW`, `NOW-3YEARS`, `NOW+1DAY`.
fn date_end(text: &str, pattern: &Pattern, now: DateTime) -> Result<DateTime, String> {
    let Some(offset) = text.strip_prefix("NOW") else {
        return pattern.parse(text);
    };
    let offset = offset.trim();
    if offset.is_empty() {
        return Ok(now);
    }
    let wrong = || format!("{text:?} is neither a date nor NOW with an offset such as NOW-3YEARS");
    let sign = match offset.as_bytes().first() {
        Some(b'+') => 1,
        Some(b'-') => -1,
        _ => return Err(wrong()),
    };
    let offset = offset[1..].trim();
    let digits = offset.bytes().take_while(u8::is_ascii_digit).count();
    let count: i64 = offset[..digits].parse().map_err(|_| wrong())?;
    let unit = Unit::parse(&offset[digits..]).ok_or_else(wrong)?;
    let span = unit.span(sign * count).map_err(|error| error.to_string())?;
    now.checked_add(span).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::datetime;
    use serde_json::json;

    fn table(parameters: &serde_json::Value) -> GlueTable {
        GlueTable::parse(&json!({
            "Name": "t",
            "Parameters": parameters,
            "PartitionKeys": [
                { "Name": "class", "Type": "string" },
                { "Name": "day", "Type": "string" },
            ],
            "StorageDescriptor": {
                "Location": "s3://b/t",
                "SerdeInfo": { "SerializationLibrary": "parquet" },
            },
        }))
        .unwrap()
    }

    fn projection(extra: &[(&str, &str)]) -> Result<Projection, QueryError> {
        let mut parameters = json!({
            "projection.enabled": "true",
            "projection.class.type": "enum",
            "projection.class.values": "meter, pipe",
            "projection.day.type": "date",
            "projection.day.range": "2020-01-01,NOW+1DAY",
            "projection.day.format": "yyyy-MM-dd",
        });
        for (key, value) in extra {
            parameters[*key] = json!(value);
        }
        let now = datetime(2026, 11, 22, 13, 0, 0, 0);
        Ok(Projection::parse(&table(&parameters), now)?.unwrap())
    }

    #[test]
    fn files_of_projected_partitions_alone_belong_to_the_table() {
        let projection = projection(&[]).unwrap();
        let values = |file: &str| projection.values_of(&format!("s3://b/t/{file}"));
        assert_eq!(
            values("class=pipe/day=2026-11-23/a.parquet"),
            Some(vec!["pipe".to_owned(), "2026-11-23".to_owned()])
        );
        for outside in [
            "class=panel/day=2026-11-23/a.parquet",
            "class=pipe/day=2026-11-24/a.parquet",
            "class=pipe/day=2019-12-31/a.parquet",
            "class=pipe/day=soon/a.parquet",
            "class=pipe/a.parquet",
            "class=pipe/day=2026-11-23/_SUCCESS",
            "class=pipe/day=2026-11-23/",
        ] {
            assert_eq!(values(outside), None, "{outside}");
        }
    }

    #[test]
    fn the_values_that_a_statement_names_narrow_what_is_listed() {
        let projection = projection(&[]).unwrap();
        let named = |pairs: &[(&str, &[&str])]| {
            let named = pairs
                .iter()
                .map(|(key, values)| {
                    (
                        (*key).to_owned(),
                        values.iter().map(|v| (*v).to_owned()).collect(),
                    )
                })
                .collect();
            projection.prefixes(&named)
        };
        assert_eq!(
            named(&[]),
            ["s3://b/t/class=meter/day=", "s3://b/t/class=pipe/day="]
        );
        assert_eq!(
            named(&[("class", &["pipe", "../up"]), ("day", &["2026-01-01"])]),
            ["s3://b/t/class=pipe/day=2026-01-01/"]
        );
    }

    #[test]
    fn a_template_says_where_a_partition_is() {
        let projection = projection(&[
            ("storage.location.template", "s3://other/x/${day}/${class}"),
            ("projection.day.format", "yyyy/MM"),
            ("projection.day.range", "2026/01,NOW"),
            ("projection.day.interval.unit", "MONTHS"),
            ("projection.day.interval", "2"),
        ])
        .unwrap();
        let values = |file: &str| projection.values_of(file);
        assert_eq!(
            values("s3://other/x/2026/03/pipe/a"),
            Some(vec!["pipe".to_owned(), "2026/03".to_owned()])
        );
        assert_eq!(values("s3://other/x/2026/04/pipe/a"), None);
        assert_eq!(values("s3://b/t/class=pipe/day=2026/a"), None);
    }

    #[test]
    fn properties_that_make_no_projection_are_told() {
        for (key, value, told) in [
            (
                "projection.day.range",
                "2020-01-01",
                "is not \"first,last\"",
            ),
            ("projection.day.range", "2020-01-01,NOW+1", "NOW-3YEARS"),
            ("projection.day.type", "days", "none of enum"),
            ("projection.day.interval", "0", "positive"),
            (
                "storage.location.template",
                "s3://b/${class}/",
                "does not name the partition key 'day'",
            ),
            (
                "storage.location.template",
                "s3://b/${class}/${da}/",
                "names 'da'",
            ),
        ] {
            let error = projection(&[(key, value)]).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
    }
}
