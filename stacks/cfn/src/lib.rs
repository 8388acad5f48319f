//! CloudFormation templates as Rust values: what refers to a resource does so through its
//! [`LogicalId`], what is known only at deploy is a [`Value`], and a template renders the same
//! bytes every time.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html>

mod body;
pub mod check;
mod condition;
mod lifecycle;
mod logical_id;
mod mapping;
mod output;
mod parameter;
pub mod policy;
mod resource;
mod rule;
mod section;
mod source;
mod template;
mod value;
mod yaml;

pub use condition::{Condition, Test};
pub use lifecycle::{CreationPolicy, UpdatePolicy};
pub use logical_id::{LogicalId, LogicalIdError};
pub use mapping::{Mapping, Rows};
pub use output::Output;
pub use parameter::Parameter;
pub use resource::{DeletionPolicy, Resource};
pub use rule::Rule;
pub use section::{Iter, Section};
pub use source::Position;
pub use template::{SECTIONS, Template};
pub use value::{PseudoParameter, Value, join};
