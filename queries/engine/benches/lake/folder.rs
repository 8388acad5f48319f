//! A bucket that is a folder.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::ops::{Bound, Range};
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use bytes::Bytes;
use engine::{Object, Objects};

/// Keys that one listing gives, as S3 gives them.
const PAGE: usize = 1_000;

/// The files of a folder by key.
#[derive(Debug)]
pub(crate) struct Folder {
    root: PathBuf,
    sizes: BTreeMap<String, u64>,
}

impl Folder {
    pub(crate) fn open(root: &Path) -> std::io::Result<Self> {
        let mut sizes = BTreeMap::new();
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Ok(key) = path.strip_prefix(root) {
                    let size = fs::metadata(&path)?.len();
                    sizes.insert(key.to_string_lossy().into_owned(), size);
                }
            }
        }
        Ok(Self {
            root: root.to_owned(),
            sizes,
        })
    }

    /// The size of all files together.
    pub(crate) fn bytes(&self) -> u64 {
        self.sizes.values().sum()
    }
}

#[async_trait]
impl Objects for Folder {
    async fn list(
        &self,
        _bucket: &str,
        prefix: &str,
        after: Option<&str>,
    ) -> Result<Vec<Object>, String> {
        let from = match after {
            Some(after) if after >= prefix => Bound::Excluded(after),
            _ => Bound::Included(prefix),
        };
        let keys = self.sizes.range::<str, _>((from, Bound::Unbounded));
        let keys = keys.take_while(|(key, _)| key.starts_with(prefix));
        Ok(keys
            .take(PAGE)
            .map(|(key, size)| Object {
                key: key.clone(),
                size: *size,
            })
            .collect())
    }

    async fn read(&self, _bucket: &str, key: &str, range: Range<u64>) -> Result<Bytes, String> {
        let read = || {
            let mut file = File::open(self.root.join(key))?;
            file.seek(SeekFrom::Start(range.start))?;
            let length = usize::try_from(range.end - range.start).unwrap_or_default();
            let mut bytes = vec![0; length];
            file.read_exact(&mut bytes)?;
            Ok::<_, std::io::Error>(Bytes::from(bytes))
        };
        read().map_err(|error| format!("{key}: {error}"))
    }
}
