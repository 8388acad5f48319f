//! Tags.

use crate::{Bag, Properties, Value};

/// A tag of a resource.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html>
#[derive(Debug, Clone, PartialEq)]
pub struct Tag(Properties);

impl Tag {
    /// A tag with its value. Keys that begin with `aws:` are refused.
    pub fn new(key: impl Into<Value<String>>, value: impl Into<Value<String>>) -> Self {
        let properties = Properties::new().with("Key", key.into());
        Self(properties.with("Value", value.into()))
    }
}

impl Bag for Tag {
    fn from_properties(properties: Properties) -> Self {
        Self(properties)
    }

    fn into_properties(self) -> Properties {
        self.0
    }
}
