//! Rust modules of CloudFormation's resource types: a pure function from schemas to files.
//!
//! Each type becomes a module of its own with the resource, its nested types and a handle;
//! the modules of a service stand in one folder behind one cargo feature.

mod facts;
mod identifiers;
mod model;
mod names;
mod module;
mod render;
mod shapes;

pub use identifiers::Identifiers;
pub use render::{File, RenderError, feature, render_crate, render_identifiers, render_services};
