//! IAM policy documents as types: actions and condition keys are constants of their service,
//! resources are typed from what they name, and a wildcard has a reason.
//!
//! ```
//! use cfn::policy::{Condition, Document, Principal, ResourceArn, Statement, actions::s3, keys};
//!
//! let bucket = "arn:aws:s3:::pictures";
//! let document = Document::new([
//!     Statement::allow("Read", [s3::GET_OBJECT]).on([ResourceArn::s3_object(bucket, "incoming/*")]),
//!     Statement::allow("List", [s3::LIST_BUCKET])
//!         .on([ResourceArn::of(bucket)])
//!         .only_if(Condition::like(keys::s3::PREFIX, ["incoming/*"])),
//! ]);
//! assert_eq!(document.to_json()["Statement"][0]["Action"][0], "s3:GetObject");
//! ```
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html>

mod action;
pub mod actions;
mod condition;
mod document;
mod key;
pub mod keys;
mod principal;
mod resource_arn;
mod statement;

pub use action::Action;
pub use condition::Condition;
pub use document::{Document, WILDCARDS, Wildcard, document, trust};
pub use key::{Key, KeyFamily, kind};
pub use principal::Principal;
pub use resource_arn::ResourceArn;
pub use statement::{Effect, Statement};
