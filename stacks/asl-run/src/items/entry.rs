//! What a map runs its states for: an item of an array, or a pair of an object.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html>

use serde_json::{Map, Value, json};

use crate::data::Item;

/// One of what a map is given, before its iteration begins.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Entry {
    /// An item of an array.
    Item(Value),
    /// A name of an object, and its value; apart, so that an item takes no more room for it.
    Pair(Box<(String, Value)>),
}

impl Entry {
    /// The entries of what can be iterated: an array's items, an object's
    /// pairs; `None` for anything else.
    pub(crate) fn all_of(data: Value) -> Option<Vec<Self>> {
        match data {
            Value::Array(items) => Some(items.into_iter().map(Self::Item).collect()),
            Value::Object(object) => {
                let pairs = object.into_iter();
                Some(pairs.map(|pair| Self::Pair(Box::new(pair))).collect())
            }
            _ => None,
        }
    }

    /// What the entries were taken from.
    pub(crate) fn together(entries: &[Self]) -> Value {
        let is_object = matches!(entries.first(), Some(Self::Pair(..)));
        let (mut items, mut object) = (Vec::new(), Map::new());
        for entry in entries {
            match entry {
                Self::Item(value) => items.push(value.clone()),
                Self::Pair(pair) => {
                    object.insert(pair.0.clone(), pair.1.clone());
                }
            }
        }
        if is_object {
            object.into()
        } else {
            items.into()
        }
    }

    /// What the context object tells of it at its place.
    pub(crate) fn at(self, index: u64) -> Item {
        let (key, value) = match self {
            Self::Item(value) => (None, value),
            Self::Pair(pair) => (Some(pair.0), pair.1),
        };
        Item { index, key, value }
    }

    /// How many bytes of JSON its iteration is given.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Item(value) => value.to_string().len(),
            Self::Pair(one) => pair(&one.0, &one.1).to_string().len(),
        }
    }
}

impl From<Value> for Entry {
    fn from(item: Value) -> Self {
        Self::Item(item)
    }
}

/// A pair as the input of its iteration.
pub(crate) fn pair(key: &str, value: &Value) -> Value {
    json!({ "Key": key, "Value": value })
}
