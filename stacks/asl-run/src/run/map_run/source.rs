//! Where items come from: the state's data, a listing or an object.

use std::collections::VecDeque;

use asl::ItemReader;
use serde_json::Value;

use crate::items;

/// The most items that a reader may be asked for.
const MOST_ITEMS: u64 = 100_000_000;

/// Items to come.
#[derive(Debug, Default)]
pub(super) struct Source {
    buffer: VecDeque<Value>,
    reader: Option<Reader>,
    /// The reading under way.
    pub(super) reading: Option<u64>,
    /// How many items may still be taken in.
    left: u64,
}

/// What is read, and how it becomes items.
#[derive(Debug)]
struct Reader {
    kind: ReaderKind,
    arguments: Value,
}

#[derive(Debug)]
enum ReaderKind {
    Listing {
        /// What asks for the next page, once there was one.
        continuation: Option<String>,
    },
    Object(items::Format),
}

/// What to ask for next.
pub(super) enum Request {
    Listing {
        arguments: Value,
        continuation: Option<String>,
    },
    Object {
        arguments: Value,
    },
}

impl Source {
    pub(super) fn of_items(items: Vec<Value>) -> Self {
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
    ) -> Result<Self, String> {
        let left = match most {
            Some(most) if most < 0.0 => return Err("field MaxItems must be positive".to_owned()),
            // 0 stands for no limit, and so does more than there may be.
            Some(most) if most >= 1.0 => (most as u64).min(MOST_ITEMS),
            _ => MOST_ITEMS,
        };
        let kind = if reader.resource.ends_with(":s3:listObjectsV2") {
            ReaderKind::Listing { continuation: None }
        } else {
            ReaderKind::Object(items::Format::of(reader.reader_config.as_ref())?)
        };
        Ok(Self {
            buffer: VecDeque::new(),
            reader: Some(Reader { kind, arguments }),
            reading: None,
            left,
        })
    }

    pub(super) fn take(&mut self) -> Option<Value> {
        self.buffer.pop_front()
    }

    pub(super) fn peek(&self) -> Option<&Value> {
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
    pub(super) fn request(&self) -> Option<Request> {
        if self.reading.is_some() {
            return None;
        }
        let reader = self.reader.as_ref()?;
        let arguments = reader.arguments.clone();
        Some(match &reader.kind {
            ReaderKind::Listing { continuation } => Request::Listing {
                arguments,
                continuation: continuation.clone(),
            },
            ReaderKind::Object(_) => Request::Object { arguments },
        })
    }

    pub(super) fn listed(&mut self, objects: Vec<Value>, next: Option<String>) {
        self.reading = None;
        self.take_in(objects);
        match (&mut self.reader, next) {
            (
                Some(Reader {
                    kind: ReaderKind::Listing { continuation },
                    ..
                }),
                Some(next),
            ) if self.left > 0 => {
                *continuation = Some(next);
            }
            _ => self.reader = None,
        }
    }

    pub(super) fn read(&mut self, body: &str) -> Result<(), String> {
        self.reading = None;
        let reader = self.reader.take();
        if let Some(Reader {
            kind: ReaderKind::Object(format),
            ..
        }) = reader
        {
            let most = usize::try_from(self.left).unwrap_or(usize::MAX);
            let items = format.items(body, most)?;
            self.take_in(items);
        }
        Ok(())
    }

    fn take_in(&mut self, items: Vec<Value>) {
        let room = usize::try_from(self.left).unwrap_or(usize::MAX);
        let taken = items.len().min(room);
        self.left -= taken as u64;
        self.buffer.extend(items.into_iter().take(taken));
    }
}
