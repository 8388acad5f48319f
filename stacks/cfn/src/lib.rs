//! CloudFormation templates as Rust values: what refers to a resource does so through its
//! handle or its [`LogicalId`], what is known only at deploy is a [`Value`], and a template
//! renders the same bytes every time.
//!
//! Resource types are in [`services`], a module and a cargo feature for each AWS service. What a
//! property cannot be does not compile; what a type cannot tell is told by [`check`].
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html>

// Generated modules name this crate as those of other crates do.
#[allow(
    unused_extern_crates,
    reason = "without features there is no generated module"
)]
extern crate self as cfn;

mod body;
pub mod check;
mod condition;
mod expression;
mod filled;
mod identifier;
pub mod identifiers;
mod integer;
mod lifecycle;
mod logical_id;
mod mapping;
mod output;
mod parameter;
pub mod policy;
mod property;
mod resource;
mod rule;
mod section;
pub mod services;
mod source;
mod suppression;
mod tag;
mod template;
mod typed;
mod value;
mod yaml;

pub use condition::{Condition, Test};
pub use expression::{DynamicReference, Expression, PseudoParameter, StackOutput, Sub};
pub use identifier::Identifier;
pub use integer::{Fixed, Int, Integer, fixed};
pub use lifecycle::{CreationPolicy, UpdatePolicy};
pub use logical_id::{LogicalId, LogicalIdError};
pub use mapping::{Mapping, Rows};
pub use output::Output;
pub use parameter::Parameter;
pub use property::{Any, Bag, List, Map, Properties, Property};
pub use resource::{DeletionPolicy, Resource};
pub use rule::Rule;
pub use section::{Iter, Section};
#[doc(no_inline)]
pub use serde_json::Value as Json;
#[allow(
    unused_imports,
    unreachable_pub,
    reason = "without features there is no service"
)]
pub use services::*;
pub use source::Position;
pub use suppression::{Accepted, Checker};
pub use tag::Tag;
pub use template::{SECTIONS, Template};
pub use typed::{ResourceHandle, ResourceType, Typed};
pub use value::{NoValue, Text, Value, join};
