//! Which pictures of a class are compared: what the live version was made for, and what is recent; and
//! since when what repairs tell is news to it.
//!
//! A version that was trained on pictures from the field was made for the time that those were chosen from,
//! until the last of them landed, which its lineage records. Any other is held against the first pictures that landed since it went live,
//! as the history says. What no change made live, `deploy` and `inspect` did, is held against the
//! first pictures of all.
//!
//! A repair may tell of a picture that landed long before: it is news by its own time, from the end of the
//! live version's window on, else since that version's training began, which is before it went live; else
//! since what is live went live.

use std::sync::Arc;

use async_trait::async_trait;
use contracts::lineage::{Change, LivePointer};
use contracts::monitoring::{Windows, WindowsInput};
use contracts::tasks::ChooseWindows;
use contracts::{Day, DeviceClass, NoError, ServiceError, VersionId, layout};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use runtime::{Failure, Handler, Start, StartError, Storage};

use crate::store;

/// How many days before it landed a picture may have been captured to be read.
const CAPTURED_BEFORE: i64 = 90;
/// The first and the last moment there is.
const EVER: &str = "2020-01-01 00:00:00.000";
const NEVER: &str = "9999-12-31 00:00:00.000";

/// The handler of [`ChooseWindows`].
pub struct Choosing {
    lake: Arc<dyn Storage>,
}

impl Choosing {
    /// Builds the handler from the function's environment.
    ///
    /// # Errors
    /// When a variable is missing.
    pub async fn start(start: Start) -> Result<Self, StartError> {
        let lake = start.bucket(start.variables.lake_bucket()?);
        Ok(Self::new(Arc::new(lake)))
    }

    /// A handler over the lake.
    pub fn new(lake: Arc<dyn Storage>) -> Self {
        Self { lake }
    }

    /// When what is live went live; `None` when no change made it so.
    async fn live_since(
        &self,
        class: &DeviceClass,
        live: &LivePointer,
    ) -> Result<Option<Timestamp>, Failure<NoError>> {
        let mut revision = live.revision;
        while let Some(asked) = revision {
            let key = layout::history_key(class, asked);
            let change = store::read::<Change>(&*self.lake, &key).await?;
            let Some(change) = change.map(|change| change.value) else {
                return Ok(None);
            };
            let made = change.to.as_ref();
            if made.is_none_or(|made| made.version != live.model.version) {
                return Ok(None);
            }
            match change.undoes {
                None => return time(&change.at).map(Some),
                // What a change is taken back to has been live since before that change.
                Some(undone) => revision = undone.checked_sub(1).filter(|before| *before > 0),
            }
        }
        Ok(None)
    }
}

#[async_trait]
impl Handler<ChooseWindows> for Choosing {
    async fn handle(&self, input: WindowsInput) -> Result<Windows, Failure<NoError>> {
        let class = &input.device_class;
        let now = time(&input.at)?;
        let days = i64::try_from(input.recent_days).unwrap_or(i64::MAX);
        let recent = before(now, days);
        let live = store::read::<LivePointer>(&*self.lake, &layout::live_model_key(class)).await?;
        let oldest = before(now, i64::try_from(input.feedback_days).unwrap_or(i64::MAX));
        let learn_first_day = day(before(recent, CAPTURED_BEFORE).min(oldest));
        let Some(live) = live.map(|live| live.value) else {
            return Ok(Windows {
                version: None,
                first_day: day(before(recent, CAPTURED_BEFORE)),
                reference_from: EVER.to_owned(),
                reference_until: NEVER.to_owned(),
                recent_from: spelled(recent),
                told_from: spelled(oldest),
                learn_first_day,
            });
        };
        let version = match VersionId::parse(live.model.version.as_str()) {
            Ok(id) => store::version(&*self.lake, class, &id).await?,
            Err(_) => None,
        };
        let trained_at = version.as_ref().map(|version| time(&version.created_at));
        let trained_at = trained_at.transpose()?;
        let window = version.and_then(|version| version.data.window);
        let (from, until, earliest, told) = match window {
            Some(window) => {
                let begin = time(&format!("{}Z", window.from))?;
                let end = time(&format!("{}Z", window.until))?;
                (window.from, window.until, begin, Some(end))
            }
            None => {
                let since = self.live_since(class, &live).await?;
                let from = since.map_or_else(|| EVER.to_owned(), spelled);
                (
                    from,
                    NEVER.to_owned(),
                    since.unwrap_or(Timestamp::UNIX_EPOCH),
                    trained_at.or(since),
                )
            }
        };
        // What landed in the window is never recent.
        let recent_from = match until.as_str() {
            NEVER => spelled(recent),
            until => spelled(recent).max(until.to_owned()),
        };
        Ok(Windows {
            version: Some(live.model.version),
            first_day: day(before(earliest.min(recent), CAPTURED_BEFORE)),
            reference_from: from,
            reference_until: until,
            recent_from,
            told_from: spelled(told.unwrap_or(oldest)),
            learn_first_day,
        })
    }
}

fn before(time: Timestamp, days: i64) -> Timestamp {
    let hours = days.saturating_mul(24).min(i64::MAX / 3600);
    time.checked_sub(SignedDuration::from_hours(hours))
        .unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A day, not before the lake's first.
fn day(time: Timestamp) -> String {
    let day = time.to_zoned(TimeZone::UTC).date().to_string();
    day.max(Day::FIRST.to_owned())
}

/// As Trino reads it.
fn spelled(time: Timestamp) -> String {
    format!("{:.3}", time.to_zoned(TimeZone::UTC).datetime()).replace('T', " ")
}

fn time(text: &str) -> Result<Timestamp, Failure<NoError>> {
    text.replace(' ', "T")
        .parse()
        .map_err(|error| Failure::Service {
            error: ServiceError::InvalidInput,
            detail: format!("{text:?} is no time such as 2026-11-22T10:00:00Z: {error}"),
        })
}
