//! What a part of a template is kept as: its JSON, with keys in the order that they were written.
//!
//! Keys that nobody knows stay where they are, so that a template that was read renders to an
//! equal one.

use serde_json::{Map, Value as Json};

/// The JSON of a part. A part that was read may be anything; one that is built is an object.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Body(Json);

impl Body {
    pub(crate) fn new() -> Self {
        Self(Json::Object(Map::new()))
    }

    pub(crate) const fn read(json: Json) -> Self {
        Self(json)
    }

    pub(crate) const fn json(&self) -> &Json {
        &self.0
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Json> {
        self.0.get(key)
    }

    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    /// Sets a key, at the place that `order` gives it.
    pub(crate) fn set(&mut self, key: &str, value: impl Into<Json>, order: &[&str]) {
        let Json::Object(object) = &mut self.0 else {
            return;
        };
        if let Some(there) = object.get_mut(key) {
            *there = value.into();
            return;
        }
        let rank = |name: &str| order.iter().position(|known| *known == name);
        let own = rank(key).unwrap_or(order.len());
        let before = object
            .keys()
            .take_while(|name| rank(name).unwrap_or(order.len()) <= own)
            .count();
        object.shift_insert(before, key.to_owned(), value.into());
    }

    /// The object at a key, made where there is none.
    pub(crate) fn object(&mut self, key: &str, order: &[&str]) -> Option<&mut Map<String, Json>> {
        if self.get(key).is_none() {
            self.set(key, Map::new(), order);
        }
        self.0.get_mut(key)?.as_object_mut()
    }

    /// The list at a key, made where there is none.
    pub(crate) fn list(&mut self, key: &str, order: &[&str]) -> Option<&mut Vec<Json>> {
        if self.get(key).is_none() {
            self.set(key, Vec::<Json>::new(), order);
        }
        self.0.get_mut(key)?.as_array_mut()
    }
}
