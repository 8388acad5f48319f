//! The schema of one resource type.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::{PropertyPath, Shape};

/// The schema of a resource type, as the registry gives it.
/// <https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html>
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceSchema {
    json: Json,
}

/// A text that is no schema of a resource type.
#[derive(Debug)]
pub struct SchemaError(String);

impl SchemaError {
    #[expect(clippy::needless_pass_by_value, reason = "the form that map_err takes")]
    pub(crate) fn no_json(error: serde_json::Error) -> Self {
        Self(format!("no JSON: {error}"))
    }
}

impl std::fmt::Display for SchemaError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SchemaError {}

/// What `Fn::GetAtt` gives of a resource.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute<'a> {
    /// The name, with dots where it is within a property, such as `Endpoint.Address`.
    pub name: String,
    /// What it is.
    pub shape: Shape<'a>,
}

impl ResourceSchema {
    /// Reads a schema.
    ///
    /// # Errors
    /// When the text is no JSON object with a `typeName` and `properties`.
    pub fn parse(text: &str) -> Result<Self, SchemaError> {
        let json: Json = serde_json::from_str(text).map_err(SchemaError::no_json)?;
        if json["typeName"].is_string() && json["properties"].is_object() {
            Ok(Self { json })
        } else {
            let text = "a resource type's schema has a `typeName` and `properties`";
            Err(SchemaError(text.to_owned()))
        }
    }

    /// The type's name, such as `AWS::S3::Bucket`.
    pub fn type_name(&self) -> &str {
        self.json["typeName"].as_str().unwrap_or_default()
    }

    /// The whole schema.
    pub const fn json(&self) -> &Json {
        &self.json
    }

    /// The resource's properties as one object.
    pub const fn root(&self) -> Shape<'_> {
        Shape::new(&self.json, &self.json)
    }

    /// The nested type of that name.
    pub fn definition(&self, name: &str) -> Option<Shape<'_>> {
        let definition = self.json.get("definitions")?.get(name)?;
        Some(Shape::new(&self.json, definition))
    }

    /// The names of the nested types, in the schema's order.
    pub fn definitions(&self) -> impl Iterator<Item = (&str, Shape<'_>)> {
        let definitions = self.json.get("definitions").and_then(Json::as_object);
        definitions
            .into_iter()
            .flatten()
            .map(|(name, definition)| (name.as_str(), Shape::new(&self.json, definition)))
    }

    fn paths(&self, keyword: &str) -> impl Iterator<Item = PropertyPath> {
        let pointers = self.json.get(keyword).and_then(Json::as_array);
        pointers
            .into_iter()
            .flatten()
            .filter_map(Json::as_str)
            .map(PropertyPath::parse_pointer)
    }

    /// What only the service sets: attributes, never given in a template.
    pub fn read_only(&self) -> impl Iterator<Item = PropertyPath> {
        self.paths("readOnlyProperties")
    }

    /// What cannot be changed: another value makes a new resource and deletes the old one.
    pub fn create_only(&self) -> impl Iterator<Item = PropertyPath> {
        self.paths("createOnlyProperties")
    }

    /// What makes a new resource for some changes of its value.
    pub fn conditional_create_only(&self) -> impl Iterator<Item = PropertyPath> {
        self.paths("conditionalCreateOnlyProperties")
    }

    /// What the service never tells again, such as passwords.
    pub fn write_only(&self) -> impl Iterator<Item = PropertyPath> {
        self.paths("writeOnlyProperties")
    }

    /// What AWS advises against.
    pub fn deprecated(&self) -> impl Iterator<Item = PropertyPath> {
        self.paths("deprecatedProperties")
    }

    /// What tells one resource of the type from another, taken together.
    pub fn primary_identifier(&self) -> impl Iterator<Item = PropertyPath> {
        self.paths("primaryIdentifier")
    }

    /// The property that holds the tags, where the type takes tags.
    pub fn tag_property(&self) -> Option<PropertyPath> {
        let tagging = &self.json["tagging"];
        if tagging["taggable"] == false || self.json["taggable"] == false {
            return None;
        }
        match tagging["tagProperty"].as_str() {
            Some(pointer) => Some(PropertyPath::parse_pointer(pointer)),
            None => self.json["properties"]
                .get("Tags")
                .map(|_| PropertyPath::parse_pointer("/properties/Tags")),
        }
    }

    /// The IAM actions that CloudFormation needs for an operation: `create`, `read`, `update`,
    /// `delete` or `list`.
    pub fn permissions(&self, operation: &str) -> BTreeSet<&str> {
        let actions = self.json["handlers"][operation]["permissions"].as_array();
        actions
            .into_iter()
            .flatten()
            .filter_map(Json::as_str)
            .collect()
    }
}
