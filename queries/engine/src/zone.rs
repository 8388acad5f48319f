//! Time zones. A column of points in time has one zone, which is a part of its type: what stands for
//! a zone in a statement must be a constant, or values would have to carry a zone each.
//!
//! <https://trino.io/docs/current/language/types.html#timestamp-p-with-time-zone>

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, TimeUnit};
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use crate::time::datetime_of_millis;

/// The zone of Athena's sessions.
pub(crate) const UTC: &str = "UTC";
/// Names of UTC, in lower case.
const NAMES_OF_UTC: [&str; 9] = [
    "utc", "z", "gmt", "ut", "uct", "zulu", "etc/utc", "+00:00", "-00:00",
];
/// The farthest offset that Trino knows, in minutes.
const MOST_MINUTES: i32 = 14 * 60;

/// A zone of points in time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Zone {
    /// As Trino shows it.
    pub(crate) name: String,
    zone: TimeZone,
}

impl Zone {
    /// Reads a name such as `Europe/Berlin` or an offset such as `+05:30`.
    ///
    /// # Errors
    /// That there is no such zone.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if NAMES_OF_UTC.contains(&text.to_ascii_lowercase().as_str()) {
            return Ok(Self {
                name: UTC.to_owned(),
                zone: TimeZone::UTC,
            });
        }
        let unknown = || format!("Time zone not supported: {text}");
        if text.starts_with(['+', '-']) {
            return offset_minutes(text)
                .and_then(Self::fixed)
                .ok_or_else(unknown);
        }
        let zone = TimeZone::get(text).map_err(|_| unknown())?;
        let name = zone.iana_name().ok_or_else(unknown)?.to_owned();
        Ok(Self { name, zone })
    }

    /// So many minutes before UTC, or behind it.
    pub(crate) fn fixed(minutes: i32) -> Option<Self> {
        if minutes == 0 {
            return Self::parse(UTC).ok();
        }
        if minutes.abs() > MOST_MINUTES {
            return None;
        }
        let offset = Offset::from_seconds(minutes * 60).ok()?;
        let sign = if minutes < 0 { '-' } else { '+' };
        let minutes = minutes.abs();
        Some(Self {
            name: format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60),
            zone: TimeZone::fixed(offset),
        })
    }

    /// The zone of a type, where it has one.
    pub(crate) fn of(data_type: &DataType) -> Option<Self> {
        of(data_type).and_then(|name| Self::parse(name).ok())
    }

    pub(crate) fn is_utc(&self) -> bool {
        self.name == UTC
    }

    /// The type of points in time in this zone.
    pub(crate) fn data_type(&self) -> DataType {
        DataType::Timestamp(TimeUnit::Millisecond, Some(Arc::from(self.name.as_str())))
    }

    /// How far the zone's clocks are before UTC at an instant, in seconds.
    pub(crate) fn offset_seconds(&self, millis: i64) -> i32 {
        match Timestamp::from_millisecond(millis) {
            Ok(at) => self.zone.to_offset(at).seconds(),
            // Beyond the years -9999 to 9999 there are no rules.
            Err(_) => 0,
        }
    }

    /// What the zone's clocks show at an instant: milliseconds since 1970 there.
    pub(crate) fn local_millis(&self, millis: i64) -> i64 {
        if self.is_utc() {
            return millis;
        }
        millis.saturating_add(i64::from(self.offset_seconds(millis)) * 1_000)
    }

    /// The instant at which the zone's clocks show a time; the earlier where they show it twice,
    /// and as long after the gap as it is in it where they never do.
    pub(crate) fn instant_millis(&self, local: i64) -> Option<i64> {
        if self.is_utc() {
            return Some(local);
        }
        let at = datetime_of_millis(local)?;
        let at = self.zone.to_ambiguous_timestamp(at).compatible().ok()?;
        Some(at.as_millisecond())
    }
}

/// `+05:30`, `+0530` or `+5` in minutes.
fn offset_minutes(text: &str) -> Option<i32> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = match rest.split_once(':') {
        Some(parts) => parts,
        None if rest.len() == 4 => rest.split_at_checked(2)?,
        None => (rest, "00"),
    };
    let number = |text: &str| -> Option<i32> {
        let digits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// The name of a type's zone.
pub(crate) fn of(data_type: &DataType) -> Option<&str> {
    match data_type {
        DataType::Timestamp(_, Some(name)) => Some(name),
        _ => None,
    }
}

/// The type of points in time in UTC.
pub(crate) fn instant() -> DataType {
    DataType::Timestamp(TimeUnit::Millisecond, Some(Arc::from(UTC)))
}

/// Whether two types are points in time of zones that are not the same. What has no zone is meant in
/// that of the session.
pub(crate) fn differ(one: &DataType, other: &DataType) -> bool {
    let name = |of: &DataType| match of {
        DataType::Timestamp(_, Some(name)) if name.as_ref() == "+00:00" => Some(UTC.to_owned()),
        DataType::Timestamp(_, Some(name)) => Some(name.to_string()),
        DataType::Timestamp(_, None) | DataType::Date32 => Some(UTC.to_owned()),
        _ => None,
    };
    matches!((name(one), name(other)), (Some(one), Some(other)) if one != other)
}

/// Splits `2026-01-01 00:00:00 Europe/Berlin` into the time and its zone.
pub(crate) fn split(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    if let Some((time, zone)) = text.rsplit_once(' ') {
        let is_zone = zone.starts_with(['+', '-']) || zone.starts_with(char::is_alphabetic);
        if is_zone {
            return Some((time.trim_end(), zone));
        }
    }
    // An offset may follow the time at once; the signs of the date come before.
    let day = "2026-01-01".len();
    let at = text.rfind(['+', '-']).filter(|at| *at > day)?;
    Some((&text[..at], &text[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_have_the_names_that_trino_shows() {
        for (text, name) in [
            ("UTC", "UTC"),
            ("Z", "UTC"),
            ("+00:00", "UTC"),
            ("Europe/Berlin", "Europe/Berlin"),
            ("europe/berlin", "Europe/Berlin"),
            ("+5", "+05:00"),
            ("-0730", "-07:30"),
            ("+05:45", "+05:45"),
        ] {
            assert_eq!(
                Zone::parse(text).map(|zone| zone.name).as_deref(),
                Ok(name),
                "{text}"
            );
        }
        for text in ["Mars/Olympus", "+15:00", "+05:99", "+x", ""] {
            assert!(Zone::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn clocks_that_are_put_forward_or_back_are_told_as_java_tells_them() {
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        let millis = |text: &str| crate::time::millis_of_datetime(text.parse().unwrap()).unwrap();
        // 02:30 does not exist on the last Sunday of March, and comes twice on that of October.
        for (local, instant) in [
            ("2026-03-29T02:30", "2026-03-29T01:30"),
            ("2026-10-25T02:30", "2026-10-25T00:30"),
            ("2026-07-01T12:00", "2026-07-01T10:00"),
        ] {
            assert_eq!(
                berlin.instant_millis(millis(local)),
                Some(millis(instant)),
                "{local}"
            );
        }
        assert_eq!(
            berlin.local_millis(millis("2026-03-29T01:30")),
            millis("2026-03-29T03:30")
        );
    }

    #[test]
    fn a_zone_is_told_from_a_time() {
        for (text, parts) in [
            (
                "2026-01-01 00:00:00 UTC",
                Some(("2026-01-01 00:00:00", "UTC")),
            ),
            (
                "2026-01-01 00:00:00 -08:00",
                Some(("2026-01-01 00:00:00", "-08:00")),
            ),
            (
                "2026-01-01 00:00:00-08:00",
                Some(("2026-01-01 00:00:00", "-08:00")),
            ),
            ("2026-01-01 00:00:00", None),
            ("2026-01-01", None),
        ] {
            assert_eq!(split(text), parts, "{text}");
        }
    }
}
