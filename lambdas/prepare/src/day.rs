//! The day that a picture is filed under.

use std::fmt;

use contracts::batch::ListedObject;
use contracts::{Day, ServiceError};
use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};
use runtime::Failure;

/// When an object landed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Upload(Timestamp);

impl Upload {
    /// When `item` landed.
    ///
    /// # Errors
    /// When the listing gives a time that is none.
    pub(crate) fn of(item: &ListedObject) -> Result<Self, Failure> {
        Timestamp::from_second(item.last_modified)
            .map(Self)
            .map_err(|error| Failure::Service {
                error: ServiceError::InvalidInput,
                detail: format!("{}: LastModified is no time: {error}", item.key),
            })
    }

    /// The day it landed, in UTC.
    pub(crate) fn day(self) -> Result<Day, Failure> {
        named(date(self.0))
    }

    /// The day of capture where it can be right; the day of upload otherwise. Cameras whose
    /// clock was never set say the first day of their own calendar, and the tables hold no day
    /// that is still to come.
    pub(crate) fn day_of(self, captured: Option<Timestamp>) -> Result<Day, Failure> {
        let landed = date(self.0);
        // A camera east of UTC that tells no time zone is up to a day ahead.
        let last = landed.checked_add(1.day()).unwrap_or(landed);
        match captured.map(date) {
            Some(day) if day.to_string().as_str() >= Day::FIRST && day <= last => named(day),
            _ => named(landed),
        }
    }
}

/// RFC 3339 in UTC.
impl fmt::Display for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn date(at: Timestamp) -> Date {
    Offset::UTC.to_datetime(at).date()
}

fn named(date: Date) -> Result<Day, Failure> {
    Day::parse(date.to_string()).map_err(|error| Failure::unexpected(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day_of(captured: &str) -> String {
        let upload = Upload("2026-11-22T23:30:00Z".parse().unwrap());
        let captured = (!captured.is_empty()).then(|| captured.parse().unwrap());
        upload.day_of(captured).unwrap().to_string()
    }

    #[test]
    fn a_capture_day_that_cannot_be_right_gives_way_to_the_day_of_upload() {
        assert_eq!(day_of("2026-11-20T08:00:00Z"), "2026-11-20");
        assert_eq!(day_of("2026-11-23T23:59:59Z"), "2026-11-23");
        assert_eq!(day_of("2026-11-24T00:00:00Z"), "2026-11-22");
        assert_eq!(day_of("2020-01-01T00:00:00Z"), "2020-01-01");
        assert_eq!(day_of("2019-12-31T23:59:59Z"), "2026-11-22");
        assert_eq!(day_of("-000001-01-01T00:00:00Z"), "2026-11-22");
        assert_eq!(day_of(""), "2026-11-22");
    }
}
