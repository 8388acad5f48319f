//! What can go wrong with a dataset's folder.

use std::io;
use std::path::{Path, PathBuf};

use diagnostics::Diagnostics;

/// Why a dataset cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum DatasetError {
    /// The folder holds none.
    #[error("there is no dataset in {}", .0.display())]
    NoDataset(PathBuf),
    /// The disk's own error.
    #[error("cannot {what} {}", path.display())]
    Io {
        /// What was done: `read`, `write`.
        what: &'static str,
        /// To which file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// Lines that are no pictures of a dataset.
    #[error("{file} of the dataset has mistakes\n{found}")]
    Invalid {
        /// The file, within the dataset's folder.
        file: &'static str,
        /// All of them.
        found: Diagnostics,
    },
}

/// The disk's error, with what was done to which file.
pub(crate) fn io(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> DatasetError {
    let path = path.to_owned();
    move |source| DatasetError::Io { what, path, source }
}
