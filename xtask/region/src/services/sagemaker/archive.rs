//! `model.tar.gz`, unpacked where a container looks for its model.

use std::cell::Cell;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path};

use flate2::read::GzDecoder;

/// Most bytes of all files together.
const MOST_BYTES: u64 = 512 << 20;
/// Most entries.
const MOST_ENTRIES: usize = 1_000;
/// Most bytes of what stands before a file: `tar` reads long names and further attributes as a whole.
const HEADER_BYTES: u64 = 1 << 20;

/// Unpacks an archive into a folder. It may hold folders and files within itself alone: links, devices
/// and paths that lead out of it are refused.
pub(super) fn unpack(archive: &[u8], into: &Path) -> io::Result<()> {
    let mut left = MOST_BYTES;
    let allowed = Cell::new(HEADER_BYTES);
    let mut tar = tar::Archive::new(AtMost {
        inner: GzDecoder::new(archive),
        allowed: &allowed,
    });
    for (at, entry) in tar.entries()?.enumerate() {
        let mut entry = entry?;
        if at >= MOST_ENTRIES {
            return Err(refuse(format!("it has more than {MOST_ENTRIES} entries")));
        }
        let path = entry.path()?.into_owned();
        let is_within = path
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !is_within {
            return Err(refuse(format!("{} leads out of it", path.display())));
        }
        let target = into.join(&path);
        match entry.header().entry_type() {
            tar::EntryType::Directory => fs::create_dir_all(&target)?,
            tar::EntryType::Regular | tar::EntryType::Continuous => {
                if let Some(folder) = target.parent() {
                    fs::create_dir_all(folder)?;
                }
                let mut file = File::create_new(&target)?;
                allowed.set(left + 1);
                let written = io::copy(&mut (&mut entry).take(left + 1), &mut file)?;
                left = left.checked_sub(written).ok_or_else(|| {
                    refuse(format!("its files have more than {MOST_BYTES} bytes"))
                })?;
            }
            other => {
                return Err(refuse(format!(
                    "{} is neither a file nor a folder but {other:?}",
                    path.display()
                )));
            }
        }
        allowed.set(HEADER_BYTES);
    }
    Ok(())
}

/// A reader that gives as many bytes as are allowed and then fails: whoever reads has no bound of its own.
struct AtMost<'a, R> {
    inner: R,
    allowed: &'a Cell<u64>,
}

impl<R: Read> Read for AtMost<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let allowed = self.allowed.get();
        // One byte more tells an end from more than is allowed.
        let read = self.inner.by_ref().take(allowed + 1).read(buffer)?;
        let left = allowed.checked_sub(read as u64);
        let left = left
            .ok_or_else(|| refuse(format!("a header of it has more than {HEADER_BYTES} bytes")))?;
        self.allowed.set(left);
        Ok(read)
    }
}

fn refuse(what: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;

    fn packed(path: &str, kind: tar::EntryType) -> Vec<u8> {
        let mut header = tar::Header::new_ustar();
        header.set_entry_type(kind);
        header.set_size(if kind.is_file() { 3 } else { 0 });
        // As somebody would who means harm: the crate's own setter refuses such paths.
        header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
        header.set_cksum();
        let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
        let content: &[u8] = if kind.is_file() { b"abc" } else { b"" };
        tar.append(&header, content).unwrap();
        tar.into_inner().unwrap().finish().unwrap()
    }

    #[test]
    fn files_are_unpacked_and_what_leads_out_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = tar::EntryType::Regular;
        unpack(&packed("a/b.model", file), folder.path()).unwrap();
        assert_eq!(fs::read(folder.path().join("a/b.model")).unwrap(), b"abc");
        for (path, kind, why) in [
            ("../b", file, "leads out of it"),
            ("/b", file, "leads out of it"),
            ("c", tar::EntryType::Symlink, "neither a file nor a folder"),
        ] {
            let error = unpack(&packed(path, kind), folder.path()).unwrap_err();
            assert!(error.to_string().contains(why), "{path}: {error}");
        }
        assert!(unpack(b"no archive", folder.path()).is_err());
    }

    /// An archive of a file with something of this kind before it.
    fn preceded(kind: tar::EntryType, before: &[u8]) -> Vec<u8> {
        let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
        for (kind, content) in [(kind, before), (tar::EntryType::Regular, b"abc")] {
            let mut header = tar::Header::new_gnu();
            header.set_entry_type(kind);
            header.set_size(content.len() as u64);
            header.set_cksum();
            tar.append(&header, content).unwrap();
        }
        tar.into_inner().unwrap().finish().unwrap()
    }

    #[test]
    fn a_long_name_is_taken_and_an_endless_one_is_refused_before_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let name = format!("{}name", "long/".repeat(40));
        let long = preceded(tar::EntryType::GNULongName, name.as_bytes());
        unpack(&long, folder.path()).unwrap();
        assert_eq!(fs::read(folder.path().join(name)).unwrap(), b"abc");
        let endless = vec![b'n'; HEADER_BYTES as usize + 1];
        for kind in [tar::EntryType::GNULongName, tar::EntryType::XHeader] {
            let error = unpack(&preceded(kind, &endless), folder.path()).unwrap_err();
            let why = "a header of it has more than 1048576 bytes";
            assert_eq!(error.to_string(), why, "{kind:?}");
        }
    }
}
