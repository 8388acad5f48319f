//! `model.tar.gz`, unpacked where a container looks for its model.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path};

use flate2::read::GzDecoder;

/// Most bytes of all files together.
const MOST_BYTES: u64 = 512 << 20;
/// Most entries.
const MOST_ENTRIES: usize = 1_000;

/// Unpacks an archive into a folder. It may hold folders and files within itself alone: links, devices
/// and paths that lead out of it are refused.
pub(super) fn unpack(archive: &[u8], into: &Path) -> io::Result<()> {
    let mut left = MOST_BYTES;
    let mut tar = tar::Archive::new(GzDecoder::new(archive));
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
    }
    Ok(())
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
}
