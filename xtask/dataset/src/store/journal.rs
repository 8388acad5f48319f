//! What is newer than the manifest, in lines of the same form.
//!
//! The first line names the journal, so that whoever has read a part of it knows whether it is
//! still the same. A last line without its end was never acknowledged: whoever wrote it was killed.

use std::fs::File;
use std::io::{self as stdio, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::atomic;
use super::error::{DatasetError, io};
use super::item::Item;
use super::lock::Lock;

pub(super) const NAME: &str = "journal.jsonl";

/// How many lines a journal has at least before the manifest takes it in.
const LONG: usize = 256;

/// How much of the journal is known.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    /// Its first line; empty before anything was read.
    name: String,
    /// The bytes that were read.
    read_to: u64,
    /// The lines that were read, without the first.
    lines: usize,
}

/// What is new in the journal.
#[derive(Debug)]
pub(super) struct Read {
    /// Whether it is another journal than before: the manifest is new as well.
    pub(super) is_another: bool,
    /// The whole lines that were not read before.
    pub(super) text: String,
    name: String,
    read_to: u64,
}

impl Journal {
    pub(super) fn new(folder: &Path) -> Self {
        Self {
            path: folder.join(NAME),
            name: String::new(),
            read_to: 0,
            lines: 0,
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.lines == 0
    }

    /// Whether it is time for the manifest to take it in: writing `items` lines is then dear no
    /// more often than once for as many changes.
    pub(super) fn is_long(&self, items: usize) -> bool {
        self.lines >= LONG.max(items)
    }

    /// Reads what is new. A journal that is not there is begun.
    pub(super) fn read(&self, lock: &Lock) -> Result<Read, DatasetError> {
        let mut file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == stdio::ErrorKind::NotFound => {
                write_new(&self.path, lock)?;
                File::open(&self.path).map_err(io("read", &self.path))?
            }
            Err(error) => return Err(io("read", &self.path)(error)),
        };
        self.read_from(&mut file).map_err(io("read", &self.path))
    }

    fn read_from(&self, file: &mut File) -> stdio::Result<Read> {
        let mut name = vec![0; self.name.len()];
        let is_same =
            !name.is_empty() && file.read_exact(&mut name).is_ok() && name == self.name.as_bytes();
        let start = if is_same { self.read_to } else { 0 };
        file.seek(SeekFrom::Start(start))?;
        // The end may be within a character: only whole lines are text.
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let end = bytes.iter().rposition(|byte| *byte == b'\n');
        bytes.truncate(end.map_or(0, |end| end + 1));
        let mut text = String::from_utf8(bytes)
            .map_err(|error| stdio::Error::new(stdio::ErrorKind::InvalidData, error))?;
        let read_to = start + text.len() as u64;
        let name = if is_same {
            self.name.clone()
        } else {
            let first = text.find('\n').map_or(0, |end| end + 1);
            text.drain(..first).collect()
        };
        Ok(Read {
            is_another: !is_same,
            text,
            name,
            read_to,
        })
    }

    /// Notes that what was read is known.
    pub(super) fn taken(&mut self, read: Read) {
        if read.is_another {
            self.lines = 0;
        }
        self.lines += read.text.lines().count();
        self.name = read.name;
        self.read_to = read.read_to;
    }

    /// Appends lines and waits until they are on the disk. All that was there must have been read.
    pub(super) fn append(&mut self, items: &[Item], _lock: &Lock) -> Result<(), DatasetError> {
        let text: String = items.iter().map(Item::to_line).collect();
        let append = || {
            let mut file = File::options().write(true).open(&self.path)?;
            // The beginning of a line whose writer was killed goes.
            file.set_len(self.read_to)?;
            file.seek(SeekFrom::Start(self.read_to))?;
            file.write_all(text.as_bytes())?;
            file.sync_data()
        };
        append().map_err(io("write", &self.path))?;
        self.read_to += text.len() as u64;
        self.lines += items.len();
        Ok(())
    }

    /// Begins an empty journal in place of this one, which the manifest has taken in.
    pub(super) fn begin(&mut self, lock: &Lock) -> Result<(), DatasetError> {
        let name = write_new(&self.path, lock)?;
        self.read_to = name.len() as u64;
        self.name = name;
        self.lines = 0;
        Ok(())
    }
}

/// Writes an empty journal; gives its first line.
fn write_new(path: &Path, _lock: &Lock) -> Result<String, DatasetError> {
    let name = format!("{{\"journal\":\"{}\"}}\n", Uuid::new_v4());
    atomic::write(path, name.as_bytes())?;
    Ok(name)
}
