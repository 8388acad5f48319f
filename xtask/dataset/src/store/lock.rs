//! Who writes: one at a time.

use std::fs::File;
use std::path::Path;

use super::error::{DatasetError, io};

/// Held while a dataset is read or written; the system takes it back from whoever is killed.
#[derive(Debug)]
pub(super) struct Lock {
    /// Closed when dropped, which lets go of the lock.
    _file: File,
}

impl Lock {
    /// Waits until nobody else has it; others hold it for milliseconds.
    pub(super) fn take(folder: &Path) -> Result<Self, DatasetError> {
        let path = folder.join("lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(io("open", &path))?;
        file.lock().map_err(io("lock", &path))?;
        Ok(Self { _file: file })
    }
}
