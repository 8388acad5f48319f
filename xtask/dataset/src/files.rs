//! Files that are named on the command line: pictures, and folders of them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::store::DatasetError;

/// The files of these paths, in order: a file as it is, of a folder all that are in it and in its
/// folders. Hidden files and symbolic links within a folder are left out: neither is a picture
/// that somebody put there. So are the folders `left_out` with what they hold, which may lie within.
///
/// # Errors
/// The first path that cannot be read.
pub(crate) fn find(paths: &[PathBuf], left_out: &[&Path]) -> Result<Vec<PathBuf>, DatasetError> {
    // One that is not there yet is in no folder.
    let left_out = left_out
        .iter()
        .filter_map(|folder| folder.canonicalize().ok());
    let left_out: Vec<PathBuf> = left_out.collect();
    let mut found = Vec::new();
    for path in paths {
        visit(path, &left_out, &mut found).map_err(|source| DatasetError::Io {
            what: "read",
            path: path.clone(),
            source,
        })?;
    }
    Ok(found)
}

fn visit(path: &Path, left_out: &[PathBuf], found: &mut Vec<PathBuf>) -> io::Result<()> {
    if !fs::metadata(path)?.is_dir() {
        found.push(path.to_owned());
        return Ok(());
    }
    if path
        .canonicalize()
        .is_ok_and(|path| left_out.contains(&path))
    {
        return Ok(());
    }
    let mut entries: Vec<fs::DirEntry> = fs::read_dir(path)?.collect::<io::Result<_>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if !is_hidden && !entry.file_type()?.is_symlink() {
            visit(&entry.path(), left_out, found)?;
        }
    }
    Ok(())
}

/// The bytes of a file, or its size where that is above `most`.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn read_within(path: &Path, most: u64) -> io::Result<Result<Vec<u8>, u64>> {
    use io::Read as _;
    let file = fs::File::open(path)?;
    let size = file.metadata()?.len();
    if size > most {
        return Ok(Err(size));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    // It may grow while it is read.
    file.take(most + 1).read_to_end(&mut bytes)?;
    Ok(if bytes.len() as u64 > most {
        Err(bytes.len() as u64)
    } else {
        Ok(bytes)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn a_dataset_within_the_folder_is_not_added_to_itself() {
        let folder = tempfile::tempdir().unwrap();
        let dataset = folder.path().join("target/datasets/pictures");
        fs::create_dir_all(dataset.join("aside")).unwrap();
        fs::write(dataset.join("aside/a"), "").unwrap();
        fs::write(folder.path().join("a.jpg"), "").unwrap();
        let paths = [folder.path().to_owned()];
        let own = [folder.path().join("a.jpg")];
        assert_eq!(find(&paths, &[&dataset]).unwrap(), own);
        let another = folder.path().join("another");
        assert_eq!(find(&paths, &[&another]).unwrap().len(), 2);
    }
}
