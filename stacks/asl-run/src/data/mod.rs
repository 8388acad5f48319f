//! How states make their data: paths and templates, or expressions.

mod context;
mod expressions;
mod paths;
mod size;
mod variables;

use std::cell::Cell;

use serde_json::Value;

use crate::failure::Trouble;
use crate::moment::Moment;
use crate::random::Random;

pub(crate) use context::{Context, Item};
pub(crate) use expressions::{inner_text, unexpected};
pub(crate) use paths::put_result;
pub(crate) use size::{DEEPEST, MOST_BYTES, exceeds_limit, is_too_deep, weight};
pub(crate) use variables::Variables;

/// About how many bytes of memory the values may take that one field is made
/// of. What a state passes on is far smaller, but is measured only once made.
pub(crate) const MOST_MADE: usize = 64 * 1024 * 1024;

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
    /// What is left of [`MOST_MADE`].
    pub(crate) left: Cell<usize>,
}

impl Data<'_> {
    /// Counts a value that a field is made of.
    ///
    /// # Errors
    /// When all of them take more than a field may be made of.
    fn count(&self, value: &Value) -> Result<(), Trouble> {
        let left = self.left.get().checked_sub(weight(value));
        self.left.set(left.unwrap_or_default());
        left.map(drop).ok_or_else(|| {
            Trouble::Runtime(format!(
                "The values that the field is made of take more than {MOST_MADE} bytes"
            ))
        })
    }
}
