//! One resource of a template.

use std::borrow::Cow;
use std::sync::LazyLock;

use serde_json::{Map, Value as Json};

use crate::body::Body;
use crate::section::Part;
use crate::{Condition, CreationPolicy, LogicalId, Properties, UpdatePolicy};

/// The keys of a resource, in the order that a built one renders them.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html>
pub(crate) const KEYS: &[&str] = &[
    "Type",
    "Condition",
    "DependsOn",
    "CreationPolicy",
    "UpdatePolicy",
    "DeletionPolicy",
    "UpdateReplacePolicy",
    "Metadata",
    "Properties",
];

/// What becomes of a resource that leaves its stack, or whose stack is deleted.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeletionPolicy {
    /// It goes.
    Delete,
    /// It stays, with what it holds.
    Retain,
    /// It stays, except when the very operation that made it is rolled back. As an
    /// `UpdateReplacePolicy` it is `Retain`, which is all that knows.
    RetainExceptOnCreate,
    /// It goes, after a snapshot was taken of it. Only some types can do so.
    Snapshot,
}

impl DeletionPolicy {
    /// The word that a template has for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Delete => "Delete",
            Self::Retain => "Retain",
            Self::RetainExceptOnCreate => "RetainExceptOnCreate",
            Self::Snapshot => "Snapshot",
        }
    }

    /// Reads the word that a template has for it.
    pub fn parse(name: &str) -> Option<Self> {
        let all = [
            Self::Delete,
            Self::Retain,
            Self::RetainExceptOnCreate,
            Self::Snapshot,
        ];
        all.into_iter().find(|policy| policy.name() == name)
    }

    const fn on_replacement(self) -> Self {
        match self {
            Self::RetainExceptOnCreate => Self::Retain,
            other => other,
        }
    }
}

/// A resource: its type, its properties in the order they were given, and what it waits for.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html>
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    body: Body,
}

impl Part for Resource {
    fn read(body: Body) -> Self {
        Self { body }
    }

    fn body(&self) -> &Body {
        &self.body
    }
}

impl Resource {
    /// A resource of a type such as `AWS::S3::Bucket`.
    pub fn new(kind: impl Into<Cow<'static, str>>) -> Self {
        let mut body = Body::new();
        body.set("Type", kind.into().into_owned(), KEYS);
        Self { body }
    }

    fn set(mut self, key: &str, value: impl Into<Json>) -> Self {
        self.body.set(key, value, KEYS);
        self
    }

    /// A resource with the properties of a typed one.
    pub fn typed(kind: &'static str, properties: Properties) -> Self {
        let resource = Self::new(kind);
        let properties = properties.into_map();
        if properties.is_empty() {
            return resource;
        }
        resource.set("Properties", properties)
    }

    /// With a property.
    #[must_use]
    pub fn with(mut self, property: &str, value: impl Into<Json>) -> Self {
        if let Some(properties) = self.body.object("Properties", KEYS) {
            properties.insert(property.to_owned(), value.into());
        }
        self
    }

    /// Made after another resource that it does not refer to.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html>
    #[must_use]
    #[allow(
        clippy::needless_pass_by_value,
        reason = "ids are handed on by value everywhere"
    )]
    pub fn after(mut self, other: LogicalId) -> Self {
        if let Some(others) = self.body.list("DependsOn", KEYS) {
            others.push(other.as_str().into());
        }
        self
    }

    /// Made only where a condition holds.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-condition.html>
    #[must_use]
    pub fn when(self, condition: &Condition) -> Self {
        self.set("Condition", condition.id().as_str())
    }

    /// Kept or deleted with its stack, and when it is replaced.
    #[must_use]
    pub fn on_deletion(self, policy: DeletionPolicy) -> Self {
        self.set("DeletionPolicy", policy.name())
            .on_replacement(policy.on_replacement())
    }

    /// Kept or deleted when it is replaced.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatereplacepolicy.html>
    #[must_use]
    pub fn on_replacement(self, policy: DeletionPolicy) -> Self {
        self.set("UpdateReplacePolicy", policy.name())
    }

    /// Changed in this way.
    #[must_use]
    pub fn on_update(self, policy: UpdatePolicy) -> Self {
        self.set("UpdatePolicy", policy.into_json())
    }

    /// Finished when it says so.
    #[must_use]
    pub fn on_creation(self, policy: CreationPolicy) -> Self {
        self.set("CreationPolicy", policy.into_json())
    }

    /// With data for others under a name of their choice.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-metadata.html>
    #[must_use]
    pub fn metadata(mut self, name: &str, value: impl Into<Json>) -> Self {
        if let Some(metadata) = self.body.object("Metadata", KEYS) {
            metadata.insert(name.to_owned(), value.into());
        }
        self
    }

    /// The resource's type; empty where a template that was read does not say.
    pub fn kind(&self) -> &str {
        self.body.text("Type").unwrap_or_default()
    }

    /// The properties; none where they are no object.
    pub fn properties(&self) -> &Map<String, Json> {
        static NONE: LazyLock<Map<String, Json>> = LazyLock::new(Map::new);
        let properties = self.body.get("Properties").and_then(Json::as_object);
        properties.unwrap_or(&NONE)
    }

    /// What it waits for beyond what it refers to.
    pub fn depends_on(&self) -> impl Iterator<Item = &str> {
        let value = self.body.get("DependsOn");
        let list = value.and_then(Json::as_array).into_iter().flatten();
        value.into_iter().chain(list).filter_map(Json::as_str)
    }

    /// The condition under which it is made.
    pub fn condition(&self) -> Option<&str> {
        self.body.text("Condition")
    }

    /// What becomes of it when it leaves its stack, where that is told and known.
    pub fn deletion_policy(&self) -> Option<DeletionPolicy> {
        DeletionPolicy::parse(self.body.text("DeletionPolicy")?)
    }

    /// What becomes of it when it is replaced, where that is told and known.
    pub fn update_replace_policy(&self) -> Option<DeletionPolicy> {
        DeletionPolicy::parse(self.body.text("UpdateReplacePolicy")?)
    }

    /// All of it.
    pub const fn json(&self) -> &Json {
        self.body.json()
    }
}
