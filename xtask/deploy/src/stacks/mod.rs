//! Stacks: planned as change sets, applied, watched, deleted.

mod apply;
mod change_set;
mod delete;
mod early;
mod events;
mod observed;
mod present;
mod ready;
mod rollback;
mod standing;
mod status;
mod wanted;

pub(crate) use apply::{StackResult, execute, exist};
pub(crate) use change_set::{ChangeSet, Execution, discard, execution, propose};
pub(crate) use delete::delete;
pub(crate) use present::{Seen, known, parameters};
pub(crate) use ready::{Leave, Manner, make_ready};
pub(crate) use rollback::finish_rollback;
pub(crate) use standing::standing;
pub(crate) use status::describe;
pub(crate) use wanted::Wanted;
