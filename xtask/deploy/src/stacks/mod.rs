//! Stacks: planned as change sets, applied, watched, deleted.

mod apply;
mod change_set;
mod delete;
mod events;
mod standing;
mod status;

pub(crate) use apply::{StackResult, deploy, exist};
pub(crate) use delete::delete;
pub(crate) use standing::standing;
