//! Where a problem is.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Where a problem is: segments from the outermost name inwards, such as
/// `local` / `inspection` / `PrepareFunction` / `Properties` / `Timeout`.
///
/// Checks make one for every part of a template that they walk through, and few of these are ever
/// told: a place shares the segments of the place that holds it, so that going deeper costs the
/// same at any depth.
#[derive(Debug, Clone, Default)]
pub struct Address(Option<Arc<Segment>>);

#[derive(Debug)]
struct Segment {
    within: Address,
    name: String,
    depth: usize,
}

impl Address {
    /// The place that holds every other.
    pub const fn root() -> Self {
        Self(None)
    }

    /// Whether it is the place that holds every other.
    pub const fn is_root(&self) -> bool {
        self.0.is_none()
    }

    /// How many segments it has.
    pub fn depth(&self) -> usize {
        self.0.as_ref().map_or(0, |segment| segment.depth)
    }

    /// The place named `segment` within this one.
    #[must_use]
    pub fn join(&self, segment: impl Into<String>) -> Self {
        Self(Some(Arc::new(Segment {
            within: self.clone(),
            name: segment.into(),
            depth: self.depth() + 1,
        })))
    }

    /// The place that a path leads to from this one.
    #[must_use]
    pub fn join_all<S: Into<String>>(&self, path: impl IntoIterator<Item = S>) -> Self {
        let path = path.into_iter();
        path.fold(self.clone(), |place, segment| place.join(segment))
    }

    /// The segments, the outermost first.
    pub fn segments(&self) -> Vec<&str> {
        let mut segments = Vec::with_capacity(self.depth());
        let mut place = self;
        while let Some(segment) = &place.0 {
            segments.push(segment.name.as_str());
            place = &segment.within;
        }
        segments.reverse();
        segments
    }

    /// As a JSON pointer (RFC 6901), such as `/States/Prepare/Next`.
    pub fn to_json_pointer(&self) -> String {
        let mut out = String::new();
        for segment in self.segments() {
            out.push('/');
            out.push_str(&segment.replace('~', "~0").replace('/', "~1"));
        }
        out
    }
}

impl<S: Into<String>> FromIterator<S> for Address {
    fn from_iter<I: IntoIterator<Item = S>>(segments: I) -> Self {
        Self::root().join_all(segments)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.segments().join("."))
    }
}

impl PartialEq for Address {
    fn eq(&self, other: &Self) -> bool {
        self.depth() == other.depth() && self.segments() == other.segments()
    }
}

impl Eq for Address {}

impl PartialOrd for Address {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Address {
    fn cmp(&self, other: &Self) -> Ordering {
        self.segments().cmp(&other.segments())
    }
}

impl Hash for Address {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.segments().hash(state);
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.segments())
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<String>::deserialize(deserializer)?
            .into_iter()
            .collect())
    }
}
