//! What is there only sometimes.

use serde_json::{Value as Json, json};

use crate::body::Body;
use crate::section::Part;
use crate::{LogicalId, Value};

/// A condition of a template, by name: what [`crate::Template::condition`] gives, for resources
/// and outputs to name.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html>
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Condition(LogicalId);

impl Condition {
    pub(crate) const fn new(id: LogicalId) -> Self {
        Self(id)
    }

    /// The name.
    pub const fn id(&self) -> &LogicalId {
        &self.0
    }

    /// One value where it holds, another where it does not.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html>
    pub fn choose(&self, then: impl Into<Json>, otherwise: impl Into<Json>) -> Json {
        json!({ "Fn::If": [self.0.as_str(), then.into(), otherwise.into()] })
    }

    /// The value where it holds, and no property at all where it does not.
    pub fn choose_or_none(&self, then: impl Into<Json>) -> Json {
        self.choose(then, json!({ "Ref": "AWS::NoValue" }))
    }
}

/// What a condition or a rule tests.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    body: Body,
}

impl Part for Test {
    fn read(body: Body) -> Self {
        Self { body }
    }

    fn body(&self) -> &Body {
        &self.body
    }
}

impl From<&Condition> for Test {
    fn from(condition: &Condition) -> Self {
        Self::of(json!({ "Condition": condition.0.as_str() }))
    }
}

impl Test {
    const fn of(json: Json) -> Self {
        Self {
            body: Body::read(json),
        }
    }

    /// Whether two texts are the same.
    pub fn equals(one: impl Into<Value<String>>, other: impl Into<Value<String>>) -> Self {
        let (one, other) = (Json::from(one.into()), Json::from(other.into()));
        Self::of(json!({ "Fn::Equals": [one, other] }))
    }

    /// Whether all hold: 2 to 10 tests.
    pub fn all(tests: impl IntoIterator<Item = Self>) -> Self {
        Self::of(json!({ "Fn::And": list(tests) }))
    }

    /// Whether one holds at least: 2 to 10 tests.
    pub fn any(tests: impl IntoIterator<Item = Self>) -> Self {
        Self::of(json!({ "Fn::Or": list(tests) }))
    }

    /// Whether this does not hold.
    #[must_use]
    pub fn negated(self) -> Self {
        Self::of(json!({ "Fn::Not": [self.json()] }))
    }

    /// All of it.
    pub const fn json(&self) -> &Json {
        self.body.json()
    }
}

fn list(tests: impl IntoIterator<Item = Test>) -> Vec<Json> {
    tests.into_iter().map(|test| test.json().clone()).collect()
}
