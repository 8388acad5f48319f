//! What can be a property of a resource, and the bag that holds properties.

use serde_json::Value as Json;

use crate::Value;

/// A type that a template can hold as JSON.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a property of a resource",
    note = "literals are texts, whole numbers (`Int`), `f64`, `bool`, `List`, `Map`, `Any` and the \
            generated types"
)]
pub trait Property {
    /// As it stands in a template.
    fn into_json(self) -> Json;
}

impl Property for String {
    fn into_json(self) -> Json {
        Json::String(self)
    }
}

impl Property for bool {
    fn into_json(self) -> Json {
        Json::Bool(self)
    }
}

impl Property for f64 {
    fn into_json(self) -> Json {
        // CloudFormation keeps the text of a number, so a whole one is written as one.
        if self.fract() == 0.0 && self.abs() < 9e15 {
            #[allow(clippy::cast_possible_truncation, reason = "it is whole and in range")]
            return Json::from(self as i64);
        }
        Json::from(self)
    }
}

/// Values one after the other, each of them a literal or deferred.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<T>(Vec<Value<T>>);

impl<T> IntoIterator for List<T> {
    type Item = Value<T>;
    type IntoIter = std::vec::IntoIter<Value<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T, U: Into<Value<T>>> FromIterator<U> for List<T> {
    fn from_iter<I: IntoIterator<Item = U>>(items: I) -> Self {
        Self(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Property> Property for List<T> {
    fn into_json(self) -> Json {
        Json::Array(self.0.into_iter().map(Json::from).collect())
    }
}

/// Values by names of one's own choice.
#[derive(Debug, Clone, PartialEq)]
pub struct Map<T> {
    entries: serde_json::Map<String, Json>,
    values: std::marker::PhantomData<fn() -> T>,
}

impl<T: Property, K: Into<String>, U: Into<Value<T>>> FromIterator<(K, U)> for Map<T> {
    fn from_iter<I: IntoIterator<Item = (K, U)>>(entries: I) -> Self {
        let entries = entries.into_iter();
        Self {
            entries: entries
                .map(|(name, value)| (name.into(), Json::from(value.into())))
                .collect(),
            values: std::marker::PhantomData,
        }
    }
}

impl<T> Property for Map<T> {
    fn into_json(self) -> Json {
        Json::Object(self.entries)
    }
}

/// A value of any kind, where the schema says no more: JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Any(pub Json);

impl Any {
    /// Of one of the typed values.
    pub fn of(value: impl Property) -> Self {
        Self(value.into_json())
    }
}

impl Property for Any {
    fn into_json(self) -> Json {
        self.0
    }
}

impl crate::value::Text for Any {
    fn from_text(text: String) -> Self {
        Self(text.into())
    }
}

/// The properties of a resource or of one of its nested types, in the order they were set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Properties(serde_json::Map<String, Json>);

impl Properties {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more, or another value for one that was set.
    #[must_use]
    pub fn with<T: Property>(mut self, name: &'static str, value: Value<T>) -> Self {
        self.insert(name, value.into());
        self
    }

    fn insert(&mut self, name: &'static str, value: Json) {
        self.0.insert(name.to_owned(), value);
    }

    /// The properties as an object of JSON.
    pub fn into_map(self) -> serde_json::Map<String, Json> {
        self.0
    }

    /// As JSON.
    pub fn into_json(self) -> Json {
        Json::Object(self.0)
    }
}

/// A generated type: properties with setters of their types.
pub trait Bag: Sized {
    /// With the properties.
    fn from_properties(properties: Properties) -> Self;

    /// The properties that were set.
    fn into_properties(self) -> Properties;

    /// With a property that is newer than the schema, or a value that the schema does not allow.
    #[must_use]
    fn with_unchecked(self, name: &'static str, value: impl Into<Value<Any>>) -> Self {
        Self::from_properties(self.into_properties().with(name, value.into()))
    }
}

impl<T: Bag> Property for T {
    fn into_json(self) -> Json {
        self.into_properties().into_json()
    }
}

impl From<serde_json::Map<String, Json>> for Properties {
    fn from(properties: serde_json::Map<String, Json>) -> Self {
        Self(properties)
    }
}
