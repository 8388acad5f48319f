//! A bucket in memory that fails where a test tells it to.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use contracts::ServiceError;

use super::{Condition, Object, ObjectInfo, Page, Storage, StorageError, Upload, Written};

/// Keys of a page; few, so that tests meet more pages than one.
const PAGE: usize = 3;

/// Where a failing call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fails {
    /// Before it has taken effect.
    Before,
    /// After it has taken effect: the answer was lost.
    After,
}

/// A bucket in memory.
#[derive(Debug)]
pub struct MemoryBucket {
    name: String,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    objects: BTreeMap<String, Object>,
    calls: usize,
    failures: BTreeMap<usize, Fails>,
}

impl MemoryBucket {
    /// An empty one.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            state: Mutex::default(),
        }
    }

    /// Makes the call number `call` (the next is 0) fail as unavailable.
    pub fn fail(&self, call: usize, fails: Fails) {
        let mut state = self.lock();
        let at = state.calls + call;
        state.failures.insert(at, fails);
    }

    /// How many calls there were.
    pub fn calls(&self) -> usize {
        self.lock().calls
    }

    /// Takes back every failure that has not happened yet.
    pub fn recover(&self) {
        self.lock().failures.clear();
    }

    /// Every key, in order.
    pub fn keys(&self) -> Vec<String> {
        self.lock().objects.keys().cloned().collect()
    }

    /// The keys that begin with `prefix`, in order.
    pub fn keys_under(&self, prefix: &str) -> Vec<String> {
        let mut keys = self.keys();
        keys.retain(|key| key.starts_with(prefix));
        keys
    }

    /// The object of this key.
    pub fn object(&self, key: &str) -> Option<Object> {
        self.lock().objects.get(key).cloned()
    }

    /// Writes an object; never fails.
    pub fn insert(&self, key: &str, body: impl Into<bytes::Bytes>) {
        let object = object(Upload::new("application/octet-stream", body));
        self.lock().objects.insert(key.to_owned(), object);
    }

    /// Removes an object; never fails.
    pub fn remove(&self, key: &str) {
        self.lock().objects.remove(key);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One call: counted, and failing where it is told to.
    fn call<T>(
        &self,
        operation: &'static str,
        key: &str,
        work: impl FnOnce(&mut BTreeMap<String, Object>) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        let mut state = self.lock();
        let at = state.calls;
        state.calls += 1;
        let fails = state.failures.remove(&at);
        let failed = StorageError::Failed {
            kind: ServiceError::ServiceUnavailable,
            operation,
            bucket: self.name.clone(),
            key: key.to_owned(),
            detail: "SlowDown: told to fail".to_owned(),
        };
        match fails {
            None => work(&mut state.objects),
            Some(Fails::Before) => Err(failed),
            Some(Fails::After) => work(&mut state.objects).and(Err(failed)),
        }
    }
}

fn object(upload: Upload) -> Object {
    let mut hasher = DefaultHasher::new();
    upload.body.hash(&mut hasher);
    upload.metadata.hash(&mut hasher);
    Object {
        info: ObjectInfo {
            etag: format!("\"{:016x}\"", hasher.finish()),
            size: upload.body.len() as u64,
            metadata: upload.metadata,
        },
        body: upload.body,
    }
}

#[async_trait]
impl Storage for MemoryBucket {
    fn name(&self) -> &str {
        &self.name
    }

    async fn get(&self, key: &str, limit: u64) -> Result<Option<Object>, StorageError> {
        self.call("read", key, |objects| match objects.get(key) {
            Some(object) if object.info.size > limit => Err(StorageError::TooLarge {
                bucket: self.name.clone(),
                key: key.to_owned(),
                size: object.info.size,
                limit,
            }),
            found => Ok(found.cloned()),
        })
    }

    async fn head(&self, key: &str) -> Result<Option<ObjectInfo>, StorageError> {
        self.call("read", key, |objects| {
            Ok(objects.get(key).map(|object| object.info.clone()))
        })
    }

    async fn put(&self, key: &str, upload: Upload) -> Result<Written, StorageError> {
        self.call("write", key, |objects| {
            let there = objects.get(key);
            let holds = match &upload.condition {
                Condition::Always => true,
                Condition::IfAbsent => there.is_none(),
                Condition::IfMatch(etag) => there.is_some_and(|there| there.info.etag == *etag),
            };
            if !holds {
                return Ok(Written::No);
            }
            objects.insert(key.to_owned(), object(upload));
            Ok(Written::Yes)
        })
    }

    async fn copy(
        &self,
        from: &str,
        to: &str,
        metadata: BTreeMap<String, String>,
    ) -> Result<bool, StorageError> {
        self.call("copy", from, |objects| {
            let Some(source) = objects.get(from).cloned() else {
                return Ok(false);
            };
            let mut upload = Upload::new("application/octet-stream", source.body);
            upload.metadata = metadata;
            objects.insert(to.to_owned(), object(upload));
            Ok(true)
        })
    }

    async fn delete(&self, key: &str) -> Result<(), StorageError> {
        self.call("delete", key, |objects| {
            objects.remove(key);
            Ok(())
        })
    }

    async fn delete_if(&self, key: &str, etag: &str) -> Result<bool, StorageError> {
        self.call("delete", key, |objects| {
            let is_it = objects.get(key).is_some_and(|it| it.info.etag == etag);
            if is_it {
                objects.remove(key);
            }
            Ok(is_it)
        })
    }

    async fn list(&self, prefix: &str, page: Option<String>) -> Result<Page, StorageError> {
        self.call("list", prefix, |objects| {
            let mut keys: Vec<String> = objects
                .keys()
                .filter(|key| key.starts_with(prefix))
                .filter(|key| page.as_ref().is_none_or(|last| *key > last))
                .take(PAGE + 1)
                .cloned()
                .collect();
            let more = keys.len() > PAGE;
            keys.truncate(PAGE);
            let next = more.then(|| keys.last().cloned()).flatten();
            Ok(Page { keys, next })
        })
    }
}
