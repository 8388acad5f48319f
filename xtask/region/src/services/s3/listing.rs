//! Listings: a page of keys or versions, and the common prefixes among them.

use std::ops::Bound;

use super::S3;
use super::record::{Object, bucket_prefix, object_key};
use crate::error::ServiceError;
use crate::store::SEPARATOR;

/// The largest page, as in S3.
pub const PAGE_KEYS: usize = 1000;

/// What is to be listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListRequest<'a> {
    /// Keys that start with this.
    pub prefix: &'a str,
    /// Keys that have this after the prefix are told once, as a common prefix.
    pub delimiter: Option<&'a str>,
    /// Keys after this one.
    pub after: Option<&'a str>,
    /// At most this many keys and common prefixes; at most 1000.
    pub limit: usize,
}

/// A page of a listing, in the keys' order.
#[derive(Clone, Default)]
pub struct Page {
    /// The objects.
    pub objects: Vec<Object>,
    /// The common prefixes.
    pub common_prefixes: Vec<String>,
    /// Where the next page starts (`after`), when there is more.
    pub next: Option<String>,
}

/// A page of versions.
pub(super) struct VersionsPage {
    /// The versions and delete markers, and whether each is the latest of its key.
    pub(super) versions: Vec<(Object, bool)>,
    pub(super) common_prefixes: Vec<String>,
    /// The key and version after which the next page starts.
    pub(super) next: Option<(String, Option<String>)>,
}

impl S3 {
    /// A page of a bucket's current objects.
    ///
    /// # Errors
    /// `NoSuchBucket`.
    pub fn list_objects(
        &self,
        bucket: &str,
        request: &ListRequest<'_>,
    ) -> Result<Page, ServiceError> {
        self.bucket(bucket)?;
        let limit = request.limit.min(PAGE_KEYS);
        let mut page = Page::default();
        if limit == 0 {
            return Ok(page);
        }
        let end = end_of_bucket(bucket);
        let mut from = start(bucket, request);
        let mut last = String::new();
        'seek: loop {
            let scan = self.objects.range(
                from.as_ref().map(String::as_str),
                Bound::Excluded(end.as_str()),
            );
            for entry in scan {
                let (_, object) = entry?;
                if !object.key.starts_with(request.prefix) {
                    break 'seek;
                }
                if page.objects.len() + page.common_prefixes.len() == limit {
                    page.next = Some(last);
                    break 'seek;
                }
                if let Some(common) = common_prefix(&object.key, request) {
                    // All that share it are passed over at once.
                    from = after_prefix(bucket, &common);
                    last.clone_from(&common);
                    page.common_prefixes.push(common);
                    continue 'seek;
                }
                last.clone_from(&object.key);
                page.objects.push(object);
            }
            break;
        }
        Ok(page)
    }

    /// A page of a bucket's versions, latest first for each key.
    pub(super) fn list_versions(
        &self,
        bucket: &str,
        request: &ListRequest<'_>,
        after_version: Option<&str>,
    ) -> Result<VersionsPage, ServiceError> {
        self.bucket(bucket)?;
        let limit = request.limit.min(PAGE_KEYS);
        let mut page = VersionsPage {
            versions: Vec::new(),
            common_prefixes: Vec::new(),
            next: None,
        };
        // A version marker means that the marked key is not done with.
        let mut from = match (request.after, after_version) {
            (Some(key), Some(_)) => Bound::Included(object_key(bucket, key)),
            _ => start(bucket, request),
        };
        let mut last = (String::new(), None);
        if limit == 0 {
            return Ok(page);
        }
        loop {
            let Some(key) = self.next_key(bucket, &from)? else {
                break;
            };
            if !key.starts_with(request.prefix) {
                break;
            }
            if let Some(common) = common_prefix(&key, request) {
                if page.versions.len() + page.common_prefixes.len() == limit {
                    page.next = Some(last);
                    return Ok(page);
                }
                from = after_prefix(bucket, &common);
                last = (common.clone(), None);
                page.common_prefixes.push(common);
                continue;
            }
            let mut versions = Vec::new();
            versions.extend(self.objects.get(&object_key(bucket, &key))?);
            versions.extend(self.earlier(bucket, &key)?);
            let marked = (request.after == Some(key.as_str()))
                .then_some(after_version)
                .flatten();
            let skip = marked
                .and_then(|marked| versions.iter().position(|one| one.version_id() == marked))
                .map_or(0, |position| position + 1);
            for (index, version) in versions.into_iter().enumerate().skip(skip) {
                if page.versions.len() + page.common_prefixes.len() == limit {
                    page.next = Some(last);
                    return Ok(page);
                }
                last = (key.clone(), Some(version.version_id().to_owned()));
                page.versions.push((version, index == 0));
            }
            from = after_key(bucket, &key);
        }
        Ok(page)
    }

    /// The first key from a place on that has a current object or an earlier version.
    fn next_key(&self, bucket: &str, from: &Bound<String>) -> Result<Option<String>, ServiceError> {
        let end = end_of_bucket(bucket);
        let from = from.as_ref().map(String::as_str);
        let mut keys = Vec::new();
        for table in [&self.objects, &self.versions] {
            if let Some(entry) = table.range(from, Bound::Excluded(end.as_str())).next() {
                keys.push(entry?.1.key);
            }
        }
        Ok(keys.into_iter().min())
    }
}

fn end_of_bucket(bucket: &str) -> String {
    // After the separator, which is the first of all characters.
    format!("{bucket}\u{1}")
}

fn start(bucket: &str, request: &ListRequest<'_>) -> Bound<String> {
    match request.after {
        Some(after) if after >= request.prefix => {
            // A common prefix as the marker passes over all that share it.
            let marks_prefix = request
                .delimiter
                .is_some_and(|delimiter| after.ends_with(delimiter));
            if marks_prefix && after > request.prefix {
                after_prefix(bucket, after)
            } else {
                after_key(bucket, after)
            }
        }
        _ => Bound::Included(format!("{}{}", bucket_prefix(bucket), request.prefix)),
    }
}

/// The first place after a key and all its versions.
fn after_key(bucket: &str, key: &str) -> Bound<String> {
    Bound::Excluded(format!(
        "{}{SEPARATOR}{}",
        object_key(bucket, key),
        char::MAX
    ))
}

/// The first place after all keys that start with `prefix`.
fn after_prefix(bucket: &str, prefix: &str) -> Bound<String> {
    Bound::Excluded(format!("{}{prefix}{}", bucket_prefix(bucket), char::MAX))
}

fn common_prefix(key: &str, request: &ListRequest<'_>) -> Option<String> {
    let delimiter = request
        .delimiter
        .filter(|delimiter| !delimiter.is_empty())?;
    let rest = key.get(request.prefix.len()..)?;
    let end = rest.find(delimiter)? + delimiter.len();
    key.get(..request.prefix.len() + end).map(str::to_owned)
}
