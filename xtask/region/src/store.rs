//! The durable state: typed tables of JSON values over one `fjall` database.
//!
//! A write is acknowledged once it is in the journal and handed to the operating system, so a
//! killed process loses nothing that was answered. There is no `fsync`: a machine that loses
//! power may lose the last moments, which a region on a developer's machine can bear.
//!
//! Reads and writes are calls in memory plus one `write(2)`, short enough to be made from async
//! code. Whoever checks before writing holds a lock of their own around both.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Bound;
use std::path::Path;

use fjall::{Database, Keyspace, KeyspaceCreateOptions};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Separates the parts of a key. It sorts before every other character, so that `a` and all
/// below it come before `ab`.
pub const SEPARATOR: char = '\0';

/// The journal's bound. Old journals go once their tables are on disk.
const JOURNAL_BYTES: u64 = 128 * 1024 * 1024;
/// Of blocks read from disk.
const CACHE_BYTES: u64 = 32 * 1024 * 1024;
/// Of each keyspace in memory before it goes to disk.
const MEMTABLE_BYTES: u64 = 8 * 1024 * 1024;

/// What goes wrong with the state on disk.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused.
    #[error("the region's state can't be read or written: {0}")]
    Database(#[from] fjall::Error),
    /// A value is not what this version writes.
    #[error("the entry \"{key}\" of table {table} can't be read: {source}")]
    Value {
        /// The table's name.
        table: String,
        /// The entry's key.
        key: String,
        /// What the reader said.
        source: serde_json::Error,
    },
}

/// Joins the parts of a key.
pub fn key<const N: usize>(parts: [&str; N]) -> String {
    let mut joined = String::with_capacity(parts.iter().map(|part| part.len() + 1).sum());
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            joined.push(SEPARATOR);
        }
        joined.push_str(part);
    }
    joined
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    database: Database,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the database in `folder`, which is made when it is not there. One process at a time.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let database = Database::builder(folder)
            .worker_threads(1)
            .cache_size(CACHE_BYTES)
            .max_journaling_size(JOURNAL_BYTES)
            .open()?;
        Ok(Self { database })
    }

    /// The table `name`, written `<keyspace>.<table>`, of one scope: an AWS region or the
    /// account.
    pub fn table<T>(&self, name: &str, scope: &str) -> Result<Table<T>, StoreError> {
        let (keyspace, table) = name.split_once('.').unwrap_or((name, ""));
        let keyspace = self.database.keyspace(keyspace, || {
            KeyspaceCreateOptions::default().max_memtable_size(MEMTABLE_BYTES)
        })?;
        Ok(Table {
            keyspace,
            name: name.to_owned(),
            prefix: format!("{table}{SEPARATOR}{scope}{SEPARATOR}"),
            value: PhantomData,
        })
    }

    /// A batch of changes, to be committed as one.
    pub fn batch(&self) -> Batch {
        Batch {
            inner: self.database.batch(),
            failure: None,
        }
    }
}

/// A table of JSON values under text keys, in the keys' byte order. Cheap to clone.
pub struct Table<T> {
    keyspace: Keyspace,
    name: String,
    prefix: String,
    value: PhantomData<fn() -> T>,
}

impl<T> Clone for Table<T> {
    fn clone(&self) -> Self {
        Self {
            keyspace: self.keyspace.clone(),
            name: self.name.clone(),
            prefix: self.prefix.clone(),
            value: PhantomData,
        }
    }
}

impl<T> fmt::Debug for Table<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl<T: Serialize + DeserializeOwned> Table<T> {
    /// The value under `key`.
    pub fn get(&self, key: &str) -> Result<Option<T>, StoreError> {
        match self.keyspace.get(self.full(key))? {
            None => Ok(None),
            Some(bytes) => self.decode(key, &bytes).map(Some),
        }
    }

    /// Writes the value under `key`.
    pub fn put(&self, key: &str, value: &T) -> Result<(), StoreError> {
        let bytes = self.encode(key, value)?;
        Ok(self.keyspace.insert(self.full(key), bytes)?)
    }

    /// Removes what is under `key`, if anything.
    pub fn delete(&self, key: &str) -> Result<(), StoreError> {
        Ok(self.keyspace.remove(self.full(key))?)
    }

    /// The entries whose keys start with `prefix`, in order; read as the iterator goes.
    pub fn scan(
        &self,
        prefix: &str,
    ) -> impl DoubleEndedIterator<Item = Result<(String, T), StoreError>> + use<T> {
        let table = self.clone();
        self.keyspace
            .prefix(self.full(prefix))
            .map(move |entry| table.entry(entry))
    }

    /// The entries between two keys, in order; read as the iterator goes. A bound that is not
    /// given is the table's own.
    pub fn range(
        &self,
        from: Bound<&str>,
        to: Bound<&str>,
    ) -> impl DoubleEndedIterator<Item = Result<(String, T), StoreError>> + use<T> {
        let from = match from {
            Bound::Included(key) => Bound::Included(self.full(key).into_bytes()),
            Bound::Excluded(key) => Bound::Excluded(self.full(key).into_bytes()),
            Bound::Unbounded => Bound::Included(self.prefix.clone().into_bytes()),
        };
        let to = match to {
            Bound::Included(key) => Bound::Included(self.full(key).into_bytes()),
            Bound::Excluded(key) => Bound::Excluded(self.full(key).into_bytes()),
            Bound::Unbounded => Bound::Excluded(after(&self.prefix)),
        };
        let table = self.clone();
        self.keyspace
            .range::<Vec<u8>, _>((from, to))
            .map(move |entry| table.entry(entry))
    }

    /// All values, for tables that are known to be small.
    pub fn all(&self) -> Result<Vec<T>, StoreError> {
        self.scan("")
            .map(|entry| entry.map(|(_, value)| value))
            .collect()
    }

    fn full(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    fn entry(&self, entry: fjall::Guard) -> Result<(String, T), StoreError> {
        let (key, value) = entry.into_inner()?;
        let key = String::from_utf8_lossy(key.get(self.prefix.len()..).unwrap_or_default());
        let value = self.decode(&key, &value)?;
        Ok((key.into_owned(), value))
    }

    fn encode(&self, key: &str, value: &T) -> Result<Vec<u8>, StoreError> {
        serde_json::to_vec(value).map_err(|source| self.value_error(key, source))
    }

    fn decode(&self, key: &str, bytes: &[u8]) -> Result<T, StoreError> {
        serde_json::from_slice(bytes).map_err(|source| self.value_error(key, source))
    }

    fn value_error(&self, key: &str, source: serde_json::Error) -> StoreError {
        StoreError::Value {
            table: self.name.clone(),
            key: key.replace(SEPARATOR, "/"),
            source,
        }
    }
}

/// The first key after all those that start with `prefix`, which ends with [`SEPARATOR`].
fn after(prefix: &str) -> Vec<u8> {
    let mut bytes = prefix.as_bytes().to_vec();
    if let Some(last) = bytes.last_mut() {
        *last += 1;
    }
    bytes
}

/// Changes to any tables, made together or not at all.
#[must_use = "a batch does nothing until it is committed"]
pub struct Batch {
    inner: fjall::OwnedWriteBatch,
    failure: Option<StoreError>,
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch").finish_non_exhaustive()
    }
}

impl Batch {
    /// Writes the value under `key`. What can't be encoded is told by [`Batch::commit`].
    pub fn put<T: Serialize + DeserializeOwned>(&mut self, table: &Table<T>, key: &str, value: &T) {
        match table.encode(key, value) {
            Ok(bytes) => self.inner.insert(&table.keyspace, table.full(key), bytes),
            Err(error) => self.failure = Some(error),
        }
    }

    /// Removes what is under `key`, if anything.
    pub fn delete<T: Serialize + DeserializeOwned>(&mut self, table: &Table<T>, key: &str) {
        self.inner.remove(&table.keyspace, table.full(key));
    }

    /// Makes the changes.
    pub fn commit(self) -> Result<(), StoreError> {
        match self.failure {
            Some(error) => Err(error),
            None => Ok(self.inner.commit()?),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_is_ordered_and_stays_in_its_table_and_scope() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let table = store.table::<u32>("things.sizes", "us-east-1").unwrap();
        let other = store.table::<u32>("things.sizes", "us-east-2").unwrap();
        for (key, value) in [("b", 2), ("a", 1), ("a/x", 3)] {
            table.put(key, &value).unwrap();
        }
        other.put("a", &9).unwrap();
        let keys = |entries: Vec<Result<(String, u32), StoreError>>| -> Vec<String> {
            entries.into_iter().map(|entry| entry.unwrap().0).collect()
        };
        assert_eq!(keys(table.scan("").collect()), ["a", "a/x", "b"]);
        assert_eq!(keys(table.scan("a").rev().collect()), ["a/x", "a"]);
        let rest = table
            .range(Bound::Excluded("a"), Bound::Unbounded)
            .collect();
        assert_eq!(keys(rest), ["a/x", "b"]);
    }

    #[test]
    fn a_batch_is_there_after_the_store_is_opened_again() {
        let folder = tempfile::tempdir().unwrap();
        {
            let store = Store::open(folder.path()).unwrap();
            let table = store.table::<String>("things.names", "").unwrap();
            table.put("old", &"gone".to_owned()).unwrap();
            let mut batch = store.batch();
            batch.put(&table, "new", &"here".to_owned());
            batch.delete(&table, "old");
            batch.commit().unwrap();
        }
        let store = Store::open(folder.path()).unwrap();
        let table = store.table::<String>("things.names", "").unwrap();
        assert_eq!(table.get("new").unwrap().as_deref(), Some("here"));
        assert_eq!(table.get("old").unwrap(), None);
    }
}
