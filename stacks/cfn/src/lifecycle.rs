//! How CloudFormation waits for a resource and changes it.

use serde_json::{Map, Value as Json, json};

/// When a resource counts as made.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-creationpolicy.html>
#[derive(Debug, Clone, PartialEq)]
pub struct CreationPolicy(Map<String, Json>);

impl CreationPolicy {
    /// After `count` signals within `minutes` (at most 720, 12 hours).
    pub fn signals(count: u32, minutes: u32) -> Self {
        let signal = json!({ "Count": count, "Timeout": format!("PT{minutes}M") });
        Self(Map::from_iter([("ResourceSignal".to_owned(), signal)]))
    }

    /// With another part, such as `AutoScalingCreationPolicy` or `StartFleet`.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Json>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn into_json(self) -> Json {
        self.0.into()
    }
}

/// How a resource is changed.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatepolicy.html>
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UpdatePolicy(Map<String, Json>);

impl UpdatePolicy {
    /// Nothing special yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// With a part, such as `AutoScalingRollingUpdate` or `CodeDeployLambdaAliasUpdate`.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Json>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn into_json(self) -> Json {
        self.0.into()
    }
}
