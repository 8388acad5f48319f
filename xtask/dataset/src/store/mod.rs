//! A dataset's folder.
//!
//! ```text
//! manifest.jsonl      a line for each picture, sorted by id
//! journal.jsonl       lines that are newer than the manifest's: the last of a picture holds
//! pictures/ab/….jpg   the pictures, named by their content
//! masks/ab/….png      the masks, named by theirs
//! aside/              what could not be decoded, and why
//! splits/             a manifest for each part
//! lock                held while somebody writes
//! ```
//!
//! A change is appended to the journal and synced before it is acknowledged; now and then the
//! manifest takes the journal in. Either file is replaced by renaming a whole one, and reading the
//! journal again changes nothing, so that a kill at any moment loses nothing acknowledged. Several
//! processes may write: each reads, under the lock, what the others wrote before it writes.

mod aside;
pub(crate) mod atomic;
mod error;
mod item;
mod journal;
mod lock;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use contracts::PictureId;
use diagnostics::{Diagnostic, Diagnostics};

pub use aside::Aside;
pub use error::DatasetError;
pub use item::{Item, mask_path};

use self::error::io;
use self::journal::Journal;
use self::lock::Lock;
use crate::manifest::{Numbered, parse_lines};
use crate::names::Part;

const MANIFEST: &str = "manifest.jsonl";

/// The pictures of a dataset, and the folder that holds them.
#[derive(Debug)]
pub struct Dataset {
    folder: PathBuf,
    items: BTreeMap<PictureId, Item>,
    journal: Journal,
}

impl Dataset {
    /// Opens the dataset of a folder.
    ///
    /// # Errors
    /// When there is none, or it cannot be read; all mistakes of its manifest together.
    pub fn open(folder: &Path) -> Result<Self, DatasetError> {
        if !folder.join(MANIFEST).is_file() && !folder.join(journal::NAME).is_file() {
            return Err(DatasetError::NoDataset(folder.to_owned()));
        }
        Self::create(folder)
    }

    /// Opens the dataset of a folder, which is made where it is not there.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn create(folder: &Path) -> Result<Self, DatasetError> {
        fs::create_dir_all(folder).map_err(io("make", folder))?;
        let lock = Lock::take(folder)?;
        let mut dataset = Self {
            folder: folder.to_owned(),
            items: BTreeMap::new(),
            journal: Journal::new(folder),
        };
        dataset.catch_up(&lock)?;
        Ok(dataset)
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the manifest of a part of the split is.
    pub fn part_manifest(&self, part: Part) -> PathBuf {
        self.folder.join("splits").join(format!("{part}.manifest"))
    }

    /// Every picture, by id.
    pub const fn items(&self) -> &BTreeMap<PictureId, Item> {
        &self.items
    }

    /// Takes in what other processes wrote.
    ///
    /// # Errors
    /// When the dataset cannot be read.
    pub fn refresh(&mut self) -> Result<(), DatasetError> {
        let lock = Lock::take(&self.folder)?;
        self.catch_up(&lock)
    }

    /// Writes the pictures that `change` gives, which sees the dataset as it is at that moment: no
    /// other process writes between. They are on the disk when this returns. The manifest takes
    /// the journal in where that has grown long.
    ///
    /// # Errors
    /// What `change` refuses, and when the dataset cannot be written; nothing is changed then.
    pub fn change<E: From<DatasetError>>(
        &mut self,
        change: impl FnOnce(&BTreeMap<PictureId, Item>) -> Result<Vec<Item>, E>,
    ) -> Result<(), E> {
        let lock = Lock::take(&self.folder)?;
        self.catch_up(&lock)?;
        let items = change(&self.items)?;
        if items.is_empty() {
            return Ok(());
        }
        self.journal.append(&items, &lock)?;
        self.take(items);
        if self.journal.is_long(self.items.len()) {
            self.compact_locked(&lock)?;
        }
        Ok(())
    }

    /// Has the manifest take the journal in.
    ///
    /// # Errors
    /// When the dataset cannot be written; what was acknowledged is then still in the journal.
    pub fn compact(&mut self) -> Result<(), DatasetError> {
        let lock = Lock::take(&self.folder)?;
        self.catch_up(&lock)?;
        if self.journal.is_empty() && self.folder.join(MANIFEST).is_file() {
            return Ok(());
        }
        self.compact_locked(&lock)
    }

    fn compact_locked(&mut self, lock: &Lock) -> Result<(), DatasetError> {
        let text: String = self.items.values().map(Item::to_line).collect();
        atomic::write(&self.folder.join(MANIFEST), text.as_bytes())?;
        // Cut off here, the old journal is read again on top of the new manifest, which has it all.
        self.journal.begin(lock)
    }

    fn catch_up(&mut self, lock: &Lock) -> Result<(), DatasetError> {
        let read = self.journal.read(lock)?;
        if read.is_another {
            self.items.clear();
            let manifest = self.folder.join(MANIFEST);
            let text = match fs::read_to_string(&manifest) {
                Ok(text) => text,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
                Err(error) => return Err(io("read", &manifest)(error)),
            };
            let items = parse_items(&text, MANIFEST)?;
            repeated(&items)?;
            self.take(items.into_iter().map(|item| item.line));
        }
        let items = parse_items(&read.text, journal::NAME)?;
        self.take(items.into_iter().map(|item| item.line));
        self.journal.taken(read);
        Ok(())
    }

    fn take(&mut self, items: impl IntoIterator<Item = Item>) {
        let items = items.into_iter();
        self.items
            .extend(items.map(|item| (item.facts.id.clone(), item)));
    }
}

fn parse_items(text: &str, file: &'static str) -> Result<Vec<Numbered<Item>>, DatasetError> {
    let mut found = Diagnostics::new();
    let items = parse_lines(text, &mut found, Item::parse);
    if found.is_empty() {
        return Ok(items);
    }
    Err(DatasetError::Invalid { file, found })
}

/// Refuses a picture that has two lines in the manifest: which one holds is for people to say.
fn repeated(items: &[Numbered<Item>]) -> Result<(), DatasetError> {
    let mut first: BTreeMap<&PictureId, usize> = BTreeMap::new();
    let mut found = Diagnostics::new();
    for Numbered { number, line } in items {
        if let Some(earlier) = first.insert(&line.facts.id, *number) {
            found.push(
                Diagnostic::error(
                    "dataset::repeated-picture",
                    [format!("line {number}")].into_iter().collect(),
                    format!("picture {} is on line {earlier} as well", line.facts.id),
                )
                .with_help("a picture has one line: remove one of them"),
            );
        }
    }
    if found.is_empty() {
        return Ok(());
    }
    Err(DatasetError::Invalid {
        file: MANIFEST,
        found,
    })
}
