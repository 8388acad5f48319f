//! Points in time, as they come in from outside.

use std::fmt;

use jiff::Timestamp;
use jiff::fmt::temporal::DateTimePrinter;
use serde::{Deserialize, Serialize};

/// A point in time, to the millisecond.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Moment(i64);

impl Moment {
    /// The moment this many milliseconds after 1970 began, in UTC.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// How many milliseconds after 1970 began it is.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// The moment this many seconds later. Far-off moments stay at the last there is.
    #[must_use]
    pub fn after_seconds(self, seconds: f64) -> Self {
        Self(self.0.saturating_add((seconds * 1000.0) as i64))
    }

    /// The moment that an RFC 3339 timestamp tells; `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        if !asl::is_timestamp(text) {
            return None;
        }
        text.parse::<Timestamp>()
            .ok()
            .map(|at| Self(at.as_millisecond()))
    }
}

impl fmt::Display for Moment {
    /// As `2026-03-14T01:59:26.535Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(at) = Timestamp::from_millisecond(self.0) else {
            return write!(f, "{}ms", self.0);
        };
        f.write_str(
            &DateTimePrinter::new()
                .precision(Some(3))
                .timestamp_to_string(&at),
        )
    }
}
