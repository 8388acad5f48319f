//! The code of functions: zips, unpacked once for each content.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::code_pool::{CodePool, disk};
use super::function::invalid;
use crate::error::ServiceError;
use crate::services::s3::Body;

/// The most bytes of a zip, unpacked: 250 MiB, as in Lambda.
const UNPACKED_BYTES: u64 = 250 * 1024 * 1024;
/// The most bytes of a zip. Code does not grow when it is packed.
pub(super) const ZIP_BYTES: u64 = UNPACKED_BYTES;
/// The most files of a zip.
const FILES: usize = 10_000;

/// Unpacked zips, each in a folder named by its SHA-256.
#[derive(Debug)]
pub(super) struct CodeStore {
    folder: PathBuf,
}

/// A zip that is unpacked.
pub(super) struct Unpacked {
    /// SHA-256 in hexadecimal.
    pub(super) code: String,
    pub(super) size: u64,
}

impl CodeStore {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The folder of a zip's content.
    pub(super) fn folder(&self, code: &str) -> PathBuf {
        self.folder.join(code)
    }

    /// Unpacks a zip, unless that was done before, here or in another region.
    pub(super) async fn unpack(
        &self,
        pool: &Arc<CodePool>,
        zip: Bytes,
    ) -> Result<Unpacked, ServiceError> {
        let (folder, pool) = (self.folder.clone(), Arc::clone(pool));
        let unpacked = tokio::task::spawn_blocking(move || unpack(&folder, &pool, &zip)).await;
        unpacked.map_err(|error| ServiceError::internal(format!("unpacking failed: {error}")))?
    }

    /// Reads a zip out of a bucket and unpacks it.
    pub(super) async fn unpack_object(
        &self,
        pool: &Arc<CodePool>,
        body: Body,
    ) -> Result<Unpacked, ServiceError> {
        self.unpack(pool, body.bytes(ZIP_BYTES).await?).await
    }

    /// Removes the content of a zip that no function has any more.
    pub(super) async fn remove(&self, pool: &Arc<CodePool>, code: &str) {
        let (place, pool, code) = (self.folder(code), Arc::clone(pool), code.to_owned());
        // What fails is left to the next start.
        let _ = tokio::task::spawn_blocking(move || {
            let _ = fs::remove_dir_all(place);
            pool.release(&code);
        })
        .await;
    }
}

fn unpack(folder: &Path, pool: &CodePool, zip: &Bytes) -> Result<Unpacked, ServiceError> {
    let digest = Sha256::digest(zip);
    let code = digest
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect::<String>();
    let unpacked = Unpacked {
        size: zip.len() as u64,
        code,
    };
    let place = folder.join(&unpacked.code);
    if place.is_dir() {
        return Ok(unpacked);
    }
    pool.put(&unpacked.code, &place, |folder| extract(zip, folder))?;
    Ok(unpacked)
}

/// Writes the files of a zip below a folder, and nowhere else.
fn extract(zip: &Bytes, folder: &Path) -> Result<(), ServiceError> {
    let not_a_zip = |error| invalid(format!("Could not unzip uploaded file: {error}"));
    let mut archive = ZipArchive::new(Cursor::new(zip)).map_err(not_a_zip)?;
    if archive.len() > FILES {
        return Err(invalid(format!(
            "the zip has {} files; at most {FILES} are allowed",
            archive.len()
        )));
    }
    fs::create_dir_all(folder).map_err(disk)?;
    let mut room = UNPACKED_BYTES;
    let mut seen = HashSet::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(not_a_zip)?;
        let name = entry
            .name()
            .map(|name| name.into_owned())
            .map_err(not_a_zip)?;
        let refused = |why: &str| Err(invalid(format!("the zip's entry \"{name}\" {why}")));
        if entry.is_symlink() {
            return refused("is a link, which is not unpacked here");
        }
        let Some(relative) = entry.enclosed_name() else {
            return refused("leads out of the zip's folder");
        };
        let path = folder.join(&relative);
        if entry.is_dir() {
            fs::create_dir_all(&path).map_err(disk)?;
            continue;
        }
        if !seen.insert(relative) {
            return refused("is there twice");
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(disk)?;
        }
        let mut file = File::create_new(&path).map_err(disk)?;
        // What is written counts, not what the zip says of itself.
        let written = io::copy(&mut (&mut entry).take(room + 1), &mut file)
            .map_err(|error| invalid(format!("Could not unzip uploaded file: {error}")))?;
        if written > room {
            return Err(invalid(format!(
                "Unzipped size must be smaller than {UNPACKED_BYTES} bytes"
            )));
        }
        room -= written;
        set_mode(&file, entry.unix_mode()).map_err(disk)?;
    }
    Ok(())
}

/// The zip's permissions, as far as reading and running goes. Nobody writes: a function finds its code
/// read-only, and other regions have the same file.
fn set_mode(file: &File, mode: Option<u32>) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let runs = mode.is_some_and(|mode| mode & 0o111 != 0);
    file.set_permissions(fs::Permissions::from_mode(if runs { 0o555 } else { 0o444 }))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn zip(files: &[(&str, &[u8])]) -> Bytes {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            let options = SimpleFileOptions::default().unix_permissions(0o755);
            writer.start_file(*name, options).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner().into()
    }

    #[test]
    fn a_zip_is_unpacked_where_its_digest_says() {
        let (folder, shared) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let pool = CodePool::new(shared.path().to_owned());
        let zip = zip(&[("bootstrap", b"run"), ("data/a.txt", b"a")]);
        let unpacked = unpack(folder.path(), &pool, &zip).unwrap();
        let place = folder.path().join(&unpacked.code);
        assert_eq!(fs::read(place.join("data/a.txt")).unwrap(), b"a");
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(place.join("bootstrap"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o111, 0o111);
        // Again is no mistake, and leaves nothing unfinished.
        unpack(folder.path(), &pool, &zip).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_leads_out_or_is_no_zip_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("inner");
        let pool = CodePool::new(folder.path().join("pool"));
        for bytes in [zip(&[("../evil", b"x")]), zip(&[("a/../../evil", b"x")])] {
            let error = unpack(&inner, &pool, &bytes).err().unwrap();
            assert!(error.message.contains("leads out"), "{error}");
        }
        assert!(!folder.path().join("evil").exists());
        let error = unpack(&inner, &pool, &Bytes::from_static(b"not a zip"))
            .err()
            .unwrap();
        assert!(error.message.contains("unzip"), "{error}");
        assert_eq!(fs::read_dir(&inner).map_or(0, Iterator::count), 0);
    }
}
