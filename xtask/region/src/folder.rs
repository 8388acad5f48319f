//! The folder of the state: one process at a time, and a file that tells where it listens.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// Beside the state: where the running region listens.
pub const ENDPOINT_FILE: &str = "endpoint.json";
const LOCK_FILE: &str = "region.lock";

/// What [`ENDPOINT_FILE`] holds while a region serves the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// `http://127.0.0.1:<port>`
    pub endpoint: String,
    /// The process that listens there.
    pub pid: u32,
}

/// What goes wrong with the folder.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Another process has it.
    #[error(
        "another process serves the region in {}; stop it, or use it: {} tells where it listens",
        folder.display(), folder.join(ENDPOINT_FILE).display()
    )]
    Locked {
        /// The folder.
        folder: PathBuf,
    },
    /// The operating system refused.
    #[error("can't {what} {}: {source}", path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// With which path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// The folder while this process has it.
#[derive(Debug)]
pub(crate) struct StateFolder {
    path: PathBuf,
    /// Held open for the lock, which the system drops with the process.
    _lock: File,
}

impl StateFolder {
    /// Takes the folder, which is made when it is not there.
    pub(crate) fn take(path: &Path) -> Result<Self, FolderError> {
        let failed = |what, path: &Path| {
            let path = path.to_owned();
            move |source| FolderError::Io { what, path, source }
        };
        fs::create_dir_all(path).map_err(failed("make the folder", path))?;
        let path = path.canonicalize().map_err(failed("find", path))?;
        let lock_path = path.join(LOCK_FILE);
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path)
            .map_err(failed("open", &lock_path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(FolderError::Locked { folder: path }),
            Err(TryLockError::Error(source)) => {
                return Err(FolderError::Io {
                    what: "lock",
                    path: lock_path,
                    source,
                });
            }
        }
        Ok(Self { path, _lock: lock })
    }

    /// The folder, absolute.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Tells where the region listens. Readers see the whole file or none.
    pub(crate) fn announce(&self, endpoint: &Endpoint) -> Result<(), FolderError> {
        let path = self.path.join(ENDPOINT_FILE);
        let unfinished = self.path.join(format!("{ENDPOINT_FILE}.new"));
        let write = || {
            let mut file = File::create(&unfinished)?;
            serde_json::to_writer(&mut file, endpoint)?;
            file.write_all(b"\n")?;
            fs::rename(&unfinished, &path)
        };
        write().map_err(|source| FolderError::Io {
            what: "write",
            path: path.clone(),
            source,
        })
    }
}

impl Drop for StateFolder {
    fn drop(&mut self) {
        // Before the lock goes, so that it never removes the file of the next process.
        let _ = fs::remove_file(self.path.join(ENDPOINT_FILE));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_process_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = StateFolder::take(folder.path()).unwrap();
        let second = StateFolder::take(folder.path());
        assert!(matches!(second, Err(FolderError::Locked { .. })));
        drop(first);
        StateFolder::take(folder.path()).unwrap();
    }

    #[test]
    fn the_endpoint_is_announced_until_the_folder_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let taken = StateFolder::take(folder.path()).unwrap();
        let endpoint = Endpoint {
            endpoint: "http://127.0.0.1:1".into(),
            pid: 7,
        };
        taken.announce(&endpoint).unwrap();
        let file = folder.path().join(ENDPOINT_FILE);
        let read: Endpoint = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        assert_eq!(read, endpoint);
        drop(taken);
        assert!(!file.exists());
    }
}
