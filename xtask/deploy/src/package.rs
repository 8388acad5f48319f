//! The functions' zips. The same binary always gives the same zip, byte for byte, so that the
//! zip's hash can be its name and an unchanged function is an unchanged stack.

use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use bytes::Bytes;
use manifest::Function;
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;
use ui::Problem;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The file that Lambda's `provided` runtimes start.
const BOOTSTRAP: &str = "bootstrap";
/// What Lambda takes without layers, unpacked.
/// <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>
const LARGEST_BINARY: u64 = 250 * 1024 * 1024;

/// A program's zip on this machine; functions that are one program have the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Package {
    /// The program's name.
    pub binary: String,
    /// Its key in the artefacts bucket.
    pub key: String,
    /// The file.
    pub file: PathBuf,
    /// The file's size in bytes.
    pub bytes: u64,
    /// Whether it was made now; else it was there from an earlier deploy.
    pub fresh: bool,
    /// What is in the file, once a region has asked for it: many regions are sent the same.
    content: Arc<OnceCell<Bytes>>,
}

impl Package {
    /// The zip, read once.
    pub(crate) async fn content(&self) -> anyhow::Result<Bytes> {
        let read = || async { tokio::fs::read(&self.file).await.map(Bytes::from) };
        let content = self.content.get_or_try_init(read).await;
        let content = content.with_context(|| format!("cannot read {}", self.file.display()))?;
        Ok(content.clone())
    }
}

#[cfg(test)]
impl Package {
    /// One that is nowhere.
    pub(crate) fn of_key(binary: &str, key: &str) -> Self {
        Self {
            binary: binary.to_owned(),
            key: key.to_owned(),
            file: PathBuf::from(format!("{binary}.zip")),
            bytes: 1,
            fresh: true,
            content: Arc::default(),
        }
    }
}

/// Zips the function's program, unless that was done before for the same one.
pub(crate) fn package(
    function: &Function,
    binaries: &Path,
    cache: &Path,
) -> anyhow::Result<Package> {
    let binary = binaries.join(&function.binary);
    let mut file = File::open(&binary).map_err(|error| {
        Problem::new(format!(
            "the function {:?} is not built: {}",
            function.name,
            binary.display()
        ))
        .because(error)
        .next("start this through `cargo xtask deploy`, which builds it")
    })?;
    let size = file.metadata()?.len();
    if size > LARGEST_BINARY {
        return Err(Problem::new(format!(
            "the function {:?} is {size} bytes, and Lambda takes {LARGEST_BINARY}",
            function.name
        ))
        .into());
    }
    let hash = sha256(&mut file).with_context(|| format!("cannot read {}", binary.display()))?;
    let folder = cache.join("functions").join(&function.binary);
    let zip = folder.join(format!("{hash}.zip"));
    let fresh = !zip.is_file();
    if fresh {
        file.rewind()?;
        write_beside(&folder, &zip, &mut file)
            .with_context(|| format!("cannot write {}", zip.display()))?;
        remove_others(&folder, &zip);
    }
    let mut file = File::open(&zip).with_context(|| format!("cannot read {}", zip.display()))?;
    let bytes = file.metadata()?.len();
    let content = sha256(&mut file)?;
    Ok(Package {
        binary: function.binary.clone(),
        key: format!("functions/{}/{content}.zip", function.binary),
        file: zip,
        bytes,
        fresh,
        content: Arc::default(),
    })
}

/// Writes to another name first: a zip under its own name is always whole.
fn write_beside(folder: &Path, zip: &Path, binary: &mut impl Read) -> anyhow::Result<()> {
    fs::create_dir_all(folder)?;
    let partial = zip.with_extension(format!("{}.part", std::process::id()));
    let written = File::create(&partial)
        .map_err(anyhow::Error::from)
        .and_then(|file| write_zip(binary, file));
    if written.is_err() {
        fs::remove_file(&partial).ok();
    }
    written?;
    fs::rename(&partial, zip)?;
    Ok(())
}

/// The zip of a binary: one entry, executable, of a fixed time.
fn write_zip(binary: &mut impl Read, out: impl Write + Seek) -> anyhow::Result<()> {
    let mut zip = ZipWriter::new(out);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(6))
        // The earliest that the format knows: a time of its own would change the hash.
        .last_modified_time(DateTime::default())
        .unix_permissions(0o755);
    zip.start_file(BOOTSTRAP, options)?;
    io::copy(binary, &mut zip)?;
    zip.finish()?.flush()?;
    Ok(())
}

/// Zips of earlier binaries of the function are not needed again: S3 has them.
fn remove_others(folder: &Path, keep: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path != keep && path.extension().is_some_and(|extension| extension == "zip") {
            fs::remove_file(path).ok();
        }
    }
}

/// SHA-256 of all that is read, hexadecimal.
pub(crate) fn sha256(from: &mut impl Read) -> io::Result<String> {
    let mut hash = Sha256::new();
    io::copy(from, &mut hash)?;
    Ok(hex(&hash.finalize()))
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;
    use std::time::{Duration, SystemTime};

    fn function() -> Function {
        Function {
            name: "prepare".to_owned(),
            function_name: "sightline-local-prepare".to_owned(),
            binary: "prepare".to_owned(),
            architecture: "arm64".to_owned(),
        }
    }

    #[test]
    fn the_zip_holds_an_executable_bootstrap() {
        let mut out = Cursor::new(Vec::new());
        write_zip(&mut b"#!binary".as_slice(), &mut out).unwrap();
        let mut zip = zip::ZipArchive::new(out).unwrap();
        assert_eq!(zip.len(), 1);
        let mut entry = zip.by_name("bootstrap").unwrap();
        assert_eq!(entry.unix_mode().unwrap() & 0o777, 0o755);
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        assert_eq!(text, "#!binary");
    }

    #[test]
    fn the_same_binary_gives_the_same_key_wherever_and_whenever_it_was_built() {
        let keys: Vec<_> = (0..2)
            .map(|hours| {
                let folder = tempfile::tempdir().unwrap();
                let binary = folder.path().join("prepare");
                fs::write(&binary, vec![7; 100_000]).unwrap();
                let built = SystemTime::UNIX_EPOCH + Duration::from_secs(3600 * hours);
                File::options()
                    .write(true)
                    .open(&binary)
                    .unwrap()
                    .set_modified(built)
                    .unwrap();
                package(&function(), folder.path(), folder.path())
                    .unwrap()
                    .key
            })
            .collect();
        assert_eq!(keys[0], keys[1]);
        assert!(keys[0].starts_with("functions/prepare/"), "{}", keys[0]);
    }

    #[test]
    fn a_binary_is_compressed_once_and_only_its_latest_zip_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let make = || package(&function(), folder.path(), folder.path()).unwrap();
        fs::write(folder.path().join("prepare"), b"one").unwrap();
        let first = make();
        assert!(first.fresh);
        assert_eq!(
            make(),
            Package {
                fresh: false,
                ..first.clone()
            }
        );
        fs::write(folder.path().join("prepare"), b"two").unwrap();
        let second = make();
        assert!(second.fresh && second.key != first.key);
        assert!(!first.file.exists());
    }

    #[test]
    fn a_function_that_is_not_built_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = package(&function(), folder.path(), folder.path()).unwrap_err();
        assert!(
            error.to_string().contains("\"prepare\" is not built"),
            "{error}"
        );
    }
}
