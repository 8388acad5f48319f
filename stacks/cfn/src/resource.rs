//! One resource of a template.

use serde_json::{Map, Value as Json};

use crate::{LogicalId, Properties};

/// What becomes of a resource that leaves its stack, or whose stack is deleted.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeletionPolicy {
    /// It goes.
    Delete,
    /// It stays, with what it holds.
    Retain,
}

impl DeletionPolicy {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Delete => "Delete",
            Self::Retain => "Retain",
        }
    }
}

/// A resource: its type, its properties in the order they were given, and what it waits for.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    pub(crate) kind: &'static str,
    pub(crate) properties: Map<String, Json>,
    pub(crate) depends_on: Vec<LogicalId>,
    pub(crate) deletion_policy: Option<DeletionPolicy>,
}

impl Resource {
    /// A resource of a type such as `AWS::S3::Bucket`.
    pub fn new(kind: &'static str) -> Self {
        Self {
            kind,
            properties: Map::new(),
            depends_on: Vec::new(),
            deletion_policy: None,
        }
    }

    /// A resource with the properties of a typed one.
    pub fn typed(kind: &'static str, properties: Properties) -> Self {
        Self {
            properties: properties.into_map(),
            ..Self::new(kind)
        }
    }

    /// With a property.
    #[must_use]
    pub fn with(mut self, property: &str, value: impl Into<Json>) -> Self {
        self.properties.insert(property.to_owned(), value.into());
        self
    }

    /// Made after another resource that it does not refer to.
    #[must_use]
    pub fn after(mut self, other: LogicalId) -> Self {
        self.depends_on.push(other);
        self
    }

    /// Kept or deleted with its stack, and when it is replaced.
    #[must_use]
    pub fn on_deletion(mut self, policy: DeletionPolicy) -> Self {
        self.deletion_policy = Some(policy);
        self
    }

    /// The resource's type.
    pub const fn kind(&self) -> &'static str {
        self.kind
    }

    /// The properties.
    pub const fn properties(&self) -> &Map<String, Json> {
        &self.properties
    }

    pub(crate) fn to_json(&self) -> Json {
        let mut out = Map::new();
        out.insert("Type".into(), self.kind.into());
        if !self.depends_on.is_empty() {
            let ids = self
                .depends_on
                .iter()
                .map(|id| Json::from(id.as_str()))
                .collect();
            out.insert("DependsOn".into(), Json::Array(ids));
        }
        if let Some(policy) = self.deletion_policy {
            out.insert("DeletionPolicy".into(), policy.name().into());
            out.insert("UpdateReplacePolicy".into(), policy.name().into());
        }
        if !self.properties.is_empty() {
            out.insert("Properties".into(), Json::Object(self.properties.clone()));
        }
        Json::Object(out)
    }
}
