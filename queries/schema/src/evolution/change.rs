//! A change, and what it breaks.

use std::fmt;

/// A change of a table. Displayed as `<table>[.<column>]: <what>`, which is also how it is
/// acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The table, or the table and the column with a point between them.
    pub place: String,
    /// What changed.
    pub what: String,
    /// What to do instead, where files or readers break; nothing where none do.
    pub way_out: Option<String>,
}

impl Change {
    pub(super) fn breaking(
        place: String,
        what: impl Into<String>,
        way_out: impl Into<String>,
    ) -> Self {
        Self {
            place,
            what: what.into(),
            way_out: Some(way_out.into()),
        }
    }

    pub(super) fn compatible(place: String, what: impl Into<String>) -> Self {
        Self {
            place,
            what: what.into(),
            way_out: None,
        }
    }

    /// Whether files that are there are no longer read as before, or readers break.
    pub const fn is_breaking(&self) -> bool {
        self.way_out.is_some()
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}
