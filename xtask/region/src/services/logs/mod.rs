//! CloudWatch Logs: groups, streams and events, bounded on disk.
//!
//! Events lie in the order of their time within a group, so that following a group is a range
//! scan. A group that grows beyond its bound loses its oldest events, whatever its retention.

mod filter;
mod operations;

use std::fmt;
use std::ops::Bound;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use crate::context::{Context, Scope};
use crate::error::ServiceError;
use crate::store::{Store, StoreError, Table, key};

/// The most bytes of a group, in messages.
const GROUP_BYTES: u64 = 64 * 1024 * 1024;
/// What a group is cut down to when it has more.
const TRIMMED_BYTES: u64 = 48 * 1024 * 1024;
/// What CloudWatch counts for an event beside its message.
const EVENT_OVERHEAD: u64 = 26;
/// The longest message in bytes; what is beyond is cut off.
const MESSAGE_BYTES: usize = 256 * 1024;

/// CloudWatch Logs of one AWS region.
pub struct Logs {
    store: Store,
    groups: Table<Group>,
    streams: Table<Stream>,
    events: Table<LogEvent>,
    /// Tells events of the same millisecond apart.
    sequence: AtomicU64,
    /// Held while a group's size is counted and its events are written.
    writing: Mutex<()>,
}

/// A log group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its name, such as `/aws/lambda/prepare`.
    pub name: String,
    /// When it was made, in milliseconds.
    pub created: i64,
    /// For how many days events are kept; none for ever. It is answered, not acted upon: the
    /// bound in bytes is what removes events here.
    pub retention_days: Option<u32>,
    /// Its tags, in order.
    pub tags: Vec<(String, String)>,
    /// Bytes that it holds.
    pub bytes: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Stream {
    name: String,
    created: i64,
    first_event: Option<i64>,
    last_event: Option<i64>,
    last_ingestion: Option<i64>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct LogEvent {
    stream: String,
    timestamp: i64,
    ingested: i64,
    message: String,
}

impl fmt::Debug for Logs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Logs").finish_non_exhaustive()
    }
}

impl Logs {
    pub(crate) fn open(scope: &Scope<'_>) -> Result<Self, StoreError> {
        // Later than whatever an earlier process gave.
        let start = u64::try_from(jiff::Timestamp::now().as_microsecond()).unwrap_or_default();
        Ok(Self {
            store: scope.store(),
            groups: scope.table("logs.groups")?,
            streams: scope.table("logs.streams")?,
            events: scope.table("logs.events")?,
            sequence: AtomicU64::new(start),
            writing: Mutex::new(()),
        })
    }

    /// Makes a group.
    ///
    /// # Errors
    /// `ResourceAlreadyExistsException`, `InvalidParameterException`.
    pub fn create_group(
        &self,
        context: &Context,
        name: &str,
        tags: Vec<(String, String)>,
    ) -> Result<Group, ServiceError> {
        check_name(name)?;
        let _writing = self.write_lock();
        if self.groups.get(name)?.is_some() {
            return Err(ServiceError::client(
                "ResourceAlreadyExistsException",
                format!("The specified log group already exists: {name}"),
            ));
        }
        let created = context.now().as_millisecond();
        let group = Group {
            name: name.to_owned(),
            created,
            retention_days: None,
            tags,
            bytes: 0,
        };
        self.groups.put(name, &group)?;
        Ok(group)
    }

    /// A group.
    ///
    /// # Errors
    /// `ResourceNotFoundException`.
    pub fn group(&self, name: &str) -> Result<Group, ServiceError> {
        self.groups.get(name)?.ok_or_else(|| {
            ServiceError::client(
                "ResourceNotFoundException",
                format!("The specified log group does not exist: {name}"),
            )
        })
    }

    /// Changes the tags or the retention of a group.
    ///
    /// # Errors
    /// `ResourceNotFoundException`.
    pub fn change_group(
        &self,
        name: &str,
        change: impl FnOnce(&mut Group),
    ) -> Result<Group, ServiceError> {
        let _writing = self.write_lock();
        let mut group = self.group(name)?;
        change(&mut group);
        self.groups.put(name, &group)?;
        Ok(group)
    }

    /// Removes a group with all that is in it.
    ///
    /// # Errors
    /// `ResourceNotFoundException`.
    pub fn delete_group(&self, name: &str) -> Result<(), ServiceError> {
        let _writing = self.write_lock();
        self.group(name)?;
        let mut batch = self.store.batch();
        batch.delete(&self.groups, name);
        for entry in self.streams.scan(&key([name, ""])) {
            batch.delete(&self.streams, &entry?.0);
        }
        for entry in self.events.scan(&key([name, ""])) {
            batch.delete(&self.events, &entry?.0);
        }
        Ok(batch.commit()?)
    }

    /// Writes messages, at the present time, in their order. The group and the stream are made
    /// when they are not there.
    pub fn write(
        &self,
        context: &Context,
        group: &str,
        stream: &str,
        messages: &[String],
    ) -> Result<(), ServiceError> {
        let now = context.now().as_millisecond();
        if self.groups.get(group)?.is_none() {
            match self.create_group(context, group, Vec::new()) {
                Err(error) if error.code != "ResourceAlreadyExistsException" => return Err(error),
                _ => {}
            }
        }
        let events: Vec<_> = messages
            .iter()
            .map(|message| (now, message.as_str()))
            .collect();
        self.append(context, group, stream, &events, true)
    }

    fn append(
        &self,
        context: &Context,
        group: &str,
        stream: &str,
        events: &[(i64, &str)],
        make_stream: bool,
    ) -> Result<(), ServiceError> {
        let _writing = self.write_lock();
        let now = context.now().as_millisecond();
        let mut group = self.group(group)?;
        let place = key([&group.name, stream]);
        let mut stream = match self.streams.get(&place)? {
            Some(stream) => stream,
            None if make_stream => Stream::new(stream, now),
            None => return Err(no_such_stream(stream)),
        };
        let mut batch = self.store.batch();
        for (timestamp, message) in events {
            let end = message.floor_char_boundary(MESSAGE_BYTES);
            let event = LogEvent {
                stream: stream.name.clone(),
                timestamp: *timestamp,
                ingested: now,
                message: message[..end].to_owned(),
            };
            group.bytes += end as u64 + EVENT_OVERHEAD;
            stream.first_event = Some(stream.first_event.unwrap_or(i64::MAX).min(*timestamp));
            stream.last_event = Some(stream.last_event.unwrap_or(i64::MIN).max(*timestamp));
            stream.last_ingestion = Some(now);
            let sequence = self.sequence.fetch_add(1, Ordering::Relaxed);
            let order = event_order(*timestamp, sequence);
            batch.put(&self.events, &key([&group.name, &order]), &event);
        }
        batch.put(&self.groups, &group.name, &group);
        batch.put(&self.streams, &place, &stream);
        batch.commit()?;
        if group.bytes > GROUP_BYTES {
            self.trim(group)
        } else {
            Ok(())
        }
    }

    /// Removes the oldest events.
    fn trim(&self, mut group: Group) -> Result<(), ServiceError> {
        let mut batch = self.store.batch();
        for entry in self.events.scan(&key([&group.name, ""])) {
            if group.bytes <= TRIMMED_BYTES {
                break;
            }
            let (place, event) = entry?;
            let freed = event.message.len() as u64 + EVENT_OVERHEAD;
            group.bytes = group.bytes.saturating_sub(freed);
            batch.delete(&self.events, &place);
        }
        batch.put(&self.groups, &group.name, &group);
        Ok(batch.commit()?)
    }

    /// The events of a group from a time on, in order, each with its place.
    fn events_from(
        &self,
        group: &str,
        from: i64,
        after: Option<&str>,
    ) -> impl Iterator<Item = Result<(String, LogEvent), StoreError>> + use<> {
        let first = key([group, &event_order(from, 0)]);
        let end = format!("{group}\u{1}");
        let from = match after {
            Some(after) => {
                let after = key([group, after]);
                if after >= first {
                    Bound::Excluded(after)
                } else {
                    Bound::Included(first)
                }
            }
            None => Bound::Included(first),
        };
        let skip = group.len() + 1;
        self.events
            .range(
                from.as_ref().map(String::as_str),
                Bound::Excluded(end.as_str()),
            )
            .map(move |entry| entry.map(|(place, event)| (place[skip..].to_owned(), event)))
    }

    fn write_lock(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stream {
    fn new(name: &str, created: i64) -> Self {
        Self {
            name: name.to_owned(),
            created,
            first_event: None,
            last_event: None,
            last_ingestion: None,
        }
    }
}

/// Where an event stands within its group.
fn event_order(timestamp: i64, sequence: u64) -> String {
    format!("{:016x}{sequence:016x}", timestamp.max(0))
}

fn no_such_stream(name: &str) -> ServiceError {
    ServiceError::client(
        "ResourceNotFoundException",
        format!("The specified log stream does not exist: {name}"),
    )
}

/// CloudWatch's rules for the names of groups.
fn check_name(name: &str) -> Result<(), ServiceError> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-/.#".contains(&byte);
    if (1..=512).contains(&name.len()) && name.bytes().all(allowed) {
        return Ok(());
    }
    Err(ServiceError::client(
        "InvalidParameterException",
        format!("\"{name}\" is no name for a log group: 1 to 512 of a-z, A-Z, 0-9, _ - / . #"),
    ))
}
