//! What CloudFormation's registry knows of every resource type: properties and their limits,
//! attributes, what a change replaces, in which regions a type exists.
//!
//! The schemas are those of AWS's public registry, see `schemas/PROVENANCE.md`.
//! <https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html>
//!
//! ```
//! let registry = registry::Registry::vendored();
//! let queue = registry.schema("AWS::SQS::Queue").unwrap();
//! assert!(queue.attribute("Arn").is_some());
//! assert_eq!(registry.nearest("AWS::SQS::Qeue"), Some("AWS::SQS::Queue"));
//! ```

mod archive;
mod attributes;
mod data;
mod extension;
pub mod iam;
mod lookup;
mod metrics;
mod path;
mod pattern;
mod runtime;
mod schema;
mod shape;
mod vendored;

pub use data::data_held;
pub use extension::{Extension, Rank};
pub use lookup::{REGIONS, Registry, SCHEMA_DATE};
pub use metrics::{Metric, Namespace, metric_namespace};
pub use path::PropertyPath;
pub use pattern::{Pattern, PatternError};
pub use runtime::{Runtime, runtime, runtimes};
pub use schema::{Attribute, ResourceSchema, SchemaError};
pub use shape::{Kind, Shape};
