//! What CloudFormation's registry knows of every resource type: properties and their limits,
//! attributes, what a change replaces, in which regions a type exists.
//!
//! The schemas are those of AWS's public registry, see `schemas/PROVENANCE.md`.
//! <https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html>

pub mod iam;
mod lookup;
mod path;
mod schema;
mod shape;

pub use lookup::Registry;
pub use path::PropertyPath;
pub use schema::{Attribute, ResourceSchema, SchemaError};
pub use shape::{Kind, Shape};
