//! Where data files come from, and how many bytes of them a statement reads.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::{self, BoxStream, StreamExt};
use object_store::path::Path;
use object_store::{
    CopyOptions, GetOptions, GetRange, GetResult, GetResultPayload, ListResult, MultipartUpload,
    ObjectMeta, ObjectStore, PutMultipartOptions, PutOptions, PutPayload, PutResult,
};

use crate::error::{ErrorKind, QueryError};

/// The buckets that hold the tables' files.
#[async_trait]
pub trait Objects: fmt::Debug + Send + Sync {
    /// The objects of `bucket` whose keys begin with `prefix`, sorted by key, those after
    /// `after` only. Gives at most as many as are convenient; none means that there are no more.
    ///
    /// # Errors
    /// When the bucket does not exist or may not be read: a sentence for people.
    async fn list(
        &self,
        bucket: &str,
        prefix: &str,
        after: Option<&str>,
    ) -> Result<Vec<Object>, String>;

    /// A part of an object, exactly as long as `range`.
    ///
    /// # Errors
    /// When the object does not exist, may not be read or is shorter: a sentence for people.
    async fn read(&self, bucket: &str, key: &str, range: Range<u64>) -> Result<Bytes, String>;

    /// Writes an object; one of the same key gives way.
    ///
    /// # Errors
    /// When it may not be written: a sentence for people.
    async fn write(&self, bucket: &str, key: &str, bytes: Bytes) -> Result<(), String> {
        let _ = bytes;
        Err(format!(
            "s3://{bucket}/{key} cannot be written: the files are only read here"
        ))
    }
}

/// An object of a bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its key.
    pub key: String,
    /// Its size in bytes.
    pub size: u64,
}

/// What one statement has read, and may read.
#[derive(Debug)]
pub(crate) struct Scan {
    bytes: AtomicU64,
    limit: Option<u64>,
    /// Why a read failed, in our own words: DataFusion passes on a text at best.
    failure: Mutex<Option<QueryError>>,
}

impl Scan {
    pub(crate) fn new(limit: Option<u64>) -> Self {
        Self {
            bytes: AtomicU64::new(0),
            limit,
            failure: Mutex::default(),
        }
    }

    /// Bytes read so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// The error of the first read that failed, or else `error`.
    pub(crate) fn cause(&self, error: impl Into<QueryError>) -> QueryError {
        let failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        failure.clone().unwrap_or_else(|| error.into())
    }

    fn fail(&self, error: QueryError) -> object_store::Error {
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        failure.get_or_insert_with(|| error.clone());
        object_store::Error::Generic {
            store: "lake",
            source: Box::new(error),
        }
    }

    fn add(&self, bytes: u64) -> Result<(), QueryError> {
        let read = self.bytes.fetch_add(bytes, Ordering::Relaxed) + bytes;
        match self.limit {
            Some(limit) if read > limit => Err(QueryError::new(
                ErrorKind::ExceededScanLimit,
                format!(
                    "Bytes scanned limit was exceeded: the statement read {read} bytes, its workgroup allows {limit}"
                ),
            )),
            _ => Ok(()),
        }
    }
}

/// One bucket as DataFusion reads it, for one statement. It knows the objects that were listed
/// and no others.
#[derive(Debug)]
pub(crate) struct Bucket {
    name: String,
    objects: Arc<dyn Objects>,
    scan: Arc<Scan>,
    listed: Mutex<HashMap<Path, ObjectMeta>>,
}

impl Bucket {
    pub(crate) fn new(name: &str, objects: Arc<dyn Objects>, scan: Arc<Scan>) -> Self {
        Self {
            name: name.to_owned(),
            objects,
            scan,
            listed: Mutex::default(),
        }
    }

    /// Notes an object, so that it can be read.
    pub(crate) fn note(&self, object: &Object) -> Result<ObjectMeta, QueryError> {
        let location = Path::parse(&object.key)
            .map_err(|error| QueryError::new(ErrorKind::CannotOpenSplit, error.to_string()))?;
        let meta = ObjectMeta {
            location: location.clone(),
            last_modified: std::time::SystemTime::UNIX_EPOCH.into(),
            size: object.size,
            e_tag: None,
            version: None,
        };
        let mut listed = self.listed.lock().unwrap_or_else(PoisonError::into_inner);
        listed.insert(location, meta.clone());
        Ok(meta)
    }

    fn meta(&self, location: &Path) -> object_store::Result<ObjectMeta> {
        let listed = self.listed.lock().unwrap_or_else(PoisonError::into_inner);
        listed.get(location).cloned().ok_or_else(|| {
            let source = format!("s3://{}/{location} was not listed", self.name).into();
            object_store::Error::NotFound {
                path: location.to_string(),
                source,
            }
        })
    }

    async fn read(&self, location: &Path, range: Range<u64>) -> object_store::Result<Bytes> {
        let failed = |error| self.scan.fail(error);
        self.scan.add(range.end - range.start).map_err(failed)?;
        let bytes = self
            .objects
            .read(&self.name, location.as_ref(), range)
            .await;
        bytes.map_err(|error| {
            let message = format!("Error opening s3://{}/{location}: {error}", self.name);
            failed(QueryError::new(ErrorKind::CannotOpenSplit, message))
        })
    }
}

/// DataFusion asks a lake for parts of files and for nothing else.
fn read_only<T>(operation: &str) -> object_store::Result<T> {
    Err(object_store::Error::NotSupported {
        source: format!("{operation}: statements only read").into(),
    })
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}", self.name)
    }
}

#[async_trait]
impl ObjectStore for Bucket {
    async fn get_opts(
        &self,
        location: &Path,
        options: GetOptions,
    ) -> object_store::Result<GetResult> {
        let meta = self.meta(location)?;
        let range = match options.range {
            None => 0..meta.size,
            Some(GetRange::Bounded(range)) => range.start.min(meta.size)..range.end.min(meta.size),
            Some(GetRange::Offset(offset)) => offset.min(meta.size)..meta.size,
            Some(GetRange::Suffix(count)) => meta.size.saturating_sub(count)..meta.size,
        };
        let bytes = if options.head {
            Bytes::new()
        } else {
            self.read(location, range.clone()).await?
        };
        Ok(GetResult {
            payload: GetResultPayload::Stream(stream::once(async { Ok(bytes) }).boxed()),
            meta,
            range,
            attributes: object_store::Attributes::default(),
        })
    }

    fn list(&self, _prefix: Option<&Path>) -> BoxStream<'static, object_store::Result<ObjectMeta>> {
        stream::once(async { read_only("list") }).boxed()
    }

    async fn list_with_delimiter(
        &self,
        _prefix: Option<&Path>,
    ) -> object_store::Result<ListResult> {
        read_only("list")
    }

    async fn put_opts(
        &self,
        _location: &Path,
        _payload: PutPayload,
        _options: PutOptions,
    ) -> object_store::Result<PutResult> {
        read_only("put")
    }

    async fn put_multipart_opts(
        &self,
        _location: &Path,
        _options: PutMultipartOptions,
    ) -> object_store::Result<Box<dyn MultipartUpload>> {
        read_only("put")
    }

    fn delete_stream(
        &self,
        _locations: BoxStream<'static, object_store::Result<Path>>,
    ) -> BoxStream<'static, object_store::Result<Path>> {
        stream::once(async { read_only("delete") }).boxed()
    }

    async fn copy_opts(
        &self,
        _from: &Path,
        _to: &Path,
        _options: CopyOptions,
    ) -> object_store::Result<()> {
        read_only("copy")
    }
}
