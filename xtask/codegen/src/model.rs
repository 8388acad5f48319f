//! What the templates render.

use serde::Serialize;

/// A resource type with its nested types: one module.
#[derive(Debug, Serialize)]
pub(crate) struct Module {
    /// `AWS::SQS::Queue`.
    pub(crate) type_name: String,
    /// The type's page.
    pub(crate) url: String,
    pub(crate) resource: Struct,
    pub(crate) attributes: Vec<Attribute>,
    /// What `Ref` gives.
    pub(crate) reference: String,
    pub(crate) reference_doc: String,
    pub(crate) structs: Vec<Struct>,
    pub(crate) enums: Vec<Enum>,
}

/// Properties with setters.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Struct {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) required: Vec<Field>,
    pub(crate) optional: Vec<Field>,
}

/// A property.
#[derive(Debug, Serialize)]
pub(crate) struct Field {
    /// As CloudFormation writes it.
    pub(crate) property: String,
    /// The setter or argument.
    pub(crate) name: String,
    /// The type within `Value<…>`.
    pub(crate) kind: String,
    pub(crate) doc: String,
}

/// What `Fn::GetAtt` gives.
#[derive(Debug, Serialize)]
pub(crate) struct Attribute {
    pub(crate) property: String,
    pub(crate) name: String,
    pub(crate) kind: String,
}

/// Values that are listed.
#[derive(Debug, Serialize)]
pub(crate) struct Enum {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) variants: Vec<Variant>,
}

/// One of the values.
#[derive(Debug, Serialize)]
pub(crate) struct Variant {
    pub(crate) name: String,
    /// As a literal of Rust.
    pub(crate) literal: String,
    pub(crate) doc: String,
}
