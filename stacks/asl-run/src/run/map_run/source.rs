//! Where items come from: the state's data, a listing, an object, or objects
//! that a listing or a manifest names.

use std::collections::VecDeque;

use asl::ItemReader;
use serde_json::Value;

use crate::effect::Effect;
use crate::items::{Entry, Format, Manifest, NOT_ITERABLE};

/// The most items that a reader may be asked for.
const MOST_ITEMS: u64 = 100_000_000;

/// Items to come.
#[derive(Debug, Default)]
pub(super) struct Source {
    buffer: VecDeque<Entry>,
    reader: Option<Reader>,
    /// The reading under way.
    pub(super) reading: Option<u64>,
    /// How many items may still be taken in.
    left: u64,
    /// Whether a file may hold an object, whose pairs are the items.
    takes_pairs: bool,
}

/// What is still to be read.
#[derive(Debug)]
struct Reader {
    /// What the state names: a bucket, with a prefix or a key.
    arguments: Value,
    /// What lists further files or items.
    index: Option<Index>,
    /// Files that are known and not read.
    files: VecDeque<Value>,
    /// What asks for the next page of the first file's rows.
    page: Option<String>,
    /// How a file becomes items; `None` where what is listed is items itself.
    format: Option<Format>,
}

#[derive(Debug)]
enum Index {
    Listing {
        /// What asks for the next page, once there was one.
        continuation: Option<String>,
    },
    Manifest(Manifest),
}

impl Source {
    pub(super) fn of_items(items: Vec<Entry>) -> Self {
        Self {
            buffer: items.into(),
            ..Self::default()
        }
    }

    /// Items of a reader, at most so many.
    pub(super) fn of_reader(
        reader: &ItemReader,
        arguments: Value,
        most: Option<f64>,
        takes_pairs: bool,
    ) -> Result<Self, String> {
        let left = match most {
            Some(most) if most < 0.0 => return Err("field MaxItems must be positive".to_owned()),
            // 0 stands for no limit, and so does more than there may be.
            Some(most) if most >= 1.0 => (most as u64).min(MOST_ITEMS),
            _ => MOST_ITEMS,
        };
        Ok(Self {
            buffer: VecDeque::new(),
            reader: Some(Reader::of(reader, arguments)?),
            reading: None,
            left,
            takes_pairs,
        })
    }

    pub(super) fn take(&mut self) -> Option<Entry> {
        self.buffer.pop_front()
    }

    pub(super) fn peek(&self) -> Option<&Entry> {
        self.buffer.front()
    }

    /// Whether no item will come any more.
    pub(super) fn is_dry(&self) -> bool {
        self.buffer.is_empty() && self.is_read()
    }

    /// Whether everything there is was read.
    pub(super) const fn is_read(&self) -> bool {
        self.reader.is_none() && self.reading.is_none()
    }

    /// How many items are read and not yet taken.
    pub(super) fn buffered(&self) -> usize {
        self.buffer.len()
    }

    /// What to ask for, if there is more to read and nothing is being read.
    pub(super) fn request(&self, read: u64) -> Option<Effect> {
        if self.reading.is_some() {
            return None;
        }
        self.reader.as_ref().map(|reader| reader.request(read))
    }

    pub(super) fn listed(&mut self, objects: Vec<Value>, next: Option<String>) {
        self.reading = None;
        let Some(reader) = &mut self.reader else {
            return;
        };
        reader.index = next.map(|next| Index::Listing {
            continuation: Some(next),
        });
        if reader.format.is_some() {
            reader.take_files(&objects);
        } else {
            self.take_in(objects.into_iter().map(Entry::Item).collect());
        }
        self.settle();
    }

    pub(super) fn read(&mut self, body: &str) -> Result<(), String> {
        self.reading = None;
        let Some(reader) = &mut self.reader else {
            return Ok(());
        };
        if let Some(Index::Manifest(manifest)) = &reader.index {
            let (files, format) = manifest.files(body)?;
            reader.index = None;
            reader.files.extend(files);
            if format.is_some() {
                reader.format = format;
            }
        } else {
            let most = usize::try_from(self.left).unwrap_or(usize::MAX);
            let items = match &reader.format {
                Some(format) => format.items(body, most)?,
                None => Vec::new(),
            };
            if !self.takes_pairs && items.iter().any(|item| matches!(item, Entry::Pair(..))) {
                return Err(NOT_ITERABLE.to_owned());
            }
            reader.files.pop_front();
            self.take_in(items);
        }
        self.settle();
        Ok(())
    }

    pub(super) fn rows_read(&mut self, rows: Vec<Value>, next: Option<String>) {
        self.reading = None;
        let Some(reader) = &mut self.reader else {
            return;
        };
        if next.is_none() {
            reader.files.pop_front();
        }
        reader.page = next;
        self.take_in(rows.into_iter().map(Entry::Item).collect());
        self.settle();
    }

    fn take_in(&mut self, items: Vec<Entry>) {
        let room = usize::try_from(self.left).unwrap_or(usize::MAX);
        let taken = items.len().min(room);
        self.left -= taken as u64;
        self.buffer.extend(items.into_iter().take(taken));
    }

    /// Forgets the reader once there is nothing to read, or no room for it.
    fn settle(&mut self) {
        let is_done = |reader: &Reader| reader.index.is_none() && reader.files.is_empty();
        if self.left == 0 || self.reader.as_ref().is_some_and(is_done) {
            self.reader = None;
        }
    }
}

impl Reader {
    fn of(reader: &ItemReader, arguments: Value) -> Result<Self, String> {
        let config = reader.reader_config.as_ref();
        let kind = config.and_then(|config| config.input_type.as_deref());
        let manifest = config.and_then(|config| config.manifest_type.as_deref());
        let mut made = Self {
            arguments,
            index: None,
            files: VecDeque::new(),
            page: None,
            format: None,
        };
        if reader.resource.ends_with(":s3:listObjectsV2") {
            made.index = Some(Index::Listing { continuation: None });
            let transformation = config.and_then(|config| config.transformation.as_deref());
            if transformation == Some("LOAD_AND_FLATTEN") {
                made.format = Some(Format::of(config)?);
            }
        } else if kind == Some("MANIFEST") || manifest.is_some() {
            let manifest = if manifest == Some("ATHENA_DATA") {
                made.format = Some(Format::of(config)?);
                Manifest::Athena
            } else {
                Manifest::Inventory
            };
            made.index = Some(Index::Manifest(manifest));
        } else {
            made.format = Some(Format::of(config)?);
            made.files.push_back(made.arguments.clone());
        }
        Ok(made)
    }

    fn request(&self, read: u64) -> Effect {
        let arguments = self.arguments.clone();
        if let Some(Index::Manifest(_)) = &self.index {
            return Effect::ReadObject { read, arguments };
        }
        match (self.files.front().cloned(), &self.format, &self.index) {
            (Some(arguments), Some(Format::Parquet), _) => Effect::ReadRows {
                read,
                arguments,
                continuation: self.page.clone(),
            },
            (Some(arguments), ..) => Effect::ReadObject { read, arguments },
            (None, _, Some(Index::Listing { continuation })) => Effect::ListObjects {
                read,
                arguments,
                continuation: continuation.clone(),
            },
            (None, ..) => Effect::ListObjects {
                read,
                arguments,
                continuation: None,
            },
        }
    }

    /// Takes in the objects of a listing as files to read.
    fn take_files(&mut self, objects: &[Value]) {
        let keys = objects.iter().filter_map(|object| object["Key"].as_str());
        // What stands for a folder in a bucket holds no items.
        for key in keys.filter(|key| !key.ends_with('/')) {
            let mut file = serde_json::Map::new();
            for name in ["Bucket", "ExpectedBucketOwner"] {
                if let Some(value) = self.arguments.get(name) {
                    file.insert(name.to_owned(), value.clone());
                }
            }
            file.insert("Key".to_owned(), key.into());
            self.files.push_back(file.into());
        }
    }
}
