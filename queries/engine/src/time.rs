//! Days and milliseconds since 1970 as civil dates. Computed on civil dates and not on points in time,
//! of which those of the last day of the year 9999 are none in every time zone.

use jiff::civil::{Date, DateTime, date};
use jiff::{Span, Unit};

const EPOCH: Date = date(1970, 1, 1);

/// The date so many days after 1970-01-01; `None` outside the years -9999 to 9999.
pub(crate) fn date_of_days(days: i32) -> Option<Date> {
    EPOCH.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// The time so many milliseconds after 1970 UTC; `None` outside the years -9999 to 9999.
pub(crate) fn datetime_of_millis(millis: i64) -> Option<DateTime> {
    let span = Span::new().try_milliseconds(millis).ok()?;
    EPOCH.at(0, 0, 0, 0).checked_add(span).ok()
}

/// Milliseconds after 1970 UTC.
pub(crate) fn millis_of_datetime(at: DateTime) -> Option<i64> {
    let span = EPOCH.at(0, 0, 0, 0).until((Unit::Millisecond, at)).ok()?;
    Some(span.get_milliseconds())
}

/// Days after 1970-01-01.
pub(crate) fn days_of_date(date: Date) -> Option<i32> {
    Some(EPOCH.until((Unit::Day, date)).ok()?.get_days())
}
