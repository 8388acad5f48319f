//! What must hold of the parameters together.

use serde_json::{Value as Json, json};

use crate::Test;
use crate::body::Body;
use crate::section::Part;

const KEYS: &[&str] = &["RuleCondition", "Assertions"];

/// A rule: what the parameters must be, where a condition holds. It is looked at before anything
/// is made.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html>
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    body: Body,
}

impl Part for Rule {
    fn read(body: Body) -> Self {
        Self { body }
    }

    fn body(&self) -> &Body {
        &self.body
    }
}

impl Rule {
    /// A rule that asserts something, and what people are told where it does not hold.
    pub fn new(assertion: &Test, description: &str) -> Self {
        Self { body: Body::new() }.and(assertion, description)
    }

    /// With another assertion.
    #[must_use]
    pub fn and(mut self, assertion: &Test, description: &str) -> Self {
        if let Some(assertions) = self.body.list("Assertions", KEYS) {
            let assert = assertion.json();
            assertions.push(json!({ "Assert": assert, "AssertDescription": description }));
        }
        self
    }

    /// Only where a test holds.
    #[must_use]
    pub fn when(mut self, test: &Test) -> Self {
        self.body.set("RuleCondition", test.json().clone(), KEYS);
        self
    }

    /// All of it.
    pub const fn json(&self) -> &Json {
        self.body.json()
    }
}
