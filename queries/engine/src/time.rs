//! Days and milliseconds since 1970 as civil dates.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

/// The date so many days after 1970-01-01; `None` outside the years -9999 to 9999.
pub(crate) fn date_of_days(days: i32) -> Option<Date> {
    datetime_of_millis(i64::from(days) * 86_400_000).map(DateTime::date)
}

/// The time so many milliseconds after 1970 UTC; `None` outside the years -9999 to 9999.
pub(crate) fn datetime_of_millis(millis: i64) -> Option<DateTime> {
    let at = Timestamp::from_millisecond(millis).ok()?;
    Some(Offset::UTC.to_datetime(at))
}

/// Milliseconds after 1970 UTC.
pub(crate) fn millis_of_datetime(at: DateTime) -> Option<i64> {
    Some(Offset::UTC.to_timestamp(at).ok()?.as_millisecond())
}

/// Days after 1970-01-01.
pub(crate) fn days_of_date(date: Date) -> Option<i32> {
    let millis = millis_of_datetime(date.to_datetime(jiff::civil::Time::midnight()))?;
    i32::try_from(millis.div_euclid(86_400_000)).ok()
}
