//! Rows taken apart into Parquet's columns: values with definition and repetition levels.
//!
//! A definition level counts how many of the optional and repeated things on the way to a value
//! are there; a repetition level tells at which list an entry continues.
//! <https://parquet.apache.org/docs/file-format/nestedencoding/>

/// The levels of a place within a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Levels {
    definition: i16,
    repetition: i16,
    /// How many lists the place is within: the repetition level of their next elements.
    depth: i16,
}

impl Levels {
    /// Of something optional that is there.
    #[must_use]
    pub const fn present(self) -> Self {
        Self {
            definition: self.definition + 1,
            ..self
        }
    }

    /// Of an element of the list at this place.
    #[must_use]
    pub const fn element(self, first: bool) -> Self {
        Self {
            definition: self.definition + 1,
            repetition: if first {
                self.repetition
            } else {
                self.depth + 1
            },
            depth: self.depth + 1,
        }
    }
}

/// One Parquet column, being filled.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    /// The values that are there.
    pub values: Values,
    /// A level per entry; empty where values are never absent.
    pub definitions: Vec<i16>,
    /// A level per entry; empty outside lists.
    pub repetitions: Vec<i16>,
    max_definition: i16,
    max_repetition: i16,
}

/// Values of one column.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// `BOOLEAN`
    Boolean(Vec<bool>),
    /// `INT32`
    Integer(Vec<i32>),
    /// `INT64`
    Bigint(Vec<i64>),
    /// `DOUBLE`
    Double(Vec<f64>),
    /// `BYTE_ARRAY`: all texts in one, and where each ends.
    Varchar {
        /// The texts, one after the other.
        text: Vec<u8>,
        /// Where each ends in `text`.
        ends: Vec<usize>,
    },
}

impl Values {
    /// No `BOOLEAN` yet. The others likewise.
    pub const fn boolean() -> Self {
        Self::Boolean(Vec::new())
    }

    /// No `INT32` yet.
    pub const fn integer() -> Self {
        Self::Integer(Vec::new())
    }

    /// No `INT64` yet.
    pub const fn bigint() -> Self {
        Self::Bigint(Vec::new())
    }

    /// No `DOUBLE` yet.
    pub const fn double() -> Self {
        Self::Double(Vec::new())
    }

    /// No `BYTE_ARRAY` yet.
    pub const fn varchar() -> Self {
        Self::Varchar {
            text: Vec::new(),
            ends: Vec::new(),
        }
    }
}

impl Leaf {
    /// An empty column. `deepest` are the levels of a value that is there, in a list's second
    /// element if it is in one.
    pub const fn new(values: Values, deepest: Levels) -> Self {
        Self {
            values,
            definitions: Vec::new(),
            repetitions: Vec::new(),
            max_definition: deepest.definition,
            max_repetition: deepest.repetition,
        }
    }

    /// Forgets the entries and keeps the room.
    pub fn clear(&mut self) {
        self.definitions.clear();
        self.repetitions.clear();
        match &mut self.values {
            Values::Boolean(values) => values.clear(),
            Values::Integer(values) => values.clear(),
            Values::Bigint(values) => values.clear(),
            Values::Double(values) => values.clear(),
            Values::Varchar { text, ends } => {
                text.clear();
                ends.clear();
            }
        }
    }

    /// Bytes that the entries take in memory.
    pub fn size(&self) -> usize {
        let values = match &self.values {
            Values::Boolean(values) => values.len(),
            Values::Integer(values) => values.len() * 4,
            Values::Bigint(values) => values.len() * 8,
            Values::Double(values) => values.len() * 8,
            Values::Varchar { text, ends } => text.len() + ends.len() * size_of::<usize>(),
        };
        values + 2 * (self.definitions.len() + self.repetitions.len())
    }

    /// Appends an entry without a value: the levels say what is missing.
    pub fn push_absent(&mut self, levels: Levels) {
        if self.max_definition > 0 {
            self.definitions.push(levels.definition);
        }
        if self.max_repetition > 0 {
            self.repetitions.push(levels.repetition);
        }
    }

    /// Appends a value. Like the others, it does nothing on a column of another type, which a
    /// derived implementation never asks for.
    pub fn push_boolean(&mut self, value: bool, levels: Levels) {
        if let Values::Boolean(values) = &mut self.values {
            values.push(value);
            self.push_absent(levels);
        }
    }

    /// Appends a value.
    pub fn push_integer(&mut self, value: i32, levels: Levels) {
        if let Values::Integer(values) = &mut self.values {
            values.push(value);
            self.push_absent(levels);
        }
    }

    /// Appends a value.
    pub fn push_bigint(&mut self, value: i64, levels: Levels) {
        if let Values::Bigint(values) = &mut self.values {
            values.push(value);
            self.push_absent(levels);
        }
    }

    /// Appends a value.
    pub fn push_double(&mut self, value: f64, levels: Levels) {
        if let Values::Double(values) = &mut self.values {
            values.push(value);
            self.push_absent(levels);
        }
    }

    /// Appends a value.
    pub fn push_varchar(&mut self, value: &str, levels: Levels) {
        if let Values::Varchar { text, ends } = &mut self.values {
            text.extend_from_slice(value.as_bytes());
            ends.push(text.len());
            self.push_absent(levels);
        }
    }
}
