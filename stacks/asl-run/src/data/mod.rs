//! How states make their data: paths and templates, or expressions.

mod context;
mod expressions;
mod paths;
mod size;
mod variables;

use serde_json::Value;

use crate::moment::Moment;
use crate::random::Random;

pub(crate) use context::{Context, Item};
pub(crate) use expressions::{inner_text, unexpected};
pub(crate) use paths::put_result;
pub(crate) use size::{MOST_BYTES, exceeds_limit};
pub(crate) use variables::Variables;

/// What a field's value is made of.
pub(crate) struct Data<'a> {
    /// What `$` is in paths.
    pub(crate) input: &'a Value,
    /// `$states.input`: the state's raw input.
    pub(crate) raw_input: &'a Value,
    /// `$states.result`, where there is one.
    pub(crate) result: Option<&'a Value>,
    /// `$states.errorOutput`, where there is one.
    pub(crate) error_output: Option<&'a Value>,
    pub(crate) context: &'a Context<'a>,
    pub(crate) variables: &'a Variables,
    pub(crate) random: &'a mut Random,
    pub(crate) now: Moment,
}
