//! Values that are looked up by two keys.

use serde_json::{Map, Value as Json, json};

use crate::body::Body;
use crate::section::Part;
use crate::{LogicalId, Value};

/// A table of values: names of rows, and within each the names of attributes.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html>
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    body: Body,
}

impl Part for Rows {
    fn read(body: Body) -> Self {
        Self { body }
    }

    fn body(&self) -> &Body {
        &self.body
    }
}

impl Default for Rows {
    fn default() -> Self {
        Self { body: Body::new() }
    }
}

impl Rows {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// With a row of attributes: texts, numbers or lists of them.
    #[must_use]
    pub fn row<V: Into<Json>>(
        mut self,
        name: &str,
        attributes: impl IntoIterator<Item = (&'static str, V)>,
    ) -> Self {
        let attributes = attributes.into_iter();
        let row: Map<String, Json> = attributes
            .map(|(key, value)| (key.to_owned(), value.into()))
            .collect();
        self.body.set(name, row, &[]);
        self
    }

    /// All of it.
    pub const fn json(&self) -> &Json {
        self.body.json()
    }
}

/// A mapping of a template, by name: what [`crate::Template::mapping`] gives.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Mapping(LogicalId);

impl Mapping {
    pub(crate) const fn new(id: LogicalId) -> Self {
        Self(id)
    }

    /// The name.
    pub const fn id(&self) -> &LogicalId {
        &self.0
    }

    /// The value of an attribute of a row.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-findinmap.html>
    pub fn find(&self, row: impl Into<Value<String>>, attribute: impl Into<Value<String>>) -> Json {
        let (row, attribute) = (Json::from(row.into()), Json::from(attribute.into()));
        json!({ "Fn::FindInMap": [self.0.as_str(), row, attribute] })
    }
}
