//! What a stack tells others.

use serde_json::{Value as Json, json};

use crate::body::Body;
use crate::section::Part;
use crate::{Condition, Value};

/// The keys of an output, in the order that a built one renders them.
pub(crate) const KEYS: &[&str] = &["Description", "Condition", "Value", "Export"];

/// An output.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html>
#[derive(Debug, Clone, PartialEq)]
pub struct Output {
    body: Body,
}

impl Part for Output {
    fn read(body: Body) -> Self {
        Self { body }
    }

    fn body(&self) -> &Body {
        &self.body
    }
}

impl Output {
    /// An output of a value.
    pub fn new(value: Value<String>) -> Self {
        let mut body = Body::new();
        body.set("Value", Json::from(value), KEYS);
        Self { body }
    }

    /// With what it is, for people: at most 1,024 bytes.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.body.set("Description", text.into(), KEYS);
        self
    }

    /// Exported for `Fn::ImportValue` of other stacks of the region, under a name that is unique
    /// there. As long as another stack imports it, neither can change it.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html>
    #[must_use]
    pub fn export(mut self, name: Value<String>) -> Self {
        let export = json!({ "Name": Json::from(name) });
        self.body.set("Export", export, KEYS);
        self
    }

    /// Only where a condition holds.
    #[must_use]
    pub fn when(mut self, condition: &Condition) -> Self {
        self.body.set("Condition", condition.id().as_str(), KEYS);
        self
    }

    /// The value.
    pub fn value(&self) -> Option<&Json> {
        self.body.get("Value")
    }

    /// The name under which it is exported.
    pub fn export_name(&self) -> Option<&Json> {
        self.body.get("Export")?.get("Name")
    }

    /// The condition under which it is there.
    pub fn condition(&self) -> Option<&str> {
        self.body.text("Condition")
    }

    /// All of it.
    pub const fn json(&self) -> &Json {
        self.body.json()
    }
}
