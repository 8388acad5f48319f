//! The parts of one kind, by logical id.

use std::slice;

use serde_json::{Map, Value as Json};

use crate::LogicalId;
use crate::body::Body;

/// A part of a template that is kept as its JSON.
pub(crate) trait Part {
    fn read(body: Body) -> Self;
    fn body(&self) -> &Body;
}

/// The parts of one kind, by logical id: sorted where the template was built, in the order of the
/// text where it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Section<T>(Vec<(LogicalId, T)>);

impl<T> Default for Section<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Section<T> {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The part of that name.
    pub fn get(&self, id: &str) -> Option<&T> {
        self.iter()
            .find(|(known, _)| known.as_str() == id)
            .map(|(_, part)| part)
    }

    /// Whether there is a part of that name.
    pub fn contains(&self, id: &str) -> bool {
        self.get(id).is_some()
    }

    /// The ids and the parts.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter(self.0.iter())
    }

    /// The ids.
    pub fn keys(&self) -> impl Iterator<Item = &LogicalId> {
        self.iter().map(|(id, _)| id)
    }

    /// The parts.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.iter().map(|(_, part)| part)
    }

    /// Adds a part where its id sorts; what had the same id is replaced and given back.
    pub(crate) fn insert(&mut self, id: LogicalId, part: T) -> Option<T> {
        match self.0.binary_search_by(|(known, _)| known.cmp(&id)) {
            Ok(at) => Some(std::mem::replace(&mut self.0[at].1, part)),
            Err(at) => {
                self.0.insert(at, (id, part));
                None
            }
        }
    }
}

#[allow(private_bounds, reason = "how a part is kept is the crate's own")]
impl<T: Part> Section<T> {
    pub(crate) fn read(object: Map<String, Json>) -> Self {
        let parts = object.into_iter();
        Self(
            parts
                .map(|(id, json)| (LogicalId::unchecked(id), T::read(Body::read(json))))
                .collect(),
        )
    }

    pub(crate) fn to_json(&self) -> Json {
        let parts = self.iter();
        parts
            .map(|(id, part)| (id.to_string(), part.body().json().clone()))
            .collect::<Map<_, _>>()
            .into()
    }
}

/// Goes over a [`Section`].
#[derive(Debug)]
pub struct Iter<'a, T>(slice::Iter<'a, (LogicalId, T)>);

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = (&'a LogicalId, &'a T);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(id, part)| (id, part))
    }
}

impl<'a, T> IntoIterator for &'a Section<T> {
    type Item = (&'a LogicalId, &'a T);
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
