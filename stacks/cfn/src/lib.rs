//! CloudFormation templates as Rust values: what refers to a resource does so through its
//! [`LogicalId`], what is known only at deploy is a [`Value`], and a template renders the same
//! bytes every time.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html>

pub mod check;
mod logical_id;
pub mod policy;
mod resource;
mod template;
mod value;

pub use logical_id::{LogicalId, LogicalIdError};
pub use resource::{DeletionPolicy, Resource};
pub use template::{Output, Parameter, Template};
pub use value::{PseudoParameter, Value, join};
