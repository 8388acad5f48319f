//! Files that are there whole or not at all.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use super::error::{DatasetError, io};

/// The beginning of the name of a file that is not whole yet: whoever is killed leaves it behind.
const UNFINISHED: &str = ".unfinished-";

/// Writes a file so that, at any kill or loss of power, the old one or the new one is there. Its
/// folder is made where it is not there.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), DatasetError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(io("make", folder))?;
    let mut file = tempfile::Builder::new()
        .prefix(UNFINISHED)
        .tempfile_in(folder)
        .map_err(io("write in", folder))?;
    file.write_all(bytes)
        .and_then(|()| file.as_file().sync_all())
        .map_err(io("write", path))?;
    let placed = file.persist(path).map_err(|error| error.error);
    placed.map_err(io("write", path))?;
    sync_folder(folder)
}

/// Writes a file named by its content, unless it is there.
pub(crate) fn write_once(path: &Path, bytes: &[u8]) -> Result<(), DatasetError> {
    // A file of this size and name came here by a rename, whole; another one is replaced.
    if fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() == bytes.len() as u64) {
        return Ok(());
    }
    write(path, bytes)
}

/// Whether the name is one of a file that somebody was killed over.
pub(crate) fn is_unfinished(name: &std::ffi::OsStr) -> bool {
    name.as_encoded_bytes().starts_with(UNFINISHED.as_bytes())
}

/// Has the folder's own entries written, without which a loss of power undoes a rename.
fn sync_folder(folder: &Path) -> Result<(), DatasetError> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(io("write", folder))
}
