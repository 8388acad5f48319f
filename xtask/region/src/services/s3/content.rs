//! The bytes of objects: a file each, written as they come in.
//!
//! A file's id is entered among the strays before the file is made, and leaves them in the same
//! batch that makes an object refer to it. When nothing refers to it any more, it is entered
//! again in the batch that says so, and the file is removed after. So the strays that a start
//! finds are exactly the files to remove.

use std::io::{self, Read, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};

use bytes::{Bytes, BytesMut};
use etag::EntityTag;
use futures::{Stream, StreamExt};
use s3s::checksum::ChecksumHasher;
use tokio::fs::{self, File};
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};
use uuid::Uuid;

use super::record::{Checksums, Content};
use crate::error::ServiceError;
use crate::store::{Batch, Table};

/// How much is read from a file at once.
const CHUNK_BYTES: usize = 256 * 1024;

/// The files of contents.
#[derive(Debug)]
pub(super) struct Contents {
    folder: PathBuf,
    strays: Table<bool>,
}

/// Bytes that were written and that nothing refers to yet.
pub(super) struct Written {
    pub(super) id: String,
    pub(super) size: u64,
    /// MD5, which the entity tag is made of.
    pub(super) md5: [u8; 16],
    pub(super) checksums: Checksums,
}

impl Contents {
    pub(super) fn new(folder: PathBuf, strays: Table<bool>) -> Self {
        Self { folder, strays }
    }

    /// Writes a stream to a file of its own. At most `limit` bytes are taken.
    pub(super) async fn write<E: std::fmt::Display>(
        &self,
        body: impl Stream<Item = Result<Bytes, E>>,
        mut hasher: ChecksumHasher,
        limit: u64,
    ) -> Result<Written, ServiceError> {
        let id = Uuid::new_v4().simple().to_string();
        let path = self.path(&id);
        self.strays.put(&id, &true)?;
        let result = async {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).await.map_err(disk)?;
            }
            let mut file = File::create_new(&path).await.map_err(disk)?;
            let mut tag = EntityTag::new();
            let mut size = 0u64;
            let mut body = std::pin::pin!(body);
            while let Some(chunk) = body.next().await {
                let chunk = chunk.map_err(|error| {
                    ServiceError::client("IncompleteBody", format!("the body broke off: {error}"))
                })?;
                size += chunk.len() as u64;
                if size > limit {
                    return Err(ServiceError::client(
                        "EntityTooLarge",
                        format!("the body is larger than {limit} bytes"),
                    ));
                }
                tag.update(&chunk);
                hasher.update(&chunk);
                file.write_all(&chunk).await.map_err(disk)?;
            }
            file.flush().await.map_err(disk)?;
            Ok((size, tag.finish(), Checksums::from(hasher.finalize())))
        }
        .await;
        match result {
            Ok((size, md5, checksums)) => Ok(Written {
                id,
                size,
                md5,
                checksums,
            }),
            Err(error) => {
                self.remove(&id).await;
                Err(error)
            }
        }
    }

    /// Enters in the batch that something refers to these bytes now.
    pub(super) fn adopt(&self, batch: &mut Batch, id: &str) {
        batch.delete(&self.strays, id);
    }

    /// Enters in the batch that nothing refers to these bytes any more. [`Contents::remove`] is
    /// to follow its commit.
    pub(super) fn abandon(&self, batch: &mut Batch, id: &str) {
        batch.put(&self.strays, id, &true);
    }

    /// Removes the file of a stray. What fails is tried again at the next start.
    pub(super) async fn remove(&self, id: &str) {
        let removed = fs::remove_file(self.path(id)).await;
        if removed.is_ok() || removed.is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            let _ = self.strays.delete(id);
        }
    }

    /// Removes what the last process left unfinished.
    pub(super) fn sweep(&self) -> Result<(), crate::store::StoreError> {
        let strays: Vec<_> = self.strays.scan("").collect::<Result<_, _>>()?;
        for (id, _) in strays {
            match std::fs::remove_file(self.path(&id)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    tracing::warn!(%error, id, "a file that nothing refers to was not removed");
                }
                _ => self.strays.delete(&id)?,
            }
        }
        Ok(())
    }

    /// Opens the bytes `range` of a file.
    pub(super) async fn open(&self, id: &str, range: Range<u64>) -> io::Result<Body> {
        let mut file = File::open(self.path(id)).await?;
        if range.start > 0 {
            file.seek(SeekFrom::Start(range.start)).await?;
        }
        Ok(Body {
            file,
            remaining: range.end.saturating_sub(range.start),
        })
    }

    /// The bytes of several files, one after the other; one is open at a time.
    pub(super) fn joined(
        &self,
        sources: Vec<Content>,
    ) -> impl Stream<Item = io::Result<Bytes>> + Send + '_ {
        let state = (sources.into_iter(), None::<Body>);
        futures::stream::try_unfold(state, move |(mut sources, mut open)| async move {
            loop {
                if let Some(body) = &mut open {
                    let chunk = body.chunk().await?;
                    if !chunk.is_empty() {
                        return Ok(Some((chunk, (sources, open))));
                    }
                }
                let Some(next) = sources.next() else {
                    return Ok(None);
                };
                open = Some(self.open(&next.id, 0..next.size).await?);
            }
        })
    }

    fn path(&self, id: &str) -> PathBuf {
        // Spread over folders, since some file systems are slow with very large ones.
        let shard = id.get(..2).unwrap_or("__");
        Path::new(&self.folder).join(shard).join(id)
    }
}

/// Bytes of an object that are to be read. They stay readable when the object is deleted.
#[derive(Debug)]
pub struct Body {
    file: File,
    remaining: u64,
}

impl Body {
    /// How many bytes there are.
    pub fn len(&self) -> u64 {
        self.remaining
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.remaining == 0
    }

    /// The bytes, in chunks.
    pub fn into_stream(self) -> impl Stream<Item = io::Result<Bytes>> + Send + Sync + 'static {
        futures::stream::try_unfold(self, |mut body| async move {
            let chunk = body.chunk().await?;
            Ok((!chunk.is_empty()).then_some((chunk, body)))
        })
    }

    /// All the bytes.
    ///
    /// # Errors
    /// When there are more than `limit`, or they can't be read.
    pub async fn bytes(self, limit: u64) -> Result<Bytes, ServiceError> {
        if self.remaining > limit {
            return Err(ServiceError::client(
                "EntityTooLarge",
                format!(
                    "the object has {} bytes; at most {limit} are read here",
                    self.remaining
                ),
            ));
        }
        let size = usize::try_from(self.remaining).unwrap_or(usize::MAX);
        // In one go and where it is to stay, which an asynchronous file does not do.
        let mut file = self.file.into_std().await;
        let whole = tokio::task::spawn_blocking(move || {
            let mut whole = BytesMut::zeroed(size);
            file.read_exact(&mut whole)?;
            io::Result::Ok(whole.freeze())
        });
        whole
            .await
            .map_err(io::Error::other)
            .flatten()
            .map_err(disk)
    }

    /// The next bytes; empty at the end.
    async fn chunk(&mut self) -> io::Result<Bytes> {
        let wanted = usize::try_from(self.remaining)
            .unwrap_or(usize::MAX)
            .min(CHUNK_BYTES);
        if wanted == 0 {
            return Ok(Bytes::new());
        }
        let mut chunk = BytesMut::zeroed(wanted);
        let read = self.file.read(&mut chunk).await?;
        if read == 0 {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                format!(
                    "the file of the object lacks its last {} bytes",
                    self.remaining
                ),
            ));
        }
        self.remaining -= read as u64;
        chunk.truncate(read);
        Ok(chunk.freeze())
    }
}

/// What the disk refused.
#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
pub(super) fn disk(error: io::Error) -> ServiceError {
    ServiceError::internal(format!(
        "the region's files can't be read or written: {error}"
    ))
}
